"""Draws the pages of the look-up, offscreen, in one language: `lookup_pictures.py 1080 1920 vi FOLDER`.

A program of its own because Kivy's window belongs to a process. It leaves a PNG of each page and, in
`seen.json`, its texts with their letters and boxes, what did not fit, and what can be touched.
"""

import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "offscreen"

from look.kivy_setup import prepare

WIDTH, HEIGHT, LANGUAGE, FOLDER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])


def main() -> None:
    prepare(title="test", size=(WIDTH, HEIGHT), home=FOLDER / "kivy", window="window")
    from lookup_scenes import draw_all  # Kivy reads its environment when it is imported

    draw_all((WIDTH, HEIGHT), LANGUAGE, FOLDER)


main()
