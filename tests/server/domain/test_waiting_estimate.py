"""The waiting-time estimate: what moves it and how, lunch, closing, and the chance of being called today."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.centre import Counter, QueueRules
from server.domain.eligibility import Desk, Desks
from server.domain.instant import MINUTE_MS
from server.domain.pace import Pace
from server.domain.waiting_estimate import (
    Busy,
    Forecast,
    Forecasts,
    Hall,
    OpenTime,
    Standing,
    bounds,
    chance_today,
    forecast,
    remaining,
)

NOW = 1_800_000_000_000
HOUR_MS = 60 * MINUTE_MS
Q1 = Counter("Q1", 1, "Quầy số 1", ("A",))
Q2 = Counter("Q2", 2, "Quầy số 2", ("A",))
Q3 = Counter("Q3", 3, "Quầy số 3", ("B",), ("A",))
COUNTERS = {"Q1": Q1, "Q2": Q2, "Q3": Q3}
TEN_MINUTES = Pace(expected_ms={"A": 10 * MINUTE_MS, "B": 10 * MINUTE_MS})


def waits(turn_id: int, minutes: float = 1, rate: str = "ordinary", service: str = "A", **more: object) -> Standing:
    ranked_at = NOW - round(minutes * MINUTE_MS)
    return replace(Standing(turn_id, service, rate, "vi", None, None, ranked_at, turn_id, 0, None), **more)  # type: ignore[arg-type]  # fields by name


def hall(
    *standing: Standing,
    desks: tuple[Desk, ...] = (Desk(Q1, "CB01"),),
    busy: dict[str, Busy] | None = None,
    spans: list[tuple[int, int]] | None = None,
    pace: Pace = TEN_MINUTES,
) -> Hall:
    return Hall(
        open_time=OpenTime(NOW, spans or [(NOW - HOUR_MS, NOW + 8 * HOUR_MS)]),
        hour=9,
        minute=0,
        desks=Desks(desks),
        busy=busy or {},
        standing=standing,
        services=["A", "B"],
        rules=QueueRules(rates={"ordinary": 1, "priority": 3}),
        pace=pace,
    )


def middle_min(known: Forecasts, service: str = "A", rate: str = "ordinary") -> float:
    found = known.newcomer(service, rate)
    assert found is not None
    return found.middle_ms / MINUTE_MS


def test_a_free_desk_calls_at_once() -> None:
    known = forecast(hall())
    assert middle_min(known) == 0
    shown = known.range_of(known.newcomer("A"))
    assert shown is not None and shown.low_min == 0 and shown.high_min <= 3


def test_each_person_ahead_takes_their_time_and_two_desks_share_them() -> None:
    line = [waits(n) for n in range(1, 5)]
    one, two = forecast(hall(*line)), forecast(hall(*line, desks=(Desk(Q1, "CB01"), Desk(Q2, "CB02"))))
    assert 32 < middle_min(one) <= 40
    assert 15 < middle_min(two) <= 20


def test_nobody_there_says_nothing() -> None:
    known = forecast(hall(desks=()))
    assert known.newcomer("A") is None and known.range_of(None) is None
    assert known.chance_today("A") == 1.0, "nobody is warned on no ground"
    assert forecast(hall()).newcomer("B") is None, "and for a service of which nobody is there"


def test_everybody_who_waits_has_a_forecast_of_their_own() -> None:
    known = forecast(hall(waits(1, 9), waits(2, 8), waits(3, 7)))
    middles = [found.middle_ms for turn in (1, 2, 3) if (found := known.waiting(turn)) is not None]
    assert middles == sorted(middles) and len(set(middles)) == 3


def test_priority_is_called_before_and_lengthens_the_wait_of_others() -> None:
    line = [waits(n, 5 + n) for n in range(1, 6)]
    known = forecast(hall(*line))
    assert middle_min(known, rate="priority") < middle_min(known)
    busy_morning = replace(TEN_MINUTES, arrivals={("A", "priority", hour): 3.0 for hour in range(24)})
    assert middle_min(forecast(hall(*line, pace=busy_morning))) > middle_min(known)


def test_a_turn_that_has_begun_is_nearly_done_or_takes_long() -> None:
    just, long_ago = Busy("A", NOW), Busy("A", NOW - 9 * MINUTE_MS)
    assert middle_min(forecast(hall(busy={"Q1": long_ago}))) < middle_min(forecast(hall(busy={"Q1": just})))
    mean, variance = remaining(600_000, 0.5, 0)
    assert mean == 600_000 and variance == pytest.approx((0.5 * 600_000) ** 2)
    assert all(remaining(600_000, 0.5, taken)[0] > 0 for taken in (1, 600_000, 3_600_000, 36_000_000))


def test_a_desk_that_pauses_is_expected_back() -> None:
    known = forecast(hall(desks=(Desk(Q1, "CB01", paused_since=NOW - MINUTE_MS),)))
    assert 0 < middle_min(known) <= 10
    for_long = forecast(hall(desks=(Desk(Q1, "CB01", paused_since=NOW - HOUR_MS),)))
    assert middle_min(for_long) > 30


def test_second_services_wait_for_the_first() -> None:
    line = [waits(n, 5, service="B") for n in range(1, 4)]
    known = forecast(hall(*line, desks=(Desk(Q3, "CB03"),)))
    assert middle_min(known, "A") >= middle_min(known, "B") > 20


def test_a_reserved_place_that_is_due_takes_its_time() -> None:
    due = waits(0, -5, not_before=NOW + 5 * MINUTE_MS)
    in_line = [waits(1), waits(2)]
    behind = forecast(hall(*in_line, due)).waiting(2)
    assert behind is not None and behind == forecast(hall(*in_line)).waiting(2), "not before its time"
    after = forecast(hall(due, waits(3, -6, not_before=NOW + 6 * MINUTE_MS))).waiting(3)
    assert after is not None and after.middle_ms > 6 * MINUTE_MS


def test_lunch_is_cut_in() -> None:
    spans = [(NOW - HOUR_MS, NOW + 15 * MINUTE_MS), (NOW + 135 * MINUTE_MS, NOW + 6 * HOUR_MS)]
    known = forecast(hall(*(waits(n) for n in range(1, 4)), spans=spans))
    shown = known.range_of(known.newcomer("A"))
    assert shown is not None and shown.high_min >= 135
    found = known.newcomer("A")
    assert found is not None and found.middle_ms < 60 * MINUTE_MS, "open time only"


def test_nothing_is_said_of_a_wait_that_closing_cuts_off() -> None:
    """A range that ended at closing would be the shorter the later somebody comes."""
    known = forecast(hall(*(waits(n) for n in range(1, 30)), spans=[(NOW, NOW + 45 * MINUTE_MS)]))
    assert known.newcomer("A") is not None
    assert known.range_of(known.newcomer("A")) is None
    assert known.chance_today("A") < 0.01
    assert forecast(hall(spans=[(NOW, NOW + 45 * MINUTE_MS)])).chance_today("A") > 0.99


def test_before_opening_the_wait_begins_with_the_doors() -> None:
    known = forecast(hall(spans=[(NOW + 20 * MINUTE_MS, NOW + 4 * HOUR_MS)]))
    shown = known.range_of(known.newcomer("A"))
    assert shown is not None and shown.low_min == 20


# --- properties -------------------------------------------------------------------------------------------------


@given(
    ahead=some.integers(0, 12),
    desks=some.integers(1, 2),
    minutes=some.floats(1, 40),
)
def test_one_more_ahead_never_shortens_and_one_more_desk_never_lengthens(
    ahead: int, desks: int, minutes: float
) -> None:
    staffed = (Desk(Q1, "CB01"), Desk(Q2, "CB02"))
    pace = Pace(expected_ms={"A": round(minutes * MINUTE_MS), "B": MINUTE_MS})
    line = [waits(n) for n in range(1, ahead + 2)]
    here = middle_min(forecast(hall(*line[:ahead], desks=staffed[:desks], pace=pace)))
    one_more = middle_min(forecast(hall(*line, desks=staffed[:desks], pace=pace)))
    both = middle_min(forecast(hall(*line[:ahead], desks=staffed, pace=pace)))
    a_little = 0.1 * minutes  # the median leans away from a mean that varies more
    assert one_more >= here - a_little
    assert both <= here + a_little


@given(middle=some.integers(0, 10**8), spread=some.integers(0, 10**7), left=some.integers(-(10**6), 10**8))
def test_the_chance_is_a_chance_and_moves_the_right_way(middle: int, spread: int, left: int) -> None:
    here = chance_today(Forecast(middle, spread), left)
    assert 0 <= here <= 1
    assert chance_today(Forecast(middle + MINUTE_MS, spread), left) <= here
    assert chance_today(Forecast(middle, spread), left + MINUTE_MS) >= here


@given(middle=some.integers(0, 10**8), spread=some.integers(0, 10**7))
def test_the_middle_lies_in_the_range(middle: int, spread: int) -> None:
    low, high = bounds(Forecast(middle, spread))
    assert 0 <= low <= middle <= high


def test_late_in_the_day_nobody_is_sent_to_a_counter_where_nobody_sits() -> None:
    assert chance_today(None, 2 * HOUR_MS) == 1.0
    assert chance_today(None, 40 * MINUTE_MS) == 0.0
    assert chance_today(None, 0) == 0.0


def test_somebody_behind_more_or_fewer_people_than_at_the_play_waits_longer_or_shorter() -> None:
    line = [waits(n) for n in range(1, 5)]
    known = forecast(hall(*line, desks=(Desk(Q1, "CB01"), Desk(Q2, "CB02"))))
    middles = [found.middle_ms for people in range(9) if (found := known.behind(people, "A")) is not None]
    assert middles == sorted(middles) and len(set(middles)) == 9
    assert known.behind(4, "A") == known.newcomer("A")
    played = forecast(hall(*line, *(waits(n, 0.5) for n in (5, 6, 7)), desks=(Desk(Q1, "CB01"), Desk(Q2, "CB02"))))
    assert abs(middles[7] / MINUTE_MS - middle_min(played)) < 10, (
        "within one turn of what a play with so many people says"
    )
    assert forecast(hall(desks=())).behind(3, "A") is None


def test_free_desks_take_the_first_of_a_burst_at_once() -> None:
    known = forecast(hall(desks=(Desk(Q1, "CB01"), Desk(Q2, "CB02"))))
    said = [found.middle_ms / MINUTE_MS for people in range(4) if (found := known.behind(people, "A")) is not None]
    assert said == [0, 0, 5, 10]


def test_after_lunch_it_is_no_surer_than_before() -> None:
    lunch_soon = [(NOW - HOUR_MS, NOW + HOUR_MS), (NOW + 2 * HOUR_MS, NOW + 6 * HOUR_MS)]
    line = [waits(n) for n in range(1, 8)]
    with_lunch, without = forecast(hall(*line, spans=lunch_soon)), forecast(hall(*line))
    late, same = with_lunch.waiting(7), without.waiting(7)
    assert late is not None and same is not None
    assert late.middle_ms >= same.middle_ms and late.spread_ms > 0.85 * same.spread_ms


def test_a_free_desk_calls_as_soon_as_free_desks_did_in_the_past() -> None:
    known = forecast(hall(pace=replace(TEN_MINUTES, reaction_ms=30_000)))
    assert middle_min(known) == 0.5
