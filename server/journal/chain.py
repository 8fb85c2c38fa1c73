"""The hash chain: how one journal row seals all before it.

hash = SHA-256 of the previous hash, then of every other column of the row in the order of `SEALED`, each
written as its length in bytes, a colon and the bytes (a netstring without its comma). Integers are written
in decimal, text in UTF-8, exactly as stored: nothing is parsed and written again.
"""

import hashlib
from dataclasses import dataclass

GENESIS = "0" * 64
"""The hash before the first row."""

SEALED = ("seq", "at", "kind", "version", "actor", "body")


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the journal: its sequence and hash. (0, GENESIS) when it is empty."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)


def seal(previous: str, seq: int, at: str, kind: str, version: int, actor: str, body: str) -> str:
    """The hash of a row, 64 hexadecimal digits."""
    sealed = bytearray()
    for column in (previous, str(seq), at, kind, str(version), actor, body):
        stored = column.encode(errors="surrogateescape")  # bytes that are no UTF-8 were never sealed by us
        sealed += b"%d:" % len(stored)
        sealed += stored
    return hashlib.sha256(sealed).hexdigest()
