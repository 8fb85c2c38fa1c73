"""The touch pad's screen: shows the page of the moment and says which finger set off what."""

from collections.abc import Callable
from dataclasses import replace

from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from look.touch_guard import TouchGuard
from rating_pad.touch.asking import TouchView
from rating_pad.touch.pages import Deeds, PadPage


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
        self._shown: TouchView | None = None
        self._page: PadPage | None = None

    def show(self, view: TouchView, now_s: float) -> None:
        """Bring the screen up to date; `now_s` is on the clock of the view's times."""
        window = (float(Window.width), float(Window.height))
        if self._page is None or self._page.size != list(window):
            self._page = self._turn_to(PadPage(window, self._deeds))
        # Times run on the page as it is; everything else lays it out anew.
        wanted = replace(view, may_change=False, from_s=None, until_s=None)
        if wanted != self._shown:
            self._shown = wanted
            self._page.lay_out(view)
            self._guard.screen_changed(now_s=self._now_s())
        self._page.run_down(view, now_s)

    def _turn_to(self, page: PadPage) -> PadPage:
        """The window has another size."""
        self.clear_widgets()
        self.add_widget(page)
        self._shown = None
        return page
