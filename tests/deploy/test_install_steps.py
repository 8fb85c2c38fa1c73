"""Single steps of the installer, in a folder that stands for the machine, after something else has happened there."""

import base64
import contextlib
import os
import shutil
import ssl
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.tls.certificates import CA, SERVER, SERVER_KEY, look, make

ROOT = Path(__file__).resolve().parents[2]
STEPS = ROOT / "deploy/steps"

MACHINE = """
set -euo pipefail
OPT=$M/opt ETC=$M/etc DATA=$M/data UNITS=$M/units PROC=$M/proc SOURCE=$ROOT RELEASE=$M/opt/current
CHANGES=0 IS_NEW= RESTART=()
JOIN='' ASKS='' CODE='' SERVER='' FINGERPRINT='' WHEELS='' ADDRESS='' WITH_DATA='' ROLE=centre
for step in telling addresses system release settings services leaving; do . "$ROOT/deploy/steps/$step.sh"; done
# Nobody here is root, and no system runs.
is_running() { false; }
chown() { :; }
make_folder() { mkdir -p "$1"; }
hostname() { if [ "${1:-}" = -I ]; then echo "${ADDRESSES:-10.1.2.3}"; else echo "${NAME:-raspberrypi}"; fi; }
place() { if cmp -s "$1" "$2"; then return 1; fi; mkdir -p "$(dirname "$2")"; cp "$1" "$2"; did "$2"; }
"""

THE_END = "\n".join(
    line
    for line in (ROOT / "deploy/install.sh").read_text().partition("\n\tset_up_units\n")[2].splitlines()
    if line.strip() not in {";;", "esac"}
)
"""What install.sh itself does after all is in its place."""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for folder in ("opt/current/bin", "etc", "data", "units", "fakes"):
        (tmp_path / folder).mkdir(parents=True)
    program = tmp_path / "opt/current/bin/bocso"
    program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m bocso "$@"\n')
    program.chmod(0o755)
    return tmp_path


def run(machine: Path, script: str, *, umask: int = 0o022, is_refused: bool = False, **variables: str) -> str:
    done = subprocess.run(
        ["bash", "-c", f"umask {umask:04o}\n{MACHINE}\n{script}"],
        env={**os.environ, "M": str(machine), "ROOT": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == is_refused, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_machine_with_another_host_name_is_upgraded_and_keeps_its_authority(machine: Path) -> None:
    tls = machine / "etc/tls"
    run(machine, "set_up_certificates", NAME="Raspberry")
    authority = (tls / CA).read_bytes()
    assert {"10.1.2.3", "raspberry", "raspberry.local", "localhost", "127.0.0.1", "::1"} == set(
        look(tls / SERVER).names
    )
    assert "[=]" in run(machine, "set_up_certificates", NAME="Raspberry"), "capitals are no reason to begin anew"

    said = run(machine, "set_up_certificates", NAME="may_bocso")
    assert "left out: may_bocso" in said
    said = run(machine, "set_up_certificates", NAME="bocso")
    assert "left out: bocso," in said
    assert (tls / CA).read_bytes() == authority
    assert {"10.1.2.3", "bocso.local"} <= set(look(tls / SERVER).names)
    assert "[=]" in run(machine, "set_up_certificates", NAME="bocso")

    # What somebody asks for by name is not left out in silence.
    said = run(machine, "ADDRESS=203.113.1.2; set_up_certificates", is_refused=True)
    assert "does not vouch for 203.113.1.2" in said


def test_the_phones_own_address_does_not_hide_the_machine_s(machine: Path) -> None:
    (machine / "etc/server.toml").write_text('public_url = "https://so.example.vn"\n')
    assert run(machine, "setting_address") == "10.1.2.3\n"


def test_certificates_that_the_server_cannot_read_are_opened_to_it(machine: Path) -> None:
    run(machine, "set_up_certificates", umask=0o077)
    tls = machine / "etc/tls"
    for name in (CA, SERVER):
        assert (tls / name).stat().st_mode & 0o777 == 0o644
        (tls / name).chmod(0o600)
    assert "server.pem: 644" in run(machine, 'set_up_certificates; echo "${RESTART[@]}"')
    assert {(tls / name).stat().st_mode & 0o777 for name in (CA, SERVER)} == {0o644}


@pytest.mark.parametrize("broker_is_on", [True, False])
def test_what_is_renewed_gets_to_the_server_and_the_broker(machine: Path, broker_is_on: bool) -> None:
    """As the unit does it: umask 077, and the broker down since an empty key kept it from starting."""
    tls, certs = machine / "etc/tls", machine / "certs"
    make(tls, names=["10.1.2.3"], centre="", now=datetime.now(UTC) - timedelta(days=340))
    certs.mkdir()
    (certs / "bocso.key").write_bytes(b"")
    shutil.copy(tls / SERVER, certs / "bocso.pem")
    told = machine / "told"
    for name, does in (
        ("chown", ""),
        ("systemctl", f'echo "$@" >>{told}; [ "$1" != is-enabled ] || exit {0 if broker_is_on else 1}'),
    ):
        fake = machine / "fakes" / name
        fake.write_text(f"#!/bin/sh\n{does}\n")
        fake.chmod(0o755)
    script = (ROOT / "deploy/renew-certificates.sh").read_text()
    for said, here in (
        ("/etc/bocso/tls", str(tls)),
        ("/etc/mosquitto/certs", str(certs)),
        ("/opt/bocso/current", str(machine / "opt/current")),
        ("/run/systemd/system", str(machine)),
        (" -o mosquitto -g mosquitto", ""),
    ):
        assert said in script
        script = script.replace(said, here)
    path = f"{machine / 'fakes'}:{os.environ['PATH']}"
    subprocess.run(["bash", "-c", f"umask 077\n{script}"], check=True, env={**os.environ, "PATH": path})

    assert look(tls / SERVER).valid_until > datetime.now(UTC) + timedelta(days=300)
    assert (tls / SERVER).stat().st_mode & 0o777 == 0o644, "the server runs as somebody else"
    assert (certs / "bocso.key").read_bytes() == (tls / SERVER_KEY).read_bytes()
    assert (certs / "bocso.pem").read_bytes() == (tls / SERVER).read_bytes()
    assert {path.name for path in certs.iterdir()} == {"bocso.key", "bocso.pem"}
    assert ("restart mosquitto" in told.read_text().splitlines()) == broker_is_on


BEFORE, SINCE = 'database = "old"\n', 'tls_certificate = "server.pem"\ndatabase = "old"\n[broker_admin]\n'


def test_going_back_and_forward_again_each_program_has_its_own_settings(machine: Path) -> None:
    settings = machine / "etc/server.toml"
    settings.write_text(SINCE)
    (machine / "etc/server.toml.former").write_text(BEFORE)
    for release, knows in (("old", "database"), ("new", "database, tls_certificate")):
        program = machine / "opt/releases" / release
        (program / "source/server").mkdir(parents=True)
        (program / "source/server/settings.py").write_text(knows)
        (program / ".complete").touch()
    (machine / "opt/current/bin/bocso").unlink()
    shutil.rmtree(machine / "opt/current")
    (machine / "opt/current").symlink_to(machine / "opt/releases/new")
    (machine / "opt/previous").symlink_to(machine / "opt/releases/old")
    (machine / "etc/roles").write_text("centre\n")

    for of_old, of_new in ((BEFORE, SINCE), ("# chỉnh tay\n" + BEFORE, SINCE + "# chỉnh tay\n")):
        run(machine, "go_back")
        assert (machine / "opt/current").resolve().name == "old"
        assert settings.read_text() == of_old
        run(machine, "go_back")
        assert (machine / "opt/current").resolve().name == "new"
        assert settings.read_text() == of_new
        # The next time each finds what somebody wrote meanwhile.
        settings.write_text(SINCE + "# chỉnh tay\n")
        (machine / "etc/server.toml.former").write_text("# chỉnh tay\n" + BEFORE)
    # Between two programs of the same kind nothing is exchanged.
    (machine / "opt/releases/old/source/server/settings.py").write_text("tls_certificate")
    run(machine, "go_back")
    assert settings.read_text() == SINCE + "# chỉnh tay\n"


def release(machine: Path, name: str, *extras: str, with_pins: bool = False) -> None:
    """As make_release leaves it."""
    folder = machine / "opt/releases" / name
    (folder / "source").mkdir(parents=True)
    for part in ("deploy", "pyproject.toml", "requirements.lock"):
        (folder / "source" / part).symlink_to(ROOT / part)
    parts = [sys.executable, str(ROOT / "deploy/locked_parts.py"), *extras]
    (folder / "requirements.txt").write_bytes(subprocess.run(parts, check=True, capture_output=True).stdout)
    (folder / "pyvenv.cfg").write_text(f"include-system-site-packages = {str(with_pins).lower()}\n")
    (folder / ".complete").touch()


@pytest.mark.parametrize(
    ("roles", "is_off", "lacks"),
    [
        ("centre", "", ""),
        ("centre kiosk", "", "kiosk"),
        ("centre kiosk", "bocso-kiosk", ""),
        ("board centre", "", "board"),
        ("centre pad", "", "pad"),
    ],
)
def test_a_release_from_before_a_role_was_added_is_not_gone_back_to(
    machine: Path, roles: str, is_off: str, lacks: str
) -> None:
    shutil.rmtree(machine / "opt/current")
    release(machine, "old", "server")
    release(machine, "new", "server", "kiosk", "board", "pad", with_pins=True)
    (machine / "opt/current").symlink_to(machine / "opt/releases/new")
    (machine / "opt/previous").symlink_to(machine / "opt/releases/old")
    (machine / "etc/roles").write_text(roles.replace(" ", "\n") + "\n")
    on = " ".join({f"bocso-{role}".replace("-centre", "-server") for role in roles.split()} - {is_off})

    said = run(machine, f"{ENABLED} is_running() {{ true; }}; go_back", IS_ENABLED=on, is_refused=bool(lacks))

    assert (machine / "opt/current").resolve().name == ("new" if lacks else "old")
    if lacks:
        assert f"lacks what '{lacks}' needs" in said
        assert "systemctl: stop" not in said, "what runs goes on"
        return
    # Forward again nothing is in the way.
    run(machine, f"{ENABLED} is_running() {{ true; }}; go_back", IS_ENABLED=on)
    assert (machine / "opt/current").resolve().name == "new"


def joining(machine: Path, credential: str, role: str = "kiosk", device: str = "kiosk-1", ca: str = "") -> str:
    file = machine / f"{credential}.join"
    file.write_text(
        f"kind={role}\ndevice={device}\ncentre=DEMO-0001\naddress=10.1.2.3\ncounter=Q1\n"
        f"credential={credential}\nbroker_password=b-{credential}\n{ca and f'ca={ca}' + chr(10)}"
    )
    return f"ROLE={role} JOIN={file}; need_a_way_to_join; write_settings; echo restart: ${{RESTART[*]}}"


def pair(machine: Path, role: str, url: str) -> Path:
    """As keep_access leaves it."""
    folder = machine / "data" / role / "enrolled-1"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(f'device_id = "kiosk-1"\n\n[server]\nurl = "{url}"\n\n[broker]\nhost = "x"\n')
    link = folder.parent / "enrolled"
    link.symlink_to("enrolled-1")
    return link


def test_a_newer_join_file_goes_over_an_earlier_pairing_and_the_same_one_does_not(machine: Path) -> None:
    run(machine, joining(machine, "first"))
    link = pair(machine, "kiosk", "https://10.1.2.3:8443")
    run(machine, joining(machine, "first"))
    assert link.exists(), "what was given since is newer than this file"

    said = run(machine, joining(machine, "second"))
    assert not link.is_symlink()
    assert (machine / "etc/kiosk.credential").read_text() == "second"
    assert "restart: bocso-kiosk" in said


@pytest.mark.parametrize("role", ["kiosk", "pad"])
def test_a_device_that_was_to_be_paired_by_a_code_takes_a_file(machine: Path, role: str) -> None:
    run(machine, f"ROLE={role} SERVER=http://10.9.9.9:8080 CODE=K7QM2X9P; write_settings")
    settings = machine / f"etc/{role}.toml"
    settings.write_text("# chỉnh tay\n" + settings.read_text() + "\n[printer2]\nwidth_dots = 384\n")
    link = pair(machine, role, "https://10.9.9.9:8443")

    run(machine, joining(machine, "first", role, f"{role}-1"))

    assert not link.is_symlink()
    told = tomllib.loads(settings.read_text())
    assert (told["centre"], told["device_id"]) == ("DEMO-0001", f"{role}-1")
    assert told["server"] == {"url": "http://10.1.2.3:8080", "credential_file": f"{machine}/etc/{role}.credential"}
    assert told["broker"]["username"] == f"{role}-1"
    assert told["printer2"] == {"width_dots": 384}
    assert told.get("counter_id") == (None if role == "kiosk" else "Q1")
    assert "# chỉnh tay" in settings.read_text()
    before = settings.read_text()
    run(machine, joining(machine, "first", role, f"{role}-1"))
    assert settings.read_text() == before

    said = run(machine, joining(machine, "other", role, f"{role}-2"), is_refused=True)
    assert "another device already" in said


def test_a_newer_join_file_brings_encryption_and_takes_it_away_again(machine: Path) -> None:
    make(machine / "tls", names=["10.1.2.3"], centre="", now=datetime.now(UTC))
    der = ssl.PEM_cert_to_DER_cert((machine / "tls" / CA).read_text())
    ca = base64.urlsafe_b64encode(der).decode().rstrip("=")
    run(machine, joining(machine, "first"))
    settings = machine / "etc/kiosk.toml"
    settings.write_text(settings.read_text().replace("[broker]", "[broker] # chỉnh tay"))
    before = settings.read_text()

    said = run(machine, joining(machine, "second", ca=ca))

    assert "restart: bocso-kiosk" in said
    told, file = tomllib.loads(settings.read_text()), f"{machine}/etc/kiosk.ca.pem"
    assert (told["server"]["url"], told["server"]["ca_file"]) == ("https://10.1.2.3:8443", file)
    assert (told["broker"]["port"], told["broker"]["ca_file"]) == (8883, file)
    assert ssl.PEM_cert_to_DER_cert(Path(file).read_text()) == der
    after = settings.read_text()
    run(machine, joining(machine, "second", ca=ca))
    assert settings.read_text() == after

    run(machine, joining(machine, "third"))
    assert settings.read_text() == before


def test_a_fingerprint_that_is_named_beforehand_stands_in_the_kiosks_settings(machine: Path) -> None:
    here = 'ROLE=kiosk SERVER=http://10.9.9.9:8080 FINGERPRINT="%s"; need_a_way_to_join; write_settings'
    settings = machine / "etc/kiosk.toml"
    run(machine, here % "")
    assert tomllib.loads(settings.read_text())["server"] == {"url": "http://10.9.9.9:8080"}
    for _ in range(2):
        run(machine, here % "0123456789abcdef")
        told = tomllib.loads(settings.read_text())["server"]
        assert told == {"url": "http://10.9.9.9:8080", "fingerprint": "0123456789abcdef"}
    assert "16 digits" in run(machine, here % '\\"x', is_refused=True)
    settings.unlink()
    run(machine, here % "none")
    assert tomllib.loads(settings.read_text())["server"]["fingerprint"] == "none"
    run(machine, "ROLE=kiosk SERVER=http://10.8.8.8:8080; need_a_way_to_join; write_settings")
    told = tomllib.loads(settings.read_text())["server"]
    assert told == {"url": "http://10.8.8.8:8080"}, "the other server's is not this one's"
    run(machine, "ROLE=kiosk FINGERPRINT=none SERVER=http://10.8.8.8:8080; need_a_way_to_join; write_settings")
    run(machine, "ROLE=kiosk; need_a_way_to_join; write_settings")
    assert tomllib.loads(settings.read_text())["server"]["fingerprint"] == "none", "no server is named: all stays"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("10.0.0.2", "http://10.0.0.2:8080"),
        ("10.0.0.2:8443", "http://10.0.0.2:8443"),
        ("bocso.local/", "http://bocso.local:8080"),
        ("fd00::2", "http://[fd00::2]:8080"),
        ("[fd00::2]:8443", "http://[fd00::2]:8443"),
        ("https://[fd00::2]:8443", "https://[fd00::2]:8443"),
    ],
)
def test_an_address_is_named_as_the_page_of_devices_shows_it(machine: Path, typed: str, url: str) -> None:
    asked = "ROLE=kiosk SERVER=%s; need_a_way_to_join; write_settings"
    run(machine, asked % typed)
    assert tomllib.loads((machine / "etc/kiosk.toml").read_text())["server"] == {"url": url}
    pair(machine, "kiosk", "https://" + url.removeprefix("http://").removeprefix("https://"))
    assert "take a new code" not in run(machine, asked % typed), "it is the same server"
    assert "take a new code" in run(machine, asked % "10.0.0.3", is_refused=True)


@pytest.mark.parametrize("typed", ["http://fd00::2:8080", "10.0.0.2:port", "10.0.0.2;reboot", "10.0.0.2/setup"])
def test_what_is_no_address_of_a_server_is_refused(machine: Path, typed: str) -> None:
    asked = "ROLE=kiosk; need_a_way_to_join; write_settings"
    assert "an address looks like" in run(machine, f"SERVER='{typed}' {asked}", is_refused=True)
    assert not (machine / "etc/kiosk.toml").exists()


def indent(file: Path) -> None:
    """As a technician may write it."""
    file.write_text("".join(f"\t  {line}\n" if line else "\n" for line in file.read_text().splitlines()))


def test_settings_that_a_technician_has_indented_are_followed_too(machine: Path) -> None:
    asked = "ROLE=kiosk SERVER=%s FINGERPRINT=0123456789abcdef; need_a_way_to_join; write_settings"
    settings = machine / "etc/kiosk.toml"
    run(machine, asked % "http://10.9.9.9:8080")
    indent(settings)
    run(machine, asked % "http://10.8.8.8:8080")
    told = tomllib.loads(settings.read_text())
    assert told["server"] == {"url": "http://10.8.8.8:8080", "fingerprint": "0123456789abcdef"}

    indent(settings)
    run(machine, joining(machine, "first"))
    assert tomllib.loads(settings.read_text())["server"]["url"] == "http://10.1.2.3:8080"
    indent(settings)
    before = settings.read_text()
    run(machine, joining(machine, "first"))
    assert tomllib.loads(settings.read_text()) == tomllib.loads(before)
    assert "another device already" in run(machine, joining(machine, "x", device="kiosk-2"), is_refused=True)


def test_a_kiosk_installed_without_a_server_is_told_it_later(machine: Path) -> None:
    asked = "ROLE=kiosk SERVER=%s FINGERPRINT=%s; need_a_way_to_join; write_settings"
    settings = machine / "etc/kiosk.toml"
    run(machine, asked % ("", ""))
    assert "server" not in tomllib.loads(settings.read_text())
    run(machine, asked % ("http://10.8.8.8:8080", "0123456789abcdef"))
    told = tomllib.loads(settings.read_text())
    assert told["server"] == {"url": "http://10.8.8.8:8080", "fingerprint": "0123456789abcdef"}
    assert told["printer"]["kind"] == "device"

    before = settings.read_text()
    run(machine, asked % ("http://10.8.8.8:8080", "0123456789abcdef"))
    assert settings.read_text() == before


def test_a_servers_indented_settings_get_what_is_newer_once(machine: Path) -> None:
    settings = machine / "etc/server.toml"
    settings.write_text('database = "old"\n')
    run(machine, "write_centre_settings")
    indent(settings)
    before = settings.read_text()
    run(machine, "write_centre_settings")
    assert settings.read_text() == before
    tomllib.loads(before)


def test_another_server_without_a_code_is_refused_where_it_would_change_nothing(machine: Path) -> None:
    pair(machine, "board", "https://10.1.2.3:8443")
    asked = "ROLE=board SERVER=%s; need_a_way_to_join; echo goes on"

    assert "take a new code" in run(machine, asked % "http://10.1.2.30:8080", is_refused=True)
    assert "goes on" in run(machine, asked % "http://10.1.2.3:8080/")
    assert "goes on" in run(machine, "CODE=K7QM2X9P; " + asked % "http://10.1.2.30:8080")


def test_what_a_run_that_was_cut_short_changed_starts_again_after_the_next(machine: Path) -> None:
    (machine / "etc/roles").write_text("centre\n")
    here = """
        place() { mkdir -p "$(dirname "$2")"; cmp -s "$1" "$2" && return 1; cp "$1" "$2"; did "$2"; }
        is_running() { true; }
        systemctl() { case $1 in is-active) ;; is-enabled) echo enabled ;; *) echo "systemctl: $*" ;; esac; }
        echo new >$M/new
        change() { place $M/new $M/etc/placed && restart_later mosquitto; true; }
    """
    said = run(machine, here + "take_over_restarts; change; stop 'the line dropped'", is_refused=True)
    assert "systemctl" not in said

    said = run(machine, f"{here}take_over_restarts; change; {THE_END}")
    assert said.count("systemctl: restart mosquitto") == 1
    assert "systemctl: daemon-reload" in said
    assert "Nothing had to be changed" not in said

    said = run(machine, f"{here}take_over_restarts; change; {THE_END}")
    assert "restart mosquitto" not in said
    assert "Nothing had to be changed" in said


def test_everything_that_restarts_is_written_down_at_once() -> None:
    for script in STEPS.glob("*.sh"):
        if script.name != "telling.sh":
            assert "RESTART+=" not in script.read_text(), script.name


@pytest.mark.parametrize("indent", ["", "  "])
def test_an_address_that_is_asked_for_goes_over_the_one_on_the_slips(machine: Path, indent: str) -> None:
    run(machine, "write_settings")
    settings = machine / "etc/server.toml"
    settings.write_text("".join(f"{indent}{line}\n" for line in settings.read_text().splitlines()))
    assert tomllib.loads(settings.read_text())["public_url"] == "http://10.1.2.3:8090"

    said = run(machine, "ADDRESS=10.1.2.99; write_settings; echo restart: ${RESTART[*]}")
    assert tomllib.loads(settings.read_text())["public_url"] == "http://10.1.2.99:8090"
    assert "restart: bocso-server" in said
    before = settings.read_text()
    for again in ("ADDRESS=10.1.2.99; write_settings", "write_settings"):
        assert "restart:\n" in run(machine, f"{again}; echo restart: ${{RESTART[*]:-}}")
    assert settings.read_text() == before
    assert run(machine, "setting_address") == "10.1.2.99\n"

    proxied = before.replace("http://10.1.2.99:8090", "https://so.example.vn")
    settings.write_text(proxied)
    run(machine, "ADDRESS=10.1.2.5; write_settings")
    assert settings.read_text() == proxied, "phones come by somebody else's name"


@pytest.mark.parametrize(
    ("here", "found"),
    [
        ("fd12::9 10.1.2.3 2001:db8::7 ", "10.1.2.3"),
        ("2001:db8::7 fd12::9 ", "fd12::9"),
        ("2001:db8::7", "2001:db8::7"),
        (" ", "127.0.0.1"),
    ],
)
def test_the_machines_own_address_is_found_by_ipv6_where_there_is_no_other(
    machine: Path, here: str, found: str
) -> None:
    assert run(machine, "setting_address", ADDRESSES=here) == f"{found}\n"
    run(machine, "write_centre_settings; set_up_certificates", ADDRESSES=here)
    host = f"[{found}]" if ":" in found else found
    settings = machine / "etc/server.toml"
    assert tomllib.loads(settings.read_text())["public_url"] == f"http://{host}:8090"
    assert found in look(machine / "etc/tls" / SERVER).names
    assert f"http://{host}:8080" in run(machine, "tell_end", ADDRESSES=here)


def test_an_ipv6_address_that_is_asked_for_is_written_once_and_stays(machine: Path) -> None:
    settings = machine / "etc/server.toml"
    again = "write_centre_settings; echo changes: $CHANGES; set_up_certificates; echo restart: ${RESTART[*]:-}"
    run(machine, f"ADDRESS=fd00::2; {again}")
    before = settings.read_text()
    assert tomllib.loads(before)["public_url"] == "http://[fd00::2]:8090"
    assert "fd00::2" in look(machine / "etc/tls" / SERVER).names
    for asked in ("ADDRESS=fd00::2; ", ""):
        said = run(machine, asked + again)
        assert "changes: 0\n" in said
        assert "restart:\n" in said
    assert settings.read_text() == before
    assert run(machine, "setting_address") == "fd00::2\n"
    run(machine, f"ADDRESS=fd00::9; {again}")
    assert tomllib.loads(settings.read_text())["public_url"] == "http://[fd00::9]:8090"


@pytest.mark.parametrize("address", ["10.0.0.2", "fd00::2", "[fd00::2]", "may-chu", "bocso.local", "10.xa-mau.lan"])
def test_an_address_or_a_name_of_the_machine_is_taken(machine: Path, address: str) -> None:
    said = run(machine, f"ADDRESS='{address}'; need_a_plain_address; echo \"$ADDRESS\"")
    assert said == f"{address.strip('[]')}\n"


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.2", "10.0.0.2:8080", "[fd00::2]:8080", "10.0.0", "10.0.0.256", "10.0.0.2/", "may chu", "máy", '"'],
)
def test_what_is_no_address_of_a_machine_is_refused_before_anything_is_written(machine: Path, address: str) -> None:
    steps = the_installer().partition("case $ROLE in\nback)")[2].partition("\n*)\n")[2].partition("set_up_broker")[0]
    of_root = "need_fit_system need_the_screen install_packages make_users make_folders take_over_restarts make_release"
    nothing = "; ".join(f"{step}() {{ :; }}" for step in of_root.split())
    script = f"{nothing}\nADDRESS='{address}'\n{steps}\nfi"
    before = sorted(machine.rglob("*"))
    assert "without http and port" in run(machine, script, is_refused=True)
    assert sorted(machine.rglob("*")) == before


def test_an_address_that_the_authority_does_not_vouch_for_stands_in_no_settings(machine: Path) -> None:
    run(machine, "set_up_certificates")
    steps = the_installer().partition("\tmake_release\n")[2].partition("set_up_broker")[0]
    assert "does not vouch" in run(machine, f"ADDRESS=203.113.1.2\n{steps}\nfi", is_refused=True)
    assert not (machine / "etc/server.toml").exists()


def the_installer() -> str:
    return (ROOT / "deploy/install.sh").read_text()


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("http://fd00::2:8090", "http://[fd00::2]:8090"),
        ("http://http://10.0.0.2:8090", "http://10.0.0.2:8090"),
        ("http://[fd00::2]:8090/", "http://[fd00::2]:8090/"),
        ("http://10.0.0.2:8090/", "http://10.0.0.2:8090/"),
        ("http://[fd00::2]:80", "http://[fd00::2]:80"),
    ],
)
def test_an_address_that_no_phone_reads_is_mended_and_others_stay(machine: Path, written: str, mended: str) -> None:
    run(machine, "write_settings")
    settings = machine / "etc/server.toml"
    settings.write_text(settings.read_text().replace("http://10.1.2.3:8090", written))
    for changes in (1 if written != mended else 0, 0):
        assert f"changes: {changes}\n" in run(machine, "write_settings; echo changes: $CHANGES")
        assert tomllib.loads(settings.read_text())["public_url"] == mended


@pytest.mark.parametrize("public_url", ["http://[fd00::2]:8090", "http://fd00::2:8090", "https://10.1.2.3/so"])
def test_a_join_file_takes_a_device_to_the_address_of_its_centre(machine: Path, public_url: str) -> None:
    """From the line with which add-device.sh reads the address to the device's settings."""
    (machine / "etc/server.toml").write_text(f'  public_url = "{public_url}"\n')
    script = (ROOT / "deploy/add-device.sh").read_text()
    reading = next(line for line in script.splitlines() if line.startswith("address="))
    said = run(machine, f'{reading.replace("/etc/bocso", "$ETC")}; echo "$address"').strip()
    assert said == ("10.1.2.3" if "10.1.2.3" in public_url else "fd00::2")
    for address in (said, f"[{said}]" if ":" in said else said):
        (machine / "etc/kiosk.toml").unlink(missing_ok=True)
        told = joining(machine, "first")
        file = machine / "first.join"
        file.write_text(file.read_text().replace("address=10.1.2.3", f"address={address}"))
        run(machine, told)
        settings = tomllib.loads((machine / "etc/kiosk.toml").read_text())
        assert settings["broker"]["host"] == said
        assert settings["server"]["url"] == f"http://{f'[{said}]' if ':' in said else said}:8080"


ENABLED = """
systemctl() {
    case $1 in
    is-enabled) case " $IS_ENABLED " in *" ${*: -1} "*) echo enabled ;; *) echo disabled; return 1 ;; esac ;;
    is-active) return 1 ;;
    *) echo "systemctl: $*" ;;
    esac
}
"""


def test_a_machine_draws_one_screen(machine: Path) -> None:
    """Two would take the graphics and the first console from each other for ever."""
    for role in ("board", "counter", "touch-pad"):
        said = run(machine, f"{ENABLED} ROLE={role}; need_the_screen", IS_ENABLED="bocso-kiosk", is_refused=True)
        assert "that of 'kiosk' already" in said
        assert "sudo systemctl disable --now bocso-kiosk" in said
        assert run(machine, f"{ENABLED} ROLE={role}; need_the_screen", IS_ENABLED="bocso-server bocso-pad") == ""
    for role in ("kiosk", "pad", "centre"):
        assert run(machine, f"{ENABLED} ROLE={role}; need_the_screen", IS_ENABLED="bocso-kiosk") == ""


def test_what_a_technician_has_switched_off_is_not_started_again(machine: Path) -> None:
    (machine / "etc/roles").write_text("board\nkiosk\n")
    (machine / "etc/restart.asked").write_text("")
    script = f"{ENABLED} is_running() {{ true; }}; ROLE=board; restart_later bocso-kiosk bocso-board; {THE_END}"
    said = run(machine, script, IS_ENABLED="bocso-board")
    assert "systemctl: restart bocso-board" in said
    assert "bocso-kiosk" not in said
    said = run(machine, f"{ENABLED} is_running() {{ true; }}; ROLE=board; {THE_END}", IS_ENABLED="bocso-board")
    assert "systemctl: start --no-block bocso-board" in said
    assert "bocso-kiosk" not in said


def test_a_python_that_does_not_fit_is_told_where_all_packages_are_there(machine: Path) -> None:
    here = "has_package() { true; }; install_packages"
    run(machine, f"python3() {{ echo True; }}; {here}")
    said = run(machine, f"python3() {{ echo False; }}; {here}", is_refused=True)
    assert "needs Python 3.11 to 3.13" in said


def test_at_the_end_a_screens_technician_is_told_how_to_type_from_now_on(machine: Path) -> None:
    for role in ("kiosk", "board", "counter", "touch-pad"):
        said = run(machine, f"SUDO_USER=an; ROLE={role}; tell_end")
        assert "sudo reboot" in said
        assert "ssh an@10.1.2.3" in said
    said = run(machine, f"{ENABLED} is_running() {{ true; }}; ROLE=kiosk; tell_end", IS_ENABLED="")
    assert "sudo systemctl enable --now ssh" in said
    assert "ssh" not in run(machine, "ROLE=pad; tell_end")


@pytest.mark.parametrize("is_new", [True, False])
def test_a_new_centres_technician_is_told_where_the_code_stands_though_the_server_has_begun(
    machine: Path, is_new: bool
) -> None:
    made = "mkdir -p $DATA/server; touch $DATA/server/centre.db"
    before, meanwhile = ("", made) if is_new else (made, "")
    said = run(
        machine, f"is_running() {{ true; }}\n{before}\nROLE=centre; note_whether_it_is_new\n{meanwhile}\ntell_end"
    )
    assert ("grep 'enter the code' | tail -1" in said) is is_new
    assert ("http://10.1.2.3:8080/trust" in said) is is_new


WHERE_ONE_TYPES = """
is_running() { true; }
mkdir -p $M/proc/$$ $M/proc/70 $M/proc/71
echo "$$ (bash) S 70 1 1 $((136 << 8)) 1" >$M/proc/$$/stat
echo "70 (sudo (pty) 1) S 71 1 1 $((136 << 8)) 1" >$M/proc/70/stat
echo "71 (bash) S 1 1 1 $AT 1" >$M/proc/71/stat
"""
"""Sudo has put a terminal of its own between."""
TTY1, TTYS0, BY_SSH = (4 << 8) + 1, (4 << 8) + 64, (136 << 8) + 2


@pytest.mark.parametrize(("at", "is_left"), [(TTY1, True), (TTYS0, False), (BY_SSH, False)])
def test_whoever_types_at_the_machine_keeps_its_screen_until_the_restart(machine: Path, at: int, is_left: bool) -> None:
    (machine / "etc/roles").write_text("board\ncentre\n")
    script = f"{ENABLED}{WHERE_ONE_TYPES} ROLE=board; restart_later bocso-board bocso-server; {THE_END}"
    said = run(machine, script, AT=str(at), IS_ENABLED="bocso-board bocso-server bocso-phones")
    assert ("systemctl: restart bocso-board" in said) is not is_left
    assert "systemctl: restart bocso-server" in said
    assert "systemctl: start --no-block bocso-phones" in said
    assert "sudo reboot" in said
    assert not (machine / "etc/restart.asked").exists()


def test_a_screen_takes_its_terminal_when_all_is_done_and_told(machine: Path) -> None:
    """As the kernel does at the hangup of a console, whatever `is_at_own_screen` made of it."""
    (machine / "etc/roles").write_text("board\ncentre\n")
    os.mkfifo(machine / "asks")
    script = f"""{MACHINE}{ENABLED}
        is_running() {{ true; }}
        systemctl() {{
            case "$1 ${{*: -1}}" in
            is-enabled*) ;;
            is-active*) return 1 ;;
            "restart bocso-board")
                echo "$*" >>$M/asked
                echo hang up >$M/asks
                until [ -e $M/hung-up ]; do sleep 0.1; done
                return 1
                ;;
            *) echo "$*" >>$M/asked ;;
            esac
        }}
        is_wanted() {{ true; }}
        ROLE=board
        restart_later bocso-board bocso-server
        {THE_END}
        echo alive >$M/alive
    """
    ours, theirs = os.openpty()
    said = b""
    installer = subprocess.Popen(
        ["setsid", "--ctty", "--wait", "bash", "-c", script],
        env={**os.environ, "M": str(machine), "ROOT": str(ROOT), "SUDO_USER": "an"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    (machine / "asks").read_text()
    os.set_blocking(ours, False)
    with contextlib.suppress(BlockingIOError):
        said = os.read(ours, 65536)
    os.close(ours)
    (machine / "hung-up").touch()
    installer.wait(30)

    assert b"ssh an@10.1.2.3" in said
    asked = (machine / "asked").read_text().splitlines()
    assert "restart bocso-server" in asked
    assert asked[-1] == "restart bocso-board"
    assert not (machine / "etc/restart.asked").exists()
    assert (machine / "alive").exists()
