"""A pairing code as people type it, read alike by devices and server."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def letters_of_code(typed: str) -> str:
    """What is meant by what was typed: case, spaces and dashes do not matter, and neither do O for 0, I and L for 1."""
    return "".join(typed.split()).replace("-", "").replace("–", "").upper().translate(_READ_AS)
