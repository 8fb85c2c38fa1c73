"""Points in time as the tables store them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.instant import as_datetime, instant, local_date, rfc3339


def test_an_instant_is_whole_utc_milliseconds_rounded_down() -> None:
    assert instant(datetime(1970, 1, 1, 0, 0, 1, 2999, tzinfo=UTC)) == 1002
    assert instant(datetime(1970, 1, 1, 7, tzinfo=timezone(timedelta(hours=7)))) == 0


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        instant(datetime(2026, 11, 23, 8, 0))  # noqa: DTZ001 - the point of the test


def test_text_has_milliseconds_and_a_fixed_width() -> None:
    assert rfc3339(0) == "1970-01-01T00:00:00.000Z"
    assert rfc3339(1_795_000_000_007) == "2026-11-18T11:06:40.007Z"


@given(at=some.integers(0, 4_102_444_800_000), later=some.integers(1, 10**12))
def test_text_order_is_time_order_and_nothing_is_lost(at: int, later: int) -> None:
    assert rfc3339(at) < rfc3339(at + later)
    assert instant(as_datetime(at)) == at
    assert instant(datetime.fromisoformat(rfc3339(at))) == at


def test_the_local_date_is_that_of_the_centre() -> None:
    just_before_midnight = instant(datetime(2026, 11, 23, 16, 59, 59, 999_000, tzinfo=UTC))
    assert local_date(just_before_midnight, "Asia/Ho_Chi_Minh") == date(2026, 11, 23)
    assert local_date(just_before_midnight + 1, "Asia/Ho_Chi_Minh") == date(2026, 11, 24)
