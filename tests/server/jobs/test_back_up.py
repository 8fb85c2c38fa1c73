"""The hourly copy: made by a process of its own, told of when it fails, not made when nothing is new."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from broker_fixture import wait_for
from centre_under_test import CentreUnderTest

from server.backup.checking import check_copy
from server.backup.copies import copies_in
from server.db.queries.identity import epoch_of
from server.db.work import read_head
from server.jobs import back_up
from server.jobs.back_up import BackUps, Outcome
from server.settings import ServerSettings
from server.web.device_faults import UNKNOWN_FAULT, cure_of


@pytest.fixture
def settings(centre: CentreUnderTest) -> ServerSettings:
    return ServerSettings(database=centre.database)


@contextmanager
def going(settings: ServerSettings, *, every_s: float = 3600.0) -> Iterator[BackUps]:
    def position() -> tuple[int, int]:
        connection = sqlite3.connect(settings.database)
        try:
            connection.row_factory = sqlite3.Row
            return epoch_of(connection), read_head(connection).seq
        finally:
            connection.close()

    backing_up = BackUps(settings, position=position, first_after_s=0.0, every_s=every_s)
    backing_up.start()
    try:
        yield backing_up
    finally:
        backing_up.stop()


def outcome_of(settings: ServerSettings) -> tuple[Outcome | None, list[str]]:
    with going(settings) as backing_up:
        assert backing_up.faults() == [], "nothing is known before the first attempt"
        wait_for(lambda: backing_up.outcome is not None, what="the first attempt", within_s=60)
        return backing_up.outcome, backing_up.faults()


def test_a_copy_is_made_and_holds(centre: CentreUnderTest, settings: ServerSettings) -> None:
    centre.number("A")
    outcome, faults = outcome_of(settings)
    assert (outcome, faults) == (Outcome(None, None), ["backup_one_place"])
    (copy,) = copies_in(settings.backups, settings.database)
    assert check_copy(copy.path, tables_too=True).seq == centre.verdict().head.seq


def test_the_second_place_gets_it_too(centre: CentreUnderTest, settings: ServerSettings, tmp_path: Path) -> None:
    with_second = settings.model_copy(update={"second_backup_folder": tmp_path})
    assert outcome_of(with_second) == (Outcome(None, None), [])
    assert len(copies_in(tmp_path, settings.database)) == 1


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda s: s.model_copy(update={"second_backup_folder": Path("/none")}), "backup_second_failed:absent"),
        (lambda s: s.model_copy(update={"second_backup_folder": s.database.parent}), "backup_second_failed:same_disk"),
        (lambda s: s.model_copy(update={"backup_folder": s.database / "x"}), "backup_failed:unwritable"),
    ],
)
def test_what_fails_is_told_with_a_cure(
    settings: ServerSettings, spoil: Callable[[ServerSettings], ServerSettings], fault: str
) -> None:
    _outcome, faults = outcome_of(spoil(settings))
    assert fault in faults
    assert cure_of(fault)[0] is not UNKNOWN_FAULT


def test_nothing_new_is_not_copied_again(
    centre: CentreUnderTest, settings: ServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome_of(settings)
    (copy,) = copies_in(settings.backups, settings.database)
    made = copy.path.stat().st_mtime_ns

    def never(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a copy of what is copied")

    with monkeypatch.context() as patched:
        patched.setattr(back_up.subprocess, "Popen", never)
        assert outcome_of(settings)[0] == Outcome(None, None)
    assert copy.path.stat().st_mtime_ns == made
    centre.number("A")
    outcome_of(settings)
    assert copies_in(settings.backups, settings.database)[-1].seq > copy.seq
