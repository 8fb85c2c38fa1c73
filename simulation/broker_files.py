"""Writes what the demo's own mosquitto needs: its configuration, who may log in, and who may say what.

docs/decisions has the reasons; a real centre's broker is set up by the same rules (docs/settings.md).
"""

import os
import pwd
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from messaging import topics
from server.broker_key import make_broker_key
from server.db.connections import open_for_reading
from server.domain.broker_password import broker_password
from server.mqtt.broker_accounts import (
    ADMIN_USER,
    SERVER_USER,
    Account,
    Rights,
    Secret,
    account_of_admin,
    account_of_device,
    account_of_server,
    broker_file,
)
from simulation.centre_folder import CentreFolder, Device

ONLOOKER_USER = "_onlooker"
"""Of whoever watches a sample centre from outside; no device can have this name."""
_PLUGINS = Path("/usr/lib")


class BrokerMissing(Exception):
    """mosquitto or its plugin for rights cannot be found."""

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


def write_broker_files(folder: Path, *, port: int, accounts: Iterable[Account]) -> None:
    """Write the configuration, and the dynamic security plugin's file with these accounts: who is in none gets nothing.

    Raises:
        BrokerMissing: the Debian package mosquitto is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / "rights.json", broker_file(accounts))
    _write(
        folder / "mosquitto.conf",
        "\n".join(
            (
                f"listener {port} 127.0.0.1",
                "allow_anonymous false",
                f"plugin {_plugin()}",
                f"plugin_opt_config_file {folder / 'rights.json'}",
                # Nothing that matters lives in the broker: the server says everything anew on connect.
                "persistence false",
                "max_packet_size 262144",  # as deploy/broker/bocso.conf
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


def accounts_of(folder: CentreFolder, centre: str, devices: Iterable[Device]) -> list[Account]:
    """Everybody's account at a sample centre's broker; the devices' passwords are those that the server gives them."""
    key = make_broker_key(folder.broker_key)
    times_paired = generations(folder.database)
    accounts = [
        account_of_admin(folder.secret(f"{ADMIN_USER}.broker")),
        account_of_server(folder.secret(f"{SERVER_USER}.broker")),
        onlooker_account(folder.secret(f"{ONLOOKER_USER}.broker")),
    ]
    for device in devices:
        password = broker_password(key, device.device_id, times_paired.get(device.device_id, 1))
        folder.keep_secret(f"{device.device_id}.broker", password)
        accounts.append(account_of_device(centre, device.device_id, device.kind, device.counter_id, password))
    return accounts


def onlooker_account(password: str, *, user: str = ONLOOKER_USER, says: tuple[str, ...] = ()) -> Account:
    """One who sees what all boards, displays and kiosks are told."""
    hears = tuple(topics.anywhere(topic) for topic in topics.ALL_TOPICS)
    return Account(user, user, Rights(says, hears), Secret(password))


def generations(database: Path) -> dict[str, int]:
    """How often each device of a centre was paired, for its password at the broker; none in a file from before that."""
    if not database.exists():
        return {}
    with closing(open_for_reading(database)) as connection:
        columns = [row["name"] for row in connection.execute("PRAGMA table_info(devices)")]
        if "generation" not in columns:
            return {}
        return {row["device_id"]: row["generation"] for row in connection.execute("SELECT * FROM devices")}


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _found(program: str) -> str:
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is None:
        raise BrokerMissing
    return path


def _plugin() -> Path:
    """Debian keeps it beside the machine's libraries, such as /usr/lib/aarch64-linux-gnu."""
    found = sorted(_PLUGINS.glob("*/mosquitto_dynamic_security.so"))
    if not found:
        raise BrokerMissing
    return found[0]
