"""`bocso doctor` asks the kernel for the firewall: its unit is active although somebody threw the rules away."""

import os
from pathlib import Path

import pytest

from bocso.doctor import machine
from bocso.doctor.command import examine

UNIT = "bocso-firewall.service"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("units", "system", "programs"):
        (tmp_path / name).mkdir()
    (tmp_path / "units" / UNIT).touch()
    monkeypatch.setenv("PATH", f"{tmp_path}/programs:/usr/bin:/bin")
    monkeypatch.setattr(machine, "UNITS", tmp_path / "units")
    monkeypatch.setattr(machine, "SYSTEM_RUNS", tmp_path / "system")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    is_on = "case $1 in is-enabled) echo enabled ;; is-active) echo active ;; esac"
    put(tmp_path, "systemctl", is_on)
    (tmp_path / "kiosk.toml").write_text("strange = 1\n")
    return tmp_path


def put(folder: Path, program: str, does: str) -> None:
    file = folder / "programs" / program
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)


def told(folder: Path, capsys: pytest.CaptureFixture[str], language: str = "vi") -> list[str]:
    examine(folder, language=language, bundle=None)
    return capsys.readouterr().out.splitlines()


def test_rules_that_are_there_are_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "nft", '[ "$*" = "list table inet bocso" ] && echo "tcp dport { 8080 } counter drop"')
    assert "✓ Tường lửa: các quy tắc đang có hiệu lực" in told(folder, capsys)


def test_rules_that_somebody_has_thrown_away_are_missed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "nft", "echo 'Error: No such file or directory' >&2; exit 1")
    said = told(folder, capsys)
    at = said.index("✗ Tường lửa: các quy tắc của Bốc Số không còn trong máy, ai cũng vào được các cổng của trung tâm")
    assert f"sudo systemctl restart {UNIT}" in said[at + 1]
    assert f"✓ Chương trình {UNIT}: đang chạy" in said


def test_whoever_may_not_ask_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "nft", "echo 'Operation not permitted' >&2; exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "· Firewall: can be looked at by sudo bocso doctor only" in told(folder, capsys, "en")


def test_a_firewall_that_was_switched_off_is_not_missed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "systemctl", "case $1 in is-enabled) echo disabled ;; is-active) echo inactive ;; esac")
    said = told(folder, capsys)
    assert f"· Chương trình {UNIT}: đã được tắt trên máy này, không xem" in said
    assert not [line for line in said if "Tường lửa" in line]
