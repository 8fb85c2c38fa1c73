"""A centre from before devices were paired: they go on with what they had, and can be paired from now on."""

import sqlite3
from pathlib import Path

import pytest
from centre_under_test import CentreUnderTest
from held_clock import HeldClock
from test_a_centre_of_the_citizens_side import prepare_as_of

from server.actions.enrol import invite, trade
from server.db.queries.enrolments import GivenCredential, newest_given
from server.db.queries.people import device_by_credential
from server.db.schema import prepare_database
from server.db.tables import metadata

BEFORE = "2026_11_25_forgotten_ratings"
COLUMNS = "device_id, kind, counter_id, zone, settings_revision, name, retired_at, speaks, kiosk_number"


@pytest.fixture
def former(folder: Path) -> Path:
    database = folder / "centre.db"
    prepare_as_of(database, BEFORE)
    connection = sqlite3.connect(database)
    with connection:
        for n, (device_id, kind) in enumerate((("kiosk-2", "kiosk"), ("kiosk-1", "kiosk"), ("pad-Q1", "pad")), 1):
            connection.execute(
                f"INSERT INTO devices ({COLUMNS}) VALUES (?, ?, NULL, NULL, ?, '', NULL, 1, ?)",
                (device_id, kind, n, n if kind == "kiosk" else None),
            )
        connection.execute("INSERT INTO device_credentials (device_id, credential_hash) VALUES ('kiosk-1', 'h1')")
        connection.execute("INSERT INTO device_credentials (device_id, credential_hash) VALUES ('pad-Q1', 'h2')")
    connection.close()
    return database


def test_every_device_keeps_its_number_its_order_and_its_credential(former: Path) -> None:
    prepare_database(former)
    connection = sqlite3.connect(former)
    connection.row_factory = sqlite3.Row
    rows = connection.execute("SELECT device_id, kiosk_number, generation, rotation_asked FROM devices").fetchall()
    assert [tuple(row) for row in rows] == [("kiosk-2", 1, 1, 0), ("kiosk-1", 2, 1, 0), ("pad-Q1", None, 1, 0)]
    known = device_by_credential(connection, "h1", 10**15)
    assert known is not None
    assert known.device_id == "kiosk-1"
    carried = GivenCredential(0, by_hand=True)
    assert newest_given(connection) == {"kiosk-1": carried, "pad-Q1": carried}
    connection.close()


def test_the_tables_are_those_that_the_program_describes(former: Path, empty_database: Path) -> None:
    prepare_database(former)
    for table in ("devices", "device_credentials", "enrolments"):
        described = [(column.name, column.nullable) for column in metadata.tables[table].columns]
        for database in (former, empty_database):
            connection = sqlite3.connect(database)
            made = [(row[1], not row[3]) for row in connection.execute(f"PRAGMA table_info({table})")]
            connection.close()
            assert sorted(made) == sorted(described)


def test_a_device_of_then_is_paired_with_a_code(former: Path) -> None:
    prepare_database(former)
    centre = CentreUnderTest(former, HeldClock())
    centre.set_up()
    centre.act(invite, device_id="kiosk-1", half_hash="half", code_hash="whole")
    centre.act(trade, half_hash="half", code_hash="whole", kind="kiosk", credential_hash=lambda _device: "h3")
    in_force = [row[0] for row in centre.rows("SELECT credential_hash FROM device_credentials ORDER BY 1")]
    assert in_force == ["h2", "h3"], "the former piece of hardware is out"
    centre.stop()
