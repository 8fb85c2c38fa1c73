"""What a code says that lets a phone join the hall's Wi-Fi: the common `WIFI:` form that cameras of phones know."""

import segno

_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in '\\;,:"'})


def wifi_code(name: str, password: str) -> str:
    """The text of the code; an empty password stands for an open network."""
    if not password:
        return f"WIFI:T:nopass;S:{name.translate(_ESCAPED)};;"
    return f"WIFI:T:WPA;S:{name.translate(_ESCAPED)};P:{password.translate(_ESCAPED)};;"


def readable_symbol(words: str) -> segno.QRCode:
    """The code of any text. What is not ASCII is marked as UTF-8 (ECI 26): without the mark readers guess, some of them
    Japanese.

    Raises:
        segno.DataOverflowError: the text is longer than any code can hold.
    """
    if words.isascii():
        return segno.make_qr(words, error="m")
    return segno.make_qr(words, error="m", encoding="utf-8", eci=True)
