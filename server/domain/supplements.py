"""Coming back with what was missing: how long one may, the place one gets, and how many trips a case took."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.centre import SupplementRules
from server.domain.instant import Instant


def valid_until(rules: SupplementRules, asked_on: date) -> date:
    """The last day on which it may be brought, included."""
    return asked_on + timedelta(days=rules.days_valid)


def stated_rank(rules: SupplementRules, in_line: Sequence[Instant], now: Instant) -> Instant:
    """The rank of somebody who comes back now: as late as is just before the first who shall be called after.

    Args:
        in_line: the ranks of those who wait for the same counters, in order; the first `people_before` stay before.
    """
    if len(in_line) <= rules.people_before:
        return now
    return min(now, in_line[rules.people_before] - 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """One ticket, and whether it brings what an earlier one lacked."""

    ticket_id: int
    brings_for: int | None
    """The ticket of the visit before; None: the case begins here."""
    lacks_something: bool
    """Something was asked for this time: the case goes on, or waits to."""
    service: str = ""
    day: str = ""
    """The service day, ISO 8601."""


@dataclass(frozen=True, slots=True)
class EndedCase:
    """A case that lacks nothing any more: its last visit's service and day, and how many visits it took."""

    service: str
    day: str
    trips: int


def trips_of_cases(visits: Collection[Visit]) -> list[int]:
    """How many visits each ended case took, in no order.

    A case is a chain of visits, each bringing what the one before lacked. One that still lacks something is not
    over and not counted; a forerunner that is not among `visits` is not counted.
    """
    return [case.trips for case in ended_cases(visits)]


def ended_cases(visits: Collection[Visit]) -> list[EndedCase]:
    """Every ended case, as `trips_of_cases` counts them."""
    known = {visit.ticket_id: visit for visit in visits}
    return [EndedCase(last.service, last.day, _trips(last, known)) for last in visits if not last.lacks_something]


def _trips(last: Visit, known: dict[int, Visit]) -> int:
    count, visit = 1, last
    while visit.brings_for is not None and visit.brings_for in known:
        visit = known[visit.brings_for]
        count += 1
    return count
