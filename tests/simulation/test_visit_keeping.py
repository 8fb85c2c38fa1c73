"""`scripts/demo --visit --keep DIR`: what an earlier visit left there is never taken for this one's."""

from pathlib import Path

import pytest

from simulation import visit
from simulation.visit import run_visit


def test_a_visit_that_fails_at_once_leaves_nothing_of_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failure").mkdir()
    for name in ("failure/server.log", "slip.png", "centre.db", "notes.txt"):
        (tmp_path / name).write_text("of the last time")
    monkeypatch.setattr(visit, "stop_on_signals", lambda: None)
    monkeypatch.setattr(visit, "ignore_signals", lambda: None)
    monkeypatch.setattr(visit, "_walk", lambda *_: "set-up: not this time")
    assert run_visit(as_json=True, keep=tmp_path) == 1
    assert [left.name for left in tmp_path.iterdir()] == ["notes.txt"], "what is not a visit's is left alone"
