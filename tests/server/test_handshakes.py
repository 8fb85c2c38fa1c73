"""Who loses a place when too many shake hands at once: the one who has held the busiest address's longest."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from server.tls.encrypting_server import Handshakes

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    """Ours and theirs."""
    pairs = [socket.socketpair() for _ in range(6)]
    yield pairs
    for pair in pairs:
        for end in pair:
            end.close()


def cut(theirs: socket.socket) -> bool:
    theirs.settimeout(0)
    try:
        return theirs.recv(1) == b""
    except BlockingIOError:
        return False


def test_a_flood_of_one_address_pushes_out_its_own(pairs: list[Pair]) -> None:
    async def come() -> None:
        handshakes, never = Handshakes(4), asyncio.Event()

        async def silent() -> None:
            await never.wait()

        addresses = ["quiet", "flood", "flood", "flood", "flood", "late"]
        for (ours, _), address in zip(pairs, addresses, strict=True):
            handshakes.begin(ours, address, silent())
        assert [cut(theirs) for _, theirs in pairs] == [False, True, True, False, False, False]
        handshakes.end_all()
        assert all(cut(theirs) for _, theirs in pairs)
        never.set()
        await asyncio.sleep(0)

    asyncio.run(come())


def test_one_that_is_over_holds_no_place(pairs: list[Pair]) -> None:
    async def come() -> None:
        handshakes = Handshakes(1)

        async def quick() -> None:
            return

        for ours, _ in pairs:
            handshakes.begin(ours, "hall", quick())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        assert not any(cut(theirs) for _, theirs in pairs)

    asyncio.run(come())
