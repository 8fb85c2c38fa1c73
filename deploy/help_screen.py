"""Puts a page on the screen that says whom to call, while the screen's own program cannot start.

Started by bocso-help@.service. The page is drawn by the installed program's Pillow (look/help_picture.py) and written
into the kernel's framebuffer: neither Kivy nor OpenGL, which may be what fails, is asked. When that fails too, the page
that was drawn last is taken, and without one plain words stand on the console. The installer puts this file beside the
programs, not into them, and it needs Python's standard library only: it works when the installed program is gone.
"""

import argparse
import contextlib
import re
import signal
import subprocess
import sys
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

AGAIN_S = 2.0
"""A kernel message, a cursor or a try to start draws over the page: it is put there again."""
DRAWN_WITHIN_S = 60.0
HIDE_CURSOR_AND_CLEAR = "\033[?25l\033[2J\033[H"
WORDS = (
    "Máy đang tạm dừng. Mời Ông/Bà gặp cán bộ.",
    "This machine is out of service. Please ask a member of staff.",
    "Cán bộ vui lòng gọi / Staff, please call: {whom}",
)
NOBODY_NAMED = "cán bộ kỹ thuật của Trung tâm / the centre's technician"


@dataclass(frozen=True)
class Panel:
    """A framebuffer as the kernel describes it below /sys/class/graphics."""

    width: int
    height: int
    bits: int
    """Of one dot."""
    line_bytes: int
    """From one row to the next; more than the dots need on some panels."""


def panel_of(described: Path) -> Panel:
    """
    Raises:
        OSError, ValueError: there is no screen, or one that says nothing of itself.
    """

    def said(name: str) -> str:
        return (described / name).read_text(encoding="ascii").strip()

    mode = re.search(r"(\d+)x(\d+)", said("modes") if (described / "modes").exists() else "")
    width, height = mode.groups() if mode else said("virtual_size").split(",")
    bits = int(said("bits_per_pixel"))
    return Panel(int(width), int(height), bits, int(said("stride")) or int(width) * bits // 8)


def drawn(asked: argparse.Namespace, panel: Panel) -> bytes | None:
    """The page as the panel's dots, newly drawn or as it was drawn last; None when there is neither."""
    folder: Path = asked.kept
    kept = folder / f"{asked.role}.{panel.width}x{panel.height}.{panel.bits}"
    coming = kept.with_name(f"{kept.name}.new")
    command = [str(asked.python), "-P", "-m", "look.help_picture", asked.role, "--settings", str(asked.settings)]
    command += ["--width", str(panel.width), "--height", str(panel.height), "--bits", str(panel.bits)]
    try:
        subprocess.run([*command, "--out", str(coming)], check=True, timeout=DRAWN_WITHIN_S)
        coming.replace(kept)
    except (OSError, subprocess.SubprocessError) as fault:
        sys.stderr.write(f"the page could not be drawn: {fault}\n")
    with contextlib.suppress(OSError):
        dots = kept.read_bytes()
        if len(dots) == panel.width * panel.height * panel.bits // 8:
            return dots
    return None


def put(dots: bytes, panel: Panel, screen: Path) -> None:
    row_bytes = panel.width * panel.bits // 8
    rows = (dots[at : at + row_bytes].ljust(panel.line_bytes, b"\0") for at in range(0, len(dots), row_bytes))
    with screen.open("r+b", buffering=0) as memory:
        memory.write(b"".join(rows))


def plain_words(settings: Path) -> str:
    """For a console, whose letters lack most of Vietnamese's: without marks they can still be read."""
    whom = ""
    with contextlib.suppress(OSError, ValueError):
        import tomllib  # Python 3.11; without it, or with broken settings, the words stand without a name

        named = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("help", {})
        if isinstance(named, dict):
            whom = " ".join(str(named[key]) for key in ("name", "telephone") if named.get(key))
    text = "\r\n\r\n".join(WORDS).format(whom=whom or NOBODY_NAMED)
    text = "".join(letter for letter in text if letter in "\r\n" or not unicodedata.category(letter).startswith("C"))
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "\r\n\r\n   " + "".join(one for one in bare if not unicodedata.combining(one)).replace("\n", "\n   ")


def show(asked: argparse.Namespace, dots: bytes | None, panel: Panel | None) -> None:
    """Once; a screen or a console that is away for the moment is tried again later."""
    with contextlib.suppress(OSError):
        asked.console.write_text(
            HIDE_CURSOR_AND_CLEAR + ("" if dots else plain_words(asked.settings)), encoding="ascii", errors="replace"
        )
    with contextlib.suppress(OSError):
        if dots is not None and panel is not None:
            put(dots, panel, asked.screen)


def main() -> int:
    parser = argparse.ArgumentParser(prog="help_screen.py", description=__doc__)
    parser.add_argument("role", help="kiosk, board, counter or touch-pad; also as the unit's name, bocso-kiosk")
    parser.add_argument("--settings", type=Path, help="the device's settings; /etc/bocso/ROLE.toml when left out")
    parser.add_argument("--python", type=Path, default=Path("/opt/bocso/current/bin/python"), help="draws the page")
    parser.add_argument("--screen", type=Path, default=Path("/dev/fb0"), help="the framebuffer")
    parser.add_argument("--described", type=Path, default=Path("/sys/class/graphics/fb0"), help="where its size stands")
    parser.add_argument("--console", type=Path, default=Path("/dev/tty1"), help="for plain words")
    parser.add_argument("--kept", type=Path, default=Path("/var/cache/bocso-help"), help="where the page stays")
    parser.add_argument("--once", action="store_true", help="put it there once and end")
    asked = parser.parse_args()
    asked.role = asked.role.removeprefix("bocso-")
    asked.settings = asked.settings or Path("/etc/bocso") / f"{asked.role}.toml"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    panel, dots = None, None
    show(asked, None, None)  # words at once: drawing takes a second or two
    try:
        panel = panel_of(asked.described)
        dots = drawn(asked, panel)
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"no screen to draw on: {fault}\n")
    while True:
        show(asked, dots, panel)
        if asked.once:
            return 0
        time.sleep(AGAIN_S)


if __name__ == "__main__":
    sys.exit(main())
