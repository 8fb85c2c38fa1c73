"""`scripts/demo`: a centre that stands, survives crashes, remembers, and leaves nothing behind."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from running_demo import PATIENCE_S, ROOT, RunningDemo, lives, wait_until

from simulation.control_client import ControlRefused

PROGRAMS = {
    "mosquitto",
    "printer",
    "server",
    "phones",
    "wall",
    "kiosk-1",
    "board-1",
    "counter-Q1",
    "counter-Q2",
    "pad-Q1",
    "pad-Q2",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("centre") / "demo"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[RunningDemo]:
    running = RunningDemo(folder)
    try:
        yield running.wait_until_complete()
    finally:
        running.close()


def logins(said: list[str]) -> dict[str, str]:
    """The logins as a person reads them off the screen: login and password."""
    found = [re.match(r"  (cb\d\d)\s+(\S+)\s+(officer|head|technician|greeter|auditor)\s", line) for line in said]
    return {match.group(1): match.group(2) for match in found if match}


def test_everything_runs(demo: RunningDemo) -> None:
    assert set(demo.pids()) == PROGRAMS
    assert all(lives(pid) for pid in demo.pids().values())
    assert httpx.get(f"{demo.address}/health").status_code == 200


def test_the_printed_logins_open_the_printed_console(demo: RunningDemo) -> None:
    printed = next(line for line in demo.said if "staff console" in line).split()[-1]
    assert printed == f"{demo.address}/console"
    known = logins(demo.said)
    assert {"cb01", "cb02", "cb09"} <= set(known)
    with httpx.Client(base_url=demo.address) as browser:
        wrong = browser.post("/console/login", data={"login": "cb01", "password": "guess"})
        assert wrong.status_code == 401
        right = browser.post("/console/login", data={"login": "cb01", "password": known["cb01"]})
        assert right.status_code == 303
        assert browser.get("/console").status_code == 200


def test_it_listens_on_this_machine_alone(demo: RunningDemo) -> None:
    pids = {str(pid) for pid in demo.pids().values()}
    sockets = {
        str(link.readlink()).removeprefix("socket:[").removesuffix("]")
        for pid in pids
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if str(link.readlink()).startswith("socket:[")
    }
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening += [line.split() for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]
    ours = [fields[1] for fields in listening if fields[3] == "0A" and fields[9] in sockets]
    assert len(ours) == 5, "server, broker, printer, wall, pages for phones"
    assert all(address.startswith("0100007F:") for address in ours), ours


def test_secrets_are_for_the_owner_only(demo: RunningDemo) -> None:
    secret = [*(demo.folder / "secrets").iterdir(), *(demo.folder / "control").iterdir(), demo.folder / "centre.json"]
    assert len(secret) > 10
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}


def test_a_touch_gives_a_slip_whose_code_leads_to_the_number(demo: RunningDemo) -> None:
    number = demo.take_number()
    slips = demo.folder / "slips"
    wait_until(lambda: list(slips.glob("*.png")), "no slip came out")
    slip = max(slips.glob("*.png"))
    codes = subprocess.check_output(["zbarimg", "--quiet", "--raw", slip], text=True).splitlines()
    (address,) = (code for code in codes if code.startswith(f"{demo.phones_address}/t/"))
    page = httpx.get(address)
    assert page.status_code == 200
    assert number in page.text


def test_screens_draw_unseen_at_their_full_size(demo: RunningDemo, tmp_path: Path) -> None:
    wait_until(lambda: "Chứng thực" in demo.texts("board-1"), "the hall board shows no services")
    answer = demo.screen("board-1").ask("picture", path=str(tmp_path / "board.png"))
    assert (answer["width"], answer["height"]) == (1920, 1080)
    assert (tmp_path / "board.png").read_bytes().startswith(b"\x89PNG")


def test_a_touch_or_a_pin_that_is_not_there_is_refused(demo: RunningDemo) -> None:
    with pytest.raises(ControlRefused, match="outside the picture of 1080 x 1920"):
        demo.screen("kiosk-1").touch(5000, 5000)
    with pytest.raises(ControlRefused, match="there is no button 9"):
        demo.screen("pad-Q1").pin(9, is_low=True)


def test_a_killed_program_comes_back_and_it_is_said_in_one_line(demo: RunningDemo) -> None:
    before = demo.pids()
    before_lines = len(demo.said)
    os.kill(before["kiosk-1"], signal.SIGKILL)
    line = demo.wait_for_line("kiosk-1 ended")
    assert "(SIGKILL) and starts again" in line
    wait_until(lambda: demo.texts("kiosk-1"), "the kiosk did not come back")
    assert demo.pids()["kiosk-1"] != before["kiosk-1"]
    assert len(demo.said) == before_lines + 1


def test_a_killed_broker_comes_back_and_the_screens_with_it(demo: RunningDemo) -> None:
    os.kill(demo.pids()["mosquitto"], signal.SIGKILL)
    demo.wait_for_line("mosquitto ended")
    assert demo.take_number() == "A002"
    with httpx.Client(base_url=demo.address) as browser:
        browser.post("/console/login", data={"login": "cb01", "password": logins(demo.said)["cb01"]})
        token = browser.get("/api/v1/console/me").json()["csrf_token"]
        for n, (deed, body) in enumerate([("sign-on", {"counter_id": "Q1"}), ("next", {})]):
            headers = {"X-CSRF-Token": token, "Idempotency-Key": f"a-deed-of-this-test-{n}"}
            assert browser.post(f"/api/v1/console/{deed}", json=body, headers=headers).status_code == 200
    wait_until(lambda: "A001" in demo.texts("board-1"), "the board does not show the call")
    wait_until(lambda: "A001" in demo.texts("counter-Q1"), "the counter's display does not show the call")


def test_a_second_demo_in_the_same_folder_is_refused(demo: RunningDemo) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "simulation.demo", "--data", str(demo.folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert second.returncode == 1
    assert f"already at {demo.address}" in second.stderr
    assert "Traceback" not in second.stderr


def test_ctrl_c_leaves_nothing_and_the_next_start_remembers(demo: RunningDemo, folder: Path) -> None:
    pids = [*demo.pids().values(), demo.process.pid]
    before = logins(demo.said)
    assert demo.ask_to_stop(signal.SIGINT) == 0
    assert not any(lives(pid) for pid in pids)
    assert not (folder / "running.json").exists()

    again = RunningDemo(folder).wait_until_complete()
    try:
        assert logins(again.said) == before
        assert not [line for line in again.said if "First start" in line]
        assert again.take_number() == "A003"
        pids = [*again.pids().values(), again.process.pid]
        again.process.kill()
        wait_until(lambda: not any(lives(pid) for pid in pids), "programs outlived a demo killed with SIGKILL")
    finally:
        again.close()


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, "-m", "simulation.demo", "--data", str(tmp_path / "demo"), "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    assert refused.returncode == 1
    assert (
        refused.stderr == f"The demo stopped: port {port} is taken by another program; name another one with --port\n"
    )


@pytest.mark.long
def test_stopping_during_the_first_start_leaves_nothing_and_the_next_one_completes_it(tmp_path: Path) -> None:
    demo = RunningDemo(tmp_path / "demo")
    try:
        demo.wait_for_line("First start")
        assert demo.ask_to_stop(signal.SIGTERM) == 0
    finally:
        demo.close()
    mine = str(tmp_path).encode()
    wait_until(
        lambda: not [path for path in Path("/proc").glob("[0-9]*/cmdline") if mine in _read(path)],
        "something of the first start still runs",
    )
    again = RunningDemo(tmp_path / "demo", "--hours")
    try:
        again.wait_until_complete()
        assert "cb01" in logins(again.said)
    finally:
        again.close()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
