"""Draws every page of the kiosk, offscreen, in one language: `kiosk_pictures.py 1080 1920 vi FOLDER [EASE ...]`.

An EASE is words of large, largest, contrast, low with + between them, or `normal` (the default).

A program of its own because Kivy's window belongs to a process. It leaves a PNG of each page and, in
`seen.json`, its texts with their letters and boxes, what did not fit, and what can be touched.
"""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import gc
import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

os.environ["SDL_VIDEODRIVER"] = "offscreen"

from look.kivy_setup import prepare

WIDTH, HEIGHT, LANGUAGE, FOLDER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
EASES = [word for word in sys.argv[5:] if not word.startswith("--")] or ["normal"]
DRAWN = EASES if "--draw-all" in sys.argv else EASES[: "--draw-none" not in sys.argv]
"""The others are laid out and measured only: drawing takes most of the time."""
prepare(title="test", size=(WIDTH, HEIGHT), home=FOLDER / "kivy", window="window")

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from sample_kiosk import CENTRE, GROUPS, SERVICES, kiosk_snapshot

from kiosk.ease import Ease, Letters
from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.own_numbers import OwnStage, OwnView
from kiosk.pages import Page
from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
from kiosk.screens.own import Entry
from kiosk.screens.parts import Touchable
from kiosk.standing import Standing
from look.kivy_theme import FittedLabel, NumberLabel, scale_for
from look.language import translator
from messaging.clock import real_monotonic_s
from messaging.requests import IssuedTicket, OwnNumberTold, OwnWord, ReservedPlace

PICTURE_SCALE = 0.5
"""Of the pictures only: pages are laid out and measured in full size; a quarter of the pixels shows them as well."""
MORNING = datetime(2026, 11, 21, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WISH = Wish("A", None, LANGUAGE)
MONDAY = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
LUNCH_ENDS = "2026-11-21T06:30:00Z"
SPECIAL = "Ngày thứ Ba không viết: hôm nay cán bộ viết giúp Ông/Bà tờ khai."
SPECIAL_EN = "No-writing Tuesday: today our staff fill in the forms for you."
WRONG_CODE = translator(LANGUAGE)("Mã không đúng hoặc đã hết hạn. Mời Ông/Bà kiểm tra lại trên phiếu.")
OWN_PAGES = (
    *("own", "own_typed", "own_check", "own_wrong", "own_waiting", "own_present", "own_late", "own_too_late"),
    *("own_sure", "own_called"),
)
TYPED = {"own_typed": Entry("C", "1003"), "own_check": Entry("X", "2001", "04", asks_check=True)}
PURPOSES = [
    {"purpose": "submit", "name": "Nộp hồ sơ", "name_en": "Hand in a dossier", "icon": "hand-in"},
    {"purpose": "more", "name": "Bổ sung hồ sơ", "name_en": "Bring what was missing", "icon": "bring-more"},
    {"purpose": "result", "name": "Nhận kết quả", "name_en": "Collect a result", "icon": "folder-check"},
    {"purpose": "ask", "name": "Hỏi thủ tục", "name_en": "Ask about a procedure", "icon": "help"},
]
TONGUES = [{"tag": "vi", "name": "Tiếng Việt"}, {"tag": "en", "name": "English"}, {"tag": "rad", "name": "Êđê"}]
NOTICE = "Thứ Bảy 28/11 trung tâm làm việc buổi sáng, Ông/Bà vui lòng sắp xếp thời gian phù hợp."


class Voice:
    """A loudspeaker that is there and says nothing."""

    is_there = True

    def say(self, words: str, language: str) -> None:
        """Not heard in a picture."""

    def prepare(self, phrases: Iterable[str], language: str) -> None:
        """Nothing is made for a picture."""


class OwnDesk:
    """A number that stands as it is told to."""

    def __init__(self, view: OwnView) -> None:
        self.view = view

    def ask(self, number: str, check: str, word: OwnWord | None = None) -> bool:
        return False

    def forget(self) -> None:
        """Pictures are taken of one citizen."""


def own_desk(name: str) -> OwnDesk:
    told = OwnNumberTold(
        number="C1003",
        state="waiting",
        service_name=SERVICES[2][1],
        service_name_en=SERVICES[2][2],
        people_ahead=12,
        wait_low_min=20,
        wait_high_min=35,
    )
    late = told.model_copy(update={"postponed_until": MONDAY})
    return OwnDesk(
        {
            "own_wrong": OwnView(OwnStage.REFUSED, problem="own_number_not_found"),
            "own_waiting": OwnView(OwnStage.TOLD, told),
            "own_present": OwnView(OwnStage.TOLD, told.model_copy(update={"is_confirmed": True}), OwnWord.PRESENT),
            "own_late": OwnView(OwnStage.TOLD, late, OwnWord.LATE),
            "own_too_late": OwnView(OwnStage.REFUSED, told, OwnWord.GIVE_BACK, "too_late"),
            "own_sure": OwnView(OwnStage.TOLD, told),
            "own_called": OwnView(OwnStage.TOLD, told.model_copy(update={"state": "called", "counter_number": 12})),
        }.get(name, OwnView(OwnStage.IDLE))
    )


class Desk:
    """An issuing flow that stands still."""

    view = IDLE

    def begin(self, _wish: Wish) -> bool:
        return True

    def call_off(self) -> bool:
        return True

    def note_written_down(self) -> bool:
        return True

    def leave(self) -> bool:
        return True

    def make_way(self) -> bool:
        return False


def ticket(number: str, at: int, **changes: Any) -> IssuedTicket:
    letter, name, name_en, _, _ = SERVICES[at]
    values: dict[str, Any] = {
        "ticket_id": 1,
        "number": number,
        "service": letter,
        "service_name": name,
        "service_name_en": name_en,
        "people_ahead": 3,
        "counters": [1, 6],
        "priority_group": None,
        "priority_name": None,
        "priority_name_en": None,
        "issued_at": datetime(2026, 11, 21, 1, 15, tzinfo=UTC),
        "timezone": "Asia/Ho_Chi_Minh",
        "centre_name": CENTRE,
        "url": None,
        "language": LANGUAGE,
    }
    return IssuedTicket.model_validate(values | changes)


def place() -> ReservedPlace:
    return ReservedPlace(
        place_id=7,
        code="482913",
        service="C",
        service_name=SERVICES[2][1],
        service_name_en=SERVICES[2][2],
        at=MONDAY,
        timezone="Asia/Ho_Chi_Minh",
        centre_name=CENTRE,
        language=LANGUAGE,  # type: ignore[arg-type]  # "vi" or "en"
    )


def touched() -> dict[str, dict[str, Any]]:
    """What touches have left in the screen, by the picture's name."""
    return {
        "priority": {"_asks": Page.PRIORITY, "_chosen": "C"},
        "offer": {"_asks": Page.OFFER, "_chosen": "C"},
        "offer_no_place": {"_asks": Page.OFFER, "_chosen": "A"},
        "offer_quota": {"_asks": Page.OFFER, "_chosen": "B"},
        "offer_stopped": {"_asks": Page.OFFER, "_chosen": "C"},
        "code": {"_asks": Page.CODE},
        "code_typed": {"_asks": Page.CODE, "_digits": "4829"},
        "code_whole": {"_asks": Page.CODE, "_digits": "482913"},
        "code_wrong": {"_asks": Page.CODE, "_code_words": WRONG_CODE},
        "code_help": {"_asks": Page.CODE_HELP},
        "purpose": {"_asks": Page.PURPOSE, "_chosen": "C"},
        "purpose_lane": {"_asks": Page.PURPOSE, "_chosen": "C", "_group": "pregnant"},
        "purpose_alone": {"_asks": Page.PURPOSE, "_chosen": "A"},
        "rush_lane": {"_group": "pregnant"},
        "help": {"_asks": Page.HELP},
        "help_closed": {"_asks": Page.HELP},
        "idle": {"_asks": Page.IDLE},
        "idle_wifi": {"_asks": Page.IDLE},
        "home_rad": {"_tag": "rad"},
        "too_many": {"_asks": Page.TOO_MANY},
        **{name: {"_asks": Page.OWN} for name in OWN_PAGES},
    }


def full_day() -> dict[str, dict[str, Any]]:
    """What is special about some services of a day on which everything happens."""
    wait = {"wait_low_min": 10, "wait_high_min": 25}
    return {
        "A": {"today_unlikely": True, "wait_low_min": 120, "wait_high_min": 150},
        "B": {"is_open": False, "closed_reason": "quota", "next_place_at": MONDAY.isoformat()},
        "C": {"today_unlikely": True, "next_place_at": MONDAY.isoformat()},
        "E": {"is_open": False, "closed_reason": "hours"},
        "G": {"is_open": False, "closed_reason": "closed", "next_place_at": MONDAY.isoformat()},
        "H": {**wait, "waiting": 128},
        "K": {"wait_low_min": 0, "wait_high_min": 5, "waiting": 1},
        "L": {"is_open": False, "closed_reason": "no_counter"},
        "M": wait,
    }


def pages() -> dict[str, tuple[Surroundings, IssuingView, int]]:
    """Surroundings, issuing and the page of services, by the picture's name."""

    def around(standing: Standing = Standing.ISSUING, **changes: Any) -> Surroundings:
        return Surroundings(kiosk_snapshot(**changes), standing, MORNING)

    longest = max(GROUPS, key=lambda group: len(group[2]))
    shown = {
        "printing": IssuingView(Stage.PRINTING, WISH, ticket("A025", 0)),
        "printing_again": IssuingView(Stage.PRINTING, WISH, ticket("A025", 0), is_copy=True),
        "printed": IssuingView(
            Stage.PRINTED,
            WISH,
            ticket(
                "C1003",
                2,
                people_ahead=128,
                counters=[1, 2, 3, 12],
                priority_group=longest[0],
                priority_name=longest[1],
                priority_name_en=longest[2],
            ),
        ),
        "next_in_turn": IssuingView(Stage.PRINTED, WISH, ticket("B001", 1, people_ahead=0, counters=[3])),
        "claimed_early": IssuingView(
            Stage.PRINTED,
            WISH,
            ticket("B012", 1, not_before=MONDAY.isoformat(), wait_low_min=10, wait_high_min=25),
        ),
        "with_range": IssuingView(Stage.PRINTED, WISH, ticket("H044", 5, wait_low_min=10, wait_high_min=25)),
        "today_unlikely": IssuingView(Stage.PRINTED, WISH, ticket("A121", 7, people_ahead=43, today_unlikely=True)),
        "place_printing": IssuingView(Stage.PRINTING, WISH, place=place()),
        "place_printed": IssuingView(Stage.PRINTED, WISH, place=place()),
        "place_not_printed": IssuingView(Stage.NOT_PRINTED, WISH, place=place()),
        "place_later": IssuingView(Stage.REFUSED, WISH, problem="place_later", detail="… ngày 23/11/2026."),
        "quota_used": IssuingView(Stage.REFUSED, WISH, problem="quota_used"),
        "too_many_tries": IssuingView(Stage.REFUSED, WISH, problem="too_many_tries"),
        "unconfirmed": IssuingView(Stage.UNCONFIRMED, WISH, ticket("A025", 0)),
        "not_printed": IssuingView(Stage.NOT_PRINTED, WISH, ticket("G007", 4)),
        "refused": IssuingView(Stage.REFUSED, WISH, problem="day_closed"),
        "gave_up": IssuingView(Stage.GAVE_UP, WISH, problem="timeout"),
        "asking": IssuingView(Stage.ASKING, WISH, asked_s=real_monotonic_s() + 3600),
        "slow": IssuingView(Stage.ASKING, WISH, asked_s=real_monotonic_s() - 60),
        "stopping": IssuingView(Stage.STOPPING, WISH),
    }
    drawn: dict[str, tuple[Surroundings, IssuingView, int]] = {
        f"home_{count}": (around(count=count, closed=("E",)), IDLE, 0) for count in (1, 2, 3, 4, 5, 6, 7, 8, 9)
    }
    drawn["home_9_notice"] = (around(count=9, notice=NOTICE, notice_en=NOTICE), IDLE, 0)
    drawn["home_12"] = (around(count=12), IDLE, 0)
    drawn["home_12_second"] = (around(count=12), IDLE, 1)
    day = {"special": full_day(), "special_day": SPECIAL, "special_day_en": SPECIAL_EN}
    for count in (7, 9):
        drawn[f"home_{count}_full_day"] = (
            around(count=count, **day, notice=NOTICE, notice_en=NOTICE, resumes_at=LUNCH_ENDS),
            IDLE,
            0,
        )
    drawn["home_6_ranges"] = (around(count=6, special={"A": full_day()["M"], "H": full_day()["H"]}), IDLE, 0)
    drawn["home_stopped"] = (around(Standing.TICKETS_STOPPED, count=5, special=full_day()), IDLE, 0)
    for name in touched():
        standing = Standing.TICKETS_STOPPED if name == "offer_stopped" else Standing.ISSUING
        drawn[name] = (around(standing, special={} if name == "priority" else full_day()), IDLE, 0)
    drawn["purpose"] = drawn["purpose_lane"] = (around(purposes=PURPOSES), IDLE, 0)
    drawn["purpose_alone"] = (around(purposes=PURPOSES, priority_groups=[]), IDLE, 0)
    drawn["rush"] = drawn["rush_lane"] = (around(count=7, is_rush=True), IDLE, 0)
    drawn["rush_9"] = (around(count=9, is_rush=True, notice=NOTICE, notice_en=NOTICE), IDLE, 0)
    drawn["help_closed"] = (around(Standing.CLOSED), IDLE, 0)
    wifi = {"name": "TTPVHCC xã Mẫu", "password": "motcuacongkhai"}
    drawn["idle_wifi"] = (around(**day, notice=NOTICE, notice_en=NOTICE, wifi=wifi, has_phone_page=True), IDLE, 0)
    drawn["home_rad"] = (around(count=6, languages=TONGUES), IDLE, 0)
    drawn["without_server"] = (
        Surroundings(kiosk_snapshot(count=6), Standing.ISSUING, MORNING, is_without_server=True),
        IDLE,
        0,
    )
    drawn["day_off"] = (around(Standing.CLOSED, hours_today=[]), IDLE, 0)
    drawn |= {name: (around(), view, 0) for name, view in shown.items()}
    drawn |= {standing.value: (around(standing), IDLE, 0) for standing in Standing if standing is not Standing.ISSUING}
    return drawn


def ease_of(words: str) -> Ease:
    chosen = words.split("+")
    letters = next((size for size in Letters if size.name.lower() in chosen), Letters.NORMAL)
    return Ease(letters=letters, is_contrasty="contrast" in chosen, is_low="low" in chosen)


def draw(name: str, around: Surroundings, view: IssuingView, page: int, ease: str) -> dict[str, Any]:
    desk = Desk()
    desk.view = view
    screen = KioskScreen(
        issuing=desk,
        patience=Patience(99, 99, 99, 99),
        speaker=Voice(),
        own=own_desk(name),
        size_hint=(None, None),
        size=(WIDTH, HEIGHT),
    )
    Window.add_widget(screen)
    screen._speak_as(LANGUAGE)  # as touches would set it, and what follows
    screen._ease, screen._home_page = ease_of(ease), page
    for field, value in touched().get(name, {}).items():
        setattr(screen, field, value)
    if name in TYPED and screen._own is not None:
        screen._own.entry = TYPED[name]
    if name == "own_sure" and screen._own is not None:
        screen._own._asks_whether = True
    screen.show(around)
    for _ in range(3):
        if ease in DRAWN:
            EventLoop.idle()
        else:
            Clock.tick()
    if ease in DRAWN:
        screen.export_to_png(str(FOLDER / ease / f"{name}.png"), scale=PICTURE_SCALE)
    unit = scale_for(WIDTH, HEIGHT)
    labels = [widget for widget in screen.walk() if isinstance(widget, FittedLabel) and widget.text]
    numbers = [widget for widget in screen.walk() if isinstance(widget, NumberLabel) and widget.text]
    seen = {
        "page": screen.shown.value,
        "height": HEIGHT / unit,
        "texts": [
            {
                "text": label.text,
                "letters": label.font_size / unit,
                "is_cut": bool(label.shorten),
                "box": [label.x, label.y, label.right, label.top],
            }
            for label in labels
        ],
        "numbers": [number.digit_px / unit for number in numbers],
        "touchables": [
            [part.x / unit, part.y / unit, part.width / unit, part.height / unit]
            for part in screen.walk()
            if isinstance(part, Touchable) and part.is_enabled
        ],
    }
    Window.remove_widget(screen)
    for event in Clock.get_events():
        event.cancel()  # or the way home keeps the screen, and each drawing is slower than the one before
    return seen


def main() -> None:
    EventLoop.ensure_window()
    # As the program does: each page that was left is collected at once, and that shall not look at all the modules.
    gc.collect()
    gc.freeze()
    for ease in EASES:
        (FOLDER / ease).mkdir(exist_ok=True)
        seen = {name: draw(name, *what, ease) for name, what in pages().items()}
        (FOLDER / ease / "seen.json").write_text(json.dumps(seen, ensure_ascii=False))


main()
