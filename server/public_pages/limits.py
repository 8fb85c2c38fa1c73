"""What one address may ask of the phones' program, and how many connections stand open: a crowd passes, a flood not.

All phones of a hall may come from one address (the access point's), so the limits of an address are those of a crowd;
what one person may say is limited by the number's own address.
"""

import asyncio
from collections import Counter
from ipaddress import IPv6Address, ip_address
from typing import cast

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from messaging.clock import real_monotonic_s

BURST_S = 4
"""So many seconds' worth of requests may come at once: a whole hall opens the page when the day begins."""
KEPT_AT_MOST = 5000
"""Of addresses and numbers that were counted lately; then counting begins anew."""
ASKED_WITHIN_S = 10.0
"""A connection that has not sent a whole request by then is closed: it would hold a place for ever."""
SHARE_OF_ONE_ADDRESS = 0.75
"""Of all connections: some are left for others."""


class Allowance:
    """So many a second on average and so many at once, of each who asks. Times are real monotonic seconds."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self._a_second = a_second
        self._at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}
        """Who asked: how much was left, and when."""

    def takes(self, who: str, now_s: float) -> bool:
        """Take one; False when nothing is left."""
        left, then_s = self._left.get(who, (self._at_once, now_s))
        left = min(self._at_once, left + (now_s - then_s) * self._a_second)
        if who not in self._left and len(self._left) >= KEPT_AT_MOST:
            self._left.clear()
        self._left[who] = (max(0.0, left - 1), now_s)
        return left >= 1


class CrowdLimit:
    """Refuses what one address asks beyond its allowance. Pure ASGI."""

    def __init__(self, app: ASGIApp, requests_a_second: int) -> None:
        self._app = app
        self._allowance = Allowance(requests_a_second, requests_a_second * BURST_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._allowance.takes(address_of(scope), real_monotonic_s()):
            refusal = PlainTextResponse("429", 429, {"Retry-After": "5"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def address_of(scope: Scope) -> str:
    """Of whom a request comes; an IPv6 network of one household or hall counts as one."""
    client = scope.get("client")
    return "" if not client else _network(str(client[0]))


def crowd_protocol(connections_at_most: int) -> type[HttpToolsProtocol]:
    """HTTP as uvicorn speaks it, but nobody holds a connection without asking, and no address holds them all."""
    most_of_one = int(connections_at_most * SHARE_OF_ONE_ADDRESS)
    open_by_address: Counter[str] = Counter()

    class CrowdProtocol(HttpToolsProtocol):
        _asked_by: asyncio.TimerHandle | None = None
        _counted_for: str | None = None

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(cast(asyncio.Transport, transport))
            address = "" if self.client is None else _network(self.client[0])
            if len(self.connections) > connections_at_most or open_by_address[address] >= most_of_one:
                transport.close()
                return
            self._counted_for = address
            open_by_address[address] += 1
            self._expect_a_request()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._counted_for is not None:
                open_by_address[self._counted_for] -= 1
                if not open_by_address[self._counted_for]:
                    del open_by_address[self._counted_for]
                self._counted_for = None
            self._expect_nothing()
            super().connection_lost(exc)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            if self._asked_by is None:
                self._expect_a_request()

        def on_message_complete(self) -> None:
            self._expect_nothing()
            super().on_message_complete()

        def _expect_a_request(self) -> None:
            self._asked_by = self.loop.call_later(ASKED_WITHIN_S, self._give_up)

        def _expect_nothing(self) -> None:
            if self._asked_by is not None:
                self._asked_by.cancel()
                self._asked_by = None

        def _give_up(self) -> None:
            self._asked_by = None
            self.transport.close()

    return CrowdProtocol


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return address
