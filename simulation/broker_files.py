"""Writes what the demo's own mosquitto needs: its configuration, who may log in, and who may say what.

docs/decisions has the reasons; a real centre's broker is set up by the same rules (docs/settings.md).
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from messaging import topics

SERVER_USER = "server"


class BrokerMissing(Exception):
    """mosquitto or its password tool cannot be found."""

    def __init__(self) -> None:
        super().__init__("mosquitto is missing; install it: sudo apt-get install mosquitto")


def broker_command(folder: Path) -> tuple[str, ...]:
    """How to start the broker of `folder`.

    Raises:
        BrokerMissing: the Debian package mosquitto is not installed.
    """
    return _found("mosquitto"), "-c", str(folder / "mosquitto.conf")


def broker_account(folder: Path) -> tuple[int, int] | None:
    """Whom a root's broker runs as: Debian's user `mosquitto`, if it can get at `folder`.

    None means: as whoever starts it.
    """
    if os.geteuid() != 0 or any(not above.stat().st_mode & 0o001 for above in folder.absolute().parents):
        return None
    try:
        entry = pwd.getpwnam("mosquitto")
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid


def write_broker_files(folder: Path, *, port: int, centre: str, passwords: Mapping[str, str]) -> None:
    """Write configuration, password file and access list; `passwords` by user, devices and the server.

    Raises:
        BrokerMissing: the Debian package mosquitto is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / "access", _access(centre, [user for user in passwords if user != SERVER_USER]))
    _write(folder / "passwords", "".join(f"{user}:{password}\n" for user, password in passwords.items()))
    subprocess.run(
        [_found("mosquitto_passwd"), "-U", str(folder / "passwords")],
        check=True,
        capture_output=True,
        timeout=10,
    )
    (folder / "passwords").chmod(0o600)  # the tool writes a new file
    _write(
        folder / "mosquitto.conf",
        "\n".join(
            (
                f"listener {port} 127.0.0.1",
                "allow_anonymous false",
                f"password_file {folder / 'passwords'}",
                f"acl_file {folder / 'access'}",
                # Nothing that matters lives in the broker: the server says everything anew on connect.
                "persistence false",
                "max_queued_messages 1000",
                "log_dest stderr",
                "log_type error",
                "log_type warning",
                "log_type notice",
                # Who starts it decides whom it runs as; without this line a root's broker drops to a user
                # that may not be able to read its files.
                *(("user root",) if os.geteuid() == 0 else ()),
                "",
            )
        ),
    )
    account = broker_account(folder)
    if account is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, *account)


def _access(centre: str, devices: list[str]) -> str:
    """Devices hear everything and say only that they are there; the server says everything else."""
    lines = [f"user {SERVER_USER}"]
    for topic in topics.ALL_TOPICS:
        right = "write" if topic.publisher is topics.Publisher.SERVER else "read"
        everyone = topic.pattern.format(centre=centre, counter="+", device="+")
        lines.append(f"topic {right} {topics.ROOT}/{everyone}")
    for device in devices:
        lines += [
            "",
            f"user {device}",
            f"topic read {topics.ROOT}/{centre}/#",
            f"topic write {topics.device_presence(centre, device)}",
        ]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _found(program: str) -> str:
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is None:
        raise BrokerMissing
    return path
