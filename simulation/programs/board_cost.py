"""`python -m simulation.programs.board_cost`: what flashing calls cost a hall board's main thread, and what it keeps.

The board is the product's own. Kivy draws without pixels, so that only what Python and Kivy do on the main thread is
measured, frame by frame, in processor time; on a board the graphics chip draws beside it. Not imitated: the Pi.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from look.kivy_setup import prepare
from messaging.snapshots import (
    BoardCall,
    BoardSnapshot,
    CallState,
    CentreFigures,
    DayState,
    ServiceWaiting,
)
from simulation.bench.devices import memory_mb
from simulation.stopping import say

MOST_MS = 15.0
"""A frame that takes longer may be seen to stumble."""
MOST_GROWTH_MB = 12.0
"""What Python's own pools may take late; a leak of one label per change comes to hundreds in 5,000 changes."""
WARM_CHANGES = 300
"""By then every letter and line break that is kept for good has been drawn once."""
FRAMES_PER_S = 20
_FLASH_FRAMES = FRAMES_PER_S * 3
_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation.programs.board_cost", description=__doc__)
    parser.add_argument("--calls", type=int, default=30, help="how many calls flash, 3 s each (default: 30)")
    parser.add_argument("--changes", type=int, default=0, help="how often the screen changes afterwards (default: 0)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bocso-board-") as home:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ["KIVY_GL_BACKEND"] = "mock"
        frames_per_second = 60 if chosen.calls else 0  # where only growth is looked for, nothing is waited for
        prepare(title="cost", size=(1920, 1080), home=Path(home), window="window", frames_per_second=frames_per_second)
        board = _Board()
        frames = _flash(board, chosen.calls)
        is_light = _tell_cost(frames)
        return 0 if _grow(board, chosen.changes) and is_light else 1


@dataclass(frozen=True, slots=True)
class _Frame:
    is_first: bool
    """The one in which the call came."""
    ms: float


class _Board:
    """A hall board in a window of its own, on a time of its own."""

    def __init__(self) -> None:
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from counter_display.board_state import BoardState
        from counter_display.screens.hall_board import HallBoardScreen

        EventLoop.ensure_window()
        self.now_s = 0.0
        self._revision = 0
        self._state = BoardState()
        self._state.hear_link(not_live_since_s=None, now_s=0.0, server_now=_MORNING)
        self._screen = HallBoardScreen(lambda call_id: self._state.pulse(call_id, self.now_s))
        Window.add_widget(self._screen)
        self.hear([])
        for _ in range(5):
            self.frame()

    def hear(self, calls: list[BoardCall]) -> None:
        self._revision += 1
        self._state.hear_snapshot(_snapshot(self._revision, calls), received_s=self.now_s, retained=False)

    def frame(self) -> float:
        """One turn of the program's loop; milliseconds of the main thread."""
        from kivy.base import EventLoop

        self.now_s += 1 / FRAMES_PER_S
        began_s = time.thread_time()
        at = _MORNING + timedelta(seconds=self.now_s)
        self._state.hear_link(not_live_since_s=None, now_s=self.now_s, server_now=at)
        self._screen.show(self._state.view(now_s=self.now_s, server_now=at))
        EventLoop.idle()
        return (time.thread_time() - began_s) * 1000


def _flash(board: _Board, count: int) -> list[_Frame]:
    calls: list[BoardCall] = []
    frames: list[_Frame] = []
    for number in range(1, count + 1):
        calls = [_call(number), *(call.model_copy(update={"state": CallState.SERVING}) for call in calls[:19])]
        board.hear(calls)
        for at in range(_FLASH_FRAMES):
            until_s = time.monotonic() + 1 / FRAMES_PER_S
            frames.append(_Frame(at == 0, board.frame()))
            time.sleep(max(0.0, until_s - time.monotonic()))  # Kivy's own clock paces the flashing
    return frames


def _tell_cost(frames: list[_Frame]) -> bool:
    if not frames:
        return True
    say(f"{'main thread, ms per frame':28} {'median':>7} {'p99':>7} {'most':>7}")
    for name, chosen in (
        ("while a call flashes", [frame.ms for frame in frames]),
        ("in which a call comes", [frame.ms for frame in frames if frame.is_first]),
    ):
        ordered = sorted(chosen)
        middle, high = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
        say(f"{name:28} {middle:7.1f} {high:7.1f} {ordered[-1]:7.1f}")
    high = sorted(frame.ms for frame in frames)[min(len(frames) - 1, round(len(frames) * 0.99))]
    return high <= MOST_MS


def _grow(board: _Board, changes: int) -> bool:
    if changes == 0:
        return True
    for number in range(1, WARM_CHANGES + 1):
        _change(board, number)
    widgets, memory = _kept()
    say(f"{'changes':>8} {'widgets':>8} {'MB':>6}")
    say(f"{WARM_CHANGES:8} {widgets:8} {memory:6.0f}")
    for number in range(1, changes + 1):
        _change(board, WARM_CHANGES + number)
        if number % max(1, changes // 5) == 0:
            say(f"{WARM_CHANGES + number:8} {_kept()[0]:8} {_kept()[1]:6.0f}")
    more_widgets, more_memory = _kept()
    say(f"growth in {changes} changes: {more_widgets - widgets} widgets, {more_memory - memory:.0f} MB")
    return more_widgets <= widgets and more_memory - memory <= MOST_GROWTH_MB


def _change(board: _Board, number: int) -> None:
    """A call, its service, a rest in which a slide is shown: never the same screen twice in a row."""
    states = (CallState.CALLED, CallState.SERVING, CallState.OVER)
    calls = [_call(1000 + number - back, states[min(2, back)]) for back in range(6)]
    if number % 3 == 0:
        calls = [call.model_copy(update={"state": CallState.OVER}) for call in calls]
        board.hear(calls)
        board.frame()
        board.now_s += 10  # long enough without a call for a slide
    else:
        board.hear(calls)
    board.frame()


def _kept() -> tuple[int, float]:
    from kivy.uix.widget import Widget

    gc.collect()
    return sum(isinstance(one, Widget) for one in gc.get_objects()), memory_mb(os.getpid())


def _call(number: int, state: CallState = CallState.CALLED) -> BoardCall:
    letter = "ABCEGHK"[number % 7]
    return BoardCall(
        call_id=number,
        seq=number,
        number=f"{letter}{number % 1000:03d}",
        service=letter,
        counter_id=f"Q{number % 12 + 1}",
        counter_number=number % 12 + 1,
        state=state,
        is_recall=False,
        language="vi",
        called_at=_MORNING,
    )


def _snapshot(revision: int, calls: list[BoardCall]) -> BoardSnapshot:
    return BoardSnapshot(
        epoch=1,
        revision=revision,
        centre_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        day=DayState.OPEN,
        calls=calls,
        waiting=[
            ServiceWaiting(service=letter, name=f"Lĩnh vực {letter}", name_en="", waiting=(revision * 7 + at) % 60)
            for at, letter in enumerate("ABCEGHK")
        ],
        notice="Gần dân – Sát dân",
        notice_en="",
        timezone="Asia/Ho_Chi_Minh",
        figures=CentreFigures(
            since="2026-10-24",
            until="2026-11-20",
            satisfied_percent=80 + revision % 200 / 10,
            satisfied_low=75.0,
            satisfied_high=99.0,
            rated=1240,
            coverage_percent=38.2,
            wait_p50_min=12,
            wait_p90_min=35,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
