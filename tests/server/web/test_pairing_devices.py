"""Pairing over HTTP: a code works once, for ten minutes and five tries; rotated, revoked, guessed at."""

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from centre_under_test import WITHOUT_TLS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from staff_pages import RunningServer, StaffClient

from server.actions.enrol import forget_unusable
from server.db.answers import KEPT_MS
from server.domain.enrolment_code import ALPHABET

LogIn = Callable[[str], StaffClient]
MINUTE_S = 60.0
WRONG_END = {letter: "0" if letter != "0" else "1" for letter in ALPHABET}


def send(who: StaffClient, deed: str, body: dict[str, Any]) -> httpx.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    return who.client.post(f"/api/v1/setup/devices/{deed}", json=body, headers=headers)


def invite(who: StaffClient, device_id: str = "kiosk-1") -> str:
    answer = send(who, "invite", {"device_id": device_id})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["code"])


def standing(who: StaffClient, device_id: str = "kiosk-1") -> str:
    answer = who.client.get("/api/v1/setup/devices/pairing", params={"device_id": device_id})
    return str(answer.json()["state"])


def trade(
    server: RunningServer, code: str, *, kind: str = "kiosk", attempt: str | None = None, whence: int = 1
) -> httpx.Response:
    """From another address of this machine each, so that one device's guesses do not slow the next test's down."""
    transport = httpx.HTTPTransport(local_address=f"127.0.1.{whence}", verify=WITHOUT_TLS)
    with httpx.Client(base_url=server.address, transport=transport, timeout=60) as client:
        body = {"code": code, "kind": kind, "attempt_id": attempt or str(uuid.uuid4())}
        return client.post("/api/v1/enrolment", json=body)


def mistyped(code: str) -> str:
    return code[:-1] + WRONG_END[code[-1]]


def is_let_in(server: RunningServer, credential: str) -> bool:
    return ask_ticket(server, credential).status_code != 401


def ask_ticket(server: RunningServer, credential: str) -> httpx.Response:
    intent = str(uuid.uuid4())
    return httpx.post(
        f"{server.address}/api/v1/tickets",
        json={"intent_id": intent, "service": "A"},
        headers={"Authorization": f"Bearer {credential}", "Idempotency-Key": intent},
        verify=WITHOUT_TLS,
    )


def rotate(server: RunningServer, credential: str, attempt: str) -> httpx.Response:
    return httpx.post(
        f"{server.address}/api/v1/device/rotate",
        json={"attempt_id": attempt},
        headers={"Authorization": f"Bearer {credential}"},
        verify=WITHOUT_TLS,
    )


def kinds_since(server: RunningServer, seq: int) -> list[str]:
    return [row[0] for row in server.centre.rows("SELECT kind FROM journal WHERE seq > ? ORDER BY seq", seq)]


def last_seq(server: RunningServer) -> int:
    return int(server.centre.one("SELECT max(seq) FROM journal")[0])


@pytest.fixture
def technician(log_in: LogIn) -> StaffClient:
    return log_in("kt01")


def test_a_code_makes_a_device_work_and_the_page_is_told(server: RunningServer, technician: StaffClient) -> None:
    before = last_seq(server)
    assert standing(technician) == "none"
    shown = send(technician, "invite", {"device_id": "kiosk-1"}).json()
    assert shown["left_ms"] == 600_000
    assert shown["picture"].startswith("data:image/svg+xml")
    assert shown["code"] in shown["link"]
    assert len(shown["steps"]) == 4
    assert (shown["digits"], shown["command"].split()[-2:]) == ("", ["--fingerprint", "none"])
    assert shown["command"].startswith("sudo bash ~/bocso/deploy/install.sh kiosk --code ")
    assert standing(technician) == "open"

    access = trade(server, shown["code"]).json()
    assert (access["centre"], access["device_id"], access["kind"], access["counter"]) == (
        server.house.centre().code,
        "kiosk-1",
        "kiosk",
        None,
    )
    assert access["server_url"] == server.address
    assert (access["mqtt"]["username"], access["mqtt"]["password"], access["ca_pem"]) == (None, None, None)
    assert ask_ticket(server, access["credential"]).status_code == 201
    assert not is_let_in(server, "kiosk-1-of-before")
    assert standing(technician) == "used"
    assert kinds_since(server, before)[:2] == ["device_invited", "device_enrolled"]
    assert "chưa ghép" not in technician.client.get("/setup/devices").text


def test_a_server_that_is_reached_by_ipv6_says_so_as_it_is_typed_and_as_it_is_copied(technician: StaffClient) -> None:
    technician.client.headers["Host"] = "[fd00::2]:8080"
    shown = send(technician, "invite", {"device_id": "kiosk-1"}).json()
    assert shown["address"] == "fd00::2", "a kiosk has no keys for brackets"
    assert "--server http://[fd00::2]:8080 " in shown["command"]
    assert parse_qs(urlsplit(shown["link"]).query)["u"] == ["http://[fd00::2]:8080"]
    technician.client.headers["Host"] = "[fd00::2]:9000"
    assert send(technician, "invite", {"device_id": "kiosk-1"}).json()["address"] == "[fd00::2]:9000"


def test_it_is_typed_as_people_type(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    typed = f"  {code.lower().replace('-', ' – ').replace('0', 'o').replace('1', 'l')} "
    assert trade(server, typed).status_code == 200


def test_a_code_works_once(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    first = trade(server, code).json()["credential"]
    second = trade(server, code)
    assert (second.status_code, second.json()["code"]) == (409, "code_used")
    assert is_let_in(server, first)


def test_a_device_whose_answer_was_lost_gets_it_again(server: RunningServer, technician: StaffClient) -> None:
    code, attempt = invite(technician), str(uuid.uuid4())
    first, again = (trade(server, code, attempt=attempt) for _ in range(2))
    assert first.json()["credential"] == again.json()["credential"]
    assert server.centre.one("SELECT count(*) FROM journal WHERE kind = 'device_enrolled'")[0] == 1
    server.clock.pass_s(10 * MINUTE_S)
    assert trade(server, code, attempt=attempt).json()["code"] == "code_used", "the code's time is over for it as well"
    assert is_let_in(server, first.json()["credential"])


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 200), (10, 409)])
def test_a_code_is_good_for_ten_minutes(
    server: RunningServer, technician: StaffClient, minutes: float, status: int
) -> None:
    code = invite(technician)
    server.clock.pass_s(minutes * MINUTE_S)
    answer = trade(server, code)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "code_expired"
        assert standing(technician) == "expired"
        assert is_let_in(server, trade(server, invite(technician)).json()["credential"])


def test_the_sixth_try_is_refused_even_with_the_right_code(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    for n in range(5):
        assert trade(server, mistyped(code), whence=10 + n).json()["code"] == "code_not_found"
    sixth = trade(server, code, whence=20)
    assert (sixth.status_code, sixth.json()["code"]) == (409, "code_worn_out")
    assert standing(technician) == "worn_out"


def test_after_four_mistakes_the_right_code_is_taken(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    for n in range(4):
        trade(server, mistyped(code), whence=30 + n)
    assert trade(server, code, whence=40).status_code == 200


def test_guesses_at_other_codes_wear_nobodys_code_out(server: RunningServer, technician: StaffClient) -> None:
    """Who has seen nothing of the code cannot keep the technician from pairing."""
    code = invite(technician)
    strange = "".join(WRONG_END[letter] for letter in code.replace("-", ""))
    for n in range(12):
        assert trade(server, strange, whence=50 + n).status_code == 404
    assert trade(server, code, whence=70).status_code == 200


def test_who_guesses_side_by_side_is_refused_and_nobody_else_is(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    for _ in range(2):
        assert trade(server, "0000-0000", whence=80).status_code == 404
    with ThreadPoolExecutor(7) as many:
        guesses = [many.submit(trade, server, "0000-0000", whence=80) for _ in range(6)]
        honest = many.submit(trade, server, code, whence=81)
        assert honest.result().status_code == 200
        answers = sorted(guess.result().status_code for guess in guesses)
    assert answers == [404, 404, 404, 429, 429, 429]


def test_a_code_of_another_kind_is_refused_in_words_and_stays_good(
    server: RunningServer, technician: StaffClient
) -> None:
    code = invite(technician, "pad-Q1")
    wrong = trade(server, code, kind="kiosk")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "code_of_other_kind")
    assert "bộ nút đánh giá" in wrong.json()["detail"]
    right = trade(server, code, kind="pad").json()
    assert (right["device_id"], right["counter"]) == ("pad-Q1", "Q1")


def test_a_new_code_ends_the_former(server: RunningServer, technician: StaffClient) -> None:
    former = invite(technician)
    newest = invite(technician)
    assert trade(server, former).status_code == 404
    assert trade(server, newest).status_code == 200


def test_pairing_anew_shuts_the_former_hardware_out(server: RunningServer, technician: StaffClient) -> None:
    first = trade(server, invite(technician)).json()["credential"]
    second = trade(server, invite(technician)).json()["credential"]
    assert (is_let_in(server, first), is_let_in(server, second)) == (False, True)


def test_a_rotated_device_is_known_by_both_for_a_day(server: RunningServer, technician: StaffClient) -> None:
    first, attempt = trade(server, invite(technician)).json()["credential"], str(uuid.uuid4())
    second = rotate(server, first, attempt).json()["credential"]
    assert second != first
    assert rotate(server, first, attempt).json()["credential"] == second, "the answer was lost: the same again"
    assert rotate(server, second, attempt).json()["credential"] == second
    assert server.centre.one("SELECT count(*) FROM journal WHERE kind = 'device_rotated'")[0] == 1
    server.clock.pass_s(23 * 60 * MINUTE_S)
    assert is_let_in(server, first)
    assert is_let_in(server, second)
    server.clock.pass_s(60 * MINUTE_S)
    assert (is_let_in(server, first), is_let_in(server, second)) == (False, True)


def test_who_has_a_former_credential_gets_no_other_for_it(server: RunningServer, technician: StaffClient) -> None:
    """Whoever copied a card would else stay in for ever, and the device itself would be out after a day."""
    copied = trade(server, invite(technician)).json()["credential"]
    own = rotate(server, copied, str(uuid.uuid4())).json()["credential"]
    lost = rotate(server, copied, str(uuid.uuid4()))
    assert lost.status_code == 200, "its disk may have lost the answer and the attempt: nothing newer was shown"
    own = lost.json()["credential"]
    assert is_let_in(server, own)

    refused = rotate(server, copied, str(uuid.uuid4()))

    assert (refused.status_code, refused.json()["code"]) == (409, "credential_replaced")
    newest = rotate(server, own, str(uuid.uuid4())).json()["credential"]
    assert rotate(server, copied, str(uuid.uuid4())).status_code == 409, "also while the newest one is not shown yet"
    server.clock.pass_s(24 * 60 * MINUTE_S)
    assert (is_let_in(server, copied), is_let_in(server, newest)) == (False, True)


def test_a_device_that_lost_the_answer_and_was_off_over_the_holidays_asks_again(
    server: RunningServer, technician: StaffClient
) -> None:
    """The former credential holds for a day from when the new one is first shown, and not from when it was made."""
    first, attempt = trade(server, invite(technician)).json()["credential"], str(uuid.uuid4())
    rotate(server, first, attempt)
    server.clock.pass_s(9 * 24 * 60 * MINUTE_S)
    again = rotate(server, first, attempt)
    assert again.status_code == 200, again.text
    second = again.json()["credential"]
    server.clock.pass_s(2 * 24 * 60 * MINUTE_S)
    assert is_let_in(server, first), "the answer may be lost again"
    assert is_let_in(server, second)
    server.clock.pass_s(24 * 60 * MINUTE_S)
    assert (is_let_in(server, first), is_let_in(server, second)) == (False, True)


def test_a_former_credential_ends_after_thirty_days_also_when_the_newest_was_never_shown(
    server: RunningServer, technician: StaffClient
) -> None:
    first = trade(server, invite(technician)).json()["credential"]
    second = rotate(server, first, str(uuid.uuid4())).json()["credential"]
    server.clock.pass_s(30 * 24 * 60 * MINUTE_S)
    assert (is_let_in(server, first), is_let_in(server, second)) == (False, True)


def test_the_page_asks_a_device_to_rotate_until_it_has(server: RunningServer, technician: StaffClient) -> None:
    credential = trade(server, invite(technician)).json()["credential"]
    assert send(technician, "rotate", {"device_id": "kiosk-1"}).status_code == 200
    assert "đang chờ thiết bị đổi khóa" in technician.client.get("/setup/devices").text
    rotate(server, credential, str(uuid.uuid4()))
    assert "đang chờ thiết bị đổi khóa" not in technician.client.get("/setup/devices").text


def test_only_what_can_rotate_is_asked_to(technician: StaffClient) -> None:
    by_hand = send(technician, "rotate", {"device_id": "kiosk-1"})
    assert (by_hand.status_code, by_hand.json()["code"]) == (409, "device_by_hand")
    send(technician, "revoke", {"device_id": "kiosk-1"})
    unpaired = send(technician, "rotate", {"device_id": "kiosk-1"})
    assert (unpaired.status_code, unpaired.json()["code"]) == (409, "device_not_paired")


def test_a_revoked_device_is_out_at_once_with_all_it_had(server: RunningServer, technician: StaffClient) -> None:
    first = trade(server, invite(technician)).json()["credential"]
    second = rotate(server, first, str(uuid.uuid4())).json()["credential"]
    open_code = invite(technician)
    generation = server.centre.one("SELECT generation FROM devices WHERE device_id = 'kiosk-1'")[0]
    assert send(technician, "revoke", {"device_id": "kiosk-1"}).status_code == 200
    assert not is_let_in(server, first)
    assert not is_let_in(server, second)
    assert trade(server, open_code).status_code == 404
    assert rotate(server, second, str(uuid.uuid4())).status_code == 401
    assert server.centre.one("SELECT generation FROM devices WHERE device_id = 'kiosk-1'")[0] > generation
    assert is_let_in(server, trade(server, invite(technician)).json()["credential"]), "it may be paired again"


def test_a_device_is_added_to_be_paired(server: RunningServer, technician: StaffClient) -> None:
    added = send(technician, "add", {"device_id": "kiosk-9", "kind": "kiosk", "by_hand": False})
    assert "credential" not in added.json()
    assert server.centre.rows("SELECT * FROM device_credentials WHERE device_id = 'kiosk-9'") == []
    assert is_let_in(server, trade(server, invite(technician, "kiosk-9")).json()["credential"])


def test_no_code_and_no_credential_is_kept(server: RunningServer, technician: StaffClient) -> None:
    code = invite(technician)
    access = trade(server, code).json()
    rotated = rotate(server, access["credential"], str(uuid.uuid4())).json()["credential"]
    everything = json.dumps(
        [
            [str(value) for value in tuple(row)]
            for (table,) in server.centre.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for row in server.centre.rows(f"SELECT * FROM {table}")
        ]
    )
    for secret in (code, code.replace("-", ""), access["credential"], rotated):
        assert secret not in everything


def test_what_holds_no_more_is_forgotten(server: RunningServer, technician: StaffClient) -> None:
    first = trade(server, invite(technician)).json()["credential"]
    rotate(server, first, str(uuid.uuid4()))
    server.clock.pass_ms(KEPT_MS)
    server.centre.act(forget_unusable)
    assert server.centre.rows("SELECT * FROM enrolments") == []
    assert server.centre.one("SELECT count(*) FROM device_credentials WHERE device_id = 'kiosk-1'")[0] == 1


def test_who_may_pair(server: RunningServer, log_in: LogIn, anybody: httpx.Client) -> None:
    for login, status in (("gd01", 200), ("kt01", 200), ("cb01", 403), ("hd01", 403), ("ks01", 403)):
        who = log_in(login)
        for deed in ("invite", "revoke"):
            assert send(who, deed, {"device_id": "board-1"}).status_code == status, (login, deed)
        asked = who.client.get("/api/v1/setup/devices/pairing", params={"device_id": "board-1"})
        assert asked.status_code == status
    assert anybody.get("/api/v1/setup/devices/pairing", params={"device_id": "board-1"}).status_code == 401


# --- what a stranger may send -----------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
near_misses = st.fixed_dictionaries(
    {
        "code": st.text(max_size=70) | st.text(alphabet=ALPHABET + "- oil–", min_size=6, max_size=12) | json_values,
        "kind": st.sampled_from(["kiosk", "board", "counter", "pad", "drone"]) | json_values,
        "attempt_id": st.uuids().map(str) | json_values,
    },
    optional={"more": json_values},
)
bodies = st.binary(max_size=200) | (json_values | near_misses).map(lambda value: json.dumps(value).encode())


@pytest.fixture
def fearless(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> RunningServer:
    """Nobody waits for having guessed: the delays have tests of their own."""
    monkeypatch.setattr("server.web.access.guess_delays._delay_s", lambda _failures, _free: 0.0)
    monkeypatch.setattr("server.web.access.guess_delays.FREE_FAILURES_OF_LOGIN", 10**9)
    return server


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, host=st.none() | st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
@example(body=b'{"code":"\\ud800","kind":"kiosk","attempt_id":"00000000-0000-0000-0000-000000000000"}', host=None)
@example(
    body=b'{"code":"0000-0000","kind":"kiosk","attempt_id":"00000000-0000-0000-0000-000000000000"}', host="[::1]:x"
)
def test_whatever_is_sent_there_is_a_plain_answer(fearless: RunningServer, body: bytes, host: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({} if host is None else {"Host": host})
    answer = httpx.post(f"{fearless.address}/api/v1/enrolment", content=body, headers=headers, verify=WITHOUT_TLS)
    assert 400 <= answer.status_code < 500, answer.text
    if answer.headers["content-type"] == "application/problem+json":
        assert answer.json()["code"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(host=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
@example(host="10.0.0.2:8080")
@example(host="10.0.0.2:99999")
@example(host="a:b:c")
@example(host="[fe80::1]:8080")
@example(host="[::::::]")
def test_whatever_host_is_asked_for_a_device_gets_an_address(
    fearless: RunningServer, technician_of_fearless: StaffClient, host: str
) -> None:
    code = invite(technician_of_fearless)
    answer = httpx.post(
        f"{fearless.address}/api/v1/enrolment",
        json={"code": code, "kind": "kiosk", "attempt_id": str(uuid.uuid4())},
        headers={"Host": host},
        verify=WITHOUT_TLS,
    )
    assert answer.status_code < 500, answer.text
    if answer.status_code == 200:
        assert httpx.URL(answer.json()["server_url"]).host


@pytest.fixture
def technician_of_fearless(fearless: RunningServer, log_in: LogIn) -> StaffClient:
    return log_in("kt01")
