"""What every action at a counter begins with: is a day open, and is this officer signed on here?"""

from server.db.queries.days import ServiceDay, open_day
from server.db.queries.desks import session_of_counter
from server.db.queries.queue import Turn, turn_at_counter
from server.db.work import Work
from server.domain.centre import Counter
from server.errors import Conflict, NotFound


def desk(work: Work, counter_id: str, officer_id: str) -> Counter:
    """The counter at which the officer is signed on.

    Raises:
        NotFound: no such counter.
        Conflict: the officer is not signed on there.
    """
    counter = work.centre.counter(counter_id)
    if counter is None:
        raise NotFound("counter", f"Không có quầy '{counter_id}'.")
    session = session_of_counter(work.connection, counter_id)
    if session is None or session.officer_id != officer_id:
        raise Conflict("not_at_counter", f"Cán bộ chưa vào {counter.name}. Vui lòng chọn quầy trước.")
    return counter


def day_in_service(work: Work) -> ServiceDay:
    """The open service day.

    Raises:
        Conflict: none is open.
    """
    day = open_day(work.connection)
    if day is None:
        raise Conflict("day_closed", "Ngày làm việc chưa mở.")
    return day


def turn_here(work: Work, counter: Counter) -> Turn:
    """The turn called to or served at the counter.

    Raises:
        Conflict: there is none.
    """
    turn = turn_at_counter(work.connection, counter.counter_id)
    if turn is None:
        raise Conflict("nobody_here", "Quầy đang không gọi hay phục vụ số nào.")
    return turn
