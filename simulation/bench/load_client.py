"""A load client that costs little: it shares the machine's cores with what it measures.

Closed loop over keep-alive connections, one request on its way on each: a client sends its next request when
its last one is answered. So a server that stalls is asked less meanwhile (coordinated omission): latencies
say what clients who wait for their answers see, not what a fixed rate of arrivals would.
"""

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType
from typing import Self, TypeAlias, cast

import httptools

from simulation.ports import LOOPBACK

PATIENCE_S = 60.0
"""For a burst of requests as a whole; a server that takes longer has stopped."""


class LoadFailed(Exception):
    """A request was answered otherwise than it should be, or not at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    client: int
    status: int
    body: bytes
    latency_s: float


@dataclass(slots=True)
class Burst:
    """Requests sent together, and their answers in the order in which they came."""

    answers: list[Answer] = field(default_factory=list)
    elapsed_s: float = 0.0
    """From the first request to the last answer."""

    @property
    def latencies_s(self) -> list[float]:
        return [answer.latency_s for answer in self.answers]


def post(path: str, *, port: int, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of a POST, made before any clock runs."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {LOOPBACK}:{port}", *(f"{name}: {headers[name]}" for name in headers)]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class LoadClient:
    """`clients` connections to a port of this machine. Use it as an async context, inside one event loop."""

    def __init__(self, port: int, clients: int) -> None:
        self._port = port
        self._connections = [_Connection(client) for client in range(clients)]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for connection in self._connections:
            connection.close()

    async def send(self, requests: Sequence[Iterator[bytes]], *, status: int) -> Burst:
        """Send what the iterators give, one for each of the first clients; the same one may stand for several.

        Raises:
            LoadFailed: an answer had another status, or did not come.
        """
        used = self._connections[: len(requests)]
        await self._connect(used)
        burst = Burst()
        is_done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        busy = len(used)

        def one_is_done(fault: str | None) -> None:
            nonlocal busy
            busy -= 1
            if is_done.done():
                return
            if fault is not None:
                is_done.set_exception(LoadFailed(fault))
            elif busy == 0:
                is_done.set_result(None)

        gc.disable()  # a collection of ours is no latency of theirs
        try:
            began_s = perf_counter()
            for connection, own in zip(used, requests, strict=True):
                connection.begin(own, burst.answers, one_is_done)
            await asyncio.wait_for(is_done, PATIENCE_S)
            burst.elapsed_s = perf_counter() - began_s
        except TimeoutError:
            raise LoadFailed(f"port {self._port}: no answer within {PATIENCE_S:.0f} s") from None
        finally:
            gc.enable()
        for answer in burst.answers:
            if answer.status != status:
                raise LoadFailed(f"port {self._port}: {answer.status} {answer.body[:300]!r}")
        return burst

    async def _connect(self, connections: Sequence["_Connection"]) -> None:
        """Open what was never opened, or was closed while nothing was asked."""
        loop = asyncio.get_running_loop()
        for connection in connections:
            if not connection.is_open:
                await loop.create_connection(connection.anew, LOOPBACK, self._port)


_Done: TypeAlias = Callable[[str | None], None]
"""Called once when a client has nothing more to send; with what went wrong, or None."""


def _nobody_waits(_fault: str | None) -> None:
    pass


class _Connection(asyncio.Protocol):
    """Sends its next request from inside the callback of the last answer: no task, no future between them."""

    def __init__(self, client: int) -> None:
        self._client = client
        self._transport: asyncio.Transport | None = None
        self._requests: Iterator[bytes] = iter(())
        self._answers: list[Answer] = []
        self._done: _Done = _nobody_waits
        self._body: list[bytes] = []
        self._sent_s = 0.0
        self._is_asking = False

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def anew(self) -> "_Connection":
        self._parser = httptools.HttpResponseParser(self)
        return self

    def begin(self, requests: Iterator[bytes], answers: list[Answer], done: _Done) -> None:
        self._requests, self._answers, self._done = requests, answers, done
        self._send_next()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._is_asking:
            self._end(f"the connection was lost ({error or 'closed'})")

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self.close()
            self._end(f"no HTTP: {error}")

    # httptools calls these

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        latency_s = perf_counter() - self._sent_s
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._answers.append(Answer(self._client, self._parser.get_status_code(), body, latency_s))
        self._send_next()

    def _send_next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._end(None)
            return
        assert self._transport is not None
        self._body = []
        self._is_asking = True
        self._sent_s = perf_counter()
        self._transport.write(request)

    def _end(self, fault: str | None) -> None:
        self._is_asking = False
        done, self._done = self._done, _nobody_waits
        done(fault)
