"""A number for a citizen by the hand of staff: once each, printed where it was asked or shown, counted per greeter."""

import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from staff_pages import Behind, RunningServer, SessionClient, StaffClient, says

from server.actions.reserve_place import reserve_place
from server.actions.set_up import add_device

LogIn = Callable[[str], StaffClient]
API = "/api/v1/greeter/"


def take(who: StaffClient, path: str = "tickets", *, intent: str | None = None, **body: Any) -> httpx.Response:
    intent = intent or str(uuid.uuid4())
    headers = {"Idempotency-Key": intent, "X-CSRF-Token": who.csrf}
    return who.client.post(API + path, json={"intent_id": intent} | body, headers=headers)


@pytest.fixture
def log_in(server: RunningServer) -> Iterator[LogIn]:
    """Each call is a browser of its own, logged in already."""
    clients: list[SessionClient] = []

    def enter(login: str) -> StaffClient:
        clients.append(SessionClient(server, login))
        return clients[-1]

    yield enter
    for who in clients:
        who.client.close()


def view(who: StaffClient) -> dict[str, Any]:
    answer = who.client.get(f"{API}view")
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


@pytest.fixture
def greeter(log_in: LogIn, server: RunningServer) -> StaffClient:
    """A greeter whose kiosk prints."""
    says(server, "kiosk-1")
    return log_in("hd01")


def test_a_number_that_is_shown_waits_and_is_never_voided(greeter: StaffClient, behind: Behind) -> None:
    answer = take(greeter, service="A", priority_group="elderly")

    assert answer.status_code == 201
    taken = answer.json()
    assert taken["ticket"]["number"] == "A001" and taken["ticket"]["priority_group"] == "elderly"
    assert taken["printed_at"] == "" and taken["qr"].startswith("data:image/svg+xml")
    behind.wait(300)
    assert behind.turn("A001").state == "waiting"
    (origin, helper) = behind.one("SELECT origin, helped_by FROM tickets")
    assert (origin, helper) == ("greeter", "HD01")


def test_the_chosen_kiosk_gets_the_slip_as_a_job(greeter: StaffClient, behind: Behind) -> None:
    taken = take(greeter, service="B", device_id="kiosk-1").json()

    assert taken["printed_at"] == "Máy lấy số kiosk-1"
    (device, kind) = behind.one("SELECT device_id, kind FROM jobs")
    assert (device, kind) == ("kiosk-1", "ticket_slip")
    (payload,) = behind.one("SELECT payload FROM job_payloads")
    assert json.loads(json.loads(payload)["slip"])["ticket"]["number"] == "B001"


@pytest.mark.parametrize("faults", [("paper_out",), ("jobs_unwritable",), None])
def test_a_kiosk_that_cannot_print_is_not_taken_while_another_can(
    log_in: LogIn, behind: Behind, server: RunningServer, faults: tuple[str, ...] | None
) -> None:
    greeter = log_in("hd01")
    behind.act(add_device, device_id="kiosk-2", kind="kiosk", counter_id=None, credential_hash="kiosk-2")
    says(server, "kiosk-2")
    if faults is not None:  # else it was never installed
        says(server, "kiosk-1", *faults)
    assert {kiosk["device_id"]: kiosk["can_print"] for kiosk in view(greeter)["kiosks"]} == {
        "kiosk-1": False,
        "kiosk-2": True,
    }

    for path, body in (("tickets", {"service": "A"}), ("places", {"service": "A"})):
        refused = take(greeter, path, device_id="kiosk-1", **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "kiosk_cannot_print")
        assert refused.json()["detail"].startswith("Máy lấy số kiosk-1 chưa in được phiếu lúc này.")
    assert behind.one("SELECT count(*) FROM tickets")[0] == 0
    assert take(greeter, service="A", device_id="kiosk-2").json()["printed_at"] == "Máy lấy số kiosk-2"
    assert [row[0] for row in behind.rows("SELECT device_id FROM jobs")] == ["kiosk-2"]


def test_when_no_kiosk_prints_the_number_is_given_all_the_same_and_to_be_written_down(
    greeter: StaffClient, behind: Behind, server: RunningServer
) -> None:
    says(server, "kiosk-1", online=False)

    taken = take(greeter, service="A", device_id="kiosk-1").json()
    place = take(greeter, "places", service="A", device_id="kiosk-1").json()

    assert (taken["ticket"]["number"], taken["printed_at"], taken["is_none_printing"]) == ("A001", "", True)
    assert (place["printed_at"], place["is_none_printing"]) == ("", True)
    assert behind.one("SELECT count(*) FROM jobs")[0] == 0
    behind.wait(300)
    assert behind.turn("A001").state == "waiting", "it was shown: nobody voids it"


def test_a_touch_that_is_sent_again_gets_the_same_number(greeter: StaffClient, behind: Behind) -> None:
    intent = str(uuid.uuid4())
    first, again = take(greeter, intent=intent, service="A"), take(greeter, intent=intent, service="A")

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert behind.one("SELECT count(*) FROM tickets")[0] == 1


def test_greeters_side_by_side_get_numbers_of_one_series_and_are_counted_each(log_in: LogIn, behind: Behind) -> None:
    greeter, officer = log_in("hd01"), log_in("cb01")
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(take, who, service="A") for who in (greeter, officer, greeter, greeter, officer)]
        numbers = sorted(answer.result().json()["ticket"]["number"] for answer in asked)

    assert numbers == [f"A00{n}" for n in range(1, 6)]
    assert (view(greeter)["helped_today"], view(officer)["helped_today"]) == (3, 2)
    people = {
        person["staff_id"]: person["helped"]
        for person in log_in("gd01").client.get("/api/v1/floor/view").json()["people"]
    }
    assert (people["HD01"], people["CB01"]) == (3, 2)


def test_a_code_from_a_slip_becomes_a_number(greeter: StaffClient, behind: Behind) -> None:
    place = behind.act(reserve_place, intent_id=str(uuid.uuid4()), service="A", priority_group=None, language="vi")
    code = behind.one("SELECT code FROM claim_codes")[0]
    del place

    later = take(greeter, "claims", code=code)
    assert (later.status_code, later.json()["code"]) == (409, "place_later")
    unknown = take(greeter, "claims", code="000000" if code != "000000" else "111111")
    assert unknown.status_code == 404


def test_a_place_on_a_later_day_is_reserved_once_and_printed(greeter: StaffClient, behind: Behind) -> None:
    intent = str(uuid.uuid4())
    first = take(greeter, "places", intent=intent, service="A", device_id="kiosk-1")
    again = take(greeter, "places", intent=intent, service="A", device_id="kiosk-1")

    assert first.status_code == 201 and first.json() == again.json()
    assert len(first.json()["place"]["code"]) == 6 and first.json()["printed_at"]
    assert behind.one("SELECT count(*) FROM reserved_places")[0] == 1
    assert [row[0] for row in behind.rows("SELECT kind FROM jobs")] == ["place_slip"]


def test_codes_cannot_be_tried_out(greeter: StaffClient, behind: Behind) -> None:
    answers = [take(greeter, "claims", code=f"{n:06}") for n in range(12)]

    assert answers[0].status_code == 404
    assert answers[-1].json()["code"] == "too_many_tries"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"service": "Z"}, "unknown_service"),
        ({"service": "A", "priority_group": "kings"}, "unknown_priority_group"),
        ({"service": "A", "device_id": "kiosk-9"}, "device_not_found"),
        ({"service": "A", "language": "xx"}, "bad_language"),
    ],
)
def test_what_cannot_be_taken_is_said(greeter: StaffClient, body: dict[str, str], code: str) -> None:
    assert take(greeter, **body).json()["code"] == code


def test_a_key_that_is_not_the_intent_is_refused(greeter: StaffClient) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4()), "X-CSRF-Token": greeter.csrf}
    body = {"intent_id": str(uuid.uuid4()), "service": "A"}

    assert greeter.client.post(f"{API}tickets", json=body, headers=headers).json()["code"] == "key_differs"


def test_what_is_closed_shows_why(greeter: StaffClient, log_in: LogIn, behind: Behind) -> None:
    head = log_in("gd01")
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": head.csrf}
    closing = head.client.post(
        "/api/v1/floor/close-service", json={"service": "A", "reason": "Mất điện"}, headers=headers
    )
    assert closing.status_code == 200, closing.text

    services = {service["service"]: service for service in view(greeter)["services"]}
    assert services["A"]["closed_reason"] == "closed" and services["B"]["closed_reason"] == ""
    assert take(greeter, service="A").json()["code"] == "service_closed"
