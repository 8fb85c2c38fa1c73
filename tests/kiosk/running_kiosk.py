"""The real kiosk program, drawn offscreen and touched through its control socket, with everything around it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from broker_fixture import Listener, RunningBroker, wait_for
from kiosk_stub import TicketDesk

from hardware.printer.simulated_printer import SimulatedPrinter
from messaging import topics
from messaging.snapshots import DevicePresence, DeviceSnapshot, Job, ServerPresence
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.screens.sample_kiosk import kiosk_snapshot

CENTRE = "town"
REPO = Path(__file__).parents[2]
SHORT_S = 2.5
"""How long an untouched page stays in these tests."""


class RunningKiosk:
    """A centre with one kiosk; `say` is what the server publishes, `printer` and `desk` can be made to fail."""

    def __init__(
        self,
        folder: Path,
        broker: RunningBroker,
        desk: TicketDesk,
        *,
        size: tuple[int, int] = (540, 960),
        idle_s: float = 600,
    ) -> None:
        self.broker = broker
        self.desk = desk
        self.size = size
        self.printer = SimulatedPrinter(width_dots=384)
        self.printer.start()
        self.folder = folder
        self.control = ControlClient(folder / "control.sock")
        self._revision = count(1)
        self._server: Listener | None = None
        self._is_over = threading.Event()
        self._is_silent = threading.Event()
        self._presence = threading.Thread(target=self._speak, daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "credential").write_text("secret")
        (folder / "clock").write_text("0\n")
        (folder / "kiosk.toml").write_text(
            f'centre = "{CENTRE}"\ndevice_id = "kiosk-1"\ndata_dir = "{folder}/data"\n'
            f"width = {size[0]}\nheight = {size[1]}\nfullscreen = false\n"
            f'return_home_s = {SHORT_S}\nprinted_home_s = {SHORT_S}\nidle_s = {idle_s}\nsound = "record"\n'
            f'[server]\nurl = "{desk.server.url}"\ncredential_file = "{folder}/credential"\n'
            f'[broker]\nhost = "127.0.0.1"\nport = {broker.port}\n'
            f'[printer]\nhost = "127.0.0.1"\nport = {self.printer.port}\nwidth_dots = 384\n'
        )

    def start_server(self) -> None:
        """The server's side of the broker."""
        self._server = Listener(
            self.broker.settings, topics.every_device_presence(CENTRE), client_id="the-server"
        ).start()
        if not self._presence.is_alive():
            self._presence.start()

    def start(self) -> None:
        program = [sys.executable, "-m", "simulation.programs.kiosk"]
        options = ["--settings", "kiosk.toml", "--control", "control.sock", "--clock", "clock"]
        with (self.folder / "kiosk.log").open("ab") as log:
            self._process = subprocess.Popen(
                program + options,
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(REPO), "SDL_VIDEODRIVER": "offscreen"},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        wait_for(self._has_drawn, what="the kiosk to draw", within_s=40)

    def say(self, **changes: Any) -> None:
        """Publish the kiosk's snapshot."""
        assert self._server is not None
        snapshot = kiosk_snapshot(**changes).model_copy(update={"revision": next(self._revision)})
        self._server.say(topics.kiosk(CENTRE), snapshot.model_dump_json())

    def order(self, *jobs: Job) -> None:
        """Publish these as the kiosk's open jobs."""
        assert self._server is not None
        snapshot = DeviceSnapshot(
            epoch=1,
            revision=next(self._revision),
            device_id="kiosk-1",
            kind="kiosk",
            counter_id=None,
            zone=None,
            settings_revision=1,
            jobs=list(jobs),
        )
        self._server.say(topics.device(CENTRE, "kiosk-1"), snapshot.model_dump_json())

    def be_silent(self, *, is_silent: bool) -> None:
        (self._is_silent.set if is_silent else self._is_silent.clear)()

    def faults(self) -> list[str]:
        """What the kiosk last said ails it."""
        assert self._server is not None
        said = self._server.payloads(topics.device_presence(CENTRE, "kiosk-1"))
        return DevicePresence.model_validate_json(said[-1]).faults if said else ["silent"]

    def texts(self) -> list[str]:
        return [shown.text for shown in self.control.texts()]

    def sees(self, *words: str) -> bool:
        texts = self.texts()
        return all(word in texts for word in words)

    def wait_for(self, *words: str, within_s: float = 20) -> None:
        try:
            wait_for(lambda: self.sees(*words), what=f"{words}", within_s=within_s)
        except BaseException:
            sys.stderr.write(f"on the screen: {self.texts()}\n{(self.folder / 'kiosk.log').read_text()}")
            raise

    def place(self, words: str) -> tuple[float, float]:
        """Where these words stand, in pixels from the upper left."""
        return next(shown.centre for shown in self.control.texts() if shown.text == words)

    def touch(self, words: str, then: str) -> None:
        """Touch these words until the screen has taken it: it ignores touches for a moment after a change."""

        def touched() -> bool:
            if not self.sees(then):
                try:
                    self.control.touch(*self.place(words))
                except (StopIteration, ControlRefused):
                    return False
            return self.sees(then)

        wait_for(touched, what=f"'{then}' after touching '{words}'")

    def wait_until_at_rest(self) -> None:
        """Wait until the page takes touches."""
        wait_for(self._takes_a_press, what="the screen to take touches")

    def _takes_a_press(self) -> bool:
        """A press that is taken away again fires nothing."""
        before = self._pixel()
        self.control.touch(*self._corner(), phase="down", finger=9)
        taken = self._pixel() != before
        self.control.touch(1, 1, phase="move", finger=9)
        self.control.touch(1, 1, phase="up", finger=9)
        return taken

    def _corner(self) -> tuple[float, float]:
        x, y = self.place("English")
        return x - 40, y

    def _pixel(self) -> object:
        from PIL import Image

        path = self.folder / "look.png"
        self.control.picture(path)
        with Image.open(path) as picture:
            x, y = self._corner()
            return picture.getpixel((round(x), round(y)))

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def wait_until_it_ends(self, within_s: float = 60) -> None:
        """Wait until the program has ended by itself, in order."""
        assert self._process is not None
        assert self._process.wait(timeout=within_s) == 0

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            assert self._process.wait(timeout=30) == 0, "the kiosk does not end in order"
        self._is_over.set()
        if self._presence.is_alive():
            self._presence.join()
        if self._server is not None:
            self._server.stop()
        self.printer.stop()

    def _has_drawn(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError((self.folder / "kiosk.log").read_text())
        try:
            return self.control.has_drawn()
        except (NoControl, ControlRefused):
            return False

    def _speak(self) -> None:
        while not self._is_over.wait(0.5):
            if self._server is not None and not self._is_silent.is_set():
                presence = ServerPresence(online=True, epoch=1, revision=1, at=datetime.now(UTC))
                self._server.connection.publish(
                    topics.server_presence(CENTRE), presence.model_dump_json().encode(), retain=True
                )


@contextmanager
def kiosk_with_its_centre(folder: Path) -> Iterator[RunningKiosk]:
    """A broker, a server that only answers, and the real kiosk at work with both; all end with it."""
    (folder / "broker").mkdir()
    broker = RunningBroker(folder / "broker")
    broker.start()
    desk = TicketDesk()
    desk.server.start()
    kiosk = RunningKiosk(folder, broker, desk)
    kiosk.start_server()
    kiosk.say()
    kiosk.start()
    yield kiosk
    kiosk.stop()
    desk.server.stop()
    broker.kill()
