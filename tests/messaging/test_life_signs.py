"""What a service manager hears of a program: up, alive while it does its work, silent when it hangs, ending."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for

from messaging.life_signs import LifeSigns, life_signs


class Manager:
    """systemd's end of the socket."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(0.0)

    def heard(self) -> list[str]:
        messages = []
        while True:
            try:
                messages.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return messages


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(str(tmp_path / "notify"))
    yield manager
    manager.socket.close()


def test_the_first_work_says_up_and_later_work_says_alive(manager: Manager, tmp_path: Path) -> None:
    signs = LifeSigns(str(tmp_path / "notify"), every_s=0.000001)
    assert manager.heard() == []
    signs.works()
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]
    signs.works()
    assert manager.heard() == ["WATCHDOG=1"]
    signs.stops()
    assert manager.heard() == ["STOPPING=1"]


def test_a_program_that_works_ten_times_a_second_does_not_write_ten_times_a_second(
    manager: Manager, tmp_path: Path
) -> None:
    signs = LifeSigns(str(tmp_path / "notify"), every_s=3600)
    for _ in range(1000):
        signs.works()
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]


def test_an_abstract_address_is_understood() -> None:
    name = f"bocso-life-signs-{os.getpid()}"
    manager = Manager(f"\0{name}")
    LifeSigns(f"@{name}", every_s=None).works()
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]
    manager.socket.close()


def test_the_environment_says_whom_and_how_often() -> None:
    own = str(os.getpid())
    asked = {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "30000000"}
    assert life_signs(asked).every_s == 10.0
    assert life_signs(asked | {"WATCHDOG_PID": own}).every_s == 10.0
    # Meant for the program that started this one: this one must not answer for it.
    assert life_signs(asked | {"WATCHDOG_PID": "1"}).every_s is None
    assert life_signs(asked | {"WATCHDOG_USEC": "soon"}).every_s is None
    assert life_signs({}).every_s is None


def test_nobody_listens_and_the_program_goes_on(tmp_path: Path) -> None:
    LifeSigns("", every_s=1).works()
    LifeSigns(str(tmp_path / "nobody"), every_s=1).works()


def test_a_program_that_no_longer_answers_falls_silent(manager: Manager, tmp_path: Path) -> None:
    signs = LifeSigns(str(tmp_path / "notify"), every_s=0.002)
    asked = 0
    hangs, has_hung_long = asyncio.Event(), asyncio.Event()

    async def answers() -> bool:
        nonlocal asked
        asked += 1
        if asked > 5:
            hangs.set()
        if asked > 12:
            has_hung_long.set()
        return asked <= 5

    async def live() -> None:
        feeding = asyncio.create_task(signs.feed(answers))
        await hangs.wait()
        heard = manager.heard()
        assert heard[0] == "READY=1\nWATCHDOG=1"
        assert set(heard[1:]) == {"WATCHDOG=1"}
        await has_hung_long.wait()
        assert manager.heard() == []
        feeding.cancel()

    asyncio.run(asyncio.wait_for(live(), 30))


def test_a_long_start_asks_for_more_time_while_it_goes_on_and_no_longer(manager: Manager, tmp_path: Path) -> None:
    signs = LifeSigns(str(tmp_path / "notify"), every_s=1)
    heard: list[str] = []

    def three_times() -> bool:
        heard.extend(manager.heard())
        return len(heard) >= 3

    with signs.starting(every_s=0.001):
        wait_for(three_times, what="three words of a start that goes on")
    assert set(heard) == {"EXTEND_TIMEOUT_USEC=120000000"}
    manager.heard()
    assert "starting" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(ZeroDivisionError), signs.starting():
        raise ZeroDivisionError
    manager.heard()
    signs.works()
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]


def test_a_start_that_hangs_is_left_to_the_manager(manager: Manager, tmp_path: Path) -> None:
    signs = LifeSigns(str(tmp_path / "notify"), every_s=1)
    with signs.starting(every_s=0.001, at_most_s=0.05):
        wait_for(lambda: "starting" not in [thread.name for thread in threading.enumerate()], what="silence")
    assert manager.heard()


def test_a_start_by_hand_tells_nobody() -> None:
    with LifeSigns("", every_s=None).starting():
        assert "starting" not in [thread.name for thread in threading.enumerate()]
