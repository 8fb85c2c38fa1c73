"""uvicorn with a second, encrypted door: the same application behind both, started and stopped together."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import cast

import uvicorn

from server.connection_limits import network_of
from server.tls.listening import Listening

log = logging.getLogger(__name__)

HANDSHAKE_WITHIN_S = 10.0
"""As long as a request's head may take: who says nothing holds no place."""
HANDSHAKES_AT_ONCE = 64
"""A handshake in a hall's network takes some milliseconds: a crowd that comes back at once has a dozen under way."""
_AFTER_FAULT_S = 0.2  # no more files, or memory: something has to be closed first


class EncryptingServer(uvicorn.Server):
    """`encrypted` is bound already; it is closed with the others."""

    def __init__(self, config: uvicorn.Config, *, encrypted: socket.socket, tls: Listening) -> None:
        super().__init__(config)
        self._encrypted = encrypted
        self._tls = tls
        self._handshakes = Handshakes(HANDSHAKES_AT_ONCE)
        self._accepting: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        self._encrypted.listen(self.config.backlog)
        self._encrypted.settimeout(0)
        self._accepting = asyncio.create_task(self._accept())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._accepting is not None:
            self._accepting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._accepting
            self._handshakes.end_all()
        self._encrypted.close()
        await super().shutdown(sockets)

    async def _accept(self) -> None:
        """Let in who comes, for ever."""
        loop = asyncio.get_running_loop()
        is_told = False
        while True:
            try:
                line, address = await loop.sock_accept(self._encrypted)
                is_told = False
            except OSError as error:
                if not is_told:
                    is_told = True
                    log.error("the encrypted door cannot let anybody in: %s", error)
                await asyncio.sleep(_AFTER_FAULT_S)
                continue
            self._handshakes.begin(line, network_of(str(address[0])), self._shake_hands(line))

    async def _shake_hands(self, line: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            # Until this is over uvicorn, which counts connections, knows nothing of this one.
            await loop.connect_accepted_socket(
                self._new_protocol, line, ssl=self._tls.context, ssl_handshake_timeout=HANDSHAKE_WITHIN_S
            )
        except (OSError, ssl.SSLError):
            line.close()  # gone, silent or no TLS: nothing to say to it

    def _new_protocol(self) -> asyncio.Protocol:
        """As uvicorn makes them for its own door."""
        new = cast(Callable[..., asyncio.Protocol], self.config.http_protocol_class)
        return new(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


class Handshakes:
    """Those that are under way. When there are too many, the longest one of the busiest address has to go.

    So nobody is kept out by others: whoever holds places without a word loses them to whoever comes, first to the
    next of the same address. An honest handshake is over long before as many others have come.
    """

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._under_way: dict[asyncio.Task[None], tuple[socket.socket, str]] = {}
        """In the order in which they began, with the address as it is counted."""

    def begin(self, line: socket.socket, address: str, shaking: Coroutine[None, None, None]) -> None:
        if len(self._under_way) >= self._at_most:
            self._end_one()
        task = asyncio.ensure_future(shaking)
        self._under_way[task] = line, address
        task.add_done_callback(lambda done: self._under_way.pop(done, None))

    def end_all(self) -> None:
        for task, (line, _) in list(self._under_way.items()):
            self._end(task, line)

    def _end_one(self) -> None:
        counted = Counter(address for _, address in self._under_way.values())
        most = max(counted.values())
        task, line = next((task, line) for task, (line, address) in self._under_way.items() if counted[address] == most)
        self._end(task, line)

    def _end(self, task: asyncio.Task[None], line: socket.socket) -> None:
        del self._under_way[task]
        # Whatever event loop serves it: it hears that the line is cut, and lets go of it.
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
