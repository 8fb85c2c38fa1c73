"""A device: its settings, its way to server and broker, its parts."""

import os
import socket
from pathlib import Path
from uuid import uuid4

from bocso.doctor.findings import Finding, well, wrong
from bocso.doctor.line import broker_hears
from counter_display.settings import DisplaySettings
from kiosk.settings import KioskSettings
from messaging import topics
from messaging.server_client import RequestRefused, ServerClient, ServerUnreachable
from messaging.settings import DeviceSettings, InvalidSettings, read_settings
from rating_pad.settings import PadSettings

KINDS: dict[str, type[DeviceSettings]] = {
    "kiosk": KioskSettings,
    "board": DisplaySettings,
    "counter": DisplaySettings,
    "pad": PadSettings,
    "touch-pad": PadSettings,
}
_PRINTER_ANSWERS_WITHIN_S = 3.0


def look_at_devices(folder: Path) -> list[Finding]:
    """Every device whose settings stand in the folder, by the names that the installer gives them."""
    findings: list[Finding] = []
    for name, kind in KINDS.items():
        file = folder / f"{name}.toml"
        if not file.exists():
            continue
        try:
            settings = read_settings(kind, file)
        except InvalidSettings as fault:
            findings.append(
                wrong("Tệp cài đặt sai: {fault}", "Sửa dòng đó theo docs/settings.md rồi khởi động lại.", fault=fault)
            )
            continue
        findings += way_to_server(settings)
        findings += way_to_broker(settings)
        if isinstance(settings, KioskSettings):
            findings += printer_findings(settings)
    return findings


def way_to_server(settings: DeviceSettings) -> list[Finding]:
    """A job that there is not is asked for: only who is let in is told that there is none."""
    client = ServerClient(settings.server)
    try:
        client.job(f"doctor-{uuid4()}")
    except ServerUnreachable:
        return [
            wrong(
                "{device}: không tới được máy chủ {url}",
                "Xem dây mạng và địa chỉ; trên máy chủ gõ: sudo bocso doctor",
                device=settings.device_id,
                url=settings.server.url,
            )
        ]
    except RequestRefused as refusal:
        if refusal.status in {401, 403}:
            return [
                wrong(
                    "{device}: máy chủ không nhận khóa của thiết bị",
                    "Trên máy trung tâm làm tệp kết nối mới: docs/install/cai-dat.md, mục 'Từng thiết bị'.",
                    device=settings.device_id,
                )
            ]
    finally:
        client.close()
    return [well("{device}: máy chủ nhận", device=settings.device_id)]


def way_to_broker(settings: DeviceSettings) -> list[Finding]:
    heard = broker_hears(
        settings.broker, topics.server_presence(settings.centre), client_id=f"doctor-{settings.device_id}"
    )
    if heard is None:
        return [
            wrong(
                "{device}: không vào được máy trao đổi ở {host}",
                "Xem mạng; làm tệp kết nối mới nếu mật khẩu đã đổi: docs/install/cai-dat.md.",
                device=settings.device_id,
                host=settings.broker.host,
            )
        ]
    if not heard:
        return [
            wrong(
                "{device}: máy trao đổi không có tin của máy chủ",
                "Xem mã trung tâm (centre) trong tệp cài đặt có đúng không, và máy chủ có chạy không.",
                device=settings.device_id,
            )
        ]
    return [well("{device}: nghe được máy chủ", device=settings.device_id)]


def printer_findings(settings: KioskSettings) -> list[Finding]:
    printer = settings.printer
    if printer.kind == "network":
        try:
            socket.create_connection((printer.host, printer.port), timeout=_PRINTER_ANSWERS_WITHIN_S).close()
        except OSError:
            return [
                wrong(
                    "Máy in: không tới được {host}:{port}",
                    "Xem máy in có điện, có dây mạng, và địa chỉ của nó có đổi không.",
                    host=printer.host,
                    port=printer.port,
                )
            ]
        return [well("Máy in: tới được {host}:{port}", host=printer.host, port=printer.port)]
    there = None if printer.path is None else min(printer.path.parent.glob(printer.path.name), default=None)
    if there is None:
        return [
            wrong("Máy in: không thấy ở {path}", "Xem dây USB và nguồn của máy in, bật lại máy in.", path=printer.path)
        ]
    if not os.access(there, os.W_OK):
        return [
            wrong(
                "Máy in: không được phép ghi vào {path}",
                "Chạy lại bộ cài: sudo deploy/install.sh kiosk",
                path=there,
            )
        ]
    return [well("Máy in: có ở {path}", path=there)]
