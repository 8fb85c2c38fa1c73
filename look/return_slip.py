"""The slip of somebody who has to bring something: what is missing, until when, and the code for coming back."""

from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image

from look.number_drawing import number_image
from look.queue_words import spelled_code, weekday
from look.slip_parts import DOTS_PER_MM, Paper
from look.slip_text import clean

_CODE_DOTS = 13 * DOTS_PER_MM
_MOST_ITEMS = 20
"""More lines than any list of papers has; a pasted novel is not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlipFacts:
    """What it says; the service's name is in the citizen's language already."""

    centre_name: str
    service_name: str
    number: str
    """Of the visit in which it was asked for."""
    counter_number: int | None
    missing: str
    """In the officer's words; each line is one thing."""
    valid_until: date
    """The last day, included."""
    code: str
    """Six digits."""
    people_before: int
    asked_at_local: datetime
    """In the centre's zone."""
    language: str
    copy_mark: str | None = None


def draw_return_slip(slip: ReturnSlipFacts, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, slip.language)
    say, sizes = paper.say, paper.sizes
    paper.text(slip.centre_name, sizes.centre, is_bold=True, max_lines=1)
    paper.space(10)
    if slip.copy_mark:
        paper.band(slip.copy_mark)
    paper.band("PHIẾU BỔ SUNG HỒ SƠ")
    paper.text(slip.service_name, sizes.service, is_bold=True)
    paper.space(12)
    paper.rule()
    paper.text(say("Ông/Bà cần mang thêm:"), sizes.time, align="left")
    for item in [line for line in map(clean, slip.missing.splitlines()) if line][:_MOST_ITEMS]:
        paper.space(8)
        paper.text(f"– {item.lstrip('-–• ')}", sizes.counters[1:], is_bold=True, align="left", max_lines=4)
    paper.space(14)
    until = f"{weekday(slip.valid_until, say)}, {slip.valid_until:%d/%m/%Y}"
    paper.text(say("Hạn cuối: {day}").format(day=until), sizes.counters, is_bold=True, align="left")
    paper.space(14)
    paper.rule()
    paper.text(say("Mã của Ông/Bà"), sizes.small)
    paper.space(8)
    paper.block(number_image(spelled_code(slip.code), height_dots=_CODE_DOTS, max_width_dots=paper.inner))
    paper.space(8)
    advice = say("Khi quay lại, chạm “Tôi có mã” trên máy lấy số và nhập mã này.")
    paper.beside_code(slip.code, [(advice, sizes.small, True), (_promise(slip, paper), sizes.small, False)])
    paper.rule()
    paper.text(_origin(slip, paper), sizes.small)
    paper.space(8)
    paper.text(say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), sizes.fine, max_lines=3)
    paper.space(10)
    return paper.drawn()


def _promise(slip: ReturnSlipFacts, paper: Paper) -> str:
    if slip.people_before <= 0:
        return paper.say("Ông/Bà được gọi ngay lượt kế tiếp.")
    words = paper.say("Ông/Bà không phải chờ từ đầu: nhiều nhất {count} người được gọi trước.")
    return words.format(count=slip.people_before)


def _origin(slip: ReturnSlipFacts, paper: Paper) -> str:
    at = f"{slip.asked_at_local:%d/%m/%Y %H:%M}"
    number = paper.say("Số {number}").format(number=slip.number)
    if slip.counter_number is None:
        return f"{number} · {at}"
    return f"{number} · {paper.say('Quầy số {number}').format(number=slip.counter_number)} · {at}"
