"""What is kept of a citizen's own words: no control bytes, no numbers that could name somebody, no addresses. Pure."""

import re
import unicodedata

LONGEST = 500
"""Letters."""
LEFT_OUT = "•••"

_NUMBER = re.compile(r"(?:\+?\d(?:[ .,/-]?\d){8,})")
"""Nine digits and more, also in groups: telephone, identity card, account, dossier."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def cleaned(words: str) -> str:
    """The words as they may be kept; empty when nothing is left."""
    normal = unicodedata.normalize("NFC", words)
    # Also what turns the direction of writing or has no width: nobody types it, and it hides things from a reader.
    plain = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in normal)
    for what in (_ADDRESS, _NUMBER):
        plain = what.sub(LEFT_OUT, plain)
    return " ".join(plain.split())[:LONGEST].strip()
