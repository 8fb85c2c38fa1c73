"""Corrections over the wire: head and auditor together, each look on record, nobody else."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from staff_pages import Behind, StaffClient

LogIn = Callable[[str], StaffClient]
BLOCK = {
    "deed": "set_aside",
    "scheme_id": "five-levels-1",
    "series": "desk",
    "officer_id": "CB01",
    "counter_id": "Q1",
    "block": 1,
    "reason": "test_presses",
    "words": "Kỹ thuật viên thử bộ nút",
}


@pytest.fixture
def rated(behind: Behind) -> Behind:
    """One block of CB01 at Q1."""
    behind.sign_on("Q1", "CB01")
    for _ in range(10):
        behind.number("A")
        behind.press(5, behind.window_of(behind.serve("Q1", service_s=30)))
        behind.clock.pass_s(12)
    behind.settle()
    return behind


def post(who: StaffClient, where: str = "", body: dict[str, Any] | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    return who.client.post(f"/api/v1/corrections{where}", json=body or {}, headers=headers)


def published(who: StaffClient) -> tuple[int, int]:
    """Ratings shown of CB01, and blocks said to be set aside."""
    report = who.client.get("/api/v1/scores", params={"from": "2026-11-23", "to": "2026-11-23"}).json()
    row = report["schemes"][0]["officers"][0]
    return row["published"], row["set_aside"]


def test_the_head_asks_and_the_auditor_agrees(log_in: LogIn, rated: Behind) -> None:
    head, auditor = log_in("gd01"), log_in("ks01")
    asked = post(head, body=BLOCK)
    assert asked.status_code == 201, asked.text
    number = asked.json()["correction_id"]
    own = post(head, f"/{number}/agreement")
    assert (own.status_code, own.json()["code"]) == (403, "second_person")
    assert published(head) == (10, 0)
    assert post(auditor, f"/{number}/agreement").status_code == 200
    assert published(head) == (0, 1)
    (known,) = auditor.client.get("/api/v1/corrections").json()
    assert (known["state"], known["asked_by"], known["decided_by"], known["words"]) == (
        "agreed",
        "GD01",
        "KS01",
        BLOCK["words"],
    )
    assert ("KS01", "corrections") in [tuple(row) for row in rated.rows("SELECT staff_id, what FROM score_views")]
    back = post(auditor, body=BLOCK | {"deed": "put_back", "reason": "mistake"}).json()["correction_id"]
    assert post(head, f"/{back}/refusal").status_code == 200
    assert published(head) == (0, 1)
    assert rated.verdict().fault is None


@pytest.mark.parametrize("login", ["cb01", "kt01", "hd01"])
def test_nobody_else_corrects_or_sees_corrections(log_in: LogIn, rated: Behind, login: str) -> None:
    who = log_in(login)
    assert post(who, body=BLOCK).status_code == 403
    assert post(who, "/1/agreement").status_code == 403
    assert who.client.get("/api/v1/corrections").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"deed": "delete"}, {"reason": "because"}, {"series": "both"}, {"block": 0}, {"more": 1}]
)
def test_what_is_no_correction_is_refused(log_in: LogIn, rated: Behind, wrong: dict[str, Any]) -> None:
    assert post(log_in("gd01"), body=BLOCK | wrong).status_code == 422
