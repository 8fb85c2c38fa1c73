"""What every action at a counter begins with: is a day open, is this officer signed on here, which turn is meant?"""

from server.db.queries.days import ServiceDay, open_day
from server.db.queries.desks import DeskSession, session_of_counter
from server.db.queries.holds import turns_of_number
from server.db.queries.open_desks import desks_now
from server.db.queries.queue import Turn, turn_at_counter
from server.db.work import Work
from server.domain.centre import Counter
from server.domain.turns import TurnOrigin
from server.errors import Conflict, NotFound
from server.journal.events import DeskResumed


def desk(work: Work, counter_id: str, officer_id: str, *, resumes: bool = False) -> Counter:
    """The counter at which the officer is signed on.

    `resumes`: the deed needs a counter that does not pause. An officer who works again pauses no longer: that is
    recorded, for nobody looks at the console before pressing Next.

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
    if resumes:
        end_pause(work, session)
    return counter


def end_pause(work: Work, session: DeskSession) -> None:
    """Let a desk go on; nothing when it does not pause."""
    if session.is_paused:
        work.record(DeskResumed(session_id=session.session_id))


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


def turns_named(work: Work, day: ServiceDay, number: str) -> list[Turn]:
    """The turns of a number of today, the one that the number means first.

    Raises:
        NotFound: no such number today.
    """
    turns = turns_of_number(work.connection, day.day, number.strip().upper())
    if not turns:
        raise NotFound("number", f"Hôm nay không có số {number}.")
    return turns


def require_served_here(work: Work, counter: Counter, turns: list[Turn]) -> Turn:
    """Of a number's turns, one at least, the first that this counter may serve: it has the service and takes the
    purpose, or the turn was sent to it or to its officer.

    Raises:
        Conflict: none; it says where somebody expects the citizen, or that a transfer is the way.
    """
    desks = desks_now(work.connection)
    for turn in turns:
        if desks.may_serve(counter, turn):
            return turn
    turn = turns[0]
    expected_at = desks.expected_at(turn)
    if expected_at is not None:
        raise Conflict("number_sent_elsewhere", f"Số {turn.number} được chuyển riêng đến {expected_at.name}.")
    if counter.serves(turn.service):
        purpose = work.centre.purpose(turn.purpose)
        raise Conflict(
            "purpose_not_here",
            f"Số {turn.number} cần việc '{turn.purpose if purpose is None else purpose.name}', {counter.name} không "
            "nhận việc này. Nếu cần tiếp tại đây, vui lòng chuyển số đến quầy này trước.",
        )
    service = work.centre.service(turn.service)
    raise Conflict(
        "service_not_here",
        f"Số {turn.number} chờ lĩnh vực {turn.service if service is None else service.name}, {counter.name} không nhận "
        "lượt này. Nếu cần tiếp tại đây, vui lòng chuyển số đến quầy này trước.",
    )


def require_number(turn: Turn) -> None:
    """Whoever is quickly served has no slip and no number that could be called: nothing but an end leads on from there.

    Raises:
        Conflict: the turn is a quick serve.
    """
    if turn.origin == TurnOrigin.QUICK_SERVE:
        raise Conflict("no_number", "Lượt phục vụ nhanh không có số để gọi. Vui lòng lấy số ở máy lấy số.")
