"""Programs are kept running, and none outlives whoever started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulation.supervisor import Program, ProgramFailed, Supervisor, run_together

PATIENCE_S = 20.0


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    one = Supervisor(told.append)
    yield one
    one.close()


def python(tmp_path: Path, name: str, source: str) -> Program:
    return Program(name, (sys.executable, "-c", source), tmp_path / f"{name}.log")


def wait_until(is_so: Callable[[], bool], supervisor: Supervisor | None = None) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up, "waited in vain"
        if supervisor is None:
            time.sleep(0.02)
        else:
            supervisor.tend(0.05)


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"  # a zombie only waits for its parent to look


def test_a_killed_program_starts_again_and_it_is_said(supervisor: Supervisor, told: list[str], tmp_path: Path) -> None:
    supervisor.start(python(tmp_path, "kiosk", "import time; time.sleep(600)"))
    first = supervisor.pids()["kiosk"]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: supervisor.pids().get("kiosk", first) != first, supervisor)
    assert len(told) == 1
    assert told[0].startswith("kiosk ended (SIGKILL) and starts again in 0.5 s")


def test_pauses_grow_while_a_program_keeps_crashing(supervisor: Supervisor, told: list[str], tmp_path: Path) -> None:
    supervisor.start(python(tmp_path, "pad", "raise SystemExit(3)"))
    wait_until(lambda: len(told) == 3, supervisor)
    assert [line.split(" in ")[1].split(";")[0] for line in told] == ["0.5 s", "1.0 s", "2.0 s"]
    assert "exit status 3" in told[0]


def test_stopping_ends_a_program_that_ignores_the_request(
    supervisor: Supervisor, told: list[str], tmp_path: Path
) -> None:
    deaf = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(tmp_path / 'deaf')!r}).touch(); time.sleep(600)"
    )
    supervisor.start(python(tmp_path, "deaf", deaf))
    wait_until((tmp_path / "deaf").exists, supervisor)
    pid = supervisor.pids()["deaf"]
    supervisor.stop("deaf", patience_s=0.2)
    assert not lives(pid)
    assert told == ["deaf did not end when asked and was killed"]


def test_a_stopped_program_is_not_started_again(supervisor: Supervisor, told: list[str], tmp_path: Path) -> None:
    supervisor.start(python(tmp_path, "board", "import time; time.sleep(600)"))
    supervisor.stop("board")
    supervisor.tend(0.8)
    assert supervisor.pids() == {}
    assert told == []


def test_no_program_outlives_a_supervisor_killed_with_sigkill(tmp_path: Path) -> None:
    source = f"""
import pathlib, sys, time
from simulation.supervisor import Program, Supervisor
one = Supervisor(print)
for name in ("a", "b"):
    command = (sys.executable, "-c", "import time; time.sleep(600)")
    one.start(Program(name, command, pathlib.Path({str(tmp_path)!r}, name)))
print(*one.pids().values(), flush=True)
one.tend(None)
"""
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(lives(pid) for pid in pids)
        parent.kill()
    wait_until(lambda: not any(lives(pid) for pid in pids))


def test_programs_write_to_their_logs_and_the_last_ones_are_kept(supervisor: Supervisor, tmp_path: Path) -> None:
    (tmp_path / "server.log").write_text("of yesterday\n")
    supervisor.start(python(tmp_path, "server", "print('up', flush=True); import time; time.sleep(600)"))
    wait_until(lambda: (tmp_path / "server.log").read_text() == "up\n", supervisor)
    assert (tmp_path / "server.log.1").read_text() == "of yesterday\n"


def test_work_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    good = python(tmp_path, "clips", "pass")
    bad = python(tmp_path, "set-up", "raise SystemExit('the centre file has a fault')")
    with pytest.raises(ProgramFailed, match=r"set-up failed \(exit status 1\):\nthe centre file has a fault"):
        run_together((good, bad), PATIENCE_S)
