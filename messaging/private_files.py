"""Files with secrets are their owner's alone: what others could read is closed to them, and said so once."""

import logging
import os
import stat
from pathlib import Path

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
