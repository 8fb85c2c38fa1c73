"""A citizen rates a served turn away from the desk: on the ticket's own page, or at a kiosk with the slip's digits.

One answer for each turn, until the end of the day. An answer that is odd (from where staff work, from a browser that
rated for another) is kept and not counted; it does not use the turn up: nobody can take a citizen's answer away.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.actions.give_reason import give_reason
from server.actions.own_number import day_of_numbers, ticket_with_check
from server.db.queries.away_ratings import (
    ServedTurn,
    add_comment,
    forget_comments,
    forget_whence,
    is_staff_address,
    note_browser,
    served_turns,
    tickets_rated_by,
    turn_to_explain,
    turn_to_rate,
)
from server.db.queries.ratings import press_is_known, presses_in_window, scheme_by_id
from server.db.queries.tickets import Ticket, ticket_by_token
from server.db.work import Work
from server.domain.centre import RatingScheme
from server.domain.comments import cleaned
from server.domain.instant import MINUTE_MS, local_date
from server.domain.press_flags import Channel, Series, counts, flags_of_answer
from server.errors import Conflict, NotFound, Unprocessable
from server.journal.events import PressRecorded

STAFF_ADDRESS_MS = 12 * 60 * MINUTE_MS
"""So long an address is one of staff after they used the pages from it: a working day."""

LATE_DAYS = 31
"""So many days after its own may a rating arrive that a kiosk has kept: longer is none without its server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A level, and from where it came."""

    rating_id: str
    level: int
    channel: Channel
    device_id: str = ""
    """The kiosk; empty on a phone."""
    address: str | None = None
    """Of the asking phone."""
    browser: str | None = None
    """Keyed hash of the browser's random id; None: it has none, or will not say."""


def rate_with_token(work: Work, *, token: str, answer: Answer) -> bool:
    """Rate the newest served turn of the ticket that has this address; whether a reason may follow.

    Raises:
        NotFound: it is no number of today.
        Conflict: nobody was served yet (`not_served`), or it was rated already (`already_rated`).
        Unprocessable: the scheme has no such level.
    """
    ticket = ticket_by_token(work.connection, token)
    if ticket is None or ticket.day != _today(work):
        raise NotFound("own_number", "Số này không còn hiệu lực.")
    return _rate(work, ticket, answer, of_day=ticket.day)


def rate_with_check(
    work: Work, *, number: str, check: str, answer: Answer, reasons: Sequence[str], day: date | None = None
) -> None:
    """As `rate_with_token`, with the number and the three digits of the slip; the reasons come with it.

    Args:
        day: of the number: a kiosk keeps what it cannot send, also over night. None: the number is one of now.

    Raises:
        Conflict: besides, `day_over`: the day is past what is waited for. Nothing was looked up.
    """
    if day is not None and day < local_date(work.now, work.centre.timezone) - timedelta(days=LATE_DAYS):
        raise Conflict("day_over", "Đánh giá này đến quá muộn nên không được ghi nhận.")
    of_day = day_of_numbers(work) if day is None else day.isoformat()
    ticket = ticket_with_check(work, day=of_day, number=number, check=check)
    if _rate(work, ticket, answer, of_day=of_day) and reasons:
        turn = _explained(work, ticket)
        if turn is not None:
            give_reason(work, window_id=turn.window_id, channel=answer.channel.value, reasons=reasons)


def say_why_with_token(work: Work, *, token: str, reasons: Sequence[str], words: str) -> None:
    """What a rating was about, and the citizen's own words: both beside the number, and the words beside no turn.

    Raises:
        NotFound: it is no number of today.
        Unprocessable: the scheme has no such reason.
    """
    ticket = ticket_by_token(work.connection, token)
    if ticket is None or ticket.day != _today(work):
        raise NotFound("own_number", "Số này không còn hiệu lực.")
    turn = _explained(work, ticket)
    if turn is not None and reasons:
        give_reason(work, window_id=turn.window_id, channel=Channel.PAGE.value, reasons=reasons)
    _keep_words(work, ticket, cleaned(words))


def forget_of_ratings(work: Work, *, keep_comments_days: int) -> None:
    """Which browsers rated on former days, from where staff worked longer ago than a working day, and old comments."""
    today = local_date(work.now, work.centre.timezone)
    forget_whence(work.connection, today=today.isoformat(), since=work.now - STAFF_ADDRESS_MS)
    forget_comments(work.connection, before=(today - timedelta(days=keep_comments_days)).isoformat())


def _rate(work: Work, ticket: Ticket, answer: Answer, *, of_day: str) -> bool:
    if press_is_known(work.connection, answer.rating_id):
        return _explained(work, ticket) is not None
    today = _today(work)
    turn = turn_to_rate(work.connection, ticket.ticket_id, of_day)
    if turn is None:
        is_served = any(of.day == of_day for of in served_turns(work.connection, ticket.ticket_id))
        if is_served:
            raise Conflict("already_rated", "Lượt này đã được đánh giá. Cảm ơn Ông/Bà.")
        raise Conflict("not_served", "Số này chưa được phục vụ xong nên chưa đánh giá được.")
    level = _scheme(work, turn).level(answer.level)
    if level is None:
        raise Unprocessable("unknown_level", f"Thang đánh giá không có mức {answer.level}.")
    flags = flags_of_answer(
        is_rated=bool(presses_in_window(work.connection, turn.window_id, Series.AWAY.value)),
        is_staff_address=_is_of_staff(work, answer.address),
        has_rated_another=_has_rated_another(work, ticket, answer.browser, today),
    )
    work.record(
        PressRecorded(
            press_id=answer.rating_id,
            device_id=answer.device_id,
            counter_id=turn.counter_id,
            boot_id="",
            n=0,
            level=answer.level,
            window_seen=turn.window_id,
            age_ms=0,
            window_id=turn.window_id,
            channel=answer.channel.value,
            flags=list(flags),
        )
    )
    if answer.browser is not None:
        note_browser(work.connection, day=today, browser=answer.browser, turn_id=turn.turn_id)
    return not level.satisfied


def _keep_words(work: Work, ticket: Ticket, words: str) -> None:
    """Only beside an answer of the last minutes that counts: others could be written by anybody."""
    if not words:
        return
    for turn in served_turns(work.connection, ticket.ticket_id):
        given = presses_in_window(work.connection, turn.window_id, Series.AWAY.value)
        counted = [one.press for one in given if counts(one.flags)]
        if counted:
            tone = "high" if counted[-1].level in _scheme(work, turn).satisfied_values else "low"
            add_comment(
                work.connection, day=turn.day, service=turn.service, tone=tone, text=words, now=_rounded(work.now)
            )
            return


def _rounded(at: int) -> int:
    """To the hour: the moment of a comment would lead to the turn that it is about."""
    return at - at % (60 * MINUTE_MS)


def _explained(work: Work, ticket: Ticket) -> ServedTurn | None:
    return turn_to_explain(work.connection, ticket.ticket_id, work.now, work.centre.scheme.satisfied_values)


def _scheme(work: Work, turn: ServedTurn) -> RatingScheme:
    return scheme_by_id(work.connection, turn.scheme_id) or work.centre.scheme


def _is_of_staff(work: Work, address: str | None) -> bool:
    if address is None or is_loopback(address):
        return False
    return is_staff_address(work.connection, address, work.now - STAFF_ADDRESS_MS)


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, or none: many programs share it, so it says nothing of anybody."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return True
    # A server that listens on `::` sees IPv4 as `::ffff:127.0.0.1`, which Python 3.11 does not call loopback.
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def _has_rated_another(work: Work, ticket: Ticket, browser: str | None, today: str) -> bool:
    if browser is None:
        return False
    return any(of != ticket.ticket_id for of in tickets_rated_by(work.connection, day=today, browser=browser))


def _today(work: Work) -> str:
    return local_date(work.now, work.centre.timezone).isoformat()
