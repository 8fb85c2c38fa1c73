"""The gpiozero adapter on mock pins: what a finger does comes out, what the program shows can be seen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.gpio.gpiozero_board import open_native_board
from hardware.gpio.pad_board import PadBoard, PadBoardUnusable
from hardware.gpio.simulated_board import SimulatedPadBoard


@pytest.fixture
def board() -> Iterator[SimulatedPadBoard]:
    board = SimulatedPadBoard(button_pins=[5, 6, 13], light_pins=[17, 27, 22], buzzer_pin=18)
    yield board
    board.close()


def test_edges_come_raw_and_in_order_with_times(board: SimulatedPadBoard) -> None:
    woken: list[None] = []
    board.when_changed(lambda: woken.append(None))
    for _ in range(3):
        board.push(1)
        board.let_go(1)
    board.push(2)
    edges = board.take_edges()
    assert [(e.button, e.is_down) for e in edges] == [(1, True), (1, False)] * 3 + [(2, True)]
    assert [e.at_s for e in edges] == sorted(e.at_s for e in edges)
    assert len(woken) == 7
    assert board.take_edges() == []
    assert board.buttons_down() == (False, False, True)


def test_a_button_held_since_before_the_start_fires_nothing_and_is_seen_down() -> None:
    board = SimulatedPadBoard(button_pins=[5, 6, 13], light_pins=[17, 27, 22], held=[0])
    assert board.take_edges() == []
    assert board.buttons_down() == (True, False, False)
    board.close()


def test_a_storm_keeps_only_the_newest_edges(board: SimulatedPadBoard) -> None:
    for _ in range(2000):
        board.push(0)
        board.let_go(0)
    edges = board.take_edges()
    assert len(edges) == 1000
    assert not edges[-1].is_down


def test_lights_and_buzzer_do_what_is_shown(board: SimulatedPadBoard) -> None:
    assert board.lights() == (0, 0, 0)
    board.show((0.35, 0, 1), buzzer=True)
    assert board.lights() == (0.35, 0, 1)
    assert board.buzzes()
    board.show((0, 0, 0), buzzer=False)
    assert board.lights() == (0, 0, 0)
    assert not board.buzzes()


def test_a_blink_that_nobody_saw_is_counted(board: SimulatedPadBoard) -> None:
    for lights in ((0.35, 0.35, 0.35), (0, 1, 0), (0, 1, 0), (0, 0, 0), (0, 1, 0), (1, 1, 0), (0.35, 0.35, 0.35)):
        board.show(lights, buzzer=False)
    assert board.lit_alone == [0, 2, 0]


def test_lights_that_cannot_be_dimmed_are_on_or_off() -> None:
    board = SimulatedPadBoard(button_pins=[5, 6, 13], light_pins=[17, 27, 22], dims_lights=False)
    board.show((0.35, 0, 1), buzzer=True)
    assert board.lights() == (1, 0, 1)
    board.close()


def test_a_pin_in_use_is_said_and_nothing_stays_open() -> None:
    with pytest.raises(PadBoardUnusable, match="GPIO5"):
        SimulatedPadBoard(button_pins=[5, 6, 13], light_pins=[17, 27, 5])


def test_without_lgpio_the_cure_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    with pytest.raises(PadBoardUnusable, match="apt install python3-lgpio"):
        open_native_board(
            button_pins=[5, 6, 13],
            light_pins=[17, 27, 22],
            buzzer_pin=None,
            dims_lights=True,
            scratch_folder=tmp_path,
        )


def test_the_simulated_board_is_a_pad_board(board: SimulatedPadBoard) -> None:
    a_board: PadBoard = board
    assert a_board.button_count == 3
