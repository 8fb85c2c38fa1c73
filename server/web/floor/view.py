"""All that the floor shows at one moment: counters, queues, people, devices, alarms. Reads only."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from look.language import translator
from messaging.clock import real_monotonic_s
from server.db.queries.day_counts import given_counts
from server.db.queries.days import closed_services_of
from server.db.queries.desks import DeskSession, open_sessions
from server.db.queries.devices_in_use import DeviceInUse, devices_in_use
from server.db.queries.floor import (
    Line,
    Tally,
    first_seq_since,
    held_counts,
    lines,
    open_counts,
    postponed_counts,
    priority_changes,
    quiet_alarms,
    tally,
)
from server.db.queries.holds import held_ms
from server.db.queries.jobs import slips_overdue
from server.db.queries.notices import standing_notices
from server.db.queries.open_desks import desks_now
from server.db.queries.people import StaffMember, all_staff
from server.db.queries.queue import Turn, turns_at_counters
from server.domain.centre import Centre, Counter, Service
from server.domain.instant import Instant, as_datetime, rfc3339
from server.domain.service_day import closing_at
from server.domain.turns import TurnState
from server.house import House
from server.mqtt.snapshots import Moment, moment
from server.web.access.staff_session import ROLE_NAMES, LoggedInStaff
from server.web.devices.alarms import Alarm, alarms_of, device_name, heard_of
from server.web.devices.faults import cure_of
from server.web.devices.printing_kiosks import kiosks_now
from server.web.page_language import name_in
from server.web.ratings.walks_due import walks_due
from server.web.roles import OF_DEEDS, OF_THE_DAY, may


class StillOpen(BaseModel):
    """Who would be there still if the day, or one service, closed now."""

    waiting: int = 0
    """Those who said to come later included: a closing takes their turns too."""
    called: int = 0
    on_hold: int = 0
    serving: int = 0
    """They may finish, whatever closes."""


class FloorDay(BaseModel):
    state: str
    """`open`, `tickets_stopped` or `closed`."""
    date: str | None
    closes_at: str | None
    """By the hours or by the head's word; None: it has no hours today."""
    is_extended: bool
    is_rush: bool
    """Kiosks give numbers with one touch."""
    moves_waiting: bool
    """Closing the day gives whoever waits a reserved place on the next working day, unless the head says otherwise."""
    still_open: StillOpen


class FloorMe(BaseModel):
    display_name: str
    role_name: str
    may_head: bool
    """Moves officers, closes services, posts notices, puts things right."""
    may_run_day: bool
    may_see_deeds: bool


class FloorCounter(BaseModel):
    counter_id: str
    number: int
    name: str
    zone: str
    services: list[str]
    officer_id: str | None
    officer: str | None
    state: str
    """`unstaffed`, `free`, `paused`, `called`, `serving`, or `left`: a turn is open and nobody sits there."""
    shown: str | None
    turn_id: int | None
    ticket_id: int | None
    service_name: str | None
    since: str | None
    """Since when the state holds: the call, the arrival at the desk (later by the time on hold), the pause."""
    target_ms: int | None
    """How long a turn of this service should take at the desk."""
    on_hold: int
    waiting: int
    """People whom it may call now; of an unstaffed one, those who wait for its services."""
    sent_here: int
    """Of those who wait, whoever was sent to this very counter or to the officer at it."""
    paused_for: str | None
    """The reason of the pause."""


class SentToNobody(BaseModel):
    """Of those who wait, whoever was sent where nobody sits: meanwhile any counter with the service may call them."""

    to: str
    """The counter's or the officer's name."""
    is_officer: bool
    waiting: int


class FloorService(BaseModel):
    service: str
    name: str
    waiting: int
    longest_since: str | None
    late: int
    """Waiting longer than the target."""
    coming_later: int
    """Said to be late: they keep their rank and are not called yet."""
    sent_to_nobody: list["SentToNobody"]
    target_ms: int
    open_counters: int
    is_closed: bool
    issued: int
    finished: int
    still_open: StillOpen


class FloorPerson(BaseModel):
    staff_id: str
    name: str
    role: str
    role_name: str
    counter_number: int | None
    state: str
    """`away` (signed on nowhere), `paused` or `at_desk`."""
    paused_for: str | None
    since: str | None
    finished: int
    named_calls: int | None
    """Deeds that need a reason; None for who may not see them."""
    quick_serves: int | None
    priority_changes: int | None
    helped: int
    """Tickets taken for citizens."""


class FloorDevice(BaseModel):
    device_id: str
    name: str
    kind: str
    place: str
    state: str
    """`online`, `offline` or `never_heard`."""
    silent_for_s: int | None
    """None while it is online, or was never heard: it is not installed yet."""
    faults: list[str]
    can_print: bool
    """A kiosk at which slips come out now."""


class FloorNotice(BaseModel):
    notice_id: int
    text: str
    text_en: str
    until: str | None


class FloorView(BaseModel):
    """Times are UTC, RFC 3339. A view with a lower (epoch, revision) than the one shown is old news."""

    epoch: int
    revision: int
    now: str
    centre_name: str
    timezone: str
    day: FloorDay
    me: FloorMe
    waiting: int
    longest_since: str | None
    issued: int
    finished: int
    absent: int
    counters: list[FloorCounter]
    services: list[FloorService]
    people: list[FloorPerson]
    devices: list[FloorDevice]
    alarms: list[Alarm]
    notices: list[FloorNotice]


class PriorityTally:
    """Priorities changed at desks today, by officer: counted from the journal's tail as it grows. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: tuple[int, str] | None = None
        self._read_to = 0
        self._changes: dict[int, str] = {}

    def of(self, at: Moment) -> dict[str, int]:
        if at.day is None:
            return {}
        with self._lock:
            if self._day != (at.epoch, at.day.day) or at.revision < self._read_to:
                self._day, self._changes = (at.epoch, at.day.day), {}
                self._read_to = first_seq_since(at.connection, at.day.opened_at) - 1
            for seq, officer_id in priority_changes(at.connection, after_seq=self._read_to, up_to=at.revision):
                if officer_id is None:
                    self._changes.pop(seq, None)
                else:
                    self._changes[seq] = officer_id
            self._read_to = at.revision
            counted: dict[str, int] = defaultdict(int)
            for officer_id in self._changes.values():
                counted[officer_id] += 1
            return counted


def floor_view(house: House, who: LoggedInStaff, priorities: PriorityTally, language: str) -> FloorView:
    """The floor for one member of staff; everything in it is of the same revision."""
    with moment(house.read(), house.now()) as at:
        return _Floor(at, house, who, priorities, language).view()


def alarms_now(at: Moment, house: House, language: str) -> list[Alarm]:
    """What alarms now, for whoever sees to devices."""
    names = {member.staff_id: member.display_name for member in all_staff(at.connection)}
    devices = [(device, _device_name(at.centre, device, language)) for device in devices_in_use(at.connection)]
    zone = ZoneInfo(at.centre.timezone)
    return alarms_of(
        devices,
        house.presences,
        quiet_alarms(at.connection, at.now),
        names,
        slips_wait_since={
            device_id: as_datetime(ordered_at).astimezone(zone)
            for device_id, ordered_at in slips_overdue(at.connection, at.now).items()
        },
        walks_due=walks_due(at, house),
        broker_is_connected=house.broker_is_connected,
        of_the_server=house.own_faults(),
        day_is_open=at.open_day is not None,
        now=as_datetime(at.now).astimezone(zone),
        language=language,
    )


class AlarmsNow(BaseModel):
    loud: int
    """Alarms to which nobody sees yet."""
    said: str
    """In one line for a page that is about something else; empty when there is none."""


def alarms_said(house: House, language: str) -> AlarmsNow:
    """What head and technician are told wherever they are; the floor says what to do."""
    with moment(house.read(), house.now()) as at:
        loud = [one for one in alarms_now(at, house, language) if one.is_alarm and one.quiet_until is None]
    say = translator(language)
    if not loud:
        return AlarmsNow(loud=0, said="")
    more = say("Và {n} báo động khác.").format(n=len(loud) - 1) if len(loud) > 1 else ""
    return AlarmsNow(loud=len(loud), said=" ".join([loud[0].sentence, more, say("Xem việc cần làm ở Toàn cảnh.")]))


class _Floor:
    """One view in the making: what several parts need is read once."""

    def __init__(self, at: Moment, house: House, who: LoggedInStaff, priorities: PriorityTally, language: str) -> None:
        self.at, self.centre, self.house, self.who = at, at.centre, house, who
        self.language, self.say = language, translator(language)
        self.staff = {member.staff_id: member for member in all_staff(at.connection)}
        self.sessions = {session.counter_id: session for session in open_sessions(at.connection)}
        day = at.open_day
        self.desks = desks_now(at.connection)
        self.lines: dict[str, Line] = {} if day is None else lines(at.connection, day)
        self.postponed = {} if day is None else postponed_counts(at.connection, day)
        self.issued = {} if day is None else given_counts(at.connection, day)
        self.still_open = {} if day is None else open_counts(at.connection, day)
        self.tally = Tally() if day is None else tally(at.connection, day)
        self.closed = frozenset[str]() if day is None else closed_services_of(at.connection, day)
        self.priorities = priorities.of(at) if who.staff.role in OF_DEEDS and day is not None else {}
        kiosks = kiosks_now(at.connection, house.presences, language)
        self.printing = {kiosk.device_id for kiosk in kiosks if kiosk.can_print}
        self.reasons = {reason.reason: name_in(language, reason) for reason in self.centre.pause_reasons}

    def view(self) -> FloorView:
        at = self.at
        since = [line.since[0] for line in self.lines.values() if line.since]
        return FloorView(
            epoch=at.epoch,
            revision=at.revision,
            now=rfc3339(at.now),
            centre_name=self._in_language(self.centre.name, self.centre.name_en),
            timezone=self.centre.timezone,
            day=self._day(),
            me=self._me(),
            waiting=sum(line.waiting for line in self.lines.values()),
            longest_since=_or_none(min(since, default=None)),
            issued=sum(self.issued.values()),
            finished=sum(self.tally.finished.values()),
            absent=self.tally.absent,
            counters=self._counters(),
            services=[self._service(service) for service in self.centre.services],
            people=self._people(),
            devices=[self._device(device) for device in devices_in_use(at.connection)],
            alarms=alarms_now(at, self.house, self.language),
            notices=[
                FloorNotice(
                    notice_id=notice.notice_id,
                    text=notice.text,
                    text_en=notice.text_en,
                    until=_or_none(notice.until_at),
                )
                for notice in standing_notices(at.connection, at.now)
            ],
        )

    def _day(self) -> FloorDay:
        at = self.at
        until = None if at.open_day is None or at.day is None else at.day.extended_to
        hours = self.centre.hours
        return FloorDay(
            state=at.day_state.value,
            date=None if at.day is None else at.day.day,
            closes_at=_or_none(closing_at(hours, self.centre.timezone, at.today, extended_to=until)),
            is_extended=until is not None,
            is_rush=at.open_day is not None and at.day is not None and at.day.is_rush,
            moves_waiting=self.centre.places.moves_at_closing,
            still_open=_still_open(self.still_open.values()),
        )

    def _me(self) -> FloorMe:
        role = self.who.staff.role
        return FloorMe(
            display_name=self.who.staff.display_name,
            role_name=self.say(ROLE_NAMES.get(role, role)),
            may_head=may(role, "POST", "/api/v1/floor/move-officer"),
            may_run_day=role in OF_THE_DAY,
            may_see_deeds=role in OF_DEEDS,
        )

    def _counters(self) -> list[FloorCounter]:
        turns = {turn.counter_id: turn for turn in turns_at_counters(self.at.connection)}
        held = held_counts(self.at.connection)
        return [
            self._counter(counter, turns.get(counter.counter_id), held.get(counter.counter_id, 0))
            for counter in self.centre.counters
        ]

    def _counter(self, counter: Counter, turn: Turn | None, on_hold: int) -> FloorCounter:
        session = self.sessions.get(counter.counter_id)
        service = None if turn is None else self.centre.service(turn.service)
        state, since = _state(session, turn)
        if turn is not None and turn.state is TurnState.SERVING and since is not None:
            since += held_ms(self.at.connection, turn, self.at.now)  # nobody was served while it was on hold
        zone = next((zone for zone in self.centre.zones if zone.zone == counter.zone), None)
        return FloorCounter(
            counter_id=counter.counter_id,
            number=counter.number,
            name=name_in(self.language, counter),
            zone="" if zone is None else self._in_language(zone.name, zone.name_en),
            services=[service.code for service in self.centre.services if counter.serves(service.code)],
            officer_id=None if session is None else session.officer_id,
            officer=None if session is None else self._name(session.officer_id),
            state=state,
            shown=None if turn is None else turn.number,
            turn_id=None if turn is None else turn.turn_id,
            ticket_id=None if turn is None else turn.ticket_id,
            service_name=None if service is None else self._service_name(service),
            since=_or_none(since),
            target_ms=None if service is None or state == "called" else service.target_service_ms,
            on_hold=on_hold,
            waiting=self._waiting_for(counter, is_staffed=session is not None),
            sent_here=sum(
                count
                for line in self.lines.values()
                for wanted, count in line.wanted
                if wanted.for_counter == counter.counter_id
                or (session is not None and wanted.for_officer == session.officer_id)
            ),
            paused_for=self._paused_for(session),
        )

    def _waiting_for(self, counter: Counter, *, is_staffed: bool) -> int:
        if not is_staffed:
            return sum(line.waiting for code, line in self.lines.items() if counter.serves(code))
        wishes = [one for line in self.lines.values() for one in line.wanted]
        return sum(count for wanted, count in wishes if self.desks.may_call(counter, wanted))

    def _sent_to_nobody(self, line: Line) -> list[SentToNobody]:
        seated = {session.officer_id for session in self.sessions.values()}
        counters: dict[str, int] = defaultdict(int)
        officers: dict[str, int] = defaultdict(int)
        for wanted, count in line.wanted:
            if wanted.for_counter is not None and wanted.for_counter not in self.sessions:
                counters[wanted.for_counter] += count
            elif wanted.for_officer is not None and wanted.for_officer not in seated:
                officers[wanted.for_officer] += count
        names = {counter.counter_id: name_in(self.language, counter) for counter in self.centre.counters}
        return [
            *(SentToNobody(to=names.get(at, at), is_officer=False, waiting=n) for at, n in sorted(counters.items())),
            *(SentToNobody(to=self._name(to), is_officer=True, waiting=n) for to, n in sorted(officers.items())),
        ]

    def _service(self, service: Service) -> FloorService:
        line = self.lines.get(service.code, Line())
        late_before = self.at.now - service.target_wait_ms
        return FloorService(
            service=service.code,
            name=self._service_name(service),
            waiting=line.waiting,
            longest_since=_or_none(line.since[0] if line.since else None),
            late=sum(1 for since in line.since if since < late_before),
            coming_later=self.postponed.get(service.code, 0),
            sent_to_nobody=self._sent_to_nobody(line),
            target_ms=service.target_wait_ms,
            open_counters=sum(
                1
                for counter in self.centre.counters_of(service.code)
                if counter.counter_id in self.sessions and not self.sessions[counter.counter_id].is_paused
            ),
            is_closed=service.code in self.closed,
            issued=self.issued.get(service.code, 0),
            finished=self.tally.finished.get(service.code, 0),
            still_open=_still_open([self.still_open.get(service.code, {})]),
        )

    def _people(self) -> list[FloorPerson]:
        """Who sits at counters first, then who is about today; deactivated people are not here."""
        at_desks = {session.officer_id: session for session in self.sessions.values()}
        shown = [
            member
            for member in self.staff.values()
            if member.staff_id in at_desks
            or (member.role in ("officer", "head", "greeter") and member.may_work_on(self.at.today))
        ]
        shown.sort(key=lambda member: (member.staff_id not in at_desks, member.role == "greeter", member.display_name))
        return [self._person(member, at_desks.get(member.staff_id)) for member in shown]

    def _person(self, member: StaffMember, session: DeskSession | None) -> FloorPerson:
        counter = None if session is None else self.centre.counter(session.counter_id)
        may_see, of = self.who.staff.role in OF_DEEDS, member.staff_id
        is_paused = session is not None and session.is_paused
        return FloorPerson(
            staff_id=of,
            name=member.display_name,
            role=member.role,
            role_name=self.say(ROLE_NAMES.get(member.role, member.role)),
            counter_number=None if counter is None else counter.number,
            state="away" if session is None else "paused" if is_paused else "at_desk",
            paused_for=self._paused_for(session),
            since=None if session is None else _or_none(session.paused_at if is_paused else session.signed_on_at),
            finished=self.tally.finished_by.get(of, 0),
            named_calls=self.tally.named_calls.get(of, 0) if may_see else None,
            quick_serves=self.tally.quick_serves.get(of, 0) if may_see else None,
            priority_changes=self.priorities.get(of, 0) if may_see else None,
            helped=self.tally.helped.get(of, 0),
        )

    def _device(self, device: DeviceInUse) -> FloorDevice:
        heard = heard_of(device, self.house.presences, real_monotonic_s())
        name = _device_name(self.centre, device, self.language)
        faults = []
        for fault in heard.faults:
            cure, part = cure_of(fault)
            faults.append(self.say(cure.sentence).format(device=name, part=part))
        return FloorDevice(
            device_id=device.device_id,
            name=name,
            kind=device.kind,
            place=self._place(device),
            state=heard.state,
            silent_for_s=None if heard.silent_for_s is None else int(heard.silent_for_s),
            faults=faults,
            can_print=device.device_id in self.printing,
        )

    def _place(self, device: DeviceInUse) -> str:
        counter = None if device.counter_id is None else self.centre.counter(device.counter_id)
        if counter is not None:
            return name_in(self.language, counter)
        zone = next((zone for zone in self.centre.zones if zone.zone == device.zone), None)
        return "" if zone is None else self._in_language(zone.name, zone.name_en)

    def _paused_for(self, session: DeskSession | None) -> str | None:
        if session is None or not session.is_paused:
            return None
        reason = session.pause_reason or ""
        return self.say(self.reasons.get(reason, reason))

    def _name(self, staff_id: str) -> str:
        member = self.staff.get(staff_id)
        return staff_id if member is None else member.display_name

    def _service_name(self, service: Service) -> str:
        return self._in_language(service.name, service.name_en)

    def _in_language(self, vi: str, en: str) -> str:
        return en if self.language == "en" and en else vi


def _still_open(counted: Iterable[Mapping[TurnState, int]]) -> StillOpen:
    sums: dict[TurnState, int] = defaultdict(int)
    for counts in counted:
        for state, count in counts.items():
            sums[state] += count
    return StillOpen(
        waiting=sums[TurnState.WAITING],
        called=sums[TurnState.CALLED],
        on_hold=sums[TurnState.ON_HOLD],
        serving=sums[TurnState.SERVING],
    )


def _state(session: DeskSession | None, turn: Turn | None) -> tuple[str, Instant | None]:
    """What a counter does, and since when."""
    if turn is not None:
        since = turn.called_last_at if turn.state is TurnState.CALLED else turn.arrived_at
        return ("left" if session is None else turn.state.value), since
    if session is None:
        return "unstaffed", None
    return ("paused", session.paused_at) if session.is_paused else ("free", None)


def _device_name(centre: Centre, device: DeviceInUse, language: str) -> str:
    counter = None if device.counter_id is None else centre.counter(device.counter_id)
    return device_name(device, None if counter is None else counter.number, language)


def _or_none(at: Instant | None) -> str | None:
    return None if at is None else rfc3339(at)
