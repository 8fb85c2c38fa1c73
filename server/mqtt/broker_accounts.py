"""Who may log in at the broker and what each may say and hear there: exactly what it needs, and nothing else.

Written for mosquitto's dynamic security plugin, whose file and commands speak of clients (who logs in) and roles (what
one may do). A role belongs to one client: the plugin of mosquitto 2.0 knows no "%u" in a topic.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from messaging import topics

SERVER_USER = "server"
ADMIN_USER = "_rights"
"""Gives and takes rights, and nothing else. No device can have this name: an id begins with a letter or digit."""
CONTROL_TOPIC = "$CONTROL/dynamic-security/v1"
ANSWER_TOPIC = f"{CONTROL_TOPIC}/response"
"""The plugin answers on it, to the asking client alone."""

DEVICE_ROLE = "device-"
"""With it begin the roles of devices. Clients without such a role are somebody else's, and are left alone."""

NOTHING_BY_DEFAULT = {
    "publishClientSend": False,
    "publishClientReceive": False,
    "subscribe": False,
    "unsubscribe": True,
}
"""What a client may do that no role speaks of. As made by `mosquitto_ctrl dynsec init` it may receive everything."""

_ITERATIONS = 101
"""As mosquitto's own tool has it. These passwords are 256 random bits: there is nothing to guess."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Topics, with `+` where one part may be anything."""

    says: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()

    def as_acls(self) -> list[dict[str, Any]]:
        """As a role says it: hearing takes the right to subscribe and the right to be sent each message."""
        pairs = [("publishClientSend", topic) for topic in self.says]
        for topic in self.hears:
            pairs += [("subscribePattern" if "+" in topic else "subscribeLiteral", topic)]
            pairs += [("publishClientReceive", topic)]
        return [{"acltype": kind, "topic": topic, "priority": 0, "allow": True} for kind, topic in pairs]


@dataclass(frozen=True, slots=True)
class Account:
    """One who may log in. The password is never shown, not even in an error's text."""

    user: str
    role: str
    rights: Rights
    password: "Secret"
    keeps_former: bool = False
    """A device that was never paired since such accounts are made: the password it has from before holds on."""

    @property
    def mark(self) -> str:
        """Stands beside the client at the broker and tells whether it has this password still."""
        return hashlib.sha256(f"bocso\0{self.user}\0{self.password.text}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Secret:
    text: str

    def __repr__(self) -> str:
        return "Secret(…)"


def rights_of_device(centre: str, device_id: str, kind: str, counter_id: str | None) -> Rights:
    """What a device needs: its own topic, the server's life, and what it shows; it says that it is there."""
    hears = [topics.server_presence(centre), topics.device(centre, device_id)]
    if kind == "kiosk":
        hears.append(topics.kiosk(centre))
    elif kind == "board":
        hears.append(topics.board(centre))
    elif counter_id:  # a counter's display or pad
        hears.append(topics.counter(centre, counter_id))
    return Rights(says=(topics.device_presence(centre, device_id),), hears=tuple(hears))


RIGHTS_OF_SERVER = Rights(
    says=tuple(topics.anywhere(topic) for topic in topics.ALL_TOPICS if topic.publisher is topics.Publisher.SERVER),
    hears=(topics.anywhere(topics.DEVICE_PRESENCE),),
)
"""The same for every centre: the broker is installed before the centre has a code."""

RIGHTS_OF_ADMIN = Rights(
    # It also takes away what is retained of a device that is gone; so the server's own user can forge no presence.
    says=(CONTROL_TOPIC, topics.anywhere(topics.DEVICE_PRESENCE), topics.anywhere(topics.DEVICE)),
    hears=(ANSWER_TOPIC,),
)


def account_of_device(
    centre: str, device_id: str, kind: str, counter_id: str | None, password: str, *, keeps_former: bool = False
) -> Account:
    rights = rights_of_device(centre, device_id, kind, counter_id)
    return Account(device_id, DEVICE_ROLE + device_id, rights, Secret(password), keeps_former)


def account_of_server(password: str) -> Account:
    return Account(SERVER_USER, SERVER_USER, RIGHTS_OF_SERVER, Secret(password))


def account_of_admin(password: str) -> Account:
    return Account(ADMIN_USER, ADMIN_USER, RIGHTS_OF_ADMIN, Secret(password))


def broker_file(accounts: Iterable[Account], former: Mapping[str, str] | None = None) -> str:
    """The plugin's file with these accounts.

    `former` are users with the hash that mosquitto_passwd made of their password (`$7$101$SALT$HASH`): devices of an
    installation before there were such rights. They have no role until somebody gives them one.
    """
    clients: list[dict[str, Any]] = []
    roles: list[dict[str, Any]] = []
    for account in accounts:
        clients.append(
            {
                "username": account.user,
                "textdescription": account.mark,
                "roles": [{"rolename": account.role}],
                **_hashed(account.password.text),
            }
        )
        roles.append({"rolename": account.role, "acls": account.rights.as_acls()})
    taken = {client["username"] for client in clients}
    for user, kept in (former or {}).items():
        if user not in taken:
            clients.append({"username": user, "textdescription": FORMER, "roles": [], **_former_hash(kept)})
    content = {"defaultACLAccess": NOTHING_BY_DEFAULT, "clients": clients, "groups": [], "roles": roles}
    return json.dumps(content, indent=1) + "\n"


FORMER = "password of the former installation"
"""The mark of a client whose password only the device knows: it is kept until the device is paired anew."""


def is_usable(content: str, *accounts: Account) -> bool:
    """Whether a plugin's file lets these accounts in, with their passwords and roles."""
    try:
        found = json.loads(content)
        clients = {client["username"]: client for client in found["clients"]}
        roles = {role["rolename"]: acls_told(role["acls"]) for role in found["roles"]}
        return all(
            _is_password(clients[account.user], account.password.text)
            and [role["rolename"] for role in clients[account.user]["roles"]] == [account.role]
            and not clients[account.user].get("disabled", False)
            and roles[account.role] == acls_told(account.rights.as_acls())
            for account in accounts
        )
    except (ValueError, KeyError, TypeError):
        return False


def acls_told(acls: Iterable[Mapping[str, Any]]) -> frozenset[tuple[str, str, bool]]:
    """Rights as the plugin tells them, in no order."""
    return frozenset((acl["acltype"], acl["topic"], acl["allow"]) for acl in acls)


def _hashed(password: str) -> dict[str, Any]:
    salt = secrets.token_bytes(12)
    return {
        "password": base64.b64encode(_pbkdf2(password, salt, _ITERATIONS)).decode(),
        "salt": base64.b64encode(salt).decode(),
        "iterations": _ITERATIONS,
    }


def _former_hash(kept: str) -> dict[str, Any]:
    """
    Raises:
        ValueError: not a hash of mosquitto_passwd (2.0: `$7$`, PBKDF2 with SHA-512).
    """
    nothing, kind, *rest = kept.split("$")
    if nothing or kind != "7" or len(rest) != 3:
        raise ValueError("not a password hash of mosquitto 2.0")
    return {"password": rest[2], "salt": rest[1], "iterations": int(rest[0])}


def _is_password(client: Mapping[str, Any], password: str) -> bool:
    hashed = _pbkdf2(password, base64.b64decode(client["salt"]), int(client["iterations"]))
    return secrets.compare_digest(hashed, base64.b64decode(client["password"]))


def _pbkdf2(password: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations)
