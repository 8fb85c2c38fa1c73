"""The touch pad's program: one thread owns rules, disk and link; Kivy's shows what it says and hands it touches."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from look.kivy_touch_window import prepare_touch_window
from messaging.clock import Clock, real_monotonic_s
from messaging.life_signs import life_signs
from rating_pad.delivery import StoredPress
from rating_pad.keeping import Keeping
from rating_pad.settings import PadSettings
from rating_pad.touch.asking import Asking, Page, TouchView

if TYPE_CHECKING:
    from rating_pad.touch.pad_screen import PadScreen

_log = logging.getLogger(__name__)

TITLE = "Bốc Số – Đánh giá"
_FRAMES_PER_S = 30  # a touch is answered within 33 ms; more frames only warm the Pi
_IDLE_WAIT_S = 0.1  # how soon a page goes when its time is over
_STUMBLED_WAIT_S = 1.0
_MOST_TOUCHES = 50
_LATEST_THANKS_S = 2.0  # a thank-you that comes later would be taken for another press


@dataclass(frozen=True, slots=True)
class Touched:
    """What a finger has set off. Exactly one of the fields says so."""

    at_s: float
    """On the domain's clock."""
    face: int | None = None
    change: bool = False
    reason: str | None = None
    skip: bool = False


class TouchLoop:
    """What happens behind the screen; `view` is what it shows now, `touch` hands a finger in. Both from any thread."""

    def __init__(self, settings: PadSettings, *, clock: Clock, when_changed: Callable[[], None]) -> None:
        """Raises InvalidSettings, PadCannotStore."""
        self.view = TouchView(Page.NO_CONNECTION)
        self._clock = clock
        self._when_changed = when_changed
        self._woken = threading.Event()
        self._is_stopping = False
        self._touches: deque[Touched] = deque(maxlen=_MOST_TOUCHES)
        self._keeping = Keeping(settings, clock=clock, channel="touch", wake=self._woken.set)
        self._asking = Asking()
        self._asks_for = self._keeping.counter_id
        self._thread = threading.Thread(target=self._run, name="rating")
        clock.on_step(self._woken.set)

    def start(self) -> None:
        self._keeping.start()
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()
        self._keeping.stop()

    def now_s(self) -> float:
        return self._clock.monotonic_s()

    def touch(self, touched: Touched) -> None:
        self._touches.append(touched)
        self._woken.set()

    def _run(self) -> None:
        while not self._is_stopping:
            self._woken.clear()
            wait_s = _IDLE_WAIT_S
            try:
                self._turn()
            except Exception:
                _log.exception("the touch pad stumbled; it goes on")
                wait_s = _STUMBLED_WAIT_S
            self._woken.wait(wait_s)

    def _turn(self) -> None:
        self._keeping.listen()
        self._look()
        while self._touches:
            self._take(self._touches.popleft())
            self._store()
        self._store()
        self._look()
        self._keeping.report_faults(())

    def _look(self) -> None:
        now_s = self.now_s()
        if self._keeping.counter_id != self._asks_for:
            # Moved: whoever was asked sits at the former counter.
            self._asking, self._asks_for = Asking(), self._keeping.counter_id
        self._asking.hear(
            self._keeping.snapshot,
            is_live=self._keeping.is_live,
            keeps_presses=self._keeping.keeps_presses,
            has_counter=self._asks_for is not None,
        )
        view = self._asking.look(self._keeping.window.open_at(now_s), now_s)
        if view != self.view:
            self.view = view
            self._when_changed()

    def _take(self, touched: Touched) -> None:
        now_s = self.now_s()
        if touched.face is not None:
            if self._asking.touch_face(touched.face, now_s):
                self._keeping.add_press(touched.face, pressed_s=touched.at_s)
        elif touched.change:
            self._asking.change(now_s)
        elif touched.skip:
            self._asking.answer(now_s, with_reason=False)
        elif touched.reason is not None:
            answered = self._asking.answer(now_s, with_reason=True)
            if answered is not None:
                self._keeping.add_reasons(answered.press_id, [touched.reason], after_s=answered.after_s)

    def _store(self) -> None:
        """Put what is new on the disk, and only then say thank you."""
        for stored in self._keeping.store():
            now_s = self.now_s()
            if isinstance(stored, StoredPress) and now_s - stored.pressed_s < _LATEST_THANKS_S:
                self._asking.kept(
                    stored.press_id,
                    stored.level,
                    window_id=stored.window_id,
                    pressed_s=stored.pressed_s,
                    now_s=now_s,
                )


class TouchPad:
    """A touch pad that is wired and not yet running. `screen` is Kivy's root widget."""

    def __init__(self, app: Any, screen: "PadScreen", loop: TouchLoop) -> None:
        self.screen = screen
        self._app = app
        self._loop = loop
        self._is_stopping = threading.Event()
        self._life = life_signs()

    def run(self) -> None:
        """Draw and serve until stopped; on the main thread."""
        from kivy.clock import Clock as KivyClock

        # A stop that came before the loop began is taken by the loop's first turn.
        KivyClock.schedule_interval(lambda _dt: self._turn(), 0.1)
        self._loop.start()
        try:
            self._app.run()
        finally:
            self._loop.stop()

    def stop(self) -> None:
        """End `run` soon; from any thread, and from a signal handler."""
        self._is_stopping.set()

    def _turn(self) -> None:
        self._life.works()
        if self._is_stopping.is_set():
            self._life.stops()
            self._app.stop()


def build_touch_pad(settings: PadSettings, *, clock: Clock) -> TouchPad:
    """Prepare Kivy and wire the parts; nothing runs yet. Call it on the main thread, before Kivy is imported.

    Raises:
        FontsMissing: Noto Sans is not installed.
        InvalidSettings: the server's address is none, the data folder cannot be used, the credential is missing.
        PadCannotStore: the outbox cannot be written.
    """
    settings.require_data_dir()
    settings.require_credential()
    prepare_touch_window(settings, title=TITLE, home=settings.data_dir / "kivy", frames_per_second=_FRAMES_PER_S)
    from kivy.app import App
    from kivy.clock import Clock as KivyClock

    from rating_pad.touch.pad_screen import PadScreen

    show_soon = KivyClock.create_trigger(lambda _dt: show())
    loop = TouchLoop(settings, clock=clock, when_changed=show_soon)
    screen = PadScreen(
        on_face=lambda level: loop.touch(Touched(loop.now_s(), face=level)),
        on_change=lambda: loop.touch(Touched(loop.now_s(), change=True)),
        on_reason=lambda reason: loop.touch(Touched(loop.now_s(), reason=reason)),
        on_skip=lambda: loop.touch(Touched(loop.now_s(), skip=True)),
        now_s=real_monotonic_s,
    )

    def show() -> None:
        try:
            screen.show(loop.view, loop.now_s())
        except Exception:
            _log.exception("the page could not be drawn")

    class PadApp(App):
        use_kivy_settings = False

        def build(self) -> PadScreen:
            self.title = TITLE
            KivyClock.schedule_interval(lambda _dt: show(), 0.1)
            show()
            return screen

        def open_settings(self, *_: object) -> bool:
            return False  # Kivy's own F1 panel is no place for a citizen

    return TouchPad(PadApp(), screen, loop)
