"""Points in time as the tables store them: UTC, whole milliseconds since 1970."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = int
"""UTC milliseconds since 1970-01-01T00:00:00Z."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS


def instant(at: datetime) -> Instant:
    """Milliseconds of an aware datetime, rounded down.

    Raises:
        ValueError: the datetime is naive.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone has no place here")
    return (at - _EPOCH) // _MILLISECOND


def as_datetime(at: Instant) -> datetime:
    return _EPOCH + timedelta(milliseconds=at)


def rfc3339(at: Instant) -> str:
    """`2026-11-21T01:02:03.004Z`: fixed width, so that text order is time order."""
    return as_datetime(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_date(at: Instant, zone: str) -> date:
    return as_datetime(at).astimezone(ZoneInfo(zone)).date()
