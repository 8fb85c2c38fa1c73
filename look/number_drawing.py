"""The ticket number as a picture: the same face and weight everywhere, at an exact digit height."""

from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from look.fonts import bold

_OVERSAMPLING = 4
"""Drawn so much larger first, so that squeezing and the cut to black and white leave smooth edges."""
_NARROWEST = 0.66
"""Below this share of its natural width a bold digit closes up; the number gets lower instead."""
_STEM_OF_HEIGHT = 0.235
"""Width of an upright stroke of Noto Sans Bold, as a share of the digit height."""
_STEM_KEPT = 0.5
"""How much of the stem that squeezing takes away is put back: all of it would fill the 8 and the 0."""


def number_image(number: str, *, height_dots: int, max_width_dots: int) -> Image.Image:
    """Draw `number` in black on white (mode "L"), cropped to its ink.

    Flat digits such as 1 are `height_dots` high; round ones reach a dot or two further. A number wider than
    `max_width_dots` is made narrower with its strokes kept strong, and lower only when that is not enough.
    """
    large = _drawn(number, digit_height=height_dots * _OVERSAMPLING)
    width, height = large.width / _OVERSAMPLING, large.height / _OVERSAMPLING
    share = min(1.0, max_width_dots / width)
    narrowed = max(share, _NARROWEST)
    lowered = share / narrowed
    if narrowed < 1.0:
        lost_stem = height_dots * _OVERSAMPLING * _STEM_OF_HEIGHT * (1 / narrowed - 1)
        large = _with_wider_stems(large, by=round(lost_stem * _STEM_KEPT / 2))
    size = (max(1, round(width * share)), max(1, round(height * lowered)))
    return large.resize(size, Image.Resampling.LANCZOS)


def _drawn(number: str, *, digit_height: int) -> Image.Image:
    font = _font_with_digit_height(digit_height)
    left, top, right, bottom = font.getbbox(number)
    picture = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))), 255)
    ImageDraw.Draw(picture).text((-left, -top), number, fill=0, font=font)
    ink = ImageChops.invert(picture).getbbox()
    return picture.crop(ink) if ink else picture


@cache
def _font_with_digit_height(height: int) -> ImageFont.FreeTypeFont:
    _, top, _, bottom = ImageFont.truetype(str(bold()), 1000).getbbox("1")
    return ImageFont.truetype(str(bold()), height * 1000 / (bottom - top))


def _with_wider_stems(picture: Image.Image, *, by: int) -> Image.Image:
    """Spread the black sideways by `by` dots on each side: uprights get stronger, bars stay as they are."""
    wide = Image.new("L", (picture.width + 2 * by, picture.height), 255)
    wide.paste(picture, (by, 0))
    covered = 0
    while covered < by:
        step = min(covered + 1, by - covered)  # a larger step would leave gaps
        wide = ImageChops.darker(wide, ImageChops.darker(_moved(wide, -step), _moved(wide, step)))
        covered += step
    return wide


def _moved(picture: Image.Image, by: int) -> Image.Image:
    moved = Image.new("L", picture.size, 255)
    moved.paste(picture, (by, 0))
    return moved
