"""The server's only wiring: database, writer, publishing, rounds and web pages, made into one program."""

import asyncio
import gc
import logging
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from messaging.clock import Clock
from messaging.life_signs import life_signs
from messaging.server_addresses import bracketed
from messaging.settings import require_private
from server.backup.making import make_copy
from server.backup.sole_use import SoleUse
from server.backup.start_check import refuse_damaged
from server.broker_key import make_broker_key
from server.clock_trust import clock_is_trusted, is_date_believed, is_date_disproved
from server.connection_limits import ConnectionLimits, limited_protocol
from server.db.connections import open_for_reading
from server.db.queries.identity import epoch_of
from server.db.schema import needs_upgrade, prepare_database
from server.db.work import CentreNotSetUp, Work, read_centre, read_head
from server.db.writer import Writer
from server.disk_room import DiskRoom
from server.house import House, Readers
from server.jobs import life_probe
from server.jobs.back_up import BackUps
from server.jobs.counting_ahead import CountingAhead
from server.jobs.rounds import Rounds
from server.jobs.sightings import Sightings
from server.journal.events import Event
from server.mqtt.broker_rights import BrokerRights
from server.mqtt.open_broker import OpenBroker
from server.mqtt.presences import Presences
from server.mqtt.publishing import Publishing
from server.mqtt.publishing_when_set_up import PublishingWhenSetUp
from server.public_secret import make_public_secret
from server.settings import ServerSettings
from server.tls.encrypting_server import EncryptingServer
from server.tls.listening import Listening
from server.web import health
from server.web.access.guess_delays import GuessDelays
from server.web.api_description import DescribedApp
from server.web.bodies_in_utf8 import BodiesInUtf8
from server.web.changes import Changes
from server.web.console import desk_keys_api
from server.web.devices import api as device_api
from server.web.devices import enrol_api, jobs_api, kiosk_api, public_words_api
from server.web.devices.claim_tries import ClaimTries
from server.web.pages import add_staff_pages
from server.web.plain_door import PlainDoor
from server.web.plumbing import BODY_LIMIT_BYTES, LONGER_BODIES, BodyLimit, add_error_answers
from server.web.setup.first_start import FirstStart

log = logging.getLogger(__name__)

VIEW_THREADS = 8
"""How many pages and answers are made at once; four cores are not kept busier by more. Live views have one beside them:
server/web/view_thread.py."""

LONGEST_REQUEST_BYTES = 2 * max(BODY_LIMIT_BYTES, *LONGER_BODIES.values())
"""Whoever sends a body in pieces adds a few bytes to each."""
WHOLE_REQUEST_WITHIN_S = 60.0
"""A picture of 4 MB over a slow wireless network takes that long."""

GOODBYE_S = 3  # live streams are open for ever: uvicorn must not wait for them longer

T = TypeVar("T")


class Server:
    """The centre's server as a program: `run` blocks until `stop`."""

    def __init__(self, settings: ServerSettings, clock: Clock, use: SoleUse) -> None:
        self._settings = settings
        self._use = use
        self._clock = clock
        app = create_app(settings, clock)
        self._house: House = app.state.house
        self._first_start: FirstStart = app.state.first_start
        self._socket = _listening_socket(settings, settings.listen_port)
        self.port: int = self._socket.getsockname()[1]
        self._tls_socket: socket.socket | None = None
        self.tls_port: int | None = None
        limits = ConnectionLimits(
            settings.connections_at_most,
            longest_request_bytes=LONGEST_REQUEST_BYTES,
            whole_within_s=WHOLE_REQUEST_WITHIN_S,
        )
        config = uvicorn.Config(
            app,
            http=limited_protocol(limits),
            ws="none",
            log_config=None,
            access_log=False,  # addresses of ticket pages are secrets; who did what is in the journal
            timeout_graceful_shutdown=GOODBYE_S,
            timeout_keep_alive=30,
            server_header=False,
            proxy_headers=False,  # nobody may say for others whence they come
        )
        tls: Listening | None = app.state.tls
        if tls is None:
            self._uvicorn = uvicorn.Server(config)
            return
        try:
            self._tls_socket = _listening_socket(settings, settings.tls_port)
        except OSError:
            self._socket.close()
            raise
        self.tls_port = self._tls_socket.getsockname()[1]
        # Outermost: before anything looks at what came in the clear.
        app.add_middleware(PlainDoor, tls_port=self.tls_port, for_devices=settings.devices_without_tls)
        self._uvicorn = EncryptingServer(config, encrypted=self._tls_socket, tls=tls)

    def _address_for_people(self) -> str | None:
        """`::` and `0.0.0.0` are none that a browser opens: then the machine's own, by which phones are told to come.

        None when there is none, or when phones go by a name, which may be another machine's.
        """
        try:
            known = ip_address(urlsplit(self._settings.public_url or "").hostname or "")
            is_open = ip_address(self._settings.listen_host).is_unspecified
        except ValueError:
            return None
        return f"http://{bracketed(str(known))}:{self.port}" if is_open else None

    def run(self) -> None:
        address = f"http://{bracketed(self._settings.listen_host)}:{self.port}"
        log.info("listening on %s", address)
        if self.tls_port is not None:
            log.info("listening encrypted on port %d", self.tls_port)
        self._first_start.announce(self._address_for_people() or address)
        # What is loaded by now stays: without it in their way no collection holds an answer up for long.
        gc.freeze()
        gc.enable()
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self._use.end()

    def give_up(self) -> None:
        """Let go of port and database without having run."""
        self._socket.close()
        if self._tls_socket is not None:
            self._tls_socket.close()
        self._use.end()

    def stop(self) -> None:
        """Ask the server to end; may be called from any thread."""
        self._house.changes.end()
        self._uvicorn.should_exit = True


class DatabaseMissing(Exception):
    """There is no file where the settings say; a mistyped path must not become a new, empty centre."""


def build(settings: ServerSettings, *, clock: Clock) -> Server:
    """Prepare the database and bind the port; nothing runs yet.

    Raises:
        DatabaseDamaged: the database is damaged, gone, or older than its copies.
        DatabaseMissing: there is no database, and this is no first start.
        InUse: another server runs on it.
        InvalidSettings: everybody may read a file with secrets, and it is not ours to close.
        NoCertificate: the server's certificate cannot be used.
        OSError: the port is taken.
        sqlite3.Error: the database cannot be used.
    """
    require_private(*settings.secret_files)
    with life_signs().starting():  # a year of events is looked at, and perhaps copied and upgraded
        use = _ready_database(settings)
    try:
        return Server(settings, clock, use)
    except BaseException:
        use.end()
        raise


def _ready_database(settings: ServerSettings) -> SoleUse:
    refuse_damaged(settings.database, settings.all_backups)
    _refuse_mistyped(settings.database)
    use = SoleUse(settings.database)
    try:
        if needs_upgrade(settings.database):
            make_copy(settings.database, settings.backups)  # to go back to, should the new program not do
        prepare_database(settings.database)
        return use
    except BaseException:
        use.end()
        raise


def _refuse_mistyped(database: Path) -> None:
    """A database is made only in a folder that stands ready and holds no other one."""
    if database.exists():
        if database.stat().st_size == 0:
            raise DatabaseMissing(f"{database}: the file is empty; was it cut off? Remove it only if it never held any")
        return
    if not database.parent.is_dir():
        raise DatabaseMissing(f"{database}: no such database; bocso centre load FILE --database {database} makes one")
    other = next((near for near in sorted(database.parent.iterdir()) if _is_database(near)), None)
    if other is not None:
        raise DatabaseMissing(f"{database}: no such database, but {other.name} stands beside it; is the name mistyped?")


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def create_app(settings: ServerSettings, clock: Clock) -> FastAPI:
    """The ASGI application on a prepared database; its parts start and stop with its lifespan."""
    changes, presences = Changes(), Presences()

    def publishing_of(centre_code: str) -> Publishing:
        return Publishing(
            database=settings.database,
            centre_code=centre_code,
            broker=settings.broker,
            now=lambda: writer.now(),  # made below: it tells publishing of its commits, and gives it the time
            presences=presences,
            on_presence=changes.announce,
            on_link=changes.announce,
            has_phone_page=settings.public_url is not None,
        )

    publishing = PublishingWhenSetUp(publishing_of, lambda: _centre_code(settings))
    clock.on_step(publishing.clock_stepped)

    broker_key = make_broker_key(settings.broker_key)
    rights = _broker_rights(settings, broker_key)
    open_broker = OpenBroker(settings.broker)
    tls = None
    if settings.tls_certificate is not None and settings.tls_key is not None:
        tls = Listening(settings.tls_certificate, settings.tls_key, now=clock.now)

    def committed(_seq: int, events: list[Event]) -> None:
        publishing.committed()
        changes.announce()
        if rights is not None:
            rights.committed(events)

    disk = DiskRoom(settings.database)
    writer = Writer(
        settings.database,
        clock,
        committed,
        has_room=disk.has_room,
        clock_is_trusted=lambda: clock_is_trusted(settings.trust_clock),
    )
    readers = Readers(settings.database)
    back_ups = BackUps(settings, position=lambda: _position(readers.connection()))
    house = House(
        settings=settings,
        clock=clock,
        writer=writer,
        readers=readers,
        presences=presences,
        changes=changes,
        publishing=publishing,
        disk=disk,
        back_ups=back_ups,
        broker_key=broker_key,
        broker_faults=lambda: [*open_broker.faults(), *([] if rights is None else rights.faults())],
        tls_faults=lambda: [] if tls is None else tls.faults(),
    )

    def each_round() -> None:
        publishing.look()
        if tls is not None:
            tls.look()

    counting_ahead = CountingAhead(house)
    rounds = Rounds(
        clock=clock,
        now=writer.now,
        write=_as_schedule(writer),
        read=house.read,
        ignore_hours=settings.ignore_hours,
        date_is_believed=lambda: is_date_believed(settings.trust_clock, ahead_ms=writer.ahead_ms()),
        date_is_disproved=lambda: is_date_disproved(settings.trust_clock, ahead_ms=writer.ahead_ms()),
        keep_dossier_codes_days=settings.keep_dossier_codes_days,
        keep_comments_days=settings.keep_comments_days,
        keep_ratings_days=settings.keep_ratings_days,
        keep_looks_days=settings.keep_looks_days,
        session_limits=settings.session_limits,
        sightings=Sightings(presences),
        each_round=each_round,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Each thread that makes views has a connection with a cache of its own: forty of them would fill 80 MB.
        current_default_thread_limiter().total_tokens = VIEW_THREADS
        changes.attach()
        writer.start()
        if rights is not None:
            rights.start()
        publishing.start()
        open_broker.start()
        rounds.start()
        back_ups.start()
        counting_ahead.start()
        signs = life_signs()
        feeding = asyncio.create_task(signs.feed(lambda: life_probe.answers(house)))
        yield
        signs.stops()
        feeding.cancel()
        await asyncio.to_thread(counting_ahead.stop)
        await asyncio.to_thread(back_ups.stop)
        await asyncio.to_thread(rounds.stop)
        await asyncio.to_thread(publishing.stop)
        await asyncio.to_thread(open_broker.stop)
        if rights is not None:
            await asyncio.to_thread(rights.stop)
        await asyncio.to_thread(writer.stop)
        readers.close()

    app = DescribedApp(title="Bốc Số", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.house = house
    app.state.tls = tls
    app.state.first_start = FirstStart(is_needed=not house.has_centre)
    app.state.commit_probe = health.CommitProbe()
    app.state.claim_tries = ClaimTries()
    app.state.enrolment_delays = GuessDelays(lets_new_addresses_in=True)
    app.state.own_number_tries = ClaimTries()
    app.state.public_secret = make_public_secret(settings.public_secret)
    app.add_middleware(BodyLimit)
    app.add_middleware(BodiesInUtf8)
    add_error_answers(app)
    app.include_router(device_api.router)
    add_staff_pages(app)  # the console's calls among them: routes are tried in this order, what is asked most first
    app.include_router(kiosk_api.router)
    app.include_router(enrol_api.router)
    app.include_router(public_words_api.router)
    app.include_router(jobs_api.router)
    app.include_router(desk_keys_api.router)
    app.include_router(health.router)
    return app


def _broker_rights(settings: ServerSettings, key: bytes) -> BrokerRights | None:
    """None: the broker's accounts are somebody's own work."""
    if settings.broker_admin is None:
        return None
    return BrokerRights(database=settings.database, key=key, admin=settings.broker_admin, server=settings.broker)


def _position(connection: sqlite3.Connection) -> tuple[int, int]:
    """Epoch and sequence of the journal's last event."""
    return epoch_of(connection), read_head(connection).seq


def _as_schedule(writer: Writer) -> Callable[[Callable[[Work], T]], "Future[T]"]:
    return lambda action: writer.submit(action, actor="schedule")


def _centre_code(settings: ServerSettings) -> str | None:
    """None before the first set-up."""
    connection = open_for_reading(settings.database)
    try:
        return read_centre(connection).code
    except CentreNotSetUp:
        return None
    finally:
        connection.close()


def _listening_socket(settings: ServerSettings, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.listen_host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.listen_host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OSError(f"{settings.listen_host}:{port} (listen_host, listen_port, tls_port): {error.strerror}") from None
    return listening
