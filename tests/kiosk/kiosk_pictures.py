"""Draws every page of the kiosk, offscreen, in one language: `kiosk_pictures.py 1080 1920 vi FOLDER`.

A program of its own because Kivy's window belongs to a process. It leaves a PNG of each page and, in
`seen.json`, its texts with their letters and boxes, what did not fit, and what can be touched.
"""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

os.environ["SDL_VIDEODRIVER"] = "offscreen"

from look.kivy_setup import prepare

WIDTH, HEIGHT, LANGUAGE, FOLDER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
prepare(title="test", size=(WIDTH, HEIGHT), home=FOLDER / "kivy", window="window")

from kivy.base import EventLoop
from kivy.core.window import Window
from sample_kiosk import CENTRE, GROUPS, SERVICES, kiosk_snapshot

from kiosk.intents import Wish
from kiosk.issuing import IDLE, IssuingView, Stage
from kiosk.screens.kiosk_screen import KioskScreen, Patience, Surroundings
from kiosk.screens.parts import Touchable
from kiosk.standing import Standing
from look.kivy_theme import FittedLabel, NumberLabel, scale_for
from messaging.clock import real_monotonic_s
from messaging.requests import IssuedTicket

MORNING = datetime(2026, 11, 21, 8, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WISH = Wish("A", None, LANGUAGE)  # type: ignore[arg-type]  # "vi" or "en"
NOTICE = "Thứ Bảy 28/11 trung tâm làm việc buổi sáng, Ông/Bà vui lòng sắp xếp thời gian phù hợp."


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


def pages() -> dict[str, tuple[Surroundings, IssuingView, str | None, int]]:
    """Surroundings, issuing, the chosen service and the page of services, by the picture's name."""

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
        "unconfirmed": IssuingView(Stage.UNCONFIRMED, WISH, ticket("A025", 0)),
        "not_printed": IssuingView(Stage.NOT_PRINTED, WISH, ticket("G007", 4)),
        "refused": IssuingView(Stage.REFUSED, WISH, problem="day_closed"),
        "gave_up": IssuingView(Stage.GAVE_UP, WISH, problem="timeout"),
        "asking": IssuingView(Stage.ASKING, WISH, asked_s=real_monotonic_s() + 60),
        "slow": IssuingView(Stage.ASKING, WISH, asked_s=real_monotonic_s() - 60),
        "stopping": IssuingView(Stage.STOPPING, WISH),
    }
    drawn: dict[str, tuple[Surroundings, IssuingView, str | None, int]] = {
        f"home_{count}": (around(count=count, closed=("E",)), IDLE, None, 0) for count in (1, 2, 3, 4, 5, 6, 7, 8, 9)
    }
    drawn["home_9_notice"] = (around(count=9, notice=NOTICE, notice_en=NOTICE), IDLE, None, 0)
    drawn["home_12"] = (around(count=12), IDLE, None, 0)
    drawn["home_12_second"] = (around(count=12), IDLE, None, 1)
    drawn["priority"] = (around(), IDLE, "C", 0)
    drawn["day_off"] = (around(Standing.CLOSED, hours_today=[]), IDLE, None, 0)
    drawn |= {name: (around(), view, None, 0) for name, view in shown.items()}
    drawn |= {
        standing.value: (around(standing), IDLE, None, 0) for standing in Standing if standing is not Standing.ISSUING
    }
    return drawn


def draw(name: str, around: Surroundings, view: IssuingView, chosen: str | None, page: int) -> dict[str, Any]:
    desk = Desk()
    desk.view = view
    screen = KioskScreen(issuing=desk, patience=Patience(99, 99, 99, 99), size_hint=(None, None), size=(WIDTH, HEIGHT))
    Window.add_widget(screen)
    screen._language, screen._chosen, screen._home_page = LANGUAGE, chosen, page  # as touches would set them
    screen.show(around)
    for _ in range(3):
        EventLoop.idle()
    screen.export_to_png(str(FOLDER / f"{name}.png"))
    unit = scale_for(WIDTH, HEIGHT)
    labels = [widget for widget in screen.walk() if isinstance(widget, FittedLabel) and widget.text]
    numbers = [widget for widget in screen.walk() if isinstance(widget, NumberLabel) and widget.text]
    seen = {
        "page": screen.shown.value,
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
    return seen


def main() -> None:
    EventLoop.ensure_window()
    seen = {name: draw(name, *what) for name, what in pages().items()}
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False))


main()
