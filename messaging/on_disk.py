"""What is written is on the disk, whatever becomes of the power: of a folder, that its names are."""

import os
from pathlib import Path


def to_disk(path: Path) -> None:
    """fsync a file or a folder.

    Raises:
        OSError: the disk does not take it.
    """
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
