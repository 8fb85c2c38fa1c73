"""Write a secret so that only its owner reads it, and only once what it opens is known elsewhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bocso.faults import CommandFailed


@contextmanager
def secret_in_place_after(path: Path, secret: str) -> Iterator[None]:
    """Put the secret on the disk beside `path` (mode 600), run the body, and only then move it there.

    Whatever the disk refuses is so refused before the body runs; when the body fails, `path` is as it was.

    Raises:
        CommandFailed: the file cannot be written.
    """
    if path.is_dir():
        raise CommandFailed(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise CommandFailed(f"{path}: there is no folder {path.parent}; make it first")
    fresh = path.with_name(path.name + ".new")
    try:
        try:
            _write(fresh, secret)
        except OSError as error:
            raise CommandFailed(f"{path} cannot be written: {error.strerror}") from None
        yield
        try:
            fresh.replace(path)
        except OSError as error:
            raise CommandFailed(f"{path} cannot be written: {error.strerror}; run the command again") from None
    finally:
        fresh.unlink(missing_ok=True)


def _write(fresh: Path, secret: str) -> None:
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
