"""A copy is put back under running devices: no number that somebody holds is given a second time. Real programs."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from real_centre import BROKER, KIOSK, PRINTER, SERVER, RealCentre, bocso, eventually, set_up_once

from server.journal.verify import verify
from simulation.checker import check_database


@pytest.fixture
def centre(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    ready = set_up_once(tmp_path_factory.getbasetemp())
    path = tmp_path / "centre"
    path.mkdir()
    shutil.copytree(ready, path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("clips", "logs"))
    centre = RealCentre(path, ready / "clips", emergency_after_s=90)
    try:
        centre.start(BROKER, PRINTER, SERVER, KIOSK)
        yield centre
        assert centre.ends_by_themselves() == []
    finally:
        centre.stop()
    assert verify(centre.folder.database).fault is None
    with closing(sqlite3.connect(centre.folder.database)) as connection:
        _story, broken = check_database(connection)
    assert broken == []


def copied(centre: RealCentre) -> Path:
    made = bocso("backup", "--database", str(centre.folder.database))
    assert made.returncode == 0, made.stdout + made.stderr
    (copy,) = (centre.folder.server_data / "backups").glob("*.backup")
    return copy


def put_back(centre: RealCentre, copy: Path, *words: str) -> None:
    """As docs/backup.md tells it, under a kiosk that stays on."""
    centre.kill(SERVER)
    restored = bocso("restore", str(copy), "--database", str(centre.folder.database), *words)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    centre.start(SERVER)


def lost(centre: RealCentre) -> list[tuple[str, int, int]]:
    """Numbers that were passed over, in the journal's order."""
    rows = centre.rows(
        "SELECT json_extract(body, '$.prefix'), json_extract(body, '$.first'), json_extract(body, '$.last')"
        " FROM journal WHERE kind = 'lost_in_restore' ORDER BY seq"
    )
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.long
def test_after_a_restore_the_next_number_is_above_the_highest_printed_one(centre: RealCentre) -> None:
    before = centre.take_number()
    copy = copied(centre)
    printed = [centre.take_number(), *(centre.give_number("A") for _ in range(3)), centre.take_number()]
    slips = len(centre.slips())

    put_back(centre, copy)

    assert centre.rows("SELECT shown FROM tickets")[0][0] == before
    number = centre.take_number()
    assert int(number[1:]) > max(int(one[1:]) for one in printed)
    assert len(centre.slips()) == slips + 1
    centre.check_slip(number, centre.slips()[-1])


@pytest.mark.long
def test_the_kiosk_tells_by_itself_what_it_knows_beyond_that(centre: RealCentre) -> None:
    """A busy kiosk has given more numbers since the copy than a restore passes over, and nobody named the highest."""
    centre.take_number()
    copy = copied(centre)
    put_back(centre, copy)
    passed = max(last for prefix, _first, last in lost(centre) if prefix == "A")
    centre.kill(KIOSK)
    with closing(sqlite3.connect(centre.folder.path / KIOSK / "intents.db")) as kiosk, kiosk:
        kiosk.execute("UPDATE highest_number SET highest = ? WHERE prefix = 'A'", (passed + 40,))

    centre.start(KIOSK)

    eventually(lambda: ("A", passed + 1, passed + 40) in lost(centre), "the kiosk to tell")
    assert centre.take_number() == f"A{passed + 41}"


@pytest.mark.long
def test_a_kiosk_that_is_started_again_tells_nothing_where_nothing_was_lost(centre: RealCentre) -> None:
    first = centre.take_number()
    centre.restart(KIOSK)
    eventually(
        lambda: centre.rows("SELECT count(*) FROM idempotency WHERE route LIKE '%known-numbers'")[0][0] == 1,
        "the kiosk to tell its numbers",
    )

    second = centre.take_number()

    assert int(second[1:]) == int(first[1:]) + 1
    assert lost(centre) == []
