"""Slips over HTTP: found by number, printed again, reserved at a chosen time, listed without codes, taken back."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from staff_pages import Behind, RunningServer, SessionClient, StaffClient, says

from messaging.requests import JobOutcome
from server.actions.report_job import report_job
from server.actions.set_up import add_device

LogIn = Callable[[str], StaffClient]
API = "/api/v1/greeter/"


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


@pytest.fixture
def greeter(log_in: LogIn, server: RunningServer) -> StaffClient:
    """A greeter whose kiosk prints."""
    says(server, "kiosk-1")
    return log_in("hd01")


def post(who: StaffClient, path: str, body: dict[str, Any], key: str | None = None) -> httpx.Response:
    key = key or body.get("intent_id") or uuid.uuid4().hex
    return who.client.post(API + path, json=body, headers={"Idempotency-Key": key, "X-CSRF-Token": who.csrf})


def look(who: StaffClient, **query: str) -> dict[str, Any]:
    answer = who.client.get(f"{API}slips/view", params=query)
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


def free(who: StaffClient, service: str = "A") -> list[dict[str, Any]]:
    days: list[dict[str, Any]] = who.client.get(f"{API}free-places", params={"service": service}).json()["days"]
    return days


def reserve(who: StaffClient, at: str | None = None) -> httpx.Response:
    asked = {"intent_id": str(uuid.uuid4()), "service": "A", "device_id": "kiosk-1"}
    return post(who, "places", asked | ({} if at is None else {"at": at}))


def newest_slip(behind: Behind) -> dict[str, Any]:
    (payload,) = behind.one("SELECT payload FROM job_payloads ORDER BY job_id DESC")
    slip: dict[str, Any] = json.loads(json.loads(payload)["slip"])
    return slip


def test_a_slip_is_printed_again_once_as_a_copy_and_what_became_of_it_is_told(
    greeter: StaffClient, behind: Behind
) -> None:
    number = behind.number("A")
    (ticket,) = look(greeter, number="a1")["tickets"]
    assert (ticket["number"], ticket["state_words"], ticket["slips"][0]["said"]) == (number, "đang chờ", "đã in")
    key, body = uuid.uuid4().hex, {"kind": "ticket", "ref": ticket["ticket_id"], "device_id": "kiosk-1"}

    first, again = post(greeter, "reprint", body, key), post(greeter, "reprint", body, key)

    assert first.json() == again.json()
    assert first.json()["message"] == f"Đang in lại phiếu {number} tại Máy lấy số kiosk-1"
    slip = newest_slip(behind)
    assert (slip["is_copy"], slip["ticket"]["number"]) == (True, number)
    assert behind.one("SELECT count(*) FROM jobs")[0] == 1
    assert look(greeter)["tickets"][0]["slips"][0]["said"] == "bản in lại: đang in"
    behind.act(report_job, job_id=first.json()["job_id"], outcome=JobOutcome.FAILED, device_id="kiosk-1")
    assert look(greeter)["tickets"][0]["slips"][0]["said"] == "bản in lại: không in được"


def test_a_copy_comes_from_a_kiosk_that_prints(greeter: StaffClient, behind: Behind, server: RunningServer) -> None:
    behind.number("A")
    (ticket,) = look(greeter)["tickets"]
    asked = {"kind": "ticket", "ref": ticket["ticket_id"]}
    says(server, "kiosk-1", "paper_out")
    for chosen in ({}, {"device_id": "kiosk-1"}):
        refused = post(greeter, "reprint", asked | chosen)
        assert (refused.status_code, refused.json()["code"]) == (409, "no_kiosk_prints")

    behind.act(add_device, device_id="kiosk-2", kind="kiosk", counter_id=None, credential_hash="kiosk-2")
    says(server, "kiosk-2")
    assert post(greeter, "reprint", asked | {"device_id": "kiosk-1"}).json()["code"] == "kiosk_cannot_print"
    assert post(greeter, "reprint", asked).json()["message"].endswith("tại Máy lấy số kiosk-2")
    says(server, "kiosk-1")
    assert post(greeter, "reprint", asked).json()["message"].endswith("tại Máy lấy số kiosk-1"), "as before"


def test_the_head_reads_who_printed_what_again(greeter: StaffClient, log_in: LogIn, behind: Behind) -> None:
    number = behind.number("A")
    ticket_id = look(greeter)["tickets"][0]["ticket_id"]
    post(greeter, "reprint", {"kind": "ticket", "ref": ticket_id})
    place = reserve(greeter).json()["place"]["place_id"]
    post(greeter, "places/withdraw", {"place_id": place, "reason": "Công dân xin thôi"})

    rows = log_in("gd01").client.get("/api/v1/floor/deeds").json()["deeds"]
    assert [(row["who"], row["what"].split(" lúc ")[0], row["reason"]) for row in rows[:3]] == [
        ("Hướng dẫn 01", "hủy số đặt trước Chứng thực", "Công dân xin thôi"),
        ("Hướng dẫn 01", "giữ số đặt trước Chứng thực", None),
        ("Hướng dẫn 01", f"in lại phiếu {number} tại Máy lấy số kiosk-1", None),
    ]


def test_a_return_slip_is_printed_again_with_its_code(greeter: StaffClient, behind: Behind) -> None:
    behind.staff_all()
    behind.number("A")
    behind.next("Q1")
    behind.start("Q1")
    behind.finish("Q1", "supplement", missing="Giấy khai sinh bản chính")
    slips = look(greeter)["tickets"][0]["slips"]
    assert [(slip["kind"], slip["may_reprint"]) for slip in slips] == [("ticket", False), ("return", True)]

    answer = post(greeter, "reprint", {"kind": "return", "ref": slips[1]["ref"]}).json()

    assert answer["code"] == behind.one("SELECT code FROM claim_codes")[0]
    assert (newest_slip(behind)["is_copy"], newest_slip(behind)["missing"]) == (True, "Giấy khai sinh bản chính")
    refused = post(greeter, "reprint", {"kind": "ticket", "ref": slips[0]["ref"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket_over")


def test_a_place_is_reserved_at_the_time_that_was_chosen_and_only_if_it_is_free(
    greeter: StaffClient, behind: Behind
) -> None:
    days = free(greeter)
    assert len(days) == 5 and len(days[1]["times"]) > 3
    chosen = days[1]["times"][2]

    taken = reserve(greeter, chosen)

    assert taken.status_code == 201, taken.text
    (place,) = look(greeter)["places"]
    assert (place["day"], place["at"], place["state_words"]) == (days[1]["day"], chosen, "đã giữ")
    assert place["slip"]["said"] == "đang in"
    off = reserve(greeter, "2026-11-22T03:00:00Z")
    assert (off.status_code, off.json()["code"]) == (409, "place_taken")


def test_no_list_holds_a_code(greeter: StaffClient, behind: Behind) -> None:
    code = reserve(greeter).json()["place"]["code"]

    assert len(code) == 6
    assert code not in greeter.client.get(f"{API}slips/view").text
    place = look(greeter)["places"][0]["place_id"]
    again = post(greeter, "reprint", {"kind": "place", "ref": place}).json()
    assert again["code"] == code and newest_slip(behind)["is_copy"]


def test_a_place_is_taken_back_with_a_reason_and_is_free_again(
    greeter: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    place = reserve(greeter).json()["place"]["place_id"]
    body = {"place_id": place, "reason": "Công dân xin thôi"}
    assert post(log_in("cb01"), "places/withdraw", body).status_code == 403
    assert not look(log_in("cb01"))["places"][0]["may_withdraw"]
    assert post(greeter, "places/withdraw", body | {"reason": ""}).json()["code"] == "reason_needed"

    assert post(greeter, "places/withdraw", body).status_code == 200

    (listed,) = look(greeter)["places"]
    assert (listed["state"], listed["may_withdraw"], listed["slip"]["may_reprint"]) == ("withdrawn", False, False)
    assert listed["slip"]["said"] == "đã thôi in"
    assert post(greeter, "reprint", {"kind": "place", "ref": place}).json()["code"] == "place_used"
    assert behind.verdict().fault is None


def test_the_list_speaks_english(greeter: StaffClient, behind: Behind) -> None:
    number = behind.number("A")
    greeter.client.cookies.set("bocso_language", "en")

    seen = look(greeter)
    assert (seen["tickets"][0]["state_words"], seen["tickets"][0]["service_name"]) == ("waiting", "Certification")
    answer = post(greeter, "reprint", {"kind": "ticket", "ref": seen["tickets"][0]["ticket_id"]})
    assert answer.json()["message"].startswith(f"The slip of {number} is printed again at ")
