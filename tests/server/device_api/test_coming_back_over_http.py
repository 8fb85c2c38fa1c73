"""Places, claims and jobs as a kiosk asks for them: over a real socket, with real keys."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from coming_back import send_home
from held_clock import HeldClock
from served_centre import ServedCentre, make_served_database

from messaging.requests import IssuedTicket, ReservedPlace
from messaging.slips import TicketSlip
from messaging.snapshots import Job
from server.actions.issue_ticket import issue_ticket
from server.actions.order_job import order_job
from server.web.devices.claim_tries import WITHIN_S, WRONG_AT_MOST, ClaimTries


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()


def reserve(
    served: ServedCentre, intent_id: str | None = None, *, service: str = "A", **more: object
) -> httpx.Response:
    return served.post("/api/v1/places", {"intent_id": intent_id or str(uuid.uuid4()), "service": service, **more})


def claim(served: ServedCentre, code: str, intent_id: str | None = None, *, device: str = "kiosk-1") -> httpx.Response:
    return served.post("/api/v1/claims", {"intent_id": intent_id or str(uuid.uuid4()), "code": code}, device=device)


def code_of(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["code"])


def a_return_code(served: ServedCentre) -> str:
    """Somebody was sent home for what is missing."""
    served.ask_ticket()
    counters = served.counters()
    code = send_home(counters)
    counters.stop()
    return code


# --- places ----------------------------------------------------------------------------------------------


def test_a_place_and_its_repeat(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    first = reserve(served, intent, language="en", priority_group="elderly")
    assert first.status_code == 201
    place = ReservedPlace.model_validate_json(first.content)
    assert (place.service_name_en, place.language, place.at.isoformat()) == (
        "Certification",
        "en",
        "2026-11-24T00:30:00+00:00",
    )
    again = reserve(served, intent, language="en", priority_group="elderly")
    assert again.content == first.content
    assert served.rows("SELECT count(*) FROM reserved_places") == [(1,)]


def test_a_place_is_for_kiosks_and_for_services_that_exist(served: ServedCentre) -> None:
    body = {"intent_id": str(uuid.uuid4()), "service": "A"}
    assert code_of(served.post("/api/v1/places", body, device="pad-Q1"), 403) == "wrong_device_kind"
    assert code_of(reserve(served, service="T"), 422) == "unknown_service"
    assert code_of(reserve(served, priority_group="nobody"), 422) == "unknown_priority_group"
    assert code_of(served.post("/api/v1/places", body, key=str(uuid.uuid4())), 422) == "key_differs"


def test_two_kiosks_never_get_one_place_too_many(served: ServedCentre) -> None:
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(reserve(served))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(answer.json()["at"] for answer in answers)
    assert [times.count(at) for at in sorted(set(times))] == [2, 2, 2, 2]
    assert len({answer.json()["code"] for answer in answers}) == 8


def test_a_cancelled_intent_gives_its_place_back_and_late_requests_get_nothing(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    place = reserve(served, intent).json()
    assert code_of(served.cancel(intent, device="kiosk-2"), 403) == "not_your_intent"
    for _ in range(2):
        answer = served.cancel(intent)
        assert (answer.status_code, answer.json()["number"]) == (200, None)
    assert served.rows("SELECT state FROM reserved_places") == [("withdrawn",)]
    assert code_of(reserve(served, intent), 410) == "intent_cancelled"
    assert code_of(claim(served, place["code"]), 404) == "code_not_found"
    assert reserve(served).json()["at"] == place["at"], "another has the slot"
    kinds = [row[0] for row in served.rows("SELECT kind FROM journal ORDER BY seq")]
    assert kinds[-3:] == ["intent_cancelled", "place_ended", "place_reserved"]


def test_a_place_that_is_asked_for_after_its_cancellation_is_never_given(served: ServedCentre) -> None:
    intent = str(uuid.uuid4())
    assert served.cancel(intent).status_code == 200
    assert code_of(reserve(served, intent), 410) == "intent_cancelled"
    assert served.rows("SELECT count(*) FROM reserved_places") == [(0,)]


# --- claims ----------------------------------------------------------------------------------------------


def test_a_claim_is_answered_with_a_ticket(served: ServedCentre) -> None:
    code, intent = a_return_code(served), str(uuid.uuid4())
    first = claim(served, code, intent)
    assert first.status_code == 201
    ticket = IssuedTicket.model_validate_json(first.content)
    assert (ticket.number, ticket.service) == ("A002", "A")
    assert ticket.url is not None
    assert claim(served, code, intent).content == first.content
    assert served.report(ticket.ticket_id, "printed").status_code == 204


def test_two_kiosks_that_claim_one_code_at_once(served: ServedCentre) -> None:
    code = a_return_code(served)
    answers: list[httpx.Response] = []
    threads = [
        threading.Thread(target=lambda kiosk=kiosk: answers.append(claim(served, code, device=kiosk)))
        for kiosk in ("kiosk-1", "kiosk-2")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_a_place_claimed_on_a_wrong_day_says_which_day(served: ServedCentre) -> None:
    answer = claim(served, reserve(served).json()["code"])
    assert code_of(answer, 409) == "place_later"
    assert "24/11/2026" in answer.json()["detail"]


def test_wrong_codes_are_soon_not_looked_at_any_more_on_that_kiosk(served: ServedCentre) -> None:
    good = a_return_code(served)
    wrong = [f"{(int(good) + n) % 1_000_000:06d}" for n in range(1, WRONG_AT_MOST + 1)]
    assert {code_of(claim(served, code), 404) for code in wrong} == {"code_not_found"}
    assert code_of(claim(served, good), 409) == "too_many_tries"
    assert claim(served, good, device="kiosk-2").status_code == 201, "the other kiosk serves on"


def test_what_is_no_guess_does_not_count_as_one(served: ServedCentre) -> None:
    tomorrow = reserve(served).json()["code"]
    for _ in range(WRONG_AT_MOST + 2):
        assert code_of(claim(served, tomorrow), 409) == "place_later"
    assert claim(served, a_return_code(served)).status_code == 201


def test_a_kiosk_may_try_again_when_its_wrong_tries_are_long_ago() -> None:
    tries = ClaimTries()
    assert all(tries.enter("kiosk-1", float(n)) for n in range(WRONG_AT_MOST))
    assert not tries.enter("kiosk-1", WITHIN_S - 1)
    assert tries.enter("kiosk-1", WITHIN_S)


@pytest.mark.parametrize("code", ["12345", "1234567", "12a456", "１２３４５６", ""])
def test_what_is_no_code_is_malformed(served: ServedCentre, code: str) -> None:
    assert claim(served, code).status_code == 422


def test_no_log_names_a_code(served: ServedCentre, caplog: pytest.LogCaptureFixture) -> None:
    code = a_return_code(served)
    with caplog.at_level("DEBUG"):
        claim(served, code)
        claim(served, code)
    assert code not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("server"))


# --- jobs ------------------------------------------------------------------------------------------------


def order(served: ServedCentre, device_id: str = "kiosk-1") -> str:
    counters = served.counters()
    job_id = counters.act(order_job, device_id=device_id, kind="test_slip", payload={"slip": "{}", "language": "vi"})
    counters.stop()
    return str(job_id)


def report(served: ServedCentre, job_id: str, outcome: str = "done", *, device: str = "kiosk-1") -> httpx.Response:
    body = {"report_id": str(uuid.uuid4()), "outcome": outcome}
    return served.post(f"/api/v1/jobs/{job_id}/outcome", body, device=device)


def test_a_job_is_reported_by_its_device_once(served: ServedCentre) -> None:
    job_id = order(served)
    assert code_of(report(served, job_id, device="kiosk-2"), 403) == "not_your_job"
    assert report(served, job_id).status_code == 204
    assert report(served, job_id, "failed").status_code == 204, "heard, and nothing changed"
    assert served.rows("SELECT outcome FROM jobs") == [("done",)]
    assert code_of(report(served, "999999"), 404) == "job_not_found"
    assert report(served, job_id, "eaten").status_code == 422


def test_a_repeated_report_with_its_key_is_answered_again(served: ServedCentre) -> None:
    job_id, body = order(served), {"report_id": str(uuid.uuid4()), "outcome": "unknown"}
    for _ in range(3):
        assert served.post(f"/api/v1/jobs/{job_id}/outcome", body).status_code == 204
    assert served.rows("SELECT count(*) FROM journal WHERE kind = 'job_ended'") == [(1,)]


def test_the_address_of_a_tickets_page_is_told_to_the_printing_kiosk_alone(served: ServedCentre) -> None:
    counters = served.counters()
    issued = counters.act(
        issue_ticket,
        intent_id=str(uuid.uuid4()),
        service="A",
        priority_group=None,
        language="vi",
        device_id="kiosk-2",
        helped_by="HD01",
    )
    counters.stop()
    job_id = served.rows("SELECT job_id FROM jobs")[0][0]
    assert issued.token not in str(served.rows("SELECT payload FROM job_payloads"))
    answer = served.get(f"/api/v1/jobs/{job_id}", device="kiosk-2")
    slip = TicketSlip.model_validate_json(Job.model_validate_json(answer.content).payload["slip"])
    assert slip.ticket.url == f"http://10.0.0.2:8080/t/{issued.token}"
    assert code_of(served.get(f"/api/v1/jobs/{job_id}", device="kiosk-1"), 404) == "job_not_found"
    assert report(served, str(job_id), device="kiosk-2").status_code == 204
    assert served.get(f"/api/v1/jobs/{job_id}", device="kiosk-2").status_code == 404
