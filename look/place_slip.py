"""The slip of a reserved place (Số đặt trước): its day and time, and the code that makes it a number on that day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image

from look.number_drawing import number_image
from look.queue_words import spelled_code, weekday
from look.slip_parts import DOTS_PER_MM, Paper

_TIME_DOTS = 12 * DOTS_PER_MM
_CODE_DOTS = 11 * DOTS_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSlipFacts:
    """What it says; the service's name is in the citizen's language already."""

    centre_name: str
    service_name: str
    at_local: datetime
    """When it is called at the earliest, in the centre's zone."""
    code: str
    """Six digits."""
    language: str
    from_number: str | None = None
    """The number of the day before that was still waiting at closing."""
    late_minutes: int | None = None
    """Who comes later than this takes the place of that moment; None says nothing of it."""
    copy_mark: str | None = None


def draw_place_slip(slip: PlaceSlipFacts, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, slip.language)
    say, sizes = paper.say, paper.sizes
    paper.text(slip.centre_name, sizes.centre, is_bold=True, max_lines=1)
    paper.space(10)
    if slip.copy_mark:
        paper.band(slip.copy_mark)
    paper.band("SỐ ĐẶT TRƯỚC")
    paper.text(slip.service_name, sizes.service, is_bold=True)
    paper.space(14)
    paper.block(number_image(f"{slip.at_local:%H:%M}", height_dots=_TIME_DOTS, max_width_dots=paper.inner))
    paper.space(14)
    paper.text(f"{weekday(slip.at_local, say)}, {slip.at_local:%d/%m/%Y}", sizes.ahead, is_bold=True)
    paper.space(14)
    paper.rule()
    paper.text(say("Mã của Ông/Bà"), sizes.small)
    paper.space(8)
    paper.block(number_image(spelled_code(slip.code), height_dots=_CODE_DOTS, max_width_dots=paper.inner))
    paper.space(8)
    advice = say("Đúng ngày, chạm “Tôi có mã” trên máy lấy số và nhập mã này để lấy số thứ tự.")
    paper.beside_code(slip.code, [(advice, sizes.small, True), (_late(slip, paper), sizes.small, False)])
    if slip.from_number:
        paper.text(say("Thay cho số {number} chưa được gọi").format(number=slip.from_number), sizes.small)
        paper.space(8)
    paper.rule()
    paper.text(say("Phiếu này không thay cho Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), sizes.fine, max_lines=3)
    paper.space(10)
    return paper.drawn()


def _late(slip: PlaceSlipFacts, paper: Paper) -> str:
    if slip.late_minutes is None:
        return ""
    latest = slip.at_local + timedelta(minutes=slip.late_minutes)
    return paper.say("Giữ chỗ đến {time}. Đến muộn hơn thì chờ theo lượt lúc đến.").format(time=f"{latest:%H:%M}")
