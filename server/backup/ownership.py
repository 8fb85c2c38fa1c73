"""Files that root makes beside the database are handed to the server's own user, who could not open them otherwise."""

import contextlib
import os
from pathlib import Path


def hand_over(path: Path, database: Path) -> None:
    """Give a file or folder to the owner of the database's folder; nothing when somebody else than root made it.

    Raises:
        OSError: it is not there, or the disk does not take it.
    """
    if os.geteuid() != 0:
        return
    folder = database.parent.stat()
    # A stick with FAT keeps no owners: whom its files belong to was said when it was mounted.
    with contextlib.suppress(PermissionError):
        os.chown(path, folder.st_uid, folder.st_gid)


def make_folder(folder: Path, database: Path) -> None:
    """Make a folder that only the server's user may open, and those above it; nothing when it is there.

    Raises:
        OSError: it cannot be made.
    """
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in missing:
        hand_over(made, database)
