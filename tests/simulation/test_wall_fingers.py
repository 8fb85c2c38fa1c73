"""Touches from browsers: fingers kept apart, lifted when forgotten, doubled on request; and a socket asked."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from simulation.centre_folder import CentreFolder
from simulation.control_client import ControlRefused, NoControl
from simulation.programs.control_socket import ControlSocket, Refused
from simulation.wall import fingers as fingers_module
from simulation.wall.asking import ask
from simulation.wall.errors import NotPossible
from simulation.wall.fingers import FINGERS_AT_MOST, Fingers
from simulation.wall.wall import Wall


class Panel:
    """The control socket of a screen that only remembers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.touches: list[tuple[str, int, float, float]] = []
        self.lifted = threading.Event()
        control = ControlSocket(path)
        control.add({"touch": self._touch, "picture": lambda _: {"png": "x" * 3_000_000}, "no": self._no})
        control.start()

    def _touch(self, request: dict[str, Any]) -> dict[str, Any]:
        self.touches.append((request["phase"], request["finger"], request["x"], request["y"]))
        if request["phase"] == "up":
            self.lifted.set()
        return {}

    def _no(self, _request: dict[str, Any]) -> dict[str, Any]:
        raise Refused("not now")


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    deep = tmp_path / ("a-rather-long-folder-name" * 5)
    deep.mkdir()
    return Panel(deep / "kiosk-1.sock")


def test_two_browsers_have_two_fingers(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        await fingers.put("one", "down", (1, 2))
        await fingers.put("two", "down", (3, 4))
        await fingers.put("one", "move", (5, 6))
        await fingers.put("one", "up", (5, 6))
        await fingers.put("two", "up", (3, 4))

    asyncio.run(story())
    assert panel.touches == [("down", 0, 1, 2), ("down", 2, 3, 4), ("move", 0, 5, 6), ("up", 0, 5, 6), ("up", 2, 3, 4)]


def test_a_finger_that_is_not_down_does_nothing(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        await fingers.put("one", "move", (1, 1))
        await fingers.put("one", "up", (1, 1))

    asyncio.run(story())
    assert panel.touches == []


def test_a_forgotten_finger_is_lifted_where_it_was(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingers_module, "LIFTED_AFTER_S", -1)

    async def story() -> None:
        fingers = Fingers(panel.path)
        await fingers.put("closed tab", "down", (7, 8))
        await fingers.lift_forgotten()

    asyncio.run(story())
    assert panel.touches == [("down", 0, 7, 8), ("up", 0, 7, 8)]


def test_more_fingers_than_a_hand_are_refused(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        for n in range(FINGERS_AT_MOST):
            await fingers.put(str(n), "down", (1, 1))
        with pytest.raises(NotPossible):
            await fingers.put("one more", "down", (1, 1))

    asyncio.run(story())


def test_a_doubled_touch_is_two_fingers_that_both_bounce(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        fingers.is_doubled = True
        await fingers.put("one", "down", (50, 60))
        await fingers.put("one", "up", (50, 60))

    asyncio.run(story())
    assert [(phase, finger) for phase, finger, *_ in panel.touches] == [
        *(("down", 0), ("up", 0), ("down", 0)),
        *(("down", 1), ("up", 1), ("down", 1)),
        *(("up", 0), ("up", 1)),
    ]


def test_an_answer_as_long_as_a_picture_comes_whole(panel: Panel) -> None:
    assert len(asyncio.run(ask(panel.path, "picture"))["png"]) == 3_000_000


def test_who_refuses_and_who_is_not_there_are_told_apart(panel: Panel, tmp_path: Path) -> None:
    with pytest.raises(ControlRefused, match="not now"):
        asyncio.run(ask(panel.path, "no"))
    with pytest.raises(NoControl):
        asyncio.run(ask(tmp_path / "gone.sock", "touch"))


def test_the_second_finger_is_lifted_whatever_the_switch_says_meanwhile(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        fingers.is_doubled = True
        await fingers.put("one", "down", (50, 60))
        fingers.is_doubled = False
        await fingers.put("one", "up", (50, 60))
        await fingers.put("two", "down", (1, 2))
        fingers.is_doubled = True
        await fingers.put("two", "up", (1, 2))

    asyncio.run(story())
    last = {finger: phase for phase, finger, *_ in panel.touches}
    assert last == {0: "up", 1: "up"}
    assert len(panel.touches) == 3 + 3 + 2 + 2


def test_a_finger_whose_lifting_was_lost_is_lifted_before_it_comes_again(panel: Panel) -> None:
    async def story() -> None:
        fingers = Fingers(panel.path)
        await fingers.put("one", "down", (5, 6))
        await fingers.put("one", "down", (7, 8))
        await fingers.put("one", "up", (7, 8))

    asyncio.run(story())
    assert [(phase, finger) for phase, finger, *_ in panel.touches] == [
        *(("down", 0), ("up", 0)),
        *(("down", 0), ("up", 0)),
    ]


def test_the_wall_lifts_forgotten_fingers_though_nobody_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingers_module, "LIFTED_AFTER_S", -1)
    folder = CentreFolder(tmp_path)
    folder.keep_paper([])
    panel = Panel(folder.control_socket("kiosk-1"))

    async def story() -> None:
        wall = Wall(folder, "http://127.0.0.1:9")
        await wall._fingers["kiosk-1"].put("closed tab", "down", (7, 8))
        lifted = await asyncio.to_thread(panel.lifted.wait, 20)
        await wall.close()
        assert lifted

    asyncio.run(story())
    assert panel.touches == [("down", 0, 7, 8), ("up", 0, 7, 8)]
