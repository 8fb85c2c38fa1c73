"""The end of the day on paper: the counts of each service, and the head of the journal's chain to check later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image

from look.queue_words import weekday
from look.slip_parts import Paper

_GROUPS_A_LINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlipLine:
    """One service; `issued + joined + without_number` is the sum of the fates."""

    service: str
    name: str
    issued: int
    without_number: int = 0
    joined: int = 0
    served: int
    no_show: int
    passed_on: int = 0
    expired: int
    moved: int
    being_served: int
    other: int
    wait_median_min: int | None
    wait_p90_min: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlipFacts:
    """What it says; `head_hash` comes in groups with spaces between."""

    centre_name: str
    day: date
    closed_at_local: datetime
    lines: Sequence[DaySlipLine]
    head_seq: int
    head_hash: str
    language: str = "vi"
    copy_mark: str | None = None


def draw_day_slip(slip: DaySlipFacts, width_dots: int) -> Image.Image:
    """Draw it for a head of `width_dots` (576 or 384): mode "1", that wide, as high as it needs."""
    paper = Paper(width_dots, slip.language)
    say, sizes = paper.say, paper.sizes
    paper.text(slip.centre_name, sizes.centre, is_bold=True, max_lines=1)
    paper.space(10)
    if slip.copy_mark:
        paper.band(slip.copy_mark)
    paper.band("PHIẾU CUỐI NGÀY")
    paper.text(f"{weekday(slip.day, say)}, {slip.day:%d/%m/%Y}", sizes.ahead, is_bold=True)
    paper.space(6)
    paper.text(say("Đóng lúc {time}").format(time=f"{slip.closed_at_local:%H:%M %d/%m/%Y}"), sizes.small)
    paper.space(10)
    for line in slip.lines:
        paper.rule()
        paper.text(f"{line.service}  {line.name}", sizes.time, is_bold=True, align="left")
        paper.space(8)
        paper.text(_counts(line, paper), sizes.small, align="left", max_lines=4)
        if line.wait_median_min is not None and line.wait_p90_min is not None:
            paper.space(8)
            words = say("Chờ: một nửa dưới {median} phút, 9/10 dưới {p90} phút")
            # A wait of seconds is rounded to nought, and nobody waits less than nought minutes.
            waits = words.format(median=max(1, line.wait_median_min), p90=max(1, line.wait_p90_min))
            paper.text(waits, sizes.small, align="left", max_lines=3)
        paper.space(10)
    paper.rule()
    issued, served = (
        (sum(counts) for counts in zip(*((one.issued, one.served) for one in slip.lines), strict=True))
        if slip.lines
        else (0, 0)
    )
    paper.text(
        say("Tổng: cấp {issued} số, phục vụ {served} lượt").format(issued=issued, served=served),
        sizes.counters,
        is_bold=True,
    )
    paper.space(12)
    paper.rule()
    paper.text(say("Đầu chuỗi nhật ký, số thứ tự {seq}").format(seq=slip.head_seq), sizes.small)
    groups = slip.head_hash.split()
    for start in range(0, len(groups), _GROUPS_A_LINE):
        paper.space(8)
        paper.text("  ".join(groups[start : start + _GROUPS_A_LINE]), sizes.time, is_bold=True)
    paper.space(12)
    paper.text(say("Giữ phiếu này để đối chiếu nhật ký về sau."), sizes.small)
    paper.space(10)
    return paper.drawn()


def _counts(line: DaySlipLine, paper: Paper) -> str:
    """Those that are nobody's are left out, but for the first three."""
    said = [
        (line.issued, "cấp {count}", True),
        (line.without_number, "không lấy số {count}", False),
        (line.joined, "nhận từ lĩnh vực khác {count}", False),
        (line.served, "phục vụ {count}", True),
        (line.no_show, "vắng {count}", True),
        (line.passed_on, "chuyển lĩnh vực khác {count}", False),
        (line.being_served, "đang phục vụ {count}", False),
        (line.moved, "chuyển hôm sau {count}", False),
        (line.expired, "hết giờ {count}", False),
        (line.other, "hủy {count}", False),
    ]
    shown = [paper.say(words).format(count=count) for count, words, is_always in said if count or is_always]
    return ", ".join(shown)
