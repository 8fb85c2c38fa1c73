"""What a technician has switched off, as the installer tells them to, is neither a fault nor walked over.

A systemctl of ours answers for the machine.
"""

from pathlib import Path

import pytest

from bocso.doctor import machine
from bocso.doctor.command import examine
from bocso.faults import CommandFailed
from bocso.self_test.command import walk_over

SYSTEMCTL = """#!/bin/sh
case " $BOCSO_OFF " in
*" $2 "*) case $1 in is-enabled) echo disabled ;; is-active) echo "$BOCSO_STATE" ;; esac ;;
*) case $1 in is-enabled) echo enabled ;; is-active) echo active ;; esac ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that was a board, and now is a pad with buttons."""
    for name in ("units", "system", "programs"):
        (tmp_path / name).mkdir()
    for name in ("board", "pad"):
        (tmp_path / f"units/bocso-{name}.service").touch()
    (tmp_path / "programs/systemctl").write_text(SYSTEMCTL)
    (tmp_path / "programs/systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/programs:/usr/bin:/bin")
    monkeypatch.setenv("BOCSO_OFF", "bocso-board.service")
    monkeypatch.setenv("BOCSO_STATE", "inactive")
    monkeypatch.setattr(machine, "UNITS", tmp_path / "units")
    monkeypatch.setattr(machine, "SYSTEM_RUNS", tmp_path / "system")
    for name in ("board", "pad"):  # whoever looks at one of them stumbles
        (tmp_path / f"{name}.toml").write_text("strange = 1\n")
    return tmp_path


def test_the_doctor_leaves_out_what_was_switched_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examine(folder, language="vi", bundle=None)
    said = capsys.readouterr().out.splitlines()
    assert "· Chương trình bocso-board.service: đã được tắt trên máy này, không xem" in said
    assert "✓ Chương trình bocso-pad.service: đang chạy" in said
    assert any("pad.toml" in line for line in said)
    assert not [line for line in said if "restart bocso-board" in line]
    assert not [line for line in said if "board.toml" in line]

    monkeypatch.setenv("BOCSO_STATE", "active")  # started by hand: it is looked at
    examine(folder, language="vi", bundle=None)
    assert "✓ Chương trình bocso-board.service: đang chạy" in capsys.readouterr().out


def test_a_program_that_only_failed_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "programs/systemctl").write_text(SYSTEMCTL.replace("echo disabled", "echo enabled"))
    assert not examine(folder, language="vi", bundle=None)
    assert "✗ Chương trình bocso-board.service: không chạy (inactive)" in capsys.readouterr().out


def test_the_self_test_walks_over_what_is_on_and_over_what_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def walk(*kinds: str) -> None:
        walk_over(list(kinds), folder=folder, language="en", out=folder, printer=None)

    with pytest.raises(CommandFailed, match=r"/pad\.toml"):
        walk()
    said = capsys.readouterr().out
    assert "Call board: is switched off on this machine and not tried" in said
    with pytest.raises(CommandFailed, match=r"/board\.toml"):
        walk("board")

    monkeypatch.setenv("BOCSO_OFF", "bocso-board.service bocso-pad.service")
    with pytest.raises(CommandFailed, match="Every program of this machine is switched off"):
        walk()
