"""The line to a printer, a socket or a device file, on which nothing waits longer than it is told to."""

import errno
import fcntl
import os
import select
import socket
import stat
import struct
import termios
import time
import tty
from pathlib import Path
from types import TracebackType
from typing import Self

_CONNECT_AGAIN_S = 0.1
"""Network printers that serve one connection at a time refuse the next for a moment after the last."""
_UNSENT_POLL_S = 0.005
_SEND_BUFFER_BYTES = 128 * 1024
"""Room for a whole slip: each wait in the middle of one costs the thread its turn beside a screen that draws.
What our own kernel keeps is not "taken by the printer"; `_wait_until_taken` waits for that."""
_CHUNK_BYTES = 64 * 1024
_BITS_A_BYTE = 10
"""On a serial line: a start bit, eight, a stop bit."""
_SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)}
_DRAIN_READS = 16
"""A device that never stops talking is not listened to for ever."""


class LineLost(Exception):
    """The printer cannot be reached, or the line to it broke or took too long."""


class PrinterLine:
    """An open, non-blocking file descriptor with deadlines (values of `time.monotonic()`).

    Use it in a `with`. Leaving the block in the middle of `send` drops what the printer has not taken yet.
    """

    def __init__(
        self, descriptor: int, *, can_answer: bool, is_terminal: bool = False, baud: int | None = None
    ) -> None:
        self.can_answer = can_answer
        speed = _speed_of(descriptor) if is_terminal else None
        self.bytes_per_s = None if speed is None else speed / _BITS_A_BYTE
        """Of a serial port; None where the line is faster than any paper."""
        self.is_speed_hearsay = baud is None
        """Nobody has set it: what the system says of a port that is USB inside means nothing."""
        self.is_steady = is_terminal and baud is not None
        """Bytes leave it at its speed, from the first to the last: no burst after a pause."""
        self._descriptor = descriptor
        self._is_terminal = is_terminal
        self._has_unsent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drain()  # closing a socket with unread bytes resets it, and some printers then forget the slip
        if self._has_unsent:
            self._drop_unsent()
        os.close(self._descriptor)

    def send(self, content: bytes, deadline: float) -> None:
        """Hand over every byte and wait until the printer's side has taken them.

        Raises:
            LineLost: the line broke or the deadline passed with bytes left.
        """
        self._has_unsent = True
        self._write(content, deadline)
        self._wait(select.POLLOUT, deadline)  # usblp is writable again when the last packet has arrived
        self._wait_until_taken(deadline)
        self._has_unsent = False

    def ask(self, question: bytes, deadline: float) -> int | None:
        """Send a few bytes and read one; None when none came in time or the line broke."""
        if not self.can_answer:
            return None
        try:
            self._write(question, deadline)
            self._wait(select.POLLIN, deadline)
            answer = os.read(self._descriptor, 1)
        except (LineLost, OSError):
            return None
        return answer[0] if answer else None

    def drain(self) -> None:
        """Throw away what the printer sent unasked, so that no old answer is taken for a new one."""
        for _ in range(_DRAIN_READS if self.can_answer else 0):
            try:
                if not os.read(self._descriptor, _CHUNK_BYTES):
                    return
            except OSError:  # nothing there, or nobody
                return

    def _write(self, content: bytes, deadline: float) -> None:
        rest = memoryview(content)
        while rest:
            self._wait(select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._descriptor, rest[:_CHUNK_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineLost(f"the line broke while sending: {error.strerror}") from None

    def _wait(self, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(self._descriptor, event)
        left_s = deadline - time.monotonic()
        ready = poll.poll(left_s * 1000) if left_s > 0 else []
        if not ready:
            raise LineLost("the printer took too long")
        if not ready[0][1] & event:
            raise LineLost("the printer hung up")

    def _wait_until_taken(self, deadline: float) -> None:
        while self._unsent_bytes():
            if time.monotonic() >= deadline:
                raise LineLost("the printer stopped taking bytes")
            time.sleep(_UNSENT_POLL_S)
        # A connection that broke meanwhile has an empty queue as well.
        poll = select.poll()
        poll.register(self._descriptor, 0)
        if any(events & (select.POLLERR | select.POLLNVAL) for _, events in poll.poll(0)):
            raise LineLost("the line broke while sending")

    def _unsent_bytes(self) -> int:
        """Bytes the other side has not acknowledged (tcp(7) SIOCOUTQ), or a serial port not yet sent."""
        try:
            answer = fcntl.ioctl(self._descriptor, termios.TIOCOUTQ, struct.pack("i", 0))
        except OSError as error:
            if error.errno in {errno.ENOTTY, errno.EINVAL}:  # a USB printer or a file keeps no such queue
                return 0
            raise LineLost(f"the line broke while sending: {error.strerror}") from None
        return int(struct.unpack("i", answer)[0])

    def _drop_unsent(self) -> None:
        """Close without sending the rest: a slip given up must not come out later."""
        try:
            if self._is_terminal:
                termios.tcflush(self._descriptor, termios.TCOFLUSH)
            elif stat.S_ISSOCK(os.fstat(self._descriptor).st_mode):
                with socket.socket(fileno=os.dup(self._descriptor)) as line:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except (OSError, termios.error):
            return  # it is gone already


def connected_line(host: str, port: int, deadline: float) -> PrinterLine:
    """A TCP connection to an IP address.

    Raises:
        LineLost: nobody answered before the deadline.
    """
    while True:
        try:
            line = socket.create_connection((host, port), timeout=max(0.01, deadline - time.monotonic()))
            break
        except ConnectionRefusedError:
            if time.monotonic() + _CONNECT_AGAIN_S >= deadline:
                raise LineLost(f"{host} port {port} refuses: is it the printer, and is it switched on?") from None
            time.sleep(_CONNECT_AGAIN_S)
        except OSError as error:
            raise LineLost(f"{host} port {port} cannot be reached: {error}") from None
    with line:
        line.settimeout(0)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        return PrinterLine(line.detach(), can_answer=True)


def device_line(path: Path, *, baud: int | None = None) -> PrinterLine:
    """A device file: usblp, a serial port, or a plain file (bytes are added to it).

    `path` may hold a `*`: the first file that fits. `baud` is the speed of a serial port; None leaves it as it is.

    Raises:
        LineLost: it does not exist or may not be written.
    """
    path = _first_of(path)
    try:
        # Only a character device can answer; from a file or a pipe we would read our own bytes back.
        can_answer = stat.S_ISCHR(path.stat().st_mode)
        descriptor = _opened(path, can_answer=can_answer)
    except OSError as error:
        raise LineLost(f"{path} cannot be opened: {error.strerror}") from None
    if not can_answer:
        return PrinterLine(descriptor, can_answer=False)
    is_terminal = os.isatty(descriptor)
    if is_terminal:
        _prepare_terminal(descriptor, baud)
    readable = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR
    return PrinterLine(descriptor, can_answer=readable, is_terminal=is_terminal, baud=baud)


def _first_of(path: Path) -> Path:
    """The file itself, or the first that fits a name with a `*`."""
    if "*" not in path.name:
        return path
    return min(path.parent.glob(path.name), default=path)


def _prepare_terminal(descriptor: int, baud: int | None) -> None:
    try:
        tty.setraw(descriptor)  # else line feeds inside a picture become two bytes
        if baud is not None:
            attributes = termios.tcgetattr(descriptor)
            attributes[4] = attributes[5] = getattr(termios, f"B{baud}")
            termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
    except termios.error as error:
        os.close(descriptor)
        raise LineLost(f"the serial port does not take its settings: {error.args[-1]}") from None


def _speed_of(descriptor: int) -> int | None:
    """Of a serial port, in baud; None when it does not say one that is known."""
    try:
        return _SPEEDS.get(termios.tcgetattr(descriptor)[5])
    except termios.error:
        return None


def _opened(path: Path, *, can_answer: bool) -> int:
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | os.O_APPEND
    if can_answer:
        try:
            return os.open(path, flags | os.O_RDWR)
        except PermissionError:
            pass  # write-only is enough for a slip
    return os.open(path, flags | os.O_WRONLY)
