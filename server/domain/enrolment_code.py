"""The code with which a device is paired: eight letters, none of which is easily taken for another."""

from dataclasses import dataclass
from enum import Enum

from server.domain.instant import MINUTE_MS, Instant

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, which are taken for 1, 1, 0, and no U."""
LETTERS = 8
"""40 bits. The first half tells which invitation is meant, so that only wrong guesses at it count against it."""
HALF = LETTERS // 2
VALID_MS = 10 * MINUTE_MS
"""Time to walk to the device; ASVS 6.5.5 asks for no more."""
TRIES = 5
"""Wrong second halves: a chance of one in 200,000 for who has seen the first."""


def code_of(number: int) -> str:
    """The code of a random number below 2**40."""
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LETTERS - 1), -1, -5))


def read_code(letters: str) -> str | None:
    """The code that these letters are, as `messaging.pairing_code` reads what was typed; None when they can be none."""
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else None


def shown_code(code: str) -> str:
    """As people read it: `K7QM-2X9P`."""
    return f"{code[:HALF]}-{code[HALF:]}"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that was made for a device."""

    made_at: Instant
    tries: int
    """Wrong second halves so far."""
    used_at: Instant | None


class Standing(Enum):
    """What an invitation is still good for."""

    OPEN = "open"
    USED = "used"
    """A device was paired with it."""
    EXPIRED = "expired"
    WORN_OUT = "worn_out"
    """It was mistyped too often, or somebody guesses."""


def standing(invitation: Invitation, now: Instant) -> Standing:
    """A used one stays used: the page says so, and whoever used it may ask again for what they were given."""
    if invitation.used_at is not None:
        return Standing.USED
    if invitation.tries >= TRIES:
        return Standing.WORN_OUT
    return Standing.OPEN if now - invitation.made_at < VALID_MS else Standing.EXPIRED
