"""The pure rules of coming back: stated places, slots of reserved places, trips per case."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.centre import Hours, OpeningSpan, PlaceRules, Service, SupplementRules
from server.domain.instant import MINUTE_MS, Instant, instant
from server.domain.places import next_free_place, slots_of, standing
from server.domain.service_day import break_at, gives_numbers, service_spans
from server.domain.supplements import Visit, stated_rank, trips_of_cases, valid_until

ZONE = "Asia/Ho_Chi_Minh"
MORNING, AFTERNOON = OpeningSpan(time(7, 30), time(11, 30)), OpeningSpan(time(13, 30), time(17))
WEEK = ((MORNING, AFTERNOON),) * 5 + ((), ())
MONDAY = date(2026, 11, 23)


def hours(*, holidays: tuple[date, ...] = (), swaps: dict[date, int] | None = None) -> Hours:
    return Hours(WEEK, 30, 15, frozenset(holidays), swaps or {})


def service(week: tuple[tuple[OpeningSpan, ...], ...] | None = None) -> Service:
    return Service("A", "Chứng thực", "Certification", "#114488", "", week=week)


def local(hour: int, minute: int = 0, *, on: date = MONDAY) -> Instant:
    return instant(datetime.combine(on, time(hour, minute), UTC) - timedelta(hours=7))


def told(at: Instant | None) -> str:
    return "" if at is None else (datetime.fromtimestamp(at / 1000, UTC) + timedelta(hours=7)).strftime("%d/%m %H:%M")


def free(
    of_hours: Hours,
    taken: dict[date, list[Instant]] | None = None,
    of: Service | None = None,
) -> str:
    slot = next_free_place(PlaceRules(), of_hours, of or service(), ZONE, after=MONDAY, taken=taken or {})
    return told(None if slot is None else slot.at)


def test_slots_lie_wholly_within_the_hours_and_never_in_the_break() -> None:
    slots = [told(at)[6:] for at in slots_of(PlaceRules(slot_minutes=45), (MORNING, AFTERNOON), MONDAY, ZONE)]
    assert slots == ["07:30", "08:15", "09:00", "09:45", "10:30", "13:30", "14:15", "15:00", "15:45"]


def test_the_first_place_is_the_first_slot_of_the_next_working_day() -> None:
    assert free(hours()) == "24/11 07:30"


def test_a_chain_of_holidays_is_jumped_over_and_a_swap_day_is_worked() -> None:
    long_holiday = tuple(MONDAY + timedelta(days=ahead) for ahead in range(1, 12))
    assert free(hours(holidays=long_holiday)) == "07/12 07:30"  # the twelfth day is a Saturday
    assert free(hours(holidays=long_holiday, swaps={date(2026, 12, 5): 0})) == "05/12 07:30"


def test_without_any_working_day_within_reach_there_is_no_place() -> None:
    assert free(hours(holidays=tuple(MONDAY + timedelta(days=ahead) for ahead in range(60)))) == ""


def test_a_slot_is_full_at_its_number_and_the_next_one_follows() -> None:
    tuesday = date(2026, 11, 24)
    first = local(7, 30, on=tuesday)
    assert free(hours(), {tuesday: [first]}) == "24/11 07:30"
    assert free(hours(), {tuesday: [first, first]}) == "24/11 07:45"
    all_day = [local(7, on=tuesday) + minutes * MINUTE_MS for minutes in range(0, 700, 5)]
    assert free(hours(), {tuesday: all_day}) == "25/11 07:30"


def test_places_of_former_rules_count_in_the_slot_within_which_they_lie() -> None:
    tuesday = date(2026, 11, 24)
    former = [local(7, 40, on=tuesday), local(7, 44, on=tuesday)]
    assert free(hours(), {tuesday: former}) == "24/11 07:45"


@given(taken=st.lists(st.integers(0, 40), max_size=200), per_slot=st.integers(1, 4))
def test_no_slot_is_ever_given_more_often_than_the_rules_allow(taken: list[int], per_slot: int) -> None:
    rules = PlaceRules(per_slot=per_slot)
    given_so_far: dict[date, list[Instant]] = {}
    for _ in taken:
        slot = next_free_place(rules, hours(), service(), ZONE, after=MONDAY, taken=given_so_far)
        assert slot is not None
        given_so_far.setdefault(slot.day, []).append(slot.at)
    for times in given_so_far.values():
        assert max(times.count(at) for at in times) <= per_slot
        assert times == sorted(times)


def test_a_service_with_hours_of_its_own_has_places_within_them_alone() -> None:
    wednesdays = ((), (), (OpeningSpan(time(9), time(15)),), (), (), (), ())
    assert free(hours(), of=service(wednesdays)) == "25/11 09:00"
    spans = service_spans(hours(), service(wednesdays), date(2026, 11, 25))
    assert spans == (OpeningSpan(time(9), time(11, 30)), OpeningSpan(time(13, 30), time(15)))


@pytest.mark.parametrize(
    ("now", "extended_to", "gives"),
    [
        (local(8, 29), None, False),
        (local(8, 30), None, True),
        (local(12), None, True),
        (local(16, 44), None, True),
        (local(16, 45), None, False),
        (local(16, 45), local(18), True),
        (local(17, 45), local(18), False),
    ],
)
def test_a_service_gives_numbers_around_its_own_hours(now: Instant, extended_to: Instant | None, gives: bool) -> None:
    from_nine = service(((OpeningSpan(time(9), time(17)),),) * 7)
    assert gives_numbers(hours(), from_nine, ZONE, now, extended_to=extended_to) is gives


def test_an_extended_day_does_not_take_along_a_service_that_ends_at_noon() -> None:
    mornings = service(((OpeningSpan(time(7, 30), time(11)),),) * 7)
    assert not gives_numbers(hours(), mornings, ZONE, local(16), extended_to=local(19))


def test_the_break_is_from_the_end_of_the_morning_to_the_afternoon() -> None:
    assert break_at(hours(), ZONE, local(11, 29)) is None
    rest = break_at(hours(), ZONE, local(11, 30))
    assert rest is not None and told(rest.resumes_at) == "23/11 13:30"
    assert break_at(hours(), ZONE, local(13, 30)) is None


def test_who_comes_early_waits_for_the_time_and_who_is_late_ranks_last() -> None:
    rules, at = PlaceRules(late_minutes=30), local(9)
    assert standing(rules, at, local(8)) == (standing(rules, at, local(8, 59)))
    assert standing(rules, at, local(8)).not_before == at
    assert (standing(rules, at, local(9, 30)).ranked_at, standing(rules, at, local(9, 30)).not_before) == (at, None)
    assert standing(rules, at, local(9, 31)).ranked_at == local(9, 31)


def test_the_last_day_of_a_supplement_does_not_count_the_day_of_asking() -> None:
    assert valid_until(SupplementRules(days_valid=30), date(2026, 11, 23)) == date(2026, 12, 23)


@given(ranks=st.lists(st.integers(0, 50), max_size=20).map(sorted), before=st.integers(0, 5), now=st.integers(50, 60))
def test_at_most_the_stated_number_is_called_before(ranks: list[int], before: int, now: int) -> None:
    rank = stated_rank(SupplementRules(people_before=before), ranks, now)
    assert rank <= now
    # Of equal ranks the one who came earlier is called first: everybody in line did.
    ahead = sum(other <= rank for other in ranks)
    assert ahead <= before
    if len(set(ranks)) == len(ranks) and all(b - a > 1 for a, b in pairwise(ranks)):
        assert ahead == min(before, len(ranks)), "nobody is passed without need"


def test_a_case_of_three_visits_counts_once() -> None:
    lacking = {1: None, 2: 1, 5: None}
    enough = {3: 2, 4: None}
    visits = [Visit(ticket_id, before, lacks_something=True) for ticket_id, before in lacking.items()]
    visits += [Visit(ticket_id, before, lacks_something=False) for ticket_id, before in enough.items()]
    assert sorted(trips_of_cases(visits)) == [1, 3]
    assert trips_of_cases(visits[:3]) == []
