"""The touch pad's screen: shows the page of the moment and says which finger set off what."""

from collections.abc import Callable
from dataclasses import replace

from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from look.touch_guard import TouchGuard
from rating_pad.touch.asking import TouchView
from rating_pad.touch.pages import Deeds, PadPage, page_of


class PadScreen(FloatLayout):
    """Kivy's root widget; call `show` often, on the screen's thread."""

    def __init__(
        self,
        *,
        on_face: Callable[[int], None],
        on_change: Callable[[], None],
        on_reason: Callable[[str], None],
        on_skip: Callable[[], None],
        now_s: Callable[[], float],
    ) -> None:
        """`now_s`: real monotonic seconds, by which fingers are judged."""
        super().__init__()
        self._guard = TouchGuard()
        self._now_s = now_s
        self._deeds = Deeds(self._guard, now_s, on_face, on_change, on_reason, on_skip)
        self._shown: tuple[TouchView, tuple[float, float]] | None = None
        self._page: PadPage | None = None

    def show(self, view: TouchView, now_s: float) -> None:
        """Bring the screen up to date; `now_s` is on the clock of the view's times."""
        window = (float(Window.width), float(Window.height))
        # Times run on the page as it is; everything else makes a new one.
        wanted = (replace(view, may_change=False, from_s=None, until_s=None), window)
        if self._page is None or wanted != self._shown:
            self._shown = wanted
            if self._page is not None:
                self.remove_widget(self._page)
            self._page = page_of(view, window, self._deeds)
            self.add_widget(self._page)
            self._guard.screen_changed(now_s=self._now_s())
        self._page.run_down(view, now_s)
