"""The server's rounds: what is due happens by itself, and a fault stops them no longer than it lasts."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta

import pytest
from broker_fixture import wait_for
from centre_under_test import CentreUnderTest, small_centre

from server.actions.board_pictures import (
    KEPT_REMOVED_MS,
    CheckedPicture,
    add_picture,
    forget_removed_pictures,
    remove_picture,
)
from server.actions.forget_dossiers import forget_dossiers
from server.actions.rush import follow_rush_rule, switch_rush
from server.clock_trust import is_date_disproved
from server.db.answers import KEPT_MS, Asked, answer_once
from server.db.connections import open_for_reading
from server.db.queries.sessions import WebSession, add_session
from server.db.work import Work
from server.domain.session_limits import USUAL_LIMITS
from server.errors import Unavailable
from server.jobs.rounds import Rounds

KEEP_DOSSIERS_DAYS = 30
DAY_MS = 24 * 3600 * 1000


@contextmanager
def going(
    centre: CentreUnderTest,
    *,
    ignore_hours: bool = False,
    trusted: bool = True,
    write: Callable[[Callable[[Work], object]], "Future[object]"] | None = None,
) -> Iterator[Rounds]:
    """The rounds being made on a centre."""
    reading = open_for_reading(centre.database)
    rounds = Rounds(
        clock=centre.clock,
        now=centre.writer.now,
        write=write or (lambda action: centre.writer.submit(action, actor="schedule")),
        read=lambda: reading,
        ignore_hours=ignore_hours,
        date_is_believed=lambda: trusted,
        date_is_disproved=lambda: trusted and is_date_disproved("always", ahead_ms=centre.writer.ahead_ms()),
        keep_dossier_codes_days=KEEP_DOSSIERS_DAYS,
        keep_comments_days=90,
        keep_ratings_days=1830,
        keep_looks_days=730,
    )
    rounds.start()
    try:
        yield rounds
    finally:
        rounds.stop()
        reading.close()


def happens(centre: CentreUnderTest, kind: str) -> None:
    wait_for(lambda: kind in centre.kinds(), what=kind)


def test_a_window_closes_by_itself(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    with going(centre):
        centre.clock.pass_s(60)
        happens(centre, "window_closed")


def test_rush_comes_and_goes_by_the_rule(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    c.set_up(small_centre(lambda values: values.update(rush={"by_rule": True, "starts_at": 5, "ends_below": 3})))
    c.open_day()
    for _ in range(4):
        c.number("A")
    with going(c, ignore_hours=True):
        wait_for(lambda: c.act(rush_now) is None, what="a first look")
        c.number("A")
        wait_for(lambda: c.act(rush_now) == ("on", "rule"), what="rush")
        c.clock.pass_s(10 * 60 + 1)
        wait_for(lambda: c.act(rush_now) == ("off", "rule"), what="the end of rush")


def test_what_the_head_chose_about_rush_holds_for_the_day(closed_centre: CentreUnderTest) -> None:
    c = closed_centre
    c.set_up(small_centre(lambda values: values.update(rush={"by_rule": True, "starts_at": 5, "ends_below": 3})))
    c.open_day()
    c.act(switch_rush, is_on=False)
    for _ in range(6):
        c.number("A")
    c.act(follow_rush_rule, actor="schedule")
    assert c.act(rush_now) == ("off", "head")
    c.act(switch_rush, is_on=True)
    c.clock.pass_s(3600)
    c.act(follow_rush_rule, actor="schedule")
    assert c.act(rush_now) == ("on", "head")
    assert c.kinds().count("rush_switched") == 2


def rush_now(work: Work) -> tuple[str, str] | None:
    row = work.connection.execute("SELECT rush, rush_by FROM service_days ORDER BY day DESC LIMIT 1").fetchone()
    return None if row[0] is None else (row[0], row[1])


def test_an_unprinted_number_is_voided_by_itself(centre: CentreUnderTest) -> None:
    centre.issue("A")
    with going(centre):
        centre.clock.pass_s(90)
        happens(centre, "turn_voided")


def test_a_grace_ends_by_itself(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.absent("Q1")
    with going(centre):
        centre.clock.pass_s(30 * 60)
        happens(centre, "grace_ended")


def test_a_cool_down_ends_by_itself(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.back("Q1")
    with going(centre):
        centre.clock.pass_s(300)
        happens(centre, "cool_down_ended")


def test_what_was_due_while_the_server_was_off_happens_at_its_start(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.restart(at=centre.clock.now() + timedelta(hours=1))
    with going(centre):
        happens(centre, "window_closed")
    assert centre.one("SELECT closed_at - opened_at FROM windows")[0] == 60_000, "at its time, not when noticed"


def test_timers_run_on_while_the_wall_clock_stands_in_the_past(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    centre.clock.set_wall(centre.clock.now() - timedelta(days=365))
    with going(centre):
        centre.clock.pass_s(60)
        happens(centre, "window_closed")


def test_the_day_opens_by_the_schedule(closed_centre: CentreUnderTest) -> None:
    with going(closed_centre):
        happens(closed_centre, "day_opened")
    assert closed_centre.one("SELECT actor FROM journal WHERE kind = 'day_opened'")[0] == "schedule"


def test_a_doubtful_clock_is_complained_of_once(
    closed_centre: CentreUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def write(action: Callable[[Work], object]) -> "Future[object]":
        tried.append(1)
        return closed_centre.writer.submit(action, actor="schedule")

    with caplog.at_level(logging.ERROR), going(closed_centre, trusted=False, write=write):
        wait_for(lambda: len(tried) >= 4, what="some rounds")
    assert "day_opened" not in closed_centre.kinds()
    complaints = [record for record in caplog.records if "held up" in record.message]
    assert len(complaints) == 1
    assert "clock_not_trusted" in complaints[0].message


def test_a_writer_that_fails_for_a_while_only_delays_them(
    centre: CentreUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    centre.issue("A")
    failures: list[int] = []

    def write(action: Callable[[Work], object]) -> "Future[object]":
        if len(failures) < 3:
            failures.append(1)
            refused: Future[object] = Future()
            refused.set_exception(Unavailable("the disk is full"))
            return refused
        return centre.writer.submit(action, actor="schedule")

    with caplog.at_level(logging.ERROR), going(centre, write=write):
        centre.clock.pass_s(90)
        happens(centre, "turn_voided")
    assert len([record for record in caplog.records if "held up" in record.message]) == 1


def test_a_bug_in_a_round_is_loud_and_the_next_round_comes(
    centre: CentreUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    centre.issue("A")
    failures: list[int] = []

    def write(action: Callable[[Work], object]) -> "Future[object]":
        if not failures:
            failures.append(1)
            raise ZeroDivisionError("a bug")
        return centre.writer.submit(action, actor="schedule")

    with caplog.at_level(logging.ERROR), going(centre, write=write):
        centre.clock.pass_s(90)
        happens(centre, "turn_voided")
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_due_before_there_is_a_centre(bare: CentreUnderTest, caplog: pytest.LogCaptureFixture) -> None:
    with going(bare):
        bare.clock.pass_s(60)
        bare.set_up()
        happens(bare, "day_opened")
    assert "held up" not in caplog.text


def pass_to_a_service_day(centre: CentreUnderTest, passing_ms: int, *, trusted: bool = True) -> None:
    """Time goes by, and the centre opens again: on another day nothing is deleted."""
    centre.clock.pass_ms(passing_ms)
    centre.close_day()
    centre.open_day(clock_is_trusted=trusted, confirmed=not trusted)


def what_is_forgotten(centre: CentreUnderTest, *, trusted: bool) -> None:
    """The rounds' first look is over once the session that is over has gone, which goes in any case."""
    long_ago = centre.writer.now() - USUAL_LIMITS.longest_ms - 1
    centre.act(lambda work: add_session(work.connection, WebSession("over", "CB01", "", long_ago, long_ago)))
    with going(centre, trusted=trusted):
        wait_for(lambda: not centre.rows("SELECT 1 FROM web_sessions"), what="the session to be forgotten")


def keep_an_answer_and_a_picture(centre: CentreUnderTest) -> None:
    centre.act(lambda work: answer_once(work, Asked("p", "key", "/", b""), lambda _work: None))
    picture = centre.act(add_picture, picture=CheckedPicture("a" * 64, "image/png", b"picture"))
    centre.act(remove_picture, picture_id=picture)


def is_all_kept(centre: CentreUnderTest) -> bool:
    return bool(centre.rows("SELECT 1 FROM idempotency") and centre.rows("SELECT 1 FROM picture_files"))


def test_a_clock_that_cannot_be_believed_deletes_nothing(
    centre: CentreUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    keep_an_answer_and_a_picture(centre)
    pass_to_a_service_day(centre, 400 * DAY_MS, trusted=False)
    what_is_forgotten(centre, trusted=False)
    assert is_all_kept(centre)
    assert "nothing old is deleted" in caplog.text
    what_is_forgotten(centre, trusted=True)
    assert not is_all_kept(centre)


TEN_YEARS = timedelta(days=3653)


def windows_closed(centre: CentreUnderTest) -> int:
    return centre.kinds().count("window_closed")


def days(centre: CentreUnderTest) -> list[tuple[str, str]]:
    return [tuple(row) for row in centre.rows("SELECT day, state FROM service_days ORDER BY day")]


def test_a_wall_clock_that_leaps_while_people_wait_ends_nothing_and_leaves_no_trace(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.serve("Q1")
    waiting = centre.number("A")
    centre.clock_is_trusted = False
    centre.clock.set_wall(centre.clock.now() + TEN_YEARS)
    with going(centre, trusted=False):
        centre.clock.pass_s(60)
        happens(centre, "window_closed")  # the rounds go on, by the journal's own time
        assert days(centre) == [("2026-11-23", "open")]
        centre.clock.set_wall(centre.clock.now() - TEN_YEARS)
        centre.serve("Q1")
        centre.clock.pass_s(60)
        wait_for(lambda: windows_closed(centre) == 2, what="the second window to close")
    assert centre.turn(waiting).ended_at is not None
    assert days(centre) == [("2026-11-23", "open")]
    assert centre.number("A") == "A003"
    assert centre.writer.now() == centre.clock.instant
    assert "clock_jumped" not in centre.kinds()


def test_a_journal_that_a_vouched_clock_proves_to_be_ahead_closes_and_opens_no_day(centre: CentreUnderTest) -> None:
    """Nobody could know at the leap; once the time source has found the right date, no more becomes of the wrong."""
    centre.number("A")
    centre.serve("Q1")
    right = centre.clock.now()
    centre.clock.set_wall(right + TEN_YEARS)
    centre.issue("A")
    centre.clock.set_wall(right)
    with going(centre):
        centre.clock.pass_s(60)
        happens(centre, "window_closed")
        centre.clock.pass_s(90)
        happens(centre, "turn_voided")  # the slip that never came: a whole round lies in between
    assert days(centre) == [("2026-11-23", "open")]


def test_a_clock_that_jumps_ahead_deletes_nothing_before_the_centre_opens_on_that_date(
    centre: CentreUnderTest,
) -> None:
    keep_an_answer_and_a_picture(centre)
    centre.clock.pass_ms(34 * DAY_MS + 400 * 7 * DAY_MS)  # a Sunday
    what_is_forgotten(centre, trusted=True)
    assert is_all_kept(centre)


def test_old_answers_are_forgotten(centre: CentreUnderTest) -> None:
    centre.act(lambda work: answer_once(work, Asked("p", "key", "/", b""), lambda _work: None))
    pass_to_a_service_day(centre, KEPT_MS + 1)
    with going(centre):
        wait_for(lambda: not centre.rows("SELECT 1 FROM idempotency"), what="the answer to be forgotten")


def test_sessions_that_are_over_are_forgotten(centre: CentreUnderTest) -> None:
    for name in ("over", "fresh"):
        now = centre.writer.now()
        centre.act(
            lambda work, name=name, now=now: add_session(work.connection, WebSession(name, "CB01", "", now, now))
        )
        centre.clock.pass_ms(USUAL_LIMITS.idle_ms if name == "over" else 0)
    with going(centre):
        wait_for(
            lambda: [row[0] for row in centre.rows("SELECT token_hash FROM web_sessions")] == ["fresh"],
            what="the session to be forgotten",
        )


def test_removed_pictures_are_forgotten_after_a_month_and_shown_ones_never(centre: CentreUnderTest) -> None:
    removed, shown = (
        centre.act(add_picture, picture=CheckedPicture(sha * 64, "image/png", b"picture")) for sha in ("a", "b")
    )
    centre.act(remove_picture, picture_id=removed)

    def kept() -> list[str]:
        return [row[0][0] for row in centre.rows("SELECT sha256 FROM picture_files ORDER BY sha256")]

    centre.clock.pass_ms(KEPT_REMOVED_MS)
    centre.act(forget_removed_pictures)
    assert kept() == ["a", "b"]
    pass_to_a_service_day(centre, 1)
    with going(centre):
        wait_for(lambda: kept() == ["b"], what="the removed picture to be forgotten")
    assert centre.verdict().fault is None
    assert shown > removed


def test_dossier_codes_are_forgotten_when_their_time_is_over(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.finish("Q1", dossier="H15.99-0001")
    centre.close_day()
    centre.clock.pass_s(24 * 3600)
    centre.open_day()
    centre.staff_all()
    centre.number("A")
    centre.next("Q1")
    centre.finish("Q1", dossier="H15.99-0002")

    def kept() -> list[str]:
        return [row[0] for row in centre.rows("SELECT code FROM dossier_codes ORDER BY turn_id")]

    centre.clock.pass_s((KEEP_DOSSIERS_DAYS - 1) * 24 * 3600)
    centre.act(forget_dossiers, keep_days=KEEP_DOSSIERS_DAYS)
    assert kept() == ["H15.99-0001", "H15.99-0002"], "the last of its days"
    pass_to_a_service_day(centre, DAY_MS)
    with going(centre):
        wait_for(lambda: kept() == ["H15.99-0002"], what="the first code to be forgotten")
    assert centre.verdict().fault is None


def test_the_rounds_write_nothing_when_nothing_is_due(centre: CentreUnderTest) -> None:
    centre.number("A")
    written: list[int] = []

    def write(action: Callable[[Work], object]) -> "Future[object]":
        written.append(1)
        return centre.writer.submit(action, actor="schedule")

    with going(centre, write=write):
        wait_for(lambda: written, what="the hourly forgetting, which is the first thing they do")
        for _ in range(20):
            centre.clock.pass_s(1)
    assert len(written) == 1
