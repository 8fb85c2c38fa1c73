"""The small centre behind the real web server on a real port, in this process with a clock of the test's own."""

import json
import threading
import uuid
from pathlib import Path
from typing import Any

import httpx
from centre_under_test import WITHOUT_TLS, CentreUnderTest, copy_database
from held_clock import HeldClock

from messaging.settings import BrokerSettings
from server.actions.set_up import add_device
from server.app import Server, build
from server.db.connections import open_for_reading
from server.settings import ServerSettings
from server.web.devices.api import credential_hash

DEVICES: dict[str, tuple[str, str | None]] = {
    "kiosk-1": ("kiosk", None),
    "kiosk-2": ("kiosk", None),
    "board-1": ("board", None),
    "counter-Q1": ("counter", "Q1"),
    "pad-Q1": ("pad", "Q1"),
    "pad-Q2": ("pad", "Q2"),
}
NOBODY_LISTENS = BrokerSettings(host="127.0.0.1", port=1)


def credential_of(device_id: str) -> str:
    return f"credential of {device_id}".replace(" ", "-")


def make_served_database(empty: Path, target: Path, clock: HeldClock) -> Path:
    """A centre with its devices and its officers at their counters, the day open; closed and ready to be served."""
    centre = CentreUnderTest(copy_database(empty, target), clock)
    centre.set_up()
    for device_id, (kind, counter_id) in DEVICES.items():
        centre.act(
            add_device,
            device_id=device_id,
            kind=kind,
            counter_id=counter_id,
            credential_hash=credential_hash(credential_of(device_id)),
        )
    centre.open_day()
    centre.staff_all()
    centre.stop()
    return target


class ServedCentre:
    """A server that runs until `stop`, and a hand on its writer for what the console would do."""

    def __init__(
        self, database: Path, clock: HeldClock, *, broker: BrokerSettings = NOBODY_LISTENS, **more: Any
    ) -> None:
        """`more` are further keys of the settings."""
        self.database = database
        self.clock = clock
        settings = ServerSettings(
            database=database,
            listen_port=0,
            public_url="http://10.0.0.2:8080/",
            trust_clock="always",
            ignore_hours=True,
            broker=broker,
            **more,
        )
        self.server: Server = build(settings, clock=clock)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self._thread = threading.Thread(target=self.server.run, name="server under test")
        self._thread.start()
        self.http = httpx.Client(base_url=self.url, timeout=30, verify=WITHOUT_TLS)
        while self.http.get("/health").status_code != 200:
            pass

    def stop(self) -> None:
        self.http.close()
        self.server.stop()
        self._thread.join(30)
        assert not self._thread.is_alive(), "the server does not stop"

    def counters(self) -> CentreUnderTest:
        """The counters' side: a second writer on the same file, as another program."""
        return CentreUnderTest(self.database, self.clock)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection = open_for_reading(self.database)
        try:
            return [tuple(row) for row in connection.execute(query, values)]
        finally:
            connection.close()

    # --- what devices send ---------------------------------------------------------------------------------

    def post(
        self, path: str, body: object, *, device: str | None = "kiosk-1", key: str | None = "", **headers: str
    ) -> httpx.Response:
        """POST as a device. `key` "" takes the id in the body; None sends none. Bytes are sent as they are."""
        sent = dict(headers)
        if device is not None:
            sent.setdefault("Authorization", f"Bearer {credential_of(device)}")
        if key == "" and isinstance(body, dict):
            names = ("intent_id", "report_id", "cancellation_id", "press_id")
            key = next((str(body[name]) for name in names if name in body), None)
        if key:
            sent["Idempotency-Key"] = key
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
        return self.http.post(path, content=content, headers=sent)

    def get(self, path: str, *, device: str) -> httpx.Response:
        return self.http.get(path, headers={"Authorization": f"Bearer {credential_of(device)}"})

    def ask_ticket(
        self, intent_id: str | None = None, *, service: str = "A", device: str = "kiosk-1", **more: object
    ) -> httpx.Response:
        body = {"intent_id": intent_id or str(uuid.uuid4()), "service": service, **more}
        return self.post("/api/v1/tickets", body, device=device)

    def report(self, ticket_id: int, outcome: str, *, device: str = "kiosk-1") -> httpx.Response:
        body = {"report_id": str(uuid.uuid4()), "outcome": outcome}
        return self.post(f"/api/v1/tickets/{ticket_id}/print-outcomes", body, device=device)

    def cancel(self, intent_id: str, *, device: str = "kiosk-1") -> httpx.Response:
        body = {"cancellation_id": str(uuid.uuid4())}
        return self.post(f"/api/v1/intents/{intent_id}/cancellation", body, device=device)

    def press(self, *, level: int = 5, device: str = "pad-Q1", **more: object) -> httpx.Response:
        body = {
            "press_id": str(uuid.uuid4()),
            "boot_id": str(uuid.uuid4()),
            "n": 1,
            "level": level,
            "window_id": None,
            "age_ms": 0,
            **more,
        }
        return self.post("/api/v1/presses", body, device=device)
