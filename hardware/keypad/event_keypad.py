"""A number pad read from the kernel itself (`/dev/input`), whichever program has the focus.

Nothing but the kernel's own interface is used, see docs/decisions/0006. The device is grabbed, so that its keys
reach no other program; it may be pulled out and put back at any time.
"""

import fcntl
import logging
import os
import select
import stat
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from hardware.keypad.input_events import EVENT_BYTES, EventReader
from hardware.keypad.keypad import KeyChange

_log = logging.getLogger(__name__)

# ioctl numbers of linux/input.h, the same on every machine with the generic encoding (x86-64, arm, arm64).
_EVIOCGRAB = 0x4004_4590  # _IOW('E', 0x90, int)
_EVIOCSCLOCKID = 0x4004_45A0  # _IOW('E', 0xa0, int)

_LOOK_AGAIN_S = 1.0  # a pad that was plugged in works before a hand is back at it
_MOST_KEPT = 256
_PIECE_BYTES = 64 * EVENT_BYTES
_STOP_TIMEOUT_S = 3.0


class EventKeypad:
    """Reads the device at `path` on a thread of its own, for as long as it takes: missing, pulled out, put back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changes: deque[KeyChange] = deque(maxlen=_MOST_KEPT)
        self._wake: Callable[[], None] = _do_nothing
        self._is_there = False
        self._missing_told = False
        self._stopping = threading.Event()
        self._stop_reader, self._stop_writer = os.pipe()
        self._thread = threading.Thread(target=self._run, name="keypad", daemon=True)

    @property
    def is_there(self) -> bool:
        return self._is_there

    def start(self) -> None:
        self._thread.start()

    def take(self) -> list[KeyChange]:
        changes = []
        while self._changes:
            changes.append(self._changes.popleft())
        return changes

    def when_changed(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def close(self) -> None:
        self._stopping.set()
        os.write(self._stop_writer, b".")
        if self._thread.is_alive():
            self._thread.join(_STOP_TIMEOUT_S)
        os.close(self._stop_writer)
        os.close(self._stop_reader)

    def _open(self) -> int:
        """The device, ours alone; raises OSError."""
        device = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISCHR(os.fstat(device).st_mode):
                raise OSError(f"{self._path} is no input device; give its path below /dev/input")
            fcntl.ioctl(device, _EVIOCGRAB, 1)
            # The events' stamps shall be on the clock that the rest of the program uses.
            fcntl.ioctl(device, _EVIOCSCLOCKID, struct.pack("@i", time.CLOCK_MONOTONIC))
        except BaseException:
            os.close(device)
            raise
        return device

    def _is_still_ours(self, _device: int) -> bool:
        """Asked now and then while nothing comes; a real device says by itself when it is pulled out."""
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                device = self._open()
            except OSError as error:
                self._note_missing(error)
                self._stopping.wait(_LOOK_AGAIN_S)
                continue
            try:
                self._note_there()
                self._read_until_gone(device)
            except OSError as error:  # ENODEV: pulled out
                self._note_missing(error)
            except Exception:  # the loop's edge: a strange event must not end the keypad
                _log.exception("the number pad stumbled; it is opened again")
                self._stopping.wait(_LOOK_AGAIN_S)
            finally:
                os.close(device)  # the kernel gives the grab back with it
        self._is_there = False

    def _read_until_gone(self, device: int) -> None:
        """Returns when stopped; raises OSError when the device has gone."""
        reader = EventReader()
        while True:
            ready, _, _ = select.select([device, self._stop_reader], [], [], _LOOK_AGAIN_S)
            if self._stopping.is_set():
                return
            if device not in ready:
                if not self._is_still_ours(device):
                    raise OSError(f"{self._path} has gone")
                continue
            piece = os.read(device, _PIECE_BYTES)
            if not piece:
                raise OSError(f"{self._path} has ended")
            now_s = time.monotonic()
            for change in reader.read(piece):
                # A stamp of another clock, or of before the program slept, is no older than now.
                self._changes.append(KeyChange(change.key, change.is_down, min(change.stamp_s, now_s)))
            self._wake()

    def _note_there(self) -> None:
        self._is_there = True
        self._missing_told = False
        _log.info("the number pad at %s is ready", self._path)
        self._wake()

    def _note_missing(self, error: OSError) -> None:
        self._is_there = False
        if not self._missing_told:
            self._missing_told = True
            _log.warning("no number pad (%s): plug it in; the program's user must be in the group 'input'", error)
            self._wake()


def _do_nothing() -> None:
    """Nobody asked to be woken yet."""
