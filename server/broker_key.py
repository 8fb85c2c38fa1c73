"""The key from which the devices' passwords at the broker are made: a file of mode 600 beside the database."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def make_broker_key(path: Path) -> bytes:
    """The key in the file, which is made when it is not there or was cut off while it was written.

    Raises:
        OSError: the file can be neither read nor made.
    """
    if path.exists():
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
    key = secrets.token_bytes(KEY_BYTES)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return key
