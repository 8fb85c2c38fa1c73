"""Names and order of copies, and which of them are kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from server.backup.copies import (
    DAYS_KEPT,
    HOURS_KEPT,
    LEAST_KEPT,
    Copy,
    copies_in,
    copy_at,
    copy_name,
    first_to_go,
    not_kept,
)

DATABASE = Path("/somewhere/centre.db")
BEGIN = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


def hourly(hours: int) -> list[Copy]:
    return [Copy(Path(f"{hour}"), 7, hour, BEGIN + timedelta(hours=hour)) for hour in range(hours)]


def test_a_name_says_what_is_in_the_copy() -> None:
    name = copy_name(DATABASE, epoch=1_790_000_000, seq=12_345, at=BEGIN)
    assert name == "centre.1790000000-000012345-20261102T003000Z.backup"
    copy = copy_at(Path("/backups") / name, DATABASE)
    assert copy is not None
    assert (copy.epoch, copy.seq, copy.at) == (1_790_000_000, 12_345, BEGIN)


def test_other_files_are_no_copies(tmp_path: Path) -> None:
    for name in ("centre.db", "other.1-1-20261102T003000Z.backup", "centre.x.backup", "centre.12.partial"):
        (tmp_path / name).touch()
    (tmp_path / "centre.1-000000001-20261102T003000Z.backup").mkdir()
    assert copies_in(tmp_path, DATABASE) == []
    assert copies_in(tmp_path / "none", DATABASE) == []


def test_copies_are_in_the_order_of_the_journal_whatever_the_clock_was(tmp_path: Path) -> None:
    for epoch, seq, at in ((2, 5, BEGIN - timedelta(days=900)), (1, 9, BEGIN), (1, 10, BEGIN - timedelta(days=1))):
        (tmp_path / copy_name(DATABASE, epoch=epoch, seq=seq, at=at)).touch()
    assert [copy.place for copy in copies_in(tmp_path, DATABASE)] == [(1, 9), (1, 10), (2, 5)]


def test_the_last_of_each_of_24_hours_and_31_days_is_kept() -> None:
    copies = hourly(60 * 24)
    gone = not_kept(copies)
    kept = [copy for copy in copies if copy not in gone]
    assert kept[-HOURS_KEPT:] == copies[-HOURS_KEPT:]
    per_day = Counter(f"{copy.at:%Y%m%d}" for copy in kept)
    assert len(per_day) == DAYS_KEPT
    assert len(kept) == HOURS_KEPT + DAYS_KEPT - 1, "the newest hour is also the newest of its day"


@given(st.lists(st.integers(min_value=0, max_value=2000), unique=True, min_size=1, max_size=120))
def test_the_newest_is_always_kept_and_thinning_again_takes_nothing(hours: list[int]) -> None:
    copies = [Copy(Path(f"{hour}"), 1, hour, BEGIN + timedelta(hours=hour)) for hour in hours]
    gone = not_kept(copies)
    kept = [copy for copy in copies if copy not in gone]
    assert max(copies, key=lambda copy: copy.place) in kept
    assert not_kept(kept) == []
    assert len(kept) <= HOURS_KEPT + DAYS_KEPT


def test_without_room_hours_go_before_days_and_the_last_few_never() -> None:
    copies = hourly(3 * 24)
    order = []
    while (first := first_to_go(copies)) is not None:
        order.append(first)
        copies.remove(first)
    assert len(copies) == LEAST_KEPT
    assert [copy.seq for copy in order] == [seq for seq in range(72) if seq % 24 != 23], "each day's last one stays"
    assert [copy.seq for copy in copies] == [23, 47, 71]
