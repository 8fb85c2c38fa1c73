"""The whole server behind a real socket (or a test client), with a small centre, its staff, and words to drive both."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from centre_under_test import WITHOUT_TLS, CentreUnderTest, small_centre
from held_clock import HeldClock
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from messaging.clock import Clock
from messaging.settings import BrokerSettings
from messaging.snapshots import DevicePresence
from server.actions import web_sessions
from server.actions.set_up import add_device, add_staff
from server.app import Server, build
from server.centre_file import CentreFile
from server.db.writer import Writer
from server.settings import ServerSettings
from server.web.access.staff_session import COOKIE
from server.web.devices.session import credential_hash

PASSWORD = "mat-khau-thu-nghiem"
STAFF = {
    # staff_id: (role, login, display name)
    "CB01": ("officer", "cb01", "Cán bộ 01"),
    "CB02": ("officer", "cb02", "Cán bộ 02"),
    "GD01": ("head", "gd01", "Giám đốc 01"),
    "KT01": ("technician", "kt01", "Kỹ thuật 01"),
    "HD01": ("greeter", "hd01", "Hướng dẫn 01"),
    "KS01": ("auditor", "ks01", "Kiểm tra 01"),
}
PATIENCE_S = 20.0


class Behind(CentreUnderTest):
    """The centre of a running server: each word is an action on the server's own writer."""

    def __init__(self, database: Path, clock: Any, writer: Writer) -> None:
        self._running_writer = writer
        super().__init__(database, clock)

    def _started(self) -> Writer:
        return self._running_writer

    def stop(self) -> None:
        """The writer is the server's; only the reading ends."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None


def prepare_centre(
    database: Path, *, file: CentreFile | None = None, names: dict[str, str] | None = None, day: bool = True
) -> None:
    """Set the centre up in a prepared database: staff with one password, devices, an open day."""
    centre = CentreUnderTest(database, HeldClock())
    hashed = one_hash()
    centre.set_up(file or small_centre())
    for staff_id, (role, login, name) in STAFF.items():
        shown = (names or {}).get(staff_id, name)
        centre.act(add_staff, staff_id=staff_id, role=role, login=login, display_name=shown, password_hash=hashed)
    for device_id, kind, counter_id in (
        ("kiosk-1", "kiosk", None),
        ("board-1", "board", None),
        ("counter-Q1", "counter", "Q1"),
        ("pad-Q1", "pad", "Q1"),
    ):
        centre.act(
            add_device,
            device_id=device_id,
            kind=kind,
            counter_id=counter_id,
            credential_hash=credential_hash(device_id),
        )
    if day:
        centre.open_day()
    centre.stop()


_hash: list[str] = []


def one_hash() -> str:
    """A cheap hash of `PASSWORD`: a hash names its own cost, and the product's takes 0.2 s at each login on purpose."""
    if not _hash:
        _hash.append(PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)]).hash(PASSWORD))
    return _hash[0]


def settings_for(database: Path, port: int = 0, **more: Any) -> ServerSettings:
    usual = {
        "listen_host": "127.0.0.1",
        "trust_clock": "always",
        "public_url": "http://127.0.0.1:8080",
        "broker": BrokerSettings(host="127.0.0.1", port=9),  # nobody listens there: these tests need no broker
    }
    return ServerSettings(database=database, listen_port=port, **(usual | more))


class RunningServer:
    """The real server on a loopback port, in a thread."""

    def __init__(self, database: Path, clock: Clock, port: int = 0, **settings: Any) -> None:
        self.clock = clock
        self._server: Server = build(settings_for(database, port, **settings), clock=clock)
        self.port = self._server.port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        wait_until(self._answers, "the server answers")
        self.house = self._server._house
        self.centre = Behind(database, clock, self.house._writer)

    def stop(self) -> None:
        self.centre.stop()
        self._server.stop()
        self._thread.join(PATIENCE_S)

    def _answers(self) -> bool:
        try:
            answer = httpx.get(f"{self.address}/console/login", verify=WITHOUT_TLS)
        except httpx.TransportError:
            return False
        return answer.status_code in (200, 303)  # 303: no centre yet


@contextmanager
def running(database: Path, clock: Clock, **settings: Any) -> Iterator[RunningServer]:
    server = RunningServer(database, clock, **settings)
    try:
        yield server
    finally:
        server.stop()


def wait_until(is_so: Callable[[], Any], what: str) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up_s, f"waited in vain until {what}"
        time.sleep(0.02)


def says(server: RunningServer, device_id: str, *faults: str, online: bool = True) -> None:
    """A device tells that it lives, and what ails it, or its last will that it does not."""
    presence = DevicePresence(device_id=device_id, online=online, boot_id="b", version="1", faults=list(faults))
    server.house.presences.hear(presence)
    server.house.changes.announce()


class StaffClient:
    """One member of staff's browser, without the browser."""

    def __init__(self, client: httpx.Client, login: str, password: str = PASSWORD) -> None:
        self.client = client
        answer = client.post("/console/login", data={"login": login, "password": password})
        assert answer.status_code == 303, answer.text
        self.csrf = client.get("/api/v1/console/me").json()["csrf_token"]

    def post(self, deed: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> httpx.Response:
        return self.client.post(
            f"/api/v1/console/{deed}",
            json=body or {},
            headers={"Idempotency-Key": key or uuid.uuid4().hex, "X-CSRF-Token": self.csrf},
        )

    def do(self, deed: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do it; it must work."""
        answer = self.post(deed, body)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def view(self) -> dict[str, Any]:
        answer = self.client.get("/api/v1/console/view")
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen


def session_of(server: RunningServer, login: str) -> web_sessions.LoggedIn:
    """A session of somebody, as the login page makes it."""
    staff_id = next(staff_id for staff_id, (_, of, _) in STAFF.items() if of == login)
    return server.centre.act(web_sessions.log_in, staff_id=staff_id, former_token=None)


class SessionClient(StaffClient):
    """Somebody who is logged in already: for tests that ask nothing of the login, which takes its time on purpose."""

    def __init__(self, server: RunningServer, login: str) -> None:
        session = session_of(server, login)
        self.client = httpx.Client(
            base_url=server.address, timeout=20, verify=WITHOUT_TLS, cookies={COOKIE: session.token}
        )
        self.csrf = session.csrf_token
