"""What a thing to touch is called, and what a page is about: the words that stand there."""

from kivy.uix.widget import Widget

from kiosk.screens.parts import Sheet, Touchable
from look.kivy_theme import FittedLabel, NumberLabel


def spoken_name(touched: Touchable) -> str:
    """Its bold words, else all of them, else its number; empty when nothing stands on it."""
    if touched.says:
        return touched.says
    inside = [part for part in _beside(touched) if touched.collide_point(*part.center)]
    labels = [part for part in inside if isinstance(part, FittedLabel) and part.text]
    labels = [label for label in labels if label.bold] or labels
    words = " ".join(label.text for label in sorted(labels, key=lambda label: -label.top))
    if not words:
        words = " ".join(part.text for part in inside if isinstance(part, NumberLabel))
    return words.replace("\n", " ")


def names_on(sheet: Sheet) -> list[str]:
    """Of everything that can be touched on a sheet."""
    return [spoken_name(part) for part in sheet.children if isinstance(part, Touchable) and part.is_enabled]


def spoken_title(sheet: Sheet) -> str:
    """The words in the largest letters that are on no button."""
    buttons = [part for part in sheet.children if isinstance(part, Touchable)]
    labels = [
        part
        for part in sheet.children
        if isinstance(part, FittedLabel) and part.text and not any(one.collide_point(*part.center) for one in buttons)
    ]
    if not labels:
        return ""
    title: str = max(labels, key=lambda label: label.max_font_px).text
    return title.replace("\n", " ")


def spelled(number: str) -> str:
    """`A025` as it is read out: `A, 0, 2, 5`."""
    return ", ".join(sign for sign in number if sign.isalnum())


def _beside(touched: Touchable) -> list[Widget]:
    return [] if touched.parent is None else touched.parent.children
