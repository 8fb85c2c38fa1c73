"""The one that asks the broker whether it answers, from outside: a real mosquitto, and systemd's end of the socket."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "deploy/broker_ping.py"
QUICK = "import sys, runpy; sys.path.insert(0, {folder!r}); import broker_ping as p; p.PING_EVERY_S = 0.1; "
QUICK += "p.ANSWERS_WITHIN_S = 0.5; p.AGAIN_AFTER_S = 0.1; p.REFUSED_AGAIN_AFTER_S = 0.1; sys.exit(p.main())"
"""The program itself, with shorter pauses than on a Pi."""


class Watch:
    """The program, and what it tells the service manager."""

    def __init__(self, folder: Path, settings: str) -> None:
        address = folder / "notify"
        self._manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._manager.bind(str(address))
        self._manager.settimeout(0.0)
        (folder / "server.toml").write_text(settings, encoding="utf-8")
        command = [sys.executable, "-c", QUICK.format(folder=str(PROGRAM.parent))]
        self.process = subprocess.Popen(
            [*command, "--settings", str(folder / "server.toml")], env={"NOTIFY_SOCKET": str(address)}
        )

    def heard(self) -> list[bytes]:
        said = []
        while True:
            try:
                said.append(self._manager.recv(4096))
            except BlockingIOError:
                return said

    def is_silent_for(self, seconds: float) -> bool:
        self.heard()  # what was under way
        self._manager.settimeout(seconds)
        try:
            self._manager.recv(4096)
        except TimeoutError:
            return True
        finally:
            self._manager.settimeout(0.0)
        return False

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._manager.close()


@pytest.fixture
def watch(broker: RunningBroker, tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path, f'database = "centre.db"\n[broker]\nport = {broker.port}\n')
    yield watch
    watch.close()


def test_each_answer_is_told_and_a_broker_that_hangs_is_silence(broker: RunningBroker, watch: Watch) -> None:
    told: list[bytes] = []
    wait_for(lambda: told.extend(watch.heard()) or told.count(b"WATCHDOG=1") >= 3, what="three answers")
    assert told[0] == b"READY=1\nWATCHDOG=1"

    broker.freeze()  # the kernel goes on taking connections for it
    wait_for(lambda: watch.is_silent_for(2.0), what="silence")
    with socket.create_connection(("127.0.0.1", broker.port), timeout=5):
        pass

    broker.thaw()
    wait_for(lambda: b"WATCHDOG=1" in watch.heard(), what="the broker that answers again")


def test_a_broker_that_is_gone_is_silence_until_it_is_back(broker: RunningBroker, watch: Watch) -> None:
    wait_for(lambda: watch.heard() != [], what="the first answer")

    broker.kill()
    wait_for(lambda: watch.is_silent_for(1.0), what="silence")
    broker.start()

    wait_for(lambda: b"WATCHDOG=1" in watch.heard(), what="the broker that is back")


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    """A wrong password is not mended by starting the broker anew, which would throw every device out."""
    folder = tmp_path / "strict"
    folder.mkdir()
    broker = RunningBroker(folder)
    config = folder / "mosquitto.conf"
    config.write_text(config.read_text().replace("allow_anonymous true", "allow_anonymous false"))
    broker.start()
    (tmp_path / "password").write_text("wrong\n")
    settings = f'[broker]\nport = {broker.port}\nusername = "server"\npassword_file = "{tmp_path / "password"}"\n'
    watch = Watch(tmp_path, settings)
    try:
        told: list[bytes] = []
        wait_for(lambda: told.extend(watch.heard()) or len(told) >= 3, what="three refusals")
        assert set(told[1:]) == {b"WATCHDOG=1"}
    finally:
        watch.close()
        broker.kill()


def test_a_broker_of_another_machine_is_not_this_ones_to_watch(tmp_path: Path) -> None:
    watch = Watch(tmp_path, '[broker]\nhost = "192.0.2.1"\n')
    told: list[bytes] = []
    try:
        wait_for(lambda: told.extend(watch.heard()) or len(told) >= 3, what="three words")
    finally:
        watch.close()


@pytest.mark.parametrize("settings", ["no = [toml", '[broker]\npassword_file = "/none"\n'])
def test_settings_that_cannot_be_read_end_it_in_one_line(tmp_path: Path, settings: str) -> None:
    (tmp_path / "server.toml").write_text(settings, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(PROGRAM), "--settings", str(tmp_path / "server.toml")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_its_unit_starts_a_broker_anew_that_gave_no_answer() -> None:
    """And only then: one that somebody has stopped, or that was answered by a stop of its own, stays as it is."""
    text = (ROOT / "deploy/units/bocso-broker.service").read_text(encoding="utf-8")
    after = re.search(r"^ExecStopPost=\+/bin/sh -c '(.*)'$", text, flags=re.MULTILINE)
    assert after is not None
    script = after[1].replace("$$", "$").replace("exec systemctl", "echo")
    for result, done in (
        ("watchdog", "--no-block try-restart mosquitto.service\n"),
        ("timeout", "--no-block try-restart mosquitto.service\n"),
        ("success", ""),
        ("exit-code", ""),
    ):
        ran = subprocess.run(
            ["/bin/sh", "-c", script], env={"SERVICE_RESULT": result}, capture_output=True, text=True, check=False
        )
        assert (ran.stdout, ran.returncode) == (done, 0), result


def test_the_brokers_own_unit_is_never_given_up() -> None:
    text = (ROOT / "deploy/broker/start.conf").read_text(encoding="utf-8")
    for line in ("Restart=always", "OnFailure=bocso-rest@%N.service", "StartLimitBurst=5", "TimeoutStopSec=10"):
        assert f"\n{line}\n" in text
