"""deploy/install.sh on a bare Debian 12: a centre and every kind of device are installed, run, go back, leave.

Half a minute to make the Debian, and some minutes to fill it, so it is one long story told in order.
"""

import json
import platform
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bare_system import ROOT, SOURCE, BareSystem, wait_for

from server.tls.certificates import look

pytestmark = pytest.mark.long
RIGHTS = "/var/lib/mosquitto/bocso-rights.json"
NOTHING = "Nothing had to be changed"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all roles need, by the very lines of docs/install for a place without internet, for this processor."""
    stick = tmp_path_factory.mktemp("stick")
    (stick / "bocso").mkdir()
    for part in ("deploy", "pyproject.toml", "requirements.lock"):
        (stick / "bocso" / part).symlink_to(ROOT / part)
    told = (ROOT / "docs/install/install.md").read_text(encoding="utf-8")
    asks, fetches = (
        next(line for line in told.splitlines() if line.startswith("python3 ") and words in line)
        for words in ("locked_parts.py", "--python-version 3.11")  # Debian 12 has Python 3.11
    )
    for line in (asks, fetches.replace("aarch64", platform.machine())):
        typed = line.replace("python3 ", f"{shlex.quote(sys.executable)} ", 1)
        subprocess.run(["bash", "-c", typed], check=True, capture_output=True, cwd=stick / "bocso")
    return stick / "wheels"


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Iterator[BareSystem]:
    system = BareSystem(tmp_path_factory.mktemp("debian"))
    try:
        system.bring(wheels)
        yield system
    finally:
        system.close()


def test_the_story_of_an_installation(debian: BareSystem) -> None:
    _install_the_centre(debian)
    broker = _run_the_centre(debian)
    _join_a_kiosk(debian, broker)
    _pair_every_other_kind(debian)
    _upgrade_and_go_back(debian)
    _leave(debian)


def _install_the_centre(debian: BareSystem) -> None:
    said = debian.install("board", is_refused=True)
    assert "needs a code" in said  # and nothing was done
    said = debian.install("board", "--code", "K7QM-2X9P", is_refused=True)
    assert "the centre's address is missing" in said
    said = debian.install("board", "--code", "K7QM-2X9P", "--server", "http://a b;reboot", is_refused=True)
    assert "an address looks like" in said
    assert not debian.path("/opt/bocso").exists()

    said = debian.install("centre", "--address", "10.1.2.3")
    assert "http://10.1.2.3:8080" in said
    assert NOTHING in debian.install("centre", "--address", "10.1.2.3")
    # Another address, and back: slips and certificate follow.
    public_url = debian.path("/etc/bocso/server.toml")
    debian.install("centre", "--address", "10.1.2.4")
    assert 'public_url = "http://10.1.2.4:8090"' in public_url.read_text()
    debian.install("centre", "--address", "10.1.2.3")
    assert NOTHING in debian.install("centre")

    secrets = ("server.broker-password", "broker-admin.password", "tls/ca.key", "tls/server.key")
    for path in (*(f"/etc/bocso/{name}" for name in secrets), RIGHTS, "/etc/mosquitto/certs/bocso.key"):
        assert debian.path(path).stat().st_mode & 0o777 == 0o600, path
    assert "for: 10.1.2.3, " in debian.run("bocso", "certificates", "show")
    assert debian.path("/var/lib/bocso/server").stat().st_mode & 0o777 == 0o700
    password = debian.path("/etc/bocso/server.broker-password").read_text()
    assert password not in debian.path(RIGHTS).read_text()  # only its hash
    # A technician's own words in a settings file stay.
    settings = debian.path("/etc/bocso/server.toml")
    settings.write_text(settings.read_text() + "\n# chỉnh tay\n")
    assert NOTHING in debian.install("centre")
    assert settings.read_text().endswith("# chỉnh tay\n")
    assert len(_verified_units(debian)) == 6


def _verified_units(debian: BareSystem) -> list[str]:
    """Every unit is one that systemd understands, and its programs are there."""
    units = [f"/etc/systemd/system/{path.name}" for path in debian.path("/etc/systemd/system").glob("bocso-*.service")]
    named = [unit.replace("@.", "@bocso-kiosk.") for unit in units]
    assert debian.run("systemd-analyze", "verify", "--man=no", *named) == ""
    return units


def _run_the_centre(debian: BareSystem) -> "subprocess.Popen[bytes]":
    debian.run("install", "-d", "-o", "mosquitto", "/run/mosquitto")  # as its unit does beforehand
    broker = debian.start("mosquitto", "-c", "/etc/mosquitto/mosquitto.conf")
    debian.start_unit("bocso-server")
    # The wizard's code stands where the installer said that it does.
    assert "open http://10.1.2.3:8080/setup/start and enter the code" in debian.log_of("bocso-server")
    sample = "/opt/bocso/current/source/server/sample_centre.json"
    debian.run(*AS_SERVER, "bocso", "centre", "load", sample, *DATABASE)
    wait_for(lambda: set(_health(debian).values()) == {"ok"}, "the centre to be well in every part")
    debian.start_unit("bocso-phones")
    debian.start_unit("bocso-broker")  # up is who was answered
    # By IPv6 as by IPv4, and nothing for whoever has no password.
    assert debian.run("curl", "-sf", "http://[::1]:8080/health", own_network=True)
    assert debian.run("curl", "-sf", "http://127.0.0.1:8090/health", own_network=True)
    assert "Not authorized" in _listen(debian, "", "", "#")
    own_password = debian.path("/etc/bocso/server.broker-password").read_text()
    assert "Success" in _listen(debian, "server", own_password, "bocso/v1/+/presence/+")
    # Encrypted for whoever trusts the centre's certificate, and for nobody who does not.
    trusting = ("curl", "-sf", "--cacert", "/etc/bocso/tls/ca.pem")
    assert debian.run(*trusting, "https://127.0.0.1:8443/health", own_network=True)
    assert "Đăng nhập" in debian.run(*trusting, "https://localhost:8443/console/login", own_network=True)
    assert (
        debian.run("sh", "-c", "curl -s https://127.0.0.1:8443/health || echo refused", own_network=True) == "refused\n"
    )
    unit = debian.path("/etc/systemd/system/bocso-certificates.service").read_text()
    (renew,) = (line.removeprefix("ExecStart=") for line in unit.splitlines() if line.startswith("ExecStart="))
    assert "nothing to do" in debian.run(*renew.split())
    return broker


def _join_a_kiosk(debian: BareSystem, broker: "subprocess.Popen[bytes]") -> None:
    debian.run("sh", "-c", f"cd /srv/stick && {SOURCE}/deploy/add-device.sh kiosk kiosk-1")
    joining = debian.path("/srv/stick/kiosk-1.join")
    assert joining.stat().st_mode & 0o777 == 0o600
    joining.write_text(joining.read_text().replace("address=10.1.2.3", "address=127.0.0.1"))

    broken = debian.path("/srv/stick/broken.join")
    broken.write_text("kind=kiosk\ndevice=$(reboot)\n")
    assert "broken join file" in debian.install("kiosk", "--join", "/srv/stick/broken.join", is_refused=True)
    assert "the join file is for: kiosk" in debian.install(
        "board", "--join", "/srv/stick/kiosk-1.join", is_refused=True
    )

    debian.run("systemctl", "set-default", "graphical.target")
    debian.install("kiosk", "--join", "/srv/stick/kiosk-1.join")
    assert debian.run("systemctl", "get-default") == "multi-user.target\n"
    assert NOTHING in debian.install("kiosk", "--join", "/srv/stick/kiosk-1.join")
    assert debian.path("/etc/bocso/kiosk.credential").stat().st_mode & 0o777 == 0o600
    kiosk = debian.start_unit("bocso-kiosk", SDL_VIDEODRIVER="offscreen")
    password = debian.path("/etc/bocso/kiosk.broker-password").read_text()
    server_password = debian.path("/etc/bocso/server.broker-password").read_text()
    wait_for(
        lambda: '"online":true' in _listen(debian, "server", server_password, "bocso/v1/+/presence/kiosk-1"),
        "the kiosk to be there",
    )
    assert '"services"' in _listen(debian, "kiosk-1", password, "bocso/v1/DEMO-0001/kiosk")
    assert "/etc/bocso/kiosk.ca.pem" in debian.path("/etc/bocso/kiosk.toml").read_text()
    # It speaks for itself alone.
    assert "Not authorized" in _publish(debian, "kiosk-1", password, "bocso/v1/DEMO-0001/board")
    debian.stop(kiosk)


def _pair_every_other_kind(debian: BareSystem) -> None:
    """By code, as the page of devices gives it; nothing more is fetched, and one program serves all with a screen."""
    program = debian.path("/opt/bocso/current").readlink()
    debian.bring_package("python3-lgpio")
    # A machine draws one screen; here all are tried, one after the other.
    assert "sudo systemctl disable --now bocso-kiosk" in debian.install("board", "--code", "x", is_refused=True)
    debian.run("systemctl", "disable", "bocso-kiosk")
    fingerprint = look(debian.path("/etc/bocso/tls/ca.pem")).fingerprint
    for role, kind, device, counter in OTHERS:
        code = _code_for(debian, device, kind, counter)
        believed = ("--server", "http://127.0.0.1:8080", "--fingerprint", fingerprint[:32])
        arguments = (role, "--code", code, *believed)
        wrong = f"{'A' if code[-1] != 'A' else 'B'}"
        said = debian.install(role, "--code", code[:-1] + wrong, *arguments[3:], is_refused=True, own_network=True)
        assert "take a new code" in said
        assert "paired with the centre" in debian.install(*arguments, own_network=True)
        assert NOTHING in debian.install(*arguments, own_network=True)
        assert NOTHING in debian.install(role, own_network=True)
        enrolled = debian.path(f"/var/lib/bocso/{role}/enrolled")
        given = enrolled.parent / enrolled.readlink()
        assert {file.stat().st_mode & 0o777 for file in given.iterdir()} == {0o600}
        if role != "pad":
            assert debian.path("/opt/bocso/current").readlink() == program
            debian.run("systemctl", "disable", f"bocso-{role}")
    assert len(_verified_units(debian)) == 6 + 6
    # No pins here: the pad's are simulated, as in the demo.
    settings = debian.path("/etc/bocso/pad.toml")
    settings.write_text('pin_factory = "mock"\n' + settings.read_text())
    for role, _, device, _ in OTHERS:
        program = debian.start_unit(f"bocso-{role}", SDL_VIDEODRIVER="offscreen")
        # A board without a loudspeaker says so; silent is who does not speak at all.
        silent = f"Thiết bị {device}: im lặng"
        wait_for(lambda silent=silent: silent not in _doctor(debian), f"{device} to be there", 120)
        assert f"✓ {device}: khai báo ở trung tâm khớp" in _doctor(debian)
        debian.stop(program)
    # The technician looks at five lights, presses five buttons, hears the buzzer: the pad gets its sheet.
    typed = "c\\n" * 5 + "1\\n2\\n3\\n4\\n5\\n" + "c\\n"
    sheet = debian.run("sh", "-c", f"cd /srv && printf '{typed}' | bocso self-test pad", own_network=True)
    assert "ĐẠT: cả" in sheet
    debian.stop_programs()


OTHERS = (
    ("board", "board", "board-1", None),
    ("counter", "counter", "counter-Q1", "Q1"),
    ("touch-pad", "pad", "pad-Q2", "Q2"),
    ("pad", "pad", "pad-Q1", "Q1"),
)
"""Role, kind, id, counter."""
AS_SERVER = ("setpriv", "--reuid=bocso", "--regid=bocso", "--clear-groups")
DATABASE = ("--database", "/var/lib/bocso/server/centre.db")


def _code_for(debian: BareSystem, device: str, kind: str, counter: str | None) -> str:
    """As the set-up's page does: the device is made known, and a code for it is shown."""
    at = [] if counter is None else ["--counter", counter]
    file = ["--credential-file", "/var/lib/bocso/server/unused"]
    debian.run(*AS_SERVER, "bocso", "device", "add", *DATABASE, "--id", device, "--kind", kind, *at, *file)
    return debian.run(*AS_SERVER, "bocso", "device", "code", device, *DATABASE).splitlines()[0]


def _doctor(debian: BareSystem) -> str:
    """What it finds, whether all is well or not: here are neither printers nor loudspeakers."""
    return debian.run("sh", "-c", "bocso doctor || true", own_network=True)


def _upgrade_and_go_back(debian: BareSystem) -> None:
    before = debian.path("/opt/bocso/current").readlink()
    head = _head(debian)
    readme = debian.path(f"{SOURCE}/README.md")
    readme.write_text(readme.read_text() + "\nMới hơn.\n")
    said = debian.install("centre")
    assert "installing the program" in said
    assert debian.path("/opt/bocso/current").readlink() != before
    assert debian.path("/opt/bocso/previous").readlink() == before
    assert _head(debian) == head  # the data are as they were
    assert NOTHING in debian.install("centre")
    debian.install("back")
    assert debian.path("/opt/bocso/current").readlink() == before
    assert _head(debian) == head


def _leave(debian: BareSystem) -> None:
    debian.path("/var/lib/systemd/timers").mkdir(parents=True, exist_ok=True)
    debian.path("/var/lib/systemd/timers/stamp-bocso-certificates.timer").touch()
    assert "data and settings stay" in debian.install("uninstall")
    # Nothing is left but data and settings, what was brought here, and the passwords beside the broker.
    left = debian.run("find", "/etc", "/usr", "/opt", "/var", "/run", "-iname", "*bocso*").splitlines()
    stays = ("/etc/bocso", "/var/lib/bocso", "/var/lib/mosquitto/bocso-", "/etc/mosquitto/bocso-", "/var/log/")
    assert [path for path in left if not path.startswith(stays)] == []
    assert not debian.path("/etc/systemd/system/mosquitto.service.d").exists()
    assert not debian.path("/etc/systemd/system/ctrl-alt-del.target").is_symlink()
    assert debian.run("systemctl", "get-default") == "graphical.target\n", "as it was"
    assert debian.path("/var/lib/bocso/server/centre.db").exists()
    # Installed again, the centre is the same one, by the same secrets.
    secret = debian.path("/etc/bocso/server.broker-password").read_text()
    debian.install("centre")
    assert debian.path("/etc/bocso/server.broker-password").read_text() == secret
    assert _head(debian).startswith("OK")
    debian.install("uninstall", "--with-data")
    assert not debian.path("/var/lib/bocso").exists()
    assert not debian.path("/etc/bocso").exists()
    assert "bocso" not in debian.path("/etc/passwd").read_text()


def _health(debian: BareSystem) -> dict[str, str]:
    answer = debian.run("curl", "-s", "http://127.0.0.1:8080/health", own_network=True)
    parts: dict[str, str] = json.loads(answer)["parts"] if answer.startswith("{") else {}
    return parts


def _head(debian: BareSystem) -> str:
    return debian.run("bocso", "verify", "--database", "/var/lib/bocso/server/centre.db")


MQTT = """
import sys, paho.mqtt.client as mqtt
user, password, topic, word = sys.argv[1:]
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "asking", protocol=mqtt.MQTTv5)
if user:
    client.username_pw_set(user, password)
heard = []
def connected(client, _data, _flags, reason, _properties):
    heard.append(str(reason))
    client.publish(topic, word, qos=1) if word else client.subscribe(topic, qos=1)
client.on_connect = connected
client.on_message = lambda _client, _data, message: heard.append(message.payload.decode())
client.on_publish = lambda _client, _data, _id, reason, _properties: heard.append(str(reason))
client.connect("127.0.0.1", 1883)
for _ in range(60):
    client.loop(0.05)
print(heard)
"""


def _listen(debian: BareSystem, user: str, password: str, topic: str) -> str:
    return debian.run("/opt/bocso/current/bin/python", "-c", MQTT, user, password, topic, "", own_network=True)


def _publish(debian: BareSystem, user: str, password: str, topic: str) -> str:
    return debian.run("/opt/bocso/current/bin/python", "-c", MQTT, user, password, topic, "{}", own_network=True)
