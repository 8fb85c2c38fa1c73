"""What is walked over on each kind of machine, in the order in which one stands before it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bocso.doctor.findings import Finding, Verdict
from bocso.self_test.terminal import Terminal
from counter_display.settings import AudioSettings, DisplaySettings
from hardware.audio.clips import ClipPack
from hardware.audio.player import AplayPlayer, NoSound, Player, RecordingPlayer
from hardware.errors import HardwareError
from hardware.gpio.pad_board import PadBoard
from hardware.keypad.keypad import Keypad
from hardware.printer.settings import PrinterSettings
from hardware.self_test import (
    Outcome,
    Step,
    asked,
    try_buzzer,
    try_keys,
    try_lights,
    try_printer,
    try_sound,
    words,
)
from kiosk.settings import KioskSettings
from look.language import Translate
from messaging.clock import real_monotonic_s
from rating_pad.button_walk import Finding as ButtonFinding
from rating_pad.button_walk import Found, ask_for
from rating_pad.press_rules import LOCKOUT_S, PressRules
from rating_pad.settings import PadSettings

if TYPE_CHECKING:  # a machine without buttons has no gpiozero
    from hardware.gpio.simulated_board import SimulatedPadBoard

_SENTENCE = "Xin chào. Đây là máy lấy số."
_CALL_UP_WITHIN_S = 60.0
_SAYS_IT_IS_UP = b"READY=1"


def found(findings: list[Finding], translate: Translate) -> list[Step]:
    """What the doctor finds by itself, as steps. What is only to be watched has passed, and is remarked on.

    What it does not look at is no step: nothing was tried.
    """
    return [
        Step(
            words(finding.what(translate)),
            Outcome.FAILED if finding.verdict is Verdict.WRONG else Outcome.PASSED,
            None if finding.deed is None else words(finding.deed(translate)),
        )
        for finding in findings
        if finding.verdict is not Verdict.ASIDE
    ]


def walk_kiosk(settings: KioskSettings, terminal: Terminal, now_local: datetime) -> list[Step]:
    screen = [
        asked(
            terminal,
            words("Màn hình"),
            words("Màn hình máy lấy số hiện trang đầu, thẳng đứng, đủ bốn mép, phải không?"),
            cure=words("Xem rotation, width, height trong tệp cài đặt và dây của màn hình."),
        ),
        asked(
            terminal,
            words("Cảm ứng"),
            words("Chạm 'English', rồi chạm 'Tiếng Việt': màn hình đổi chữ cả hai lần, phải không?"),
            cure=words("Xem dây USB của màn hình cảm ứng; chạm lệch chỗ: xem rotation trong tệp cài đặt."),
        ),
    ]
    steps = [*screen, *walk_printer(settings.printer, settings, terminal, now_local)]
    if settings.sound != "off":
        with tempfile.TemporaryDirectory(prefix="bocso-self-test-") as folder:
            steps.append(try_sound(_sentence(settings, Path(folder)), terminal))
    return steps


def walk_printer(
    printer: PrinterSettings, settings: KioskSettings, terminal: Terminal, now_local: datetime
) -> list[Step]:
    # Only here: a machine without a printer has neither escpos nor what draws slips.
    from hardware.printer.escpos_printer import escpos_printer
    from look.printer_test_slip import PrinterTestFacts, draw_printer_test

    facts = PrinterTestFacts(centre_name=settings.centre, device_name=settings.device_id, asked_at_local=now_local)
    return try_printer(escpos_printer(printer), draw_printer_test(facts, printer.width_dots), terminal)


def _sentence(settings: KioskSettings, folder: Path) -> Callable[[], None]:
    from kiosk.voice.speaking import CannotSpeak, speak_to_file

    player: Player
    player = RecordingPlayer(folder, pace=0) if settings.sound == "record" else AplayPlayer(settings.sound_device)

    def play() -> None:
        sound = folder / "sentence.wav"
        try:
            speak_to_file(_SENTENCE, "vi", sound)
        except CannotSpeak as fault:
            raise NoSound(str(fault)) from fault
        player.play(sound)

    return play


def walk_display(settings: DisplaySettings, file: Path, terminal: Terminal) -> list[Step]:
    """A hall board or a counter's display: a made-up call on its own screen, by its own program."""
    # Only here: what draws is not imported before the screen is wanted.
    from counter_display.sample_call import COUNTER_NUMBER, NUMBER

    name = words("Màn hình")
    terminal.hear(words("Màn hình tắt một lúc rồi hiện số thử {number}.", number=NUMBER))
    steps = []
    with _sample_call(file) as is_up:
        if not is_up:
            cure = words("Chương trình màn hình không lên: sudo bocso doctor, rồi xem dây và nguồn của màn hình.")
            return [Step(name, Outcome.FAILED, cure)]
        steps.append(
            asked(
                terminal,
                name,
                words(
                    "Màn hình hiện số {number}, quầy {counter}, đủ bốn mép, đọc được từ ghế xa nhất, phải không?",
                    number=NUMBER,
                    counter=COUNTER_NUMBER,
                ),
                cure=words("Xem dây HDMI, đầu vào của tivi, và width, height trong tệp cài đặt."),
            )
        )
        if settings.mode == "hall" and settings.audio.kind != "none":
            steps += _heard(settings.audio, terminal)
    if settings.mode == "counter" and (keypad := _keypad(settings)) is not None:
        keypad.start()
        try:
            steps += try_keys(keypad, terminal)
        finally:
            keypad.close()
    return steps


def _heard(audio: AudioSettings, terminal: Terminal) -> list[Step]:
    """Why the board could not say it is found without asking; whether it was heard is not."""
    name = words("Tiếng gọi số")
    try:
        ClipPack(audio.clips_dir or Path())
        if audio.kind == "aplay":
            AplayPlayer(audio.device).check()
    except HardwareError as fault:
        return [
            Step(name, Outcome.FAILED, words("Không phát được tiếng ({fault}). Xem loa, dây, âm lượng.", fault=fault))
        ]
    return [
        asked(
            terminal,
            name,
            words("Có nghe rõ ở cuối sảnh: 'Xin mời công dân có số thứ tự A, không, hai, năm, đến quầy số ba' không?"),
            cure=words("Xem loa có điện, dây, âm lượng (gõ: alsamixer), clips_dir và device trong [audio]."),
        )
    ]


@contextlib.contextmanager
def _sample_call(file: Path) -> Iterator[bool]:
    """The display's program with its made-up call; whether it came up."""
    environment = dict(os.environ)
    if not {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"} & environment.keys():
        environment["SDL_VIDEODRIVER"] = "kmsdrm"  # as its unit says: a machine without a desktop
    with tempfile.TemporaryDirectory(prefix="bocso-self-test-") as folder:
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind(f"{folder}/notify")
        told.settimeout(0.5)
        environment["NOTIFY_SOCKET"] = f"{folder}/notify"
        with Path(f"{folder}/log").open("wb") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", "counter_display", "--settings", str(file), "--sample-call"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield _is_up(program, told)
        finally:
            told.close()
            program.terminate()
            try:
                program.wait(timeout=15)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def _is_up(program: "subprocess.Popen[bytes]", told: socket.socket) -> bool:
    until_s = real_monotonic_s() + _CALL_UP_WITHIN_S
    while program.poll() is None and real_monotonic_s() < until_s:
        with contextlib.suppress(TimeoutError):
            if _SAYS_IT_IS_UP in told.recv(4096):
                return True
    return False


def _keypad(settings: DisplaySettings) -> Keypad | None:
    from hardware.keypad.event_keypad import EventKeypad
    from hardware.keypad.simulated_keypad import PipeKeypad

    keypad = settings.keypad
    if keypad.kind == "none" or keypad.path is None:
        return None
    return PipeKeypad(keypad.path) if keypad.kind == "pipe" else EventKeypad(keypad.path)


def walk_pad(settings: PadSettings, terminal: Terminal) -> list[Step]:
    """A pad with a touch screen is looked at and touched; one with buttons, button by button."""
    if settings.screen == "touch":
        return [
            asked(
                terminal,
                words("Màn hình"),
                words("Màn hình hiện tên quầy, đúng chiều, đủ bốn mép, phải không?"),
                cure=words("Xem rotation, width, height trong tệp cài đặt và dây của màn hình."),
            )
        ]
    # Only here: a touch pad needs no gpiozero.
    from hardware.gpio.simulated_board import SimulatedPadBoard
    from rating_pad.button_pad import open_board

    with tempfile.TemporaryDirectory(prefix="bocso-self-test-") as scratch:
        try:
            board = open_board(settings.model_copy(update={"data_dir": Path(scratch)}))
        except HardwareError as fault:
            cure = words("Không mở được các chân ({fault}): dừng bocso-pad rồi thử lại.", fault=fault)
            return [Step(words("Các nút và đèn"), Outcome.FAILED, cure)]
        simulated = board if isinstance(board, SimulatedPadBoard) else None
        try:
            steps = [*try_lights(board, terminal), *_buttons(board, simulated, terminal)]
            if settings.buzzer_pin is not None and settings.buzzer == "on":
                steps.append(try_buzzer(board, terminal))
        finally:
            board.close()
    return steps


def _buttons(board: PadBoard, simulated: "SimulatedPadBoard | None", terminal: Terminal) -> list[Step]:
    rules = PressRules(board.buttons_down(), now_s=real_monotonic_s())
    steps = []
    for button in range(board.button_count):
        terminal.hear(words("Bấm nút thứ {place} từ trái sang: nút đang sáng.", place=button + 1))
        if simulated is None:
            steps.append(_button_step(ask_for(button, board, rules)))
            continue
        terminal.hear(words("Nút mô phỏng: gõ số của nút rồi Enter."))
        with terminal.fingers(lambda number: _tap(simulated, number - 1)):
            steps.append(_button_step(ask_for(button, board, rules)))
    return steps


def _tap(board: "SimulatedPadBoard", place: int) -> None:
    """As a finger does: not while the last press still locks the buttons."""
    if not 0 <= place < board.button_count:
        return
    time.sleep(LOCKOUT_S)
    board.push(place)
    time.sleep(LOCKOUT_S)
    board.let_go(place)


def _button_step(finding: ButtonFinding) -> Step:
    name = words("Nút {place}", place=finding.button + 1)
    match finding.found:
        case Found.GOOD:
            return Step(name, Outcome.PASSED)
        case Found.DEAD:
            cure = words("Nút chết hoặc chưa ai bấm: xem hai dây và công tắc của nút.")
        case Found.STUCK:
            cure = words("Nút bị kẹt: lau quanh nút hoặc thay công tắc.")
        case Found.CROSSED:
            other = "?" if finding.answered is None else finding.answered + 1
            cure = words(
                "Nút {other} trả lời thay: bấm đúng nút đang sáng; nếu đã đúng thì dây bị đổi chỗ.", other=other
            )
    return Step(name, Outcome.FAILED, cure)
