"""A technician's walk over the parts of a machine: each step shows, prints, sounds or listens, asks, and is judged.

What only a person can judge is asked; what the machine can find by itself (silence, no paper, a key that never comes)
is never asked. The steps know no program and no language: words are Vietnamese sources with their values, to be said
by whoever talks with the technician.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from hardware.errors import HardwareError
from hardware.gpio.pad_board import PadBoard
from hardware.keypad.keypad import Keypad, PadKey
from hardware.printer.printer import Paper, Printer, PrinterStatus, Readiness, SlipOutcome

if TYPE_CHECKING:  # a machine without a printer has nothing that draws
    from PIL import Image

_BEEP_S = 0.6
_LOOK_EVERY_S = 0.02
KEY_PATIENCE_S = 20.0
"""Time enough to read which key is asked for and to press it."""


class Outcome(Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_ASKED = "not_asked"
    """Nobody answered, or the technician passed over it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in Vietnamese, the source, with `{slots}` and what fills them."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str]) -> str:
        words = translate(self.text)
        return words.format(**self.values) if self.values else words


def words(text: str, **values: object) -> Words:
    return Words(text, values)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried."""

    name: Words
    outcome: Outcome
    remark: Words | None = None
    """What was found and what to do, when there is more to say than the outcome."""


class Technician(Protocol):
    """The person at the machine."""

    def hear(self, said: Words) -> None:
        """Be told something; nothing is answered."""
        ...

    def judge(self, question: Words) -> bool | None:
        """Yes or no, or None: passed over, or nobody is there."""
        ...


def asked(technician: Technician, name: Words, question: Words, *, cure: Words) -> Step:
    """A step that a person judges; `cure` is what to do when it is not right."""
    is_right = technician.judge(question)
    if is_right is None:
        return Step(name, Outcome.NOT_ASKED)
    return Step(name, Outcome.PASSED) if is_right else Step(name, Outcome.FAILED, cure)


def try_lights(board: PadBoard, technician: Technician) -> list[Step]:
    """Each light alone, one after the other; dark at the end."""
    steps = []
    try:
        for place in range(board.button_count):
            board.show([1.0 if place == lit else 0.0 for lit in range(board.button_count)], buzzer=False)
            steps.append(
                asked(
                    technician,
                    words("Đèn {place}", place=place + 1),
                    words("Chỉ đèn thứ {place} từ trái sang đang sáng, phải không?", place=place + 1),
                    cure=words("Xem dây và chiều của đèn này, và light_pins trong tệp cài đặt."),
                )
            )
    finally:
        board.show([0.0] * board.button_count, buzzer=False)
    return steps


def try_buzzer(board: PadBoard, technician: Technician) -> Step:
    technician.hear(words("Còi kêu một tiếng."))
    dark = [0.0] * board.button_count
    try:
        board.show(dark, buzzer=True)
        time.sleep(_BEEP_S)
    finally:
        board.show(dark, buzzer=False)
    return asked(
        technician,
        words("Còi"),
        words("Có nghe tiếng còi không?"),
        cure=words("Xem dây của còi và buzzer_pin trong tệp cài đặt."),
    )


def try_sound(play: Callable[[], None], technician: Technician) -> Step:
    """`play` says a sentence and raises HardwareError when it cannot."""
    name = words("Loa")
    technician.hear(words("Máy nói một câu ở loa."))
    try:
        play()
    except HardwareError as fault:
        return Step(
            name, Outcome.FAILED, words("Không phát được tiếng ({fault}). Xem loa, dây, âm lượng.", fault=fault)
        )
    return asked(
        technician,
        name,
        words("Có nghe rõ câu vừa nói không?"),
        cure=words("Xem loa có điện, dây cắm chặt, âm lượng (gõ: alsamixer), và thiết bị âm thanh trong tệp cài đặt."),
    )


def try_printer(printer: Printer, slip: "Image.Image", technician: Technician) -> list[Step]:
    """The printer's own word, a slip, and what a person sees on it."""
    name = words("Máy in: trạng thái")
    status = printer.status()
    if not status.can_print:
        return [Step(name, Outcome.FAILED, _cure_of(status))]
    technician.hear(words("Đang in phiếu thử…"))
    if printer.print_slip(slip) is SlipOutcome.NOT_PRINTED:
        return [Step(name, Outcome.FAILED, _cure_of(printer.status()))]
    return [Step(name, Outcome.PASSED, _remark_on(printer.status())), *_judged_slip(technician)]


def _judged_slip(technician: Technician) -> list[Step]:
    return [
        asked(
            technician,
            words("Máy in: chữ"),
            words("Phiếu có đủ chữ cái tiếng Việt, đủ dấu, đậm đều, đủ hai vạch ở hai mép không?"),
            cure=words("Trắng: lắp ngược giấy. Thiếu mép: sửa width_dots. Mờ hay có sọc trắng: lau đầu in bằng cồn."),
        ),
        asked(
            technician,
            words("Máy in: mã QR"),
            words("Quét mã QR trên phiếu bằng điện thoại: có hiện BOCSO 0123456789 không?"),
            cure=words("Lau đầu in, dùng giấy nhiệt tốt hơn, rồi thử lại."),
        ),
        asked(
            technician,
            words("Máy in: dao cắt"),
            words("Phiếu có được cắt, và cắt dưới dòng cuối không?"),
            cure=words("Cắt vào chữ: tăng feed_lines. Không cắt: xem dao và giấy kẹt."),
        ),
    ]


def _remark_on(status: PrinterStatus) -> Words | None:
    if status.paper is Paper.NEAR_END:
        return words("Giấy sắp hết: thay cuộn.")
    if status.readiness is Readiness.UNKNOWN or status.paper is Paper.UNKNOWN:
        return words("Máy in này không báo trạng thái: hết giấy sẽ không ai được báo trước.")
    return None


def _cure_of(status: PrinterStatus) -> Words:
    if status.paper is Paper.OUT:
        return words("Hết giấy: lắp cuộn mới, mặt nhiệt hướng lên.")
    match status.readiness:
        case Readiness.COVER_OPEN:
            return words("Nắp đang mở: đóng nắp máy in.")
        case Readiness.FAULT:
            return words("Máy in báo lỗi: tắt, gỡ giấy kẹt ở dao, bật lại.")
        case Readiness.OFFLINE:
            return words("Không tới được máy in: xem điện, dây, và [printer] trong tệp cài đặt.")
    return words("Không in được: tắt máy in, bật lại, xem dây, rồi thử lại.")


def try_keys(keypad: Keypad, technician: Technician, *, patience_s: float = KEY_PATIENCE_S) -> list[Step]:
    """Each key of the desk's number pad, asked for in turn."""
    steps = []
    for key in PadKey:
        technician.hear(words("Bấm phím {key} trên bàn phím số.", key=key.value))
        steps.append(_key(keypad, key, patience_s))
    return steps


def _key(keypad: Keypad, key: PadKey, patience_s: float) -> Step:
    name = words("Phím {key}", key=key.value)
    keypad.take()  # what was pressed before it was asked for
    until_s = time.monotonic() + patience_s
    while time.monotonic() < until_s:
        for change in keypad.take():
            if not change.is_down:
                continue
            if change.key is key:
                return Step(name, Outcome.PASSED)
            return Step(name, Outcome.FAILED, words("Phím {other} trả lời thay.", other=change.key.value))
        time.sleep(_LOOK_EVERY_S)
    if not keypad.is_there:
        return Step(name, Outcome.FAILED, words("Không thấy bàn phím số: xem dây USB và keypad.path."))
    return Step(name, Outcome.FAILED, words("Không nhận được phím nào: thử lại, hoặc thay bàn phím."))
