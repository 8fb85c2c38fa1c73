"""What each program costs before anybody asks it for anything: import, start and memory, beside a bare program."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from messaging.clock import real_monotonic_s
from simulation.bench.bench_centre import BENCH_DEVICES, make_centre
from simulation.bench.devices import DevicePrograms, memory_mb
from simulation.bench.ground import ROOT, START_PATIENCE_S, Ground, NotStarted, answers
from simulation.bench.libraries import LIST
from simulation.centre_folder import Device, write_private
from simulation.ports import LOOPBACK, free_ports
from simulation.supervisor import Supervisor

SERVER, PHONES = "server", "phones"
PACKAGES = {
    SERVER: "server",
    PHONES: "server.public_app",
    **{device.device_id: device.program for device in BENCH_DEVICES},
}
"""By program, the package or the module that it is."""
_AT_REST_S = 1.0
"""After it is ready a program still says hello to broker and server."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Of one start; `is_bare` tells the program of the same libraries from ours."""

    program: str
    is_bare: bool
    import_ms: float
    start_ms: float
    memory_mb: float


class Footprints:
    """Starts programs one at a time on a ground whose broker and server run."""

    def __init__(self, ground: Ground, supervisor: Supervisor, devices: DevicePrograms) -> None:
        self._ground = ground
        self._supervisor = supervisor
        self._devices = devices
        self._database = ground.folder.server_data / "second-server.db"

    def find_libraries(self) -> None:
        """Find what each program loads, once; also warms the disk's cache, so that no first start is counted."""
        for package in set(PACKAGES.values()):
            write_private(self._list(package), json.dumps(self._load(package)["libraries"]))
        make_centre(self._database, past_tickets=0)

    def round(self) -> list[Footprint]:
        """One start of each program and of the bare one beside it."""
        found = [self._web(program, is_bare=is_bare) for program in (SERVER, PHONES) for is_bare in (False, True)]
        for device in BENCH_DEVICES:
            found += [self._device(device, is_bare=False), self._device(device, is_bare=True)]
        return found

    def _web(self, of: str, *, is_bare: bool) -> Footprint:
        """A second server on a database of its own, the pages for phones beside it, or the bare program of either."""
        ground, name = self._ground, f"bare-{of}" if is_bare else f"second-{of}"
        port = free_ports(1)[0]
        settings: dict[str, object]
        if is_bare:
            settings = {"database": ground.folder.server_data / "first-floor.db", "port": port}
        elif of == PHONES:
            server_url = f"http://{LOOPBACK}:{ground.server.port}"
            settings = {"database": self._database, "listen_port": port, "server_url": server_url}
        else:
            # Two servers of one centre at one broker would push each other out of it: this one looks for its own.
            broker = {"host": LOOPBACK, "port": free_ports(1)[0]}
            settings = {
                "database": self._database,
                "listen_port": port,
                "ignore_hours": True,
                "trust_clock": "always",
                "broker": broker,
            }
        ground.folder.write_settings(name, settings)
        module = "simulation.bench.bare_server" if is_bare else PACKAGES[of]
        program = ground.program(name, module)
        program.environment[LIST] = str(self._list(PACKAGES[of]))
        began_s = real_monotonic_s()
        self._supervisor.start(program)
        while not answers(port):
            if real_monotonic_s() - began_s > START_PATIENCE_S or self._supervisor.crashes:
                raise NotStarted(f"{name} does not answer; see {program.log}")
            self._supervisor.tend(0.01)
        start_ms = (real_monotonic_s() - began_s) * 1000
        self._supervisor.tend(_AT_REST_S)
        memory = memory_mb(self._supervisor.pids()[program.name])
        self._supervisor.stop(program.name)
        return Footprint(of, is_bare, self._import_ms(PACKAGES[of], is_bare=is_bare), start_ms, memory)

    def _device(self, device: Device, *, is_bare: bool) -> Footprint:
        os.environ[LIST] = str(self._list(PACKAGES[device.device_id]))
        start_s = self._devices.start(device, bare=is_bare)
        self._supervisor.tend(_AT_REST_S)
        memory = self._devices.memory_mb(device, bare=is_bare)
        self._devices.stop(device, bare=is_bare)
        import_ms = self._import_ms(PACKAGES[device.device_id], is_bare=is_bare)
        return Footprint(device.device_id, is_bare, import_ms, start_s * 1000, memory)

    def _import_ms(self, package: str, *, is_bare: bool) -> float:
        took_ms: float = self._load(package, only_libraries=is_bare)["ms"]
        return took_ms

    def _load(self, package: str, *, only_libraries: bool = False) -> dict[str, Any]:
        command = [sys.executable, "-P", "-m", "simulation.bench.libraries", *(() if only_libraries else (package,))]
        kivy_home = self._ground.folder.path / "kivy"
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            LIST: str(self._list(package)),
            "SDL_VIDEODRIVER": "offscreen",
            "KIVY_NO_ARGS": "1",
            "KIVY_NO_FILELOG": "1",
            "KIVY_LOG_MODE": "PYTHON",
            "KIVY_HOME": str(kivy_home),
        }
        done = subprocess.run(command, check=True, capture_output=True, env=environment, timeout=START_PATIENCE_S)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def _list(self, package: str) -> Path:
        return self._ground.folder.settings / f"{package}.libraries"
