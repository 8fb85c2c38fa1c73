"""What is said about waiting and counters: the same words on paper and on the screens."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from look.language import Translate

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


TURN_NOW = {
    "called": ("Đang được gọi tại Quầy số {number}", "Đang được gọi"),
    "serving": ("Đang được phục vụ tại Quầy số {number}", "Đang được phục vụ"),
    "on_hold": ("Đang tạm chờ, khi xong trở lại Quầy số {number}", "Đang tạm chờ"),
    "absent": ("Đã gọi, vui lòng đến Quầy số {number}", "Đã gọi, vui lòng hỏi người hướng dẫn"),
}
"""With its counter, and where there is none; "absent" did not come and may still return."""
SOON_MIN = 5
"""Who is told to be next expects to be called within so many minutes."""


def people_ahead(count: int, say: Translate, *, wait_low_min: int | None = None) -> str:
    """How many of the same service are before; `wait_low_min` is the least wait in minutes, None where unknown.

    Nobody of one's own service may be before and the wait long all the same: the
    counter serves others, or it is lunch.
    """
    if count <= 0:
        is_soon = wait_low_min is None or wait_low_min <= SOON_MIN
        return say("Sắp đến lượt Ông/Bà") if is_soon else say("Không có ai cùng lĩnh vực phía trước")
    if count == 1:
        return say("Còn 1 người phía trước")
    return say("Còn {count} người phía trước").format(count=count)


def turn_now(state: str, counter: int | None, say: Translate) -> str:
    """Where a number is that waits no more, by its state: one of `TURN_NOW`. Without a counter only the state."""
    with_counter, alone = TURN_NOW[state]
    return say(alone) if counter is None else say(with_counter).format(number=counter)


def counters(numbers: Sequence[int], say: Translate) -> str:
    """Where to go: `Quầy số 3` or `Quầy số 1, 6–9`; three and more in a row are drawn together."""
    listed = ", ".join(_runs(sorted(set(numbers))))
    words = say("Quầy số {number}") if len(set(numbers)) == 1 else say("Quầy số {numbers}")
    return words.format(number=listed, numbers=listed)


def waiting_range(low_min: int, high_min: int, say: Translate) -> str:
    """How long it is likely to take, whole minutes."""
    if low_min <= 0:
        return say("Dự kiến chờ dưới {minutes} phút").format(minutes=max(1, high_min))
    if high_min <= low_min:
        return say("Dự kiến chờ khoảng {minutes} phút").format(minutes=low_min)
    return say("Dự kiến chờ {low}–{high} phút").format(low=low_min, high=high_min)


def short_range(low_min: int, high_min: int, say: Translate) -> str:
    """The same beside words that say already that it is a wait."""
    if low_min <= 0:
        return say("dưới {minutes} phút").format(minutes=max(1, high_min))
    if high_min <= low_min:
        return say("khoảng {minutes} phút").format(minutes=low_min)
    return say("{low}–{high} phút").format(low=low_min, high=high_min)


def weekday(day: date, say: Translate) -> str:
    return say(WEEKDAYS[day.weekday()])


def time_on_day(at_local: datetime, say: Translate) -> str:
    """`08:15 thứ Hai 23/11`."""
    name = weekday(at_local, say)
    inside = name if say(WEEKDAYS[0]) != WEEKDAYS[0] else name[0].lower() + name[1:]
    return f"{at_local:%H:%M} {inside} {at_local:%d/%m}"


def spelled_code(code: str) -> str:
    """Six digits in two groups: so they are read out and typed without losing the place."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 else code


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        if end - at >= 2:
            yield f"{numbers[at]}–{numbers[end]}"
        else:
            yield from (str(number) for number in numbers[at : end + 1])
        at = end + 1
