"""The pace of the past: what is counted, what is left out, and how little is believed of few turns."""

from server.domain.instant import MINUTE_MS
from server.domain.pace import EXPECTED_WEIGHT, USUAL_REACTION_MS, PastTurn, pace_of

EXPECTED = {"A": 15 * MINUTE_MS}


def turn(
    n: int, *, minutes: float = 10, at_min: float | None = None, waited_min: float = 0, **more: object
) -> PastTurn:
    called = round((n * 60 if at_min is None else at_min) * MINUTE_MS)
    values = {
        "day": "2026-03-02",
        "counter_id": "Q1",
        "service": "A",
        "rate": "ordinary",
        "called_at": called,
        "left_at": called + round(minutes * MINUTE_MS),
        "waiting_since": called - round(waited_min * MINUTE_MS),
        "hour": 9,
        "came_hour": 9,
    }
    return PastTurn(**(values | more))  # type: ignore[arg-type]  # fields by name


def mean_min(*turns: PastTurn) -> float:
    return pace_of(turns, EXPECTED).mean_ms("A", 9) / MINUTE_MS


def test_a_new_centre_goes_by_its_targets() -> None:
    assert mean_min() == 15
    assert pace_of([], EXPECTED).mean_ms("Z", 9) == 15 * MINUTE_MS


def test_few_turns_move_it_a_little_and_many_all_the_way() -> None:
    few, many = (mean_min(*(turn(n) for n in range(count))) for count in (2, 400))
    assert 13 < few < 15
    assert 10 <= many < 10.5
    half = mean_min(*(turn(n, minutes=9.75) for n in range(EXPECTED_WEIGHT)))
    assert abs(half - 12.5) < 0.2, "as many turns as the target counts for: half way"


def test_while_people_wait_the_time_to_the_next_call_belongs_to_the_turn() -> None:
    queue = [turn(n, at_min=14 * n, minutes=10, waited_min=30) for n in range(200)]
    assert mean_min(*queue) > 13.8
    nobody_waited = [turn(n, at_min=14 * n, minutes=10) for n in range(200)]
    assert mean_min(*nobody_waited) < 10.6


def test_lunch_and_forgotten_turns_are_no_service() -> None:
    before_lunch = [turn(n, at_min=130 * n, minutes=10, waited_min=200) for n in range(200)]
    assert mean_min(*before_lunch) < 10.6
    assert mean_min(*(turn(n, minutes=400) for n in range(200))) == 15


def test_somebody_back_from_hold_delays_the_next_one() -> None:
    queue = []
    for n in range(100):
        queue.append(turn(n, at_min=20 * n, minutes=10, waited_min=60))
        queue.append(turn(n, at_min=20 * n + 10, minutes=10, waited_min=90, is_resumed=True))
    assert mean_min(*queue) > 18, "the line moves every 20 minutes"


def test_hours_differ_as_far_as_many_turns_say_so() -> None:
    morning = [turn(n, minutes=8, hour=9) for n in range(300)]
    afternoon = [turn(n + 300, minutes=12, hour=15) for n in range(300)]
    pace = pace_of([*morning, *afternoon], EXPECTED)
    assert pace.mean_ms("A", 9) < 9 * MINUTE_MS
    assert pace.mean_ms("A", 15) > 11 * MINUTE_MS
    one_odd_hour = pace_of([*morning, turn(999, minutes=40, hour=15)], EXPECTED)
    assert one_odd_hour.mean_ms("A", 15) < 12 * MINUTE_MS


def test_arrivals_are_people_a_day() -> None:
    two_days = [turn(n, day=f"2026-03-0{2 + n % 2}") for n in range(10)]
    assert pace_of(two_days, EXPECTED).arrivals_in("A", "ordinary", 9) == 5
    assert pace_of(two_days, EXPECTED).arrivals_in("A", "priority", 9) == 0


def test_how_soon_a_free_desk_calls_is_learnt_from_those_who_came_to_one() -> None:
    assert pace_of([], EXPECTED).reaction_ms == USUAL_REACTION_MS
    at_once = [turn(n, waited_min=0.5) for n in range(400)]
    assert 28_000 < pace_of(at_once, EXPECTED).reaction_ms <= 30_000
    behind_others = [turn(n, at_min=10 * n, waited_min=1.5) for n in range(400)]
    assert pace_of(behind_others, EXPECTED).reaction_ms == USUAL_REACTION_MS, "no desk was free when they came"
    while_away = [turn(n, waited_min=15) for n in range(400)]
    assert pace_of(while_away, EXPECTED).reaction_ms == USUAL_REACTION_MS
