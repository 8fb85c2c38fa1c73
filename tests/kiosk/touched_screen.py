"""Touches the kiosk's screen as visitors do, without drawing it: `touched_screen.py FOLDER`."""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "mock"}
FOLDER = Path(sys.argv[1])

from look.kivy_setup import prepare

prepare(title="test", size=(540, 960), home=FOLDER / "kivy", window="window")

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch
from kivy.uix.widget import Widget
from made_up_language import MARK, NAME, TAG

from kiosk.ease import Letters
from kiosk.fair_hand import AT_ONCE, FairHand
from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.own_numbers import OwnStage, OwnView
from kiosk.own_ratings import NO_RATING, RatingStage, RatingView
from kiosk.pages import Page
from kiosk.screens import kiosk_screen
from kiosk.screens.idle import IdlePage
from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
from kiosk.screens.loop_edge import MOST_FAULTS, LoopEdge
from kiosk.screens.parts import Touchable
from kiosk.screens.spoken import spoken_name
from kiosk.standing import Standing
from look import colours
from look.kivy_icons import Icon
from look.kivy_theme import FittedLabel, RoundedPanel
from messaging.clock import real_monotonic_s
from messaging.requests import OwnNumberTold, OwnWord
from simulation.screens.kiosk_scenes import scenes
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
        self.view = IDLE
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

    def rate(self, number: str, check: str, level: int, *, may_explain: bool, day: date | None = None) -> bool:
        del number, check, may_explain, day
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


def touchables(sheet: Widget) -> list[Touchable]:
    return [part for part in sheet.walk() if isinstance(part, Touchable)]


def touched_at_rest(screen: KioskScreen, name: str) -> str:
    """The page that comes when nobody was there and this is touched."""
    DESK.view = IDLE
    screen._go_home()
    show(screen, count=8, help_service="L")
    screen._asks = Page.IDLE
    return touch(screen, name)


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
    seen["help_from_rest"] = touched_at_rest(screen, "Tôi cần hướng dẫn"), DESK.wishes.pop()[0]
    seen["english_from_rest"] = touched_at_rest(screen, "English"), screen._language
    seen["letters_from_rest"] = touched_at_rest(screen, "Cỡ chữ"), str(screen._ease.letters)
    without = {}
    for standing in (Standing.NO_PAPER, Standing.PRINTER_FAULT, Standing.STORAGE_FAULT, Standing.CLOSED):
        screen._go_home()
        show(screen, standing)
        assert screen.page is not None
        without[standing.value] = sorted(filter(None, map(spoken_name, touchables(screen.page))))
    seen["without_numbers"] = without
    show(screen, Standing.NO_PAPER)
    seen["own_without_paper"] = touch(screen, "Số của tôi")
    screen._go_home()
    show(screen, Standing.NO_PAPER)
    touch(screen, "Tôi cần hướng dẫn")
    seen["help_without_paper"] = [part.text for part in screen.walk() if isinstance(part, FittedLabel) and part.text]
    screen._go_home()
    show(screen)
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
    screen._go_home()
    seen["rush_left_s"] = seconds_left_in_a_rush(screen)
    show(screen, is_rush=True)
    touch(screen, "Người khuyết tật")
    seen["lane_left_s"] = screen._go_home_event.timeout
    screen._go_home()
    unnamed = [{"group": "disabled", "name": "Người khuyết tật", "name_en": "", "icon": "wheelchair"}]
    show(screen, is_rush=True, notice="Chiều nay nghỉ.", notice_en="", priority_groups=unnamed)
    touch(screen, "English")
    touch(screen, "Người khuyết tật")
    seen["in_english"] = [part.text for part in screen.walk() if isinstance(part, FittedLabel) and part.text]
    screen._go_home()
    show(screen)
    screen._hand = FairHand()
    for nth in range(AT_ONCE + 1):
        printed = scenes("vi")["place_printed"].view
        assert printed.place is not None
        DESK.view = replace(printed, place=printed.place.model_copy(update={"place_id": nth}))
        screen._refresh()
    touch(screen, "Chứng thực")
    seen["hand_of_places"] = touch(screen, "Không, tiếp tục")
    screen._go_home()
    screen._hand = FairHand()
    seen |= faults_in(screen)
    seen["beyond_their_notice"] = beyond_the_notice(screen)
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False))


def beyond_the_notice(screen: KioskScreen) -> list[str]:
    """What crosses the edge of the notice that nothing could be printed, in the largest letters."""
    screen._go_home()
    show(screen)
    screen._see(replace(screen._ease, letters=Letters.LARGEST))
    beyond = []
    for name in ("not_printed", "emergency_not_printed", "place_not_printed"):
        DESK.view = scenes("vi")[name].view
        screen._refresh()
        run_for(SETTLED_S)
        parts = [] if screen.page is None else list(screen.page.children)
        notice = next(part for part in parts if isinstance(part, RoundedPanel) and is_filled(part, colours.WARN_SOFT))
        for part in parts:
            inside = isinstance(part, FittedLabel | Icon) and notice.collide_point(*part.center)
            if inside and not (notice.y <= part.y and part.top <= notice.top):
                beyond.append(f"{name}: {getattr(part, 'text', 'the picture')}")
    screen._go_home()
    return beyond


def is_filled(panel: RoundedPanel, colour: str) -> bool:
    return tuple(panel.fill_colour) == tuple(colours.rgba(colour))


def seconds_left_in_a_rush(screen: KioskScreen) -> list[list[float]]:
    """Until home, for a slip that is out after 1.2 s and a printer that never answers: at the number's first sight,
    when the printing is over, and 0.3 s later after a touch."""
    held = [5000.0]
    left: list[list[float]] = []
    with patch.object(kiosk_screen, "real_monotonic_s", lambda: held[0]):
        show(screen, is_rush=True)
        for nth, (stage, after_s) in enumerate([(Stage.PRINTED, 1.2), (Stage.UNCONFIRMED, 0.1)]):
            printing = scenes("vi")["printing"].view
            assert printing.ticket is not None
            ticket = printing.ticket.model_copy(update={"ticket_id": 900 + nth})
            DESK.view = replace(printing, ticket=ticket)
            screen._refresh()
            at = [screen._go_home_event.timeout]
            held[0] += after_s
            DESK.view = replace(printing, stage=stage, ticket=ticket)
            screen._refresh()
            at.append(screen._go_home_event.timeout)
            held[0] += 0.3
            UnitTestTouch(2, 2).touch_down()
            at.append(screen._go_home_event.timeout)
            left.append([round(seconds, 3) for seconds in at])
            screen._go_home()
            held[0] += 60
    return left


def faults_in(screen: KioskScreen) -> dict[str, Any]:
    """What is there after a touch that fails, after a fault beside a number, and when a number cannot be shown."""
    seen: dict[str, Any] = {}
    edge = LoopEdge(screen.recover)
    edge.watch()
    show(screen)
    touch(screen, "Chứng thực")
    run_for(SETTLED_S)
    refuses = next(
        part for part in screen.walk() if isinstance(part, Touchable) and spoken_name(part) == "Không, tiếp tục"
    )
    turns: list[float] = []
    finger = UnitTestTouch(*refuses.center)
    Clock.schedule_interval(turns.append, 0.02)
    Clock.schedule_once(lambda _dt: finger.touch_down(), 0.05)
    Clock.schedule_once(lambda _dt: finger.touch_up(), 0.15)
    Clock.schedule_once(lambda _dt: turns.clear(), 0.4)
    Clock.schedule_once(lambda _dt: setattr(EventLoop, "quit", True), 1.0)
    with patch.object(DESK, "begin", side_effect=ValueError("a bug in a touch")) as begun:
        EventLoop.start()
        EventLoop.mainloop()
    EventLoop.quit = False
    seen["fault"] = [begun.call_count, screen.shown.value, len(turns) > 1]
    DESK.view = scenes("vi")["printed"].view
    screen._refresh()
    kept = edge.handle_exception(ValueError("beside a number"))
    seen["fault_beside_a_number"] = [kept, screen.shown.value]
    screen._go_home()
    with patch.object(kiosk_screen, "given_ticket", side_effect=ValueError("no such page")):
        DESK.view = scenes("vi")["printed"].view
        try:
            screen._refresh()
        except ValueError as fault:
            edge.handle_exception(fault)
    seen["number_that_cannot_be_shown"] = [screen.shown.value, type(screen.page).__name__]
    answers = [edge.handle_exception(ValueError("in each frame")) for _ in range(MOST_FAULTS)]
    seen["ends"] = [answers[0], answers[-1], edge.handle_exception(SystemExit())]
    edge.let_go()
    return seen


main()
