"""The plan of a day's people: reproducible, and with the shares that were asked for."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.people.planning import (
    Coming,
    DayPlan,
    Opening,
    level_pressed,
    plan_day,
    without_breaks,
)
from simulation.people.sample_day import profile, profile_names, sample_day

HOUR_MS = 3_600_000
OPENING = Opening(
    spans=((7 * HOUR_MS + HOUR_MS // 2, 11 * HOUR_MS + HOUR_MS // 2), (13 * HOUR_MS + HOUR_MS // 2, 17 * HOUR_MS)),
    tickets_from=7 * HOUR_MS,
    tickets_until=16 * HOUR_MS + 3 * HOUR_MS // 4,
)
STAFF = {"Q1": "CB01", "Q2": "CB02"}
SERVICES = {"Q1": ("A", "K"), "Q2": ("B", "C", "E", "G", "H")}

seeds = st.text(min_size=1, max_size=8)
sizes = st.integers(min_value=20, max_value=500)


def planned(seed: str, tickets: int = 140) -> DayPlan:
    day = replace(sample_day(), tickets=tickets)
    return plan_day(seed, day, opening=OPENING, staff=STAFF, services_of=SERVICES)


@given(seed=seeds, tickets=sizes)
def test_the_same_seed_plans_the_same_people(seed: str, tickets: int) -> None:
    assert planned(seed, tickets) == planned(seed, tickets)


def test_another_seed_plans_other_people() -> None:
    assert planned("1").citizens != planned("2").citizens


@given(seed=seeds, tickets=sizes)
def test_shares_are_met_to_the_last_person(seed: str, tickets: int) -> None:
    day, citizens = sample_day(), planned(seed, tickets).citizens

    assert len(citizens) == tickets
    services = Counter(citizen.service for citizen in citizens)
    for service, share in day.service_mix.items():
        assert abs(services[service] - share * tickets) < 1
    for what, share in (
        (sum(citizen.rates for citizen in citizens), day.rating_rate),
        (sum(citizen.priority_group is not None for citizen in citizens), day.priority_rate),
        (sum(citizen.coming is Coming.GONE for citizen in citizens), day.no_show_rate),
    ):
        assert abs(what - share * tickets) < 1


@given(seed=seeds, tickets=sizes)
def test_half_hours_get_their_share_while_numbers_are_given(seed: str, tickets: int) -> None:
    arrivals = [citizen.arrives_ms for citizen in planned(seed, tickets).citizens]

    assert arrivals == sorted(arrivals)
    assert all(OPENING.tickets_from <= at < OPENING.tickets_until for at in arrivals)
    for start, share in sample_day().arrivals:
        within = sum(start <= at < start + HOUR_MS // 2 for at in arrivals)
        assert abs(within - share * tickets) < 1


@given(seed=seeds)
def test_everybody_has_time_to_walk_and_to_be_served(seed: str) -> None:
    day = sample_day()
    for citizen in planned(seed).citizens:
        mean_ms = day.service_minutes[citizen.service] * 60_000
        assert mean_ms * 0.2 < citizen.service_ms < mean_ms * 4
        assert 5_000 < citizen.walk_ms < 60_000
        # Within the shortest life of a rating window, a second thought included.
        assert 0 < citizen.press_after_ms < 17_000


def test_levels_follow_the_sample_distribution_for_an_ordinary_officer() -> None:
    distribution = sample_day().rating_distribution
    n = 10_000
    pressed = Counter(level_pressed((at + 0.5) / n, 0.0, distribution) for at in range(n))

    for level, share in distribution.items():
        assert pressed[level] / n == pytest.approx(share, abs=0.001)


def test_charm_moves_the_levels() -> None:
    distribution = sample_day().rating_distribution

    def mean(charm: float) -> float:
        return sum(level_pressed((at + 0.5) / 1000, charm, distribution) for at in range(1000)) / 1000

    assert mean(-0.3) < mean(0.0) < mean(0.5)


def test_officers_differ_and_stay_themselves() -> None:
    first, other = planned("monday"), planned("tuesday")
    assert first.desks[0].habits != first.desks[1].habits
    assert [desk.habits for desk in first.desks] == [desk.habits for desk in other.desks]


def test_without_breaks_the_day_begins_at_once_and_has_no_lunch() -> None:
    plan = planned("1")
    joined = without_breaks(plan, OPENING)

    assert len(joined.citizens) == len(plan.citizens)
    gaps = [b.arrives_ms - a.arrives_ms for a, b in zip(joined.citizens, joined.citizens[1:], strict=False)]
    assert max(gaps) < HOUR_MS
    assert joined.desks[0].on_duty_ms == ((0, int(7.5 * HOUR_MS)),)


@pytest.mark.parametrize("name", profile_names())
def test_profiles_serve_every_service_they_bring_people_for(name: str) -> None:
    of = profile(name)
    if of.counters is not None:
        assert {service for counter in of.counters for service in counter} == set(of.day.service_mix)
    assert sum(share for _, share in of.day.arrivals) == pytest.approx(1)
    assert sum(of.day.service_mix.values()) == pytest.approx(1)


def test_profiles_have_the_sizes_that_are_promised() -> None:
    sizes_of = {name: profile(name) for name in profile_names()}
    assert {name: of.day.tickets for name, of in sizes_of.items()} == {
        "small": 40,
        "medium": 140,
        "large": 400,
        "extreme": 1200,
        "tet": 400,
    }
    assert max(start for start, _ in sizes_of["tet"].day.arrivals) < 9 * HOUR_MS
    assert {name: len(of.counters) for name, of in sizes_of.items() if of.counters is not None} == {
        "small": 4,
        "large": 12,
        "extreme": 25,
        "tet": 12,
    }


def test_on_a_day_of_rush_everybody_goes_through_a_door() -> None:
    """One kiosk and two greeters: nobody is given a number while another is at the same door, and all have one soon."""
    of = profile("tet")
    assert of.day.doors is not None
    opening = Opening(
        spans=((int(7.5 * HOUR_MS), int(11.5 * HOUR_MS)),), tickets_from=7 * HOUR_MS, tickets_until=11 * HOUR_MS
    )
    plan = plan_day("rush", of.day, opening=opening, staff={}, services_of={})
    given: dict[tuple[bool, int], list[int]] = {}
    for citizen in plan.citizens:
        given.setdefault((citizen.is_helped, citizen.greeter if citizen.is_helped else 0), []).append(
            citizen.arrives_ms
        )

    assert set(given) == {(False, 0), (True, 0), (True, 1)}
    for (is_helped, _), times in given.items():
        takes_ms = of.day.doors.greeter_ms if is_helped else of.day.doors.kiosk_ms
        assert min(later - sooner for sooner, later in pairwise(times)) >= takes_ms
    everybody = [citizen.arrives_ms for citizen in plan.citizens]
    assert len(everybody) == 400
    assert max(everybody) - min(everybody) <= of.day.doors.issued_within_ms
