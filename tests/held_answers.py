"""Somebody in the network who answers as they like, and keeps all that they are told."""

import http.server
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_NOTHING: Mapping[str, str] = {}


@dataclass
class Answering:
    address: str
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path and body of every request."""


@contextmanager
def answering(
    answers: Mapping[str, bytes],
    *,
    headers: Mapping[str, str] = _NOTHING,
    certificate: tuple[Path, Path] | None = None,
) -> Iterator[Answering]:
    """Answers each path with its bytes, and 404 to all others; encrypted when there is a certificate with its key."""

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            said = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard.asked.append((self.command, self.path, said))
            content = answers.get(self.path, b"")
            self.send_response(200 if content else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """It says nothing."""

    class Door(http.server.ThreadingHTTPServer):
        def handle_error(self, *_whence: object) -> None:
            """Who does not believe it hangs up."""

    door = Door(("127.0.0.1", 0), Desk)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        door.socket = context.wrap_socket(door.socket, server_side=True)
    scheme = "http" if certificate is None else "https"
    heard = Answering(f"{scheme}://127.0.0.1:{door.server_address[1]}")
    thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        door.shutdown()
        door.server_close()
        thread.join()
