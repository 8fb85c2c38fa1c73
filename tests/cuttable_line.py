"""A line between two real programs that a test can hold, cut and take down, as a bad network does."""

import contextlib
import select
import socket
import struct
import threading
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
_PORTION_BYTES = 4096
_IN_ADVANCE_BYTES = 4096
"""Little is taken in advance of either side, so that a slow reader is felt by the writer."""


@dataclass(eq=False)
class _Pair:
    """One connection: `front` is who called, `back` whom they wanted."""

    front: socket.socket
    back: socket.socket
    to_back: bytes = b""
    to_front: bytes = b""
    ended: set[str] = field(default_factory=set)
    """Which sides have said their last word."""


class CuttableLine:
    """Relays TCP from its own `port` to the port behind. All its faults may come from any thread.

    `hold_requests` and `hold_answers` keep what is said from then on; `cut` loses what is held, as when a
    cable is pulled. A connection that cannot be made behind is refused in front.
    """

    def __init__(self, port_behind: int) -> None:
        self._port_behind = port_behind
        self._listener = socket.create_server((LOOPBACK, 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _IN_ADVANCE_BYTES)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._pairs: list[_Pair] = []
        self._holds_requests = False
        self._holds_answers = False
        self._is_down = False
        self._is_over = False
        self._forwarded = 0
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="cuttable line", daemon=True)
        self._thread.start()

    def hold_requests(self) -> None:
        """What the caller says stays on the line."""
        self._set(holds_requests=True)

    def hold_answers(self) -> None:
        """What comes back stays on the line."""
        self._set(holds_answers=True)

    def hold(self) -> None:
        """Both ways: a network that is silent and not yet known to be gone."""
        self._set(holds_requests=True, holds_answers=True)

    def take_down(self) -> None:
        """Cut what there is, and hang up on everyone who calls."""
        self._set(is_down=True)
        self.cut()

    def cut(self) -> None:
        """Break each connection; what is held is lost. New ones are let through, or held, as before."""
        with self._lock:
            for pair in self._pairs:
                _reset(pair.front)
                _reset(pair.back)
            self._pairs.clear()
        self._wake()

    def let_through(self) -> None:
        """Well again; what is held goes on its way."""
        self._set(holds_requests=False, holds_answers=False, is_down=False)

    @property
    def forwarded(self) -> int:
        """Bytes that have gone on to whom the callers want, since the beginning."""
        return self._forwarded

    @property
    def has_held_request(self) -> bool:
        with self._lock:
            return self._holds_requests and any(pair.to_back for pair in self._pairs)

    @property
    def has_held_answer(self) -> bool:
        with self._lock:
            return self._holds_answers and any(pair.to_front for pair in self._pairs)

    def close(self) -> None:
        self._is_over = True
        self._wake()
        self._thread.join()
        self.cut()
        for end in (self._listener, self._wake_reader, self._wake_writer):
            end.close()

    def _set(
        self, *, holds_requests: bool | None = None, holds_answers: bool | None = None, is_down: bool | None = None
    ) -> None:
        with self._lock:
            if holds_requests is not None:
                self._holds_requests = holds_requests
            if holds_answers is not None:
                self._holds_answers = holds_answers
            if is_down is not None:
                self._is_down = is_down
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_writer.send(b"!")

    # --- on the line's own thread ---------------------------------------------------------------------

    def _run(self) -> None:
        while not self._is_over:
            with self._lock:
                readers = [pair.front for pair in self._pairs if "front" not in pair.ended and not pair.to_back]
                readers += [pair.back for pair in self._pairs if "back" not in pair.ended and not pair.to_front]
                writers = [pair.back for pair in self._pairs if pair.to_back and not self._holds_requests]
                writers += [pair.front for pair in self._pairs if pair.to_front and not self._holds_answers]
            try:
                readable, writable, _ = select.select([self._wake_reader, self._listener, *readers], writers, [])
            except (OSError, ValueError):  # one was cut while we looked
                continue
            if self._wake_reader in readable:
                self._wake_reader.recv(_PORTION_BYTES)
            if self._listener in readable:
                self._take_call()
            with self._lock:
                for pair in list(self._pairs):
                    try:
                        self._relay(pair, readable, writable)
                    except OSError:
                        self._drop(pair)

    def _take_call(self) -> None:
        front, _ = self._listener.accept()
        if self._is_down:
            _reset(front)
            return
        try:
            back = socket.create_connection((LOOPBACK, self._port_behind), timeout=5)
        except OSError:
            _reset(front)
            return
        for end in (front, back):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _IN_ADVANCE_BYTES)
            end.settimeout(0)
        with self._lock:
            self._pairs.append(_Pair(front, back))

    def _relay(self, pair: _Pair, readable: list[socket.socket], writable: list[socket.socket]) -> None:
        if pair.front in readable:
            pair.to_back = pair.front.recv(_PORTION_BYTES)
            if not pair.to_back:
                pair.ended.add("front")
                pair.back.shutdown(socket.SHUT_WR)
        if pair.back in readable:
            pair.to_front = pair.back.recv(_PORTION_BYTES)
            if not pair.to_front:
                pair.ended.add("back")
                pair.front.shutdown(socket.SHUT_WR)
        if pair.back in writable:
            sent = pair.back.send(pair.to_back)
            pair.to_back = pair.to_back[sent:]
            self._forwarded += sent
        if pair.front in writable:
            pair.to_front = pair.to_front[pair.front.send(pair.to_front) :]
        if pair.ended == {"front", "back"}:
            self._drop(pair, is_reset=False)

    def _drop(self, pair: _Pair, *, is_reset: bool = True) -> None:
        for end in (pair.front, pair.back):
            if is_reset:
                _reset(end)
            else:
                end.close()
        self._pairs.remove(pair)


def _reset(end: socket.socket) -> None:
    """Close without a goodbye."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
