"""What the wall says of slips, calls and events."""

import json
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hardware.audio.player import recording_name
from server.db.connections import open_for_reading
from server.db.schema import prepare_database
from server.journal.events import EVENTS
from simulation.wall.journal_tail import WORDS, newest_rows
from simulation.wall.kept_files import NewFiles, newest_calls, newest_slips, spoken_words

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_every_event_has_words_and_no_words_are_of_no_event() -> None:
    assert set(WORDS) == set(EVENTS)


def test_a_call_is_written_as_it_is_spoken() -> None:
    assert spoken_words("A025", 3) == "Xin mời công dân có số thứ tự A, không, hai, năm, đến quầy số ba."
    assert spoken_words("nonsense", 3) == ""
    (seated,) = newest_calls(["call-000018-A025-quay-3-tai-cho.wav"])
    assert seated["text"] == "Xin mời công dân có số thứ tự A, không, hai, năm, ngồi tại chỗ, cán bộ sẽ đến."


def test_a_recall_is_written_in_its_own_words() -> None:
    (first,) = newest_calls([recording_name(17, "A025", 3)])
    (again,) = newest_calls([recording_name(18, "A025", 3, is_recall=True)])
    (seated,) = newest_calls([recording_name(19, "A025", 3, is_recall=True, to_seat=True)])
    assert again["text"] != first["text"]
    assert again["text"].startswith("Xin nhắc lại")
    assert seated["text"].endswith("ngồi tại chỗ, cán bộ sẽ đến.")
    assert seated["text"].startswith("Xin nhắc lại")


def test_the_newest_calls_come_first_with_number_and_counter() -> None:
    names = [f"call-{n:06d}-B{n:03d}-quay-2.wav" for n in range(1, 12)] + [".call-000012-B012-quay-2.wav.part", "x.wav"]
    calls = newest_calls(names)
    assert [call["call_id"] for call in calls] == [11, 10, 9, 8, 7, 6]
    assert calls[0]["number"] == "B011"
    assert calls[0]["counter"] == 2
    assert newest_calls(["call-000017-X2-001-quay-12.wav"])[0]["number"] == "X2-001"


def test_the_last_ten_slips_are_shown_newest_first() -> None:
    names = [f"slip-{n:04d}.png" for n in range(1, 13)] + ["slip-0012.bin", "slip-0013.part"]
    assert [slip["n"] for slip in newest_slips(names)] == list(range(12, 2, -1))
    assert [slip["n"] for slip in newest_slips(["slip-9999.png", "slip-10000.png"])] == [10000, 9999]


def test_a_folder_is_read_again_only_when_something_came(tmp_path: Path) -> None:
    slips = NewFiles(tmp_path / "slips")
    assert slips.names() is None, "not there yet"
    (tmp_path / "slips").mkdir()
    (tmp_path / "slips" / "a").touch()
    assert slips.names() == ["a"]
    assert slips.names() is None
    (tmp_path / "slips" / "b").touch()
    assert sorted(slips.names() or []) == ["a", "b"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "centre.db"
    prepare_database(path)
    return path


def journal(database: Path, *events: tuple[str, dict[str, object]]) -> None:
    with sqlite3.connect(database) as connection:
        for seq, (kind, body) in enumerate(events, start=1):
            connection.execute(
                "INSERT INTO journal (seq, at, kind, version, actor, body, hash) VALUES (?, ?, ?, 1, 'x', ?, ?)",
                (seq, "2026-11-20T01:02:03.000Z", kind, json.dumps(body), f"{seq:02d}abcdef99"),
            )
    connection.close()


def test_rows_say_what_happened_to_whom_and_where_in_local_time(database: Path) -> None:
    journal(
        database,
        ("ticket_issued", {"shown": "A001", "service": "A"}),
        ("print_reported", {"ticket_id": 99, "outcome": "printed"}),
        ("desk_signed_on", {"counter_id": "Q1", "officer_id": "CB01"}),
    )
    connection = open_for_reading(database)
    signed_on, printed, issued = newest_rows(connection, {"Q1": 1}, ZONE)
    connection.close()
    assert (issued["words"], issued["number"], issued["at"], issued["hash"]) == (
        "Cấp số",
        "A001",
        "08:02:03",
        "01abcdef",
    )
    assert printed["words"] == "Phiếu đã in"
    assert signed_on["counter"] == "Quầy 1"


def test_a_rating_names_its_counter_and_neither_number_nor_level(database: Path) -> None:
    journal(
        database,
        ("window_opened", {"turn_id": 1, "counter_id": "Q1", "officer_id": "CB01"}),
        ("press_recorded", {"counter_id": "Q1", "level": 2, "window_id": 1, "device_id": "pad-Q1"}),
    )
    connection = open_for_reading(database)
    rows = newest_rows(connection, {"Q1": 1}, ZONE)
    connection.close()
    for row in rows:
        assert (row["number"], row["counter"]) == ("", "Quầy 1")
        assert "level" not in row
