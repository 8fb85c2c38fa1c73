"""A whole pad with a real broker, a small real server and fingers; for the tests of the program."""

import sqlite3
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from broker_fixture import Listener, RunningBroker, wait_for
from stub_server import StubServer

from hardware.gpio.simulated_board import SimulatedPadBoard
from messaging import topics
from messaging.clock import SteppedClock
from messaging.settings import ServerAddress
from messaging.snapshots import (
    CounterSnapshot,
    CounterState,
    DevicePresence,
    DeviceSnapshot,
    OpenWindow,
    RatingLevel,
    ServerPresence,
)
from rating_pad.button_pad import ButtonPad
from rating_pad.settings import PadSettings

BUTTON_PINS = [5, 6, 13, 19, 26]
LIGHT_PINS = [17, 27, 22, 23, 24]
COUNTER = topics.counter("test", "Q1")
SERVER = topics.server_presence("test")
OTHER_COUNTER = topics.counter("test", "Q2")
PRESENCE = topics.device_presence("test", "pad-Q1")
OWN = topics.device("test", "pad-Q1")


def pad_settings(folder: Path, broker: RunningBroker, server: StubServer, *, buttons: int = 5) -> PadSettings:
    credential = folder / "pad.credential"
    credential.write_text("pad-secret")
    return PadSettings(
        centre="test",
        device_id="pad-Q1",
        data_dir=folder / "pad",
        counter_id="Q1",
        pin_factory="mock",
        button_pins=BUTTON_PINS[:buttons],
        light_pins=LIGHT_PINS[:buttons],
        server=ServerAddress(url=server.url, credential_file=credential),
        broker=broker.settings,
    )


def counter_snapshot(
    revision: int,
    window: OpenWindow | None,
    *,
    levels: Sequence[int] = (5, 4, 3, 2, 1),
    counter_id: str = "Q1",
) -> str:
    return CounterSnapshot(
        epoch=1,
        revision=revision,
        counter_id=counter_id,
        counter_number=1,
        counter_name="Quầy 1",
        state=CounterState.FREE,
        officer_name=None,
        number=None,
        service_name=None,
        service_name_en=None,
        call_id=None,
        language="vi",
        question="Ông/Bà có hài lòng không?",
        question_en="Are you satisfied?",
        levels=[RatingLevel(value=value, name=f"mức {value}", name_en=f"level {value}") for value in levels],
        window=window,
        sent_at=datetime.now(UTC),
        timezone="Asia/Ho_Chi_Minh",
    ).model_dump_json()


def window(window_id: int, *, left_s: float = 60, now: datetime | None = None) -> OpenWindow:
    now = now or datetime.now(UTC)
    return OpenWindow(
        window_id=window_id,
        opened_at=now - timedelta(seconds=60 - left_s),
        closes_at=now + timedelta(seconds=left_s),
        remaining_ms=int(left_s * 1000),
    )


def pad_snapshot(revision: int, counter_id: str | None, *, device_id: str) -> str:
    """What the server says to the pad itself: where it stands."""
    return DeviceSnapshot(
        epoch=1,
        revision=revision,
        device_id=device_id,
        kind="pad",
        counter_id=counter_id,
        zone=None,
        settings_revision=1,
        jobs=[],
    ).model_dump_json()


class Centre:
    """What stands around the pad: the server's voice on the broker, and its ears over HTTP."""

    def __init__(self, voice: Listener, http: StubServer) -> None:
        self._voice = voice
        self.http = http
        self._revision = 0

    def says(
        self,
        window: OpenWindow | None,
        *,
        levels: Sequence[int] = (5, 4, 3, 2, 1),
        with_presence: bool = True,
        counter_id: str = "Q1",
    ) -> None:
        if with_presence:
            self.is_present()
        self._revision += 1
        said = counter_snapshot(self._revision, window, levels=levels, counter_id=counter_id)
        self._voice.say(COUNTER if counter_id == "Q1" else OTHER_COUNTER, said)

    def binds_the_pad(self, counter_id: str | None) -> None:
        self._revision += 1
        self._voice.say(OWN, pad_snapshot(self._revision, counter_id, device_id="pad-Q1"))

    def is_present(self, *, at: datetime | None = None) -> None:
        self._voice.say(
            SERVER,
            ServerPresence(online=True, epoch=1, revision=self._revision, at=at or datetime.now(UTC)).model_dump_json(),
        )

    def pad_presence(self) -> DevicePresence | None:
        said = self._voice.payloads(PRESENCE)
        return DevicePresence.model_validate_json(said[-1]) if said else None

    def hears_the_pad(self) -> bool:
        presence = self.pad_presence()
        return presence is not None and presence.online

    def faults(self) -> list[str]:
        presence = self.pad_presence()
        return presence.faults if presence else []

    def presses(self) -> list[dict[str, Any]]:
        """The presses that arrived, each once, in order."""
        return list(self.http.kept.values())

    def waits_for_presses(self, number: int) -> list[dict[str, Any]]:
        wait_for(lambda: len(self.presses()) >= number, what=f"{number} presses at the server")
        return self.presses()


class RunningPad:
    """The unchanged program on mock pins, in a thread."""

    def __init__(self, settings: PadSettings, *, clock: SteppedClock | None = None, held: Sequence[int] = ()) -> None:
        self.clock = clock or SteppedClock()
        self.settings = settings
        self.board = SimulatedPadBoard(button_pins=settings.button_pins, light_pins=settings.light_pins, held=held)
        self.program = ButtonPad(settings, clock=self.clock, board=self.board)
        self._thread = threading.Thread(target=self.program.run, name="the pad")

    def start(self) -> "RunningPad":
        self._thread.start()
        return self

    def stop(self) -> None:
        self.program.stop()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()

    def press(self, button: int, *, for_s: float = 0.15) -> None:
        """One finger, down and up, and the time a person needs before the next."""
        self.board.push(button)
        time.sleep(for_s)
        self.board.let_go(button)
        time.sleep(0.25)

    def shows_window(self) -> bool:
        lights = self.board.lights()
        return all(0 < light < 1 for light in lights)

    def is_dark(self) -> bool:
        return not any(self.board.lights())

    def waits_for_window(self) -> None:
        wait_for(self.shows_window, what="all lights to burn softly")


def stored_presses(data_dir: Path) -> int:
    """How many presses lie in the outbox, seen from outside."""
    path = data_dir / "presses.db"
    if not path.exists():
        return 0
    connection = sqlite3.connect(path, timeout=5)
    try:
        return int(connection.execute("SELECT count(*) FROM waiting").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
