"""Whatever comes in from outside is read or refused, never fallen over: presences, printers, bodies, headers, files."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from centre_under_test import SMALL_CENTRE, copy_database
from held_clock import HeldClock
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from staff_pages import RunningServer, prepare_centre, running, session_of

from hardware.printer.printer import Paper, Readiness
from hardware.printer.status_bytes import Query, is_status, status_of
from messaging.broker import Arrival
from messaging.settings import BrokerSettings, InvalidSettings, read_settings
from messaging.snapshots import DevicePresence
from messaging.topics import device_of_presence
from procedures.errors import FaultyProcedures
from procedures.reading import read_procedures
from server.actions.second_factor import is_recovery_code, written_plainly
from server.centre_file import InvalidCentreFile, check_centre, read_centre_file
from server.errors import ActionRefused
from server.mqtt.presences import HEARD_AT_MOST, Presences
from server.mqtt.publishing import LONGEST_PRESENCE_BYTES, Publishing
from server.settings import ServerSettings
from server.web.access.browser_words import browser_in_words
from server.web.access.staff_session import COOKIE
from server.web.roles import OPERATIONS
from server.web.setup.board_picture import checked_picture

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
    max_leaves=12,
)
PRESENCE = DevicePresence(device_id="kiosk-1", online=True, boot_id="b", version="1", faults=["paper_out"])
PATIENCE_S = 20.0
often = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
seldom = settings(often, max_examples=100)
"""Each example asks a server or writes a file."""


def bitten(whole: bytes) -> st.SearchStrategy[bytes]:
    """Something like `whole`: a part of it is cut out and something else put there."""
    place = st.integers(0, len(whole))
    return st.builds(
        lambda a, b, put: whole[: min(a, b)] + put + whole[max(a, b) :], place, place, st.binary(max_size=8)
    )


# --- presence ---------------------------------------------------------------------------------------------------


def publishing(presences: Presences) -> Publishing:
    """It is never started: only its ear is used."""
    return Publishing(
        database=Path("nowhere.db"),
        centre_code="TEST-1",
        broker=BrokerSettings(port=9),
        now=lambda: 0,
        presences=presences,
        on_presence=lambda: None,
        on_link=lambda: None,
    )


@given(
    topic=st.text(max_size=40) | st.just("bocso/v1/TEST-1/presence/kiosk-1"),
    payload=st.binary(max_size=200)
    | bitten(PRESENCE.model_dump_json().encode())
    | JSON.map(json.dumps).map(str.encode),
)
@often
def test_any_presence_is_heard_or_dropped(topic: str, payload: bytes) -> None:
    presences = Presences()
    publishing(presences)._hear(Arrival(topic, payload, retained=False, received_s=0.0))
    for device_id in presences.online():
        assert device_of_presence(topic) == device_id, "a device speaks for itself alone"


def test_a_presence_without_end_and_devices_without_number_fill_no_memory(caplog: pytest.LogCaptureFixture) -> None:
    presences = Presences()
    ear = publishing(presences)
    endless = PRESENCE.model_copy(update={"faults": ["x" * LONGEST_PRESENCE_BYTES]}).model_dump_json().encode()
    for _ in range(50):
        ear._hear(Arrival("bocso/v1/TEST-1/presence/kiosk-1", endless, retained=False, received_s=0.0))
    assert presences.of("kiosk-1") is None and len(caplog.messages) == 1
    for n in range(HEARD_AT_MOST + 50):
        presences.hear(PRESENCE.model_copy(update={"device_id": f"made-up-{n}"}))
    assert len(presences.online()) == HEARD_AT_MOST
    ear._hear(Arrival("bocso/v1/TEST-1/presence/a\nb", b"{", retained=False, received_s=0.0))
    assert all("\n" not in said for said in caplog.messages), "no line of the log is forged"


# --- the printer's status -------------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(Query), st.integers(0, 255)))
@often
def test_no_noise_makes_a_printer_ready_or_its_paper_plenty(answers: dict[Query, int]) -> None:
    status = status_of(answers)
    said = {query for query, byte in answers.items() if is_status(byte)}
    if Query.PRINTER not in said:
        assert status.readiness is not Readiness.READY
    if Query.PAPER_SENSOR not in said:
        assert status.paper is not Paper.PLENTY


# --- what comes over HTTP -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fuzzed:
    server: RunningServer
    cookie: str
    csrf: str


@pytest.fixture(scope="module")
def fuzzed(memory_folder: Path, empty_database: Path) -> Iterator[Fuzzed]:
    database = copy_database(empty_database, memory_folder / "fuzzed.db")
    prepare_centre(database)
    with pytest.MonkeyPatch.context() as patch, running(database, HeldClock(), ignore_hours=True) as server:
        # What a wrong guess costs in time is tested elsewhere.
        patch.setattr("server.web.access.guess_delays.LONGEST_DELAY_S", 0.0)
        patch.setattr("server.web.setup.first_start.WRONG_TRY_COSTS_S", 0.0)
        yield logged_in(server)


def logged_in(server: RunningServer) -> Fuzzed:
    session = session_of(server, "gd01")
    return Fuzzed(server, f"{COOKIE}={session.token}", session.csrf_token)


POSTS = sorted(route.split()[1] for row in OPERATIONS for route in row.routes if route.startswith("POST "))
PROOFS = ("nobody", "head", "kiosk-1", "pad-Q1")
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "",
    "multipart/form-data; boundary=x; charset=utf-8",
    "multipart/form-data; boundary=x; charset=punycode",
    "multipart/form-data; boundary=x; charset=utf-7",
    "multipart/form-data; boundary=x; charset=nobody-knows-this",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/json; charset=utf-16",
    'application/json; charset="utf-8"',
)
FORM = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\ngd01\r\n--x--\r\n'


def status_of_answer(fuzzed: Fuzzed, asked: bytes) -> int:
    """What the server says to these very bytes; 0: it hung up without a word."""
    with socket.create_connection(("127.0.0.1", fuzzed.server.port), timeout=PATIENCE_S) as line:
        line.sendall(asked)
        try:
            heard = line.recv(65536)
        except ConnectionError:
            return 0
    return int(heard.split(b" ", 2)[1]) if heard else 0


def request(fuzzed: Fuzzed, path: str, proof: str, body: bytes, kind: str, more: bytes = b"") -> bytes:
    proofs = {
        "nobody": "",
        "head": f"Cookie: {fuzzed.cookie}\r\nX-CSRF-Token: {fuzzed.csrf}\r\n",
        "kiosk-1": "Authorization: Bearer kiosk-1\r\n",
        "pad-Q1": "Authorization: Bearer pad-Q1\r\n",
    }
    content_type = f"Content-Type: {kind}\r\n" if kind else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: 0123456789abcdef\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n{content_type}{proofs[proof]}"
    )
    return head.encode() + more + b"\r\n" + body


@given(
    path=st.sampled_from(POSTS),
    proof=st.sampled_from(PROOFS),
    kind=st.sampled_from(TYPES),
    body=st.binary(max_size=300) | JSON.map(json.dumps).map(str.encode) | bitten(FORM),
)
@seldom
@example(path="/console/login", proof="nobody", kind=TYPES[0], body=b"[" * 60_000)
@example(path="/api/v1/claims", proof="kiosk-1", kind=TYPES[0], body=b'{"code":"\\ud800"}')
@example(path="/api/v1/console/note", proof="head", kind=TYPES[0], body=b'{"number":"A001","text":"\\ud800 hai tu"}')
@example(path="/api/v1/setup/change", proof="head", kind=TYPES[0], body=b"[" * 60_000)
@example(path="/api/v1/setup/procedures", proof="head", kind=TYPES[4], body=b"\xff\xfe\x00")
@example(path="/console/logout", proof="nobody", kind=TYPES[7], body=FORM.replace(b"gd01", b"abc-!"))
@example(path="/api/v1/tickets", proof="kiosk-1", kind=TYPES[11], body=b'{"intent_id": 1}')
def test_no_body_whatever_its_type_makes_the_server_fail(
    fuzzed: Fuzzed, path: str, proof: str, kind: str, body: bytes
) -> None:
    address = path.replace("{", "").replace("}", "")
    asked_by = logged_in(fuzzed.server) if proof == "head" else fuzzed  # the example before may have logged them out
    assert status_of_answer(asked_by, request(asked_by, address, proof, body, kind)) < 500, address


FORM_PAGES = [path for path in POSTS if not path.startswith("/api/")]
HALF_LETTERS = {
    "as utf-7": ("multipart/form-data; boundary=x; charset=utf-7", "+2AA-"),
    "that punycode falls over": ("multipart/form-data; boundary=x; charset=punycode", "abc-!"),
    "as percents": ("application/x-www-form-urlencoded", "%ED%A0%80"),
}
TYPED = ("staff_id", "login", "display_name", "role", "expires_on", "languages", "officer", "block", "reason", "words")


@pytest.mark.parametrize("half", HALF_LETTERS)
@pytest.mark.parametrize("path", FORM_PAGES)
def test_no_form_with_half_a_letter_makes_its_page_fail(fuzzed: Fuzzed, path: str, half: str) -> None:
    """Whoever sends it is logged in and knows the form: what is typed is about to be shown again."""
    kind, letter = HALF_LETTERS[half]
    knowing = logged_in(fuzzed.server)
    valid_form = {"intent": "0123456789abcdef", **dict.fromkeys(TYPED, letter)}
    for fields in (valid_form, {**valid_form, "intent": letter}):
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        if kind.startswith("multipart"):
            part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
            body = "".join(part.format(*one) for one in fields.items()) + "--x--\r\n"
        address = path.replace("{staff_id}", "CB01").replace("{", "").replace("}", "")
        status = status_of_answer(knowing, request(knowing, address, "head", body.encode(), kind))
        assert 0 < status < 500, fields["intent"]


@given(
    name=st.sampled_from(
        [b"Authorization", b"Cookie", b"X-CSRF-Token", b"Idempotency-Key", b"Content-Length", b"Host", b"Content-Type"]
    ),
    value=st.binary(max_size=80),
)
@seldom
@example(name=b"Authorization", value="Bearer không".encode())
@example(name=b"Cookie", value=b"bocso_session=\xff; bocso_language=\xfe; bocso_known=\x80")
@example(name=b"X-CSRF-Token", value="không".encode())
@example(name=b"Content-Length", value=b"99999999999999999999")
@example(name=b"Content-Length", value=b"-1")
def test_no_header_makes_the_server_fail(fuzzed: Fuzzed, name: bytes, value: bytes) -> None:
    line = name + b": " + value.replace(b"\n", b"").replace(b"\r", b"") + b"\r\n"
    for path, proof in (("/api/v1/console/next", "head"), ("/api/v1/tickets", "nobody"), ("/language", "nobody")):
        asked = request(fuzzed, path, proof, b"{}", "application/json", line)
        assert status_of_answer(fuzzed, asked) < 500, path


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@seldom
def test_no_code_of_an_enrolment_or_a_claim_makes_the_server_fail(fuzzed: Fuzzed, code: str) -> None:
    for path, body in (
        ("/api/v1/claims", {"intent_id": "0" * 32, "code": code, "language": "vi"}),
        ("/api/v1/own-numbers", {"word_id": "0" * 32, "number": code, "digits": code, "word": "ask"}),
        ("/api/v1/setup/start/code", {"code": code}),
    ):
        asked = request(fuzzed, path, "kiosk-1", json.dumps(body).encode(), "application/json")
        assert status_of_answer(fuzzed, asked) < 500, path


# --- files and settings -----------------------------------------------------------------------------------------------

SHEET = "Tên thủ tục;Lĩnh vực;Nguồn;Cập nhật đến;Hiệu lực từ\nCấp bản sao;A;QĐ 1;01/01/2026;01/01/2026\n".encode()
LIST = b'{"format": "bocso-procedures/1", "procedures": [{"name": "x", "source": "y", "as_of": "2026-01-01"}]}'


@given(st.binary(max_size=400) | bitten(SHEET) | bitten(LIST) | JSON.map(json.dumps).map(str.encode))
@example(b"[" * 100_000)
@example(b'{"format": "bocso-procedures/1", "procedures": ' + b"[" * 100_000)
@example(b'"' * 5000)
@often
def test_any_file_of_procedures_is_read_or_refused(content: bytes) -> None:
    try:
        assert read_procedures(content, services={"A"}).procedures
    except FaultyProcedures as refused:
        assert refused.faults


@given(bitten(json.dumps(SMALL_CENTRE).encode()) | st.binary(max_size=300) | JSON.map(json.dumps).map(str.encode))
@example(b"[" * 100_000)
@example(b'{"centre": ' + b"9" * 5000 + b"}")
@seldom
def test_any_centre_file_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "centre.json"
    file.write_bytes(content)
    try:
        assert read_centre_file(file).centre.code
    except InvalidCentreFile as refused:
        assert str(refused)


@given(JSON)
@often
def test_any_json_is_a_centre_or_none(values: Any) -> None:
    with pytest.raises(InvalidCentreFile):
        check_centre(values)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


@given(st.binary(max_size=200) | bitten(PNG) | st.binary(max_size=60).map(lambda more: b"\xff\xd8\xff\xe0" + more))
@often
def test_any_picture_is_drawn_anew_or_refused(uploaded: bytes) -> None:
    try:
        assert checked_picture(uploaded).sha256
    except ActionRefused as refused:
        assert refused.status < 500


@given(st.binary(max_size=200) | bitten(b'database = "a.db"\nlisten_port = 8080\n[broker]\nport = 1883\n'))
@seldom
def test_any_settings_file_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "server.toml"
    file.write_bytes(content)
    try:
        assert read_settings(ServerSettings, file).database
    except InvalidSettings as refused:
        assert str(file) in str(refused)


# --- at the login -----------------------------------------------------------------------------------------------------


@given(st.text(max_size=80))
@often
def test_any_code_and_any_browser_are_read(typed: str) -> None:
    assert written_plainly(written_plainly(typed)) == written_plainly(typed)
    assert is_recovery_code(typed) in (True, False)
    assert browser_in_words(typed).isprintable()
