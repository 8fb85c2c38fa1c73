"""The period that somebody asks a page for: this month by itself, as people here write dates, or as an address does."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Request

from server.domain.instant import local_date
from server.house import House

_AS_WRITTEN = re.compile(r"([0-9]{1,2})[/.-]?([0-9]{1,2})[/.-]?([0-9]{4})")
"""Also without strokes: a phone's number keys have none."""

LONGEST = timedelta(days=366 * 5)
"""Five years are kept; a longer period is a typing mistake."""

_NO_DATE = "Ngày chưa đúng. Vui lòng nhập theo dạng ngày/tháng/năm, ví dụ 05/01/2026."


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """Service days, both included; of a fault the month so far, and what was typed, to be put right."""

    first: date
    last: date
    fault: str
    """What is wrong, in Vietnamese; empty: nothing."""
    first_typed: str
    last_typed: str


def today_of(house: House) -> date:
    """The centre's date."""
    return local_date(house.now(), house.centre().timezone)


def asked_period(request: Request, today: date) -> AskedPeriod:
    """The period in the address (`from`, `to`); this month without one."""
    first_text, last_text = request.query_params.get("from"), request.query_params.get("to")
    month = today.replace(day=1)
    try:
        first = typed_date(first_text) if first_text else month
        last = typed_date(last_text) if last_text else today
        fault = period_fault(first, last)
    except ValueError:
        first, last, fault = month, today, _NO_DATE
    if not fault:
        return AskedPeriod(first, last, "", _written(first), _written(last))
    return AskedPeriod(month, today, fault, first_text or _written(month), last_text or _written(today))


def typed_date(text: str) -> date:
    """A date as people here write it, `05/01/2026`, or in ISO 8601.

    A browser's own date field speaks the browser's language, not the page's: hence text.

    Raises:
        ValueError: it is neither.
    """
    written_here = _AS_WRITTEN.fullmatch(text.strip())
    if written_here is None:
        return date.fromisoformat(text.strip())
    day, month, year = map(int, written_here.groups())
    return date(year, month, day)


def period_fault(first: date, last: date) -> str:
    """What is wrong with a period, in Vietnamese; empty: nothing."""
    if first.year < 2000 or last.year > 2999:
        return _NO_DATE
    if first > last:
        return "Ngày bắt đầu phải trước hoặc bằng ngày kết thúc."
    return "Khoảng thời gian tối đa là năm năm." if last - first > LONGEST else ""


def usual_periods(today: date) -> list[tuple[str, str, str]]:
    """(words, from, to) of the periods that are asked for most; words in Vietnamese, dates ISO 8601."""
    return [
        ("Hôm nay", today.isoformat(), today.isoformat()),
        ("Tuần này", (today - timedelta(days=today.weekday())).isoformat(), today.isoformat()),
        ("Tháng này", today.replace(day=1).isoformat(), today.isoformat()),
    ]


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
