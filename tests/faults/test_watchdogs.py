"""What systemd hears of each real program: that it is up, again and again that it works, nothing when it does not."""

import shutil
import socket
from collections.abc import Iterator

import pytest
from broker_fixture import wait_for
from real_centre import (
    BOARD,
    BROKER,
    DISPLAY,
    KIOSK,
    PAD,
    PATIENCE_S,
    PHONES,
    PRINTER,
    SERVER,
    RealCentre,
    set_up_once,
)

pytestmark = pytest.mark.long
WATCHDOG_S = 6
"""Of the units it is 15 and 30."""


class Manager:
    """systemd's end of one program's line."""

    def __init__(self, name: str) -> None:
        self.address = f"@bocso-test-{id(self):x}-{name}"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(f"\0{self.address[1:]}")
        self._line.settimeout(0.0)
        self.heard: list[bytes] = []

    def alive(self) -> int:
        """How often the program has said that it works."""
        self._take_in()
        return sum(b"WATCHDOG=1" in said for said in self.heard)

    def is_silent_for(self, seconds: float) -> bool:
        self._take_in()
        self._line.settimeout(seconds)
        try:
            self.heard.append(self._line.recv(4096))
        except TimeoutError:
            return True
        finally:
            self._line.settimeout(0.0)
        return False

    def close(self) -> None:
        self._line.close()

    def _take_in(self) -> None:
        while True:
            try:
                self.heard.append(self._line.recv(4096))
            except BlockingIOError:
                return


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    """Broker, printer and server; the others run while they are watched."""
    ready = set_up_once(tmp_path_factory.getbasetemp())
    path = tmp_path_factory.mktemp("watched")
    shutil.copytree(ready, path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("clips", "logs"))
    centre = RealCentre(path, ready / "clips", emergency_after_s=90)
    try:
        centre.start(BROKER, PRINTER, SERVER)
        yield centre
        assert centre.ends_by_themselves() == []
    finally:
        centre.stop()


@pytest.fixture
def manager(request: pytest.FixtureRequest, centre: RealCentre, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    """The program under test, started as by its unit."""
    name = request.param
    manager = Manager(name)
    if centre.runs(name):
        centre.kill(name)
    with monkeypatch.context() as patched:
        patched.setenv("NOTIFY_SOCKET", manager.address)
        patched.setenv("WATCHDOG_USEC", str(WATCHDOG_S * 1_000_000))
        centre.start(name)
    yield manager
    centre.kill(name)
    if name == SERVER:
        centre.start(name)
    manager.close()


def works(manager: Manager) -> None:
    """It says so again, and again after that."""
    since = manager.alive()
    wait_for(lambda: manager.alive() >= since + 3, what="three signs of life", within_s=PATIENCE_S)


@pytest.mark.parametrize("manager", [SERVER, PHONES, KIOSK, BOARD, DISPLAY, PAD], indirect=True)
def test_a_program_that_works_says_so_and_one_that_is_frozen_is_silent(
    request: pytest.FixtureRequest, centre: RealCentre, manager: Manager
) -> None:
    name = request.node.callspec.params["manager"]
    works(manager)
    ready = [at for at, said in enumerate(manager.heard) if b"READY=1" in said]
    assert len(ready) == 1, "it says once that it is up"
    assert not any(b"WATCHDOG=1" in said for said in manager.heard[: ready[0]])

    centre.freeze(name)
    wait_for(lambda: manager.is_silent_for(WATCHDOG_S / 2), what="silence", within_s=PATIENCE_S)

    centre.thaw(name)
    works(manager)


@pytest.mark.parametrize("manager", [SERVER], indirect=True)
def test_a_server_that_answers_and_can_commit_nothing_is_silent(centre: RealCentre, manager: Manager) -> None:
    """Its pages still open: it is the way of a ticket that is asked, not whether the program runs."""
    works(manager)

    with centre.database_held():
        wait_for(lambda: manager.is_silent_for(WATCHDOG_S / 2), what="silence", within_s=PATIENCE_S)
        assert manager.is_silent_for(WATCHDOG_S / 2)

    works(manager)
