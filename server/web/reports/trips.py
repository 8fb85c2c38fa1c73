"""Trips per case: how many visits an ended case took, for the centre and each service, with how many cases that are."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel

from server.db.queries.supplements import visits_alone, visits_of_chains
from server.domain.instant import local_date
from server.domain.supplements import ended_cases
from server.house import House
from server.web.page_language import name_in

FEWEST_CASES = 10
"""Fewer say nothing: one case more or less would move the mean visibly."""
MONTH_DAYS = 30


class Trips(BaseModel):
    cases: int
    """The denominator: cases that ended in the period. One that still lacks something has not."""
    mean: float | None
    """Visits per ended case, 1 is the best there is; None below ten cases."""


class TripsOfService(Trips):
    service: str
    name: str


class TripsOfPeriod(BaseModel):
    """Service days `since` to `until`, both included. A case counts on the day and under the service of its last visit,
    with every visit before, however long ago."""

    since: str
    until: str
    centre: Trips
    services: list[TripsOfService]


class FloorTrips(BaseModel):
    today: TripsOfPeriod
    month: TripsOfPeriod
    """The last thirty days, today included."""


def trips_of_period(house: House, language: str, since: date, until: date) -> TripsOfPeriod:
    return _of_period(house, language, _cases_between(house, since, until), since, until)


def trips_of_days(
    connection: sqlite3.Connection, first_day: str, last_day: str, alone: Iterable[Mapping[str, int]]
) -> Trips:
    """Of the whole centre.

    Args:
        alone: visits that were whole cases, by service, of the parts of the period: they need not be read again.
    """
    chains = ended_cases(visits_of_chains(connection, first_day, last_day))
    visits = [_Cases("", "", 1, count) for of_part in alone for count in of_part.values()]
    return _trips([*visits, *(_Cases("", "", case.trips, 1) for case in chains if first_day <= case.day <= last_day)])


def floor_trips(house: House, language: str) -> FloorTrips:
    """Today, and the last thirty days."""
    today = local_date(house.now(), house.centre().timezone)
    since = today - timedelta(days=MONTH_DAYS - 1)
    cases = _cases_between(house, since, today)
    return FloorTrips(
        today=_of_period(house, language, cases, today, today), month=_of_period(house, language, cases, since, today)
    )


@dataclass(frozen=True, slots=True)
class _Cases:
    """Ended cases that are alike."""

    service: str
    day: str
    trips: int
    count: int


def _cases_between(house: House, since: date, until: date) -> list[_Cases]:
    connection, days = house.read(), (since.isoformat(), until.isoformat())
    alone = [_Cases(service, day, 1, count) for service, day, count in visits_alone(connection, *days)]
    chains = ended_cases(visits_of_chains(connection, *days))
    return [*alone, *(_Cases(case.service, case.day, case.trips, 1) for case in chains)]


def _of_period(house: House, language: str, cases: Sequence[_Cases], since: date, until: date) -> TripsOfPeriod:
    within = [case for case in cases if since.isoformat() <= case.day <= until.isoformat()]
    services = []
    for service in house.centre().services:
        trips = _trips([case for case in within if case.service == service.code])
        name = name_in(language, service)
        services.append(TripsOfService(service=service.code, name=name, cases=trips.cases, mean=trips.mean))
    return TripsOfPeriod(since=since.isoformat(), until=until.isoformat(), centre=_trips(within), services=services)


def _trips(cases: Sequence[_Cases]) -> Trips:
    count = sum(case.count for case in cases)
    if count < FEWEST_CASES:
        return Trips(cases=count, mean=None)
    return Trips(cases=count, mean=round(sum(case.trips * case.count for case in cases) / count, 2))
