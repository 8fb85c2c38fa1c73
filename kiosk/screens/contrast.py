"""The colours of high contrast: black ground, white words, yellow for what can be touched."""

from look import colours
from look.kivy_faces import RatingFace
from look.kivy_theme import RoundedPanel, tint

BLACK, WHITE, YELLOW, PRESSED = "#000000", "#FFFFFF", "#FFE14D", "#4A4A4A"
QUIET = "#3B4B61"
"""Second words on white and mist: 7:1 on both."""

Rgba = tuple[float, ...]

_INSTEAD = {
    colours.INK: WHITE,
    QUIET: WHITE,
    colours.PAPER: BLACK,
    colours.MIST: BLACK,
    colours.BLUE_SOFT: BLACK,
    colours.GOOD_SOFT: BLACK,
    colours.WARN_SOFT: BLACK,
    colours.BAD_SOFT: BLACK,
    colours.LINE: WHITE,
    colours.BLUE: YELLOW,
    colours.GOOD: YELLOW,
    colours.WARN: YELLOW,
    colours.BAD: YELLOW,
}
_INSTEAD_RGBA: dict[Rgba, Rgba] = {colours.rgba(old): colours.rgba(new) for old, new in _INSTEAD.items()}
_INSTEAD_RGBA[tint(colours.BLUE, 0.45)] = colours.rgba(WHITE)
_PRESSED_RGBA = _INSTEAD_RGBA | {
    colours.rgba(colours.BLUE_SOFT): colours.rgba(PRESSED),
    colours.rgba(colours.INK): colours.rgba(WHITE),
}


def contrasty(colour: Rgba) -> Rgba:
    """Instead of a colour of the palette; what is not of it (a service's own) becomes yellow."""
    return _INSTEAD_RGBA.get(tuple(colour), colours.rgba(YELLOW))


def dress(widget: object) -> None:
    """Give a part of a page, which has its usual colours, those of high contrast. Unseen ones stay unseen."""
    if hasattr(widget, "color"):
        _change(widget, "color", _INSTEAD_RGBA)
    if isinstance(widget, RoundedPanel):
        for name in ("fill_colour", "line_colour", "rest_fill", "rest_line", "pressed_line"):
            _change(widget, name, _INSTEAD_RGBA)
        _change(widget, "pressed_fill", _PRESSED_RGBA)
    if isinstance(widget, RatingFace):
        for name in ("face_colour", "line_colour"):
            _change(widget, name, _INSTEAD_RGBA)


def _change(widget: object, name: str, instead: dict[Rgba, Rgba]) -> None:
    colour = tuple(getattr(widget, name, ()))
    if len(colour) == 4 and colour[3] > 0:
        setattr(widget, name, instead.get(colour, colours.rgba(YELLOW)))
