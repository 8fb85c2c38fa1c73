"""What is kept of a citizen's own words: no control bytes, no numbers that could name somebody, no addresses. Pure."""

import re

from server.domain.typed_text import one_line

LONGEST = 500
"""Letters."""
LEFT_OUT = "•••"

_NUMBER = re.compile(r"(?:\+?\d(?:[ .,/-]?\d){8,})")
"""Nine digits and more, also in groups: telephone, identity card, account, dossier."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def cleaned(words: str) -> str:
    """The words as they may be kept; empty when nothing is left."""
    plain = one_line(words)
    for what in (_ADDRESS, _NUMBER):
        plain = what.sub(LEFT_OUT, plain)
    return " ".join(plain.split())[:LONGEST].strip()
