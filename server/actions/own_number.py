"""What a citizen says of the own number: to be there, to give it back, to come later; or only asks how it stands."""

import secrets
from dataclasses import dataclass
from datetime import date

from messaging.requests import OwnNumberTold, OwnWord
from server.actions.at_desk import day_in_service
from server.actions.serving import give_back_turn
from server.db.queries.away_ratings import turn_to_rate
from server.db.queries.days import open_day
from server.db.queries.forecasts import outlook_of_ticket
from server.db.queries.holds import turns_of_number, waiting_turns_of_ticket
from server.db.queries.people_ahead import people_ahead
from server.db.queries.queue import Turn, last_turn_of_ticket
from server.db.queries.tickets import Ticket, ticket_by_id, ticket_by_token, token_of
from server.db.work import Work
from server.domain.instant import MINUTE_MS, Instant, as_datetime, local_date
from server.domain.turns import BUSY, TurnState
from server.domain.waiting_estimate import WaitRange
from server.errors import Conflict, NotFound
from server.journal.events import CoolDownEnded, PresenceConfirmed, TurnPostponed, TurnRestored
from server.ticket_told import check_of

LATE_MINUTES = 15
"""When somebody only says to be late."""
SAME_MS = MINUTE_MS
"""What is said again within it changes nothing: a finger taps twice, and every word is kept for ever."""


@dataclass(frozen=True, slots=True)
class Said:
    """A citizen's word, and by what it came."""

    word: OwnWord | None
    """None only asks."""
    late_minutes: int | None
    channel: str
    """`kiosk` or `phone`."""


def say_with_check(work: Work, *, number: str, check: str, said: Said) -> OwnNumberTold:
    """What the holder of a slip says at a kiosk, with the number and the three digits on it.

    Who only asks is answered after the day was closed too: the last ones out still rate.

    Raises:
        NotFound: there is no such pair today.
        Conflict: no day is open to say a word in; or the number is past it (`too_late`).
    """
    day = day_of_numbers(work) if said.word is None else day_in_service(work).day
    return _say(work, ticket_with_check(work, day=day, number=number, check=check), said)


def day_of_numbers(work: Work) -> str:
    """Of which day a number is that somebody holds now: the open one, also past midnight, else the date."""
    opened = open_day(work.connection)
    return local_date(work.now, work.centre.timezone).isoformat() if opened is None else opened.day


def ticket_with_check(work: Work, *, day: str, number: str, check: str) -> Ticket:
    """The ticket of a day that has this number and these three digits on its slip.

    Raises:
        NotFound: there is no such pair.
    """
    turns = turns_of_number(work.connection, day, number.strip().upper())
    token = token_of(work.connection, turns[0].ticket_id) if turns else None
    if token is None or not secrets.compare_digest(check_of(token), check):
        raise NotFound("own_number", "Số hoặc 3 chữ số kiểm tra chưa đúng. Vui lòng xem lại trên phiếu.")
    return _ticket(work, turns[0].ticket_id)


def say_with_token(work: Work, *, token: str, said: Said) -> OwnNumberTold:
    """What the holder of a slip's address says.

    Raises:
        NotFound: it is no number of the open day.
        Conflict: no day is open; or the number is past it (`too_late`).
    """
    day = day_in_service(work)
    ticket = ticket_by_token(work.connection, token)
    if ticket is None or ticket.day != day.day:
        raise NotFound("own_number", "Số này không còn hiệu lực.")
    return _say(work, ticket, said)


def _say(work: Work, ticket: Ticket, said: Said) -> OwnNumberTold:
    if said.word is not None:
        turn = _turn_meant(work, ticket, said.word)
        if said.word is OwnWord.PRESENT:
            _be_present(work, ticket, turn, said.channel)
        elif said.word is OwnWord.LATE:
            _be_late(work, turn, said)
        else:
            for waiting in waiting_turns_of_ticket(work.connection, ticket.ticket_id):
                give_back_turn(work, waiting)
    return told_own_number(work, _ticket(work, ticket.ticket_id))


def _turn_meant(work: Work, ticket: Ticket, word: OwnWord) -> Turn:
    """The turn that the number stands for, if this can still be said of it.

    Raises:
        Conflict: it cannot.
    """
    turn = _turn(work, ticket.ticket_id)
    if turn.state is TurnState.VOIDED and word is not OwnWord.GIVE_BACK:
        # Nobody was thought to have it; whoever says this has the slip.
        work.record(TurnRestored(turn_id=turn.turn_id))
        turn = _turn(work, ticket.ticket_id)
    may_return = turn.state is TurnState.NO_SHOW and turn.grace_until is not None
    if turn.state is TurnState.WAITING or (word is OwnWord.PRESENT and (turn.state in BUSY or may_return)):
        return turn
    if turn.state in BUSY:
        raise Conflict("too_late", f"Số {turn.number} đã được gọi. Vui lòng đến quầy.")
    if may_return:
        raise Conflict("too_late", f"Số {turn.number} đã được gọi. Vui lòng đến quầy để được gọi lại.")
    raise Conflict("too_late", f"Số {turn.number} không còn trong hàng chờ. Vui lòng hỏi người hướng dẫn.")


def _be_present(work: Work, ticket: Ticket, turn: Turn, channel: str) -> None:
    was_late = turn.state is TurnState.WAITING and turn.is_postponed
    if was_late:
        appointed = _appointed(turn, work.now)
        if appointed is None:
            work.record(CoolDownEnded(turn_id=turn.turn_id))
        elif appointed != turn.cool_down_until:
            work.record(TurnPostponed(turn_id=turn.turn_id, until_at=appointed, channel=channel))
    is_news = was_late or bool(work.events)  # also when it was just restored
    if is_news or ticket.confirmed_at is None or work.now - ticket.confirmed_at >= SAME_MS:
        work.record(PresenceConfirmed(ticket_id=ticket.ticket_id, channel=channel))


def _be_late(work: Work, turn: Turn, said: Said) -> None:
    until = work.now + (said.late_minutes or LATE_MINUTES) * MINUTE_MS
    cool_down = turn.cool_down_until
    if cool_down is not None:
        # What the citizen said before may become less; an appointed time or the rest after a call may not.
        least = _appointed(turn, work.now) if turn.is_postponed else cool_down
        until = until if least is None else max(until, least)
        if abs(until - cool_down) < SAME_MS:
            return
    work.record(TurnPostponed(turn_id=turn.turn_id, until_at=until, channel=said.channel))


def _appointed(turn: Turn, now: Instant) -> Instant | None:
    """The appointed time of a reserved place that was claimed early: its waiting begins then."""
    return turn.waiting_since if turn.waiting_since > now else None


def told_own_number(work: Work, ticket: Ticket) -> OwnNumberTold:
    """How the number stands."""
    turn = _turn(work, ticket.ticket_id)
    is_waiting = turn.state is TurnState.WAITING
    ahead = people_ahead(work.connection, turn, work.now) if is_waiting else 0
    wait = _wait(work, ticket, ahead) if is_waiting and turn.turn_id == ticket.ticket_id else None
    service = work.centre.service(turn.service)
    counter = None if turn.state not in BUSY or turn.counter_id is None else work.centre.counter(turn.counter_id)
    is_late = is_waiting and turn.is_postponed
    return OwnNumberTold(
        number=ticket.shown,
        state=turn.state.value,
        service_name=turn.service if service is None else service.name,
        service_name_en=turn.service if service is None else service.name_en,
        people_ahead=ahead,
        wait_low_min=None if wait is None else wait.low_min,
        wait_high_min=None if wait is None else wait.high_min,
        counter_number=None if counter is None else counter.number,
        is_confirmed=ticket.confirmed_at is not None,
        postponed_until=as_datetime(turn.cool_down_until) if is_late and turn.cool_down_until is not None else None,
        timezone=work.centre.timezone,
        may_rate=turn_to_rate(work.connection, ticket.ticket_id, ticket.day) is not None,
        day=date.fromisoformat(ticket.day),
    )


def _wait(work: Work, ticket: Ticket, ahead: int) -> WaitRange | None:
    return outlook_of_ticket(work.connection, work.centre, ticket, ahead, work.now).wait


def _ticket(work: Work, ticket_id: int) -> Ticket:
    ticket = ticket_by_id(work.connection, ticket_id)
    assert ticket is not None
    return ticket


def _turn(work: Work, ticket_id: int) -> Turn:
    turn = last_turn_of_ticket(work.connection, ticket_id)
    assert turn is not None
    return turn
