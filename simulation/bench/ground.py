"""One ground to run on: a broker, the server and its two floors, all of them with the same past."""

import http.client
import json
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from messaging import topics
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from server.mqtt.broker_accounts import ADMIN_USER, SERVER_USER
from simulation.bench.bench_centre import BENCH_DEVICES, CENTRE, BenchCentre, Desk, make_centre
from simulation.bench.first_floor import make_floor
from simulation.bench.load_client import post
from simulation.broker_files import ONLOOKER_USER, accounts_of, broker_account, broker_command, write_broker_files
from simulation.centre_folder import KIOSK, CentreFolder
from simulation.ports import LOOPBACK, free_ports
from simulation.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
START_PATIENCE_S = 60.0


class NotStarted(Exception):
    """A program of the bench does not answer; the message says where its last words are."""


@dataclass(frozen=True, slots=True)
class Racer:
    """A program that is loaded, and the bytes it is asked with."""

    name: str
    port: int
    centre: BenchCentre | None = None

    def wishes(self, count: int) -> Iterator[bytes]:
        """`count` different requests for a ticket; of the first floor, for a row."""
        if self.centre is None:
            return iter([self.row()] * count)
        services = self.centre.services
        return iter([self._wish(services[n % len(services)]) for n in range(count)])

    def deed(self, name: str, desk: Desk, words: Mapping[str, Any] | None = None) -> bytes:
        """What an officer's page sends for a deed, without words unless told; of the first floor, a row."""
        if self.centre is None:
            return self.row()
        headers = {
            "Cookie": f"bocso_session={desk.token}",
            "X-CSRF-Token": desk.csrf_token,
            "Idempotency-Key": str(uuid.uuid4()),
        }
        return post(f"/api/v1/console/{name}", port=self.port, headers=headers, body=json.dumps(words or {}).encode())

    def look(self, path: str, desk: Desk) -> bytes:
        """What an officer's page asks for."""
        lines = (f"GET {path} HTTP/1.1", f"Host: {LOOPBACK}:{self.port}", f"Cookie: bocso_session={desk.token}", "", "")
        return "\r\n".join(lines).encode()

    def row(self, path: str = "/commit") -> bytes:
        return post(path, port=self.port, headers={})

    def _wish(self, service: str) -> bytes:
        assert self.centre is not None
        intent_id = str(uuid.uuid4())
        headers = {"Authorization": f"Bearer {self.centre.credentials[KIOSK.device_id]}", "Idempotency-Key": intent_id}
        # As `ServerClient.issue_ticket` sends it.
        body = {"intent_id": intent_id, "service": service, "priority_group": None, "language": "vi"}
        return post("/api/v1/tickets", port=self.port, headers=headers, body=json.dumps(body).encode())


class Ground:
    """Made once, started once. `name` tells it from the other one, `past_tickets` what lies behind it."""

    def __init__(self, path: Path, supervisor: Supervisor, name: str, *, past_tickets: int) -> None:
        self.name = name
        self.folder = CentreFolder(path / name)
        self._supervisor = supervisor
        self._broker_port, *ports = free_ports(4)
        self.past_tickets = past_tickets
        self._ports = ports
        self.server = self.first_floor = self.second_floor = Racer("", 0)
        self.desks: tuple[Desk, ...] = ()

    @property
    def listener(self) -> BrokerSettings:
        """How to hear what is published here."""
        return BrokerSettings.model_validate(self.broker_login(ONLOOKER_USER))

    @property
    def floor_topic(self) -> str:
        return topics.counter(CENTRE, "floor")

    def make(self) -> None:
        """Write databases and settings."""
        folder, data = self.folder, self.folder.server_data
        centre = make_centre(data / "centre.db", past_tickets=self.past_tickets)
        second = centre.copied_to(data / "second-floor.db")
        make_floor(data / "first-floor.db", past_rows=self.past_tickets)
        server_port, first_port, second_port = self._ports
        self.desks = centre.desks
        self.server = Racer("server", server_port, centre)
        self.first_floor = Racer("first-floor", first_port)
        self.second_floor = Racer("second-floor", second_port, second)
        write_broker_files(
            folder.broker,
            port=self._broker_port,
            accounts=accounts_of(folder, CENTRE, BENCH_DEVICES),
        )
        broker = self.broker_login(SERVER_USER)
        folder.write_settings(
            "server",
            {
                "database": centre.database,
                "listen_port": server_port,
                "public_url": f"http://{LOOPBACK}:{server_port}",
                "ignore_hours": True,
                "trust_clock": "always",
                "broker": broker,
                "broker_admin": self.broker_login(ADMIN_USER),
            },
        )
        folder.write_settings(
            "first-floor",
            {
                "database": data / "first-floor.db",
                "port": first_port,
                "topic": self.floor_topic,
                "broker": broker,
            },
        )
        folder.write_settings("second-floor", {"database": second.database, "port": second_port})

    def start(self) -> None:
        """Start everything and wait until it answers.

        Raises:
            NotStarted: it does not.
        """
        broker = Program(
            f"broker-{self.name}",
            broker_command(self.folder.broker),
            self.folder.log("broker"),
            account=broker_account(self.folder.broker),
        )
        self._supervisor.start(broker)
        for racer, module in (
            (self.server, "server"),
            (self.first_floor, "simulation.bench.first_floor"),
            (self.second_floor, "simulation.bench.second_floor"),
        ):
            self._supervisor.start(self.program(racer.name, module))
        for racer in (self.server, self.first_floor, self.second_floor):
            self._wait_for(racer)

    def stop(self) -> None:
        """End everything, the broker last; the databases are then closed."""
        self._supervisor.stop(
            *(f"{racer.name}-{self.name}" for racer in (self.server, self.first_floor, self.second_floor))
        )
        self._supervisor.stop(f"broker-{self.name}")

    def program(self, name: str, module: str) -> Program:
        command = (sys.executable, "-P", "-m", module, "--settings", str(self.folder.settings_file(name)))
        return Program(f"{name}-{self.name}", command, self.folder.log(name), {"PYTHONPATH": str(ROOT)})

    def pid(self, racer: Racer) -> int:
        return self._supervisor.pids()[f"{racer.name}-{self.name}"]

    def _wait_for(self, racer: Racer) -> None:
        give_up_s = real_monotonic_s() + START_PATIENCE_S
        while not is_well(racer.port):
            if real_monotonic_s() > give_up_s or self._supervisor.crashes:
                raise NotStarted(f"{racer.name} does not answer; see {self.folder.log(racer.name)}")
            self._supervisor.tend(0.02)

    def broker_login(self, user: str) -> dict[str, object]:
        """What stands in the settings of a program that talks to the broker as `user`."""
        return {
            "host": LOOPBACK,
            "port": self._broker_port,
            "username": user,
            "password_file": self.folder.secret_file(f"{user}.broker"),
        }


def is_well(port: int) -> bool:
    """Whether a server answers on a port, and has found its broker."""
    said = _health(port)
    try:
        return said is not None and bool(json.loads(said)["parts"]["broker"] == "ok")
    except ValueError:
        return False


def answers(port: int) -> bool:
    """Whether a program is ready on a port, whatever its own parts do."""
    return _health(port) is not None


def _health(port: int) -> bytes | None:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        said = answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return said if answer.status == 200 else None
