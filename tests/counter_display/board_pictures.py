"""Draws one board in all its states, offscreen, and writes what it saw: `board_pictures.py hall 1920 1080 DIR`.

A program of its own because Kivy's window belongs to a process. For each state it leaves a PNG and, in
`seen.json`, the visible texts with their boxes, the sizes of the digits and what did not fit.
"""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ["SDL_VIDEODRIVER"] = "offscreen"

from look.kivy_setup import prepare

KIND, WIDTH, HEIGHT, FOLDER = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
prepare(title="test", size=(WIDTH, HEIGHT), home=FOLDER / "kivy", window="window")

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image, ImageDraw
from sample_snapshots import AT, LEVELS, SERVICES, board, call, counter, window

from counter_display.board_state import ROWS, ROWS_UPRIGHT, BoardState, BoardView
from counter_display.counter_state import CounterDisplayState, CounterView
from counter_display.key_words import KeyWord, WordKind
from counter_display.pictures import DrawablePicture
from counter_display.screens.counter_screen import CounterScreen
from counter_display.screens.hall_board import HallBoardScreen
from counter_display.slides import QUIET_S
from look import colours
from look.kivy_theme import FittedLabel, NumberLabel
from messaging.snapshots import BoardPicture, BoardSnapshot, CentreFigures, CounterSnapshot

MIXED = (
    call(30, "A025", 3),
    call(29, "B012", 2),
    call(28, "C007", 12, state="serving"),
    call(27, "A024", 1, state="over"),
    call(26, "E003", 4, state="over"),
)
WIDE = (
    call(30, "A1000", 12),
    call(29, "X2-001", 6),
    call(28, "H1234", 15, state="serving"),
    call(27, "X2-002", 1, state="over"),
)
LONG_NAME = "Trung tâm Phục vụ hành chính công phường Mẫu Thượng – Mẫu Hạ, tỉnh Mẫu Giang Sơn"
LONG_NOTICE = (
    "Hôm nay là Ngày thứ Ba không viết: cán bộ viết hộ tờ khai cho Ông/Bà ở các thủ tục có dấu hiệu, "
    "mời hỏi người hướng dẫn tại sảnh"
)
MANY = [
    {"service": letter, "name": f"Lĩnh vực thử nghiệm số {at}", "name_en": "", "waiting": 100 + at}
    for at, letter in enumerate("ABCEGHKLMNPRSTV")
]


READY = {"poster"}
POSTER = [BoardPicture(picture_id=1, sha256="poster")]
FIGURES = CentreFigures(
    since="2026-10-24",
    until="2026-11-20",
    satisfied_percent=92.4,
    satisfied_low=90.6,
    satisfied_high=93.9,
    rated=1240,
    coverage_percent=38.2,
    wait_p50_min=12,
    wait_p90_min=35,
)
ZONES = {"zones": {"left": "Khu A – Đất đai, xây dựng"}, "zones_en": {"left": "Area A – Land and construction"}}
IN_ZONE = [
    call(30, "E025", 3, zone="left"),
    call(29, "B012", 2, zone="right"),
    call(28, "E024", 4, zone="left", state="serving"),
]
QUIET = MIXED[2:]
SLIDE_AT_S = 2 + QUIET_S + 1


def _poster(_sha256: str) -> DrawablePicture:
    """A picture with a frame at its very edge, which shows whether it is cut, and lines that show what is up."""
    picture = Image.new("RGB", (1600, 900), colours.PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 1599, 899), outline=colours.BLUE, width=24)
    draw.rectangle((120, 120, 1480, 320), fill=colours.BLUE)
    draw.rectangle((120, 420, 900, 480), fill=colours.INK)
    draw.rectangle((120, 540, 700, 600), fill=colours.INK)
    return DrawablePicture("poster", picture.width, picture.height, picture.tobytes())


LUNCH_ENDS = AT + timedelta(hours=4, minutes=48)
"""13:30 in Vietnam."""
SERVICE_WAITING = board().waiting
ZONE_WAITING = [
    one.model_copy(update={"zones": ["left"] if one.service in "EK" else ["right"]}) for one in SERVICE_WAITING
]
CLOSED_SERVICES = [one.model_copy(update={"is_closed": True}) for one in SERVICE_WAITING[1:3]]
CLOSED_SERVICES[1] = CLOSED_SERVICES[1].model_copy(update={"waiting": 0})
REFUSAL = "Chưa có cán bộ vào Quầy số 3 – Chính sách xã hội. Vui lòng vào quầy trên máy tính trước."
LOST = "Gọi tiếp – mất kết nối, chưa rõ đã thực hiện chưa. Xem số trên màn hình rồi bấm lại"


def _hall(
    snapshot: BoardSnapshot | None, *, live: bool = True, zone: str | None = None, idle_s: float = 2
) -> BoardView:
    state = BoardState()
    if snapshot is not None:
        state.hear_link(not_live_since_s=None, now_s=100.0, server_now=AT)
        state.hear_snapshot(snapshot, received_s=100.0, retained=False)
    if not live:
        state.hear_link(not_live_since_s=101.0, now_s=101.0, server_now=AT)
    shown = {"server_now": AT, "zone_id": zone, "rows_shown": ROWS if WIDTH > HEIGHT else ROWS_UPRIGHT}
    state.view(now_s=102.0, pictures_ready=READY, **shown)
    return state.view(now_s=100.0 + idle_s, pictures_ready=READY, **shown)


def _counter(snapshot: CounterSnapshot | None, *, live: bool = True, word: KeyWord | None = None) -> CounterView:
    state = CounterDisplayState()
    state.hear_link(is_live=True, server_now=AT)
    if snapshot is not None:
        state.hear_snapshot(snapshot, heard_s=100.0, retained=False)
    state.hear_link(is_live=live, server_now=AT)
    return state.view(now_s=100.0, server_now=AT, key_word=word)


HALL_STATES: dict[str, Callable[[], BoardView]] = {
    "mixed": lambda: _hall(board(*MIXED, notice="Gần dân – Sát dân – Phục vụ dân")),
    "wide": lambda: _hall(board(*WIDE, notice=LONG_NOTICE, notice_en="Officers fill in your forms today")),
    "long": lambda: _hall(board(*MIXED, centre_name=LONG_NAME, waiting=MANY, day="tickets_stopped")),
    "all_called": lambda: _hall(board(*(call(40 + at, f"{'ABCEGH'[at]}0{40 + at}", 1 + at) for at in range(6)))),
    "stale": lambda: _hall(board(*MIXED, notice="Gần dân"), live=False),
    "to_seat": lambda: _hall(
        board(
            call(31, "B013", 2, to_seat=True),
            call(30, "A1000", 12),
            call(29, "C009", 1, to_seat=True, state="serving"),
            waiting=[SERVICE_WAITING[0], *CLOSED_SERVICES, *SERVICE_WAITING[3:]],
        )
    ),
    "lunch": lambda: _hall(board(*MIXED[3:], resumes_at=LUNCH_ENDS, notice="Gần dân – Sát dân – Phục vụ dân")),
    "lunch_serving": lambda: _hall(
        board(*MIXED[2:], resumes_at=LUNCH_ENDS, notice=LONG_NOTICE, notice_en="Officers fill in your forms today")
    ),
    "zone": lambda: _hall(board(*IN_ZONE, waiting=ZONE_WAITING, notice="Gần dân", **ZONES), zone="left"),
    "five": lambda: _hall(board(*(call(40 + at, f"A10{40 + at}", 11 + at) for at in range(5)))),
    "slide_picture": lambda: _hall(board(*QUIET, pictures=POSTER, notice="Gần dân – Sát dân"), idle_s=SLIDE_AT_S),
    "slide_notice": lambda: _hall(
        board(*QUIET, notice=LONG_NOTICE, notice_en="Officers fill in your forms today, please ask at the entrance"),
        idle_s=SLIDE_AT_S,
    ),
    "slide_figures": lambda: _hall(board(*QUIET, figures=FIGURES), idle_s=SLIDE_AT_S),
    "slide_figures_without_waits": lambda: _hall(
        board(
            figures=FIGURES.model_copy(update={"wait_p50_min": None, "wait_p90_min": None, "satisfied_percent": 100.0})
        ),
        idle_s=SLIDE_AT_S,
    ),
    "empty": lambda: _hall(board()),
    "closed": lambda: _hall(board(*MIXED, day="closed")),
    "connecting": lambda: _hall(None, live=False),
}
COUNTER_STATES: dict[str, Callable[[], CounterView]] = {
    "calling": lambda: _counter(counter("calling", "A025")),
    "calling_en": lambda: _counter(
        counter(
            "calling",
            "X2-001",
            language="en",
            counter_number=12,
            counter_name="Quầy số 12 – Tổng hợp, ưu tiên, trả kết quả hồ sơ theo cơ chế một cửa liên thông",
            officer_name="Cán bộ có tên hiển thị rất dài ở quầy số ba mươi",
        )
    ),
    "serving": lambda: _counter(counter("serving", "A1000")),
    "paused": lambda: _counter(counter("paused")),
    "lunch": lambda: _counter(counter("unstaffed", officer_name=None, resumes_at=LUNCH_ENDS)),
    "lunch_stays": lambda: _counter(counter("free", resumes_at=LUNCH_ENDS)),
    "key_sending": lambda: _counter(counter("free"), word=KeyWord(WordKind.SENDING, "Gọi tiếp – đang gửi…")),
    "key_done": lambda: _counter(counter("calling", "A025"), word=KeyWord(WordKind.DONE, "Đang gọi A025 đến Quầy 3")),
    "key_refused": lambda: _counter(counter("unstaffed", officer_name=None), word=KeyWord(WordKind.REFUSED, REFUSAL)),
    "key_lost": lambda: _counter(counter("serving", "A025"), live=False, word=KeyWord(WordKind.NO_CONNECTION, LOST)),
    "free": lambda: _counter(counter("free")),
    "unstaffed": lambda: _counter(counter("unstaffed", officer_name=None)),
    "rating": lambda: _counter(counter("free", window=window())),
    "rating_en": lambda: _counter(counter("free", window=window(language="en"))),
    "rating_next": lambda: _counter(counter("calling", "C008", window=window(language="en"), language="en")),
    "rating_three": lambda: _counter(counter("free", window=window(), levels=[LEVELS[0], LEVELS[2], LEVELS[4]])),
    "stale": lambda: _counter(counter("calling", "A025"), live=False),
    "connecting": lambda: _counter(None, live=False),
}


class Pictures(App):
    def build(self) -> Any:
        self.seen: dict[str, Any] = {}
        if KIND == "hall":
            self.screen: Any = HallBoardScreen(lambda _call_id: 0.0, _poster)
            self.todo: list[tuple[str, Callable[[], Any]]] = list(HALL_STATES.items())
        else:
            self.screen = CounterScreen(lambda: 40.0)
            self.todo = list(COUNTER_STATES.items())
        Clock.schedule_once(self._next)
        return self.screen

    def _next(self, _dt: float) -> None:
        if not self.todo:
            (FOLDER / "seen.json").write_text(json.dumps(self.seen, ensure_ascii=False))
            self.stop()
            return
        self.state_name, make = self.todo.pop(0)
        self.screen.show(make())
        Clock.schedule_once(lambda _dt: Clock.schedule_once(self._take), 0.05)

    def _take(self, _dt: float) -> None:
        Window.bind(on_flip=self._read)
        Window.canvas.ask_update()

    def _read(self, *_: object) -> None:
        Window.unbind(on_flip=self._read)
        width, height = (int(side) for side in Window.size)
        raw = bytes(glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE))
        picture = Image.frombytes("RGBA", (width, height), raw).convert("RGB")
        picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(FOLDER / f"{KIND}-{self.state_name}.png")
        self.seen[self.state_name] = list(_texts(self.screen))
        Clock.schedule_once(self._next)


def _texts(widget: Any) -> Iterator[dict[str, Any]]:
    if widget.opacity == 0:
        return
    if isinstance(widget, FittedLabel | NumberLabel) and widget.text:
        is_number = isinstance(widget, NumberLabel)
        ink = widget.children[0] if is_number else widget
        yield {
            "text": widget.text,
            "box": [widget.x, widget.y, widget.right, widget.top],
            "digit_px": widget.digit_px if is_number else None,
            "font_px": ink.font_size,
            # A number may stand out of its box above and below with the empty part of its line only.
            "fits": ink.width <= widget.width + 1 if is_number else not widget.shorten,
        }
        return
    for child in widget.children:
        yield from _texts(child)


if __name__ == "__main__":
    Window.clearcolor = colours.rgba(colours.NIGHT)
    assert SERVICES
    Pictures().run()
