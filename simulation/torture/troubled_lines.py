"""The network between the programs of a tormented centre: TCP relays on loopback that cut, hold, slow and double.

All lines of a centre share one thread. What is on its way when a line is cut is lost, as when a cable is pulled; bytes
are never changed and never swapped, for TCP would not do that either.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from functools import partial

from simulation.ports import LOOPBACK
from simulation.torture.plan import Kind

_PORTION_BYTES = 4096
_DRIP_BYTES = 40
_DRIP_S = 0.01
_IN_ADVANCE_BYTES = 16_384
"""Little is taken in advance, so that a line that is held is felt by who speaks."""
_HTTP_POST = b"POST "
_PUBLISH = 3
"""MQTT v5, 2.1.2: the packet's type in the upper half of its first byte."""
_CONNECT_PATIENCE_S = 5.0
_THREAD_PATIENCE_S = 10.0

TROUBLES = (Kind.CUT, Kind.DOWN, Kind.SILENT, Kind.NO_ANSWERS, Kind.HALF_OPEN, Kind.SLOW, Kind.DRIP, Kind.DOUBLED)


class TroubledLine:
    """One line: who connects to `port` speaks with `port_behind`. Made by `TroubledLines.add`."""

    def __init__(self, port_behind: int, *, is_mqtt: bool) -> None:
        self.port = 0
        self._port_behind = port_behind
        self._is_mqtt = is_mqtt
        self._trouble: Kind | None = None
        self._amount = 0.0
        self._calm = asyncio.Event()
        self._calm.set()
        self._pairs: set[_Pair] = set()
        self._errands: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._take, LOOPBACK, 0, limit=_IN_ADVANCE_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._cut()
        for errand in list(self._errands):
            errand.cancel()

    def trouble(self, kind: Kind, amount: float) -> None:
        """Begin; one trouble at a time, the newer one counts. On the lines' own thread, as everything here."""
        self._trouble, self._amount = kind, amount
        # Who is connected already would not notice a line that takes nobody: broker clients are so for hours.
        if kind in (Kind.CUT, Kind.DOWN, Kind.HALF_OPEN):
            self._cut()
        if kind in (Kind.SILENT, Kind.NO_ANSWERS):
            self._calm.clear()
        else:
            self._calm.set()

    def heal(self, kind: Kind) -> None:
        """End that trouble, if it is the one that the line has."""
        if self._trouble is not kind:
            return
        self._trouble = None
        if kind in (Kind.NO_ANSWERS, Kind.HALF_OPEN):
            self._cut()
        self._calm.set()

    def _cut(self) -> None:
        for pair in list(self._pairs):
            pair.cut()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pair = _Pair(writer)
        self._pairs.add(pair)
        try:
            if self._trouble is Kind.DOWN:
                return
            if self._trouble is Kind.HALF_OPEN:
                while await reader.read(_PORTION_BYTES):
                    pass
                return
            back_reader, back_writer = await asyncio.wait_for(
                asyncio.open_connection(LOOPBACK, self._port_behind, limit=_IN_ADVANCE_BYTES), _CONNECT_PATIENCE_S
            )
            pair.writers.append(back_writer)
            there = _Doubling(self, is_answer=False) if self._is_mqtt else _Asking(self)
            back = _Doubling(self, is_answer=True) if self._is_mqtt else _Plain()
            await asyncio.gather(
                self._relay(reader, back_writer, there, is_answer=False),
                self._relay(back_reader, writer, back, is_answer=True),
            )
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass
        finally:
            pair.cut()
            self._pairs.discard(pair)

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passing: "_Plain", *, is_answer: bool
    ) -> None:
        while portion := await reader.read(_PORTION_BYTES):
            if self._trouble is Kind.SLOW:
                await asyncio.sleep(self._amount)
            if self._trouble is Kind.SILENT or (self._trouble is Kind.NO_ANSWERS and is_answer):
                await self._calm.wait()
            whole = passing.passed(portion, writer)
            step = _DRIP_BYTES if self._trouble is Kind.DRIP else max(1, len(whole))
            for at in range(0, len(whole), step):
                writer.write(whole[at : at + step])
                await writer.drain()
                if self._trouble is Kind.DRIP:
                    await asyncio.sleep(_DRIP_S)
        with contextlib.suppress(OSError):
            writer.write_eof()

    @property
    def doubles_after_s(self) -> float | None:
        """How much later everything is said a second time; None: it is not."""
        return self._amount if self._trouble is Kind.DOUBLED else None

    def later(self, wait_s: float, errand: Callable[[], "asyncio.Future[None] | None"]) -> None:
        """Do something of this line a little later, unless it is closed by then."""

        async def run() -> None:
            await asyncio.sleep(wait_s)
            wait = errand()
            if wait is not None:
                await wait

        task = asyncio.get_running_loop().create_task(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def ask_again(self, request: bytes) -> "asyncio.Future[None]":
        """Send a whole request over a connection of its own, and listen to the answer for nobody."""
        return asyncio.ensure_future(self._asked(request))

    async def _asked(self, request: bytes) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(LOOPBACK, self._port_behind), _CONNECT_PATIENCE_S
            )
            try:
                writer.write(request)
                await asyncio.wait_for(reader.read(_PORTION_BYTES), _CONNECT_PATIENCE_S)
            finally:
                writer.close()


class _Pair:
    """One connection: the writers to both ends."""

    def __init__(self, front: asyncio.StreamWriter) -> None:
        self.writers = [front]

    def cut(self) -> None:
        """Hang up on both without a goodbye."""
        for writer in self.writers:
            end = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class _Plain:
    """What goes through as it came."""

    def passed(self, portion: bytes, _writer: asyncio.StreamWriter) -> bytes:
        return portion


class _Asking(_Plain):
    """HTTP towards a server: each POST may be sent again, whole, over another connection.

    Our clients wait for an answer before they ask again, so a portion that begins with a method begins a request.
    """

    _REST_S = 0.05
    """A request that is sent in two pieces is whole by then."""

    def __init__(self, line: TroubledLine) -> None:
        self._line = line
        self._request = bytearray()

    def passed(self, portion: bytes, _writer: asyncio.StreamWriter) -> bytes:
        wait_s = self._line.doubles_after_s
        if portion.startswith((_HTTP_POST, b"GET ")):
            self._request = bytearray(portion)
            if wait_s is not None and portion.startswith(_HTTP_POST):
                request = self._request  # what follows is added to this very one
                self._line.later(self._REST_S + wait_s, lambda: self._line.ask_again(bytes(request)))
        else:
            self._request += portion
        return portion


class _Doubling(_Plain):
    """MQTT: each publication goes on twice. Towards the broker at once, for nobody publishes an old state late;
    towards a device also late, after newer ones."""

    def __init__(self, line: TroubledLine, *, is_answer: bool) -> None:
        self._line = line
        self._is_answer = is_answer
        self._unfinished = b""

    def passed(self, portion: bytes, writer: asyncio.StreamWriter) -> bytes:
        self._unfinished += portion
        whole = bytearray()
        while (length := packet_length(self._unfinished)) is not None and length <= len(self._unfinished):
            packet, self._unfinished = self._unfinished[:length], self._unfinished[length:]
            whole += packet
            wait_s = self._line.doubles_after_s
            if wait_s is None or packet[0] >> 4 != _PUBLISH:
                continue
            if self._is_answer:
                self._line.later(wait_s, partial(_said_again, writer, packet))
            else:
                whole += packet
        return bytes(whole)


def _said_again(writer: asyncio.StreamWriter, packet: bytes) -> None:
    if not writer.is_closing():
        writer.write(packet)


def packet_length(begun: bytes) -> int | None:
    """Bytes of the MQTT packet that begins here; None while that cannot be told (MQTT v5, 1.5.5 and 2.1)."""
    length = 0
    for at in range(1, 5):
        if at >= len(begun):
            return None
        length |= (begun[at] & 0x7F) << (7 * (at - 1))
        if not begun[at] & 0x80:
            return at + 1 + length
    raise ValueError("no MQTT: a length of more than four bytes")


class TroubledLines:
    """All lines of a centre, on a thread of their own; every method may be called from any other thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._lines: dict[str, TroubledLine] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="lines", daemon=True)
        self._thread.start()

    def add(self, name: str, port_behind: int, *, is_mqtt: bool = False) -> int:
        """Lay a line; the port in front of it."""
        line = self._lines[name] = TroubledLine(port_behind, is_mqtt=is_mqtt)
        asyncio.run_coroutine_threadsafe(line.open(), self._loop).result(_THREAD_PATIENCE_S)
        return line.port

    def trouble(self, name: str, kind: Kind, amount: float) -> None:
        self._loop.call_soon_threadsafe(self._lines[name].trouble, kind, amount)

    def heal(self, name: str, kind: Kind) -> None:
        self._loop.call_soon_threadsafe(self._lines[name].heal, kind)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_THREAD_PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_THREAD_PATIENCE_S)
        self._loop.close()

    async def _close(self) -> None:
        for line in self._lines.values():
            await line.close()
        ours = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)
