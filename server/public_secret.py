"""The secret with which the program that serves phones passes on what citizens say: a file of mode 600 for both."""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 32
SHORTEST = 32
"""Letters. A file that was cut off while it was written is made anew: an empty secret would let everybody in."""


def make_public_secret(path: Path) -> str:
    """The secret in the file, which is made when it is not there.

    Raises:
        OSError: the file can be neither read nor made.
    """
    if path.exists():
        secret = read_public_secret(path)
        if len(secret) >= SHORTEST:
            return secret
    secret = secrets.token_urlsafe(SECRET_BYTES)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return secret


def read_public_secret(path: Path) -> str:
    """The secret in the file.

    Raises:
        OSError: the file cannot be read.
    """
    return path.read_text(encoding="ascii").strip()
