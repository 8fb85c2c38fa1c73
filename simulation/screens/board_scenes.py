"""Every state of the boards and of a counter's display, as data: no Kivy here, so that a test can count them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from counter_display.board_state import ROWS, ROWS_UPRIGHT, BoardState, BoardView
from counter_display.counter_state import CounterDisplayState, CounterView
from counter_display.key_words import KeyWord, WordKind
from counter_display.pictures import DrawablePicture
from counter_display.slides import QUIET_S
from look import colours
from messaging.snapshots import BoardPicture, BoardSnapshot, CentreFigures, CounterSnapshot
from simulation.screens.sample_boards import AT, LEVELS, board, call, counter, window

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
LONG_NOTICE_EN = "Officers fill in your forms today, please ask at the entrance"
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
ALL_SATISFIED = {"wait_p50_min": None, "wait_p90_min": None, "satisfied_percent": 100.0}
"""And too few have waited to say how long."""
ZONES: dict[str, Any] = {
    "zones": {"left": "Khu A – Đất đai, xây dựng"},
    "zones_en": {"left": "Area A – Land and construction"},
}
IN_ZONE = [
    call(30, "E025", 3, zone="left"),
    call(29, "B012", 2, zone="right"),
    call(28, "E024", 4, zone="left", state="serving"),
]
QUIET = MIXED[2:]
SLIDE_AT_S = 2 + QUIET_S + 1


def poster(sha256: str) -> DrawablePicture:
    """A picture with a frame at its very edge, which shows whether it is cut, and lines that show what is up."""
    del sha256  # there is only this one
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


def _counter(snapshot: CounterSnapshot | None, *, live: bool = True, word: KeyWord | None = None) -> CounterView:
    state = CounterDisplayState()
    state.hear_link(is_live=True, server_now=AT)
    if snapshot is not None:
        state.hear_snapshot(snapshot, heard_s=100.0, retained=False)
    state.hear_link(is_live=live, server_now=AT)
    return state.view(now_s=100.0, server_now=AT, key_word=word)


def hall_states(*, is_upright: bool) -> dict[str, Callable[[], BoardView]]:
    """The hall board's; an upright one has room for more calls."""

    def hall(
        snapshot: BoardSnapshot | None, *, live: bool = True, zone: str | None = None, idle_s: float = 2
    ) -> BoardView:
        state = BoardState()
        if snapshot is not None:
            state.hear_link(not_live_since_s=None, now_s=100.0, server_now=AT)
            state.hear_snapshot(snapshot, received_s=100.0, retained=False)
        if not live:
            state.hear_link(not_live_since_s=101.0, now_s=101.0, server_now=AT)

        def seen(now_s: float) -> BoardView:
            rows = ROWS_UPRIGHT if is_upright else ROWS
            return state.view(now_s=now_s, server_now=AT, zone_id=zone, rows_shown=rows, pictures_ready=READY)

        seen(102.0)
        return seen(100.0 + idle_s)

    return {
        "mixed": lambda: hall(board(*MIXED, notice="Gần dân – Sát dân – Phục vụ dân")),
        "wide": lambda: hall(board(*WIDE, notice=LONG_NOTICE, notice_en="Officers fill in your forms today")),
        "long": lambda: hall(board(*MIXED, centre_name=LONG_NAME, waiting=MANY, day="tickets_stopped")),
        "all_called": lambda: hall(board(*(call(40 + at, f"{'ABCEGH'[at]}0{40 + at}", 1 + at) for at in range(6)))),
        "stale": lambda: hall(board(*MIXED, notice="Gần dân"), live=False),
        "to_seat": lambda: hall(
            board(
                call(31, "B013", 2, to_seat=True),
                call(30, "A1000", 12),
                call(29, "C009", 1, to_seat=True, state="serving"),
                waiting=[SERVICE_WAITING[0], *CLOSED_SERVICES, *SERVICE_WAITING[3:]],
            )
        ),
        "lunch": lambda: hall(board(*MIXED[3:], resumes_at=LUNCH_ENDS, notice="Gần dân – Sát dân – Phục vụ dân")),
        "lunch_serving": lambda: hall(
            board(*MIXED[2:], resumes_at=LUNCH_ENDS, notice=LONG_NOTICE, notice_en="Officers fill in your forms today")
        ),
        "zone": lambda: hall(board(*IN_ZONE, waiting=ZONE_WAITING, notice="Gần dân", **ZONES), zone="left"),
        "five": lambda: hall(board(*(call(40 + at, f"A10{40 + at}", 11 + at) for at in range(5)))),
        "slide_picture": lambda: hall(board(*QUIET, pictures=POSTER, notice="Gần dân – Sát dân"), idle_s=SLIDE_AT_S),
        "slide_notice": lambda: hall(
            board(
                *QUIET, notice=LONG_NOTICE, notice_en="Officers fill in your forms today, please ask at the entrance"
            ),
            idle_s=SLIDE_AT_S,
        ),
        "slide_figures": lambda: hall(board(*QUIET, figures=FIGURES), idle_s=SLIDE_AT_S),
        "slide_figures_without_waits": lambda: hall(
            board(
                figures=FIGURES.model_copy(
                    update={"wait_p50_min": None, "wait_p90_min": None, "satisfied_percent": 100.0}
                )
            ),
            idle_s=SLIDE_AT_S,
        ),
        "other_languages": lambda: hall(
            board(call(30, "A025", 3, language="en"), call(29, "B012", 2, language="rad"), *QUIET)
        ),
        "empty": lambda: hall(board()),
        "closed": lambda: hall(board(*MIXED, day="closed")),
        "connecting": lambda: hall(None, live=False),
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
