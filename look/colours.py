"""The palette, once. Web pages repeat these names as CSS custom properties; a test compares them."""

INK = "#10243E"
PAPER = "#FFFFFF"
MIST = "#F1F5F9"
LINE = "#CBD5E1"
BLUE = "#0B4F94"
BLUE_SOFT = "#E3EEF9"
CALL = "#FFC72C"
"""Now calling, and nothing else."""
GOOD = "#166B3F"
GOOD_SOFT = "#E3F3EA"
WARN = "#8A4B00"
WARN_SOFT = "#FDF1DF"
BAD = "#A61B1B"
"""Cannot; never "important"."""
BAD_SOFT = "#FBE9E9"
NIGHT = "#0B1B2E"
NIGHT_TEXT = "#FFFFFF"
NIGHT_MUTED = "#B8C7DA"


def rgba(hex_colour: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
    """A `#RRGGBB` colour as four floats of 0 to 1, as Kivy wants it."""
    value = hex_colour.lstrip("#")
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue, alpha


def rgb(hex_colour: str) -> tuple[int, int, int]:
    """A `#RRGGBB` colour as three integers of 0 to 255, as Pillow wants it."""
    value = hex_colour.lstrip("#")
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:6], 16)
