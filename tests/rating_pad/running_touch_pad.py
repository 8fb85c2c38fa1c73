"""The real touch pad, drawn offscreen and touched through its control socket, with a broker and a small server."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from broker_fixture import Listener, RunningBroker, wait_for
from pad_in_a_centre import pad_snapshot
from stub_server import Asked, StubHandler, StubServer, keep_press

from messaging import topics
from messaging.snapshots import CounterSnapshot, CounterState, DevicePresence, OpenWindow, ServerPresence
from simulation.control_client import ControlClient, ControlRefused, NoControl
from simulation.screens.pad_scenes import levels_of, sample_reasons

REPO = Path(__file__).parents[2]
CENTRE = "town"
PRESENCE = topics.device_presence(CENTRE, "pad-Q1")
QUESTION = "Ông/Bà có hài lòng không?"


def keep_ratings(handler: StubHandler, asked: Asked) -> None:
    """What our server does with presses and reasons: each is kept once."""
    if asked.path == "/api/v1/rating-reasons":
        handler.stub.kept.setdefault(asked.body["answer_id"], asked.body)
        handler.answer(200, {"answer_id": asked.body["answer_id"], "kept": True})
    else:
        keep_press(handler, asked)


class RunningTouchPad:
    """A counter with a touch pad; `say` is what the server publishes, `server` can be stopped."""

    def __init__(self, folder: Path, broker: RunningBroker, *, size: tuple[int, int] = (480, 320)) -> None:
        self.folder = folder
        self.server = StubServer(keep_ratings)
        self.server.start()
        self.control = ControlClient(folder / "control.sock")
        self._voice = Listener(broker.settings, PRESENCE, client_id="the-server").start()
        self._revision = count(1)
        self._is_over = threading.Event()
        self._is_silent = threading.Event()
        self._presence = threading.Thread(target=self._speak, daemon=True)
        self._presence.start()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "credential").write_text("secret")
        (folder / "clock").write_text("0\n")
        (folder / "pad.toml").write_text(
            f'centre = "{CENTRE}"\ndevice_id = "pad-Q1"\ncounter_id = "Q1"\ndata_dir = "{folder}/data"\n'
            f'screen = "touch"\nwidth = {size[0]}\nheight = {size[1]}\nfullscreen = false\n'
            f'[server]\nurl = "{self.server.url}"\ncredential_file = "{folder}/credential"\n'
            f"[broker]\nport = {broker.port}\n"
        )

    def start(self) -> None:
        program = [sys.executable, "-m", "simulation.programs.rating_pad"]
        options = ["--settings", "pad.toml", "--control", "control.sock", "--clock", "clock"]
        with (self.folder / "pad.log").open("ab") as log:
            self._process = subprocess.Popen(
                program + options,
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(REPO), "SDL_VIDEODRIVER": "offscreen"},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        wait_for(self._has_drawn, what="the pad to draw", within_s=40)

    def say(self, window_id: int | None, *, left_s: float = 60, language: str = "vi", **more: Any) -> None:
        """Publish the counter's snapshot."""
        now = datetime.now(UTC)
        window = None
        if window_id is not None:
            window = OpenWindow(
                window_id=window_id,
                opened_at=now,
                closes_at=now + timedelta(seconds=left_s),
                remaining_ms=round(left_s * 1000),
                language=language,
            )
        said: dict[str, Any] = {
            "epoch": 1,
            "revision": next(self._revision),
            "counter_id": "Q1",
            "counter_number": 1,
            "counter_name": "Quầy số 1",
            "counter_name_en": "Counter 1",
            "state": CounterState.FREE,
            "officer_name": "Mẫu Thị Hoa",
            "number": None,
            "service_name": None,
            "service_name_en": None,
            "call_id": None,
            "language": "vi",
            "question": QUESTION,
            "question_en": "Are you satisfied?",
            "levels": list(levels_of(5)),
            "reasons": list(sample_reasons()),
            "window": window,
            "sent_at": now,
            "timezone": "Asia/Ho_Chi_Minh",
        }
        snapshot = CounterSnapshot(**said | more)
        self._voice.say(topics.counter(CENTRE, snapshot.counter_id), snapshot.model_dump_json())

    def bind(self, counter_id: str | None) -> None:
        """Say to the pad where it stands."""
        said = pad_snapshot(next(self._revision), counter_id, device_id="pad-Q1")
        self._voice.say(topics.device(CENTRE, "pad-Q1"), said)

    def be_silent(self) -> None:
        self._is_silent.set()

    def faults(self) -> list[str]:
        said = self._voice.payloads(PRESENCE)
        return DevicePresence.model_validate_json(said[-1]).faults if said else ["silent"]

    def sees(self, *words: str) -> bool:
        texts = [shown.text for shown in self.control.texts()]
        return all(word in texts for word in words)

    def wait_for(self, *words: str, within_s: float = 20) -> None:
        try:
            wait_for(lambda: self.sees(*words), what=f"{words}", within_s=within_s)
        except BaseException:
            texts = [shown.text for shown in self.control.texts()]
            sys.stderr.write(f"on the screen: {texts}\n{(self.folder / 'pad.log').read_text()}")
            raise

    def touch(self, words: str, then: str) -> None:
        """Touch these words until the screen has taken it: it ignores touches for a moment after a change."""

        def touched() -> bool:
            if not self.sees(then):
                place = next((shown.centre for shown in self.control.texts() if shown.text == words), None)
                if place is None:
                    return False
                self.control.touch(*place)
            return self.sees(then)

        wait_for(touched, what=f"'{then}' after touching '{words}'")

    def kept(self) -> list[dict[str, Any]]:
        """The presses and reasons that arrived, each once, in order."""
        return list(self.server.kept.values())

    def waits_for_kept(self, number: int) -> list[dict[str, Any]]:
        wait_for(lambda: len(self.server.kept) >= number, what=f"{number} at the server")
        return self.kept()

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            assert self._process.wait(timeout=30) == 0, "the pad does not end in order"
        self._is_over.set()
        self._presence.join()
        self._voice.stop()
        self.server.stop()

    def _has_drawn(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError((self.folder / "pad.log").read_text())
        try:
            return self.control.has_drawn()
        except (NoControl, ControlRefused):
            return False

    def _speak(self) -> None:
        while not self._is_over.wait(0.5):
            if not self._is_silent.is_set():
                presence = ServerPresence(online=True, epoch=1, revision=1, at=datetime.now(UTC))
                self._voice.connection.publish(
                    topics.server_presence(CENTRE), presence.model_dump_json().encode(), retain=True
                )
