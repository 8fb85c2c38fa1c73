"""Starts the demo as scripts/demo does once everything is installed, and looks at it from outside."""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.people.at_the_kiosk import STILL_TODAY
from simulation.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90.0
"""For what should come soon, on a machine that is busy with other tests."""
START_PATIENCE_S = 300.0
"""For the first start of a centre: two weeks of history, the clips of the voice, a dozen programs."""


def _ports_but_for(options: tuple[str, ...]) -> list[str]:
    """Free ports for what `options` leaves open: two demos that start at once would both take the usual ones."""
    asked = [name for name in ("--port", "--wall-port", "--phones-port") if name not in options]
    return [word for name, port in zip(asked, free_ports(len(asked)), strict=True) for word in (name, str(port))]


class RunningDemo:
    """One demo in a folder, on ports of its own beside others; what it says comes line by line."""

    def __init__(self, folder: Path, *options: str, has_history: bool = False) -> None:
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BOCSO_")}
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "simulation.demo", "--data", str(folder)),
                *(() if has_history else ("--empty",)),
                *_ports_but_for(options),
                *options,
            ],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for_line(self, part: str, *, within_s: float = PATIENCE_S) -> str:
        """The next line that holds `part`."""
        give_up = time.monotonic() + within_s
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, give_up - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"waited in vain for '{part}'; heard:\n" + "".join(self.said))
            if line is None:
                pytest.fail(f"the demo ended without '{part}'; heard:\n" + "".join(self.said))
            if part in line:
                return line

    def wait_until_complete(self) -> "RunningDemo":
        self.wait_for_line("All displays and pads are up", within_s=START_PATIENCE_S)
        return self

    def running(self) -> dict[str, Any]:
        running: dict[str, Any] = json.loads((self.folder / "running.json").read_text(encoding="utf-8"))
        return running

    def pids(self) -> dict[str, int]:
        return {name: program["pid"] for name, program in self.running()["programs"].items()}

    @property
    def address(self) -> str:
        return str(self.running()["address"])

    @property
    def phones_address(self) -> str:
        return str(self.running()["phones"])

    def screen(self, device_id: str) -> ControlClient:
        return ControlClient(self.folder / "control" / f"{device_id}.sock")

    def texts(self, device_id: str) -> list[str]:
        """What a screen says, from top to bottom; nothing while it is not there."""
        try:
            return [shown.text for shown in self.screen(device_id).texts()]
        except (NoControl, ControlRefused):
            return []

    def take_number(self) -> str:
        """Walk up to the kiosk, touch the first service, no priority; the number it shows."""
        wait_until(lambda: self._is_at_home(), "the kiosk does not come back to its first page")
        self.touch("kiosk-1", "Chứng thực", until="Không, tiếp tục")
        self.touch("kiosk-1", "Không, tiếp tục", until="Số thứ tự của Ông/Bà")
        return next(text for text in self.texts("kiosk-1") if re.fullmatch(r"A\d{3}", text))

    def _is_at_home(self) -> bool:
        shown = {one.text: one for one in self.screen("kiosk-1").texts()}
        for way in ("Xong", "Chạm vào màn hình để lấy số"):
            if way in shown:
                self.screen("kiosk-1").touch(*shown[way].centre)
        return "Ông/Bà cần làm việc gì?" in shown

    def touch(self, device_id: str, text: str, *, until: str) -> None:
        """Touch a text like a person: again after a moment when nothing happens."""
        touched = 0.0

        def has_changed() -> bool:
            nonlocal touched
            texts = {shown.text: shown for shown in self.screen(device_id).texts()}
            if until in texts:
                return True
            # A kiosk that finds the day too short for all who wait asks once more: it depends on the tests' hour.
            place = texts.get(STILL_TODAY) or texts.get(text)
            if place is not None and time.monotonic() - touched > 0.7:
                self.screen(device_id).touch(*place.centre)
                touched = time.monotonic()
            return False

        wait_until(has_changed, f"touching '{text}' on {device_id} does not lead to '{until}'")

    def ask_to_stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return status

    def close(self) -> None:
        """After a test, whatever happened in it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            self._lines.put(line)
        self._lines.put(None)


def wait_until(is_so: Callable[[], object], otherwise: str) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > give_up:
            pytest.fail(otherwise)
        time.sleep(0.05)


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"  # a zombie only waits for somebody to look
