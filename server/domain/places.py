"""Reserved places (Số đặt trước): a time on a later working day, claimed with a code when one is there."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.domain.centre import Hours, OpeningSpan, PlaceRules, Service
from server.domain.instant import MINUTE_MS, Instant, instant
from server.domain.service_day import service_spans

FURTHEST_DAYS = 30
"""How far ahead places are looked for: longer than the longest chain of holidays, and no further, for people forget."""


class PlaceState(StrEnum):
    RESERVED = "reserved"
    CLAIMED = "claimed"
    """A ticket was issued for it."""
    WITHDRAWN = "withdrawn"
    """Given back, or taken back by staff."""
    MISSED = "missed"
    """Its day closed and nobody had claimed it."""


class PlaceReason(StrEnum):
    """Why somebody has a reserved place instead of a number."""

    END_OF_DAY = "end_of_day"
    """A number taken then would hardly have been called."""
    QUOTA = "quota"
    """The day's numbers of the service were used up."""
    CLOSING = "closing"
    """An open ticket at closing."""
    ASKED = "asked"
    """The citizen wanted it so."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A free place: when it is called at the earliest."""

    day: date
    at: Instant


def next_free_place(
    rules: PlaceRules,
    hours: Hours,
    service: Service,
    zone: str,
    *,
    after: date,
    taken: Mapping[date, Sequence[Instant]],
) -> Slot | None:
    """The first of `free_places`; None when there is none."""
    return next(free_places(rules, hours, service, zone, after=after, taken=taken), None)


def free_places(
    rules: PlaceRules,
    hours: Hours,
    service: Service,
    zone: str,
    *,
    after: date,
    taken: Mapping[date, Sequence[Instant]],
) -> Iterator[Slot]:
    """The slots of working days after `after` in which a place is free, in order, within `FURTHEST_DAYS`.

    Args:
        taken: the appointed times of all places already given, by day. They need not lie on the slots of today's
            rules: each counts in the slot within which it lies.
    """
    for ahead in range(1, FURTHEST_DAYS + 1):
        day = after + timedelta(days=ahead)
        slots = list(slots_of(rules, service_spans(hours, service, day), day, zone))
        in_use = [0] * len(slots)
        for at in taken.get(day, ()):
            slot = bisect_right(slots, at) - 1
            if slot >= 0:
                in_use[slot] += 1
        for at, used in zip(slots, in_use, strict=True):
            if used < rules.per_slot:
                yield Slot(day, at)


def slots_of(rules: PlaceRules, spans: Sequence[OpeningSpan], on: date, zone: str) -> Iterator[Instant]:
    """The slots of a day, in order: each lies wholly within one stretch of opening hours."""
    tz = ZoneInfo(zone)
    length = rules.slot_minutes * MINUTE_MS
    for span in spans:
        at, end = (instant(datetime.combine(on, clock_time, tz)) for clock_time in (span.opens, span.closes))
        while at + length <= end:
            yield at
            at += length


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the holder of a reserved place stands in the queue."""

    ranked_at: Instant
    not_before: Instant | None
    """Not called before; None: may be called at once."""


def standing(rules: PlaceRules, at: Instant, now: Instant) -> Standing:
    """The place of somebody who comes at `now` for a place appointed at `at`.

    Early: waits for the time. In time: ranks as if there since the time. Later than the rules allow: ranks last.
    """
    if now < at:
        return Standing(at, at)
    if now - at > rules.late_minutes * MINUTE_MS:
        return Standing(now, None)
    return Standing(at, None)
