"""A number pad without keys: the kernel's event bytes through a named pipe, for the demo and the tests.

The same reader and the same parser as with the real one. Not imitated: the grab, the delay of a USB device, the
kernel's own key repeat (send `held` for that), and what a hub does to a pad that sleeps.
"""

import errno
import os
import stat
import time
from pathlib import Path

from hardware.keypad.event_keypad import EventKeypad
from hardware.keypad.input_events import USUAL_CODES, change_bytes, key_bytes
from hardware.keypad.keypad import KeypadUnusable, PadKey

_HELD = 2


class PipeKeypad(EventKeypad):
    """Listens at a named pipe that it makes itself. The pipe is the plug: without it the keypad is missing."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            KeypadUnusable: there is something else at `path`, or the pipe cannot be made.
        """
        super().__init__(path)
        self.pipe = path
        plug_in(path)

    def close(self) -> None:
        super().close()
        unplug(self.pipe)

    def _open(self) -> int:
        # Reading and writing at once (fifo(7), Linux): a writer that leaves is then no end of the pipe.
        pipe = os.open(self.pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISFIFO(os.fstat(pipe).st_mode):
            os.close(pipe)
            raise OSError(f"{self.pipe} is no pipe")
        return pipe

    def _is_still_ours(self, device: int) -> bool:
        try:
            there, ours = self.pipe.stat(), os.fstat(device)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def push(path: Path, key: PadKey) -> None:
    """A finger pushes a key of the keypad at `path`.

    Raises:
        OSError: nobody listens there.
    """
    _send(path, change_bytes(key, is_down=True, at_s=time.monotonic()))


def let_go(path: Path, key: PadKey) -> None:
    """The finger lifts."""
    _send(path, change_bytes(key, is_down=False, at_s=time.monotonic()))


def hold(path: Path, key: PadKey) -> None:
    """The kernel's repeat of a key that stays down."""
    _send(path, key_bytes(USUAL_CODES[key], _HELD, time.monotonic()))


def plug_in(path: Path) -> None:
    """Make the pipe; one that is there is left.

    Raises:
        KeypadUnusable: there is something else, or it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path, 0o600)
    except FileExistsError:
        if not path.is_fifo():
            raise KeypadUnusable(f"{path} is no pipe; give keypad.path a name that is free") from None
    except OSError as error:
        raise KeypadUnusable(f"the keypad's pipe {path} cannot be made: {error}") from error


def unplug(path: Path) -> None:
    """Take the pipe away."""
    path.unlink(missing_ok=True)


def _send(path: Path, events: bytes) -> None:
    # Not waiting for a reader: without one, nobody feels the key.
    pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISFIFO(os.fstat(pipe).st_mode):
            raise OSError(errno.EINVAL, "no pipe", str(path))
        os.write(pipe, events)  # two events are far below PIPE_BUF: never torn by another writer (pipe(7))
    finally:
        os.close(pipe)
