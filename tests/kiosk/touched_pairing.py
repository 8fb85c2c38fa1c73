"""Touches the page of a kiosk that is not paired, without drawing it: `touched_pairing.py FOLDER`."""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import os
import sys
from pathlib import Path
from unittest.mock import Mock, patch

os.environ |= {"SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "mock"}
FOLDER = Path(sys.argv[1])

from look.kivy_setup import prepare

prepare(title="test", size=(540, 960), home=FOLDER / "kivy", window="window")

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch

from kiosk.pairing import Field, PairingView, Stage
from kiosk.screens.pairing import PairingPage
from look.kivy_theme import FittedLabel
from look.language import translator
from look.touch_guard import SETTLE_S, TouchGuard

EventLoop.ensure_window()
clock = Mock(return_value=100.0)
for module in ("parts", "pairing"):
    patch(f"kiosk.screens.{module}.real_monotonic_s", clock).start()
done: list[object] = []
page = PairingPage(
    window=(540, 960),
    tr=translator("vi"),
    guard=TouchGuard(),
    on_key=done.append,
    on_field=done.append,
    on_send=lambda: done.append("sent"),
    on_compared=done.append,
    whom_to_call="chị Mẫu",
)
Window.add_widget(page)


def touch(words: str) -> list[object]:
    """Touch the topmost place that shows these words; what came of it."""
    done.clear()
    place = next(part for part in page.walk_reverse(loopback=True) if getattr(part, "text", "") == words).center
    finger = UnitTestTouch(*place)
    finger.touch_down()
    finger.touch_up()
    return [said.value if isinstance(said, Field) else said for said in done]


def settle() -> None:
    clock.return_value += SETTLE_S + 0.1


def see(view: PairingView) -> list[str]:
    page.update(view)
    EventLoop.idle()
    return [part.text for part in page.walk() if isinstance(part, FittedLabel) and part.text]


TYPED = PairingView(code="K7QM2X9P", address="10.0.0.2:8080")
seen: dict[str, object] = {}
see(PairingView(code="K7QM2", address="10.0.0.2:8080"))
seen["typing"] = [touch("7"), touch("U"), touch("."), touch("Ghép máy này")]
see(TYPED)
seen["typed"] = [touch("Ghép máy này")]
comparing = PairingView(code="K7QM2X9P", address=TYPED.address, stage=Stage.COMPARING, digits="3F8B 11C0 9D2E 77B4")
seen["shown"] = see(comparing)
seen["at once"] = [touch("Đúng"), touch("Không đúng")]
settle()
# Beneath lie the keys: none of them is to be reached.
seen["comparing"] = [touch("Không đúng"), touch("Đúng"), touch("A"), touch("3F8B")]
seen["stranger"] = [text for text in see(PairingView(met_stranger=True)) if "Chưa gửi gì" in text or text == "Đúng"]
settle()
seen["again"] = [touch("A")]
(FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
