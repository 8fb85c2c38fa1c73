"""`python -m simulation.programs.screen_growth`: changes the kiosk's screen many times and prints what it keeps.

The screen is the product's own, drawn offscreen; the way to the number stands still and shows what it is told. What
counts is the number of widgets that are still there: it does not depend on the machine, as memory does.
"""

import argparse
import ctypes
import gc
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.standing import Standing
from kiosk.without_storage import NoNumbers
from look.kivy_setup import prepare
from messaging.clock import real_monotonic_s
from messaging.requests import IssuedTicket
from messaging.snapshots import DayState, KioskService, KioskSnapshot
from simulation.bench.devices import memory_mb
from simulation.stopping import say

WARM_VISITS = 5
"""By then every picture and letter that is kept for good has been drawn once."""
CHANGES = 7
"""Of the screen in one visit."""
UNHURRIED = 0
"""No pause between two frames: nobody looks."""
ONE_PAGE = 80
"""Widgets of the largest page: one that has just been left may still be there when it is counted."""
_NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
_WISH = Wish("A", None, "vi")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.programs.screen_growth", description=__doc__)
    parser.add_argument(
        "--visits", type=int, default=40, help="how many citizens come after the first few (default: 40)"
    )
    parser.add_argument(
        "--without-pixels", action="store_true", help="draw nothing, for thousands of visits; pictures are not counted"
    )
    chosen = parser.parse_args()
    visits: int = chosen.visits
    with tempfile.TemporaryDirectory(prefix="bocso-screen-") as home:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        if chosen.without_pixels:
            os.environ["KIVY_GL_BACKEND"] = "mock"
        prepare(title="growth", size=(1080, 1920), home=Path(home), window="window", frames_per_second=UNHURRIED)
        screen = _Screen()
        # Only what the program itself clears away counts here, not Python's own collector.
        gc.disable()
        for visit in range(1, WARM_VISITS + 1):
            screen.visit(visit)
        before = screen.kept()
        say(f"{'visits':>8} {'widgets':>8} {'MB':>6}")
        widgets, memory = before
        say(f"{WARM_VISITS:8} {widgets:8} {memory:6.0f}")
        for visit in range(1, visits + 1):
            screen.visit(WARM_VISITS + visit)
            if visit % max(10, visits // 50) == 0 or visit == visits:
                widgets, memory = screen.kept()
                say(f"{WARM_VISITS + visit:8} {widgets:8} {memory:6.0f}")
    say(f"growth in {visits} visits: {widgets - before[0]} widgets, {memory - before[1]:.0f} MB")
    say(f"the screen changed {visits * CHANGES} times")
    return 0 if widgets - before[0] <= ONE_PAGE else 1


def widgets_and_mb() -> tuple[int, float]:
    """The widgets that are still there, and megabytes of memory in use."""
    from kivy.uix.widget import Widget

    # Pages come much faster here than citizens do: what was freed, and the C library keeps for later, is no growth.
    ctypes.CDLL(None).malloc_trim(0)
    return sum(issubclass(type(one), Widget) for one in gc.get_objects()), memory_mb(os.getpid())


class _Screen:
    """The kiosk's screen in a window of its own; `visit` shows what one citizen sees."""

    def __init__(self) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from kiosk.screens.kiosk_screen import KioskScreen, Patience

        EventLoop.ensure_window()
        # As the program does: each page that was left is collected at once, and that shall not look at all the modules.
        gc.collect()
        gc.freeze()
        self._desk = NoNumbers()
        self._screen = KioskScreen(issuing=self._desk, patience=Patience(99, 99, 99, 99))
        Window.add_widget(self._screen)

    def visit(self, number: int) -> None:
        ticket = _ticket(number)
        self._show(IDLE, number)
        self._show(IssuingView(Stage.ASKING, _WISH, asked_s=real_monotonic_s()), number)
        self._show(IssuingView(Stage.ASKING, _WISH, asked_s=real_monotonic_s() - 60), number)
        self._show(IssuingView(Stage.PRINTING, _WISH, ticket), number)
        self._show(IssuingView(Stage.PRINTED, _WISH, ticket), number)
        self._show(IssuingView(Stage.NOT_PRINTED, _WISH, ticket), number)
        self._show(IssuingView(Stage.GAVE_UP, _WISH, problem="timeout"), number)

    def kept(self) -> tuple[int, float]:
        """The widgets that are still there once the first page has come to rest, and megabytes."""
        from kivy.base import EventLoop

        self._show(IDLE, 0)
        rest_s = real_monotonic_s() + 1.5
        while real_monotonic_s() < rest_s:  # the clearing away ends before
            EventLoop.idle()
        return widgets_and_mb()

    def _show(self, view: IssuingView, number: int) -> None:
        from kivy.base import EventLoop

        from kiosk.screens.kiosk_screen import Surroundings

        self._desk.view = view
        at = _NOON + timedelta(minutes=number)
        self._screen.show(Surroundings(_snapshot(number), Standing.ISSUING, at))
        for _ in range(2):
            EventLoop.idle()


def _snapshot(number: int) -> KioskSnapshot:
    return KioskSnapshot(
        epoch=1,
        revision=number,
        centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        centre_name_en="Public Service Centre of Mẫu Commune",
        day=DayState.OPEN,
        services=[
            KioskService(
                service=letter,
                name=f"Lĩnh vực {letter}",
                name_en=f"Service {letter}",
                colour="#1565C0",
                icon="stamp",
                waiting=number % 13,
                counters=[1],
                is_open=True,
            )
            for letter in "ABCEGH"
        ],
        priority_groups=[],
        hours_today=[],
        notice="",
        notice_en="",
        timezone="Asia/Ho_Chi_Minh",
    )


def _ticket(number: int) -> IssuedTicket:
    return IssuedTicket(
        ticket_id=number,
        number=f"A{number:03d}",
        service="A",
        service_name="Lĩnh vực A",
        service_name_en="Service A",
        people_ahead=number % 13,
        counters=[1],
        priority_group=None,
        priority_name=None,
        priority_name_en=None,
        issued_at=_NOON,
        timezone="Asia/Ho_Chi_Minh",
        centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        url=None,
        language="vi",
    )


if __name__ == "__main__":
    sys.exit(main())
