"""The key from which the devices' passwords at the broker are made: a file of mode 600 beside the database."""

import secrets
from pathlib import Path

from messaging.private_files import put_file

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
    put_file(path, key)
    return key
