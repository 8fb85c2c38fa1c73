"""uvicorn with a second, encrypted door: the same application behind both, started and stopped together."""

import asyncio
import socket
from collections.abc import Callable
from typing import cast

import uvicorn

from server.tls.listening import Listening

HANDSHAKE_WITHIN_S = 10.0
"""As long as a request's head may take: who says nothing holds no place."""


class EncryptingServer(uvicorn.Server):
    """`encrypted` is bound already; it is closed with the others."""

    def __init__(self, config: uvicorn.Config, *, encrypted: socket.socket, tls: Listening) -> None:
        super().__init__(config)
        self._encrypted = encrypted
        self._tls = tls

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        loop = asyncio.get_running_loop()
        door = await loop.create_server(
            self._new_protocol,
            sock=self._encrypted,
            ssl=self._tls.context,
            ssl_handshake_timeout=HANDSHAKE_WITHIN_S,
            backlog=self.config.backlog,
        )
        self.servers.append(door)

    def _new_protocol(self) -> asyncio.Protocol:
        """As uvicorn makes them for its own door."""
        new = cast(Callable[..., asyncio.Protocol], self.config.http_protocol_class)
        return new(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
