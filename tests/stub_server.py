"""A small real HTTP server that stands for ours: keeps what it was asked; can refuse, crawl, hang or die."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from broker_fixture import free_port


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Behaviour = Callable[["StubHandler", Asked], None]


class StubServer:
    """Behaves as `behave` says at each POST; keeps its port when it is stopped and started again."""

    def __init__(self, behave: Behaviour | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.behave: Behaviour = behave or keep_press
        self.asked: list[Asked] = []
        self.kept: dict[str, dict[str, Any]] = {}
        """What was committed, by its id, in order: a repeat changes nothing."""
        self.looks = 0
        """How often it was asked whether it works."""
        self.gives: dict[str, object] = {}
        """What a GET is answered with, by its path."""
        self.release = threading.Event()
        """Set it to let hanging answers end."""
        self._http: _Http | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.release.clear()
        self._http = _Http(("127.0.0.1", self.port), StubHandler)
        self._http.stub = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self.release.set()
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._http.hang_up_all()
            self._http.server_close()
            self._thread.join()
            self._http = None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    stub: StubServer

    def __init__(self, *args: Any) -> None:
        self.connections: list[socket.socket] = []
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def hang_up_all(self) -> None:
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is nothing to report."""


class StubHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    @property
    def stub(self) -> StubServer:
        return self.server.stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body))
        self.stub.asked.append(asked)
        self.stub.behave(self, asked)

    def do_GET(self) -> None:
        """The question whether it works, and what the test has put there; everything else of this kind is unknown."""
        self.stub.looks += self.path == "/health"
        if self.path in self.stub.gives:
            self.answer(200, self.stub.gives[self.path])
            return
        self.answer(200 if self.path == "/health" else 404, {"title": "?", "status": 404, "code": "not_found"})

    def answer(self, status: int, body: object, kind: str = "application/json") -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:  # type: ignore[override]  # `format` is among them
        """Quiet."""


def keep_press(handler: StubHandler, asked: Asked) -> None:
    """What our server does with a press: once each, the same answer to a repeat, and no to another body."""
    press_id = asked.body["press_id"]
    kept = handler.stub.kept.setdefault(press_id, asked.body)
    if kept | {"age_ms": None} == asked.body | {"age_ms": None}:  # a repeat is older by then
        handler.answer(200, {"press_id": press_id, "kept": True})
    else:
        refuse(422, "key_reused")(handler, asked)


def refuse(status: int, code: str) -> Behaviour:
    def behave(handler: StubHandler, asked: Asked) -> None:
        problem = {"type": "about:blank", "title": code, "status": status, "detail": "no", "code": code}
        handler.answer(status, problem, "application/problem+json")

    return behave


def answer_with(status: int, body: object) -> Behaviour:
    return lambda handler, asked: handler.answer(status, body)


def hang(handler: StubHandler, asked: Asked) -> None:
    handler.stub.release.wait(60)
    handler.close_connection = True


def hang_up(handler: StubHandler, asked: Asked) -> None:
    handler.close_connection = True


def trickle(handler: StubHandler, asked: Asked) -> None:
    """A byte now and then, each in time for a client that only limits the single read."""
    handler.close_connection = True
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"x" * 1000:
        if handler.stub.release.wait(0.1):
            return
        handler.wfile.write(bytes([byte]))


def trickle_body(handler: StubHandler, asked: Asked) -> None:
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.stub.release.wait(0.1):
        handler.wfile.write(b" ")


def keep_and_lose_the_answer(handler: StubHandler, asked: Asked) -> None:
    """The worst case: committed, and the sender never hears of it."""
    handler.stub.kept.setdefault(asked.body["press_id"], asked.body)
    handler.close_connection = True
