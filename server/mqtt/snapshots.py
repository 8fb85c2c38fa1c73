"""Snapshots from the tables: pure reads, one consistent moment each."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import select

from messaging import snapshots as wire
from server.db import tables as t
from server.db.queries.calls import Call, last_calls
from server.db.queries.days import ServiceDay, last_day
from server.db.queries.desks import session_of_counter
from server.db.queries.people import Device, all_devices, staff_member
from server.db.queries.queue import turn_at_counter, waiting_counts
from server.db.queries.ratings import language_of_window, open_windows
from server.db.statements import Statement
from server.db.work import read_centre, read_head
from server.domain.centre import Centre, Counter, RatingScheme
from server.domain.instant import Instant, as_datetime, local_date
from server.domain.service_day import DayState, spans_of
from server.domain.turns import TurnState

BOARD_CALLS = 20

_DEVICE_KINDS: tuple[Literal["kiosk", "board", "counter", "pad"], ...] = ("kiosk", "board", "counter", "pad")

EPOCH = Statement(select(t.centre_identity.c.epoch))


class Moment:
    """The tables at one moment, with what every snapshot needs."""

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

    def waiting(self) -> dict[str, int]:
        return {} if self.open_day is None else waiting_counts(self.connection, self.open_day)


@contextmanager
def moment(connection: sqlite3.Connection, now: Instant) -> Iterator[Moment]:
    """One read transaction: everything inside sees the same revision."""
    connection.execute("BEGIN")
    try:
        yield Moment(connection, now)
    finally:
        connection.execute("COMMIT")


def board(at: Moment) -> wire.BoardSnapshot:
    waiting = at.waiting()
    calls = [] if at.open_day is None else last_calls(at.connection, at.open_day, BOARD_CALLS)
    return wire.BoardSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        centre_name=at.centre.name,
        day=at.day_state,
        calls=[_board_call(at.centre, call) for call in calls],
        waiting=[
            wire.ServiceWaiting(
                service=service.code,
                name=service.name,
                name_en=service.name_en,
                waiting=waiting.get(service.code, 0),
            )
            for service in at.centre.services
        ],
        notice=at.centre.notice,
        notice_en=at.centre.notice_en,
        timezone=at.centre.timezone,
    )


def counter(at: Moment, of: Counter) -> wire.CounterSnapshot:
    session = session_of_counter(at.connection, of.counter_id)
    officer = None if session is None else staff_member(at.connection, session.officer_id)
    turn = turn_at_counter(at.connection, of.counter_id)
    service = None if turn is None else at.centre.service(turn.service)
    windows = open_windows(at.connection, of.counter_id)
    scheme = at.centre.scheme
    return wire.CounterSnapshot(
        epoch=at.epoch,
        revision=at.revision,
        counter_id=of.counter_id,
        counter_number=of.number,
        counter_name=of.name,
        state=_counter_state(session is not None, None if turn is None else turn.state),
        officer_name=None if officer is None else officer.display_name,
        number=None if turn is None else turn.number,
        service_name=None if service is None else service.name,
        service_name_en=None if service is None else service.name_en,
        call_id=None if turn is None else turn.call_id,
        language="vi" if turn is None else _language(turn.language),
        question=scheme.question,
        question_en=scheme.question_en,
        levels=_levels(scheme),
        window=wire.OpenWindow(
            window_id=windows[0].window_id,
            opened_at=as_datetime(windows[0].opened_at),
            closes_at=as_datetime(windows[0].closes_at),
            remaining_ms=max(0, windows[0].closes_at - at.now),
            language=_language(language_of_window(at.connection, windows[0].window_id)),
        )
        if windows
        else None,
        sent_at=as_datetime(at.now),
        timezone=at.centre.timezone,
    )


def kiosk(at: Moment) -> wire.KioskSnapshot:
    waiting = at.waiting()
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
                waiting=waiting.get(service.code, 0),
                counters=[known.number for known in at.centre.counters_of(service.code)],
                is_open=bool(at.centre.counters_of(service.code)),
            )
            for service in at.centre.services
        ],
        priority_groups=[
            wire.KioskPriorityGroup(group=group.group, name=group.name, name_en=group.name_en, icon=group.icon)
            for group in at.centre.priority_groups
        ],
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


def _hours_today(at: Moment) -> list[wire.OpeningSpan]:
    today = local_date(at.now, at.centre.timezone)
    return [
        wire.OpeningSpan(opens=span.opens.strftime("%H:%M"), closes=span.closes.strftime("%H:%M"))
        for span in spans_of(at.centre.hours, today)
    ]


def _language(language: str) -> Literal["vi", "en"]:
    return "en" if language == "en" else "vi"


def _device_kind(kind: str) -> Literal["kiosk", "board", "counter", "pad"]:
    return next(known for known in _DEVICE_KINDS if known == kind)
