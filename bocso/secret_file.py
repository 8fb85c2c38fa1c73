"""Write a secret so that only its owner reads it."""

import os
from pathlib import Path


def write_secret(path: Path, secret: str) -> None:
    """Replace the file with one of mode 600 that holds the secret and a newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    fresh.replace(path)
