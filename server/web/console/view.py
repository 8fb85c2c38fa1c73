"""All that the console shows to one member of staff at one moment. Reads only."""

import json
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from look.language import LANGUAGE_NAMES
from server.actions.undoing import POINT
from server.db.queries.console import (
    KINDS_IN,
    Held,
    Note,
    is_quick_served,
    is_to_seat,
    last_call,
    notes_of_day,
    numbers_of,
    served_before_holds,
    services_still_waiting,
    staff_names,
)
from server.db.queries.desks import DeskSession, session_of_officer
from server.db.queries.holds import recalls_of_this_call
from server.db.queries.people import Device, all_devices
from server.db.queries.queue import Turn, turn_at_counter, turn_by_id
from server.domain.call_order import call_order
from server.domain.centre import ORDINARY, Centre, Counter, Named, OutcomeKind
from server.domain.instant import MINUTE_MS, SECOND_MS, Instant, as_datetime, local_date, rfc3339
from server.domain.rating_window import UNDO_MS
from server.domain.service_day import open_ms_between
from server.domain.turns import TicketOrigin, TurnState, ranks_by_place
from server.house import House
from server.mqtt.presences import Presences
from server.mqtt.snapshots import Moment, moment
from server.web.access.staff_session import AT_DESKS, OF_SCORES, OF_THE_DAY, ROLE_NAMES, LoggedInStaff
from server.web.console import words
from server.web.console.call_reasons import Stood, why_called, why_next
from server.web.console.displaced import Displaced, Displacing
from server.web.console.hall import Hall, Line, hall_at
from server.web.devices.alarms import Alarm
from server.web.floor.view import alarms_now
from server.web.page_language import in_language, name_in

ROWS_AT_MOST = 25
"""Further down the order says little, and a page is read, not scrolled for minutes."""
HALL_ROWS_AT_MOST = 60
PASSED_SHOWN = 6
QUEUE_HOLDS_MS = SECOND_MS
"""How long counters with the same people in their lines share the order of calling; it shifts by the minute."""
SLIP_PRINTS_WITHIN_MS = MINUTE_MS
"""A kiosk prints a job within seconds; after this the officer should look."""


class Day(BaseModel):
    state: str
    """`open`, `tickets_stopped` or `closed`."""
    date: str | None


class Me(BaseModel):
    staff_id: str
    display_name: str
    role: str
    role_name: str
    may_serve: bool
    may_run_day: bool
    may_see_scores: bool


class PauseHere(BaseModel):
    reason: str
    name: str
    since: str


class MyCounter(BaseModel):
    counter_id: str
    number: int
    name: str
    signed_on_at: str
    pause: PauseHere | None
    """The officer is away: nobody is called here until Next or Resume."""


class NoteShown(BaseModel):
    text: str
    by: str
    at: str


class TurnHere(BaseModel):
    """The turn that is called to, or served at, the counter."""

    turn_id: int
    number: str
    service: str
    service_name: str
    state: str
    """`called` or `serving`."""
    priority: str | None
    language: str
    called_at: str | None
    arrived_at: str | None
    served_since: str | None
    """When serving would have begun without holds: the timer at the desk counts from here."""
    target_service_ms: int
    call_count: int
    recalls_left: int
    """Recalls that the centre still allows."""
    absent_at: str | None
    """Called often enough: when it becomes a no-show by itself."""
    to_seat: bool
    reason: str
    """Why it was called."""
    passed: list[str]
    """Numbers that rank earlier and that the call passed over, the first of them."""
    passed_more: int
    marks: list[str]
    """Where it came from, in words: a reserved place, back with what was missing..."""
    notes: list[NoteShown]
    more_services: list[str]
    """Other services for which the same ticket waits."""


class Undo(BaseModel):
    until: str
    what: str


class WaitingRow(BaseModel):
    rank: int | None
    """1 is whom Next would call now; None beyond the first rows, in cool-down, and in the whole centre's list."""
    number: str
    service: str
    service_name: str
    priority: str | None
    waiting_since: str
    target_wait_ms: int
    reason: str
    passes: list[str]
    """Numbers that rank earlier and that this call would pass over."""
    back_at: str | None
    """End of the cool-down after a called number was put back, or the appointed time of a reserved place."""
    marks: list[str]
    note: str | None
    """The newest note on the ticket."""


class HeldRow(BaseModel):
    number: str
    service: str
    service_name: str
    held_at: str
    until: str | None
    """When it waits again by itself; None: until somebody releases it."""
    counter_number: int | None
    is_mine: bool
    """Held at this counter."""
    may_end: bool
    """This officer may resume or release it: it is held here, by them, or at a counter where nobody sits."""
    note: str | None


class AbsentRow(BaseModel):
    number: str
    service: str
    until: str
    is_there: bool
    """The citizen has said to be there since the call."""


class CounterCard(BaseModel):
    counter_id: str
    number: int
    name: str
    officer: str | None
    officer_id: str | None
    is_mine: bool
    state: str
    """`unstaffed`, `free`, `paused`, `called` or `serving`."""
    shown: str | None


class ServiceCount(BaseModel):
    service: str
    name: str
    waiting: int
    waiting_since: str | None
    """Of whoever waits longest."""
    target_wait_ms: int
    is_mine: bool
    is_second: bool
    """The counter serves it when nobody waits for its first ones."""
    is_closed: bool
    """No more numbers of it today: closed by the head."""
    is_used_up: bool
    """No more numbers of it today: the quota is used."""


class DeviceHealth(BaseModel):
    device_id: str
    name: str
    state: str
    """`online`, `offline` or `never_heard`."""
    faults: list[str]


class OutcomeChoice(BaseModel):
    outcome: str
    name: str
    is_default: bool
    asks_what_is_missing: bool
    """A return slip is printed."""


class TickChoice(BaseModel):
    tick: str
    name: str
    is_promised_today: bool
    """Today is the special day whose promise this tick keeps."""


class Choice(BaseModel):
    id: str
    name: str


class ConsoleView(BaseModel):
    """Times are UTC, RFC 3339. A view with a lower (epoch, revision) than the one shown is old news."""

    epoch: int
    revision: int
    now: str
    centre_name: str
    timezone: str
    day: Day
    me: Me
    counter: MyCounter | None
    displaced: Displaced | None
    """Somebody else moved this officer, or took the counter; None when the last change was the officer's own."""
    turn: TurnHere | None
    undo: Undo | None
    waiting: int
    """People whom Next could call now."""
    waiting_since: str | None
    """Of whoever of them waits longest."""
    queue: list[WaitingRow]
    hall: list[WaitingRow]
    """Everybody who waits in the centre, in order of rank."""
    hall_waiting: int
    held: list[HeldRow]
    absent: list[AbsentRow]
    counters: list[CounterCard]
    services: list[ServiceCount]
    devices: list[DeviceHealth]
    alarms: list[Alarm]
    """Of devices, for whoever sees to them; empty for everybody else."""
    broker_is_connected: bool
    """While it is not, boards, counter displays and pads hear nothing."""
    prints: list[str]
    notices: list[str]
    outcomes: list[OutcomeChoice]
    ticks: list[TickChoice]
    special_day: str | None
    """The name of today's special day."""
    pause_reasons: list[Choice]
    priority_groups: list[Choice]
    hold_minutes: int
    """How long a hold lasts unless the officer says otherwise."""


def console_view(house: House, who: LoggedInStaff, language: str = "vi") -> ConsoleView:
    """The view of one member of staff; everything in it is of the same revision."""
    with moment(house.read(), house.now()) as at:
        look = _Look(at, hall_at(house, at), who, language)
        sees_to_devices = who.staff.role in OF_THE_DAY
        alarms = alarms_now(at, house, language) if sees_to_devices else []
        displaced = Displacing(
            house, at, staff_names=look.staff_names, counter_name=look.counter_name, say=look.say
        ).of(who.staff.staff_id, look.session)
        return _view(look, house.presences, alarms, displaced, broker_is_connected=house.broker_is_connected)


@dataclass
class _Look:
    """One look at the tables, for one member of staff in one language; each table is read once."""

    at: Moment
    hall: Hall
    who: LoggedInStaff
    language: str

    def say(self, sentence: str) -> str:
        return in_language(self.language, sentence)

    @property
    def centre(self) -> Centre:
        return self.at.centre

    @property
    def connection(self) -> sqlite3.Connection:
        return self.at.connection

    @cached_property
    def session(self) -> DeskSession | None:
        return session_of_officer(self.connection, self.who.staff.staff_id)

    @cached_property
    def counter(self) -> Counter | None:
        return None if self.session is None else self.centre.counter(self.session.counter_id)

    @cached_property
    def notes(self) -> dict[int, list[Note]]:
        return {} if self.at.day is None else notes_of_day(self.connection, self.at.day.day)

    @cached_property
    def staff_names(self) -> dict[str, str]:
        return staff_names(self.connection)

    def name(self, known: Named) -> str:
        return name_in(self.language, known)

    def counter_name(self, counter_id: str) -> str:
        counter = self.centre.counter(counter_id)
        return counter_id if counter is None else self.name(counter)

    def service_name(self, code: str) -> str:
        service = self.centre.service(code)
        return code if service is None else self.name(service)

    def target_wait_ms(self, code: str) -> int:
        service = self.centre.service(code)
        return 0 if service is None else service.target_wait_ms

    def priority(self, turn: Turn) -> str | None:
        """The declared group's name; a rate without a group is still marked."""
        group = self.centre.priority_group(turn.priority_group)
        if group is not None:
            return self.name(group)
        return None if turn.rate == ORDINARY else self.say("Ưu tiên")

    def clock_time(self, when: Instant) -> str:
        return as_datetime(when).astimezone(self.centre_zone).strftime("%H:%M")

    @cached_property
    def centre_zone(self) -> ZoneInfo:
        return ZoneInfo(self.centre.timezone)


_WhoWaits = tuple[tuple[int, ...], frozenset[int], tuple[int, ...]]
"""Of a line: who may be called now, who of them for a second service, and who later."""


@dataclass(frozen=True)
class _Everybodys:
    """What all consoles of one language show alike. Twenty-five of them look after the same commit."""

    staff_names: dict[str, str]
    notes: dict[int, list[Note]]
    """Names and notes change without an event: what was made of others is no longer shown."""
    rows: list[WaitingRow]
    cards: list[CounterCard]
    """Of nobody: whose own it is, each view says."""
    services: list[ServiceCount]
    """Of no counter: which of them are its own, each view says."""
    prints: list[str]
    """Slips of numbers that nobody is sure of, in words."""
    queues: dict[_WhoWaits, tuple[Instant, list[WaitingRow]]] = field(default_factory=dict)
    """Lines in the order of calling, and when that order was found; most counters share theirs with others."""


_made: WeakKeyDictionary[Hall, dict[str, _Everybodys]] = WeakKeyDictionary()
_making = threading.Lock()


def _everybodys(look: _Look) -> _Everybodys:
    """Made for the first console that asks; the others wait for it instead of making the same."""
    with _making:
        by_language = _made.setdefault(look.hall, {})
        known = by_language.get(look.language)
        if known is None or (known.staff_names, known.notes) != (look.staff_names, look.notes):
            at_counters = look.hall.at_counters
            cards = [_counter_card(look, one, at_counters.get(one.counter_id)) for one in look.centre.counters]
            prints = [
                look.say(words.print_trouble(unsure.number, unsure.outcome, unsure.state))
                for unsure in look.hall.unsure_prints
            ]
            known = _Everybodys(look.staff_names, look.notes, _hall(look), cards, _service_counts(look), prints)
            by_language[look.language] = known
        return known


def _view(
    look: _Look,
    presences: Presences,
    alarms: list[Alarm],
    displaced: Displaced | None,
    *,
    broker_is_connected: bool,
) -> ConsoleView:
    at, centre, counter = look.at, look.centre, look.counter
    everybodys = _everybodys(look)
    line = Line((), frozenset(), ()) if counter is None else look.hall.line_of(counter)
    special = centre.special_day(local_date(at.now, centre.timezone))
    return ConsoleView(
        epoch=at.epoch,
        revision=at.revision,
        now=rfc3339(at.now),
        centre_name=centre.name_en if look.language == "en" and centre.name_en else centre.name,
        timezone=centre.timezone,
        day=Day(state=at.day_state.value, date=None if at.day is None else at.day.day),
        me=_me(look),
        counter=_my_counter(look),
        displaced=displaced,
        turn=None if counter is None else _turn_here(look, counter),
        undo=None if counter is None else _undo(look, counter),
        waiting=len(line.callable),
        waiting_since=_longest(line.callable),
        queue=_queue(look, line, everybodys),
        hall=everybodys.rows,
        hall_waiting=len(look.hall.people),
        held=[_held_row(look, held) for held in look.hall.held],
        absent=_absent(look),
        counters=_counters(look, everybodys),
        services=_services(look, everybodys),
        devices=[
            _health(look, device, presences)
            for device in all_devices(look.connection)
            if counter is None or device.counter_id in (None, counter.counter_id)
        ],
        alarms=alarms,
        broker_is_connected=broker_is_connected,
        prints=[*_slip_troubles(look), *everybodys.prints],
        notices=_notices(look),
        outcomes=[
            OutcomeChoice(
                outcome=known.outcome,
                name=look.name(known),
                is_default=known.outcome == centre.default_outcome,
                asks_what_is_missing=known.kind is OutcomeKind.SUPPLEMENT,
            )
            for known in centre.outcomes
        ],
        ticks=[
            TickChoice(
                tick=known.tick,
                name=look.name(known),
                is_promised_today=special is not None and special.tick == known.tick,
            )
            for known in centre.ticks
        ],
        special_day=None if special is None else look.name(special),
        pause_reasons=[Choice(id=known.reason, name=look.name(known)) for known in centre.pause_reasons],
        priority_groups=[Choice(id=known.group, name=look.name(known)) for known in centre.priority_groups],
        hold_minutes=centre.queue.hold_ms // MINUTE_MS,
    )


def _me(look: _Look) -> Me:
    staff = look.who.staff
    return Me(
        staff_id=staff.staff_id,
        display_name=staff.display_name,
        role=staff.role,
        role_name=look.say(ROLE_NAMES.get(staff.role, staff.role)),
        may_serve=staff.role in AT_DESKS,
        may_run_day=staff.role in OF_THE_DAY,
        may_see_scores=staff.role in OF_SCORES,
    )


def _my_counter(look: _Look) -> MyCounter | None:
    session, counter = look.session, look.counter
    if session is None or counter is None:
        return None
    pause = look.hall.pauses.get(session.session_id)
    return MyCounter(
        counter_id=counter.counter_id,
        number=counter.number,
        name=look.name(counter),
        signed_on_at=rfc3339(session.signed_on_at),
        pause=None
        if pause is None
        else PauseHere(reason=pause.reason, name=_pause_name(look, pause.reason), since=rfc3339(pause.paused_at)),
    )


def _pause_name(look: _Look, reason: str) -> str:
    known = next((known for known in look.centre.pause_reasons if known.reason == reason), None)
    return look.say(reason) if known is None else look.name(known)


def _longest(turns: Iterable[Turn]) -> str | None:
    return _or_none(min((turn.waiting_since for turn in turns), default=None))


def _queue(look: _Look, line: Line, everybodys: _Everybodys) -> list[WaitingRow]:
    """A line in the order of calling, then those who are no candidates yet; once for all counters that share it."""
    if not line.callable and not line.later:
        return []
    key = tuple(turn.turn_id for turn in line.callable), line.second, tuple(turn.turn_id for turn in line.later)
    made_at, rows = everybodys.queues.get(key, (None, []))
    if made_at is None or not 0 <= look.at.now - made_at < QUEUE_HOLDS_MS:
        rows = _queue_now(look, line)
        everybodys.queues[key] = look.at.now, rows
    return rows


def _queue_now(look: _Look, line: Line) -> list[WaitingRow]:
    by_id = {turn.turn_id: turn for turn in line.callable}
    rules = look.centre.queue
    order = call_order(
        (turn.as_waiting(is_second=turn.turn_id in line.second) for turn in line.callable),
        look.at.now,
        rules,
        partial(open_ms_between, look.centre.hours, look.centre.timezone),
        at_most=ROWS_AT_MOST,
    )
    rows = []
    for rank, choice in enumerate(order, start=1):
        turn = by_id[choice.turn_id]
        reason = why_next(choice, _stood(look, turn, look.at.now), rules=rules, say=look.say)
        passes = [by_id[passed].number for passed in choice.overtakes[:PASSED_SHOWN] if passed in by_id]
        rows.append(_row(look, turn, rank=rank, reason=reason, passes=passes))
    return rows + [_row(look, turn, reason=look.say(_why_not_yet(look, turn))) for turn in line.later]


def _why_not_yet(look: _Look, turn: Turn) -> str:
    origin, _at = look.hall.origins.get(turn.ticket_id, ("", None))
    if origin == TicketOrigin.PLACE and turn.called_first_at is None:
        return "Chưa đến giờ hẹn"
    if turn.is_postponed:
        return "Công dân báo đến muộn"
    return "Vừa trở về hàng chờ, tạm lùi lại"  # who did not come is in a list of their own, and back without one


def _hall(look: _Look) -> list[WaitingRow]:
    """Everybody's line: who waits longest first, and which counters may call them."""
    return [
        _row(look, turn, reason=look.say(_who_may_call(look, turn)))
        for turn in look.hall.waiting[:HALL_ROWS_AT_MOST]
        if turn.ticket_id not in look.hall.busy_tickets
    ]


def _who_may_call(look: _Look, turn: Turn) -> str:
    if turn.cool_down_until is not None:
        return _why_not_yet(look, turn)
    return words.counters_in_words([counter.number for counter in look.hall.callers(turn).values()])


def _row(
    look: _Look, turn: Turn, *, reason: str, rank: int | None = None, passes: list[str] | None = None
) -> WaitingRow:
    return WaitingRow(
        rank=rank,
        number=turn.number,
        service=turn.service,
        service_name=look.service_name(turn.service),
        priority=look.priority(turn),
        waiting_since=rfc3339(turn.waiting_since),
        target_wait_ms=look.target_wait_ms(turn.service),
        reason=reason,
        passes=passes or [],
        back_at=_or_none(turn.cool_down_until),
        marks=_marks(look, turn),
        note=_newest_note(look, turn.ticket_id),
    )


CHIPPED_LANGUAGES = ("vi", "en")
"""What needs no mark: everybody's, and the one that the page names itself."""


def _marks(look: _Look, turn: Turn) -> list[str]:
    """What is particular about a turn: where its ticket came from, and for whom it waits."""
    marks = []
    origin, appointed_at = look.hall.origins.get(turn.ticket_id, ("", None))
    if origin == TicketOrigin.PLACE and appointed_at is not None:
        marks.append(f"Số đặt trước {look.clock_time(appointed_at)}")
    if origin == TicketOrigin.SUPPLEMENT:
        marks.append("Trở lại bổ sung")
    if is_quick_served(turn):
        marks.append("Phục vụ nhanh")
    purpose = look.centre.purpose(turn.purpose)
    if purpose is not None:
        marks.append(name_in(look.language, purpose))
    if turn.language in LANGUAGE_NAMES and turn.language not in CHIPPED_LANGUAGES:
        marks.append(LANGUAGE_NAMES[turn.language])
    if turn.is_postponed and turn.cool_down_until is not None:
        marks.append(f"Đến muộn, lúc {look.clock_time(turn.cool_down_until)}")
    elif turn.confirmed_at is not None:
        marks.append(f"Đã có mặt lúc {look.clock_time(turn.confirmed_at)}")
    if turn.for_counter is not None:
        counter = look.centre.counter(turn.for_counter)
        marks.append(f"Chuyển đến quầy {turn.for_counter if counter is None else counter.number}")
    if turn.for_officer is not None:
        marks.append(f"Gặp {look.staff_names.get(turn.for_officer, turn.for_officer)}")
    return [look.say(mark) for mark in marks]


def _newest_note(look: _Look, ticket_id: int) -> str | None:
    notes = look.notes.get(ticket_id)
    return notes[-1].text if notes else None


def _held_row(look: _Look, held: Held) -> HeldRow:
    counter = look.centre.counter(held.counter_id)
    is_mine = look.counter is not None and look.counter.counter_id == held.counter_id
    return HeldRow(
        number=held.number,
        service=held.service,
        service_name=look.service_name(held.service),
        held_at=rfc3339(held.held_at),
        until=_or_none(held.until),
        counter_number=None if counter is None else counter.number,
        is_mine=is_mine,
        may_end=look.counter is not None
        and (is_mine or held.counter_id not in look.hall.sessions or held.officer_id == look.who.staff.staff_id),
        note=_newest_note(look, held.ticket_id),
    )


def _absent(look: _Look) -> list[AbsentRow]:
    return [
        AbsentRow(
            number=turn.number,
            service=turn.service,
            until=rfc3339(turn.grace_until),
            is_there=_spoke_since_the_call(turn),
        )
        for turn in look.hall.absent
        if turn.grace_until is not None and (look.counter is None or look.counter.serves(turn.service))
    ]


def _spoke_since_the_call(turn: Turn) -> bool:
    """Whether the citizen said to be there after the last call."""
    return turn.confirmed_at is not None and turn.called_last_at is not None and turn.confirmed_at > turn.called_last_at


def _turn_here(look: _Look, counter: Counter) -> TurnHere | None:
    turn = turn_at_counter(look.connection, counter.counter_id)
    if turn is None:
        return None
    service = look.centre.service(turn.service)
    reason, passed = _why_here(look, turn)
    return TurnHere(
        turn_id=turn.turn_id,
        number=turn.number,
        service=turn.service,
        service_name=look.service_name(turn.service),
        state=turn.state.value,
        priority=look.priority(turn),
        language=turn.language,
        called_at=_or_none(turn.called_last_at),
        arrived_at=_or_none(turn.arrived_at),
        served_since=_or_none(served_before_holds(look.connection, turn)),
        target_service_ms=0 if service is None else service.target_service_ms,
        call_count=turn.call_count,
        recalls_left=max(0, look.centre.queue.recall_limit - recalls_of_this_call(look.connection, turn.turn_id)),
        absent_at=_or_none(turn.absent_due_at),
        to_seat=is_to_seat(look.connection, turn.call_id),
        reason=reason,
        passed=numbers_of(look.connection, passed[:PASSED_SHOWN]),
        passed_more=max(0, len(passed) - PASSED_SHOWN),
        marks=_marks(look, turn),
        notes=[
            NoteShown(text=note.text, by=look.staff_names.get(note.staff_id, note.staff_id), at=rfc3339(note.noted_at))
            for note in look.notes.get(turn.ticket_id, [])
        ],
        more_services=[look.service_name(code) for code in services_still_waiting(look.connection, turn)],
    )


def _why_here(look: _Look, turn: Turn) -> tuple[str, tuple[int, ...]]:
    """Why the turn was called, in words, and whom the call passed."""
    call = last_call(look.connection, turn.turn_id)
    if call is None:
        return "", ()
    if call.kind == "named" and call.said:
        return look.say("Gọi đích danh: {reason}").format(reason=call.said), call.passed
    why = why_called(call.reason, _stood(look, turn, call.called_at), rules=look.centre.queue, say=look.say)
    return why, call.passed


def _stood(look: _Look, turn: Turn, at: Instant) -> Stood:
    origin, _appointed_at = look.hall.origins.get(turn.ticket_id, ("", None))
    by_place = ranks_by_place(origin, turn.ranked_at, turn.waiting_since)
    return Stood(turn.rate, at - turn.ranked_at, by_place=by_place)


def _undo(look: _Look, counter: Counter) -> Undo | None:
    """What the counter can still take back: the same tests as the action makes."""
    at = look.at
    point = POINT.first(at.connection, of_counter=counter.counter_id)
    if point is None or at.now - point["made_at"] > UNDO_MS:
        return None
    turns = [turn_by_id(at.connection, turn_id) for turn_id in _turn_ids(point["before"])]
    if not turns or any(turn is None or turn.touched_seq > point["last_seq"] for turn in turns):
        return None
    kinds = {
        row["kind"] for row in KINDS_IN.all(at.connection, first_seq=point["first_seq"], last_seq=point["last_seq"])
    }
    last = turns[-1]
    assert last is not None
    what = look.say(words.what_was_done(kinds, last.number))
    return Undo(until=rfc3339(point["made_at"] + UNDO_MS), what=what)


def _counters(look: _Look, everybodys: _Everybodys) -> list[CounterCard]:
    own = look.who.staff.staff_id
    return [card.model_copy(update={"is_mine": True}) if card.officer_id == own else card for card in everybodys.cards]


def _counter_card(look: _Look, counter: Counter, turn: Turn | None) -> CounterCard:
    session = look.hall.sessions.get(counter.counter_id)
    state = "unstaffed" if session is None else "paused" if session.session_id in look.hall.pauses else "free"
    if turn is not None:
        state = "called" if turn.state is TurnState.CALLED else "serving"
    officer_id = None if session is None else session.officer_id
    return CounterCard(
        counter_id=counter.counter_id,
        number=counter.number,
        name=look.name(counter),
        officer=None if officer_id is None else look.staff_names.get(officer_id, officer_id),
        officer_id=officer_id,
        is_mine=False,
        state=state,
        shown=None if turn is None else turn.number,
    )


def _services(look: _Look, everybodys: _Everybodys) -> list[ServiceCount]:
    counter = look.counter
    if counter is None:
        return everybodys.services
    return [
        count.model_copy(update={"is_mine": True, "is_second": count.service in counter.second_services})
        if counter.serves(count.service)
        else count
        for count in everybodys.services
    ]


def _service_counts(look: _Look) -> list[ServiceCount]:
    lines: dict[str, list[Turn]] = {}
    for turn in look.hall.people:
        lines.setdefault(turn.service, []).append(turn)
    return [
        ServiceCount(
            service=service.code,
            name=look.service_name(service.code),
            waiting=len(lines.get(service.code, [])),
            waiting_since=_longest(lines.get(service.code, [])),
            target_wait_ms=service.target_wait_ms,
            is_mine=False,
            is_second=False,
            is_closed=service.code in look.hall.closed_services,
            is_used_up=service.code in look.hall.used_up_services,
        )
        for service in look.centre.services
    ]


def _health(look: _Look, device: Device, presences: Presences) -> DeviceHealth:
    heard = presences.of(device.device_id)
    is_online = heard is not None and heard.presence.online
    was_heard = presences.silent_since_s(device.device_id) is not None
    state = "online" if is_online else "offline" if was_heard else "never_heard"
    faults = heard.presence.faults if heard is not None and is_online else []
    return DeviceHealth(
        device_id=device.device_id,
        name=look.say(words.DEVICE_KINDS.get(device.kind, device.kind)),
        state=state,
        faults=[words.fault(code, look.say) for code in faults],
    )


def _slip_troubles(look: _Look) -> list[str]:
    """Return slips that did not come out, or that the printer should have told of by now."""
    asked_before = look.at.now - SLIP_PRINTS_WITHIN_MS
    return [
        look.say(words.return_slip_trouble(slip.number, slip.outcome))
        for slip in look.hall.return_slips
        if slip.outcome is not None or slip.ordered_at <= asked_before
    ]


def _notices(look: _Look) -> list[str]:
    said = {"closed": "Ngày làm việc chưa mở hoặc đã đóng.", "tickets_stopped": "Đã ngừng cấp số hôm nay."}
    state = look.say(said.get(look.at.day_state.value, ""))
    own = look.centre.notice_en if look.language == "en" and look.centre.notice_en else look.centre.notice
    return [text for text in (state, own) if text]


def _turn_ids(before: str) -> list[int]:
    return [was["turn_id"] for was in json.loads(before)]


def _or_none(at: Instant | None) -> str | None:
    return None if at is None else rfc3339(at)
