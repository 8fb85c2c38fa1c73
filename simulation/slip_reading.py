"""Reads the number back from the dots of a printed slip: it is one of the tall things on the paper."""

from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops

from look.number_drawing import number_image

_LEAST_HEIGHT_DOTS = 80
"""1 cm; the number has 18 mm, and nothing beside it but the QR code is that tall."""
_MARGINS_DOTS = 32
_WIDTH_TOLERANCE = 0.05
_ALIKE = 0.02
"""Share of dots that may differ: the paper's dots are black or white, the drawing has grey edges. Measured:
the same number differs in under 1 %, one with another digit (8 and 0, 0 and 9) in over 4 %."""


def shows_number(slip: Image.Image, number: str) -> bool:
    """Whether `number` stands large on the slip."""
    return number_among(slip, [number]) is not None


def number_among(slip: Image.Image, numbers: Iterable[str]) -> str | None:
    """The first of `numbers` that stands large on the slip; None: none of them does."""
    blocks = list(tall_blocks(slip))
    if not blocks:
        return None
    for number in numbers:
        if any(unlikeness(block, slip.width, number) <= _ALIKE for block in blocks):
            return number
    return None


def unlikeness(block: Image.Image, slip_width: int, number: str) -> float:
    """The share of dots in which a block of the slip differs from `number` drawn as large, 0 to 1."""
    expected = number_image(number, height_dots=block.height, max_width_dots=slip_width - _MARGINS_DOTS)
    shrinking = block.height / expected.height  # round digits are a little taller than the height asked for
    if abs(expected.width * shrinking - block.width) > _WIDTH_TOLERANCE * block.width:
        return 1.0
    difference = ImageChops.difference(expected.resize(block.size, Image.Resampling.LANCZOS), block)
    return sum(difference.histogram()[128:]) / (block.width * block.height)


def tall_blocks(slip: Image.Image) -> Iterator[Image.Image]:
    """Stretches of rows with ink in each of them, cropped to their ink, the upper first."""
    grey = slip.convert("L")
    # The darkest dot of each row.
    rows = [min(grey.crop((0, row, grey.width, row + 1)).tobytes()) < 128 for row in range(grey.height)]
    top = None
    for row, has_ink in enumerate([*rows, False]):
        if has_ink and top is None:
            top = row
        elif not has_ink and top is not None:
            if row - top >= _LEAST_HEIGHT_DOTS:
                block = grey.crop((0, top, grey.width, row))
                yield block.crop(ImageChops.invert(block).getbbox())
            top = None
