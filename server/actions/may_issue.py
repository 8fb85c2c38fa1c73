"""What has to hold before a number is given, refused in words for the person who stands there."""

from server.db.queries.days import ServiceDay, open_day
from server.db.queries.numbers_given import NoNumber, why_no_number
from server.db.work import Work
from server.domain.centre import Service
from server.domain.service_day import DayState
from server.errors import Conflict, Unprocessable


def require_open_day(work: Work) -> ServiceDay:
    """The open day.

    Raises:
        Conflict: none is open.
    """
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Trung tâm chưa mở cửa, chưa cấp số.")
    return day


def require_numbers(day: ServiceDay) -> None:
    """Numbers are still given today.

    Raises:
        Conflict: tickets are stopped.
    """
    if day.state is DayState.TICKETS_STOPPED:
        raise Conflict("tickets_stopped", "Trung tâm đã ngừng cấp số hôm nay.")


def require_room(work: Work) -> None:
    """The disk has room for more people.

    Raises:
        Conflict: it is nearly full; who holds a number is served all the same.
    """
    if not work.has_room():
        raise Conflict("disk_full", "Máy chủ sắp hết chỗ lưu nên tạm ngừng cấp số. Vui lòng báo cán bộ kỹ thuật.")


def require_service(work: Work, code: str) -> Service:
    """A service that some counter serves.

    Raises:
        Unprocessable: there is no such service, or nobody serves it.
    """
    service = work.centre.service(code)
    if service is None or not work.centre.counters_of(code):
        raise Unprocessable("unknown_service", f"Không có lĩnh vực '{code}' đang được phục vụ.")
    return service


def require_number_of(work: Work, day: ServiceDay, service: Service) -> None:
    """The service gives a number now.

    Raises:
        Conflict: it is closed for today, out of its hours, or its numbers are used up.
    """
    why = why_no_number(work.connection, work.centre, day, service, work.now)
    if why is NoNumber.CLOSED:
        raise Conflict("service_closed", f"Lĩnh vực {service.name} đã ngừng nhận hồ sơ hôm nay.")
    if why is NoNumber.HOURS:
        raise Conflict("outside_hours", f"Lĩnh vực {service.name} hiện ngoài giờ tiếp nhận.")
    if why is NoNumber.QUOTA:
        raise Conflict("quota_used", f"Lĩnh vực {service.name} đã phát hết {service.daily_quota} số của hôm nay.")
