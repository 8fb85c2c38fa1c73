"""The weeks behind the sample centre: valid, the same each time, over before today, and people in them differ."""

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lived_days import A_SATURDAY, Lived, live

from server.centre_file import centre_of, read_centre_file
from server.db.queries.supplements import visits_alone, visits_of_chains
from server.domain.supplements import trips_of_cases
from server.journal.verify import verify
from simulation.centre_folder import PEOPLES_KIOSK, SAMPLE_CENTRE, CentreFolder
from simulation.checker import check_database
from simulation.first_start import set_up_centre
from simulation.history import days_before

PATIENCE_S = 120
"""The demo's own first start waits no longer; alone on two cores it takes six seconds."""
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(tmp_path_factory.mktemp("history") / "centre.db", days=2)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> CentreFolder:
    folder = CentreFolder(tmp_path_factory.mktemp("first") / "centre")
    folder.path.mkdir()
    subprocess.run(
        [sys.executable, "-m", "simulation.first_start", str(folder.path), "--history"],
        check=True,
        timeout=PATIENCE_S,
        cwd=Path(__file__).parents[2],
    )
    return folder


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def test_a_history_verifies_and_breaks_no_promise(two_days: Lived) -> None:
    assert verify(two_days.database).fault is None
    with closing(sqlite3.connect(two_days.database)) as connection:
        reports = [two_days.report(), two_days.report("CB01")]
        story, broken = check_database(connection, reports=reports)
    assert broken == []
    assert len(story.tickets) == two_days.people


def test_the_same_seed_makes_the_same_journal(two_days: Lived, tmp_path: Path) -> None:
    assert live(tmp_path / "again.db", days=2).head() == two_days.head()
    assert live(tmp_path / "other.db", days=2, seed="other").head() != two_days.head()


def test_nobody_is_left_in_a_closed_day(two_days: Lived) -> None:
    states = Counter(state for (state,) in rows(two_days.database, "SELECT state FROM turns"))
    assert not states.keys() & {"waiting", "called", "serving"}
    assert rows(two_days.database, "SELECT count(*) FROM service_days WHERE state != 'closed'") == [(0,)]
    assert rows(two_days.database, "SELECT count(*) FROM desk_sessions WHERE signed_off_at IS NULL") == [(0,)]
    assert rows(two_days.database, "SELECT count(*) FROM windows WHERE closed_at IS NULL") == [(0,)]


def test_the_days_are_the_service_days_before_today() -> None:
    centre = centre_of(read_centre_file(SAMPLE_CENTRE))
    days = days_before(A_SATURDAY, centre)
    assert [day.isoformat() for day in days] == [
        *("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13"),
        *("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"),
    ]
    assert days_before(date(2026, 11, 23), centre, 1) == [date(2026, 11, 20)], "a Monday's day before is Friday"


@pytest.mark.exhaustive
def test_the_first_start_makes_two_weeks_up_to_yesterday(first_start: CentreFolder) -> None:
    days = [date.fromisoformat(str(day)) for (day,) in rows(first_start.database, "SELECT day FROM service_days")]
    today = datetime.now(LOCAL).date()
    assert len(days) == 10
    assert max(days) < today
    assert (today - max(days)).days <= 3, "no longer ago than a weekend"
    assert verify(first_start.database).fault is None
    with closing(sqlite3.connect(first_start.database)) as connection:
        assert check_database(connection)[1] == []


def test_officers_differ_and_enough_rated_to_show_it(first_start: CentreFolder) -> None:
    found = rows(
        first_start.database,
        "SELECT windows.officer_id, count(*), avg(level) FROM presses JOIN windows USING (window_id) GROUP BY 1",
    )
    assert len(found) >= 6
    assert all(int(str(n)) >= 10 for _, n, _ in found)
    means = [float(str(mean)) for _, _, mean in found]
    assert max(means) - min(means) > 0.2


def test_special_days_were_mostly_kept_and_other_days_ticked_less(first_start: CentreFolder) -> None:
    centre = centre_of(read_centre_file(SAMPLE_CENTRE))
    for special in centre.special_days:
        found = rows(
            first_start.database,
            f"SELECT day, avg(ticks LIKE '%\"{special.tick}\"%') FROM turns WHERE state = 'finished' GROUP BY day",
        )
        shares = {date.fromisoformat(str(day)): float(str(share)) for day, share in found}
        promised = [share for day, share in shares.items() if day.weekday() == special.weekday]
        others = [share for day, share in shares.items() if day.weekday() != special.weekday]
        assert promised and all(0.65 <= share <= 0.97 for share in promised)
        assert max(others) < 0.45


def test_people_came_again_with_what_was_missing(first_start: CentreFolder) -> None:
    with closing(sqlite3.connect(first_start.database)) as connection:
        connection.row_factory = sqlite3.Row
        chains = trips_of_cases(visits_of_chains(connection, "2000-01-01", "2100-01-01"))
        alone = sum(count for _, _, count in visits_alone(connection, "2000-01-01", "2100-01-01"))
    assert sum(count > 1 for count in chains) >= 10
    assert len(chains) + alone > 1000


def test_everybody_of_the_history_can_log_in(first_start: CentreFolder) -> None:
    logins = {login.staff_id: login for login in first_start.logins()}
    known = {str(staff_id) for (staff_id,) in rows(first_start.database, "SELECT staff_id FROM staff")}
    assert set(logins) == known
    assert {login.counter for login in logins.values()} >= {"Q1", "Q2", "Q3", "Q4", "Q5", "Q6"}


def test_a_centre_that_stands_already_gets_the_people_and_keeps_its_logins(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    set_up_centre(folder)
    before = folder.logins()
    assert not folder.credential_file(PEOPLES_KIOSK).exists()

    set_up_centre(folder, with_people=True, with_history=True)

    assert folder.logins()[: len(before)] == before
    assert len(folder.logins()) == 12
    assert all(folder.credential_file(device).exists() for device in folder.stand_ins())
    assert rows(folder.database, "SELECT count(*) FROM service_days") == [(0,)], "its past is its own"
    assert verify(folder.database).fault is None


def test_the_file_is_whole_and_private(first_start: CentreFolder) -> None:
    assert first_start.database.stat().st_mode & 0o077 == 0
    assert not first_start.database.with_name("centre.db-wal").exists()
    assert rows(first_start.database, "PRAGMA integrity_check") == [("ok",)]
