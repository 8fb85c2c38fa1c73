"""The waits of one day, really or as it was played, in the figures of the hall: p50, p90, share within the target, idle
while people wait. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from server.domain.instant import MINUTE_MS, Instant
from server.domain.past_day import DayDesk, PastDay
from server.domain.waiting_time import Span, idle_while_waiting_ms, percentile
from server.domain.what_if import Played

_Key = TypeVar("_Key", int, str)

HALF_HOUR_MS = 30 * MINUTE_MS
WELL_MS = 2 * MINUTE_MS
"""A replay that is no further off, for half of the people, is as good as the minutes that are shown."""
WELL_SHARE = 0.25
"""Or no further off than this share of the real median wait."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits from the beginning to the first call, of some people; no figure without anybody."""

    called: int
    not_called: int
    """Waited and were never called, those who gave their number back among them."""
    p50_ms: int | None
    p90_ms: int | None
    longest_ms: int | None
    within: float | None
    """Of those called, the share that was called within the target of its service."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    all: Waits
    services: dict[str, Waits]
    half_hours: dict[Instant, Waits]
    """By the half hour in which they began to wait."""
    idle_ms: int
    """All counters together: open, with nobody there, while somebody waited whom they serve."""
    last_at: Instant | None
    """When the last person left a desk."""


@dataclass(frozen=True, slots=True)
class Faith:
    """How well the replay of the unchanged day does what the day really did."""

    people: int
    """Called in both."""
    off_ms: int
    """The median, over them, of how far the two waits of one person are apart."""
    is_poor: bool


def day_figures(day: PastDay, desks: Sequence[DayDesk], played: Played) -> DayFigures:
    """Figures of the people of `day` as they were `played` at `desks`."""
    closes_at = max((desk.closes_at for desk in desks), default=day.midnight)
    everybody: list[_Wait] = []
    waiting: dict[str, list[Span]] = defaultdict(list)
    for turn in day.turns:
        since = played.waiting_since.get(turn.turn_id)
        if since is None or not turn.is_counted:
            continue
        wait_ms = played.wait_ms(turn.turn_id)
        everybody.append(_Wait(turn.service, since, wait_ms, day.targets_ms.get(turn.service, 0)))
        until = played.left_at.get(turn.turn_id, closes_at) if wait_ms is None else since + wait_ms
        if until > since:
            waiting[turn.service].append(Span(since, until))
    served = {desk.counter.counter_id: played.served.get(desk.counter.counter_id, []) for desk in desks}
    return DayFigures(
        all=_waits(everybody),
        services={code: _waits(own) for code, own in _grouped((wait.service, wait) for wait in everybody)},
        half_hours={
            start: _waits(own)
            for start, own in _grouped(
                (wait.since - (wait.since - day.midnight) % HALF_HOUR_MS, wait) for wait in everybody
            )
        },
        idle_ms=idle_while_waiting_ms(
            {desk.counter.counter_id: _free(desk, served[desk.counter.counter_id]) for desk in desks},
            {desk.counter.counter_id: (*desk.counter.services, *desk.counter.second_services) for desk in desks},
            waiting,
        ),
        last_at=max((span.end for spans in played.served.values() for span in spans), default=None),
    )


def faith_of(day: PastDay, real: Played, replayed: Played) -> Faith:
    """Compare the day as it was with its replay without any change."""
    pairs = [
        (known, again)
        for turn in day.turns
        if turn.is_counted
        and (known := real.wait_ms(turn.turn_id)) is not None
        and (again := replayed.wait_ms(turn.turn_id)) is not None
    ]
    if not pairs:
        return Faith(0, 0, is_poor=True)
    off_ms = round(median(abs(known - again) for known, again in pairs))
    usual_ms = median(known for known, _ in pairs)
    return Faith(len(pairs), off_ms, is_poor=off_ms > max(WELL_MS, WELL_SHARE * usual_ms))


@dataclass(frozen=True, slots=True)
class _Wait:
    service: str
    since: Instant
    wait_ms: int | None
    target_ms: int


def _waits(people: Sequence[_Wait]) -> Waits:
    waits = [wait.wait_ms for wait in people if wait.wait_ms is not None]
    within = sum(wait.wait_ms <= wait.target_ms for wait in people if wait.wait_ms is not None)
    return Waits(
        called=len(waits),
        not_called=len(people) - len(waits),
        p50_ms=percentile(waits, 0.5),
        p90_ms=percentile(waits, 0.9),
        longest_ms=max(waits, default=None),
        within=within / len(waits) if waits else None,
    )


def _grouped(waits: Iterable[tuple[_Key, _Wait]]) -> list[tuple[_Key, list[_Wait]]]:
    groups: dict[_Key, list[_Wait]] = defaultdict(list)
    for key, wait in waits:
        groups[key].append(wait)
    return sorted(groups.items())


def _free(desk: DayDesk, served: Iterable[Span]) -> list[Span]:
    """When the counter was open and had nobody: absences that nobody recorded are among it."""
    return _without([shift.span for shift in desk.shifts], (*desk.pauses, *served))


def _without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for off in taken:
        left = [
            part
            for span in left
            for part in (Span(span.start, min(span.end, off.start)), Span(max(span.start, off.end), span.end))
            if part.start < part.end
        ]
    return left
