"""What a code says that lets a phone join the hall's Wi-Fi: the common `WIFI:` form that cameras of phones know."""

_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in '\\;,:"'})


def wifi_code(name: str, password: str) -> str:
    """The text of the code; an empty password stands for an open network."""
    if not password:
        return f"WIFI:T:nopass;S:{name.translate(_ESCAPED)};;"
    return f"WIFI:T:WPA;S:{name.translate(_ESCAPED)};P:{password.translate(_ESCAPED)};;"
