"""The service day as staff and schedule open and close it."""

from datetime import UTC, datetime, timedelta

import pytest
from centre_under_test import CentreUnderTest

from server.actions.service_day import follow_schedule, stop_tickets
from server.domain.instant import Instant
from server.domain.turns import TurnState
from server.errors import Conflict

S = TurnState


def schedule(centre: CentreUnderTest, *, ignore_hours: bool = False, clock_is_trusted: bool = True) -> str:
    """One look of the schedule; the state of the newest day after it, as `date state`."""
    centre.act(follow_schedule, actor="schedule", ignore_hours=ignore_hours, clock_is_trusted=clock_is_trusted)
    return newest_day(centre)


def newest_day(centre: CentreUnderTest) -> str:
    rows = centre.rows("SELECT day || ' ' || state FROM service_days ORDER BY day DESC LIMIT 1")
    return rows[0][0] if rows else "none"


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in the centre's zone (UTC+7)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def at(centre: CentreUnderTest, moment: datetime) -> None:
    """Time passes until `moment`."""
    centre.clock.pass_ms(round((moment - centre.clock.now()).total_seconds() * 1000))


def opened_at(centre: CentreUnderTest) -> Instant:
    return int(centre.one("SELECT opened_at FROM service_days ORDER BY day DESC")[0])


def test_a_working_week_by_the_schedule(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    seen = [newest_day(c)]
    for moment in (
        local(23, 8),
        local(23, 12),
        local(23, 16, 45),
        local(23, 17),
        local(23, 23, 59),
        local(24, 0),
        local(24, 6, 59),
        local(24, 7),
        local(27, 17, 1),
        local(28, 10),
        local(30, 7),
    ):
        at(c, moment)
        seen.append(schedule(c))
        seen.append(schedule(c))
    assert [day for i, day in enumerate(seen) if i == 0 or seen[i - 1] != day] == [
        "none",
        "2026-11-23 open",
        "2026-11-23 tickets_stopped",
        "2026-11-23 closed",
        "2026-11-24 open",
        "2026-11-24 closed",
        "2026-11-30 open",
    ]
    assert c.verdict().fault is None


def test_the_schedule_does_nothing_twice(closed_centre: CentreUnderTest) -> None:
    schedule(closed_centre)
    kinds = closed_centre.kinds()
    for _ in range(3):
        schedule(closed_centre)
    assert closed_centre.kinds() == kinds


def test_a_day_that_staff_closed_stays_closed(centre: CentreUnderTest) -> None:
    centre.close_day()
    at(centre, local(23, 10))
    assert schedule(centre) == "2026-11-23 closed"
    at(centre, local(24, 8))
    assert schedule(centre) == "2026-11-24 open"


def test_a_day_that_staff_reopened_late_stays_open_until_midnight(centre: CentreUnderTest) -> None:
    at(centre, local(23, 17, 30))
    schedule(centre)
    centre.open_day()
    for moment in (local(23, 18), local(23, 23, 59)):
        at(centre, moment)
        assert schedule(centre) == "2026-11-23 open"
    at(centre, local(24, 0))
    assert schedule(centre) == "2026-11-23 closed"


def test_without_hours_the_day_goes_from_midnight_to_midnight(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    at(c, local(28, 3))  # a Saturday
    assert schedule(c, ignore_hours=True) == "2026-11-28 open"
    at(c, local(28, 23, 59))
    assert schedule(c, ignore_hours=True) == "2026-11-28 open"
    at(c, local(29, 0))
    assert schedule(c, ignore_hours=True) == "2026-11-29 open"
    assert c.one("SELECT state FROM service_days WHERE day = '2026-11-28'")[0] == "closed"


def test_opening_an_open_day_changes_nothing(centre: CentreUnderTest) -> None:
    kinds = centre.kinds()
    assert centre.open_day() == "2026-11-23"
    assert centre.kinds() == kinds


def test_a_date_that_is_not_later_is_refused(centre: CentreUnderTest) -> None:
    """A Pi whose database says Monday boots on Sunday: the wall clock of a new process is no reason to go back."""
    centre.close_day()
    centre.act(lambda work: work.connection.execute("UPDATE service_days SET day = '2026-11-24'"))
    with pytest.raises(Conflict) as error:
        centre.open_day(confirmed=True)
    assert error.value.code == "date_not_later"


def test_a_doubtful_clock_opens_no_new_date_by_itself(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    with pytest.raises(Conflict) as error:
        schedule(c, clock_is_trusted=False)
    assert error.value.code == "clock_not_trusted"
    assert newest_day(c) == "none"
    c.open_day(clock_is_trusted=False, confirmed=True)
    assert newest_day(c) == "2026-11-23 open"
    assert c.rows("SELECT 1 FROM journal WHERE kind = 'day_opened' AND body LIKE '%staff\":true%'")


def test_a_clock_set_back_rolls_no_day_back_and_restarts_no_number(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.restart(at=datetime(1970, 1, 1, tzinfo=UTC))
    assert schedule(centre) == "2026-11-23 open"
    assert centre.number("A") == "A002"
    assert centre.verdict().fault is None


def test_reopening_a_date_keeps_its_beginning_and_its_series(centre: CentreUnderTest) -> None:
    first = opened_at(centre)
    centre.number("A")
    centre.close_day()
    at(centre, local(23, 11))
    centre.open_day(clock_is_trusted=False)
    assert opened_at(centre) == first
    assert centre.number("A") == "A002"
    assert [
        row[0]
        for row in centre.rows(
            "SELECT json_extract(body, '$.is_reopened') FROM journal WHERE kind = 'day_opened' ORDER BY seq"
        )
    ] == [0, 1]


def test_closing_expires_who_waits_or_is_called_and_leaves_who_is_served(centre: CentreUnderTest) -> None:
    for service in ("A", "A", "A", "B"):
        centre.number(service)
    centre.next("Q1")
    centre.start("Q1")
    centre.next("Q2")
    centre.close_day()
    assert [centre.turn(n).state for n in ("A001", "A002", "A003", "B001")] == [
        S.SERVING,
        S.EXPIRED,
        S.EXPIRED,
        S.EXPIRED,
    ]
    assert [row[0] for row in centre.rows("SELECT counter_id FROM desk_sessions WHERE signed_off_at IS NULL")] == ["Q1"]
    assert centre.finish("Q1").state is S.FINISHED


def test_a_repeated_close_is_refused_quietly(centre: CentreUnderTest) -> None:
    centre.close_day()
    with pytest.raises(Conflict):
        centre.close_day()


def test_stopping_tickets_twice_is_stopping_once(centre: CentreUnderTest) -> None:
    centre.act(stop_tickets)
    centre.act(stop_tickets)
    assert centre.kinds().count("tickets_stopped") == 1


def test_letting_tickets_run_on_leaves_everybody_at_the_desk(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.act(stop_tickets)
    centre.open_day()
    assert centre.number("A") == "A002"
    assert centre.finish("Q1").state is S.FINISHED
    assert centre.one("SELECT count(*) FROM desk_sessions WHERE signed_off_at IS NULL")[0] == 3


def test_a_new_date_closes_the_one_before_and_empties_the_desks(centre: CentreUnderTest) -> None:
    centre.number("A")
    at(centre, local(24, 8))
    centre.open_day()
    assert [tuple(row) for row in centre.rows("SELECT day, state FROM service_days ORDER BY day")] == [
        ("2026-11-23", "closed"),
        ("2026-11-24", "open"),
    ]
    assert centre.one("SELECT state FROM turns")[0] == "expired"
    assert centre.one("SELECT count(*) FROM desk_sessions WHERE signed_off_at IS NULL")[0] == 0


def test_whom_yesterday_forgot_at_the_desk_does_not_stand_there_in_the_morning(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.close_day()
    at(centre, local(24, 8))
    centre.open_day()
    row = centre.one("SELECT state, end_inferred, arrival_inferred FROM turns")
    assert tuple(row) == ("finished", 1, 0)
    window = centre.one("SELECT opened_at, closes_at, closed_at, undone FROM windows")
    assert tuple(window) == (centre.clock.instant, centre.clock.instant, centre.clock.instant, 0)
    centre.sign_on("Q1")
    assert centre.next_number("Q1") is None
    assert centre.verdict().fault is None


def test_who_waits_at_midnight_keeps_the_day_until_the_new_one_begins(centre: CentreUnderTest) -> None:
    at(centre, local(23, 23, 59))
    centre.number("A")
    centre.clock.pass_s(120)
    assert centre.number("A") == "A002"
    assert centre.next_number("Q1") == "A001"
    assert {row[0] for row in centre.rows("SELECT day FROM tickets")} == {"2026-11-23"}
