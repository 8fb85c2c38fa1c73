"""Snapshots from the tables: pure reads, one consistent moment each."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Literal

from sqlalchemy import select

from messaging import snapshots as wire
from messaging import topics
from server.db import tables as t
from server.db.queries.calls import Call, last_calls
from server.db.queries.days import ServiceDay, last_day
from server.db.queries.desks import names_at_desks
from server.db.queries.people import Device, all_devices
from server.db.queries.queue import Turn, turns_at_counters, waiting_counts
from server.db.queries.ratings import newest_open_windows
from server.db.statements import Statement
from server.db.work import read_centre, read_head
from server.domain.centre import ORDINARY, Centre, Counter, QueueRules, RatingScheme
from server.domain.instant import MINUTE_MS, Instant, as_datetime, local_date
from server.domain.rating_window import Window
from server.domain.service_day import DayState, spans_of
from server.domain.turns import TurnState

BOARD_CALLS = 20

_DEVICE_KINDS: tuple[Literal["kiosk", "board", "counter", "pad"], ...] = ("kiosk", "board", "counter", "pad")

EPOCH = Statement(select(t.centre_identity.c.epoch))


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Who and what is at a counter."""

    is_staffed: bool
    officer_name: str | None
    turn: Turn | None
    window: Window | None
    asked_in: str
    """The language of the citizen whom the window asks."""


class Moment:
    """The tables at one moment, with what every snapshot needs; each table is read once for all of them."""

    def __init__(self, connection: sqlite3.Connection, now: Instant) -> None:
        self.connection = connection
        self.now = now
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

    def at_counter(self, counter_id: str) -> AtCounter:
        window, asked_in = self._windows.get(counter_id, (None, "vi"))
        return AtCounter(
            is_staffed=counter_id in self._names,
            officer_name=self._names.get(counter_id),
            turn=self._turns.get(counter_id),
            window=window,
            asked_in=asked_in,
        )

    @cached_property
    def _names(self) -> dict[str, str | None]:
        return names_at_desks(self.connection)

    @cached_property
    def _turns(self) -> dict[str | None, Turn]:
        return {turn.counter_id: turn for turn in turns_at_counters(self.connection)}

    @cached_property
    def _windows(self) -> dict[str, tuple[Window, str]]:
        return newest_open_windows(self.connection)


@contextmanager
def moment(connection: sqlite3.Connection, now: Instant) -> Iterator[Moment]:
    """One read transaction: everything inside sees the same revision."""
    connection.execute("BEGIN")
    try:
        yield Moment(connection, now)
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
    of_day = (*everywhere, at.day, at.waiting)
    yield Sayable(topics.board(code), (*of_day, at.calls), partial(board, at))
    for of in at.centre.counters:
        here = at.at_counter(of.counter_id)
        yield Sayable(topics.counter(code, of.counter_id), (*everywhere, here), partial(counter, at, of))
    yield Sayable(topics.kiosk(code), (*of_day, at.today), partial(kiosk, at))
    for known in devices(at):
        yield Sayable(topics.device(code, known.device_id), (*everywhere, known), partial(device, at, known))


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
            )
            for service in at.centre.services
        ],
        notice=at.centre.notice,
        notice_en=at.centre.notice_en,
        timezone=at.centre.timezone,
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
        state=_counter_state(here.is_staffed, None if turn is None else turn.state),
        officer_name=here.officer_name,
        number=None if turn is None else turn.number,
        service_name=None if service is None else service.name,
        service_name_en=None if service is None else service.name_en,
        call_id=None if turn is None else turn.call_id,
        language="vi" if turn is None else _language(turn.language),
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
            language=_language(here.asked_in),
        ),
        sent_at=as_datetime(at.now),
        timezone=at.centre.timezone,
    )


def kiosk(at: Moment) -> wire.KioskSnapshot:
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
                is_open=bool(at.centre.counters_of(service.code)),
            )
            for service in at.centre.services
        ],
        priority_groups=[
            wire.KioskPriorityGroup(group=group.group, name=group.name, name_en=group.name_en, icon=group.icon)
            for group in at.centre.priority_groups
        ],
        priority_rule=_priority_rule(at.centre.queue),
        hours_today=_hours_today(at),
        notice=at.centre.notice,
        notice_en=at.centre.notice_en,
        timezone=at.centre.timezone,
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
        jobs=[],
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
        language=_language(call.language),
        called_at=as_datetime(call.called_at),
    )


def _call_state(call: Call) -> wire.CallState:
    if not call.is_newest:
        return wire.CallState.OVER
    if call.turn_state is TurnState.CALLED:
        return wire.CallState.CALLED
    return wire.CallState.SERVING if call.turn_state is TurnState.SERVING else wire.CallState.OVER


def _counter_state(is_staffed: bool, turn: TurnState | None) -> wire.CounterState:
    if turn is TurnState.CALLED:
        return wire.CounterState.CALLING
    if turn is TurnState.SERVING:
        return wire.CounterState.SERVING
    return wire.CounterState.FREE if is_staffed else wire.CounterState.UNSTAFFED


def _levels(scheme: RatingScheme) -> list[wire.RatingLevel]:
    return [wire.RatingLevel(value=level.value, name=level.name, name_en=level.name_en) for level in scheme.levels]


def _priority_rule(rules: QueueRules) -> wire.PriorityRule | None:
    """None in a centre without any rate but the ordinary one."""
    rates = [rate for name, rate in rules.rates.items() if name != ORDINARY]
    if not rates:
        return None
    return wire.PriorityRule(
        rate=max(rates),
        overtaken_at_most=rules.overtaken_at_most,
        extra_wait_at_most_minutes=rules.overtaken_for_at_most_ms // MINUTE_MS,
    )


def _hours_today(at: Moment) -> list[wire.OpeningSpan]:
    return [
        wire.OpeningSpan(opens=span.opens.strftime("%H:%M"), closes=span.closes.strftime("%H:%M"))
        for span in spans_of(at.centre.hours, at.today)
    ]


def _language(language: str) -> Literal["vi", "en"]:
    return "en" if language == "en" else "vi"


def _device_kind(kind: str) -> Literal["kiosk", "board", "counter", "pad"]:
    return next(known for known in _DEVICE_KINDS if known == kind)
