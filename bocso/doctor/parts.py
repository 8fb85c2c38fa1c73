"""What hangs on a device: printer, screen, letters, loudspeaker, number pad, pins."""

import importlib.util
import os
from pathlib import Path

from bocso.doctor.findings import Finding, watch, well, wrong
from counter_display.settings import DisplaySettings
from hardware.audio.clips import ClipPack, ClipPackFault
from hardware.audio.player import AplayPlayer, NoSound
from hardware.printer.printer import Paper, PrinterStatus, Readiness
from hardware.printer.settings import PrinterSettings
from kiosk.settings import KioskSettings
from look.fonts import FontsMissing, regular
from messaging.settings import DeviceSettings
from rating_pad.settings import PadSettings

_CONNECTORS = Path("/sys/class/drm")
_PINS = Path("/dev")


def look_at_parts(settings: DeviceSettings, user: str | None) -> list[Finding]:
    match settings:
        case KioskSettings():
            return [*_screen(settings.fullscreen), *_letters(), *_printer(settings.printer, user), *_voice(settings)]
        case DisplaySettings():
            return [*_screen(settings.fullscreen), *_letters(), *_calls(settings), *_keypad(settings)]
        case PadSettings() if settings.screen == "touch":
            return [*_screen(settings.fullscreen), *_letters()]
        case PadSettings() if settings.pin_factory == "native":
            return _pins()
    return []


def _screen(is_fullscreen: bool) -> list[Finding]:
    """The kernel's word on which sockets have a screen plugged in; a machine with none of them says nothing."""
    said = [file.read_text(encoding="ascii").strip() for file in _CONNECTORS.glob("card*-*/status")]
    if not is_fullscreen or not said:
        return []
    if "connected" in said:
        return [well("Màn hình: đang cắm")]
    return [
        wrong(
            "Màn hình: không thấy màn hình nào cắm vào máy",
            "Cắm chặt dây HDMI (cổng gần nguồn nhất), bật màn hình, rồi khởi động lại máy.",
        )
    ]


def _letters() -> list[Finding]:
    try:
        regular()
    except FontsMissing:
        return [wrong("Chữ: thiếu phông Noto Sans", "Gõ: sudo apt-get install fonts-noto-core")]
    return []


def _printer(printer: PrinterSettings, user: str | None) -> list[Finding]:
    if printer.kind == "device":
        there = None if printer.path is None else min(printer.path.parent.glob(printer.path.name), default=None)
        if there is None:
            return [
                wrong(
                    "Máy in: không thấy ở {path}", "Xem dây USB và nguồn của máy in, bật lại máy in.", path=printer.path
                )
            ]
        if user is None and not os.access(there, os.W_OK):
            return [
                wrong(
                    "Máy in: không được phép ghi vào {path}",
                    "Chạy lại bộ cài: sudo bash ~/bocso/deploy/install.sh kiosk",
                    path=there,
                )
            ]
    # Only here: a machine without a printer has no escpos.
    from hardware.printer import open_printer

    return [_said_by_printer(open_printer(printer).status(), printer)]


def _said_by_printer(status: PrinterStatus, printer: PrinterSettings) -> Finding:
    where = printer.path if printer.kind == "device" else f"{printer.host}:{printer.port}"
    if status.paper is Paper.OUT:
        return wrong("Máy in: hết giấy", "Lắp cuộn mới, mặt nhiệt hướng lên, đóng nắp.")
    match status.readiness:
        case Readiness.COVER_OPEN:
            return wrong("Máy in: nắp đang mở", "Đóng nắp máy in đến khi nghe tiếng tách.")
        case Readiness.FAULT:
            return wrong("Máy in: báo lỗi", "Tắt máy in, mở nắp, gỡ giấy kẹt quanh dao cắt, bật lại.")
        case Readiness.OFFLINE:
            return wrong(
                "Máy in: không tới được {where}",
                "Xem máy in có điện, có dây mạng, và địa chỉ của nó có đổi không.",
                where=where,
            )
    if status.paper is Paper.NEAR_END:
        return watch("Máy in: sắp hết giấy", "Chuẩn bị một cuộn giấy mới cạnh máy.")
    if status.readiness is Readiness.UNKNOWN or status.paper is Paper.UNKNOWN:
        return watch(
            "Máy in: tới được {where} nhưng không báo tình trạng",
            "In thử: sudo bocso self-test kiosk. Máy in loại này không báo trước khi hết giấy.",
            where=where,
        )
    return well("Máy in: sẵn sàng, có giấy ({where})", where=where)


def _voice(settings: KioskSettings) -> list[Finding]:
    return _sound(settings.sound_device) if settings.sound == "speaker" else []


def _calls(settings: DisplaySettings) -> list[Finding]:
    audio = settings.audio
    if settings.mode != "hall" or audio.kind == "none" or audio.clips_dir is None:
        return []
    try:
        ClipPack(audio.clips_dir)
    except ClipPackFault as fault:
        return [
            wrong(
                "Giọng đọc: bộ tiếng ở {folder} không dùng được ({fault})",
                "Chạy lại bộ cài: sudo bash ~/bocso/deploy/install.sh board; "
                "giọng tự thu: bocso voice check {folder}/vi",
                folder=audio.clips_dir,
                fault=fault,
            )
        ]
    return _sound(audio.device) if audio.kind == "aplay" else []


def _sound(device: str) -> list[Finding]:
    try:
        AplayPlayer(device).check()
    except NoSound as fault:
        return [
            watch(
                "Loa: không phát được tiếng ({fault})",
                "Xem dây loa; gõ aplay -L để xem tên thiết bị âm thanh rồi ghi vào tệp cài đặt.",
                fault=fault,
            )
        ]
    return [well("Loa: phát được")]


def _keypad(settings: DisplaySettings) -> list[Finding]:
    path = settings.keypad.path
    if settings.keypad.kind != "evdev" or path is None:
        return []
    if path.exists():
        return [well("Bàn phím số: đang cắm")]
    return [
        wrong(
            "Bàn phím số: không thấy ở {path}",
            "Cắm lại bàn phím; gõ ls /dev/input/by-id để xem tên rồi ghi vào keypad.path.",
            path=path,
        )
    ]


def _pins() -> list[Finding]:
    if not any(_PINS.glob("gpiochip*")):
        return [wrong("Chân cắm: máy này không có chân GPIO", "Bộ nút cần một Raspberry Pi; xem docs/pad.md.")]
    if importlib.util.find_spec("lgpio") is None:
        return [wrong("Chân cắm: thiếu phần mềm lgpio", "Gõ: sudo apt-get install python3-lgpio; rồi chạy lại bộ cài.")]
    return [well("Chân cắm: dùng được")]
