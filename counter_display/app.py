"""Wires a hall board or counter display: settings in, a program that runs and can be stopped out."""

import logging
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Protocol

from counter_display.desk_keys import DeskKeys
from counter_display.listening import CounterListening, HallListening
from counter_display.pictures import PictureStore
from counter_display.settings import AudioSettings, DisplaySettings, KeypadSettings
from counter_display.speaking import Voice
from hardware.audio.player import AplayPlayer, Player, RecordingPlayer
from hardware.keypad.event_keypad import EventKeypad
from hardware.keypad.keypad import Keypad
from hardware.keypad.simulated_keypad import PipeKeypad
from look import colours, kivy_setup
from look.language import voice_folders
from messaging.clock import Clock, SystemClock
from messaging.device_jobs import DeviceJobs, Doing
from messaging.device_link import DeviceLink
from messaging.life_signs import life_signs
from messaging.requests import JobOutcome
from messaging.rotating import Rotation
from messaging.server_client import ServerClient
from messaging.snapshots import Job, JobKind

if TYPE_CHECKING:
    from kivy.app import App

_log = logging.getLogger(__name__)

_TICK_S = 0.1
_FRAMES_PER_S = 20  # nothing here is touched; fewer wake-ups leave the Pi cool


class _Part(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Program:
    """A board that is wired and not yet running. `keypad` is the desk's number pad, if there is to be one."""

    def __init__(self, app: "App", parts: Sequence[_Part], server: ServerClient, keypad: Keypad | None) -> None:
        self.keypad = keypad
        self._app = app
        self._parts = parts
        self._server = server
        self._is_stopping = threading.Event()
        self._life = life_signs()

    def run(self) -> None:
        """Draw until stopped; on the main thread."""
        from kivy.clock import Clock as KivyClock

        for part in self._parts:
            part.start()
        # A stop that came before the loop began is taken by the loop's first turn.
        KivyClock.schedule_interval(lambda _dt: self._turn(), _TICK_S)
        try:
            self._app.run()
        finally:
            for part in reversed(self._parts):
                part.stop()
            self._server.close()

    def stop(self) -> None:
        """End `run`, from any thread or a signal handler."""
        self._is_stopping.set()

    def _turn(self) -> None:
        self._life.works()
        if self._is_stopping.is_set():
            self._life.stops()
            self._app.stop()


def build(settings: DisplaySettings, *, clock: Clock | None = None, link: DeviceLink | None = None) -> Program:
    """Prepare Kivy and wire the parts; nothing runs yet. Call it on the main thread, before Kivy is imported.

    Without a `link` the display follows its own centre.

    Raises:
        FontsMissing: Noto Sans is not installed.
        InvalidSettings: the data folder or the server's address cannot be used.
        KeypadUnusable: the pipe of a simulated keypad cannot be made.
    """
    clock = clock or SystemClock()
    settings.require_data_dir()
    title = "Bốc Số – Bảng gọi số" if settings.mode == "hall" else "Bốc Số – Màn hình quầy"
    kivy_setup.prepare(
        title=title,
        size=(settings.width, settings.height),
        home=settings.data_dir / "kivy",
        window="fullscreen" if settings.fullscreen else "window",
        frames_per_second=_FRAMES_PER_S,
    )
    from kivy.app import App
    from kivy.clock import Clock as KivyClock
    from kivy.core.window import Window
    from kivy.uix.widget import Widget

    from counter_display.screens.counter_screen import CounterScreen
    from counter_display.screens.hall_board import HallBoardScreen
    from look.kivy_theme import register_fonts

    register_fonts()
    Window.clearcolor = colours.rgba(colours.NIGHT)
    link = link or DeviceLink(settings, version=_version())
    server = ServerClient(settings.server)
    voice = _voice(settings.audio) if settings.mode == "hall" else None
    keypad = _keypad(settings.keypad) if settings.mode == "counter" else None
    keys = None if keypad is None else DeskKeys(keypad, server.press_desk_key)
    doing = {} if voice is None else {JobKind.TEST_SOUND.value: _testing(voice)}
    pictures: PictureStore | None = None
    jobs = DeviceJobs(settings.data_dir / "jobs.db", doing=doing, report=server.report_job)

    screen: Widget
    if settings.mode == "hall":
        pictures = PictureStore(
            settings.data_dir / "pictures", fetch=server.picture, room=(settings.width, settings.height)
        )
        hall = HallListening(settings, link, voice, jobs=jobs, pictures=pictures)
        screen = hall_screen = HallBoardScreen(hall.pulse, pictures.drawable)

        def show() -> None:
            hall_screen.show(hall.tick(rows_shown=hall_screen.rows_shown))

    else:
        counter = CounterListening(settings, link, clock, keys=keys, jobs=jobs)
        screen = counter_screen = CounterScreen(counter.remaining_s)

        def show() -> None:
            counter_screen.show(counter.tick())

    class BoardApp(App):
        def build(self) -> Widget:
            self.title = title
            KivyClock.schedule_interval(lambda _dt: _tick(show), _TICK_S)
            _tick(show)
            return screen

    rotation = Rotation(settings, link=link, server=server)
    parts = [part for part in (link, jobs, keys, voice, pictures, rotation) if part is not None]
    return Program(BoardApp(), parts, server, keypad)


def _tick(show: Callable[[], None]) -> None:
    """The loop's edge: one message that shows a bug must not take the board off the wall."""
    try:
        show()
    except Exception:
        _log.exception("the board could not be brought up to date")


def _voice(audio: AudioSettings) -> Voice | None:
    if audio.kind == "none" or audio.clips_dir is None:
        return None
    player: Player
    if audio.kind == "record" and audio.record_dir is not None:
        player = RecordingPlayer(audio.record_dir, pace=audio.record_pace)
    else:
        player = AplayPlayer(audio.device)
    return Voice(player, audio.clips_dir, further_packs=voice_folders())


def _keypad(keypad: KeypadSettings) -> Keypad | None:
    if keypad.kind == "none" or keypad.path is None:
        return None
    return PipeKeypad(keypad.path) if keypad.kind == "pipe" else EventKeypad(keypad.path)


def _testing(voice: Voice) -> Doing:
    """How a test of the sound is done: on the jobs' thread, which may wait for the calls before it."""

    def test(_job: Job) -> JobOutcome:
        return voice.test()

    return test


def _version() -> str:
    try:
        return version("bocso")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
