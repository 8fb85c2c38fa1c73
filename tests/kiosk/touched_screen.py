"""Touches the kiosk's screen as visitors do, without drawing it: `touched_screen.py FOLDER`."""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "mock"}
FOLDER = Path(sys.argv[1])

from look.kivy_setup import prepare

prepare(title="test", size=(540, 960), home=FOLDER / "kivy", window="window")

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch
from made_up_language import MARK, NAME, TAG

from kiosk.fair_hand import AT_ONCE
from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.own_numbers import OwnStage, OwnView
from kiosk.own_ratings import NO_RATING, RatingStage, RatingView
from kiosk.pages import Page
from kiosk.screens.idle import IdlePage
from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
from kiosk.screens.parts import Touchable
from kiosk.screens.spoken import spoken_name
from kiosk.standing import Standing
from look.kivy_theme import FittedLabel
from messaging.clock import real_monotonic_s
from messaging.requests import OwnNumberTold, OwnWord
from simulation.screens.sample_kiosk import kiosk_snapshot

SETTLED_S = 0.7
PURPOSES = [{"purpose": "submit", "name": "Nộp hồ sơ", "name_en": "Hand in", "icon": "hand-in"}]
TONGUES = [{"tag": "vi", "name": "Tiếng Việt"}, {"tag": "en", "name": "English"}, {"tag": "rad", "name": "Êđê"}]


class Desk:
    """Takes wishes and gives nothing."""

    def __init__(self) -> None:
        self.view = IDLE
        self.wishes: list[list[str | None]] = []

    def begin(self, wish: Wish) -> bool:
        self.wishes.append([wish.service, wish.priority_group, wish.purpose, wish.language])
        self.view = IssuingView(Stage.ASKING, wish, asked_s=real_monotonic_s())
        return True

    def call_off(self) -> bool:
        return True

    def note_written_down(self) -> bool:
        return True

    def leave(self) -> bool:
        return True

    def make_way(self) -> bool:
        return False


class Own:
    """A number that was served, as if its digits were typed."""

    view = OwnView(
        OwnStage.TOLD,
        OwnNumberTold(
            number="A025", state="finished", service_name="", service_name_en="", people_ahead=0, may_rate=True
        ),
    )

    def ask(self, number: str, check: str, word: OwnWord | None = None) -> bool:
        del number, check, word
        return False

    def forget(self) -> None:
        """It stays as it is."""


class Ratings:
    """Takes one rating."""

    def __init__(self) -> None:
        self.view = NO_RATING

    def rate(self, number: str, check: str, level: int, *, may_explain: bool) -> bool:
        del number, check, may_explain
        self.view = RatingView(RatingStage.TAKEN, level)
        return True

    def explain(self, reasons: Sequence[str]) -> bool:
        del reasons
        return False

    def forget(self) -> None:
        self.view = NO_RATING


class Voice:
    is_there = True

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, words: str, language: str) -> None:
        self.said.append(f"{language}: {words}")

    def prepare(self, phrases: Iterable[str], language: str) -> None:
        """Nothing is made here."""


DESK, VOICE, RATINGS = Desk(), Voice(), Ratings()


def run_for(seconds: float) -> None:
    end_s = real_monotonic_s() + seconds
    while True:
        EventLoop.idle()
        if real_monotonic_s() >= end_s:
            return


def show(screen: KioskScreen, standing: Standing = Standing.ISSUING, **changes: Any) -> None:
    DESK.view = IDLE
    screen.show(Surroundings(kiosk_snapshot(**changes), standing, None))


def touch(screen: KioskScreen, name: str) -> str:
    """Touch what is called so; the page that is there then."""
    DESK.view = IDLE
    screen._refresh()
    run_for(SETTLED_S)
    target = next(
        part for part in screen.walk() if isinstance(part, Touchable) and part.is_enabled and spoken_name(part) == name
    )
    tap(*target.center)
    return screen.shown.value


def tap(x: float, y: float) -> None:
    finger = UnitTestTouch(x, y)
    finger.touch_down()
    EventLoop.idle()
    finger.touch_up()
    EventLoop.idle()


def main() -> None:
    EventLoop.ensure_window()
    screen = KioskScreen(
        issuing=DESK,
        patience=Patience(99, 99, 99, 99, idle_s=300),
        speaker=VOICE,
        own=Own(),
        ratings=RATINGS,
        size_hint=(None, None),
        size=(540, 960),
    )
    Window.add_widget(screen)
    seen: dict[str, Any] = {}
    show(screen, count=8, help_service="L")
    touch(screen, "Chứng thực")
    touch(screen, "Tôi cần hướng dẫn")
    show(screen)
    seen["help"] = touch(screen, "Tôi cần hướng dẫn")
    touch(screen, "Về trang đầu")
    show(screen, is_rush=True)
    touch(screen, "Chứng thực")
    touch(screen, "Người khuyết tật")
    touch(screen, "Chứng thực")
    show(screen, purposes=PURPOSES)
    seen["purpose"] = touch(screen, "Chứng thực")
    touch(screen, "Người từ 60 tuổi")
    touch(screen, "Nộp hồ sơ")
    show(screen, languages=TONGUES)
    touch(screen, "Êđê")
    touch(screen, "Chứng thực")
    touch(screen, "Không, tiếp tục")
    screen._go_home()
    made_up = {"tag": TAG, "name": NAME}
    show(screen, languages=[*TONGUES, made_up])
    touch(screen, NAME)
    seen["made_up"] = [part.text for part in screen.walk() if isinstance(part, FittedLabel) and part.text]
    touch(screen, "Chứng thực")
    touch(screen, f"{MARK}Không, tiếp tục")
    seen["wishes"] = DESK.wishes
    screen._go_home()
    show(screen)
    touch(screen, "Âm thanh")
    VOICE.said.clear()
    seen["named"] = touch(screen, "Chứng thực")
    seen["done"] = touch(screen, "Chứng thực")
    touch(screen, "English")
    seen["said"] = list(VOICE.said)
    for words in ("Cỡ chữ", "Cỡ chữ", "Tương phản", "Tương phản", "Hạ thấp", "Hạ thấp"):
        touch(screen, words)
    seen["eased"] = str(screen._ease)
    screen._go_home()
    seen["next"] = str(screen._ease)
    screen._patience = replace(screen._patience, idle_s=0.5)
    tap(2, 2)
    run_for(1.5)
    seen["rests"] = screen.shown.value
    tap(270, 480)
    seen["wakes"] = screen.shown.value
    screen._patience = replace(screen._patience, idle_s=300)
    tap(2, 2)
    for _ in range(AT_ONCE + 1):
        screen._hand.note_taken(now_s=real_monotonic_s())
    touch(screen, "Chứng thực")
    before = len(DESK.wishes)
    seen["hand"] = touch(screen, "Không, tiếp tục")
    seen["hand_wishes"] = len(DESK.wishes) - before
    screen._go_home()
    show(screen)
    touch(screen, "Âm thanh")
    touch(screen, "Đánh giá phục vụ")
    touch(screen, "Đánh giá phục vụ")
    VOICE.said.clear()
    touch(screen, "Rất không hài lòng")
    touch(screen, "Rất hài lòng")
    seen["rated_by_one_touch"] = RATINGS.view.level
    touch(screen, "Rất hài lòng")
    seen["rated"], seen["said_of_rating"] = RATINGS.view.level, list(VOICE.said)
    screen._go_home()
    show(screen)
    screen._asks = Page.IDLE
    show(screen)
    page = screen.page
    assert isinstance(page, IdlePage) and page.rate is not None
    tap(*page.rate.center)
    seen["rating_from_rest"] = type(screen.page).__name__
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False))


main()
