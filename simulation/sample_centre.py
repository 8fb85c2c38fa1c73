"""The sample centre as it runs: its programs, their settings, the order of starting, and when it is ready."""

import http.client
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from server.mqtt.broker_accounts import ADMIN_USER, SERVER_USER
from simulation.broker_files import accounts_of, broker_account, broker_command, write_broker_files
from simulation.centre_clock import CentreClock
from simulation.centre_folder import (
    BOARD,
    BUTTON_PINS,
    DEVICES,
    DISPLAYS,
    KIOSK,
    LIGHT_PINS,
    PADS,
    CentreFolder,
    Device,
)
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.ports import EVERYWHERE, LOOPBACK, free_ports
from simulation.screen_room import WindowSizes
from simulation.supervisor import Program, Supervisor, run_together
from simulation.supervisor_door import DOOR, SupervisorDoor

ROOT = Path(__file__).resolve().parent.parent
BROKER, PRINTER, SERVER, PHONES, WALL = "mosquitto", "printer", "server", "phones", "wall"
WALL_KEY = "wall.key"
"""The secret that lets others than this machine in."""
GIVES_BACK = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""As in the devices' units: what the C library has freed goes back to the kernel, from every thread (mallopt(3))."""


class NotReady(Exception):
    """A part of the centre did not come up, or did not do what was waited for, in time."""


@dataclass(frozen=True, slots=True)
class StartOptions:
    port: int
    """The server's."""
    windows: WindowSizes | None = None
    """None: nothing is shown on this machine's own screen."""
    drawn_within: WindowSizes | None = None
    """Draw the unseen screens so small: what is on them is the same, and two cores have more for other things."""
    has_pixels: bool = True
    """Whether unseen screens are drawn; without, they lay out everything and no graphics driver hears of it."""
    keeps_hours: bool = False
    voice_pace: float = 1.0
    """How long a spoken call takes, as a share of its real length."""
    has_voice: bool = True
    forgives_crashes: bool = True
    """Whether one waits on while a program that crashed is started again."""
    wall_port: int | None = None
    """None: no page that shows the centre."""
    lan_address: str | None = None
    """The machine's own, when others may reach server, wall and pages for phones by it; None: this machine alone."""
    touch_pads: tuple[Device, ...] = ()
    """Pads with a touch screen; the others have buttons."""
    phones_port: int | None = None
    """Of the pages for phones; None takes a free one."""


def set_up(
    folder: CentreFolder,
    patience_s: float = 120.0,
    *,
    with_people: bool = False,
    with_history: bool = False,
    with_voice: bool = True,
) -> None:
    """Do what a first start needs: database, devices, staff, and the clips of the voice.

    `with_people` adds what simulated people need, `with_history` two weeks of them before today.

    Raises:
        ProgramFailed: with the last words of what failed; the folder stays not set up.
    """
    wishes = [*(["--people"] if with_people else []), *(["--history"] if with_history else [])]
    first_start = Program(
        "set-up",
        (*_python("simulation.first_start"), str(folder.path), *wishes),
        folder.log("set-up"),
        _environment(folder),
    )
    clips = Program(
        "clips",
        (*_python("hardware.audio.make_clips"), "--out", str(folder.clips)),
        folder.log("clips"),
        _environment(folder),
    )
    run_together((first_start, clips) if with_voice else (first_start,), patience_s)


class SampleCentre:
    """Made from a folder that is set up and held; everything is started and stopped from the main thread."""

    def __init__(self, folder: CentreFolder, supervisor: Supervisor, options: StartOptions) -> None:
        self.folder = folder
        self._supervisor = supervisor
        self._options = options
        self.address = f"http://{LOOPBACK}:{options.port}"
        promised = options.port, options.wall_port, options.phones_port
        self._broker_port, self._printer_port, phones_port = free_ports(3, but_not=promised)
        self._phones_port = options.phones_port or phones_port
        # What the slips' codes lead to: a phone reaches us by the machine's own address only.
        self.phones_address = f"http://{options.lan_address or LOOPBACK}:{self._phones_port}"
        self.clock = CentreClock(folder, (SERVER, *(device.device_id for device in DEVICES), PHONES))
        self._door: SupervisorDoor | None = None
        supervisor.on_change = self._tell_running

    def start(self) -> None:
        """Write settings and start broker, printer, server, kiosk, hall board and the pages for phones; return without
        waiting."""
        self.start_pages()
        self._supervisor.start(self._printer())
        for device in (KIOSK, BOARD):
            self._supervisor.start(self._device(device))
        if self._options.wall_port is not None:
            self._door = SupervisorDoor(self.folder.control_socket(DOOR), self._supervisor)
            self._supervisor.start(self._wall(self._options.wall_port))

    def start_pages(self) -> None:
        """What browsers and phones need, and nothing that draws: settings, broker, server and the pages for phones."""
        self.folder.control.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self.folder.scratch, ignore_errors=True)  # left by programs that were killed
        self._write_settings()
        self._supervisor.start(self._broker())
        self._supervisor.start(self._simulated(SERVER, SERVER))
        self._supervisor.start(self._simulated(PHONES, PHONES))

    def start_desks(self) -> None:
        """Start the counters' displays and pads; later than the rest, for two cores can only do so much."""
        for device in (*DISPLAYS, *PADS):
            self._supervisor.start(self._device(device))

    def wait_until_open(self, patience_s: float) -> None:
        """Wait until the server answers, and kiosk and hall board have drawn.

        Raises:
            NotReady: with what is missing and where to read why.
        """
        self.wait_until(self.answers, "the server does not answer", patience_s, log=SERVER)
        for device in (KIOSK, BOARD):
            self._wait_for_screen(device, patience_s)
        phones_port = self._phones_port
        self.wait_until(lambda: _listens(phones_port), "the pages for phones do not answer", patience_s, log=PHONES)
        if self._options.wall_port is not None:
            port = self._options.wall_port
            self.wait_until(lambda: _listens(port), "the wall does not answer", patience_s, log=WALL)

    def wait_until_complete(self, patience_s: float) -> None:
        """Wait until the displays have drawn and the pads run.

        Raises:
            NotReady: with what is missing and where to read why.
        """
        for device in (*DISPLAYS, *self._options.touch_pads):
            self._wait_for_screen(device, patience_s)
        for device in PADS:
            if device in self._options.touch_pads:
                continue
            self.wait_until(
                partial(_has_pins, self.control(device)),
                f"{device.device_id} has not opened its pins",
                patience_s,
                log=device.device_id,
            )

    def stop(self) -> None:
        """End everything: devices first, then the server, the broker last."""
        self.clock.close()
        self._supervisor.stop(WALL)
        if self._door is not None:
            self._door.close()
            self._door = None
        self._supervisor.stop(*(device.device_id for device in DEVICES))
        self._supervisor.stop(SERVER, PRINTER, PHONES)
        self._supervisor.stop(BROKER)
        self._supervisor.on_change = lambda: None
        self.folder.keep_running(None)

    def stop_server(self) -> None:
        """End the server alone; its database file is then closed."""
        self._supervisor.stop(SERVER)

    def control(self, device: Device) -> ControlClient:
        return ControlClient(self.folder.control_socket(device.device_id))

    def step(self, seconds: float) -> None:
        """Let the clocks of all programs run ahead together; the folder remembers by how much.

        Raises:
            NoControl: a program did not answer; it takes the step when it starts again.
        """
        self.clock.step(seconds)

    @property
    def code(self) -> str:
        """The centre's code, as it stands in every topic."""
        code: str = json.loads(self.folder.centre_file.read_text(encoding="utf-8"))["centre"]["code"]
        return code

    def broker_settings(self, user: str) -> BrokerSettings:
        """How a device, or a stand-in for one, gets at the broker."""
        return BrokerSettings.model_validate(self._broker_login(user))

    @property
    def wall_address(self) -> str | None:
        """Where a browser on this machine finds the page that shows everything."""
        return self._wall_address(LOOPBACK)

    @property
    def lan_wall_address(self) -> str | None:
        """Where others in the network find it, with the key they need."""
        lan = self._options.lan_address
        return None if lan is None else self._wall_address(lan)

    def _wall_address(self, host: str) -> str | None:
        if self._options.wall_port is None:
            return None
        key = "" if self._options.lan_address is None else f"?key={self.folder.secret(WALL_KEY)}"
        return f"http://{host}:{self._options.wall_port}/{key}"

    def answers(self) -> bool:
        """Whether the server is in order (`GET /health`)."""
        connection = http.client.HTTPConnection(LOOPBACK, self._options.port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait_until(
        self,
        is_so: Callable[[], bool],
        otherwise: str,
        patience_s: float,
        *,
        log: str | None = None,
        every_s: float = 0.03,
    ) -> None:
        """Wait for something to become so, and look after the programs meanwhile.

        Raises:
            NotReady: `otherwise`, after `patience_s`.
        """
        give_up_s = real_monotonic_s() + patience_s
        while not is_so():
            if self._supervisor.crashes and not self._options.forgives_crashes:
                raise NotReady(self._supervisor.crashes[0])
            if real_monotonic_s() > give_up_s:
                where = f"; see {self.folder.log(log)}" if log else ""
                raise NotReady(f"{otherwise} after {patience_s:.0f} s{where}")
            self._supervisor.tend(every_s)

    def _tell_running(self) -> None:
        """Write down what runs, for other tools and for tests."""
        self.folder.keep_running(
            {
                "address": self.address,
                "pid": os.getpid(),
                "broker_port": self._broker_port,
                "printer_port": self._printer_port,
                "wall": self.wall_address,
                "phones": self.phones_address,
                "ended": self._supervisor.ended(),
                "deaths": self._supervisor.deaths(),
                "crashes": self._supervisor.crashes,
                "programs": {
                    name: {"pid": pid, "control": str(self.folder.control_socket(name))}
                    for name, pid in self._supervisor.pids().items()
                },
            }
        )

    def _wait_for_screen(self, device: Device, patience_s: float) -> None:
        control = self.control(device)
        self.wait_until(
            lambda: _has_drawn(control),
            f"{device.device_id} has drawn nothing",
            patience_s,
            log=device.device_id,
        )

    # --- settings -------------------------------------------------------------------------------------

    def _write_settings(self) -> None:
        folder = self.folder
        centre = self.code
        devices = (*DEVICES, *self.folder.stand_ins())
        write_broker_files(
            folder.broker,
            port=self._broker_port,
            accounts=accounts_of(folder, centre, devices),
        )
        folder.write_settings(
            SERVER,
            {
                "database": folder.database,
                "listen_host": LOOPBACK if self._options.lan_address is None else EVERYWHERE,
                "listen_port": self._options.port,
                "public_url": self.phones_address,
                "ignore_hours": not self._options.keeps_hours,
                "trust_clock": "always",
                "broker": self._broker_login(SERVER_USER),
                "broker_admin": self._broker_login(ADMIN_USER),
            },
        )
        folder.write_settings(
            PHONES,
            {
                "database": folder.database,
                "listen_host": LOOPBACK if self._options.lan_address is None else EVERYWHERE,
                "listen_port": self._phones_port,
                "server_url": self.address,
            },
        )
        for device in DEVICES:
            folder.write_settings(
                device.device_id,
                {
                    "device_id": device.device_id,
                    "centre": centre,
                    "data_dir": folder.path / device.device_id,
                    "server": {"url": self.address, "credential_file": folder.credential_file(device)},
                    "broker": self._broker_login(device.device_id),
                    **self._own_settings(device),
                },
            )

    def _broker_login(self, user: str) -> dict[str, object]:
        return {
            "host": LOOPBACK,
            "port": self._broker_port,
            "username": user,
            "password_file": self.folder.secret_file(f"{user}.broker"),
        }

    def _own_settings(self, device: Device) -> dict[str, object]:
        if device in self._options.touch_pads:
            return self._screen(800, 480) | {"counter_id": device.counter_id, "screen": "touch"}
        if device.kind == "pad":
            return {
                "counter_id": device.counter_id,
                "pin_factory": "mock",
                "button_pins": BUTTON_PINS,
                "light_pins": LIGHT_PINS,
            }
        if device.kind == "kiosk":
            return self._screen(1080, 1920) | {
                "printer": {
                    "kind": "network",
                    "host": LOOPBACK,
                    "port": self._printer_port,
                    "width_dots": 576,
                }
            }
        if device.kind == "board":
            return self._screen(1920, 1080) | {
                "mode": "hall",
                "audio": {
                    "kind": "record",
                    "record_dir": self.folder.calls,
                    "record_pace": self._options.voice_pace,
                    "clips_dir": self.folder.clips,
                }
                if self._options.has_voice
                else {"kind": "none"},
            }
        return self._screen(1280, 800) | {
            "mode": "counter",
            "counter_id": device.counter_id,
            "audio": {"kind": "none"},
            "keypad": {"kind": "pipe", "path": self.folder.path / device.device_id / "keypad"},
        }

    def _screen(self, width: int, height: int) -> dict[str, object]:
        room = self._options.windows or self._options.drawn_within
        if room is not None:
            width, height = room.fitted(width, height)
        return {"width": width, "height": height, "fullscreen": False}

    # --- programs -------------------------------------------------------------------------------------

    def _broker(self) -> Program:
        return Program(
            BROKER,
            broker_command(self.folder.broker),
            self.folder.log(BROKER),
            account=broker_account(self.folder.broker),
        )

    def _printer(self) -> Program:
        self.folder.slips.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = (
            *_python("hardware.printer.simulated_printer"),
            *("--port", str(self._printer_port), "--pictures", str(self.folder.slips)),
            # A socket's name may have 107 bytes (unix(7)), and clones lie in deep folders.
            *("--control", self.folder.control_socket(PRINTER).name),
        )
        return Program(
            PRINTER, command, self.folder.log(PRINTER), _environment(self.folder), folder=self.folder.control
        )

    def _wall(self, port: int) -> Program:
        command = (
            *_python("simulation.wall"),
            *("--data", str(self.folder.path), "--port", str(port), "--server", self.address),
            *(() if self._options.lan_address is None else ("--lan", self._options.lan_address)),
        )
        return Program(WALL, command, self.folder.log(WALL), _environment(self.folder))

    def _device(self, device: Device) -> Program:
        program = self._simulated(device.device_id, device.program)
        return replace(program, environment=program.environment | GIVES_BACK)

    def _simulated(self, name: str, module: str) -> Program:
        command = (
            *_python(f"simulation.programs.{module}"),
            *("--settings", str(self.folder.settings_file(name))),
            *("--control", str(self.folder.control_socket(name))),
            *("--clock", str(self.folder.clock_file)),
        )
        return Program(name, command, self.folder.log(name), self._drawing())

    def _drawing(self) -> dict[str, str]:
        unseen = {} if self._options.windows else {"SDL_VIDEODRIVER": "offscreen"}
        return _environment(self.folder) | unseen | ({} if self._options.has_pixels else {"KIVY_GL_BACKEND": "mock"})


def _environment(folder: CentreFolder) -> dict[str, str]:
    folder.scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Some libraries leave traces in the folder for temporary files; then it is this one.
    return {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "TMPDIR": str(folder.scratch)}


def _python(module: str) -> tuple[str, ...]:
    # -P: what lies in the folder the demo is started from is not imported.
    return sys.executable, "-P", "-m", module


def _has_drawn(control: ControlClient) -> bool:
    try:
        return control.has_drawn()
    except (NoControl, ControlRefused):  # not there yet, or not at its screen yet
        return False


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex((LOOPBACK, port)) == 0


def _has_pins(control: ControlClient) -> bool:
    try:
        return bool(control.lights())
    except (NoControl, ControlRefused):
        return False
