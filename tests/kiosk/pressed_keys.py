"""Presses every key on the real kiosk program and says what became of it: `pressed_keys.py FOLDER`."""

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    # SDL reads its environment when it is imported, and Kivy opens its window: neither before the program is built.
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    from kiosk.app import build
    from kiosk.settings import KioskSettings

    (folder / "credential").write_text("secret")
    program = build(
        KioskSettings.model_validate(
            {
                "centre": "town",
                "device_id": "kiosk-1",
                "data_dir": folder,
                "server": {"url": "http://127.0.0.1:9", "credential_file": folder / "credential"},
                "broker": {"port": 9},
                "printer": {"host": "127.0.0.1", "port": 9},
                "width": 540,
                "height": 960,
            }
        )
    )
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.config import Config
    from kivy.core.window import Window

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
        is_same = list(Window.children) == before and before[0] is program.screen
        (folder / "seen.json").write_text(
            json.dumps(
                {
                    "is_same": is_same,
                    "is_running": EventLoop.status == "started",
                    "page": program.screen.shown.value,
                    "mouse": Config.get("input", "mouse"),
                    "modules": Config.options("modules"),
                    "has_settings": program._app.open_settings(),
                }
            )
        )
        program.stop()

    Clock.schedule_once(press, 0.5)
    program.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
