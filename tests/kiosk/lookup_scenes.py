"""The pages of the look-up as touches would bring them up, and what stands on each."""

import gc
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from sample_kiosk import kiosk_snapshot
from server_sample import SAMPLE

from kiosk.ease import Ease, Letters
from kiosk.issuing import IDLE
from kiosk.lookup import ChecklistStage, ChecklistView, Shelf, WantedChecklist
from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
from kiosk.screens.parts import Touchable
from kiosk.standing import Standing
from look.kivy_theme import FittedLabel, scale_for
from procedures.model import Procedure
from procedures.search import Index

PICTURE_SCALE = 0.5
EASES = {"largest": Ease(letters=Letters.LARGEST), "contrast": Ease(is_contrasty=True), "low": Ease(is_low=True)}
"""How a visitor wants to see, by the end of the picture's name."""
MORNING = datetime(2026, 11, 21, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LONGEST = Procedure(
    name="Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, "
    "chuyển nhượng, thừa kế, tặng cho, góp vốn của hộ gia đình, cá nhân, cộng đồng dân cư",
    code="1.099999",
    service="E",
    everyday=("thử dài nhất",),
    submit=tuple(f"Giấy tờ thứ {at} phải nộp, bản chính kèm bản sao có chứng thực còn hạn 06 tháng" for at in range(9)),
    show=("Thẻ căn cước hoặc VNeID của người nộp hồ sơ", "Văn bản ủy quyền, nếu nộp thay"),
    not_needed=("Giấy chứng nhận kết hôn, khi cán bộ tra được trên cơ sở dữ liệu hộ tịch điện tử",) * 1,
    time_limit="Không quá 10 ngày làm việc; xã miền núi, vùng đặc biệt khó khăn: không quá 20 ngày làm việc",
    fee="Theo nghị quyết của HĐND tỉnh; ngoài ra có lệ phí trước bạ và thuế thu nhập cá nhân do cơ quan thuế thông báo",
    exempt=("Người có công với cách mạng", "Hộ nghèo", "Người khuyết tật", "Người cao tuổi"),
    portal_only=True,
    written_for=True,
    legal_basis="Luật Đất đai 2024 và các nghị định hướng dẫn; cần đối chiếu văn bản đang có hiệu lực",
    source="Dữ liệu mẫu của Bốc Số, không phải quyết định công bố",
    as_of=date(2026, 11, 21),
    effective_from=date(2026, 1, 1),
    is_sample=True,
)


class Desk:
    """An issuing flow that stands still."""

    view = IDLE

    def begin(self, _wish: object) -> bool:
        return True

    def call_off(self) -> bool:
        return True

    def note_written_down(self) -> bool:
        return True

    def leave(self) -> bool:
        return True


class Counter:
    """A look-up whose list is the sample's, with the longest of all procedures."""

    def __init__(self) -> None:
        self.shelf: Shelf | None = Shelf(Index([*SAMPLE, LONGEST]), 7, "http://192.168.10.5:8090/thu-tuc")
        self.view = ChecklistView(ChecklistStage.IDLE)
        self.wanted: list[WantedChecklist] = []

    def begin(self, wanted: WantedChecklist) -> bool:
        self.wanted.append(wanted)
        return True

    def leave(self) -> None:
        self.view = ChecklistView(ChecklistStage.IDLE)


def pages() -> dict[str, tuple[Callable[[KioskScreen, Counter], None], Surroundings]]:
    """What touches do, and what is around, by the picture's name."""

    def around(standing: Standing = Standing.ISSUING, **changes: Any) -> Surroundings:
        return Surroundings(kiosk_snapshot(**changes), standing, MORNING)

    def typed(words: str, turn: int = 0) -> Callable[[KioskScreen, Counter], None]:
        def touch(screen: KioskScreen, _counter: Counter) -> None:
            screen._begin_look_up()
            for letter in words:
                screen._look_up.type(letter)
            screen._look_up.turn(turn)

        return touch

    def opened(words: str, part: int = 0, stage: ChecklistStage = ChecklistStage.IDLE) -> Any:
        def touch(screen: KioskScreen, counter: Counter) -> None:
            typed(words)(screen, counter)
            screen._look_up.open(0)
            screen._look_up.read_on(part)
            counter.view = ChecklistView(stage)

        return touch

    return {
        "home": (lambda screen, counter: None, around()),
        "home_9": (lambda screen, counter: None, around(count=9)),
        "search": (typed(""), around()),
        "search_so_do": (typed("so do"), around()),
        "search_second": (typed("khai sinh", 1), around()),
        "search_nothing": (typed("zzz"), around()),
        "search_longest": (typed("thu dai nhat"), around()),
        "procedure": (opened("giay doc than"), around()),
        "procedure_longest": (opened("thu dai nhat"), around()),
        "procedure_longest_2": (opened("thu dai nhat", 1), around()),
        "procedure_printed": (opened("con nuoi", stage=ChecklistStage.PRINTED), around()),
        "procedure_not_printed": (opened("con nuoi", stage=ChecklistStage.NOT_PRINTED), around()),
        "procedure_alone": (opened("con nuoi"), around(Standing.NO_CONNECTION)),
        "search_largest": (typed("so do"), around()),
        "procedure_largest": (opened("giay doc than"), around()),
        "procedure_contrast": (opened("giay doc than"), around()),
        "search_contrast": (typed("so do"), around()),
        "search_low": (typed("so do"), around()),
        "procedure_low": (opened("giay doc than"), around()),
        "no_connection": (lambda screen, counter: None, around(Standing.NO_CONNECTION)),
        "closed": (lambda screen, counter: None, around(Standing.CLOSED)),
    }


def draw_all(size: tuple[int, int], language: str, folder: Path) -> None:
    EventLoop.ensure_window()
    gc.collect()
    gc.freeze()
    seen = {name: _draw(name, *what, size, language, folder) for name, what in pages().items()}
    (folder / "seen.json").write_text(json.dumps(seen, ensure_ascii=False))


def _draw(
    name: str,
    touch: Callable[[KioskScreen, Counter], None],
    around: Surroundings,
    size: tuple[int, int],
    language: str,
    folder: Path,
) -> dict[str, Any]:
    counter = Counter()
    screen = KioskScreen(
        issuing=Desk(), patience=Patience(99, 99, 99, 99), look_up=counter, size_hint=(None, None), size=size
    )
    Window.add_widget(screen)
    screen._language = language
    screen._ease = EASES.get(name.rpartition("_")[2], Ease())
    screen.show(around)
    touch(screen, counter)
    screen.show(around)
    for _ in range(3):
        EventLoop.idle()
    screen.export_to_png(str(folder / f"{name}.png"), scale=PICTURE_SCALE)
    unit = scale_for(*size)
    seen = {
        "page": screen.shown.value,
        "texts": [
            {
                "text": label.text,
                "letters": label.font_size / unit,
                "is_cut": bool(label.shorten),
                "box": [label.x, label.y, label.right, label.top],
            }
            for label in screen.walk()
            if isinstance(label, FittedLabel) and label.text and label.opacity
        ],
        "touchables": [
            [part.x / unit, part.y / unit, part.width / unit, part.height / unit]
            for part in screen.walk()
            if isinstance(part, Touchable) and part.is_enabled
        ],
    }
    Window.remove_widget(screen)
    for event in Clock.get_events():
        event.cancel()
    return seen
