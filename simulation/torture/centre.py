"""The centre that is tormented: its real programs, the lines between them and their disks."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from messaging import topics
from messaging.clock import real_monotonic_s
from messaging.device_link import DeviceLink
from messaging.settings import DeviceSettings
from messaging.snapshots import BoardSnapshot, CounterSnapshot, KioskSnapshot
from server.mqtt.broker_accounts import SERVER_USER, Account, account_of_device, account_of_server
from simulation.broker_files import broker_command, onlooker_account, write_broker_files
from simulation.centre_folder import BOARD, BUTTON_PINS, LIGHT_PINS, CentreFolder
from simulation.control_client import ControlClient, ControlRefused, NoControl, short_path
from simulation.ports import LOOPBACK, free_ports
from simulation.sample_centre import ROOT, NotReady
from simulation.supervisor import Program, Supervisor
from simulation.torture.disks import Disk, MountedDisk, PlainDisk, can_mount
from simulation.torture.plan import (
    BOARDS_LINE,
    BROKER,
    DESKS_LINE,
    KIOSK_BROKER_LINE,
    KIOSK_LINE,
    KIOSKS,
    PAD,
    PAD_LINE,
    PAPER_LINE,
    SECOND_KIOSK_LINE,
    SERVER,
    SERVER_BROKER_LINE,
    WITH_A_DISK,
)
from simulation.torture.troubled_lines import TroubledLines

PRINTERS = {"kiosk-1": "printer", "kiosk-2": "printer-2"}
START_PATIENCE_S = 180.0
"""The machine may be busy with other things."""
_ASKED_S = 2.0
_MORNING_UTC_H = 3
_EMERGENCY_AFTER_S = 3.0
_FAKETIME = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class Centre:
    """Use it from the main thread: programs die with the thread that started them."""

    def __init__(self, path: Path, template: Path, disks: Path, *, spoiled: Path | None = None) -> None:
        """
        Args:
            path: an empty folder for everything but the disks.
            template: a centre after its first start.
            disks: where the images of the disks lie.
            spoiled: what the server imports before all else (Python's `sitecustomize`), to be found out by us.
        """
        self._spoiled = spoiled
        self.folder = CentreFolder(path)
        self._disks_place = disks
        shutil.copytree(
            template, path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("server", "logs", "scratch", "clips")
        )
        self.folder.control.mkdir(mode=0o700)
        self.folder.keep_lead(_s_to_the_morning())
        self._supervisor = Supervisor(lambda _line: None)
        self.lines = TroubledLines()
        ports = free_ports(4)
        self._server_port, self._broker_port = ports[:2]
        self._printer_ports = dict(zip(KIOSKS, ports[2:], strict=True))
        self._centre: dict[str, Any] = json.loads(self.folder.centre_file.read_text(encoding="utf-8"))
        self.code: str = self._centre["centre"]["code"]
        self.counters: list[str] = [counter["id"] for counter in self._centre["counters"]]
        self.disks: dict[str, Disk] = {}
        self._lay_disks(template)
        self._lay_lines()
        self._write_settings()
        self._clock_offset = path / "clock-offset"
        self.set_clock(0)
        self.boards = self._boards()
        self._boards_run = False

    # --- programs -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Everything, and wait until all do their work.

        Raises:
            NotReady: one does not.
        """
        names = (BROKER, *PRINTERS.values(), SERVER, *KIOSKS, PAD)
        for name in names:
            self._supervisor.start(self._program(name))
        for name in names:
            self.wait_until(partial(self.is_ready, name), f"{name} does not come up")
        self.boards.start()
        self._boards_run = True

    def kill(self, name: str) -> None:
        """kill -9; one that is dead already stays so until `start_again`."""
        pid = self._supervisor.pids().get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        self._supervisor.stop(name)

    def start_again(self, name: str) -> None:
        """Start one that was killed; one that runs, or is about to be started again anyway, is left alone."""
        self._supervisor.release(name)

    def freeze(self, name: str) -> None:
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._signal(name, signal.SIGCONT)

    def pid(self, name: str) -> int | None:
        return self._supervisor.pids().get(name)

    def tend(self, patience_s: float) -> None:
        """Wait, and start again what ended by itself."""
        self._supervisor.tend(patience_s)

    @property
    def ended_by_themselves(self) -> list[str]:
        return self._supervisor.crashes

    def die_at(self, name: str, failpoint: str, *, is_armed: bool) -> None:
        """Let a program kill itself where it reaches a place, or no longer."""
        with contextlib.suppress(NoControl, ControlRefused):
            self.control(name).ask("die_at", patience_s=_ASKED_S, name=failpoint, nth=1 if is_armed else 1 << 40)

    def set_clock(self, seconds: float) -> None:
        """The server's wall clock is so far off; its monotonic clock goes on (faketime(1))."""
        write_clock_offset(self._clock_offset, seconds)

    def is_ready(self, name: str) -> bool:
        try:
            if name == BROKER:
                return _listens(self._broker_port)
            if name in PRINTERS.values():
                return _listens(next(port for kiosk, port in self._printer_ports.items() if PRINTERS[kiosk] == name))
            if name == SERVER:
                return self.answers()
            if name == PAD:
                return bool(self.control(name).ask("lights", patience_s=_ASKED_S))
            return bool(self.control(name).ask("drawn", patience_s=_ASKED_S)["drawn"])
        except (NoControl, ControlRefused):
            return False

    def answers(self) -> bool:
        """Whether the server is in order."""
        try:
            answer = httpx.get(f"http://{LOOPBACK}:{self._server_port}/health", timeout=_ASKED_S, trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def wait_until(self, is_so: Callable[[], bool], otherwise: str, patience_s: float = START_PATIENCE_S) -> None:
        """
        Raises:
            NotReady: `otherwise`, after `patience_s`.
        """
        give_up_s = real_monotonic_s() + patience_s
        while not is_so():
            if real_monotonic_s() > give_up_s:
                raise NotReady(f"{otherwise} within {patience_s:.0f} s; see {self.folder.logs}")
            self.tend(0.05)

    def close(self) -> None:
        """End everything and leave nothing mounted; what lies in the folder stays."""
        try:
            if self._boards_run:
                self.boards.stop()
            for name in self._supervisor.pids():
                self.thaw(name)
            self._supervisor.close()
        finally:
            self.lines.close()
            for disk in self.disks.values():
                disk.close()

    def control(self, name: str) -> ControlClient:
        return ControlClient(self.folder.control_socket(name))

    def tell_printer(self, do: str, **details: object) -> None:
        """Speak to the first kiosk's printer; one that is away hears nothing."""
        with (
            contextlib.suppress(OSError, ValueError),
            short_path(self.folder.control_socket("printer")) as path,
            socket.socket(socket.AF_UNIX) as line,
        ):
            line.settimeout(_ASKED_S)
            line.connect(path)
            line.sendall(json.dumps({"do": do, **details}).encode() + b"\n")
            line.makefile("rb").readline()

    # --- what is seen from outside ----------------------------------------------------------------------

    @property
    def database(self) -> Path:
        return self.disks[SERVER].place / "centre.db"

    @property
    def desks_address(self) -> str:
        """Of the officers' browsers: over a line that is tormented."""
        return f"http://{LOOPBACK}:{self._desks_port}"

    @property
    def service_names(self) -> Mapping[str, str]:
        return {service["code"]: service["name"] for service in self._centre["services"]}

    @contextlib.contextmanager
    def books(self) -> Iterator[sqlite3.Connection]:
        """The server's database, read beside the running server."""
        with _reading(self.database) as connection:
            yield connection

    def wishes(self, kiosk: str) -> list[dict[str, Any]]:
        """What a kiosk has stored of its citizens, oldest first."""
        with _reading(self._data(kiosk) / "intents.db") as connection:
            return [dict(row) for row in connection.execute("SELECT * FROM intent ORDER BY rowid")]

    def undelivered(self, device: str, file: str) -> int:
        """Entries that wait in a device's outbox."""
        with _reading(self._data(device) / file) as connection:
            return int(connection.execute("SELECT count(*) FROM waiting").fetchone()[0])

    def slips(self, kiosk: str) -> list[Path]:
        """Pictures of what a kiosk's printer cut off, oldest first."""
        return sorted((self.folder.slips / PRINTERS[kiosk]).glob("slip-*.png"))

    # --- making -----------------------------------------------------------------------------------------

    def _lay_disks(self, template: Path) -> None:
        for name in WITH_A_DISK:
            place = self.folder.path / "disks" / name
            image = self._disks_place / f"{self.folder.path.name}-{name}.img"
            self.disks[name] = MountedDisk(image, place) if can_mount() else PlainDisk(place)
        shutil.copytree(template / "server", self.disks[SERVER].place, dirs_exist_ok=True)
        for disk in self.disks.values():
            disk.settle()

    def _lay_lines(self) -> None:
        add = self.lines.add
        self._ports = {
            "kiosk-1": add(KIOSK_LINE, self._server_port),
            "kiosk-2": add(SECOND_KIOSK_LINE, self._server_port),
            PAD: add(PAD_LINE, self._server_port),
        }
        self._desks_port = add(DESKS_LINE, self._server_port)
        self._paper_ports = {"kiosk-1": add(PAPER_LINE, self._printer_ports["kiosk-1"])}
        self._broker_ports = {
            SERVER: add(SERVER_BROKER_LINE, self._broker_port, is_mqtt=True),
            "kiosk-1": add(KIOSK_BROKER_LINE, self._broker_port, is_mqtt=True),
            BOARD.device_id: add(BOARDS_LINE, self._broker_port, is_mqtt=True),
        }

    def _write_settings(self) -> None:
        folder = self.folder
        write_broker_files(
            folder.broker,
            port=self._broker_port,
            accounts=[
                account_of_server(folder.secret(f"{SERVER_USER}.broker")),
                *(self._account(kiosk, "kiosk", None) for kiosk in KIOSKS),
                self._account(PAD, "pad", "Q1"),
                # All boards in one: it sees what every one of them is told.
                onlooker_account(
                    folder.secret(f"{BOARD.device_id}.broker"),
                    user=BOARD.device_id,
                    says=(topics.device_presence(self.code, BOARD.device_id),),
                ),
            ],
        )
        folder.write_settings(
            SERVER,
            {
                "database": self.database,
                "listen_host": LOOPBACK,
                "listen_port": self._server_port,
                "ignore_hours": True,
                "trust_clock": "always",
                "broker": self._broker_login(SERVER_USER),
            },
        )
        for kiosk in KIOSKS:
            port = self._paper_ports.get(kiosk, self._printer_ports[kiosk])
            printer = {"kind": "network", "host": LOOPBACK, "port": port, "width_dots": 384}
            # Whoever stands there is hasty: a history lasts a quarter of a minute.
            patience = {"return_home_s": 6, "printed_home_s": 2, "not_printed_home_s": 4, "problem_home_s": 2}
            screen = {"width": 270, "height": 480, "fullscreen": False, "sound": "off"}
            own = {**screen, **patience, "emergency_after_s": _EMERGENCY_AFTER_S, "printer": printer}
            folder.write_settings(kiosk, self._device(kiosk) | own)
        pins = {"counter_id": "Q1", "pin_factory": "mock", "button_pins": BUTTON_PINS, "light_pins": LIGHT_PINS}
        folder.write_settings(PAD, self._device(PAD) | pins)

    def _account(self, device_id: str, kind: str, counter_id: str | None) -> Account:
        return account_of_device(self.code, device_id, kind, counter_id, self.folder.secret(f"{device_id}.broker"))

    def _device(self, name: str) -> dict[str, object]:
        return {
            "device_id": name,
            "centre": self.code,
            "data_dir": self._data(name),
            "server": {
                "url": f"http://{LOOPBACK}:{self._ports[name]}",
                "credential_file": self.folder.secrets / f"{name}.credential",
            },
            "broker": self._broker_login(name),
        }

    def _data(self, name: str) -> Path:
        return self.disks[name].place if name in self.disks else self.folder.path / name

    def _broker_login(self, user: str) -> dict[str, object]:
        return {
            "host": LOOPBACK,
            "port": self._broker_ports.get(user, self._broker_port),
            "username": user,
            "password_file": self.folder.secret_file(f"{user}.broker"),
        }

    def _program(self, name: str) -> Program:
        folder, log = self.folder, self.folder.log(name)
        if name == BROKER:
            return Program(name, broker_command(folder.broker), log)
        folder.scratch.mkdir(exist_ok=True, mode=0o700)
        environment = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "SDL_VIDEODRIVER": "offscreen",
            "SDL_AUDIODRIVER": "dummy",
            "TMPDIR": str(folder.scratch),
        }
        python = (sys.executable, "-P", "-m")
        kiosk = next((kiosk for kiosk, printer in PRINTERS.items() if printer == name), None)
        if kiosk is not None:
            pictures = folder.slips / name
            pictures.mkdir(parents=True, exist_ok=True)
            printing = (
                *(*python, "hardware.printer.simulated_printer", "--width", "384"),
                *("--port", str(self._printer_ports[kiosk]), "--pictures", str(pictures)),
                *("--control", f"{name}.sock"),
            )
            return Program(name, printing, log, environment, folder=folder.control)
        if name == SERVER:
            environment |= faked_time(self._clock_offset)
            if self._spoiled is not None:
                environment["PYTHONPATH"] = f"{self._spoiled}{os.pathsep}{ROOT}"
        module = {SERVER: "server", PAD: "rating_pad"}.get(name, "kiosk")
        command = (
            *(*python, f"simulation.programs.{module}", "--settings", str(folder.settings_file(name))),
            *("--control", str(folder.control_socket(name)), "--clock", str(folder.clock_file)),
        )
        return Program(name, command, log, environment)

    def _boards(self) -> "Boards":
        return Boards(
            DeviceSettings.model_validate(
                {
                    "centre": self.code,
                    "device_id": BOARD.device_id,
                    "data_dir": self.folder.path / "boards",
                    "server": {
                        "url": f"http://{LOOPBACK}:{self._server_port}",
                        "credential_file": self.folder.credential_file(BOARD),
                    },
                    "broker": self._broker_login(BOARD.device_id),
                }
            ),
            self.counters,
        )

    def _signal(self, name: str, number: signal.Signals) -> None:
        pid = self._supervisor.pids().get(name)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def faked_time(offset: Path) -> dict[str, str]:
    """For the server alone, and its wall clock alone: with libfaketime 0.9.10 `time.sleep` fails (EINVAL) where the
    monotonic clock is left as it is, and nothing wakes up where it is not; the server sleeps nowhere.

    Raises:
        NotReady: the library is not installed.
    """
    library = next(iter(sorted(Path("/usr/lib").glob(_FAKETIME.removeprefix("/usr/lib/")))), None)
    if library is None:
        raise NotReady("libfaketime is missing; install it: sudo apt-get install faketime")
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


def write_clock_offset(offset: Path, seconds: float) -> None:
    """Whole or not at all: the library reads it at any moment."""
    written = offset.with_suffix(".part")
    written.write_text(f"{seconds:+.0f}\n", encoding="ascii")
    written.replace(offset)


class Boards:
    """Hears what all boards and displays hear, by the part of them that listens: no screen."""

    def __init__(self, settings: DeviceSettings, counters: list[str]) -> None:
        self._root = f"{topics.ROOT}/{settings.centre}/"
        self._link = DeviceLink(settings, version="0")
        self._link.follow(topics.board(settings.centre), BoardSnapshot)
        self._link.follow(topics.kiosk(settings.centre), KioskSnapshot)
        for counter_id in counters:
            self._link.follow(topics.counter(settings.centre, counter_id), CounterSnapshot)
        self._count = 2 + len(counters)
        self._newest: dict[str, dict[str, Any]] = {}
        self.fell_back: list[str] = []
        """Snapshots that were taken although a newer one was known."""

    def start(self) -> None:
        self._link.start()

    def stop(self) -> None:
        self._link.stop()

    def is_live(self) -> bool:
        return self._link.state().is_live

    def seen(self) -> dict[str, dict[str, Any]] | None:
        """What is shown now, by the topic below the centre; None until everything was heard of."""
        for update in self._link.take():
            topic = update.topic.removeprefix(self._root)
            told = json.loads(update.snapshot.model_dump_json())
            former = self._newest.get(topic)
            if former is not None and (told["epoch"], told["revision"]) < (former["epoch"], former["revision"]):
                self.fell_back.append(f"{topic}: revision {told['revision']} after {former['revision']}")
            self._newest[topic] = told
        return self._newest if len(self._newest) >= self._count else None


@contextlib.contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def _s_to_the_morning() -> float:
    """How far ahead a history is: it begins at ten in the morning of Viet Nam, so that a clock which is hours off meets
    no midnight. Paper is known by its number, and two days have the same numbers; midnight is the day's own model's."""
    now = datetime.now(UTC)
    morning = now.replace(hour=_MORNING_UTC_H, minute=0, second=0, microsecond=0)
    return ((morning if morning > now else morning + timedelta(days=1)) - now).total_seconds()


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex((LOOPBACK, port)) == 0
