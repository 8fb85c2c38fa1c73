"""Snapshots from the tables: pure reads, one consistent moment each."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from look.language import LANGUAGE_NAMES
from messaging import snapshots as wire
from messaging import topics
from server.db import tables as t
from server.db.queries.calls import Call, last_calls
from server.db.queries.centre_figures import figures_of_centre
from server.db.queries.days import ServiceDay, closed_services_of, last_day
from server.db.queries.desks import names_at_desks, open_sessions
from server.db.queries.forecasts import is_today_unlikely, lately
from server.db.queries.jobs import Job, open_jobs
from server.db.queries.notices import Notice, standing_notices
from server.db.queries.numbers_given import NoNumber, why_no_number
from server.db.queries.people import Device, all_devices
from server.db.queries.people_ahead import PeopleAhead
from server.db.queries.pictures import Picture, pictures_shown
from server.db.queries.places import TakenPlaces, taken_places
from server.db.queries.procedure_imports import procedures_revision
from server.db.queries.queue import Turn, turns_at_counters, waiting_counts
from server.db.queries.ratings import newest_open_windows
from server.db.statements import Statement
from server.db.work import read_centre, read_head
from server.domain.centre import (
    ORDINARY,
    Centre,
    Counter,
    RatingScheme,
    Service,
    SlipOptions,
    VoiceRules,
)
from server.domain.centre_figures import CentreFigures
from server.domain.instant import MINUTE_MS, Instant, as_datetime, local_date
from server.domain.places import next_free_place
from server.domain.rating_window import Window
from server.domain.service_day import DayState, break_at, spans_of
from server.domain.turns import TurnState
from server.domain.waiting_estimate import Forecasts, WaitRange

BOARD_CALLS = 20

WORKING_ON_MS = 10 * MINUTE_MS
"""A call so short a time ago says that the centre calls on through its break."""


NOTICES_APART = " · "

_DEVICE_KINDS: tuple[Literal["kiosk", "board", "counter", "pad"], ...] = ("kiosk", "board", "counter", "pad")

EPOCH = Statement(select(t.centre_identity.c.epoch))


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Who and what is at a counter."""

    is_staffed: bool
    is_paused: bool
    officer_name: str | None
    turn: Turn | None
    window: Window | None
    asked_in: str
    """The language of the citizen whom the window asks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a kiosk offers of one service now."""

    no_number: NoNumber | None
    """Why it gives no number; None while it does."""
    today_unlikely: bool
    next_place_at: Instant | None
    wait: WaitRange | None
    """How long somebody who takes a number now is likely to wait; None: nothing can be said."""


class Moment:
    """The tables at one moment, with what every snapshot needs; each table is read once for all of them."""

    def __init__(self, connection: sqlite3.Connection, now: Instant, *, has_phone_page: bool = False) -> None:
        self.connection = connection
        self.now = now
        self.has_phone_page = has_phone_page
        """Whether the centre has set an address that phones reach it by."""
        self.centre: Centre = read_centre(connection)
        self.day: ServiceDay | None = last_day(connection)
        self.epoch = int(EPOCH.value(connection))
        self.revision = read_head(connection).seq

    @property
    def day_state(self) -> wire.DayState:
        return wire.DayState.CLOSED if self.day is None else wire.DayState(self.day.state.value)

    @property
    def open_day(self) -> str | None:
        return None if self.day is None or self.day.state is DayState.CLOSED else self.day.day

    @cached_property
    def waiting(self) -> dict[str, int]:
        return {} if self.open_day is None else waiting_counts(self.connection, self.open_day)

    @cached_property
    def calls(self) -> list[Call]:
        return [] if self.open_day is None else last_calls(self.connection, self.open_day, BOARD_CALLS)

    @cached_property
    def today(self) -> date:
        return local_date(self.now, self.centre.timezone)

    @cached_property
    def resumes_at(self) -> Instant | None:
        """When calling goes on after the break (lunch) that is on now; None while people are called."""
        rest = None if self.open_day is None else break_at(self.centre.hours, self.centre.timezone, self.now)
        if rest is None:
            return None
        is_calling_on = any(
            call.called_at >= rest.starts_at and call.called_at > self.now - WORKING_ON_MS for call in self.calls
        )
        return None if is_calling_on else rest.resumes_at

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What the head has posted and still stands."""
        return tuple(standing_notices(self.connection, self.now))

    @cached_property
    def figures(self) -> CentreFigures | None:
        """What boards say of the whole centre; None: too little is known, or the centre does not show it."""
        return figures_of_centre(self.connection, self.centre, self.now) if self.centre.shows_figures else None

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(pictures_shown(self.connection))

    @cached_property
    def procedures_revision(self) -> int:
        return procedures_revision(self.connection)

    @cached_property
    def closed_services(self) -> frozenset[str]:
        return frozenset() if self.open_day is None else closed_services_of(self.connection, self.open_day)

    @cached_property
    def people_ahead(self) -> PeopleAhead:
        """Of any number; the line of a service is played once for all who ask at this moment."""
        return PeopleAhead(self.connection, self.now)

    @cached_property
    def forecasts(self) -> Forecasts | None:
        """How long people will wait; None while no day is open."""
        if self.day is None or self.day.state is DayState.CLOSED:
            return None
        return lately(self.connection, self.centre, self.day, self.now)

    @cached_property
    def no_numbers(self) -> tuple[NoNumber | None, ...]:
        """Of each of the centre's services, in their order: why a kiosk gives no number; None while it does."""
        return tuple(self._why_no_number(service) for service in self.centre.services)

    def _why_no_number(self, service: Service) -> NoNumber | None:
        day = self.day
        if day is None or day.state is DayState.CLOSED:
            return None if self.centre.counters_of(service.code) else NoNumber.NO_COUNTER
        return why_no_number(self.connection, self.centre, day, service, self.now, self.closed_services)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Of each of the centre's services, in their order."""
        return tuple(
            self._offer(service, why) for service, why in zip(self.centre.services, self.no_numbers, strict=True)
        )

    def _offer(self, service: Service, why: NoNumber | None) -> Offer:
        day, forecasts = self.day, self.forecasts
        if day is None or forecasts is None:
            return Offer(why, today_unlikely=False, next_place_at=None, wait=None)
        is_unlikely = (
            why is None
            and day.state is DayState.OPEN
            and is_today_unlikely(self.centre, day, forecasts, forecasts.newcomer(service.code), self.now)
        )
        offers_place = why is not NoNumber.NO_COUNTER and (
            is_unlikely or why is not None or day.state is DayState.TICKETS_STOPPED
        )
        wait = None if why is not None else forecasts.range_of(forecasts.newcomer(service.code))
        return Offer(why, is_unlikely, self._next_place_at(service) if offers_place else None, wait)

    def _next_place_at(self, service: Service) -> Instant | None:
        slot = next_free_place(
            self.centre.places,
            self.centre.hours,
            service,
            self.centre.timezone,
            after=self._places_after,
            taken=self._taken_places.get(service.code, {}),
        )
        return None if slot is None else slot.at

    @cached_property
    def _places_after(self) -> date:
        return self.today if self.day is None else max(self.today, date.fromisoformat(self.day.day))

    @cached_property
    def _taken_places(self) -> TakenPlaces:
        return taken_places(self.connection, self._places_after)

    def jobs_of(self, device_id: str) -> tuple[Job, ...]:
        return tuple(job for job in self._jobs if job.device_id == device_id)

    @cached_property
    def _jobs(self) -> list[Job]:
        return open_jobs(self.connection)

    def at_counter(self, counter_id: str) -> AtCounter:
        window, asked_in = self._windows.get(counter_id, (None, "vi"))
        return AtCounter(
            is_staffed=counter_id in self._names,
            is_paused=counter_id in self._paused,
            officer_name=self._names.get(counter_id),
            turn=self._turns.get(counter_id),
            window=window,
            asked_in=asked_in,
        )

    @cached_property
    def _names(self) -> dict[str, str | None]:
        return names_at_desks(self.connection)

    @cached_property
    def _paused(self) -> frozenset[str]:
        return frozenset(session.counter_id for session in open_sessions(self.connection) if session.is_paused)

    @cached_property
    def _turns(self) -> dict[str | None, Turn]:
        return {turn.counter_id: turn for turn in turns_at_counters(self.connection)}

    @cached_property
    def _windows(self) -> dict[str, tuple[Window, str]]:
        return newest_open_windows(self.connection)


@contextmanager
def moment(connection: sqlite3.Connection, now: Instant, *, has_phone_page: bool = False) -> Iterator[Moment]:
    """One read transaction: everything inside sees the same revision."""
    connection.execute("BEGIN")
    try:
        yield Moment(connection, now, has_phone_page=has_phone_page)
    finally:
        connection.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Sayable:
    """A topic, and its snapshot if somebody wants it made."""

    topic: str
    made_from: tuple[object, ...]
    """All that the snapshot says: while these are equal, it says the same."""
    make: Callable[[], wire.Versioned]


def everything(at: Moment) -> Iterator[Sayable]:
    """Every topic of the centre: the boards' first, for a call is waited for there."""
    code = at.centre.code
    everywhere = (at.epoch, at.centre)
    of_day = (*everywhere, at.day, at.waiting, at.no_numbers, at.notices, at.resumes_at)
    on_boards = (*of_day, at.calls, at.figures, at.pictures)
    yield Sayable(topics.board(code), on_boards, partial(board, at))
    for of in at.centre.counters:
        here = at.at_counter(of.counter_id)
        yield Sayable(topics.counter(code, of.counter_id), (*everywhere, here, at.resumes_at), partial(counter, at, of))
    at_kiosks = (*of_day, at.offers, at.today, at.procedures_revision, at.has_phone_page)
    yield Sayable(topics.kiosk(code), at_kiosks, partial(kiosk, at))
    for known in devices(at):
        jobs = at.jobs_of(known.device_id)
        yield Sayable(topics.device(code, known.device_id), (*everywhere, known, jobs), partial(device, at, known))


def board(at: Moment) -> wire.BoardSnapshot:
    return wire.BoardSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        centre_name=at.centre.name,
        day=at.day_state,
        calls=[_board_call(at.centre, call) for call in at.calls],
        waiting=[
            wire.ServiceWaiting(
                service=service.code,
                name=service.name,
                name_en=service.name_en,
                waiting=at.waiting.get(service.code, 0),
                is_closed=why in (NoNumber.CLOSED, NoNumber.QUOTA),
                zones=sorted({of.zone for of in at.centre.counters_of(service.code) if of.zone}),
            )
            for service, why in zip(at.centre.services, at.no_numbers, strict=True)
        ],
        notice=_notice(at.centre.notice, [notice.text for notice in at.notices]),
        notice_en=_notice(at.centre.notice_en, [notice.text_en for notice in at.notices]),
        timezone=at.centre.timezone,
        resumes_at=_at(at.resumes_at),
        centre_name_en=at.centre.name_en,
        voice=_voice(at.centre.voice),
        figures=None if at.figures is None else _figures(at.figures),
        pictures=[wire.BoardPicture(picture_id=one.picture_id, sha256=one.sha256) for one in at.pictures],
        zones={zone.zone: zone.name for zone in at.centre.zones},
        zones_en={zone.zone: zone.name_en for zone in at.centre.zones},
        rooms={zone.zone: zone.room for zone in at.centre.zones if zone.room},
    )


def counter(at: Moment, of: Counter) -> wire.CounterSnapshot:
    here = at.at_counter(of.counter_id)
    turn, window = here.turn, here.window
    service = None if turn is None else at.centre.service(turn.service)
    scheme = at.centre.scheme
    return wire.CounterSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        counter_id=of.counter_id,
        counter_number=of.number,
        counter_name=of.name,
        counter_name_en=of.name_en,
        state=_counter_state(here),
        officer_name=here.officer_name,
        number=None if turn is None else turn.number,
        service_name=None if service is None else service.name,
        service_name_en=None if service is None else service.name_en,
        call_id=None if turn is None else turn.call_id,
        language="vi" if turn is None else turn.language,
        question=scheme.question,
        question_en=scheme.question_en,
        levels=_levels(scheme),
        window=None
        if window is None
        else wire.OpenWindow(
            window_id=window.window_id,
            opened_at=as_datetime(window.opened_at),
            closes_at=as_datetime(window.closes_at),
            remaining_ms=max(0, window.closes_at - at.now),
            language=here.asked_in,
        ),
        sent_at=as_datetime(at.now),
        timezone=at.centre.timezone,
        resumes_at=_at(at.resumes_at),
        reasons=_reasons(scheme),
    )


def kiosk(at: Moment) -> wire.KioskSnapshot:
    special_day = at.centre.special_day(at.today)
    return wire.KioskSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        centre_name=at.centre.name,
        centre_name_en=at.centre.name_en,
        day=at.day_state,
        services=[
            wire.KioskService(
                service=service.code,
                name=service.name,
                name_en=service.name_en,
                colour=service.colour,
                icon=service.icon,
                waiting=at.waiting.get(service.code, 0),
                counters=[known.number for known in at.centre.counters_of(service.code)],
                is_open=offer.no_number is None,
                closed_reason="" if offer.no_number is None else offer.no_number.value,
                today_unlikely=offer.today_unlikely,
                next_place_at=_at(offer.next_place_at),
                wait_low_min=None if offer.wait is None else offer.wait.low_min,
                wait_high_min=None if offer.wait is None else offer.wait.high_min,
            )
            for service, offer in zip(at.centre.services, at.offers, strict=True)
        ],
        priority_groups=[
            wire.KioskPriorityGroup(group=group.group, name=group.name, name_en=group.name_en, icon=group.icon)
            for group in at.centre.priority_groups
        ],
        priority_rule=_priority_rule(at.centre),
        hours_today=_hours_today(at),
        notice=_notice(at.centre.notice, [notice.text for notice in at.notices]),
        # The kiosk shows one language: words that have no English are better read in Vietnamese than not at all.
        notice_en=_notice(
            at.centre.notice_en or at.centre.notice, [notice.text_en or notice.text for notice in at.notices]
        ),
        timezone=at.centre.timezone,
        resumes_at=_at(at.resumes_at),
        special_day="" if special_day is None else special_day.sentence,
        special_day_en="" if special_day is None else special_day.sentence_en,
        slip=_slip(at.centre.slip),
        help_service=at.centre.help_service,
        purposes=[
            wire.KioskPurpose(purpose=known.purpose, name=known.name, name_en=known.name_en, icon=known.icon)
            for known in at.centre.purposes
        ],
        is_rush=at.open_day is not None and at.day is not None and at.day.is_rush,
        wifi=None
        if at.centre.wifi is None
        else wire.WifiAccess(name=at.centre.wifi.name, password=at.centre.wifi.password),
        has_phone_page=at.has_phone_page,
        languages=[wire.KioskLanguage(tag=tag, name=LANGUAGE_NAMES.get(tag, tag)) for tag in at.centre.languages],
        procedures_revision=at.procedures_revision,
        takes_procedures=True,
        voice=_voice(at.centre.voice),
        rating=wire.RatingAsked(
            question=at.centre.scheme.question,
            question_en=at.centre.scheme.question_en,
            levels=_levels(at.centre.scheme),
            reasons=_reasons(at.centre.scheme),
        ),
    )


def device(at: Moment, of: Device) -> wire.DeviceSnapshot:
    return wire.DeviceSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        device_id=of.device_id,
        kind=_device_kind(of.kind),
        counter_id=of.counter_id,
        zone=of.zone,
        settings_revision=of.settings_revision,
        jobs=[
            wire.Job(job_id=str(job.job_id), kind=job.kind, payload=dict(job.payload))
            for job in at.jobs_of(of.device_id)
        ],
        speaks=of.speaks,
        kiosk_number=of.kiosk_number,
        rotation_asked=of.rotation_asked,
    )


def devices(at: Moment) -> list[Device]:
    return all_devices(at.connection)


def _board_call(centre: Centre, call: Call) -> wire.BoardCall:
    of = centre.counter(call.counter_id)
    return wire.BoardCall(
        call_id=call.call_id,
        seq=call.call_id,
        number=call.number,
        service=call.service,
        counter_id=call.counter_id,
        counter_number=0 if of is None else of.number,
        state=_call_state(call),
        is_recall=call.is_recall,
        language=call.language,
        called_at=as_datetime(call.called_at),
        to_seat=call.to_seat,
        zone="" if of is None else of.zone,
    )


def _call_state(call: Call) -> wire.CallState:
    if not call.is_newest:
        return wire.CallState.OVER
    if call.turn_state is TurnState.CALLED:
        return wire.CallState.CALLED
    return wire.CallState.SERVING if call.turn_state is TurnState.SERVING else wire.CallState.OVER


def _counter_state(here: AtCounter) -> wire.CounterState:
    turn = None if here.turn is None else here.turn.state
    if turn is TurnState.CALLED:
        return wire.CounterState.CALLING
    if turn is TurnState.SERVING:
        return wire.CounterState.SERVING
    if not here.is_staffed:
        return wire.CounterState.UNSTAFFED
    return wire.CounterState.PAUSED if here.is_paused else wire.CounterState.FREE


def _levels(scheme: RatingScheme) -> list[wire.RatingLevel]:
    return [
        wire.RatingLevel(
            value=level.value,
            name=level.name,
            name_en=level.name_en,
            asks_reason=bool(scheme.reasons) and level.satisfied is not True,
        )
        for level in scheme.levels
    ]


def _reasons(scheme: RatingScheme) -> list[wire.RatingReason]:
    return [
        wire.RatingReason(reason=reason.reason, name=reason.name, name_en=reason.name_en, icon=reason.icon)
        for reason in scheme.reasons
    ]


def _priority_rule(centre: Centre) -> wire.PriorityRule | None:
    """None in a centre without a group whose waiting time counts for more."""
    rules = centre.queue
    rates = {rules.rates[group.rate] / rules.rates[ORDINARY] for group in centre.priority_groups}
    if not rates or max(rates) <= 1:
        return None
    return wire.PriorityRule(
        rate=max(rates),
        least_rate=min(rates) if len(rates) > 1 else None,
        overtaken_at_most=rules.overtaken_at_most,
        extra_wait_at_most_minutes=rules.overtaken_for_at_most_ms // MINUTE_MS,
    )


def _hours_today(at: Moment) -> list[wire.OpeningSpan]:
    spans = [
        wire.OpeningSpan(opens=f"{span.opens:%H:%M}", closes=f"{span.closes:%H:%M}")
        for span in spans_of(at.centre.hours, at.today)
    ]
    extended_to = None if at.day is None or at.day.day != at.today.isoformat() else at.day.extended_to
    if spans and extended_to is not None:
        closes = as_datetime(extended_to).astimezone(ZoneInfo(at.centre.timezone))
        spans[-1] = spans[-1].model_copy(update={"closes": f"{closes:%H:%M}"})
    return spans


def _notice(standing: str, posted: list[str]) -> str:
    """The centre's own words, then the head's of today."""
    return NOTICES_APART.join(words for words in (standing, *posted) if words)


def _slip(options: SlipOptions) -> wire.SlipOptions:
    return wire.SlipOptions(
        shows_people_ahead=options.shows_people_ahead,
        shows_counters=options.shows_counters,
        shows_waiting_time=options.shows_waiting_time,
        footer=options.footer,
        footer_en=options.footer_en,
    )


def _voice(rules: VoiceRules) -> wire.VoiceRules:
    return wire.VoiceRules(
        whole_numbers=rules.whole_numbers,
        zero_word="lẻ" if rules.zero_word == "lẻ" else "linh",
        percent=rules.percent,
        volumes=[
            wire.VolumeSpan(opens=f"{span.opens:%H:%M}", closes=f"{span.closes:%H:%M}", percent=span.percent)
            for span in rules.volumes
        ],
    )


def _figures(known: CentreFigures) -> wire.CentreFigures:
    return wire.CentreFigures(
        since=known.since,
        until=known.until,
        satisfied_percent=_percent(known.share),
        satisfied_low=_percent(known.low),
        satisfied_high=_percent(known.high),
        rated=known.rated,
        coverage_percent=_percent(known.coverage),
        wait_p50_min=_minutes(known.wait_p50_ms),
        wait_p90_min=_minutes(known.wait_p90_ms),
    )


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _minutes(duration_ms: int | None) -> int | None:
    return None if duration_ms is None else round(duration_ms / MINUTE_MS)


def _at(at: Instant | None) -> datetime | None:
    return None if at is None else as_datetime(at)


def _device_kind(kind: str) -> Literal["kiosk", "board", "counter", "pad"]:
    return next(known for known in _DEVICE_KINDS if known == kind)
