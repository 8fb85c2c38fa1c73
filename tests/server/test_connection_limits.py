"""One connection holds no place for ever, says no more than it may, and reads what it asked for."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from server.connection_limits import ConnectionLimits, limited_protocol, network_of

PATIENCE_S = 20.0
BIG = b"x" * 65536
Line = socket.socket


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole body; `/big` answers with more than any buffer between us holds, `/live` never ends."""
    assert scope["type"] == "http"
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/big":
        for _ in range(2000):
            await send({"type": "http.response.body", "body": BIG, "more_body": True})
    while scope["path"] == "/live":
        await send({"type": "http.response.body", "body": b".", "more_body": True})
        await asyncio.sleep(0.05)
    await send({"type": "http.response.body", "body": b"done"})


@pytest.fixture
def served() -> Iterator[Callable[[ConnectionLimits], Callable[[], Line]]]:
    """Serve within limits; what comes back opens a line to it."""
    with contextlib.ExitStack() as ends:

        def serve(limits: ConnectionLimits) -> Callable[[], Line]:
            listening = socket.create_server(("127.0.0.1", 0))
            config = uvicorn.Config(
                app, http=limited_protocol(limits), ws="none", lifespan="off", log_config=None, timeout_keep_alive=60
            )
            server = uvicorn.Server(config)
            thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
            thread.start()

            def stop() -> None:
                server.should_exit = server.force_exit = True
                thread.join(PATIENCE_S)

            ends.callback(stop)

            def line() -> Line:
                opened = socket.create_connection(listening.getsockname(), timeout=PATIENCE_S)
                ends.callback(opened.close)
                return opened

            return line

        yield serve


QUICK = {"head_within_s": 0.3, "whole_within_s": 0.3, "read_within_s": 0.3}


def limits(at_most: int = 10, longest_request_bytes: int = 100_000, **more: float) -> ConnectionLimits:
    return ConnectionLimits(at_most, longest_request_bytes, **(QUICK | more))


def is_hung_up(line: Line) -> bool:
    """Waits until the other side ends it; what it says before is read away."""
    try:
        while line.recv(65536):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


def answer_to(line: Line, said: bytes) -> bytes:
    line.sendall(said)
    heard = b""
    while not heard.endswith((b"done", b"0\r\n\r\n")):
        part = line.recv(65536)
        if not part:
            break
        heard += part
    return heard


def test_a_request_is_answered_and_the_line_kept(served) -> None:
    line = served(limits())()
    for _ in range(2):
        assert b"200 OK" in answer_to(line, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "half of the pieces"],
)
def test_who_does_not_finish_asking_is_hung_up_on(served, said: bytes) -> None:
    line = served(limits())()
    line.sendall(said)
    assert is_hung_up(line)


def test_a_head_that_drips_is_hung_up_on_all_the_same(served) -> None:
    line = served(limits())()
    line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
    with contextlib.suppress(ConnectionError):
        for _ in range(400):
            line.sendall(b"X-A: b\r\n")
            if is_over(line):
                break
        else:
            assert is_hung_up(line)


def is_over(line: Line) -> bool:
    line.settimeout(0.02)
    try:
        return line.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    finally:
        line.settimeout(PATIENCE_S)


def test_empty_lines_between_requests_hold_no_place(served) -> None:
    line = served(limits())()
    answer_to(line, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    line.sendall(b"\r\n")
    assert is_hung_up(line)


@pytest.mark.parametrize(
    "said",
    [
        b"GET /" + b"a" * 50_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 8000 + b"\r\n",
        b"GET / HTTP/1.1\r\nX-A: " + b"a" * 90_000,
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;" + b"e" * 120_000,
    ],
    ids=["a long address", "many headers", "an endless header", "an endless extension of a piece"],
)
def test_who_says_too_much_is_hung_up_on(served, said: bytes) -> None:
    line = served(limits(head_within_s=60, whole_within_s=60))()
    with contextlib.suppress(ConnectionError):
        line.sendall(said)
    heard = b""
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            heard += part
    assert b"200 OK" not in heard


def test_who_reads_nothing_is_hung_up_on(served) -> None:
    line = served(limits())()
    line.sendall(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
    stopped = threading.Event()
    stopped.wait(1.5)  # reading nothing is what is tested: five times as long as we are given
    heard = 0
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            heard += len(part)
    assert heard < 2000 * len(BIG)


def test_who_reads_slowly_but_does_is_served(served) -> None:
    line = served(limits(read_within_s=5))()
    line.sendall(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
    heard = 0
    while heard < 2000 * len(BIG):
        part = line.recv(1 << 20)
        assert part
        heard += len(part)


def test_a_live_stream_lasts_longer_than_any_limit(served) -> None:
    line = served(limits())()
    line.sendall(b"GET /live HTTP/1.1\r\nHost: a\r\n\r\n")
    heard = b""
    while heard.count(b".") < 20:  # a second, thrice as long as anything else may take
        part = line.recv(65536)
        assert part
        heard += part


def test_one_address_leaves_a_quarter_to_others(served) -> None:
    line = served(limits(8, head_within_s=60))
    held = [line() for _ in range(8)]
    ask = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    answered = 0
    for one in held:
        with contextlib.suppress(ConnectionError):
            answered += b"200 OK" in answer_to(one, ask)
    assert answered == 6


def test_a_household_of_ipv6_is_one_address() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
    assert network_of("::ffff:10.0.0.1") == "::ffff:10.0.0.1"
    assert network_of("") == ""
