"""`python -m simulation.programs.counter_growth`: calls many citizens to a counter's display and prints what it keeps.

The display's own screen, drawn offscreen: free, called, served, asked for a rating, in Vietnamese and English. Its open
fonts are counted too: Kivy keeps the last 64 sizes of letters it has drawn, and each is an open file.
"""

import sys
from datetime import datetime, timedelta
from typing import Any, Literal

from counter_display.counter_state import CounterDisplayState
from simulation.programs.kept_by_screen import serve_many
from simulation.screens.sample_boards import AT, counter, window

_OFFICERS = ("Cán bộ Mẫu 01", "Cán bộ Ĕa Mẫu 03", "Cán bộ Lê Hoàng Minh Mẫu")


def main() -> int:
    return serve_many("counter_growth", __doc__, size=(1920, 1080), opened=_Display)


class _Display:
    """The display's screen in a window of its own; time runs only as it is told."""

    def __init__(self) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from counter_display.screens.counter_screen import CounterScreen
        from look.kivy_theme import register_fonts

        EventLoop.ensure_window()
        register_fonts()
        self._state = CounterDisplayState()
        self._now_s, self._revision = 0.0, 0
        self._screen = CounterScreen(lambda: self._state.remaining_s(now_s=self._now_s, server_now=self._server_now()))
        Window.add_widget(self._screen)

    def serve(self, citizen: int) -> None:
        number = f"{'ABCEGH'[citizen % 6]}{citizen * 37 % 1000:03d}"
        language: Literal["vi", "en"] = "en" if citizen % 4 == 0 else "vi"
        at_desk: dict[str, Any] = {
            "officer_name": _OFFICERS[citizen % len(_OFFICERS)],
            "call_id": citizen,
            "language": language,
        }
        self._hear("free", None, at_desk)
        self._hear("calling", number, at_desk)
        self._hear("serving", number, at_desk)
        self._hear("free", None, at_desk | {"window": window(citizen, language=language)})
        for _ in range(8):
            self._now_s += 5
            self._show()

    def _hear(self, state: str, number: str | None, more: dict[str, Any]) -> None:
        self._revision += 1
        self._now_s += 1
        self._state.hear_link(is_live=True, server_now=self._server_now())
        snapshot = counter(state, number, revision=self._revision, **more)
        self._state.hear_snapshot(snapshot, heard_s=self._now_s, retained=False)
        self._show()

    def _show(self) -> None:
        from kivy.base import EventLoop

        self._screen.show(self._state.view(now_s=self._now_s, server_now=self._server_now()))
        for _ in range(2):
            EventLoop.idle()

    def _server_now(self) -> datetime:
        return AT + timedelta(seconds=30 * self._now_s)


if __name__ == "__main__":
    sys.exit(main())
