"""A device is paired as a technician does it: the code from the page, the program's own command, and then it works."""

import base64
import os
import pty
import shlex
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from centre_under_test import WITHOUT_TLS, copy_database
from held_answers import Answering, answering
from staff_pages import RunningServer, SessionClient, prepare_centre, running, wait_until

from counter_display.settings import DisplaySettings
from kiosk.pairing import Field, Pairing, Stage
from kiosk.settings import KioskSettings
from messaging import enrolling
from messaging.clock import SteppedClock
from messaging.device_link import DeviceLink
from messaging.enrolled_files import enrolled_folder, given_at
from messaging.enrolling import Invitation, NotEnrolled, ServerInSettings, enrol, meet, read_invitation
from messaging.requests import TicketRequest
from messaging.rotating import Rotation
from messaging.server_client import RequestRefused, ServerClient
from messaging.settings import DeviceSettings, NotPaired, read_settings
from messaging.snapshots import DeviceSnapshot
from messaging.trust import fingerprint_of
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


def pair(
    file: Path, device_id: str, code: str, *more: str, types: str | None = None
) -> subprocess.CompletedProcess[str]:
    """The device's own program, by nobody's hand; or at a terminal where somebody `types`."""
    keys, terminal = pty.openpty()
    try:
        os.write(keys, (types or "").encode())
        return subprocess.run(
            [sys.executable, "-m", PROGRAMS[device_id][0], "--settings", str(file), "--enrol", code, *more],
            cwd=file.parent,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL if types is None else terminal,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        os.close(keys)
        os.close(terminal)


def options_of(shown: dict[str, str], address: str) -> list[str]:
    """What the page's command names behind the code. Its address a person fills in: here the server is known to itself
    alone."""
    command = shlex.split(shown["command"])
    server = command.index("--server")
    return ["--server", address, *command[server + 2 :]]


def send_code(pairing: Pairing, code: str) -> None:
    pairing.choose(Field.CODE)
    pairing.erase(all_of_it=True)
    for key in code:
        pairing.type(key)
    assert pairing.view.can_send
    pairing.send()


def is_settled(pairing: Pairing) -> Callable[[], bool]:
    return lambda: pairing.view.stage is not Stage.ASKING


@pytest.mark.parametrize("device_id", PROGRAMS)
def test_a_device_is_paired_by_its_own_program(
    centre: RunningServer, technician: SessionClient, tmp_path: Path, device_id: str
) -> None:
    file = installed(tmp_path, device_id)
    shown = ask(technician, "invite", device_id).json()
    said = pair(file, device_id, shown["code"], *options_of(shown, centre.address))
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
    assert pair(file, "board-1", f"bocso://enrol?v=1&u={centre.address}&c={shown['code']}").returncode == 0
    before = read_settings(DisplaySettings, file).server.credential()
    for more, words in (
        ((shown["code"], *options_of(shown, centre.address)), "đã được dùng"),
        (("0000-0000", *options_of(shown, centre.address)), "chưa đúng"),
        (
            ("0000-0000", "--server", "http://127.0.0.1:9"),
            "Không liên lạc được máy chủ http://127.0.0.1:9: máy ấy từ chối",
        ),
        (("0000-0000", "--server", centre.address, "--fingerprint", "0" * 32), "không phải máy chủ thật"),
        (("bocso://else",), "không dùng để ghép"),
        (("0000-0000", "--server", "http://ĐỊA-CHỈ-MÁY-CHỦ:8080"), "Thiếu địa chỉ máy chủ"),
    ):
        said = pair(file, "board-1", *more)
        assert said.returncode != 0
        assert words in said.stderr, said.stderr
        assert read_settings(DisplaySettings, file).server.credential() == before, "nothing was lost"


def test_the_kiosks_own_page_pairs_it(centre: RunningServer, technician: SessionClient, tmp_path: Path) -> None:
    file = installed(tmp_path, "kiosk-1")
    pairing = Pairing(tmp_path / "data", server_url="", on_change=lambda: None)
    assert pairing.view.field is Field.ADDRESS, "the first thing that is missing"
    for key in centre.address.removeprefix("http://"):
        pairing.type(key)
    send_code(pairing, "00000000")
    wait_until(lambda: pairing.view.stage is Stage.COMPARING, "it is asked whether that is the server")
    assert pairing.view.digits == "", "this server encrypts nothing, and the page of devices says so too"
    assert list((tmp_path / "data").iterdir() if (tmp_path / "data").exists() else []) == [], "nothing is begun yet"
    pairing.say_whether_same(is_same=True)
    wait_until(lambda: pairing.view.stage is Stage.TYPING and pairing.view.words, "the wrong code is refused")
    assert "Mã ghép chưa đúng" in pairing.view.words
    assert not enrolled_folder(tmp_path / "data").exists()
    pairing.erase(all_of_it=True)
    assert pairing.view.words == ""
    send_code(pairing, ask(technician, "invite", "kiosk-1").json()["code"])
    wait_until(is_settled(pairing), "the kiosk is paired, and nobody is asked a second time")
    assert pairing.view.stage is Stage.PAIRED
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
    shown = ask(technician, "invite", "kiosk-1").json()
    assert pair(file, "kiosk-1", shown["code"], *options_of(shown, centre.address)).returncode == 0
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


# --- a centre that encrypts: the code goes to the server that is meant, and to nobody else ----------------------------


@dataclass(frozen=True)
class Encrypted:
    server: RunningServer
    technician: SessionClient
    ca_pem: str

    def invite(self, device_id: str) -> dict[str, str]:
        answer: dict[str, str] = ask(self.technician, "invite", device_id).json()
        return answer

    def was_told_nothing(self, device_id: str) -> bool:
        tried = self.server.centre.rows("SELECT tries, used_at FROM enrolments WHERE device_id = ?", device_id)
        return [tuple(row) for row in tried] == [(0, None)]


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    """A server with an authority of its own."""
    folder = tmp_path_factory.mktemp("encrypted")
    keys = authority(folder / "tls", "Trung tâm mẫu")
    prepare_database(folder / "empty.db")
    database = copy_database(folder / "empty.db", folder / "encrypted.db")
    prepare_centre(database)
    settings = {
        "tls_certificate": keys / SERVER,
        "tls_key": keys / SERVER_KEY,
        "tls_ca": keys / CA,
        "tls_port": free_ports(1)[0],
    }
    with running(database, SteppedClock(), ignore_hours=True, **settings) as server:
        who = SessionClient(server, "kt01")
        with who.client:
            yield Encrypted(server, who, (keys / CA).read_text())


def authority(folder: Path, centre: str) -> Path:
    """One whose certificate ends in padding as base64: what stands behind it is easily overlooked."""
    while True:
        make(folder, names=("127.0.0.1", "localhost"), centre=centre, now=datetime.now(UTC))
        if len(ssl.PEM_cert_to_DER_cert((folder / CA).read_text())) % 3:
            return folder
        for file in folder.iterdir():
            file.unlink()


@pytest.fixture(scope="module")
def thief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority of somebody else's in the network."""
    return authority(tmp_path_factory.mktemp("thief") / "tls", "")


@pytest.fixture
def impostor(thief: Path) -> Iterator[Answering]:
    """Answers at another address with its own certificate, and keeps all that it is told."""
    with answering({"/trust/ca.pem": (thief / CA).read_bytes()}) as answers:
        yield answers


def test_the_code_goes_only_to_the_server_that_the_fingerprint_means(encrypted: Encrypted, tmp_path: Path) -> None:
    file, shown = installed(tmp_path, "pad-Q1"), encrypted.invite("pad-Q1")
    fingerprint = fingerprint_of(encrypted.ca_pem)
    assert f"f={fingerprint[:32]}" in shown["link"]
    assert shown["command"].endswith(f" --fingerprint {fingerprint[:32]}")
    for wrong in ("ab" * 16, "none"):
        other = pair(file, "pad-Q1", shown["code"], "--server", encrypted.server.address, "--fingerprint", wrong)
        assert "không khớp" in other.stderr
    assert encrypted.was_told_nothing("pad-Q1")
    said = pair(file, "pad-Q1", shown["code"], *options_of(shown, encrypted.server.address), "--yes")
    assert said.returncode == 0, said.stderr
    settings = read_settings(PadSettings, file)
    assert settings.server.url.startswith("https://127.0.0.1:")
    assert settings.broker.ca_file == settings.server.ca_file
    with closing(ServerClient(settings.server)) as known, pytest.raises(RequestRefused, match="403"):
        known.issue_ticket(TicketRequest(intent_id=uuid4(), service="A"))  # encrypted; and a pad takes no number


@pytest.mark.parametrize("device_id", ["board-1", "pad-Q1"])
def test_without_the_fingerprint_a_person_compares_what_the_page_shows(
    encrypted: Encrypted, tmp_path: Path, device_id: str
) -> None:
    file, shown = installed(tmp_path, device_id), encrypted.invite(device_id)
    address = ("--server", encrypted.server.address)
    for more, types in ((address, None), ((*address, "--yes"), "y\n")):
        said = pair(file, device_id, shown["code"], *more, types=types)
        assert said.returncode != 0
        assert "--fingerprint" in said.stderr
        assert shown["digits"] not in said.stdout + said.stderr, "who copied it from here would have compared nothing"
    refused = pair(file, device_id, shown["code"], *address, types="what?\nn\n")
    assert refused.returncode != 0
    assert shown["digits"] in refused.stdout
    assert "Chưa gửi gì" in refused.stderr
    assert encrypted.was_told_nothing(device_id)
    assert not (tmp_path / "data").exists()
    said = pair(file, device_id, shown["code"], *address, types="y\n")
    assert said.returncode == 0, said.stderr
    assert read_settings(PROGRAMS[device_id][2], file).device_id == device_id


@pytest.mark.parametrize("device_id", ["board-1", "pad-Q1"])
@pytest.mark.parametrize("is_encrypted_door", [False, True], ids=["plain door", "encrypted door"])
def test_an_address_typed_without_a_scheme_is_of_either_door(
    encrypted: Encrypted, tmp_path: Path, device_id: str, is_encrypted_door: bool
) -> None:
    """The line of the browser's address names the encrypted one; nobody types `https://`."""
    file, shown = installed(tmp_path, device_id), encrypted.invite(device_id)
    port = encrypted.server.house.settings.tls_port if is_encrypted_door else encrypted.server.port
    address = ("--server", f"127.0.0.1:{port}")
    stranger = pair(file, device_id, shown["code"], *address, "--fingerprint", "ab" * 16)
    assert "không khớp mã ghép" in stranger.stderr
    refused = pair(file, device_id, shown["code"], *address, types="n\n")
    assert shown["digits"] in refused.stdout, refused.stderr
    assert encrypted.was_told_nothing(device_id)
    said = pair(file, device_id, shown["code"], *address, types="y\n")
    assert said.returncode == 0, said.stderr
    assert read_settings(PROGRAMS[device_id][2], file).server.url.startswith("https://127.0.0.1:")


def test_an_impostor_at_the_encrypted_door_is_told_as_little(encrypted: Encrypted, thief: Path) -> None:
    own = (thief / SERVER, thief / SERVER_KEY)
    with answering({"/trust/ca.pem": (thief / CA).read_bytes()}, certificate=own) as impostor:
        address = impostor.address.removeprefix("https://")
        invited = read_invitation("K7QM2X9P", server_url=address, fingerprint=fingerprint_of(encrypted.ca_pem))
        with pytest.raises(NotEnrolled, match="không khớp mã ghép"):
            meet(invited)
        pinned = ServerInSettings(f"http://{address}", fingerprint_of(encrypted.ca_pem)[:16])
        with pytest.raises(NotEnrolled, match="không khớp cài đặt"):
            meet(read_invitation("K7QM2X9P", server_url=address, settings=pinned))
        met = meet(read_invitation("K7QM2X9P", server_url=address))
        assert (met.is_known, met.ca_pem) == (False, (thief / CA).read_text()), "a person compares its own digits"
    assert {path for _method, path, _body in impostor.asked} == {"/trust/ca.pem"}


def test_who_is_not_the_server_at_the_plain_door_is_not_asked_at_the_other(
    encrypted: Encrypted, impostor: Answering
) -> None:
    """The other door is for where nobody answers, not for another opinion."""
    doors = (impostor.address, f"https://127.0.0.1:{encrypted.server.house.settings.tls_port}")
    with pytest.raises(NotEnrolled, match="không khớp mã ghép"):
        meet(Invitation("K7QM2X9P", doors[0], fingerprint_of(encrypted.ca_pem), encrypted_url=doors[1]))
    with pytest.raises(NotEnrolled, match="9: máy ấy từ chối"):
        meet(read_invitation("K7QM2X9P", server_url="127.0.0.1:9"))


def test_the_kiosks_page_shows_what_the_page_of_devices_shows_and_then_tells_the_code(
    encrypted: Encrypted, tmp_path: Path
) -> None:
    file, shown = installed(tmp_path, "kiosk-1"), encrypted.invite("kiosk-1")
    pairing = Pairing(tmp_path / "data", server_url=encrypted.server.address, on_change=lambda: None)
    send_code(pairing, shown["code"])
    wait_until(is_settled(pairing), "it is asked")
    assert (pairing.view.stage, pairing.view.digits) == (Stage.COMPARING, shown["digits"])
    assert pairing.view.digits.replace(" ", "").lower() == fingerprint_of(encrypted.ca_pem)[:16]
    assert encrypted.was_told_nothing("kiosk-1")
    pairing.say_whether_same(is_same=True)
    wait_until(is_settled(pairing), "it is paired")
    assert pairing.view.stage is Stage.PAIRED, pairing.view.words
    assert (read_settings(KioskSettings, file).server.ca_file or Path()).read_text().strip() == encrypted.ca_pem.strip()


def test_a_kiosk_tells_an_impostor_nothing_and_forgets(impostor: Answering, tmp_path: Path) -> None:
    pairing = Pairing(tmp_path / "data", server_url="", on_change=lambda: None)
    for key in impostor.address.removeprefix("http://"):
        pairing.type(key)
    send_code(pairing, "K7QM2X9P")
    wait_until(is_settled(pairing), "it is asked")
    assert pairing.view.stage is Stage.COMPARING
    pairing.say_whether_same(is_same=False)
    assert pairing.view.met_stranger
    assert (pairing.view.stage, pairing.view.code, pairing.view.address) == (Stage.TYPING, "", "")
    assert impostor.asked == [("GET", "/trust/ca.pem", b"")]
    assert not (tmp_path / "data").exists()
    pairing.say_whether_same(is_same=True)
    assert pairing.view.stage is Stage.TYPING, "there is nobody left to send it to"


def test_a_kiosk_whose_settings_name_the_fingerprint_asks_nobody(
    encrypted: Encrypted, impostor: Answering, tmp_path: Path
) -> None:
    file, shown = installed(tmp_path, "kiosk-1"), encrypted.invite("kiosk-1")
    said = f'[server]\nurl = "{encrypted.server.address}"\nfingerprint = "{fingerprint_of(encrypted.ca_pem)[:16]}"\n'
    file.write_text(f"{file.read_text()}\n{said}")
    with pytest.raises(NotPaired) as found:
        read_settings(KioskSettings, file)
    given = {"fingerprint": found.value.fingerprint, "on_change": lambda: None}
    other = Pairing(tmp_path / "other", server_url=impostor.address, **given)
    send_code(other, shown["code"])
    wait_until(is_settled(other), "it is refused")
    assert "không khớp cài đặt" in other.view.words, "the code is right: another one would not help"
    assert [path for _method, path, _body in impostor.asked] == ["/trust/ca.pem"]
    pairing = Pairing(tmp_path / "data", server_url=found.value.server_url, **given)
    send_code(pairing, shown["code"])
    wait_until(is_settled(pairing), "it is paired")
    assert pairing.view.stage is Stage.PAIRED, pairing.view.words
    assert read_settings(KioskSettings, file).server.url.startswith("https://")


def test_a_fingerprint_in_the_settings_is_of_that_server_alone(
    encrypted: Encrypted, impostor: Answering, tmp_path: Path
) -> None:
    """The centre has moved, or the device is another centre's now: who types the address compares, as ever."""
    file, shown = installed(tmp_path, "kiosk-1"), encrypted.invite("kiosk-1")
    hardware = file.read_text()
    elsewhere = f'[server]\nurl = "http://127.0.0.3:9"\nfingerprint = "{"ab" * 16}"\n'
    file.write_text(f"{hardware}\n{elsewhere}")
    address = ("--server", encrypted.server.address)
    assert "--fingerprint" in pair(file, "kiosk-1", shown["code"], *address).stderr
    asked = pair(file, "kiosk-1", shown["code"], *address, types="n\n")
    assert shown["digits"] in asked.stdout
    assert encrypted.was_told_nothing("kiosk-1")

    pairing = Pairing(
        tmp_path / "other", server_url="http://127.0.0.3:9", fingerprint="ab" * 16, on_change=lambda: None
    )
    pairing.choose(Field.ADDRESS)
    pairing.erase(all_of_it=True)
    for key in encrypted.server.address.removeprefix("http://"):
        pairing.type(key)
    send_code(pairing, shown["code"])
    wait_until(is_settled(pairing), "it is asked")
    assert (pairing.view.stage, pairing.view.digits) == (Stage.COMPARING, shown["digits"])

    # There it holds, by whatever way the address comes: what is said names the settings.
    file.write_text(f'{hardware}\n[server]\nurl = "{impostor.address}"\nfingerprint = "{"ab" * 16}"\n')
    for more in ((shown["code"],), (shown["code"], "--server", impostor.address)):
        assert "không khớp cài đặt" in pair(file, "kiosk-1", *more).stderr
    assert "không khớp mã ghép" in pair(file, "kiosk-1", shown["code"], "--fingerprint", "cd" * 16).stderr
    assert [path for _method, path, _body in impostor.asked] == ["/trust/ca.pem"] * 3


def test_a_code_to_scan_of_a_centre_without_encryption_is_held_against_no_other_servers_fingerprint(
    centre: RunningServer, technician: SessionClient, tmp_path: Path
) -> None:
    file, shown = installed(tmp_path, "board-1"), ask(technician, "invite", "board-1").json()
    assert "f=" not in shown["link"]
    text = f"bocso://enrol?v=1&u={centre.address}&c={shown['code']}"
    hardware = file.read_text()
    for url, is_paired in ((centre.address, False), ("http://127.0.0.3:9", True)):
        file.write_text(f'{hardware}\n[server]\nurl = "{url}"\nfingerprint = "{"ab" * 16}"\n')
        said = pair(file, "board-1", text)
        assert (said.returncode == 0) == is_paired, said.stderr
        assert ("không khớp cài đặt" in said.stderr) != is_paired


def test_who_answers_with_two_certificates_is_believed_for_the_compared_one_alone(
    encrypted: Encrypted, thief: Path
) -> None:
    """The centre's certificate is no secret: an impostor sends it first, and its own behind it."""
    both = encrypted.ca_pem.encode() + (thief / CA).read_bytes()
    body = base64.b64encode(ssl.PEM_cert_to_DER_cert(encrypted.ca_pem))
    assert body.endswith(b"="), "else the second one is seen in any case"
    with answering({}, certificate=(thief / SERVER, thief / SERVER_KEY)) as own_door:
        door = own_door.address.rpartition(":")[2]
        with answering({"/trust/ca.pem": both}, headers={"bocso-secure-port": door}) as impostor:
            met = meet(Invitation("K7QM2X9P", impostor.address, fingerprint_of(encrypted.ca_pem)))
            assert met.url.endswith(f":{door}")
            with pytest.raises(NotEnrolled, match="không do trung tâm cấp"):
                enrol("K7QM2X9P", met, kind="kiosk", attempt_id=uuid4())
        assert own_door.asked == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:9", "từ chối"),
        ("http://255.255.255.255:8080", "không tới được"),
    ],
)
def test_why_nobody_answers_is_said_in_vietnamese(address: str, words: str) -> None:
    with pytest.raises(NotEnrolled, match=words) as found:
        meet(Invitation("K7QM2X9P", address))
    assert not {"refused", "Errno", "error", "timed"} & set(str(found.value).replace("(", " ").split())


@pytest.mark.parametrize(
    ("is_slow", "words"), [(False, "không có máy nào tên này"), (True, "chưa tìm được máy tên này")]
)
def test_a_name_that_nobody_knows_is_not_taken_for_a_cable(
    monkeypatch: pytest.MonkeyPatch, is_slow: bool, words: str
) -> None:
    """The resolver here is the test's own: how another machine's answers, and how fast, is its own affair."""
    is_over = threading.Event()

    def ask_resolver(host: str, *_port: object, **_hints: object) -> list[object]:
        if is_slow:
            is_over.wait()
        raise socket.gaierror(socket.EAI_NONAME, f"{host}: Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", ask_resolver)
    monkeypatch.setattr(enrolling, "_CONNECT_WITHIN_S", 0.2)
    try:
        with pytest.raises(NotEnrolled, match=words):
            meet(Invitation("K7QM2X9P", "http://no-such-machine.invalid:8080"))
    finally:
        is_over.set()


def test_a_wrong_port_is_said_in_vietnamese(impostor: Answering) -> None:
    with pytest.raises(NotEnrolled, match="sai cổng, hoặc máy ấy không mã hóa"):
        meet(Invitation("K7QM2X9P", impostor.address.replace("http://", "https://")))
