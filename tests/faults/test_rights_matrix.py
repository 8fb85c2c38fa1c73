"""Who may say and hear what at the broker: every topic tried with every name there is, against the table below.

The broker has the configuration that the installer gives it, with both its doors; some devices are of an installation
from before, whose passwords only they know.
"""

import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns, which
from typing import Any

import httpx
import pytest
from broker_fixture import wait_for
from mqtt_callers import NO, YES, Caller
from paho.mqtt.enums import MQTTProtocolVersion
from real_centre import BROKER, ROOT, SERVER, RealCentre, new_key, set_up_once

from bocso.broker import prepare
from messaging.topics import ALL_TOPICS, anywhere
from messaging.trust import trusting_only
from server.domain.broker_password import broker_password
from server.mqtt.broker_accounts import ADMIN_USER, FORMER, SERVER_USER, account_of_admin, broker_file
from server.mqtt.broker_rights import LOOK_EVERY_S
from server.tls.certificates import CA, SERVER_KEY, make
from server.tls.certificates import SERVER as SERVER_PEM
from simulation.broker_files import broker_command, generations, write_broker_files
from simulation.ports import free_ports

CENTRE = "bocso/v1/DEMO-0001"
ANOTHER = "bocso/v1/DEMO-0002"
CONTROL = "$CONTROL/dynamic-security/v1"

LITERAL = (
    f"{CENTRE}/board",
    f"{CENTRE}/kiosk",
    f"{CENTRE}/counter/Q1",
    f"{CENTRE}/counter/Q2",
    f"{CENTRE}/device/kiosk-1",
    f"{CENTRE}/device/kiosk-2",
    f"{CENTRE}/device/board-1",
    f"{CENTRE}/device/counter-Q1",
    f"{CENTRE}/device/pad-Q1",
    f"{CENTRE}/server/presence",
    f"{CENTRE}/presence/kiosk-1",
    f"{CENTRE}/presence/kiosk-2",
    f"{CENTRE}/presence/board-1",
    f"{CENTRE}/presence/counter-Q1",
    f"{CENTRE}/presence/pad-Q1",
    f"{CENTRE}/presence/nobody",
    f"{CENTRE}/anything",
    f"{ANOTHER}/board",
    f"{ANOTHER}/presence/kiosk-1",
    "anything",
    "$SYS/broker/version",
    CONTROL,
    f"{CONTROL}/response",
    "$CONTROL/anything",
)
FILTERS = (
    "#",
    "+",
    "+/#",
    "bocso/#",
    "bocso/v1/+/board",
    f"{CENTRE}/#",
    f"{CENTRE}/+",
    f"{CENTRE}/+/+",
    f"{CENTRE}/counter/+",
    f"{CENTRE}/device/+",
    f"{CENTRE}/presence/+",
    "bocso/v1/+/presence/+",
    "$SYS/#",
    "$SYS/+/+",
    "$CONTROL/#",
    "$CONTROL/dynamic-security/+",
    f"$share/thieves/{CENTRE}/kiosk",
    f"$share/thieves/{CENTRE}/presence/+",
    "$share/thieves/#",
)
SERVERS = LITERAL[:10]
PRESENCES = tuple(topic for topic in LITERAL if "/presence/" in topic and not topic.endswith("server/presence"))

HEARS = {
    "kiosk-1": {f"{CENTRE}/kiosk", f"{CENTRE}/device/kiosk-1", f"{CENTRE}/server/presence"},
    "kiosk-2": {f"{CENTRE}/kiosk", f"{CENTRE}/device/kiosk-2", f"{CENTRE}/server/presence"},
    "board-1": {f"{CENTRE}/board", f"{CENTRE}/device/board-1", f"{CENTRE}/server/presence"},
    "counter-Q1": {f"{CENTRE}/counter/Q1", f"{CENTRE}/device/counter-Q1", f"{CENTRE}/server/presence"},
    "pad-Q1": {f"{CENTRE}/counter/Q1", f"{CENTRE}/device/pad-Q1", f"{CENTRE}/server/presence"},
    # Every centre's presences: the broker is installed before the centre has a code.
    "server": {*PRESENCES, f"{CENTRE}/presence/+", "bocso/v1/+/presence/+"},
    "_rights": {f"{CONTROL}/response"},
}
SAYS = {
    "kiosk-1": {f"{CENTRE}/presence/kiosk-1"},
    "kiosk-2": {f"{CENTRE}/presence/kiosk-2"},
    "board-1": {f"{CENTRE}/presence/board-1"},
    "counter-Q1": {f"{CENTRE}/presence/counter-Q1"},
    "pad-Q1": {f"{CENTRE}/presence/pad-Q1"},
    "server": {*SERVERS, f"{ANOTHER}/board"},
    # It gives rights, and takes away what a device that is gone has left.
    "_rights": {CONTROL, *PRESENCES, *(topic for topic in LITERAL if "/device/" in topic)},
}
NAMES = tuple(HEARS)
OPEN, ENCRYPTED = "open", "encrypted"
DOORS = (OPEN, ENCRYPTED)
"""1883 as it is while `devices_without_tls` is true, and 8883."""
BEFORE = ("kiosk-2", "board-2", "pad-Q2")
"""Devices of the installation from before there were such rights."""


def install_broker(folder: Path, *, plain: str, encrypted: int) -> None:
    """deploy/broker/bocso.conf as `set_up_broker` of the installer fills it in, for ports and folders of a test."""
    demo = (folder / "mosquitto.conf").read_text(encoding="utf-8")
    make(folder / "tls", names=("127.0.0.1",), centre="", now=datetime.now(UTC))
    text = (ROOT / "deploy/broker/bocso.conf").read_text(encoding="utf-8")
    for said, here in (
        ("listener 1883@PLAIN@", f"listener {plain}"),
        ("listener 8883", f"listener {encrypted}"),
        ("/etc/mosquitto/certs/bocso.pem", str(folder / "tls" / SERVER_PEM)),
        ("/etc/mosquitto/certs/bocso.key", str(folder / "tls" / SERVER_KEY)),
        ("@PLUGIN@", next(line for line in demo.splitlines() if line.startswith("plugin ")).removeprefix("plugin ")),
        ("/var/lib/mosquitto/bocso-rights.json", str(folder / "rights.json")),
    ):
        assert text.count(said) == 1, said
        text = text.replace(said, here)
    root = "user root\n" if os.geteuid() == 0 else ""
    (folder / "mosquitto.conf").write_text(f"{text}log_dest stderr\n{root}", encoding="utf-8")


def own_password(centre: RealCentre, device: str) -> str:
    """As the server makes it."""
    generation = generations(centre.folder.database)[device]
    return broker_password(centre.folder.broker_key.read_bytes(), device, generation)


def begin_with_former(centre: RealCentre) -> None:
    """The plugin's file as an upgrade makes it: admin and server, and the devices from before as they were."""
    folder = centre.folder
    passwords = folder.broker / "bocso-passwords"
    tool = which("mosquitto_passwd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert tool
    passwords.touch(mode=0o600)
    for device in BEFORE:
        password = f"from before, {device}"
        subprocess.run([tool, "-b", str(passwords), device, password], check=True, capture_output=True)
        secret = folder.secret_file(f"{device}.broker")
        secret.unlink(missing_ok=True)
        folder.keep_secret(f"{device}.broker", password)
    rights = folder.broker / "rights.json"
    rights.unlink()
    prepare(
        rights,
        admin_password=folder.secret_file(f"{ADMIN_USER}.broker"),
        server_password=folder.secret_file(f"{SERVER_USER}.broker"),
        former=passwords,
    )


@pytest.fixture(scope="module")
def tls_port() -> int:
    return free_ports(1)[0]


def has_rights(centre: RealCentre, name: str) -> bool:
    """A former device is let in at once, and may do nothing before the server has given it its rights."""
    caller = Caller(centre.broker_port, name, centre.folder.secret(f"{name}.broker"))
    try:
        return caller.is_let_in and caller.may_follow(min(HEARS[name])) == YES
    finally:
        caller.close()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory, tls_port: int) -> Iterator[RealCentre]:
    """A broker and a server that keeps its rights; no device's own program runs."""
    ready = set_up_once(tmp_path_factory.getbasetemp())
    path = tmp_path_factory.mktemp("rights")
    copytree(ready, path, dirs_exist_ok=True, ignore=ignore_patterns("clips", "logs"))
    centre = RealCentre(path, Path(ready / "clips"), emergency_after_s=90)
    install_broker(centre.folder.broker, plain=str(centre.broker_port), encrypted=tls_port)
    begin_with_former(centre)
    try:
        centre.start(BROKER, SERVER)
        wait_for(lambda: all(has_rights(centre, name) for name in NAMES), what="everybody's account", within_s=60)
        yield centre
        assert centre.ends_by_themselves() == []
    finally:
        centre.stop()


@pytest.fixture
def call(centre: RealCentre, tls_port: int) -> Iterator[Callable[..., Caller]]:
    callers: list[Caller] = []

    def begin(user: str | None, password: str | None = None, door: str = OPEN, **how: Any) -> Caller:
        if user is not None and password is None:
            kept = centre.folder.secret_file(f"{user}.broker")
            password = kept.read_text(encoding="utf-8") if kept.exists() else own_password(centre, user)
        ca_file = None if door == OPEN else centre.folder.broker / "tls" / CA
        port = centre.broker_port if door == OPEN else tls_port
        callers.append(Caller(port, user, password, ca_file=ca_file, **how))
        return callers[-1]

    yield begin
    for caller in callers:
        caller.close()


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (None, None),
        ("", ""),
        ("stranger", "guess"),
        ("kiosk-1", "guess"),
        ("kiosk-1", ""),
        ("server", "guess"),
        ("_rights", "guess"),
        ("admin", "admin"),
        ("kiosk-2", "guess"),
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_who_has_no_account_is_not_let_in(
    call: Callable[..., Caller], door: str, user: str | None, password: str | None
) -> None:
    assert not call(user, password, door).is_let_in


@pytest.mark.parametrize("closed", [True, False], ids=["as installed", "devices without TLS"])
def test_the_door_without_encryption_is_the_machines_own_unless_a_setting_opens_it(
    tmp_path: Path, closed: bool
) -> None:
    """127.0.0.2 stands for another address of the machine, at which the network finds it."""
    plain, encrypted = free_ports(2)
    write_broker_files(tmp_path / "broker", port=plain, accounts=[account_of_admin("secret")])
    install_broker(tmp_path / "broker", plain=f"{plain}{' 127.0.0.1' if closed else ''}", encrypted=encrypted)
    broker = subprocess.Popen(broker_command(tmp_path / "broker"), stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _listens("127.0.0.1", plain) and _listens("127.0.0.1", encrypted), what="the broker")
        assert _listens("127.0.0.2", encrypted)
        assert _listens("127.0.0.2", plain) != closed
        caller = Caller(encrypted, ADMIN_USER, "secret", ca_file=tmp_path / "broker" / "tls" / CA)
        assert caller.is_let_in
        caller.close()
    finally:
        broker.terminate()
        broker.wait()


FILES = 700
"""And so connections. Debian gives the broker 1024; fewer here, for `select` in the client knows no more itself."""


def test_who_fills_the_encrypted_door_keeps_the_machines_own_programs_out_nowhere(tmp_path: Path) -> None:
    plain, encrypted = free_ports(2)
    write_broker_files(tmp_path / "broker", port=plain, accounts=[account_of_admin("secret")])
    install_broker(tmp_path / "broker", plain=f"{plain} 127.0.0.1", encrypted=encrypted)
    limit = which("prlimit")
    assert limit
    command = (limit, f"--nofile={FILES}", *broker_command(tmp_path / "broker"))
    broker = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    silent: list[socket.socket] = []
    try:
        wait_for(lambda: _listens("127.0.0.1", encrypted), what="the broker")
        silent += (socket.create_connection(("127.0.0.1", encrypted), timeout=5) for _ in range(FILES + 50))
        caller = Caller(plain, ADMIN_USER, "secret")
        assert caller.is_let_in
        caller.close()
    finally:
        for line in silent:
            line.close()
        broker.terminate()
        broker.wait()


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


ANNOUNCED = 0xFFFFFF7F
"""The remaining length of 268,435,455 bytes, the longest that there is (MQTT v5, 1.5.5)."""
MEGABYTE = b"x" * 1_000_000


def test_nobody_fills_the_brokers_memory_with_what_a_stranger_only_announces(centre: RealCentre, tls_port: int) -> None:
    """Before any password is asked for: the broker makes room for a packet as soon as its length is said."""
    context = trusting_only(centre.folder.broker / "tls" / CA)
    line = socket.create_connection(("127.0.0.1", tls_port), timeout=20)
    with context.wrap_socket(line, server_hostname="127.0.0.1") as stranger:
        stranger.sendall(b"\x10" + ANNOUNCED.to_bytes(4) + b"\x00\x04MQTT\x05\x02\x00\x00")
        assert _is_hung_up_on(stranger, most=8)


def test_a_device_that_says_too_much_at_once_is_hung_up_on(call: Callable[..., Caller]) -> None:
    mine, listener = f"{CENTRE}/presence/board-1", call("server")
    assert listener.may_follow(mine) == YES
    device = call("board-1")
    assert device.may_say(mine, b"x" * 100_000) == YES
    device.say(mine, MEGABYTE)
    wait_for(lambda: device.gone, what="the broker to end the connection")
    assert call("board-1").may_say(mine, b"as ever") == YES
    wait_for(lambda: (mine, b"as ever") in listener.heard, what="its next word")
    assert (mine, MEGABYTE) not in listener.heard


def _is_hung_up_on(line: socket.socket, *, most: int) -> bool:
    """Whether the line is cut before so many megabytes were taken."""
    try:
        for _ in range(most):
            line.sendall(MEGABYTE)
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("door", DOORS)
def test_a_name_may_follow_what_it_needs_and_nothing_else(call: Callable[..., Caller], door: str, name: str) -> None:
    caller = call(name, door=door)
    answers = {topic: caller.may_follow(topic) for topic in (*LITERAL, *FILTERS)}

    assert answers == {topic: YES if topic in HEARS[name] else NO for topic in answers}


@pytest.mark.parametrize("retain", [False, True], ids=["live", "retained"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("door", DOORS)
def test_a_name_may_say_what_is_its_own_and_nothing_else(
    call: Callable[..., Caller], door: str, name: str, retain: bool
) -> None:
    caller = call(name, door=door)
    # An empty message: what may be said leaves nothing behind.
    answers = {topic: caller.may_say(topic, b"", retain=retain) for topic in LITERAL}

    assert answers == {topic: YES if topic in SAYS[name] else NO for topic in answers}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kept", [False, True], ids=["live", "retained"])
def test_a_name_is_told_what_it_may_hear_and_nothing_else(call: Callable[..., Caller], name: str, kept: bool) -> None:
    """Whatever it asked for, in whatever words; kept from before, or said while it listens."""
    speakers = {topic: speaker for speaker in NAMES for topic in sorted(SAYS[speaker]) if not topic.startswith("$")}
    callers = {speaker: call(speaker) for speaker in set(speakers.values())}
    caller = call(name, door=ENCRYPTED if kept else OPEN)

    def say_all() -> None:
        for topic, speaker in speakers.items():
            assert callers[speaker].may_say(topic, b"secret", retain=kept) == YES

    def ask_all() -> None:
        for topic in (*LITERAL, *FILTERS):
            caller.may_follow(topic)

    for step in (say_all, ask_all) if kept else (ask_all, say_all):
        step()
    try:
        expected = HEARS[name] & speakers.keys()
        wait_for(lambda: expected <= _told(caller), what="everything it may hear")
        # The broker answers in order: after this nothing of before is still to come.
        caller.may_follow(f"{CENTRE}/anything")
        assert _told(caller) == expected
    finally:
        for topic, speaker in speakers.items():
            callers[speaker].may_say(topic, b"", retain=True)


def _told(caller: Caller) -> set[str]:
    return {topic for topic, payload in caller.heard if payload == b"secret"}


@pytest.mark.parametrize("thief", ["pad-Q1", "kiosk-1", "_rights"])
def test_nobody_can_take_the_servers_place_by_its_name(call: Callable[..., Caller], thief: str) -> None:
    """A broker closes a connection when another comes under the same client id, whoever that is."""
    listener = call("board-1")
    assert listener.may_follow(f"{CENTRE}/server/presence") == YES
    wait_for(lambda: listener.heard, what="the server's presence")
    for known in ("DEMO-0001-server", "server", "DEMO-0001-kiosk-1", "rights"):
        assert call(thief, client_id=known).is_let_in
    before = len(listener.heard)
    wait_for(lambda: len(listener.heard) > before, what="the server's next word")

    assert [said for _topic, said in listener.heard if b'"online":true' not in said.replace(b" ", b"")] == []


@pytest.mark.parametrize(
    ("thief", "topic", "speaker", "listener"),
    [
        ("pad-Q1", f"{CENTRE}/presence/kiosk-1", "kiosk-1", "server"),
        ("pad-Q1", f"{CENTRE}/counter/Q1", "server", "counter-Q1"),
        ("kiosk-1", f"{CENTRE}/board", "server", "board-1"),
        ("board-1", f"{CENTRE}/device/kiosk-1", "server", "kiosk-1"),
        ("counter-Q1", f"{CENTRE}/server/presence", "server", "kiosk-1"),
        ("_rights", f"{CENTRE}/kiosk", "server", "kiosk-1"),
    ],
)
@pytest.mark.parametrize("protocol", [MQTTProtocolVersion.MQTTv5, MQTTProtocolVersion.MQTTv311])
def test_a_will_is_bound_like_every_other_word(
    call: Callable[..., Caller], thief: str, topic: str, speaker: str, listener: str, protocol: MQTTProtocolVersion
) -> None:
    """Who leaves a will for somebody else's topic is not let in, or is not heard."""
    hearing = call(listener)
    assert hearing.may_follow(topic) == YES
    leaving = call(thief, will=topic, protocol=protocol)
    if leaving.is_let_in:
        leaving.vanish()
    assert call(speaker).may_say(topic, b"here") == YES
    wait_for(lambda: (topic, b"here") in hearing.heard, what="the rightful word")
    assert (topic, b"gone") not in hearing.heard


@pytest.mark.parametrize("name", NAMES)
def test_who_speaks_the_older_protocol_has_the_same_rights(call: Callable[..., Caller], name: str) -> None:
    caller = call(name, protocol=MQTTProtocolVersion.MQTTv311)
    answers = {topic: caller.may_follow(topic) for topic in (*LITERAL, *FILTERS)}

    assert answers == {topic: YES if topic in HEARS[name] else NO for topic in answers}


def test_what_the_older_protocol_may_not_say_is_heard_by_nobody(call: Callable[..., Caller]) -> None:
    """Its speaker is not told so: the broker takes the word and drops it."""
    listener = call("server")
    assert listener.may_follow(f"{CENTRE}/presence/+") == YES
    speaker = call("pad-Q1", protocol=MQTTProtocolVersion.MQTTv311)
    for topic in (f"{CENTRE}/presence/kiosk-1", f"{CENTRE}/presence/pad-Q1"):
        speaker.may_say(topic, b"said")
    wait_for(lambda: (f"{CENTRE}/presence/pad-Q1", b"said") in listener.heard, what="its own word")
    assert (f"{CENTRE}/presence/kiosk-1", b"said") not in listener.heard


def test_every_kind_of_topic_is_asked_for() -> None:
    """Another kind in `messaging.topics` must be added to the table above."""
    for kind in ALL_TOPICS:
        pattern = anywhere(kind).replace("+", "[^/]+")
        assert [topic for topic in LITERAL if re.fullmatch(pattern, topic)], f"{kind.pattern} is in no row"


def test_a_device_that_moves_or_rotates_keeps_nothing_of_before(
    centre: RealCentre, call: Callable[..., Caller]
) -> None:
    console, name = centre.console("head"), "pad-moved"
    new = {"device_id": name, "counter_id": "Q2", "zone": None, "name": ""}
    added = console.send("devices/add", key=new_key(), part="setup", kind="pad", **new)
    assert added.status_code in (200, 201), added.text
    first = broker_password(centre.folder.broker_key.read_bytes(), name, 1)
    wait_for(lambda: call(name, first).is_let_in, what="its account")
    before = call(name, first)
    assert [before.may_follow(f"{CENTRE}/counter/{counter}") for counter in ("Q1", "Q2")] == [NO, YES]

    moved = console.send("devices/change", key=new_key(), part="setup", **new | {"counter_id": "Q1"})

    assert moved.status_code == 200, moved.text
    wait_for(lambda: before.gone, what="the broker to end the connection that hears the former counter")
    after = call(name, first)
    assert [after.may_follow(f"{CENTRE}/counter/{counter}") for counter in ("Q1", "Q2")] == [YES, NO]

    rotated = _rotate(centre, added.json()["credential"])

    wait_for(lambda: after.gone, what="the broker to end the connection with the former password")
    assert not call(name, first).is_let_in
    assert call(name, rotated.json()["mqtt"]["password"]).is_let_in


ROTATING = "pad-Q2"


def test_a_device_from_before_has_its_password_until_it_rotates(
    centre: RealCentre, call: Callable[..., Caller]
) -> None:
    for device in BEFORE:
        assert _mark(centre, device) == FORMER, "the server knows no password of it"
    name = ROTATING
    before = call(name)
    assert [before.may_follow(f"{CENTRE}/counter/{counter}") for counter in ("Q1", "Q2")] == [NO, YES]

    rotated = _rotate(centre, centre.folder.secret(f"{name}.credential"))

    wait_for(lambda: before.gone, what="the broker to end the connection with the former password")
    for door in DOORS:
        assert not call(name, door=door).is_let_in
        after = call(name, rotated.json()["mqtt"]["password"], door)
        assert [after.may_follow(f"{CENTRE}/counter/{counter}") for counter in ("Q1", "Q2")] == [NO, YES]
    assert _mark(centre, name) != FORMER


def _rotate(centre: RealCentre, credential: str) -> httpx.Response:
    rotated = httpx.post(
        f"{centre.address}/api/v1/device/rotate",
        headers={"Authorization": f"Bearer {credential}"},
        json={"attempt_id": new_key()},
    )
    assert rotated.status_code == 200, rotated.text
    return rotated


def _mark(centre: RealCentre, device: str) -> str:
    told = json.loads((centre.folder.broker / "rights.json").read_text(encoding="utf-8"))
    return next(str(client["textdescription"]) for client in told["clients"] if client["username"] == device)


GONE = {"board-2": "revoke", "kiosk-2": "retire", "counter-Q2": "revoke"}
"""Two of them from before."""


def _take_away(centre: RealCentre, device_id: str) -> None:
    answer = centre.console("head").send(f"devices/{GONE[device_id]}", key=new_key(), part="setup", device_id=device_id)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def shut_out(centre: RealCentre, call: Callable[..., Caller]) -> None:
    """Those of `GONE` are taken away and `ROTATING` has rotated; a test that runs alone begins with it."""
    for device in GONE:
        if call(device).is_let_in:
            _take_away(centre, device)
            wait_for(lambda device=device: not call(device).is_let_in, what=f"{device} to be shut out")
    if _mark(centre, ROTATING) == FORMER:
        _rotate(centre, centre.folder.secret(f"{ROTATING}.credential"))
        wait_for(lambda: not call(ROTATING).is_let_in, what="its former password to end")


@pytest.mark.parametrize(
    "device_id",
    GONE,
    ids=["revoke one from before", "retire one from before", "revoke"],
)
def test_a_revoked_device_is_out_and_leaves_nothing(
    centre: RealCentre, call: Callable[..., Caller], device_id: str
) -> None:
    assert LOOK_EVERY_S < 5, "within five seconds also where another program revokes"
    mine = f"{CENTRE}/presence/{device_id}"
    device = call(device_id, will=mine)
    assert device.may_say(mine, b"here", retain=True) == YES

    _take_away(centre, device_id)

    wait_for(lambda: device.gone, what="the broker to end the connection")
    assert [call(device_id, door=door).is_let_in for door in DOORS] == [False, False]
    server, admin = call("server"), call("_rights")

    def is_clean() -> bool:
        watcher = call("server")
        watcher.may_follow(mine)
        watcher.may_follow(mine)  # what is kept comes before the second answer
        return not [said for said in watcher.heard if said[0] == mine and said[1]]

    wait_for(is_clean, what="its presence to be taken away")
    assert server.is_let_in
    assert admin.is_let_in
    others = call("kiosk-1")
    assert others.is_let_in, "the others stay"


@pytest.mark.usefixtures("shut_out")
def test_who_was_shut_out_is_so_when_the_broker_starts_anew(centre: RealCentre, call: Callable[..., Caller]) -> None:
    centre.restart(BROKER)
    wait_for(lambda: call("kiosk-1").is_let_in, what="the others")
    for device in (*GONE, ROTATING):
        assert not call(device).is_let_in, device
    assert call(ROTATING, own_password(centre, ROTATING)).is_let_in, "it has rotated, and that holds"


@pytest.mark.usefixtures("shut_out")
def test_a_wiped_broker_is_made_whole(centre: RealCentre, call: Callable[..., Caller]) -> None:
    """Only the one who gives rights is left in its file, as when it was just installed."""
    centre.kill(BROKER)
    admin = centre.folder.secret("_rights.broker")
    (centre.folder.broker / "rights.json").write_text(broker_file([account_of_admin(admin)]))
    centre.start(BROKER)

    wait_for(lambda: call("server").is_let_in, what="the server's account")
    for device in ("kiosk-1", "board-1", "counter-Q1", "pad-Q1", "pad-Q2"):
        password = own_password(centre, device)
        wait_for(lambda of=(device, password): call(*of).is_let_in, what=f"the account of {device}")
    for device in GONE:
        assert not call(device, own_password(centre, device)).is_let_in, f"{device} was taken away before"
    assert call("pad-Q1").may_follow(f"{CENTRE}/counter/Q1") == YES
    assert call("pad-Q1").may_follow(f"{CENTRE}/board") == NO
