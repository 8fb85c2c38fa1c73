"""Asks the Kivy theme, offscreen, what it makes of texts and numbers; prints one JSON object.

A program of its own because Kivy's window belongs to a process: `kivy_probe.py FOLDER`.
"""

# ruff: noqa: E402  # Kivy reads its environment when it is imported

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

os.environ["SDL_VIDEODRIVER"] = "offscreen"

from look.kivy_setup import KivyAlreadyImported, prepare

FOLDER = Path(sys.argv[1])
prepare(title="probe", size=(1200, 600), home=FOLDER / "kivy", window="window", scale_to=(600, 600))

from kivy.app import App
from kivy.clock import Clock
from kivy.config import Config
from kivy.core.text import Label as TextMeasure
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from look import colours
from look.faces import mood_of
from look.kivy_faces import RatingFace
from look.kivy_theme import FONT, FittedLabel, NumberLabel, RoundedPanel, fitting_font_px, scale_for, tint, well_broken

LONG = "Chính sách xã hội, người có công, bảo trợ xã hội và trẻ em"


class Probe(App):
    def build(self) -> Any:
        self.page = FloatLayout()
        self.label = FittedLabel(text=LONG, max_font_px=60, size_hint=(None, None), size=(200, 90))
        self.decomposed = FittedLabel(text="Êđê")
        self.number = NumberLabel(text="A025", size_hint=(None, None), size=(300, 100), pos=(0, 150))
        self.wide = NumberLabel(text="X2-001", size_hint=(None, None), size=(100, 100), pos=(400, 150))
        for part in (RoundedPanel(), self.label, self.number, self.wide):
            self.page.add_widget(part)
        for at in range(5):
            self.page.add_widget(
                RatingFace(mood=mood_of(at, 5), size_hint=(None, None), size=(60, 60), pos=(at * 60, 240))
            )
        Clock.schedule_once(lambda _dt: Clock.schedule_once(self.tell, 0.05))
        return self.page

    def tell(self, _dt: float) -> None:
        try:
            prepare(title="again", size=(1, 1), home=FOLDER)
            is_refused = False
        except KivyAlreadyImported:
            is_refused = True
        self.page.export_to_png(str(FOLDER / "probe.png"))
        answer = {
            "window": list(Window.size),
            "second_prepare_is_refused": is_refused,
            "escape_ends": Config.getboolean("kivy", "exit_on_escape"),
            "modules": list(Config.options("modules")),
            "root_level": logging.getLogger().level,
            "label_font": self.label.font_name,
            "label_px": self.label.font_size,
            "label_texture": list(self.label.texture_size),
            "label_is_shortened": self.label.shorten,
            "decomposed": self.decomposed.text,
            "digit_px": self.number.digit_px,
            "wide_digit_px": self.wide.digit_px,
            "wide_ink": self.wide.children[0].width,
            "unbreakable": fitting_font_px("Ngưỡngcửasổdàithậtdài", 60, 200, largest_px=40, smallest_px=12),
            "one_line": fitting_font_px("một hai ba", 80, 200, largest_px=60, smallest_px=5, most_lines=1),
            "many_lines": fitting_font_px("một hai ba", 80, 200, largest_px=60, smallest_px=5),
            "just_two_lines": well_broken(
                "xây dựng xây dựng",
                int(TextMeasure(font_size=40, font_name=FONT).get_extents("xây dựng")[0]) + 2,
                300,
                largest_px=40,
                smallest_px=12,
                bold=False,
                most_lines=4,
                line_height=1.0,
            ),
            "scales": [scale_for(*size) for size in ((1920, 1080), (1080, 1920), (1280, 800), (960, 540))],
            "tint": list(tint(colours.PAPER, 0.5, "#000000")),
            "font": FONT,
        }
        sys.stdout.write(json.dumps(answer))
        self.stop()


if __name__ == "__main__":
    Probe().run()
