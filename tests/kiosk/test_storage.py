"""A kiosk whose disk is full, read-only, broken or damaged says something true to citizens and to staff."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for
from kiosk_stub import TicketDesk
from running_kiosk import RunningKiosk

from kiosk import storage
from kiosk.errors import StorageUnusable
from kiosk.storage import Kept, StorageWatch, has_room, require_room

NO_NUMBERS = "Máy này tạm ngừng cấp số"


@pytest.fixture
def kiosk(tmp_path: Path, broker: RunningBroker, desk: TicketDesk) -> Iterator[RunningKiosk]:
    """Not started yet; its centre speaks."""
    kiosk = RunningKiosk(tmp_path, broker, desk)
    kiosk.start_server()
    kiosk.say(is_rush=True)
    yield kiosk
    kiosk.stop()


def test_a_start_on_a_disk_that_takes_nothing_says_so_and_heals_by_itself(kiosk: RunningKiosk) -> None:
    in_the_way = kiosk.folder / "data" / "intents.db"
    in_the_way.mkdir(parents=True)
    kiosk.start()
    kiosk.wait_for(NO_NUMBERS, "Mời Ông/Bà gặp người hướng dẫn để được lấy số.")
    wait_for(lambda: kiosk.faults() == ["storage_unwritable"], what="staff to be told")
    kiosk.touch("English", then="This kiosk gives no numbers now")
    spare = f"bocso-kiosk-{kiosk.pid}-*"
    assert list(Path("/dev/shm").glob(spare))
    in_the_way.rmdir()
    kiosk.wait_until_it_ends()
    assert not list(Path("/dev/shm").glob(spare)), "what Kivy wrote meanwhile is gone"
    kiosk.start()
    kiosk.wait_for("Chạm một ô là có số ngay")
    kiosk.touch("Chứng thực", then="A001")
    wait_for(lambda: kiosk.faults() == [], what="the fault to be over")


@pytest.mark.parametrize("name", ["reports.db", "ratings.db"])
def test_what_waited_to_be_sent_and_was_damaged_is_told_to_staff(kiosk: RunningKiosk, name: str) -> None:
    (kiosk.folder / "data").mkdir()
    (kiosk.folder / "data" / name).write_bytes(b"\xa5" * 40_000)
    kiosk.start()
    kiosk.touch("Chứng thực", then="A001")
    wait_for(lambda: kiosk.faults() == ["outbox_damaged"], what="the fault")


def test_damage_is_told_until_the_file_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "reports.db").write_bytes(b"\xa5" * 40_000)
    for expected in ({"outbox_damaged"}, {"outbox_damaged"}):
        kept = Kept(tmp_path)
        assert kept.faults == expected
        kept.close()
    for path in tmp_path.glob("reports.db.damaged-*"):
        path.unlink()
    kept = Kept(tmp_path)
    assert kept.faults == frozenset()
    kept.close()


def test_a_disk_without_room_is_seen_before_a_citizen_touches_and_its_end_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path)
    changes: list[bool] = []
    watch = StorageWatch(kept, on_change=lambda: changes.append(watch.takes_words), look_s=0.02)
    monkeypatch.setattr(storage, "LEAST_ROOM_BYTES", 1 << 62)
    assert not has_room(tmp_path)
    with pytest.raises(StorageUnusable, match="No space left"):
        require_room(tmp_path)
    watch.start()
    wait_for(lambda: watch.faults == {"storage_unwritable"}, what="the fault")
    monkeypatch.undo()
    wait_for(lambda: watch.takes_words, what="room again")
    watch.stop()
    assert changes == [False, True]
    kept.close()


def test_a_write_that_failed_is_tried_again_without_a_citizen(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    pages = kept.intents._rows.execute("PRAGMA page_count").fetchone()[0]
    kept.intents._rows.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(storage.IntentsUnusable):
        kept.intents.remember("much", "x" * 100_000)
    watch = StorageWatch(kept, on_change=lambda: None, look_s=0.02)
    assert watch.faults == {"storage_unwritable"}
    kept.intents._rows.execute("PRAGMA max_page_count = 100000")
    watch.start()
    wait_for(lambda: watch.takes_words, what="the disk to be tried again")
    watch.stop()
    kept.close()


def test_nobody_else_reads_the_codes_and_digits_of_slips(tmp_path: Path) -> None:
    (tmp_path / "intents.db").touch(mode=0o644)  # as older programs made it
    kept = Kept(tmp_path)
    kept.intents.remember("a", "b")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("intents.db*")}
    assert set(modes.values()) == {0o600}, modes
    kept.close()
