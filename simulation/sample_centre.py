"""The sample centre as it runs: its programs, their settings, the order of starting, and when it is ready."""

import http.client
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.broker_files import SERVER_USER, broker_account, broker_command, write_broker_files
from simulation.centre_folder import (
    BOARD,
    BUTTON_PINS,
    DEVICES,
    DISPLAYS,
    KIOSK,
    LIGHT_PINS,
    PADS,
    SAMPLE_CENTRE,
    CentreFolder,
    Device,
)
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.ports import LOOPBACK, free_ports
from simulation.screen_room import WindowSizes
from simulation.supervisor import Program, Supervisor, run_together

ROOT = Path(__file__).resolve().parent.parent
BROKER, PRINTER, SERVER = "mosquitto", "printer", "server"


class NotReady(Exception):
    """A part of the centre did not come up, or did not do what was waited for, in time."""


@dataclass(frozen=True, slots=True)
class StartOptions:
    port: int
    """The server's."""
    windows: WindowSizes | None = None
    """None: nothing is shown on this machine's own screen."""
    keeps_hours: bool = False
    voice_pace: float = 1.0
    """How long a spoken call takes, as a share of its real length."""
    forgives_crashes: bool = True
    """Whether one waits on while a program that crashed is started again."""


def set_up(folder: CentreFolder, patience_s: float = 120.0) -> None:
    """Do what a first start needs: database, devices, staff, and the clips of the voice.

    Raises:
        ProgramFailed: with the last words of what failed; the folder stays not set up.
    """
    run_together(
        (
            Program(
                "set-up",
                (*_python("simulation.first_start"), str(folder.path)),
                folder.log("set-up"),
                _environment(folder),
            ),
            Program(
                "clips",
                (*_python("hardware.audio.make_clips"), "--out", str(folder.clips)),
                folder.log("clips"),
                _environment(folder),
            ),
        ),
        patience_s,
    )


class SampleCentre:
    """Made from a folder that is set up and held; everything is started and stopped from the main thread."""

    def __init__(self, folder: CentreFolder, supervisor: Supervisor, options: StartOptions) -> None:
        self.folder = folder
        self._supervisor = supervisor
        self._options = options
        self.address = f"http://{LOOPBACK}:{options.port}"
        self._broker_port, self._printer_port = free_ports(2)
        self._lead_s = folder.lead_s()
        supervisor.on_change = self._tell_running

    def start(self) -> None:
        """Write settings and start broker, printer, server, kiosk and hall board; return without waiting."""
        self.folder.control.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self.folder.scratch, ignore_errors=True)  # left by programs that were killed
        self._write_settings()
        self._supervisor.start(self._broker())
        self._supervisor.start(self._printer())
        self._supervisor.start(self._simulated(SERVER, SERVER))
        for device in (KIOSK, BOARD):
            self._supervisor.start(self._device(device))

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

    def wait_until_complete(self, patience_s: float) -> None:
        """Wait until the displays have drawn and the pads run.

        Raises:
            NotReady: with what is missing and where to read why.
        """
        for device in DISPLAYS:
            self._wait_for_screen(device, patience_s)
        for device in PADS:
            self.wait_until(
                partial(_has_pins, self.control(device)),
                f"{device.device_id} has not opened its pins",
                patience_s,
                log=device.device_id,
            )

    def stop(self) -> None:
        """End everything: devices first, then the server, the broker last."""
        self._supervisor.stop(*(device.device_id for device in DEVICES))
        self._supervisor.stop(SERVER, PRINTER)
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
        self._lead_s += seconds
        self.folder.keep_lead(self._lead_s)
        for name in (SERVER, *(device.device_id for device in DEVICES)):
            ControlClient(self.folder.control_socket(name)).step(self._lead_s)

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
        centre = json.loads(SAMPLE_CENTRE.read_text(encoding="utf-8"))["centre"]["code"]
        write_broker_files(
            folder.broker,
            port=self._broker_port,
            centre=centre,
            passwords={
                SERVER_USER: folder.secret(f"{SERVER_USER}.broker"),
                **{device.device_id: folder.secret(f"{device.device_id}.broker") for device in DEVICES},
            },
        )
        folder.write_settings(
            SERVER,
            {
                "database": folder.database,
                "listen_host": LOOPBACK,
                "listen_port": self._options.port,
                "public_url": self.address,
                "ignore_hours": not self._options.keeps_hours,
                "trust_clock": "always",
                "broker": self._broker_login(SERVER_USER),
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
                },
            }
        return self._screen(1280, 800) | {
            "mode": "counter",
            "counter_id": device.counter_id,
            "audio": {"kind": "none"},
        }

    def _screen(self, width: int, height: int) -> dict[str, object]:
        if self._options.windows is not None:
            width, height = self._options.windows.fitted(width, height)
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

    def _device(self, device: Device) -> Program:
        return self._simulated(device.device_id, device.program)

    def _simulated(self, name: str, module: str) -> Program:
        command = (
            *_python(f"simulation.programs.{module}"),
            *("--settings", str(self.folder.settings_file(name))),
            *("--control", str(self.folder.control_socket(name))),
            *("--clock", str(self.folder.clock_file)),
        )
        return Program(name, command, self.folder.log(name), self._drawing())

    def _drawing(self) -> dict[str, str]:
        return _environment(self.folder) | ({} if self._options.windows else {"SDL_VIDEODRIVER": "offscreen"})


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


def _has_pins(control: ControlClient) -> bool:
    try:
        return bool(control.lights())
    except (NoControl, ControlRefused):
        return False
