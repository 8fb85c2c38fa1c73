"""The hourly copy: made by a process of its own, told of when it fails, not made when nothing is new."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from broker_fixture import wait_for
from centre_under_test import CentreUnderTest

from server.backup import __main__ as copying
from server.backup.checking import check_copy
from server.backup.copies import copies_in
from server.db.queries.identity import epoch_of
from server.db.work import read_head
from server.jobs import back_up
from server.jobs.back_up import BackUps, Outcome
from server.settings import ServerSettings
from server.web.devices.faults import UNKNOWN_FAULT, cure_of


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


class OnADeadShare:
    """Stands for a process whose second place never answers: not even a signal ends it."""

    asked: ClassVar[list[list[str]]] = []

    def __init__(self, command: list[str], **_more: object) -> None:
        self.asked.append(command)
        self._is_dead = "--second" in command
        self.returncode: int | None = None

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        assert timeout is not None, "nobody waits for ever"
        if self._is_dead:
            said_so_far = b'{"fault": null, "words": "centre.backup"}\n{"second'
            raise subprocess.TimeoutExpired("server.backup", timeout, output=said_so_far)
        self.returncode = 0
        return '{"fault": null, "words": "centre.backup"}\n', ""

    def poll(self) -> int | None:
        return self.returncode

    def kill(self) -> None:
        """Is heard once the share answers."""

    terminate = kill


def test_a_dead_share_holds_up_neither_the_server_nor_the_copies_here(
    settings: ServerSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(folder: Path, *_more: object) -> list[object]:
        assert folder != tmp_path, "the server itself looked at the share"
        return []

    OnADeadShare.asked.clear()
    with_second = settings.model_copy(update={"second_backup_folder": tmp_path})
    with monkeypatch.context() as patched:
        patched.setattr(back_up.subprocess, "Popen", OnADeadShare)
        patched.setattr(back_up, "copies_in", never)
        patched.setattr(back_up, "AGAIN_AFTER_S", 0.05)
        with going(with_second) as backing_up:
            wait_for(lambda: len(OnADeadShare.asked) >= 3, what="the third attempt")
            assert backing_up.outcome == Outcome(None, "absent")
    first, *later = OnADeadShare.asked
    assert "--second" in first
    assert not any("--second" in command for command in later), "another process would be stuck as well"


def test_what_is_copied_here_alone_is_put_into_the_second_place_without_a_new_copy(
    settings: ServerSettings, tmp_path: Path
) -> None:
    outcome_of(settings)
    (copy,) = copies_in(settings.backups, settings.database)
    made = copy.path.stat().st_mtime_ns
    with_second = settings.model_copy(update={"second_backup_folder": tmp_path})
    assert outcome_of(with_second) == (Outcome(None, None), [])
    (there,) = copies_in(tmp_path, settings.database)
    assert copy.path.stat().st_mtime_ns == made
    put = there.path.stat().st_mtime_ns
    assert outcome_of(with_second) == (Outcome(None, None), [])
    assert there.path.stat().st_mtime_ns == put, "nor is it put there twice"
    there.path.write_bytes(b"Giay")
    assert outcome_of(with_second) == (Outcome(None, None), [])
    assert there.path.read_bytes() == copy.path.read_bytes(), "what the stick lost is put there again"


def test_a_service_that_may_not_change_its_priority_makes_the_copy_all_the_same(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As under systemd, whose filter answers setpriority with EPERM."""

    def refused(_more: int) -> int:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "nice", refused)
    monkeypatch.setattr(
        sys, "argv", ["server.backup", "--database", str(settings.database), "--folder", str(settings.backups)]
    )
    assert copying.main() == 0
    assert json.loads(capsys.readouterr().out)["fault"] is None
    assert len(copies_in(settings.backups, settings.database)) == 1
