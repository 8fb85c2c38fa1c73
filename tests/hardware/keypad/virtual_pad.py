"""A number pad that the kernel takes for a real one (uinput), where the test machine has `/dev/uinput`; else a pipe.

The ioctl numbers are those of linux/uinput.h.
"""

import fcntl
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hardware.keypad.event_keypad import EventKeypad
from hardware.keypad.input_events import EV_KEY, KEY_CODES, key_bytes
from hardware.keypad.simulated_keypad import PipeKeypad, unplug

UINPUT = Path("/dev/uinput")
HAS_UINPUT = os.access(UINPUT, os.W_OK)

_SET_EVBIT, _SET_KEYBIT, _SETUP, _CREATE, _DESTROY = 0x4004_5564, 0x4004_5565, 0x405C_5503, 0x5501, 0x5502
_GET_SYSNAME_64 = 0x8040_552C
_USB = 0x03
_APPEARS_WITHIN_S = 10.0


@dataclass(frozen=True)
class VirtualPad:
    path: Path
    is_kernels_own: bool
    """Made through uinput: grab and unplugging are the kernel's."""
    _pad: int

    def keypad(self) -> EventKeypad:
        return EventKeypad(self.path) if self.is_kernels_own else PipeKeypad(self.path)

    def send(self, code: int, value: int) -> None:
        """One event and its report; `value`: 0 up, 1 down, 2 held."""
        events = key_bytes(code, value, time.monotonic())
        if self.is_kernels_own:
            os.write(self._pad, events)
            return
        pipe = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        os.write(pipe, events)
        os.close(pipe)

    def pull_out(self) -> None:
        if self.is_kernels_own:
            fcntl.ioctl(self._pad, _DESTROY)
        else:
            unplug(self.path)


@contextmanager
def virtual_pad(folder: Path) -> Iterator[VirtualPad]:
    if not HAS_UINPUT:
        yield VirtualPad(folder / "pad", is_kernels_own=False, _pad=-1)
        return
    pad = os.open(UINPUT, os.O_WRONLY)
    try:
        fcntl.ioctl(pad, _SET_EVBIT, EV_KEY)
        for code in KEY_CODES:
            fcntl.ioctl(pad, _SET_KEYBIT, code)
        fcntl.ioctl(pad, _SETUP, struct.pack("@HHHH80sI", _USB, 0x1209, 0x0001, 1, b"Boc So number pad of a test", 0))
        fcntl.ioctl(pad, _CREATE)
        name = fcntl.ioctl(pad, _GET_SYSNAME_64, bytes(64)).rstrip(b"\0").decode()
        yield VirtualPad(_node_of(name), is_kernels_own=True, _pad=pad)
    finally:
        os.close(pad)  # the kernel takes the device away with it


def _node_of(name: str) -> Path:
    """`/dev/input/eventN` of an input device, as soon as it may be read."""
    give_up_s = time.monotonic() + _APPEARS_WITHIN_S
    while time.monotonic() < give_up_s:
        for event in (Path("/sys/devices/virtual/input") / name).glob("event*"):
            node = Path("/dev/input") / event.name
            if os.access(node, os.R_OK):
                return node
        time.sleep(0.05)
    raise AssertionError(f"{name} has no node below /dev/input that this user may read")
