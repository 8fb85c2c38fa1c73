"""Fingers on a pad whose buttons are walked over: what is good, dead, crossed and stuck."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for

from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging.settings import ServerAddress
from rating_pad.button_walk import Finding, Found, NoButtons, walk, walk_buttons, words_of
from rating_pad.settings import PadSettings

PINS = {"button_pins": [17, 27, 22], "light_pins": [5, 6, 13]}


@pytest.fixture
def board() -> Iterator[SimulatedPadBoard]:
    board = SimulatedPadBoard(**PINS)
    yield board
    board.close()


class Walking:
    """A walk in a thread of its own, and what it says."""

    def __init__(self, board: SimulatedPadBoard, *, patience_s: float) -> None:
        self.said: list[str] = []
        self.findings: list[Finding] = []
        self._board = board
        self._thread = threading.Thread(target=self._walk, args=(patience_s,))
        self._thread.start()

    def _walk(self, patience_s: float) -> None:
        self.findings = walk(self._board, say=self.said.append, patience_s=patience_s)

    def press_when_lit(self, lit: int, pressed: int) -> None:
        wait_for(lambda: self._board.lights()[lit] == 1, what=f"button {lit} to be lit")
        time.sleep(0.35)  # the pad takes two presses in a third of a second for one
        self._board.push(pressed)
        wait_for(lambda: self._board.lights()[lit] == 0, what="the walk to go on")
        self._board.let_go(pressed)

    def end(self) -> list[Found]:
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()
        return [finding.found for finding in self.findings]


def test_every_button_that_is_pressed_when_it_is_lit_is_good(board: SimulatedPadBoard) -> None:
    walking = Walking(board, patience_s=20)
    for button in range(3):
        walking.press_when_lit(button, button)
    assert walking.end() == [Found.GOOD] * 3
    assert walking.said[-1] == "All buttons answer."
    assert board.lights() == (0, 0, 0)


def test_exchanged_wires_are_named_with_both_buttons(board: SimulatedPadBoard) -> None:
    walking = Walking(board, patience_s=20)
    walking.press_when_lit(0, 1)
    walking.press_when_lit(1, 0)
    walking.press_when_lit(2, 2)
    assert walking.end() == [Found.CROSSED, Found.CROSSED, Found.GOOD]
    assert "button 2 answered" in words_of(walking.findings[0])
    assert walking.said[-1].startswith("2 of 3 buttons")


def test_a_button_that_never_answers_is_dead(board: SimulatedPadBoard) -> None:
    walking = Walking(board, patience_s=1.0)
    walking.press_when_lit(0, 0)
    assert walking.end() == [Found.GOOD, Found.DEAD, Found.DEAD]


def test_a_touch_pad_has_nothing_to_walk_over(tmp_path: Path) -> None:
    settings = PadSettings(
        centre="test",
        device_id="pad-Q1",
        data_dir=tmp_path,
        counter_id="Q1",
        screen="touch",
        server=ServerAddress(credential_file=tmp_path / "credential"),
    )
    with pytest.raises(NoButtons):
        walk_buttons(settings, say=lambda _words: None)
