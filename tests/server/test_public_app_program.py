"""`python -m server.public_app` as a process: waits for its database, ends in order, and names what is wrong."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from broker_fixture import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]


def started(settings: Path, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "server.public_app", "--settings", str(settings)],
            cwd=ROOT,
            stdout=file,
            stderr=file,
            env=os.environ | {"PYTHONWARNINGS": "default"},
        )


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_it_starts_without_a_database_gives_way_to_others_and_ends_in_order(tmp_path: Path) -> None:
    port, settings, log = free_port(), tmp_path / "phones.toml", tmp_path / "log"
    settings.write_text(f'database = "{tmp_path}/later.db"\nlisten_port = {port}\n')
    process, address = started(settings, log), f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: answers(address), what="the pages for phones to answer", within_s=60)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= 5
        token = "T0ken-of-nobody-at-all"
        assert httpx.get(f"{address}/t/{token}").status_code == 503
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert token not in log.read_text() and "Warning" not in log.read_text()
    assert not (tmp_path / "later.db").exists(), "a program that reads makes no database"


@pytest.mark.parametrize(
    ("line", "said"), [('databas = "x"', "database"), ('database = "x"\nlisten_port = 70000', "listen_port")]
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, said: str) -> None:
    settings, log = tmp_path / "phones.toml", tmp_path / "log"
    settings.write_text(f"{line}\n")
    assert started(settings, log).wait(60) == 2
    assert said in log.read_text()
