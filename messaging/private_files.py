"""Files with secrets are their owner's alone: what others could read is closed to them, and said so once."""

import logging
import os
import stat
from pathlib import Path

from messaging.on_disk import to_disk

_log = logging.getLogger(__name__)

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotPrivate(Exception):
    """Others may read the file, and we may not close it to them; the message says what to do."""


def keep_private(path: Path) -> None:
    """Make a file's mode 600 if others may read or write it; a file that is not there is left to whoever needs it.

    A file of somebody else's that our group alone may read is left: whoever installed us made it so on purpose.

    Raises:
        NotPrivate: everybody may read or write it, and it is not ours to close.
    """
    try:
        found = path.stat()
    except OSError:
        return
    open_to = stat.S_IMODE(found.st_mode) & _OF_OTHERS
    if not open_to:
        return
    if found.st_uid != os.geteuid() and not open_to & stat.S_IRWXO:
        return
    try:
        path.chmod(0o600)
    except OSError as error:
        raise NotPrivate(
            f"{path}: others may read it and it cannot be closed ({error.strerror}); its owner: chmod 600 {path}"
        ) from None
    _log.warning("%s: others could read it (mode %03o); it is closed to them now", path, stat.S_IMODE(found.st_mode))


def put_file(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file whole or not at all, on the disk when this returns; the owner of a former one stays who it was.

    Raises:
        OSError: it cannot be written; what was there is there.
    """
    former = path.stat() if path.exists() else None
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        os.fchmod(file.fileno(), mode)  # whatever the umask of who calls: the server reads what root's timer renews
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if former is not None and os.geteuid() == 0:
        os.chown(fresh, former.st_uid, former.st_gid)
    fresh.replace(path)
    to_disk(path.parent)
