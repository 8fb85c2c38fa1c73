"""The devices of the bench centre: the unchanged programs with a control socket, and beside each a bare one."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import CENTRE
from simulation.bench.ground import ROOT, START_PATIENCE_S, Ground, NotStarted
from simulation.centre_folder import BOARD, BUTTON_PINS, DISPLAYS, KIOSK, LIGHT_PINS, PADS, Device, write_private
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.ports import LOOPBACK
from simulation.supervisor import Program, Supervisor

BARE_SCREEN, BARE_PAD = "bare_screen", "bare_pad"
BARE = {KIOSK: BARE_SCREEN, BOARD: BARE_SCREEN, DISPLAYS[0]: BARE_SCREEN, PADS[0]: BARE_PAD}
"""The bare program of the same libraries, below `simulation.programs`."""


@dataclass(frozen=True, slots=True)
class DevicePrograms:
    """Starts and stops device programs on a ground. From the main thread only."""

    ground: Ground
    supervisor: Supervisor

    def write_settings(self, printer_port: int) -> None:
        """The settings of all devices; the kiosk prints to `printer_port`."""
        folder = self.ground.folder
        own: dict[Device, dict[str, object]] = {
            KIOSK: {
                "width": 1080,
                "height": 1920,
                "fullscreen": False,
                "printer": {"kind": "network", "host": LOOPBACK, "port": printer_port, "width_dots": 576},
            },
            BOARD: {"mode": "hall", "width": 1920, "height": 1080, "fullscreen": False, "audio": {"kind": "none"}},
            DISPLAYS[0]: {
                "mode": "counter",
                "counter_id": DISPLAYS[0].counter_id,
                "width": 1280,
                "height": 800,
                "fullscreen": False,
                "audio": {"kind": "none"},
            },
            PADS[0]: {
                "counter_id": PADS[0].counter_id,
                "pin_factory": "mock",
                "button_pins": BUTTON_PINS,
                "light_pins": LIGHT_PINS,
            },
        }
        assert self.ground.server.centre is not None
        for device, values in own.items():
            write_private(folder.credential_file(device), self.ground.server.centre.credentials[device.device_id])
            folder.write_settings(
                device.device_id,
                {
                    "device_id": device.device_id,
                    "centre": CENTRE,
                    "data_dir": folder.path / device.device_id,
                    "server": {
                        "url": f"http://{LOOPBACK}:{self.ground.server.port}",
                        "credential_file": folder.credential_file(device),
                    },
                    "broker": self.ground.broker_login(device.device_id),
                    **values,
                },
            )

    def start(self, device: Device, *, bare: bool = False) -> float:
        """Start a device's program, or the bare one beside it; the seconds until it has drawn or opened its pins.

        Raises:
            NotStarted: it does not.
        """
        began_s = real_monotonic_s()
        self.launch(device, bare=bare)
        self.wait_for(device, bare=bare)
        return real_monotonic_s() - began_s

    def launch(self, device: Device, *, bare: bool = False) -> None:
        """Start it and return without waiting."""
        module = BARE[device] if bare else device.program
        folder, name = self.ground.folder, _name(device, bare=bare)
        folder.control.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = (
            *(sys.executable, "-P", "-m", f"simulation.programs.{module}"),
            *("--settings", str(folder.settings_file(device.device_id))),
            *("--control", str(folder.control_socket(name))),
            *("--clock", str(folder.clock_file)),
        )
        scratch = folder.scratch
        scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment = {"PYTHONPATH": str(ROOT), "SDL_VIDEODRIVER": "offscreen", "TMPDIR": str(scratch)}
        self.supervisor.start(Program(name, command, folder.log(name), environment))

    def wait_for(self, device: Device, *, bare: bool = False) -> None:
        """Wait until it has drawn or opened its pins.

        Raises:
            NotStarted: it does not.
        """
        name, control = _name(device, bare=bare), self.control(device, bare=bare)
        give_up_s = real_monotonic_s() + START_PATIENCE_S
        is_there = _has_pins if device.kind == "pad" else _has_drawn
        while not is_there(control):
            if real_monotonic_s() > give_up_s or self.supervisor.crashes:
                raise NotStarted(f"{name} does not come up; see {self.ground.folder.log(name)}")
            self.supervisor.tend(0.01)

    def stop(self, device: Device, *, bare: bool = False) -> None:
        self.supervisor.stop(_name(device, bare=bare))

    def control(self, device: Device, *, bare: bool = False) -> ControlClient:
        return ControlClient(self.ground.folder.control_socket(_name(device, bare=bare)))

    def memory_mb(self, device: Device, *, bare: bool = False) -> float:
        return memory_mb(self.supervisor.pids()[_name(device, bare=bare)])


def memory_mb(pid: int) -> float:
    """The resident memory of a process, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def _name(device: Device, *, bare: bool) -> str:
    return f"bare-{device.device_id}" if bare else device.device_id


def _has_drawn(control: ControlClient) -> bool:
    return _asked(control.has_drawn)


def _has_pins(control: ControlClient) -> bool:
    return _asked(lambda: bool(control.lights()))


def _asked(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (NoControl, ControlRefused):  # not there yet
        return False
