"""Presses every key on the real touch pad and says what became of it: `pad_keys.py FOLDER`."""

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    # SDL reads its environment when it is imported, and Kivy opens its window: neither before the program is built.
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    from messaging.clock import SystemClock
    from rating_pad.app import build
    from rating_pad.settings import PadSettings
    from rating_pad.touch.touch_pad import TouchPad

    (folder / "credential").write_text("secret")
    program = build(
        PadSettings.model_validate(
            {
                "centre": "town",
                "device_id": "pad-Q1",
                "counter_id": "Q1",
                "screen": "touch",
                "data_dir": folder,
                "server": {"url": "http://127.0.0.1:9", "credential_file": folder / "credential"},
                "broker": {"port": 9},
            }
        ),
        clock=SystemClock(),
    )
    assert isinstance(program, TouchPad)
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
        seen = {
            "is_same": list(Window.children) == before and before[0] is program.screen,
            "is_running": EventLoop.status == "started",
            "modules": Config.options("modules"),
            "has_settings": program._app.open_settings(),
        }
        (folder / "seen.json").write_text(json.dumps(seen))
        program.stop()

    Clock.schedule_once(press, 0.5)
    program.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
