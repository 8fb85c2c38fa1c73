"""Who tries what is not theirs is named in the log, with what it was; nothing that proves something stands there."""

import logging
import uuid
from collections.abc import Callable

import httpx
import pytest
from staff_pages import RunningServer, StaffClient

LogIn = Callable[[str], StaffClient]

WHO = "server.web.refusal_log"


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == WHO]


def test_staff_who_try_what_is_not_for_their_role_are_named(log_in: LogIn, caplog: pytest.LogCaptureFixture) -> None:
    officer = log_in("cb01")
    caplog.set_level(logging.WARNING)

    assert officer.client.get("/api/v1/floor/view").status_code == 403
    assert officer.client.get("/people").status_code == 403

    assert said(caplog) == [
        "staff:CB01 at 127.0.0.1 was refused (wrong_role): GET /api/v1/floor/view",
        "staff:CB01 at 127.0.0.1 was refused (wrong_role): GET /people",
    ]


def test_a_forged_request_is_told(log_in: LogIn, caplog: pytest.LogCaptureFixture) -> None:
    officer, key = log_in("cb01"), {"Idempotency-Key": uuid.uuid4().hex}
    caplog.set_level(logging.WARNING)

    officer.client.post("/api/v1/console/recall", headers=key | {"X-CSRF-Token": "guessed"}, json={})
    from_elsewhere = {"X-CSRF-Token": officer.csrf, "Origin": "https://evil.example"}
    officer.client.post("/api/v1/console/recall", headers=key | from_elsewhere, json={})

    assert said(caplog) == [
        "staff:CB01 at 127.0.0.1 was refused (csrf): POST /api/v1/console/recall",
        "staff:CB01 at 127.0.0.1 was refused (other_site): POST /api/v1/console/recall",
    ]


def test_made_up_proofs_are_told_without_what_they_were(
    server: RunningServer, anybody: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    attempt = {"code": "ABCD-EFGH", "kind": "kiosk", "attempt_id": str(uuid.uuid4())}

    anybody.get("/api/v1/procedures", headers={"Authorization": "Bearer made-up-credential"})
    anybody.post("/api/v1/enrolment", json=attempt)

    assert said(caplog) == [
        "somebody unknown at 127.0.0.1 was refused (not_signed_in): GET /api/v1/procedures",
        "somebody unknown at 127.0.0.1 was refused (wrong_pairing_code): POST /api/v1/enrolment",
    ]
    assert "made-up" not in caplog.text and "ABCD" not in caplog.text


def test_who_goes_on_fills_no_log(
    anybody: httpx.Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that was shut out asks every few seconds."""
    now_s = 1000.0
    monkeypatch.setattr("server.web.refusal_log.real_monotonic_s", lambda: now_s)
    caplog.set_level(logging.WARNING)

    def ask() -> None:
        for _ in range(3):
            anybody.get("/api/v1/procedures", headers={"Authorization": "Bearer revoked"})

    ask()
    assert len(said(caplog)) == 1
    now_s += 60
    ask()
    assert len(said(caplog)) == 2


def test_a_session_that_is_over_is_nobodys_attempt(anybody: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    anybody.get("/api/v1/console/view", headers={"Cookie": "bocso_session=ended"})

    assert said(caplog) == []
