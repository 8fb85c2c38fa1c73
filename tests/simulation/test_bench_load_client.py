"""The bench's load client sends what it is given, once each, and takes no wrong answer for a right one."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from simulation.bench.load_client import LoadClient, LoadFailed, post

Answer = Callable[[bytes], Awaitable[bytes | None]]


class Counted:
    """A server that counts; it answers what `answer` says, and hangs up when that is None."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.bodies: Counter[bytes] = Counter()
        self.connections = 0
        self.at_once = 0
        self.most_at_once = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                self.bodies[body] += 1
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                said = await self._answer(body)
                self.at_once -= 1
                if said is None:
                    return
                writer.write(said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[tuple[Counted, int]]:
    counted = Counted(answer)
    server = await asyncio.start_server(counted.serve, "127.0.0.1", 0)
    try:
        yield counted, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def created(body: bytes) -> bytes:
    await asyncio.sleep(0)
    return b"HTTP/1.1 201 Created\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def requests(port: int, count: int) -> list[bytes]:
    return [post("/x", port=port, headers={}, body=b"%d" % n) for n in range(count)]


def test_each_request_is_sent_once_and_each_answer_counted() -> None:
    async def play() -> None:
        async with serving(created) as (counted, port), LoadClient(port, 4) as client:
            shared = iter(requests(port, 50))
            burst = await client.send([shared] * 4, status=201)
            assert counted.bodies == {b"%d" % n: 1 for n in range(50)}
            assert sorted(int(answer.body) for answer in burst.answers) == list(range(50))
            assert (counted.connections, counted.most_at_once) == (4, 4)
            assert all(0 < latency_s <= burst.elapsed_s for latency_s in burst.latencies_s)

    asyncio.run(play())


def test_a_client_of_its_own_requests_sends_them_in_order_on_one_connection() -> None:
    async def play() -> None:
        async with serving(created) as (counted, port), LoadClient(port, 2) as client:
            own = requests(port, 6)
            burst = await client.send([iter(own[:3]), iter(own[3:])], status=201)
            of_first = [int(answer.body) for answer in burst.answers if answer.client == 0]
            assert of_first == [0, 1, 2]
            await client.send([iter(requests(port, 1))], status=201)
            assert counted.connections == 2, "connections are kept"

    asyncio.run(play())


def test_an_answer_in_pieces_is_one_answer() -> None:
    async def chunked(body: bytes) -> bytes:
        return b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"

    async def play() -> None:
        async with serving(chunked) as (_, port), LoadClient(port, 1) as client:
            burst = await client.send([iter(requests(port, 2))], status=201)
            assert [answer.body for answer in burst.answers] == [b"abcde", b"abcde"]

    asyncio.run(play())


def test_another_status_is_a_failure() -> None:
    async def refuse(body: bytes) -> bytes:
        return b"HTTP/1.1 409 Conflict\r\ncontent-length: 4\r\n\r\nno!!" if body == b"1" else await created(body)

    async def play() -> None:
        async with serving(refuse) as (_, port), LoadClient(port, 1) as client:
            with pytest.raises(LoadFailed, match=r"409.*no!!"):
                await client.send([iter(requests(port, 3))], status=201)

    asyncio.run(play())


@pytest.mark.parametrize("nonsense", [None, b"nonsense\r\n\r\n"])
def test_a_lost_connection_or_nonsense_is_a_failure(nonsense: bytes | None) -> None:
    async def break_off(body: bytes) -> bytes | None:
        return nonsense if body == b"1" else await created(body)

    async def play() -> None:
        async with serving(break_off) as (_, port), LoadClient(port, 1) as client:
            with pytest.raises(LoadFailed):
                await client.send([iter(requests(port, 3))], status=201)

    asyncio.run(play())


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    async def once(body: bytes) -> bytes | None:
        return b"HTTP/1.1 201 Created\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

    async def play() -> None:
        async with serving(created) as (counted, port), LoadClient(port, 1) as client:
            await client.send([iter(requests(port, 1))], status=201)
            client._connections[0].close()  # as a server does after half a minute of silence
            await asyncio.sleep(0.05)
            await client.send([iter(requests(port, 1))], status=201)
            assert counted.connections == 2

    asyncio.run(play())
