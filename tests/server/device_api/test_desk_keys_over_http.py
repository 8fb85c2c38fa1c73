"""The keys of a desk's number pad: what the console's buttons do, once each, for whoever is signed on there."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from server.journal.verify import verify


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()
    assert verify(centre.database).fault is None


def press(
    served: ServedCentre, key: str, *, press_id: str = "", age_ms: int = 60, device: str = "counter-Q1"
) -> httpx.Response:
    body = {"press_id": press_id or str(uuid.uuid4()), "key": key, "age_ms": age_ms}
    return served.post("/api/v1/desk-keys", body, device=device)


def code_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"], "the officer reads it"
    return answer.status_code, answer.json()["code"]


def state_of(served: ServedCentre, number: str) -> str:
    return str(served.rows("SELECT state FROM turns JOIN tickets USING (ticket_id) WHERE shown = ?", number)[0][0])


def officer_at(served: ServedCentre, counter_id: str) -> str:
    return str(served.rows("SELECT officer_id FROM desk_sessions WHERE counter_id = ?", counter_id)[0][0])


def test_the_keys_run_a_desk(served: ServedCentre) -> None:
    first, second = (served.ask_ticket(service="A").json()["number"] for _ in range(2))
    assert press(served, "next").json() == {"message": f"Đang gọi {first} đến Quầy 1", "number": first}
    assert press(served, "recall").json() == {"message": f"Gọi lại {first} đến Quầy 1", "number": first}
    assert press(served, "absent").json() == {"message": f"Đã ghi {first} vắng mặt", "number": first}
    assert press(served, "next").json()["number"] == second
    assert press(served, "came").json() == {"message": f"Đang phục vụ {second}", "number": second}
    assert press(served, "finish").json() == {"message": f"Đã hoàn tất {second}", "number": second}
    assert press(served, "next").json() == {"message": "Không còn ai chờ", "number": None}
    assert [state_of(served, number) for number in (first, second)] == ["no_show", "finished"]


def test_next_alone_runs_a_desk_and_says_what_it_finished(served: ServedCentre) -> None:
    number = served.ask_ticket(service="A").json()["number"]
    press(served, "next")
    press(served, "came")
    assert press(served, "next").json() == {"message": f"Đã hoàn tất {number}. Không còn ai chờ", "number": None}


def test_a_press_that_is_sent_again_is_done_once(served: ServedCentre) -> None:
    for _ in range(2):
        served.ask_ticket(service="A")
    press_id = str(uuid.uuid4())
    first = press(served, "next", press_id=press_id)
    served.clock.pass_s(30)
    again = press(served, "next", press_id=press_id, age_ms=30_000)
    assert (again.status_code, again.content) == (200, first.content), "done in time, however late it is asked about"
    assert again.headers["idempotency-replayed"] == "true"
    assert len(served.rows("SELECT 1 FROM calls")) == 1
    assert code_of(press(served, "recall", press_id=press_id)) == (422, "key_reused")


def test_an_old_press_is_not_done(served: ServedCentre) -> None:
    number = served.ask_ticket(service="A").json()["number"]
    assert press(served, "next", age_ms=5_000).status_code == 200
    assert code_of(press(served, "came", age_ms=5_001)) == (409, "too_old")
    assert state_of(served, number) == "called"


def test_nobody_signed_on_is_said_in_plain_words(served: ServedCentre) -> None:
    counters = served.counters()
    counters.sign_off(officer_at(served, "Q1"))
    counters.stop()
    served.ask_ticket(service="A")
    refused = press(served, "next")
    assert code_of(refused) == (409, "nobody_signed_on")
    assert "Chưa có cán bộ vào" in refused.json()["detail"]
    assert not served.rows("SELECT 1 FROM calls")


@pytest.mark.parametrize("key", ["recall", "came", "absent", "finish"])
def test_a_key_with_nobody_at_the_desk_is_refused(served: ServedCentre, key: str) -> None:
    assert code_of(press(served, key)) == (409, "nobody_here")


def test_it_is_a_counter_displays_right_alone(served: ServedCentre) -> None:
    for device in ("kiosk-1", "board-1", "pad-Q1"):
        assert code_of(press(served, "next", device=device)) == (403, "wrong_device_kind")
    assert code_of(press(served, "next", device="thief")) == (401, "not_signed_in")


def test_what_does_not_parse_is_refused(served: ServedCentre) -> None:
    body = {"press_id": str(uuid.uuid4()), "key": "next", "age_ms": 0}
    for wrong in ({"key": "explode"}, {"age_ms": -1}, {"age_ms": 60_001}, {"press_id": "x"}):
        answer = served.post("/api/v1/desk-keys", body | wrong, device="counter-Q1", key=str(body["press_id"]))
        assert code_of(answer) == (422, "malformed")
    answer = served.post("/api/v1/desk-keys", body, device="counter-Q1", key=str(uuid.uuid4()))
    assert code_of(answer) == (422, "key_differs")


def test_a_counter_that_a_display_names_is_not_heard(served: ServedCentre) -> None:
    """It presses at its own counter; a field that nobody knows is a newer device's."""
    assert served.ask_ticket().status_code == 201
    body = {"press_id": str(uuid.uuid4()), "key": "next", "age_ms": 0, "counter_id": "Q2"}
    answer = served.post("/api/v1/desk-keys", body, device="counter-Q1", key=str(body["press_id"]))
    assert answer.status_code == 200
    assert served.rows("SELECT counter_id FROM turns WHERE state = 'called'") == [("Q1",)]


def test_the_journal_says_who_served(served: ServedCentre) -> None:
    served.ask_ticket(service="A")
    press(served, "next")
    press(served, "came")
    officers = served.rows("SELECT officer_id FROM turns WHERE counter_id = 'Q1'")
    assert officers == [(officer_at(served, "Q1"),)]
