"""Forecasts from the tables: who waits, who is there, the pace of the past, lunch, an extended day, and the cache."""

import pytest
from centre_under_test import CentreUnderTest

from server.db.queries import forecasts as queries
from server.db.queries.days import last_day
from server.db.queries.forecasts import day_spans, forecasts, lately, pace_before
from server.db.work import Work, read_centre
from server.domain.instant import MINUTE_MS, local_date
from server.domain.waiting_estimate import Forecasts
from server.journal.events import DayExtended, TurnHeld
from server.mqtt.snapshots import kiosk, moment


def now_of(centre: CentreUnderTest) -> Forecasts:
    day = last_day(centre.read())
    assert day is not None
    return forecasts(centre.read(), read_centre(centre.read()), day, centre.writer.now())


def middle_min(centre: CentreUnderTest, service: str = "A") -> float:
    found = now_of(centre).newcomer(service)
    assert found is not None
    return found.middle_ms / MINUTE_MS


def test_who_waits_lengthens_the_wait_of_the_next(centre: CentreUnderTest) -> None:
    assert middle_min(centre) < 1
    for _ in range(6):
        centre.number("A")
    assert middle_min(centre) > 15, "two counters, a quarter of an hour each until there is a past"
    assert middle_min(centre, "C") < 1


def test_nobody_is_there_and_somebody_signs_on(closed_centre: CentreUnderTest) -> None:
    closed_centre.open_day()
    assert now_of(closed_centre).newcomer("A") is None
    closed_centre.sign_on("Q1")
    assert middle_min(closed_centre) < 1


def test_whoever_is_at_the_desk_or_on_hold_takes_time(centre: CentreUnderTest) -> None:
    centre.sign_off("CB02")
    centre.number("A")
    centre.next("Q1")
    at_desk = middle_min(centre)
    assert at_desk > 5
    centre.start("Q1")

    def hold(work: Work) -> None:
        work.record(TurnHeld(turn_id=centre.turn("A001").turn_id, held_until=None))

    centre.act(hold)
    assert middle_min(centre) < 1, "the desk is free until they are back"
    centre.number("A")
    assert middle_min(centre) > 0


def test_the_pace_of_former_days_is_learnt_and_kept(centre: CentreUnderTest) -> None:
    for _ in range(30):
        centre.number("A")
        centre.serve("Q1", service_s=120)
    today = local_date(centre.writer.now(), "Asia/Ho_Chi_Minh")
    file = read_centre(centre.read())
    assert pace_before(centre.read(), file, today).turns == 0, "today is not the past"
    centre.close_day()
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    tomorrow = local_date(centre.writer.now(), "Asia/Ho_Chi_Minh")
    learnt = pace_before(centre.read(), file, tomorrow)
    assert learnt.turns == 30
    assert 2 * MINUTE_MS < learnt.mean_ms("A", 9) < 7 * MINUTE_MS
    assert pace_before(centre.read(), file, tomorrow) is learnt


def test_an_extended_day_leaves_more_time(centre: CentreUnderTest) -> None:
    before = now_of(centre).open_ms_left
    day = last_day(centre.read())
    assert day is not None
    spans = day_spans(read_centre(centre.read()), day, centre.writer.now())
    later = spans[-1][1] + 30 * MINUTE_MS

    def extend(work: Work) -> None:
        work.record(DayExtended(day=day.day, closes_at=later))

    centre.act(extend)
    assert now_of(centre).open_ms_left == before + 30 * MINUTE_MS


def test_a_burst_plays_once_a_second_and_again_at_once_when_somebody_comes_or_goes(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PLAYING_SHARE", 0)  # a slow machine would play less often
    day = last_day(centre.read())
    assert day is not None
    file = read_centre(centre.read())

    def look() -> Forecasts:
        return lately(centre.read(), file, day, centre.writer.now())

    first = look()
    centre.number("A")
    assert look() is first
    centre.sign_off("CB01")
    after = look()
    assert after is not first
    centre.clock.pass_s(2)
    assert look() is not after


def test_a_ticket_says_how_long_it_may_last(centre: CentreUnderTest) -> None:
    first = centre.issue("A")
    assert first.wait is not None and first.wait.low_min == 0
    assert centre.issue("C").wait is not None
    centre.sign_off("CB03")
    assert centre.issue("C").wait is None, "nobody is there for it"


def test_a_ticket_in_a_burst_is_told_a_range_of_the_people_ahead_of_it(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PLAYED_FOR_A_TICKET_MS", 0)  # no ticket plays: as with a very long queue
    centre.issue("A")
    burst = [centre.issue("A") for _ in range(8)]
    assert [issued.people_ahead for issued in burst] == list(range(1, 9))
    shown = [issued.wait for issued in burst]
    highs = [wait.high_min for wait in shown if wait is not None]
    assert len(highs) == 8 and highs == sorted(highs) and len(set(highs)) >= 7
    monkeypatch.setattr(queries, "PLAYED_FOR_A_TICKET_MS", 1e9)
    monkeypatch.setattr(queries, "TICKETS_SHARE", 0)  # each plays
    exact = centre.issue("A").wait
    told = burst[-1].wait
    assert exact is not None and told is not None
    assert abs(exact.low_min - told.low_min) <= 15, "one more person, and not minutes from what a play says"


def test_a_ticket_of_a_quiet_hall_is_played_with_itself_in_it(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PLAYED_FOR_A_TICKET_MS", 1e9)
    monkeypatch.setattr(queries, "TICKETS_SHARE", 0)
    for _ in range(3):
        issued = centre.issue("A")
        assert issued.wait == now_of(centre).range_of(now_of(centre).waiting(issued.ticket.ticket_id))


def test_a_number_taken_when_today_is_unlikely_says_so(centre: CentreUnderTest) -> None:
    assert not centre.issue("A").today_unlikely
    day = last_day(centre.read())
    assert day is not None
    left_ms = now_of(centre).open_ms_left
    for _ in range(2 * left_ms // (15 * MINUTE_MS) + 6):  # two counters, a quarter of an hour each
        late = centre.issue("A")
    assert late.today_unlikely and late.wait is None
    assert not centre.issue("C").today_unlikely


def test_the_kiosk_hears_it_and_not_for_a_service_of_which_nobody_is_there(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("B")
    centre.sign_off("CB01")
    centre.sign_off("CB02")
    with moment(centre.read(), centre.writer.now()) as at:
        told = {service.service: (service.wait_low_min, service.wait_high_min) for service in kiosk(at).services}
    low, high = told["B"]
    assert low is not None and high is not None and 10 < low < high
    assert told["A"] == (None, None)


def test_at_lunch_the_wait_begins_when_calling_goes_on(centre: CentreUnderTest) -> None:
    centre.clock.pass_s(4 * 3600)  # 12:00
    shown = now_of(centre).range_of(now_of(centre).newcomer("A"))
    assert shown is not None and shown.low_min == 90
