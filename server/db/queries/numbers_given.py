"""Whether a service gives a number now: its closing, its hours, its quota."""

import sqlite3
from enum import StrEnum

from server.db.queries.days import ServiceDay, closed_services_of
from server.db.queries.places import unclaimed_places
from server.db.queries.tickets import emergency_numbers, last_number, numbers_in_hand
from server.domain.centre import Centre, Service
from server.domain.instant import Instant
from server.domain.service_day import gives_numbers


class NoNumber(StrEnum):
    """Why a service gives no number now. The values are the kiosk snapshot's."""

    NO_COUNTER = "no_counter"
    CLOSED = "closed"
    QUOTA = "quota"
    HOURS = "hours"


def why_no_number(
    connection: sqlite3.Connection,
    centre: Centre,
    day: ServiceDay,
    service: Service,
    now: Instant,
    closed: frozenset[str] | None = None,
) -> NoNumber | None:
    """Why a service gives no number in an open day, or None when it does.

    Args:
        closed: the services closed on that day, if known already.
    """
    if not centre.counters_of(service.code):
        return NoNumber.NO_COUNTER
    if service.code in (closed_services_of(connection, day.day) if closed is None else closed):
        return NoNumber.CLOSED
    if not gives_numbers(centre.hours, service, centre.timezone, now, extended_to=day.extended_to):
        return NoNumber.HOURS
    if service.daily_quota is not None and is_quota_used(connection, day.day, service, service.daily_quota):
        return NoNumber.QUOTA
    return None


def is_quota_used(connection: sqlite3.Connection, day: str, service: Service, quota: int) -> bool:
    """Whether the day's numbers are used up: those given, and those that reserved places of today still wait for.

    A number that reached nobody, or that was given up, does not count.
    """
    promised = unclaimed_places(connection, day, service.code)
    given_at_most = last_number(connection, day, service.code) + emergency_numbers(connection, day)
    if given_at_most + promised < quota:
        return False
    return numbers_in_hand(connection, day, service.code) + promised >= quota
