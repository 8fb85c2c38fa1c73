"""`python -m server.public_app --settings phones.toml`: serves phones, apart from the server and with fewer rights.

It reads the centre's database through a connection that cannot write, and passes what citizens say on to the server. A
crowd of phones, or whoever means ill, meets this process and its limits; staff's pages and devices are elsewhere.
"""

import argparse
import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from messaging.clock import Clock, SystemClock
from messaging.life_signs import life_signs
from messaging.settings import InvalidSettings, read_settings, require_private
from server.connection_limits import ConnectionLimits, limited_protocol
from server.public_pages.hall import Hall
from server.public_pages.limits import LONGEST_REQUEST_BYTES, CrowdLimit
from server.public_pages.procedures_page import ProceduresPage
from server.public_pages.rendering import rendered, static_file
from server.public_pages.server_link import ServerLink
from server.public_pages.settings import PhoneSettings
from server.public_pages.ticket_page import TicketPage
from server.web.browser_rules import FOR_EVERY_ANSWER, BrowserRules

log = logging.getLogger(__name__)

YIELDS_BY = 5
"""Of Unix' niceness: whenever a core is wanted by the server, by a kiosk or by a board, it is theirs."""
GOODBYE_S = 2
KEEP_ALIVE_S = 20
"""Longer than the pause between two looks of a phone: it keeps its connection."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    # A number's address is a secret: it goes into no index and no cache.
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    *FOR_EVERY_ANSWER,
)
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Static files: their address changes with what is in them."""


class PublicApp:
    """The program that serves phones: `run` blocks until `stop`."""

    def __init__(self, settings: PhoneSettings, clock: Clock) -> None:
        self._socket = _listening_socket(settings)
        self.port: int = self._socket.getsockname()[1]
        self._host = settings.listen_host
        config = uvicorn.Config(
            create_app(settings, clock),
            http=limited_protocol(
                ConnectionLimits(settings.connections_at_most, longest_request_bytes=LONGEST_REQUEST_BYTES)
            ),
            ws="none",
            log_config=None,
            access_log=False,  # addresses of numbers are secrets
            timeout_graceful_shutdown=GOODBYE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
            server_header=False,
            proxy_headers=False,
        )
        self._uvicorn = uvicorn.Server(config)

    def run(self) -> None:
        """Serve; whoever runs a program of its own calls `give_way` first."""
        log.info("phones: listening on http://%s:%d", self._host, self.port)
        gc.freeze()
        self._uvicorn.run(sockets=[self._socket])

    def stop(self) -> None:
        """Ask the program to end; may be called from any thread."""
        self._uvicorn.should_exit = True


def build(settings: PhoneSettings, *, clock: Clock) -> PublicApp:
    """Bind the port; nothing runs yet. The database is opened when somebody asks: it may come later.

    Raises:
        InvalidSettings: everybody may read a file with secrets, and it is not ours to close.
        OSError: the port is taken.
    """
    require_private(settings.database, settings.public_secret)
    _keep_secrets_out_of_the_log()
    return PublicApp(settings, clock)


def give_way() -> None:
    """Let the server, a kiosk and a board of this machine go first, whatever phones ask."""
    os.nice(YIELDS_BY)


def _keep_secrets_out_of_the_log() -> None:
    """The client that passes words on would log each address it asks, and a number's secret with it."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def create_app(settings: PhoneSettings, clock: Clock) -> ASGIApp:
    """The ASGI application; it opens nothing before it is asked."""
    hall = Hall(settings.database, clock)
    link = ServerLink(settings.server_url, settings.public_secret)
    ticket, procedures = TicketPage(hall, link), ProceduresPage(hall)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        signs = life_signs()
        feeding = asyncio.create_task(signs.feed(hall.answers))
        yield
        signs.stops()
        feeding.cancel()
        await link.close()
        hall.close()

    app = Starlette(
        routes=[
            Route("/t/{token}", ticket.get_page, methods=["GET"]),
            Route("/t/{token}", ticket.post_word, methods=["POST"]),
            Route("/t/{token}/part", ticket.get_part, methods=["GET"]),
            Route("/thu-tuc", procedures.get_page, methods=["GET"]),
            Route("/thu-tuc/found", procedures.get_found, methods=["GET"]),
            Route("/thu-tuc/{key}", procedures.get_procedure, methods=["GET"]),
            Route("/static/{name}", _get_static, methods=["GET"]),
            Route("/robots.txt", _get_robots, methods=["GET"]),
            Route("/health", _get_health, methods=["GET"]),
            Route("/", _get_front, methods=["GET"]),
        ],
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    return BrowserRules(CrowdLimit(app, settings.requests_a_second), _HEADERS)


async def _get_static(request: Request) -> Response:
    try:
        content, media_type = static_file(request.path_params["name"])
    except KeyError:
        return _nothing(404)
    return Response(content, media_type=media_type, headers=FOR_EVER)


async def _get_robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _get_health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _get_front(_request: Request) -> Response:
    return Response(rendered("front.html", "vi"), media_type="text/html")


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _nothing(status)


async def _failed(_request: Request, error: Exception) -> Response:
    # Not the address: it may hold a number's secret.
    log.error("a page for phones failed", exc_info=error)
    return _nothing(500)


def _nothing(status: int) -> Response:
    return PlainTextResponse(str(status), status)


def _listening_socket(settings: PhoneSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.listen_host, settings.listen_port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        address = f"{settings.listen_host}:{settings.listen_port}"
        raise OSError(f"{address} (listen_host, listen_port): {error.strerror}") from None
    return listening


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m server.public_app", description="Bốc Số: the pages for phones")
    arguments.add_argument("--settings", type=Path, required=True, help="its TOML settings file")
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        program = build(read_settings(PhoneSettings, chosen.settings), clock=SystemClock())
    except InvalidSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"the pages for phones cannot start: {error}\n")
        return 1
    give_way()
    signal.signal(signal.SIGTERM, lambda _number, _frame: program.stop())
    program.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
