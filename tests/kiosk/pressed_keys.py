"""Presses every key on the real kiosk program and says what became of it: `pressed_keys.py FOLDER`."""

import json
import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "offscreen"
FOLDER = Path(sys.argv[1])

from kiosk.app import build  # noqa: E402  # SDL reads its environment when it is imported
from kiosk.settings import KioskSettings  # noqa: E402

(FOLDER / "credential").write_text("secret")
PROGRAM = build(
    KioskSettings.model_validate(
        {
            "centre": "town",
            "device_id": "kiosk-1",
            "data_dir": FOLDER,
            "server": {"url": "http://127.0.0.1:9", "credential_file": FOLDER / "credential"},
            "broker": {"port": 9},
            "printer": {"host": "127.0.0.1", "port": 9},
            "width": 540,
            "height": 960,
        }
    )
)

from kivy.base import EventLoop  # noqa: E402
from kivy.clock import Clock  # noqa: E402
from kivy.config import Config  # noqa: E402
from kivy.core.window import Window  # noqa: E402


def press(_dt: float) -> None:
    before = list(Window.children)
    for key in range(512):
        for modifiers in ([], ["ctrl"], ["alt"], ["shift"], ["ctrl", "alt"]):
            Window.dispatch("on_keyboard", key, key, chr(key), modifiers)
            Window.dispatch("on_key_down", key, key, chr(key), modifiers)
            Window.dispatch("on_key_up", key, key)
        Window.dispatch("on_textinput", chr(key))
    Window.dispatch("on_request_close", source="keyboard")
    for button in ("left", "middle", "right", "scrollup"):
        # With Ctrl held, Kivy's own mouse would leave the dot of a second finger.
        Window.dispatch("on_mouse_down", 200, 300, button, ["ctrl"])
        Window.dispatch("on_mouse_up", 200, 300, button, ["ctrl"])
    is_same = list(Window.children) == before and before[0] is PROGRAM.screen
    (FOLDER / "seen.json").write_text(
        json.dumps(
            {
                "is_same": is_same,
                "is_running": EventLoop.status == "started",
                "page": PROGRAM.screen.shown.value,
                "mouse": Config.get("input", "mouse"),
                "modules": Config.options("modules"),
                "has_settings": PROGRAM._app.open_settings(),
            }
        )
    )
    PROGRAM.stop()


Clock.schedule_once(press, 0.5)
PROGRAM.run()
