"""Years of a busy centre, written in bulk: every event sealed and applied by the server's own code.

Each ticket lives the whole life: issued, printed, called, started, finished, its rating window opened, pressed
in (three of five) and closed. What the server keeps beside the journal is there as well: the links of the
tickets, and the stored answers of the last thirty days.
"""

import hashlib
import secrets
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from uuid import UUID
from zoneinfo import ZoneInfo

from server.db.answers import KEPT_MS, STORE
from server.db.queries.tickets import add_link
from server.db.work import Work
from server.domain.instant import SECOND_MS, Instant, instant
from server.domain.numbering import shown_number
from server.domain.service_day import DayPhase
from server.journal import events as e

TICKETS_A_DAY = 2_000
"""More than a large centre sees; the numbers of its busiest service reach three digits."""
COUNTERS_STAFFED = 8
_OPENS = time(7, 0)
_BETWEEN_TICKETS_MS = 18 * SECOND_MS
"""2,000 tickets in ten hours."""
_LEVELS = (5, 5, 4, 5, 3)

_PRINTED_AFTER_MS, _CALLED_AFTER_MS, _STARTED_AFTER_MS, _FINISHED_AFTER_MS, _PRESSED_AFTER_MS = (
    2_000,
    5_000,
    9_000,
    14_000,
    16_000,
)
_ANSWER = '{"message": "%s"}' % ("." * 380)
"""As long as the answers that are stored."""


@dataclass(frozen=True, slots=True)
class _Desk:
    counter_id: str
    officer_id: str


def days_needed(tickets: int) -> int:
    return -(-tickets // TICKETS_A_DAY)


def first_day(today: date, tickets: int) -> date:
    """The first of the days on which `tickets` tickets were issued, the last of them being yesterday."""
    return today - timedelta(days=days_needed(tickets))


def write_history(work: Work, tickets: int, *, kiosk: str, today: date) -> None:
    """Write `tickets` tickets on the days before `today` into the centre that `work` has set up.

    `work` is taken through the past: at the end its time is the last event's.
    """
    past = _Past(work, kiosk, today)
    left = tickets
    for n in range(days_needed(tickets)):
        past.live_through(first_day(today, tickets) + timedelta(days=n), min(left, TICKETS_A_DAY))
        left -= TICKETS_A_DAY


class _Past:
    def __init__(self, work: Work, kiosk: str, today: date) -> None:
        self._work = work
        self._kiosk = kiosk
        self._zone = ZoneInfo(work.centre.timezone)
        self._desks = [_Desk(of.counter_id, f"history-{of.number:02d}") for of in work.centre.counters]
        self._desks = self._desks[:COUNTERS_STAFFED]
        self._outcome = work.centre.default_outcome
        self._answers_since = self._instant(today, time(0)) - KEPT_MS
        self._open_windows: deque[tuple[Instant, int]] = deque()
        self._presses = 0

    def live_through(self, day: date, tickets: int) -> None:
        work = self._work
        name, opened_at = day.isoformat(), self._instant(day, _OPENS)
        self._record(
            opened_at,
            "schedule",
            e.DayOpened(day=name, is_reopened=False, date_confirmed_by_staff=False, phase=DayPhase.OPEN.value),
        )
        sessions = [
            self._record(
                opened_at,
                f"staff:{desk.officer_id}",
                e.DeskSignedOn(counter_id=desk.counter_id, officer_id=desk.officer_id),
            )
            for desk in self._desks
        ]
        desks = cycle(self._desks)
        services = [service.code for service in work.centre.services]
        for n in range(tickets):
            service = services[n % len(services)]
            issued_at = opened_at + n * _BETWEEN_TICKETS_MS
            self._one_ticket(name, service, n // len(services) + 1, issued_at, next(desks))
        closed_at = opened_at + (tickets + 10) * _BETWEEN_TICKETS_MS
        self._close_windows(closed_at)
        for session_id in sessions:
            self._record(closed_at, "schedule", e.DeskSignedOff(session_id=session_id, reason="day_closed"))
        self._record(closed_at, "schedule", e.DayClosed(day=name))
        work.events.clear()  # millions of them are not to be kept in memory

    def _one_ticket(self, day: str, service: str, number: int, issued_at: Instant, desk: _Desk) -> None:
        work = self._work
        kiosk, officer = f"device:{self._kiosk}", f"staff:{desk.officer_id}"
        intent_id = str(_random_id())
        turn_id = self._record(
            issued_at,
            kiosk,
            e.TicketIssued(
                intent_id=intent_id,
                day=day,
                prefix=service,
                number=number,
                shown=shown_number(service, number),
                service=service,
                priority_group=None,
                rate="ordinary",
                language="vi",
                device_id=self._kiosk,
                print_due_at=issued_at + 90 * SECOND_MS,
            ),
        )
        add_link(work.connection, turn_id, secrets.token_urlsafe(16))
        self._answered(kiosk, intent_id, "/api/v1/tickets")
        self._record(issued_at + _PRINTED_AFTER_MS, kiosk, e.PrintReported(ticket_id=turn_id, outcome="printed"))
        self._answered(kiosk, str(_random_id()), f"/api/v1/tickets/{turn_id}/print-outcomes")
        self._record(
            issued_at + _CALLED_AFTER_MS,
            officer,
            e.TurnCalled(
                turn_id=turn_id,
                counter_id=desk.counter_id,
                officer_id=desk.officer_id,
                call_kind="next",
                reason={"rule": "only_group", "weights_ms": {f"{service}/ordinary": _CALLED_AFTER_MS}},
                overtaken=[],
            ),
        )
        self._answered(officer, str(_random_id()), "/api/v1/console/next")
        self._record(
            issued_at + _STARTED_AFTER_MS,
            officer,
            e.TurnStarted(turn_id=turn_id, officer_id=desk.officer_id, is_inferred=False),
        )
        self._answered(officer, str(_random_id()), "/api/v1/console/start")
        self._record(
            issued_at + _FINISHED_AFTER_MS,
            officer,
            e.TurnFinished(turn_id=turn_id, outcome=self._outcome, is_inferred=False),
        )
        self._answered(officer, str(_random_id()), "/api/v1/console/finish")
        closes_at = work.now + work.centre.scheme.window_ms
        window_id = self._record(
            work.now,
            officer,
            e.WindowOpened(
                turn_id=turn_id,
                counter_id=desk.counter_id,
                officer_id=desk.officer_id,
                scheme_id=work.centre.scheme.scheme_id,
                closes_at=closes_at,
            ),
        )
        if turn_id % 5 < 3:
            self._press(desk.counter_id, window_id, issued_at + _PRESSED_AFTER_MS)
        self._open_windows.append((closes_at, window_id))

    def _press(self, counter_id: str, window_id: int, at: Instant) -> None:
        self._presses += 1
        pad = f"pad-{counter_id}"
        self._record(
            at,
            f"device:{pad}",
            e.PressRecorded(
                press_id=str(_random_id()),
                device_id=pad,
                counter_id=counter_id,
                boot_id=str(UUID(int=0)),
                n=self._presses,
                level=_LEVELS[self._presses % len(_LEVELS)],
                window_seen=window_id,
                age_ms=40,
                window_id=window_id,
            ),
        )

    def _close_windows(self, until: Instant) -> None:
        while self._open_windows and self._open_windows[0][0] <= until:
            closes_at, window_id = self._open_windows.popleft()
            self._stamped(closes_at, "schedule", e.WindowClosed(window_id=window_id))

    def _record(self, at: Instant, actor: str, event: e.Event) -> int:
        """Record an event, after the windows that closed before it."""
        self._close_windows(at)
        return self._stamped(at, actor, event)

    def _stamped(self, at: Instant, actor: str, event: e.Event) -> int:
        self._work.now, self._work.actor = at, actor
        return self._work.record(event)

    def _answered(self, principal: str, key: str, route: str) -> None:
        """Keep an answer as the server would, if it were still kept today."""
        if self._work.now < self._answers_since:
            return
        STORE.run(
            self._work.connection,
            principal=principal,
            key=key,
            route=route,
            body_sha256=hashlib.sha256(key.encode()).hexdigest(),
            status=200,
            body=_ANSWER,
            created_at=self._work.now,
        )

    def _instant(self, day: date, at: time) -> Instant:
        return instant(datetime.combine(day, at, self._zone))


def _random_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16), version=4)
