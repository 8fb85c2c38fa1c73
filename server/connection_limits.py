"""What one connection may take of us: how many are open, how slowly one asks or reads, how much it says."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SHARE_OF_ONE_ADDRESS = 0.75
"""Of all connections: some are left for others."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a connection may do. All times are real seconds."""

    connections_at_most: int
    """Open at once; no address holds more than three quarters of them."""
    longest_request_bytes: int
    """Of one request, with whatever its way of sending adds."""
    head_within_s: float = 10.0
    """A connection that has not sent a whole head by then is closed: it would hold a place for ever."""
    whole_within_s: float = 10.0
    """And the body with it."""
    read_within_s: float = 20.0
    """A reader that takes nothing of an answer for so long is gone: the answer would stay in our memory."""
    longest_head_bytes: int = 32 * 1024
    """Address, headers and cookies: browsers send a tenth of it."""


class RequestTooLong(Exception):
    """The parser is told by it to give the connection up."""


def limited_protocol(limits: ConnectionLimits) -> type[HttpToolsProtocol]:
    """HTTP as uvicorn speaks it, within the limits; one class counts the connections of one program."""
    most_of_one = int(limits.connections_at_most * SHARE_OF_ONE_ADDRESS)
    open_by_address: Counter[str] = Counter()

    class LimitedProtocol(HttpToolsProtocol):
        _asked_by: asyncio.TimerHandle | None = None
        _read_by: asyncio.TimerHandle | None = None
        _counted_for: str | None = None
        _is_in_head = True
        _head_bytes = 0
        _since_begin = 0

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(cast(asyncio.Transport, transport))
            # Whatever listens to that log: what is asked for may be a secret address.
            self.access_log = self.access_log and self.config.access_log
            address = "" if self.client is None else network_of(self.client[0])
            if len(self.connections) > limits.connections_at_most or open_by_address[address] >= most_of_one:
                transport.close()
                return
            self._counted_for = address
            open_by_address[address] += 1
            self._expect(limits.head_within_s)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._counted_for is not None:
                open_by_address[self._counted_for] -= 1
                if not open_by_address[self._counted_for]:
                    del open_by_address[self._counted_for]
                self._counted_for = None
            self._expect(None)
            self._expect_a_reader(None)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            # Counted before it is parsed: what the parser has of an unfinished header it tells nobody.
            self._since_begin += len(data)
            if self._since_begin > limits.longest_request_bytes:
                self._give_up()
                return
            if self._asked_by is None:  # empty lines between two requests begin none, and hold a place as well
                self._expect(limits.head_within_s)
            super().data_received(data)
            if self._is_in_head and self._since_begin > limits.longest_head_bytes:
                self._give_up()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._is_in_head, self._head_bytes = True, 0

        def on_url(self, url: bytes) -> None:
            self._count_head(len(url))
            super().on_url(url)

        def on_header(self, name: bytes, value: bytes) -> None:
            self._count_head(len(name) + len(value) + len(b": \r\n"))
            super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._is_in_head = False
            self._expect(limits.whole_within_s)
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            self._expect(None)
            self._since_begin = 0
            super().on_message_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._expect_a_reader(limits.read_within_s)

        def resume_writing(self) -> None:
            self._expect_a_reader(None)
            super().resume_writing()

        def _count_head(self, length: int) -> None:
            self._head_bytes += length
            if self._head_bytes > limits.longest_head_bytes:
                raise RequestTooLong

        def _expect(self, within_s: float | None) -> None:
            if self._asked_by is not None:
                self._asked_by.cancel()
            self._asked_by = None if within_s is None else self.loop.call_later(within_s, self._give_up)

        def _expect_a_reader(self, within_s: float | None) -> None:
            if self._read_by is not None:
                self._read_by.cancel()
            self._read_by = None if within_s is None else self.loop.call_later(within_s, self._give_up)

        def _give_up(self) -> None:
            # Not `close`, which would first wait until everything is read.
            self.transport.abort()

    return LimitedProtocol


def network_of(address: str) -> str:
    """An address as it is counted; an IPv6 network of one household or hall counts as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return address
