"""The devices' API as a device sees it: over a real socket, with real credentials."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from broker_fixture import wait_for
from held_clock import HeldClock
from served_centre import ServedCentre, credential_of, make_served_database

from messaging.requests import IssuedTicket
from server.journal.verify import verify

GOOD_PRESS = {"press_id": "", "boot_id": str(uuid.UUID(int=1)), "n": 1, "level": 5, "window_id": None, "age_ms": 0}


@pytest.fixture(scope="module")
def served(memory_folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    """One server for all these tests: each uses ids of its own."""
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, memory_folder / "served.db", clock), clock)
    yield centre
    centre.stop()
    assert verify(centre.database).fault is None, "whatever these tests sent, chain and tables hold"


def problem_of(answer: httpx.Response, status: int) -> str:
    """The code of an RFC 9457 answer, after checking that it is one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert "Traceback" not in answer.text
    return str(body["code"])


# --- tickets -------------------------------------------------------------------------------------------------


def test_a_ticket_and_its_repeat(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    first = served.ask_ticket(intent, service="B", priority_group="elderly", language="en")
    assert first.status_code == 201
    ticket = IssuedTicket.model_validate_json(first.content)
    assert (ticket.service_name, ticket.service_name_en, ticket.language) == ("Hộ tịch", "Civil status", "en")
    assert (ticket.priority_name, ticket.counters, ticket.timezone) == ("Người cao tuổi", [2, 3], "Asia/Ho_Chi_Minh")
    assert ticket.url is not None
    assert ticket.url.startswith("http://10.0.0.2:8080/t/")
    assert len(ticket.url.rsplit("/", 1)[1]) == 22
    again = served.ask_ticket(intent, service="B", priority_group="elderly", language="en")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers


def test_the_same_key_with_another_body_is_refused(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    served.ask_ticket(intent, service="A")
    assert problem_of(served.ask_ticket(intent, service="B"), 422) == "key_reused"
    assert len(served.rows("SELECT 1 FROM tickets WHERE intent_id = ?", intent)) == 1


def test_the_key_must_be_the_id_in_the_body(served: ServedCentre) -> None:
    body = {"intent_id": str(uuid.uuid4()), "service": "A"}
    assert problem_of(served.post("/api/v1/tickets", body, key=str(uuid.uuid4())), 422) == "key_differs"
    assert problem_of(served.post("/api/v1/tickets", body, key=None), 422) == "malformed"
    for strange in ("short", "x" * 65):
        assert problem_of(served.post("/api/v1/tickets", body, key=strange), 422) == "malformed"


def test_sixty_four_at_once_get_sixty_four_numbers_in_a_row(served: ServedCentre) -> None:
    before = len(served.rows("SELECT 1 FROM tickets WHERE prefix = 'C'"))
    start = threading.Barrier(64)
    numbers: list[str] = []

    def ask() -> None:
        with httpx.Client(base_url=served.url, timeout=60) as http:
            intent = str(uuid.uuid4())
            headers = {"Authorization": f"Bearer {credential_of('kiosk-2')}", "Idempotency-Key": intent}
            start.wait()
            answer = http.post("/api/v1/tickets", json={"intent_id": intent, "service": "C"}, headers=headers)
            numbers.append(answer.json()["number"])

    threads = [threading.Thread(target=ask) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"C{before + n:03d}" for n in range(1, 65)]


def test_one_intent_sent_by_thirty_two_at_once_is_one_ticket(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    start = threading.Barrier(32)
    answers: list[bytes] = []

    def ask() -> None:
        with httpx.Client(base_url=served.url, timeout=60) as http:
            headers = {"Authorization": f"Bearer {credential_of('kiosk-1')}", "Idempotency-Key": intent}
            start.wait()
            answer = http.post("/api/v1/tickets", json={"intent_id": intent, "service": "A"}, headers=headers)
            answers.append(answer.content)

    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 32
    assert len(set(answers)) == 1


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        f"Basic {credential_of('kiosk-1')}",
        f"Bearer {credential_of('kiosk-1')}x",
        "Bearer " + "x" * 5000,
        "Bearer ' OR 1=1 --",
    ],
)
def test_without_a_known_credential_nothing_is_done(served: ServedCentre, authorization: str) -> None:
    intent = str(uuid.uuid4())
    body = {"intent_id": intent, "service": "A"}
    answer = served.post("/api/v1/tickets", body, device=None, Authorization=authorization)
    assert problem_of(answer, 401) == "not_signed_in"
    assert not served.rows("SELECT 1 FROM tickets WHERE intent_id = ?", intent)


@pytest.mark.parametrize("device", ["board-1", "counter-Q1", "pad-Q1"])
def test_only_a_kiosk_issues_tickets(served: ServedCentre, device: str) -> None:
    intent = str(uuid.uuid4())
    assert problem_of(served.ask_ticket(intent, device=device), 403) == "wrong_device_kind"
    assert problem_of(served.report(1, "printed", device=device), 403) == "wrong_device_kind"
    assert problem_of(served.cancel(intent, device=device), 403) == "wrong_device_kind"


@pytest.mark.parametrize("device", ["board-1", "counter-Q1", "kiosk-1"])
def test_only_a_pad_reports_presses(served: ServedCentre, device: str) -> None:
    assert problem_of(served.press(device=device), 403) == "wrong_device_kind"


def test_a_kiosk_reports_only_its_own_paper(served: ServedCentre) -> None:
    ticket = served.ask_ticket(device="kiosk-1").json()["ticket_id"]
    assert problem_of(served.report(ticket, "printed", device="kiosk-2"), 403) == "not_your_ticket"
    assert served.report(ticket, "printed", device="kiosk-1").status_code == 204


# --- cancelled intents ------------------------------------------------------------------------------------------


def test_a_request_that_comes_after_its_cancellation_is_gone(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    answer = served.cancel(intent)
    assert (answer.status_code, answer.json()) == (200, {"intent_id": intent, "number": None})
    assert problem_of(served.ask_ticket(intent), 410) == "intent_cancelled"


def test_a_ticket_that_was_cancelled_is_gone_also_for_a_repeat_of_its_request(served: ServedCentre) -> None:
    """The stored answer would send the citizen to wait with a number that nobody calls."""
    intent = str(uuid.uuid4())
    number = served.ask_ticket(intent).json()["number"]
    assert served.cancel(intent).json()["number"] == number
    assert problem_of(served.ask_ticket(intent), 410) == "intent_cancelled"


# --- the paper, by the server's own rounds ----------------------------------------------------------------------


def state_of(served: ServedCentre, ticket_id: int) -> str:
    return str(served.rows("SELECT state FROM turns WHERE ticket_id = ?", ticket_id)[0][0])


def test_without_an_outcome_the_rounds_void_the_turn_and_a_late_printed_restores_it(served: ServedCentre) -> None:
    ticket = served.ask_ticket().json()["ticket_id"]
    rank = served.rows("SELECT ranked_at, arrival FROM turns WHERE ticket_id = ?", ticket)
    served.clock.pass_s(90)
    wait_for(lambda: state_of(served, ticket) == "voided", what="the rounds to void the turn")
    assert served.report(ticket, "printed").status_code == 204
    assert state_of(served, ticket) == "waiting"
    assert served.rows("SELECT ranked_at, arrival FROM turns WHERE ticket_id = ?", ticket) == rank


def test_a_called_turn_is_not_voided_by_the_rounds(served: ServedCentre) -> None:
    ticket = served.ask_ticket().json()
    other = served.ask_ticket().json()["ticket_id"]
    counters = served.counters()
    counters.call(ticket["number"], "Q1")
    counters.stop()
    served.clock.pass_s(90)
    wait_for(lambda: state_of(served, other) == "voided", what="the rounds to void the other")
    assert state_of(served, ticket["ticket_id"]) == "called"


def test_the_rounds_go_on_when_the_wall_clock_is_set_back(served: ServedCentre) -> None:
    ticket = served.ask_ticket().json()["ticket_id"]
    right = served.clock.now()
    served.clock.set_wall(right.replace(year=2025))
    try:
        served.clock.pass_s(90)
        wait_for(lambda: state_of(served, ticket) == "voided", what="the rounds to void the turn")
    finally:
        served.clock.set_wall(right)
        served.clock.pass_s(90)


# --- presses ---------------------------------------------------------------------------------------------------


def test_a_press_is_kept_once_and_acknowledged_each_time(served: ServedCentre) -> None:
    press = {**GOOD_PRESS, "press_id": str(uuid.uuid4())}
    for _ in range(3):
        answer = served.post("/api/v1/presses", press, device="pad-Q1")
        assert (answer.status_code, answer.json()) == (200, {"press_id": press["press_id"], "kept": True})
    kept = served.rows("SELECT device_id, counter_id, level FROM presses WHERE press_id = ?", press["press_id"])
    assert kept == [("pad-Q1", "Q1", 5)]


def test_a_pad_speaks_for_its_own_counter(served: ServedCentre) -> None:
    served.ask_ticket(service="A")
    counters = served.counters()
    window = counters.window_of(counters.serve("Q1", service_s=1))
    counters.stop()
    for device, belongs in (("pad-Q2", None), ("pad-Q1", window)):
        press_id = str(uuid.uuid4())
        served.press(device=device, press_id=press_id, window_id=window)
        assert served.rows("SELECT window_id FROM presses WHERE press_id = ?", press_id) == [(belongs,)]
