"""What a person typed, as it may be kept: nothing in it that a printer, a page or a log would obey. Pure.

Controls, half letters and unassigned ones become spaces, and so do marks that turn the direction of writing or have no
width: nobody types them, and they hide things from a reader. Letters are composed (NFC).
"""

import unicodedata


def one_line(typed: str) -> str:
    """The words on one line, a space between them."""
    return " ".join(_visible(typed).split())


def lines(typed: str) -> str:
    """The same with its lines kept; empty ones fall away."""
    said = (one_line(line) for line in typed.splitlines())
    return "\n".join(line for line in said if line)


def _visible(typed: str) -> str:
    normal = unicodedata.normalize("NFC", typed)
    return "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in normal)
