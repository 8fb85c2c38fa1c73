"""A device is paired as a technician does it: the code from the page, the program's own command, and then it works."""

import hashlib
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from centre_under_test import WITHOUT_TLS, copy_database
from staff_pages import RunningServer, SessionClient, prepare_centre, running, wait_until

from counter_display.settings import DisplaySettings
from kiosk.pairing import Field, Pairing, Stage
from kiosk.settings import KioskSettings
from messaging.clock import SteppedClock
from messaging.device_link import DeviceLink
from messaging.enrolled_files import enrolled_folder, given_at
from messaging.requests import TicketRequest
from messaging.rotating import Rotation
from messaging.server_client import RequestRefused, ServerClient
from messaging.settings import DeviceSettings, read_settings
from messaging.snapshots import DeviceSnapshot
from rating_pad.settings import PadSettings
from server.db.schema import prepare_database
from server.tls.certificates import CA, SERVER, SERVER_KEY, make
from simulation.ports import free_ports

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS: dict[str, tuple[str, str, type[DeviceSettings], str]] = {
    # device: program, what its file says of its hardware, its settings, its counter
    "kiosk-1": ("kiosk", '[printer]\nkind = "network"\nhost = "127.0.0.1"', KioskSettings, ""),
    "board-1": ("counter_display", 'mode = "hall"', DisplaySettings, ""),
    "counter-Q1": ("counter_display", 'mode = "counter"', DisplaySettings, "Q1"),
    "pad-Q1": ("rating_pad", 'screen = "touch"', PadSettings, "Q1"),
}


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The real server with time that passes."""
    folder = tmp_path_factory.mktemp("enrolment")
    prepare_database(folder / "empty.db")
    database = copy_database(folder / "empty.db", folder / "centre.db")
    prepare_centre(database)
    with running(database, SteppedClock(), ignore_hours=True) as server:
        yield server


@pytest.fixture(scope="module")
def technician(centre: RunningServer) -> Iterator[SessionClient]:
    who = SessionClient(centre, "kt01")
    with who.client:
        yield who


def ask(technician: SessionClient, deed: str, device_id: str) -> httpx.Response:
    headers = {"Idempotency-Key": uuid4().hex, "X-CSRF-Token": technician.csrf}
    answer = technician.client.post(f"/api/v1/setup/devices/{deed}", json={"device_id": device_id}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def installed(folder: Path, device_id: str) -> Path:
    """What the installer leaves: hardware and folders, and nothing of who the device is."""
    program, hardware, _, _ = PROGRAMS[device_id]
    file = folder / f"{program}.toml"
    file.write_text(f'data_dir = "{folder / "data"}"\n{hardware}\n')
    return file


def enrol(file: Path, device_id: str, code: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", PROGRAMS[device_id][0], "--settings", str(file), "--enrol", code, *more],
        cwd=file.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("device_id", PROGRAMS)
def test_a_device_is_paired_by_its_own_program(
    centre: RunningServer, technician: SessionClient, tmp_path: Path, device_id: str
) -> None:
    file = installed(tmp_path, device_id)
    shown = ask(technician, "invite", device_id).json()
    said = enrol(file, device_id, shown["code"], "--server", centre.address)
    assert said.returncode == 0, said.stderr
    assert device_id in said.stdout
    settings = read_settings(PROGRAMS[device_id][2], file)
    assert settings.device_id == device_id
    assert (getattr(settings, "counter_id", None) or "") == PROGRAMS[device_id][3]
    assert settings.server.url == centre.address
    answer = httpx.get(
        f"{centre.address}/api/v1/procedures",
        headers={"Authorization": f"Bearer {settings.server.credential()}"},
        verify=WITHOUT_TLS,
    )
    assert answer.status_code in (200, 403), "it is known, and a kiosk alone may have the list"


def test_a_used_code_a_wrong_one_and_no_server_are_said_plainly(
    centre: RunningServer, technician: SessionClient, tmp_path: Path
) -> None:
    file = installed(tmp_path, "board-1")
    shown = ask(technician, "invite", "board-1").json()
    assert enrol(file, "board-1", f"bocso://enrol?v=1&u={centre.address}&c={shown['code']}").returncode == 0
    before = read_settings(DisplaySettings, file).server.credential()
    for more, words in (
        ((shown["code"], "--server", centre.address), "đã được dùng"),
        (("0000-0000", "--server", centre.address), "chưa đúng"),
        (("0000-0000", "--server", "http://127.0.0.1:9"), "Không liên lạc được máy chủ"),
        (("0000-0000", "--server", centre.address, "--fingerprint", "0" * 32), "không phải máy chủ thật"),
        (("bocso://else",), "không dùng để ghép"),
    ):
        said = enrol(file, "board-1", *more)
        assert said.returncode != 0
        assert words in said.stderr, said.stderr
        assert read_settings(DisplaySettings, file).server.credential() == before, "nothing was lost"


def test_the_kiosks_own_page_pairs_it(centre: RunningServer, technician: SessionClient, tmp_path: Path) -> None:
    file = installed(tmp_path, "kiosk-1")
    pairing = Pairing(tmp_path / "data", server_url="", on_change=lambda: None)
    assert pairing.view.field is Field.ADDRESS, "the first thing that is missing"
    for key in centre.address.removeprefix("http://"):
        pairing.type(key)
    pairing.choose(Field.CODE)
    for key in "00000000":
        pairing.type(key)
    pairing.send()
    wait_until(lambda: pairing.view.stage is Stage.TYPING and pairing.view.words, "the wrong code is refused")
    assert "Mã ghép chưa đúng" in pairing.view.words
    assert not enrolled_folder(tmp_path / "data").exists()
    pairing.erase(all_of_it=True)
    assert pairing.view.words == ""
    for key in ask(technician, "invite", "kiosk-1").json()["code"]:
        pairing.type(key)
    assert pairing.view.can_send
    pairing.send()
    wait_until(lambda: pairing.view.stage is Stage.PAIRED, "the kiosk is paired")
    settings = read_settings(KioskSettings, file)
    with closing(ServerClient(settings.server)) as server:
        assert server.issue_ticket(TicketRequest(intent_id=uuid4(), service="A")).number.startswith("A")


class SilentLink(DeviceLink):
    """A link without a broker, which says what the test says."""

    asked: tuple[int, int] | None = None

    def rotation_asked_at(self) -> tuple[int, int] | None:
        return self.asked


def test_a_device_takes_another_credential_when_it_is_asked_and_goes_on(
    centre: RunningServer, technician: SessionClient, tmp_path: Path
) -> None:
    file = installed(tmp_path, "kiosk-1")
    enrol(file, "kiosk-1", ask(technician, "invite", "kiosk-1").json()["code"], "--server", centre.address)
    settings = read_settings(KioskSettings, file)
    first, given = settings.server.credential(), given_at(settings.data_dir)
    ask(technician, "rotate", "kiosk-1")
    assert "đang chờ thiết bị đổi khóa" in technician.client.get("/setup/devices").text
    link, server = SilentLink(settings, version="1"), ServerClient(settings.server)
    link.asked = (1, 1)
    rotation = Rotation(settings, link=link, server=server)
    rotation.start()
    wait_until(lambda: settings.server.credential() != first, "there is another credential")
    assert (given_at(settings.data_dir) or given) != given
    server.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"))  # the very client that ran before
    rotation.stop()
    assert centre.centre.one("SELECT count(*) FROM journal WHERE kind = 'device_rotated'")[0] == 1, "once for a word"
    assert "đang chờ thiết bị đổi khóa" not in technician.client.get("/setup/devices").text

    ask(technician, "revoke", "kiosk-1")
    with pytest.raises(RequestRefused, match="401"):
        server.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"))
    server.close()


def test_the_servers_word_reaches_the_device(tmp_path: Path) -> None:
    """A snapshot of an older server says nothing of it."""
    said = DeviceSnapshot.model_validate_json(
        '{"epoch":1,"revision":2,"device_id":"k","kind":"kiosk","counter_id":null,"zone":null,'
        '"settings_revision":1,"jobs":[]}'
    )
    assert not said.rotation_asked


@pytest.fixture
def encrypted(centre: RunningServer, tmp_path: Path) -> Iterator[tuple[RunningServer, str]]:
    """A server with an authority of its own, and the authority's fingerprint."""
    keys = tmp_path / "tls"
    make(keys, names=("127.0.0.1", "localhost"), centre="Trung tâm mẫu", now=datetime.now(UTC))
    prepare_database(tmp_path / "empty.db")
    database = copy_database(tmp_path / "empty.db", tmp_path / "encrypted.db")
    prepare_centre(database)
    settings = {
        "tls_certificate": keys / SERVER,
        "tls_key": keys / SERVER_KEY,
        "tls_ca": keys / CA,
        "tls_port": free_ports(1)[0],
    }
    with running(database, SteppedClock(), ignore_hours=True, **settings) as server:
        yield server, hashlib.sha256(ssl.PEM_cert_to_DER_cert((keys / CA).read_text())).hexdigest()


def test_with_an_authority_the_code_goes_only_to_the_server_that_is_meant(
    encrypted: tuple[RunningServer, str], tmp_path: Path
) -> None:
    server, fingerprint = encrypted
    who = SessionClient(server, "kt01")
    file = installed(tmp_path, "pad-Q1")
    shown = ask(who, "invite", "pad-Q1").json()
    assert f"f={fingerprint[:32]}" in shown["link"]
    other = enrol(file, "pad-Q1", shown["code"], "--server", server.address, "--fingerprint", "ab" * 16)
    assert "không khớp" in other.stderr
    assert server.centre.one("SELECT tries FROM enrolments WHERE device_id = 'pad-Q1'")[0] == 0, "it was told nobody"
    said = enrol(file, "pad-Q1", shown["code"], "--server", server.address, "--fingerprint", fingerprint[:32])
    assert said.returncode == 0, said.stderr
    settings = read_settings(PadSettings, file)
    assert settings.server.url.startswith("https://127.0.0.1:")
    assert settings.broker.ca_file == settings.server.ca_file
    with closing(ServerClient(settings.server)) as known, pytest.raises(RequestRefused, match="403"):
        known.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"))  # encrypted; and a pad takes no number
    who.client.close()
