"""Keeps the broker's accounts as the tables say: who is in use has one, with its own rights; who is not has none.

It looks after each commit that touches devices, every few seconds (another program may have written), and compares all
of it when the broker is back: a broker that was wiped, or meddled with, is made whole. Nothing here is a truth of its
own, so nothing is lost when a command is.
"""

import json
import logging
import queue
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from messaging import topics
from messaging.broker import Arrival, BrokerConnection
from messaging.clock import real_monotonic_s
from messaging.settings import BrokerSettings
from server.db.connections import open_for_reading
from server.db.queries.devices_in_use import devices_with_credential
from server.db.work import CentreNotSetUp, read_centre
from server.domain.broker_password import broker_password
from server.journal.events import (
    DeviceAdded,
    DeviceChanged,
    DeviceEnrolled,
    DeviceRetired,
    DeviceRevoked,
    DeviceRotated,
    Event,
)
from server.mqtt.broker_accounts import (
    ANSWER_TOPIC,
    CONTROL_TOPIC,
    DEVICE_ROLE,
    FORMER,
    NOTHING_BY_DEFAULT,
    SERVER_USER,
    Account,
    account_of_device,
    account_of_server,
    acls_told,
)

log = logging.getLogger(__name__)

RIGHTS_NOT_KEPT = "broker_rights"

LOOK_EVERY_S = 3.0
"""A device that another program took away is out within five seconds."""
COMPARE_EVERY_S = 300.0
"""Somebody may have changed accounts by hand."""
ANSWER_WITHIN_S = 10.0
"""Each command writes the plugin's file anew; on a slow card that takes a while."""
TOGETHER = 20
"""Commands in one message: a device has two."""
TOLD_AFTER_S = 30.0
"""A broker that is just starting is no alarm."""

FIRST_GENERATION = 1
"""Of a device that was never paired anew, nor rotated or revoked."""

_OF_DEVICES = (DeviceAdded, DeviceChanged, DeviceEnrolled, DeviceRetired, DeviceRevoked, DeviceRotated)

Command = dict[str, Any]
DELETE_ROLE = "deleteRole"


class BrokerSilent(Exception):
    """The broker did not answer, or refused a command."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the broker has."""

    clients: Mapping[str, Mapping[str, Any]]
    roles: Mapping[str, frozenset[tuple[str, str, bool]]]
    by_default: Mapping[str, bool]


class BrokerRights:
    """`committed` only wakes; one thread works. `admin` is how `ADMIN_USER` logs in, `server` the server."""

    def __init__(
        self,
        *,
        database: Path,
        key: bytes,
        admin: BrokerSettings,
        server: BrokerSettings,
    ) -> None:
        self._database = database
        self._key = key
        self._server = server
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._kept: tuple[Account, ...] | None = None
        """What was brought to the broker last; None: nobody knows what it has."""
        self._compared_s = 0.0
        self._well_s = real_monotonic_s()
        self._complaint = ""
        self._broker = BrokerConnection(admin, client_id="rights", on_arrival=self._hear, on_link=self._link_changed)
        self._broker.follow(ANSWER_TOPIC)
        self._thread = threading.Thread(target=self._run, name="broker-rights", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._broker.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        self._thread.join(ANSWER_WITHIN_S)
        self._broker.stop()

    def committed(self, events: Iterable[Event]) -> None:
        """Something was committed; called on the writer's thread, returns at once."""
        if any(isinstance(event, _OF_DEVICES) for event in events):
            self._wake.set()

    def faults(self) -> list[str]:
        """What the alarms say of it."""
        return [RIGHTS_NOT_KEPT] if real_monotonic_s() - self._well_s > TOLD_AFTER_S else []

    def _hear(self, arrival: Arrival) -> None:
        if arrival.topic == ANSWER_TOPIC:
            self._answers.put(arrival.payload)

    def _link_changed(self, is_up: bool) -> None:
        if is_up:
            self._kept = None
            self._wake.set()

    def _run(self) -> None:
        connection = open_for_reading(self._database)
        while True:
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()
            if self._stopping.is_set():
                connection.close()
                return
            if not self._broker.is_connected:
                continue
            try:
                self._mend(connection)
                self._well_s, self._complaint = real_monotonic_s(), ""
            except (BrokerSilent, sqlite3.Error, OSError) as error:
                self._kept = None
                if str(error) != self._complaint:
                    log.error("the rights at the broker cannot be kept: %s", error)
                    self._complaint = str(error)
                self._stopping.wait(1.0)
            except Exception:
                self._kept = None
                log.exception("keeping the rights at the broker failed; it is tried again")
                self._stopping.wait(1.0)

    def _mend(self, connection: sqlite3.Connection) -> None:
        """
        Raises:
            BrokerSilent: the broker does not do it.
        """
        centre, wanted = self._wanted(connection)
        is_due = real_monotonic_s() - self._compared_s > COMPARE_EVERY_S
        if wanted == self._kept and not is_due:
            return
        found = self._found()
        ordered = list(commands_to(wanted, found, centre=centre))
        self._order_all(command for command in ordered if command["command"] != DELETE_ROLE)
        if centre is not None:
            for device_id in gone_devices(wanted, found):
                self._take_away(topics.device_presence(centre, device_id))
                self._take_away(topics.device(centre, device_id))
                log.info("the device %s has no account at the broker any more", device_id)
        # Last: by its role a device that is gone is found again when the link is lost between.
        self._order_all(command for command in ordered if command["command"] == DELETE_ROLE)
        self._kept, self._compared_s = wanted, real_monotonic_s()

    def _wanted(self, connection: sqlite3.Connection) -> tuple[str | None, tuple[Account, ...]]:
        """The centre's code, if it has one by now, and the accounts that there should be."""
        accounts: list[Account] = []
        password = self._server.password()
        if password is not None:
            accounts.append(account_of_server(password))
        connection.execute("BEGIN")
        try:
            centre = read_centre(connection).code
            for device in devices_with_credential(connection):
                if device.device_id == SERVER_USER:
                    continue  # that name is the server's own at the broker
                secret = broker_password(self._key, device.device_id, device.generation)
                accounts.append(
                    account_of_device(
                        centre,
                        device.device_id,
                        device.kind,
                        device.counter_id,
                        secret,
                        keeps_former=device.generation == FIRST_GENERATION,
                    )
                )
        except CentreNotSetUp:
            return None, tuple(accounts)
        finally:
            connection.execute("COMMIT")
        return centre, tuple(accounts)

    def _found(self) -> Found:
        clients, roles, by_default = self._ask(
            {"command": "listClients", "verbose": True},
            {"command": "listRoles", "verbose": True},
            {"command": "getDefaultACLAccess"},
        )
        return Found(
            {client["username"]: client for client in clients["data"]["clients"]},
            {role["rolename"]: acls_told(role.get("acls", ())) for role in roles["data"]["roles"]},
            {acl["acltype"]: acl["allow"] for acl in by_default["data"]["acls"]},
        )

    def _order_all(self, commands: Iterable[Command]) -> None:
        """
        Raises:
            BrokerSilent: one was refused.
        """
        for batch in _batches(commands):
            for command, answer in zip(batch, self._ask(*batch), strict=True):
                if "error" in answer:
                    of = command.get("username", command.get("rolename", ""))
                    raise BrokerSilent(f"{command['command']} {of}: {answer['error']}")

    def _take_away(self, topic: str) -> None:
        """What is retained there.

        Raises:
            BrokerSilent: the link is lost; nothing was taken away.
        """
        if not self._broker.publish(topic, b""):
            raise BrokerSilent("no connection")

    def _ask(self, *commands: Command) -> list[dict[str, Any]]:
        """The answers, in the commands' order."""
        asked = uuid.uuid4().hex
        message = {"commands": [command | {"correlationData": asked} for command in commands]}
        if not self._broker.publish(CONTROL_TOPIC, json.dumps(message).encode(), retain=False):
            raise BrokerSilent("no connection")
        give_up_s = real_monotonic_s() + ANSWER_WITHIN_S
        while (left_s := give_up_s - real_monotonic_s()) > 0:
            try:
                answers = _answers_in(self._answers.get(timeout=left_s))
            except queue.Empty:
                break
            if [answer.get("correlationData") for answer in answers] == [asked] * len(commands):
                return answers
        raise BrokerSilent("no answer; is the dynamic security plugin loaded, and may this user order it?")


def commands_to(wanted: Iterable[Account], found: Found, *, centre: str | None) -> Iterator[Command]:
    """What makes the broker have the wanted accounts and none of a device besides.

    A changed password or right ends the client's connection, with which it asks for everything anew.
    Without a centre nothing is said of devices.
    """
    wanted = list(wanted)
    if any(found.by_default.get(kind) is not allow for kind, allow in NOTHING_BY_DEFAULT.items()):
        acls = [{"acltype": kind, "allow": allow} for kind, allow in NOTHING_BY_DEFAULT.items()]
        yield {"command": "setDefaultACLAccess", "acls": acls}
    for account in wanted:
        yield from _commands_for(account, found)
    if centre is not None:
        for user in gone_devices(wanted, found):
            if user in found.clients:
                yield {"command": "deleteClient", "username": user}
            if DEVICE_ROLE + user in found.roles:
                yield {"command": DELETE_ROLE, "rolename": DEVICE_ROLE + user}


def gone_devices(wanted: Iterable[Account], found: Found) -> list[str]:
    """Users at the broker that are or were devices of ours, and that nobody wants there."""
    ours = {role.removeprefix(DEVICE_ROLE) for role in found.roles if role.startswith(DEVICE_ROLE)}
    ours |= {user for user, client in found.clients.items() if client.get("textdescription") == FORMER}
    return sorted(ours - {account.user for account in wanted})


def _commands_for(account: Account, found: Found) -> Iterator[Command]:
    acls = account.rights.as_acls()
    is_changed = False
    if account.role not in found.roles:
        yield {"command": "createRole", "rolename": account.role, "acls": acls}
    elif found.roles[account.role] != acls_told(acls):
        yield {"command": "modifyRole", "rolename": account.role, "acls": acls}
        is_changed = True
    roles = [{"rolename": account.role}]
    client = found.clients.get(account.user)
    whole = {"username": account.user, "textdescription": account.mark, "roles": roles}
    if client is None:
        yield {"command": "createClient", "password": account.password.text, **whole}
        return
    if account.keeps_former and client.get("textdescription") == FORMER:
        # Its password is known to the device alone: it keeps it, and gets the rights.
        if is_changed or client.get("roles") != roles:
            yield {"command": "modifyClient", "username": account.user, "roles": roles}
    elif client.get("textdescription") != account.mark or client.get("roles") != roles:
        yield {"command": "modifyClient", "password": account.password.text, **whole}
    elif is_changed:
        yield {"command": "modifyClient", "username": account.user, "roles": roles}
    if client.get("disabled", False):
        yield {"command": "enableClient", "username": account.user}


def _batches(commands: Iterable[Command]) -> Iterator[list[Command]]:
    batch: list[Command] = []
    for command in commands:
        batch.append(command)
        if len(batch) == TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _answers_in(payload: bytes) -> list[dict[str, Any]]:
    try:
        answers = json.loads(payload)["responses"]
    except (ValueError, KeyError, TypeError):
        return []
    return [answer for answer in answers if isinstance(answer, dict)] if isinstance(answers, list) else []
