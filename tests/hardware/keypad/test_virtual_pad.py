"""The keypad on a device of the kernel's own where there is `/dev/uinput`, else the same story through the pipe.

Without uinput these tests prove the reader and the parser and not the grab; the name of each says on what it ran.
"""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from plugged_keypad import until
from virtual_pad import HAS_UINPUT, virtual_pad

from hardware.keypad.input_events import USUAL_CODES
from hardware.keypad.keypad import KeyChange, PadKey

pytestmark = pytest.mark.parametrize("_runs_on", ["uinput" if HAS_UINPUT else "pipe, no uinput here"])


def test_every_key_is_heard_until_the_pad_is_pulled_out(tmp_path: Path, _runs_on: str) -> None:
    with virtual_pad(tmp_path) as pad:
        keypad = pad.keypad()
        keypad.start()
        until(lambda: keypad.is_there)
        heard: list[KeyChange] = []
        for code in USUAL_CODES.values():
            for value in (1, 2, 2, 0):
                pad.send(code, value)
        until(lambda: heard.extend(keypad.take()) or len(heard) >= 2 * len(PadKey))
        assert [(change.key, change.is_down) for change in heard] == [
            (key, is_down) for key in USUAL_CODES for is_down in (True, False)
        ]
        assert all(later.at_s >= sooner.at_s for sooner, later in pairwise(heard))
        pad.pull_out()
        until(lambda: not keypad.is_there)
        keypad.close()


def test_no_other_program_hears_a_key(tmp_path: Path, _runs_on: str) -> None:
    """The grab; through a pipe there is nobody else who could hear it."""
    with virtual_pad(tmp_path) as pad:
        keypad = pad.keypad()
        other = os.open(pad.path, os.O_RDONLY | os.O_NONBLOCK) if pad.is_kernels_own else None
        keypad.start()
        until(lambda: keypad.is_there)
        pad.send(USUAL_CODES[PadKey.ENTER], 1)
        pad.send(USUAL_CODES[PadKey.ENTER], 0)
        heard: list[KeyChange] = []
        until(lambda: heard.extend(keypad.take()) or len(heard) == 2)
        if other is not None:
            with pytest.raises(BlockingIOError):
                os.read(other, 1024)
            os.close(other)
        keypad.close()
