"""What a device was given when it was paired, on its disk: nothing or everything, whenever the power fails.

`DATA_DIR/enrolled` is a link to a folder (mode 700) with a settings file, as a person would write it by hand, and the
secrets that it names. Another one is written whole beside it, and then the link is moved over: one rename.
"""

import hashlib
import json
import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from messaging.on_disk import to_disk
from messaging.pairing_code import letters_of_code
from messaging.requests import DeviceAccess

SETTINGS = "settings.toml"
FOR_THE_BROKER = "broker-password"

_CREDENTIAL = "credential"
_CA = "ca.pem"
_GIVEN_AT = "given-at"
_ATTEMPT = "rotation-attempt"
_PAIRING = "pairing-attempt"
_SAYS = "# Written when this device was paired: it goes over the settings file. Remove the link to this folder to undo."


def enrolled_folder(data_dir: Path) -> Path:
    """Where a paired device has its settings and secrets; not there before it is paired."""
    return data_dir / "enrolled"


def keep_access(access: DeviceAccess, data_dir: Path) -> None:
    """Become what the server says: settings and secrets, of mode 600, in one step.

    Raises:
        OSError: the disk takes nothing; all is as it was.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    link = enrolled_folder(data_dir)
    fresh = data_dir / f"enrolled-{secrets.token_hex(8)}"
    try:
        fresh.mkdir(mode=0o700)
        for name, content in _files(access, link).items():
            _write(fresh / name, content)
        to_disk(fresh)
        beside = data_dir / "enrolled.new"
        beside.unlink(missing_ok=True)
        beside.symlink_to(fresh.name)
        beside.replace(link)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    to_disk(data_dir)
    for answered in (_ATTEMPT, _PAIRING):
        (data_dir / answered).unlink(missing_ok=True)
    for former in data_dir.glob("enrolled-*"):
        if former.name != fresh.name:
            shutil.rmtree(former, ignore_errors=True)


def begin_pairing(data_dir: Path, code: str) -> UUID:
    """The attempt with a code: the same one when its answer was lost, also after a restart and however the code is
    written the second time; stored before it is sent.

    Raises:
        OSError: it cannot be stored.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(letters_of_code(code).encode()).hexdigest()
    try:
        known, attempt = (data_dir / _PAIRING).read_text(encoding="ascii").split()
        if known == digest:
            return UUID(attempt)
    except (OSError, ValueError):
        pass
    return _store_attempt(data_dir / _PAIRING, f"{digest} ")


def given_at(data_dir: Path) -> datetime | None:
    """When the server gave the credential in force; None: the device was not paired with a code."""
    try:
        return datetime.fromisoformat((enrolled_folder(data_dir) / _GIVEN_AT).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def pending_rotation(data_dir: Path) -> UUID | None:
    """An attempt that was sent and has no answer yet."""
    try:
        return UUID((data_dir / _ATTEMPT).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def begin_rotation(data_dir: Path) -> UUID:
    """The attempt to send: the one that has no answer yet, else a new one, stored before it is sent.

    Raises:
        OSError: it cannot be stored.
    """
    known = pending_rotation(data_dir)
    if known is not None:
        return known
    return _store_attempt(data_dir / _ATTEMPT, "")


def _store_attempt(path: Path, before: str) -> UUID:
    attempt, beside = uuid4(), path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    _write(beside, f"{before}{attempt}\n")
    beside.replace(path)
    to_disk(path.parent)
    return attempt


def _files(access: DeviceAccess, folder: Path) -> dict[str, str]:
    """Named through the link, so that who reads them anew at each call has those in force."""
    lines = [_SAYS, f"centre = {_text(access.centre)}", f"device_id = {_text(access.device_id)}"]
    if access.counter is not None:
        lines.append(f"counter_id = {_text(access.counter)}")
    files = {_CREDENTIAL: access.credential + "\n", _GIVEN_AT: access.given_at.isoformat() + "\n"}
    ca = []
    if access.ca_pem is not None:
        files[_CA] = access.ca_pem
        ca = [f"ca_file = {_text(str(folder / _CA))}"]
    lines += ["", "[server]", f"url = {_text(access.server_url)}"]
    lines += [f"credential_file = {_text(str(folder / _CREDENTIAL))}", *ca]
    lines += ["", "[broker]", f"host = {_text(access.mqtt.host)}", f"port = {access.mqtt.port}"]
    if access.mqtt.tls:
        lines += ca
    if access.mqtt.username is not None:
        lines.append(f"username = {_text(access.mqtt.username)}")
    if access.mqtt.password is not None:
        files[FOR_THE_BROKER] = access.mqtt.password + "\n"
        lines.append(f"password_file = {_text(str(folder / FOR_THE_BROKER))}")
    return files | {SETTINGS: "\n".join(lines) + "\n"}


def _text(value: str) -> str:
    """As TOML writes it; a JSON string is one."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, content: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
