"""Wires a hall board or counter display: settings in, a program that runs and can be stopped out."""

import logging
import threading
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from counter_display.listening import CounterListening, HallListening
from counter_display.settings import AudioSettings, DisplaySettings
from counter_display.speaking import Voice
from hardware.audio.player import AplayPlayer, Player, RecordingPlayer
from look import colours, kivy_setup
from messaging.clock import Clock, SystemClock
from messaging.device_link import DeviceLink

if TYPE_CHECKING:
    from kivy.app import App

_log = logging.getLogger(__name__)

_TICK_S = 0.1
_FRAMES_PER_S = 20  # nothing here is touched; fewer wake-ups leave the Pi cool


class Program:
    """A board that is wired and not yet running."""

    def __init__(self, app: "App", link: DeviceLink, voice: Voice | None) -> None:
        self._app = app
        self._link = link
        self._voice = voice
        self._is_stopping = threading.Event()

    def run(self) -> None:
        """Draw until stopped; on the main thread."""
        from kivy.clock import Clock as KivyClock

        self._link.start()
        if self._voice is not None:
            self._voice.start()
        # A stop that came before the loop began is taken by the loop's first turn.
        KivyClock.schedule_interval(lambda _dt: self._app.stop() if self._is_stopping.is_set() else None, _TICK_S)
        try:
            self._app.run()
        finally:
            self._link.stop()
            if self._voice is not None:
                self._voice.stop()

    def stop(self) -> None:
        """End `run`, from any thread or a signal handler."""
        self._is_stopping.set()


def build(settings: DisplaySettings, *, clock: Clock | None = None) -> Program:
    """Prepare Kivy and wire the parts; nothing runs yet. Call it on the main thread, before Kivy is imported.

    Raises:
        FontsMissing: Noto Sans is not installed.
        InvalidSettings: the data folder cannot be used.
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
    link = DeviceLink(settings, version=_version())
    voice = _voice(settings.audio) if settings.mode == "hall" else None

    screen: Widget
    show: Callable[[], None]
    if settings.mode == "hall":
        hall = HallListening(settings, link, voice)
        screen = hall_screen = HallBoardScreen(hall.pulse)
        show = lambda: hall_screen.show(hall.tick())  # noqa: E731  # a pair of equal one-liners
    else:
        counter = CounterListening(settings, link, clock)
        screen = counter_screen = CounterScreen(counter.remaining_s)
        show = lambda: counter_screen.show(counter.tick())  # noqa: E731

    class BoardApp(App):
        def build(self) -> Widget:
            self.title = title
            KivyClock.schedule_interval(lambda _dt: _tick(show), _TICK_S)
            _tick(show)
            return screen

    return Program(BoardApp(), link, voice)


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
    return Voice(player, audio.clips_dir)


def _version() -> str:
    try:
        return version("bocso")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
