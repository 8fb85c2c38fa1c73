"""The page that a screen shows while its own program cannot start: what people do meanwhile, and whom staff call.

Drawn by Pillow alone, for what does not start may be Kivy. `python -m look.help_picture` writes it as the bytes of a
framebuffer; deploy/help_screen.py puts them on the screen.
"""

import argparse
import contextlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from look.colours import BLUE, BLUE_SOFT, INK, LINE, PAPER, rgb
from look.fonts import bold, regular
from look.language import Translate, translator
from look.slip_text import clean, fit

_STOPPED = {
    "kiosk": ("Máy lấy số đang tạm dừng", "Mời Ông/Bà gặp cán bộ để được lấy số."),
    "board": ("Màn hình gọi số đang tạm dừng", "Mời Ông/Bà chờ cán bộ gọi số."),
    "counter": ("Màn hình gọi số đang tạm dừng", "Mời Ông/Bà chờ cán bộ gọi số."),
    "touch-pad": ("Máy đánh giá đang tạm dừng", "Mời Ông/Bà góp ý trực tiếp với cán bộ."),
}
"""By role: what stands still, and what a citizen does."""
_CALL = "Cán bộ vui lòng gọi"
_NOBODY_NAMED = "Cán bộ vui lòng báo cán bộ kỹ thuật của Trung tâm"
_TRIES_AGAIN = "Máy tự thử lại mỗi phút. Thiết bị: {device}"
_STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""A long text is set smaller, down to half."""


@dataclass(frozen=True, slots=True)
class Help:
    """What the page says."""

    role: str
    device_id: str
    name: str
    """Whom staff call; empty when the settings name nobody."""
    telephone: str


def words_of(role: str) -> list[str]:
    """Every Vietnamese text of a role's page."""
    return [*_STOPPED[role], _CALL, _NOBODY_NAMED, _TRIES_AGAIN]


def read_help(settings: Path, role: str) -> Help:
    """What a device's settings say; a file that cannot be read, which may be the very trouble, leaves names out."""
    values: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):  # no TOML and no UTF-8 are ValueErrors
        values = tomllib.loads(settings.read_text(encoding="utf-8-sig"))
    asked = values.get("help")
    whom = asked if isinstance(asked, dict) else {}
    return Help(
        role=role,
        device_id=clean(str(values.get("device_id", role))),
        name=clean(str(whom.get("name", ""))),
        telephone=clean(str(whom.get("telephone", ""))),
    )


def turn_of(settings: Path) -> int:
    """How the picture is turned onto the panel, counterclockwise, as the program itself would."""
    try:
        turn = tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("rotation", 0)
    except (OSError, ValueError):
        return 0
    return turn if turn in (90, 180, 270) else 0


def draw_help(said: Help, width: int, height: int) -> Image.Image:
    """The page, upright, in RGB."""
    picture = Image.new("RGB", (width, height), rgb(PAPER))
    page = _Page(picture)
    stopped, instead = _STOPPED[said.role]
    english = translator("en")
    blocks = [
        page.text(stopped, 78, is_bold=True),
        page.text(instead, 54),
        page.gap(10),
        page.text(english(stopped), 40, colour=BLUE, is_bold=True),
        page.text(english(instead), 36, colour=BLUE),
        page.gap(40),
        page.box(said, english),
        page.gap(10),
        page.text(_TRIES_AGAIN.format(device=said.device_id), 26),
        page.text(english(_TRIES_AGAIN).format(device=said.device_id), 24, colour=BLUE),
    ]
    top = max(0, (height - sum(block.height for block in blocks)) // 2)
    ImageDraw.Draw(picture).rectangle((0, 0, width, round(height * 0.02)), fill=rgb(BLUE))
    for block in blocks:
        picture.paste(block, ((width - block.width) // 2, top))
        top += block.height
    return picture


class _Page:
    """Sizes are thousandths of the side that the page has to share: a lying screen's height, an upright one's width."""

    def __init__(self, picture: Image.Image) -> None:
        self._width = picture.width
        self._unit = min(picture.height, picture.width * 1.25, picture.height * 0.8 + picture.width * 0.2) / 1000

    def text(self, words: str, size: int, *, colour: str = INK, is_bold: bool = False, on: str = PAPER) -> Image.Image:
        sizes = tuple(max(8, round(size * self._unit * step)) for step in _STEPS)
        fitted = fit(
            words,
            bold() if is_bold else regular(),
            width_dots=round(self._width * 0.86),
            sizes_dots=tuple(sorted(set(sizes), reverse=True)),
            max_lines=2,
        )
        ascent, descent = fitted.font.getmetrics()
        line = round((ascent + descent) * 1.04)
        block = Image.new("RGB", (self._width, line * len(fitted.lines)), rgb(on))
        draw = ImageDraw.Draw(block)
        for at, words_of_line in enumerate(fitted.lines):
            draw.text((self._width / 2, at * line + ascent), words_of_line, rgb(colour), fitted.font, anchor="ms")
        return block

    def gap(self, size: int) -> Image.Image:
        return Image.new("RGB", (self._width, max(1, round(size * self._unit))), rgb(PAPER))

    def box(self, said: Help, english: Translate) -> Image.Image:
        """Whom staff call, in a frame."""
        if said.name or said.telephone:
            inside = [self.text(f"{_CALL} · {english(_CALL)}", 30, on=BLUE_SOFT)]
            inside += [self.text(said.name, 52, is_bold=True, on=BLUE_SOFT)] if said.name else []
            inside += [self.text(said.telephone, 84, is_bold=True, on=BLUE_SOFT)] if said.telephone else []
        else:
            inside = [
                self.text(_NOBODY_NAMED, 40, is_bold=True, on=BLUE_SOFT),
                self.text(english(_NOBODY_NAMED), 32, on=BLUE_SOFT),
            ]
        margin = round(26 * self._unit)
        height = sum(block.height for block in inside) + 2 * margin
        width = round(self._width * 0.92)
        box = Image.new("RGB", (width, height), rgb(BLUE_SOFT))
        top = margin
        for block in inside:
            box.paste(block, ((width - block.width) // 2, top))
            top += block.height
        ImageDraw.Draw(box).rectangle((0, 0, width - 1, height - 1), outline=rgb(LINE), width=max(1, margin // 8))
        return box


def panel_bytes(picture: Image.Image, turn: int, bits: int) -> bytes:
    """The picture as a panel of 32 or 16 bits a dot has it in memory, row by row without a gap.

    Raises:
        ValueError: another depth.
    """
    turned = picture.rotate(turn, expand=True) if turn else picture
    if bits == 32:
        return turned.tobytes("raw", "BGRX")
    if bits == 16:
        red, green, blue = (band.tobytes() for band in turned.split())
        packed = bytearray(2 * len(red))
        packed[0::2] = bytes((g << 3 & 0xE0) | b >> 3 for g, b in zip(green, blue, strict=True))
        packed[1::2] = bytes((r & 0xF8) | g >> 5 for r, g in zip(red, green, strict=True))
        return bytes(packed)
    raise ValueError(f"a panel of {bits} bits a dot")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m look.help_picture", description=__doc__)
    parser.add_argument("role", choices=sorted(_STOPPED), help="whose screen")
    parser.add_argument("--settings", type=Path, required=True, help="the device's settings: whom to call, rotation")
    parser.add_argument("--width", type=int, required=True, help="of the panel, in dots")
    parser.add_argument("--height", type=int, required=True, help="of the panel, in dots")
    parser.add_argument("--bits", type=int, default=32, help="of a dot: 32 or 16")
    parser.add_argument("--out", type=Path, required=True, help="where the bytes are put; .png: a picture")
    asked = parser.parse_args()
    turn = turn_of(asked.settings)
    width, height = (asked.height, asked.width) if turn in (90, 270) else (asked.width, asked.height)
    picture = draw_help(read_help(asked.settings, asked.role), width, height)
    if asked.out.suffix == ".png":
        picture.save(asked.out)
    else:
        asked.out.write_bytes(panel_bytes(picture, turn, asked.bits))
    return 0


if __name__ == "__main__":
    sys.exit(main())
