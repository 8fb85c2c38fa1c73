"""The broker's accounts follow the tables: what differs is mended, with as few commands as can be."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from broker_fixture import wait_for
from centre_under_test import CentreUnderTest

from messaging.broker import Arrival
from messaging.settings import BrokerSettings
from server.mqtt import broker_rights
from server.mqtt.broker_accounts import (
    ANSWER_TOPIC,
    CONTROL_TOPIC,
    FORMER,
    NOTHING_BY_DEFAULT,
    Account,
    account_of_admin,
    account_of_device,
    account_of_server,
    acls_told,
    broker_file,
    is_usable,
    rights_of_device,
)
from server.mqtt.broker_rights import BrokerRights, Found, commands_to, gone_devices

CENTRE = "TEST-1"
SERVER = account_of_server("s")
ADMIN = account_of_admin("a")


def pad(counter: str = "Q1", *, word: str = "p", keeps_former: bool = False) -> Account:
    return account_of_device(CENTRE, "pad-1", "pad", counter, word, keeps_former=keeps_former)


def found(*accounts: Account, former: dict[str, str] | None = None, **changes: Any) -> Found:
    """A broker that has these accounts, as its plugin would tell them."""
    told = json.loads(broker_file(accounts, former))
    clients = {client["username"]: client | changes for client in told["clients"]}
    return Found(clients, {role["rolename"]: acls_told(role["acls"]) for role in told["roles"]}, NOTHING_BY_DEFAULT)


def commands(wanted: list[Account], has: Found, centre: str | None = CENTRE) -> list[tuple[str, str]]:
    ordered = commands_to(wanted, has, centre=centre)
    return [(command["command"], command.get("username", command.get("rolename", ""))) for command in ordered]


@pytest.mark.parametrize(
    ("kind", "counter", "shown"),
    [
        ("kiosk", None, f"bocso/v1/{CENTRE}/kiosk"),
        ("board", None, f"bocso/v1/{CENTRE}/board"),
        ("counter", "Q2", f"bocso/v1/{CENTRE}/counter/Q2"),
        ("pad", "Q2", f"bocso/v1/{CENTRE}/counter/Q2"),
    ],
)
def test_a_device_has_the_rights_of_its_kind_and_place(kind: str, counter: str | None, shown: str) -> None:
    rights = rights_of_device(CENTRE, "d-1", kind, counter)

    assert set(rights.hears) == {f"bocso/v1/{CENTRE}/server/presence", f"bocso/v1/{CENTRE}/device/d-1", shown}
    assert rights.says == (f"bocso/v1/{CENTRE}/presence/d-1",)


def test_what_is_as_it_should_be_is_left_alone() -> None:
    """A changed account is kicked: nobody may be for nothing, each time the server starts."""
    assert commands([SERVER, pad()], found(ADMIN, SERVER, pad())) == []


def test_an_empty_broker_gets_everything() -> None:
    empty = Found({}, {}, {**NOTHING_BY_DEFAULT, "publishClientReceive": True})

    assert commands([SERVER, pad()], empty) == [
        ("setDefaultACLAccess", ""),
        ("createRole", "server"),
        ("createClient", "server"),
        ("createRole", "device-pad-1"),
        ("createClient", "pad-1"),
    ]


def test_another_counter_is_another_role_and_a_new_connection() -> None:
    changed = list(commands_to([pad("Q2")], found(pad("Q1")), centre=CENTRE))

    assert [command["command"] for command in changed] == ["modifyRole", "modifyClient"]
    assert {acl["topic"] for acl in changed[0]["acls"]} >= {f"bocso/v1/{CENTRE}/counter/Q2"}
    assert "password" not in changed[1]


def test_another_generation_is_another_password() -> None:
    (changed,) = commands_to([pad(word="new")], found(pad(word="old")), centre=CENTRE)

    assert (changed["command"], changed["password"]) == ("modifyClient", "new")


def test_who_was_disabled_by_hand_is_let_in_again() -> None:
    assert commands([pad()], found(pad(), disabled=True)) == [("enableClient", "pad-1")]


def test_a_device_that_is_gone_loses_account_and_role() -> None:
    assert commands([SERVER], found(SERVER, pad())) == [("deleteClient", "pad-1"), ("deleteRole", "device-pad-1")]
    assert gone_devices([SERVER], found(SERVER, pad())) == ["pad-1"]


def test_accounts_of_others_are_left_alone() -> None:
    """The one who gives rights, and whom a technician has let in by hand."""
    somebody = Account("monitor", "monitor", SERVER.rights, SERVER.password)

    assert commands([SERVER], found(ADMIN, SERVER, somebody)) == []


def test_without_a_centre_nothing_is_said_of_devices() -> None:
    assert commands([SERVER], found(SERVER, pad()), centre=None) == []


OLD_HASH = (
    "$7$101$c2FsdHNhbHQ=$"
    + base64.b64encode(hashlib.pbkdf2_hmac("sha512", b"old", base64.b64decode("c2FsdHNhbHQ="), 101)).decode()
)


def test_a_device_of_a_former_installation_keeps_its_password_and_gets_its_rights() -> None:
    has = found(ADMIN, SERVER, former={"pad-1": OLD_HASH})

    ordered = list(commands_to([SERVER, pad(keeps_former=True)], has, centre=CENTRE))

    assert [command["command"] for command in ordered] == ["createRole", "modifyClient"]
    assert "password" not in ordered[1]
    assert "textdescription" not in ordered[1], "it is known as one of before"


def test_once_it_is_paired_anew_the_former_password_ends() -> None:
    has = found(ADMIN, SERVER, former={"pad-1": OLD_HASH})

    changed = list(commands_to([SERVER, pad(word="new")], has, centre=CENTRE))

    assert changed[1]["password"] == "new"
    assert changed[1]["textdescription"] != FORMER


def test_a_user_of_before_that_is_no_device_any_more_is_taken_away() -> None:
    has = found(ADMIN, SERVER, former={"kiosk-9": OLD_HASH})

    assert commands([SERVER], has) == [("deleteClient", "kiosk-9")]


def test_a_file_is_usable_only_with_these_very_accounts() -> None:
    whole = broker_file([ADMIN, SERVER])

    assert is_usable(whole, ADMIN, SERVER)
    assert not is_usable(whole, account_of_admin("another"), SERVER)
    assert not is_usable(broker_file([ADMIN]), ADMIN, SERVER)
    assert not is_usable("", ADMIN)
    assert not is_usable("{", ADMIN)
    assert not is_usable("{}", ADMIN)


def test_a_password_is_in_no_text() -> None:
    assert "top-secret" not in repr(pad(word="top-secret"))
    assert "top-secret" not in broker_file([pad(word="top-secret")])


class PluginInMemory:
    """A broker that does what it is ordered to, in the place of the connection to one. `loses` is how many words of its
    own the connection loses: what it is given then goes nowhere, as when the link breaks in that moment."""

    def __init__(self, has: Found, kept: set[str], *, loses: int) -> None:
        self.clients = {name: dict(client) for name, client in has.clients.items()}
        self.roles = {name: list(acls) for name, acls in has.roles.items()}
        self.kept = kept
        self.loses = loses
        self.is_connected = True
        self._hear: Callable[[Arrival], None] = lambda _arrival: None

    def __call__(
        self, _settings: BrokerSettings, *, on_arrival: Callable[[Arrival], None], **_: Any
    ) -> "PluginInMemory":
        self._hear = on_arrival
        return self

    def follow(self, _topic: str) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...

    def publish(self, topic: str, payload: bytes, *, retain: bool = True) -> bool:
        if topic == CONTROL_TOPIC:
            answers = [self._done(command) for command in json.loads(payload)["commands"]]
            self._hear(
                Arrival(ANSWER_TOPIC, json.dumps({"responses": answers}).encode(), retained=False, received_s=0.0)
            )
            return True
        assert not payload
        if self.loses:
            self.loses -= 1
            return False
        self.kept.discard(topic)
        return True

    def _done(self, command: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        match command["command"]:
            case "listClients":
                data = {"clients": list(self.clients.values())}
            case "listRoles":
                acls = {
                    name: [dict(zip(("acltype", "topic", "allow"), one, strict=True)) for one in had]
                    for name, had in self.roles.items()
                }
                data = {"roles": [{"rolename": name, "acls": had} for name, had in acls.items()]}
            case "getDefaultACLAccess":
                data = {"acls": [{"acltype": kind, "allow": allow} for kind, allow in NOTHING_BY_DEFAULT.items()]}
            case "deleteClient":
                del self.clients[command["username"]]
            case "deleteRole":
                del self.roles[command["rolename"]]
            case other:
                pytest.fail(f"nobody needs {other}")
        return {"command": command["command"], "correlationData": command["correlationData"], "data": data}


def test_what_is_retained_of_a_gone_device_is_taken_away_also_when_the_link_breaks_in_between(
    centre: CentreUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = {f"bocso/v1/{CENTRE}/presence/pad-1", f"bocso/v1/{CENTRE}/device/pad-1"}
    plugin = PluginInMemory(found(pad()), left, loses=2)
    monkeypatch.setattr(broker_rights, "BrokerConnection", plugin)
    monkeypatch.setattr(broker_rights, "LOOK_EVERY_S", 0.05)
    rights = BrokerRights(database=centre.database, key=b"k" * 32, admin=BrokerSettings(), server=BrokerSettings())
    rights.start()
    try:
        wait_for(lambda: "device-pad-1" not in plugin.roles, what="the role to be taken away")
    finally:
        rights.stop()

    assert plugin.clients == {}
    assert plugin.loses == 0
    assert left == set()
