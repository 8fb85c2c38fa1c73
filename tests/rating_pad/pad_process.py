"""The pad as a process of its own that can be killed; pins are pulled by lines on its standard input."""

import sys
import threading
from pathlib import Path

from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging.clock import SystemClock
from messaging.settings import read_settings
from rating_pad.app import build
from rating_pad.button_pad import ButtonPad
from rating_pad.settings import PadSettings

if __name__ == "__main__":
    program = build(read_settings(PadSettings, Path(sys.argv[1])), clock=SystemClock())
    assert isinstance(program, ButtonPad)
    board = program.board
    assert isinstance(board, SimulatedPadBoard)
    threading.Thread(target=program.run).start()
    for line in sys.stdin:
        word, _, place = line.strip().partition(" ")
        if word == "push":
            board.push(int(place))
        elif word == "let_go":
            board.let_go(int(place))
        elif word == "lights":
            sys.stdout.write(" ".join(str(light) for light in board.lights()) + "\n")
            sys.stdout.flush()
    program.stop()
