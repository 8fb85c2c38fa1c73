"""What the head decides about the running day: extend it, close a service early, open it again."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from server.actions.reasons import checked_reason, keep_reason
from server.db.queries.days import ServiceDay, closed_services_of, open_day
from server.db.work import Work
from server.domain.instant import Instant, as_datetime, instant
from server.domain.service_day import closing_at
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import DayExtended, ServiceClosed, ServiceReopened


def extend_day(work: Work, *, closes_at: str) -> Instant:
    """Keep today's service day open until a local time of day, `HH:MM`; when that is.

    Raises:
        Conflict: no day is open.
        Unprocessable: no time of day, one that has passed, or one before the hours end: the day would close earlier,
            and whoever waits would lose the turn.
    """
    day = _open(work)
    zone = ZoneInfo(work.centre.timezone)
    try:
        wanted = time.fromisoformat(closes_at.strip())
    except ValueError:
        raise Unprocessable("bad_time", "Vui lòng nhập giờ theo dạng 17:30.") from None
    local = as_datetime(work.now).astimezone(zone)
    if local.date().isoformat() != day.day:
        raise Conflict("day_of_yesterday", "Ngày làm việc đang mở không phải hôm nay. Vui lòng đóng trước.")
    at = instant(datetime.combine(local.date(), wanted.replace(second=0, microsecond=0, tzinfo=None), zone))
    if at <= work.now:
        raise Unprocessable("time_has_passed", "Giờ này đã qua. Vui lòng chọn giờ muộn hơn.")
    by_hours = closing_at(work.centre.hours, work.centre.timezone, local.date())
    if by_hours is not None and at < by_hours:
        closes = f"{as_datetime(by_hours).astimezone(zone):%H:%M}"
        raise Unprocessable(
            "before_closing", f"Giờ này sớm hơn giờ đóng thường ngày. Vui lòng chọn từ {closes} trở đi."
        )
    work.record(DayExtended(day=day.day, closes_at=at))
    return at


def close_service(work: Work, *, service: str, reason: str) -> str:
    """Give no more numbers of a service today; who has one is still served. Its name; a repeat is harmless.

    Raises:
        Conflict: no day is open.
        NotFound: no such service.
        Unprocessable: no reason was given.
    """
    reason = checked_reason(reason)
    name, day = _service(work, service), _open(work)
    if service not in closed_services_of(work.connection, day.day):
        keep_reason(work, work.record(ServiceClosed(day=day.day, service=service)), reason)
    return name


def reopen_service(work: Work, *, service: str) -> str:
    """Give numbers of a service again. Its name; a repeat is harmless.

    Raises:
        Conflict: no day is open.
        NotFound: no such service.
    """
    name, day = _service(work, service), _open(work)
    if service in closed_services_of(work.connection, day.day):
        work.record(ServiceReopened(day=day.day, service=service))
    return name


def _open(work: Work) -> ServiceDay:
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Ngày làm việc chưa mở.")
    return day


def _service(work: Work, code: str) -> str:
    service = work.centre.service(code)
    if service is None:
        raise NotFound("service", f"Không có lĩnh vực '{code}'.")
    return service.name
