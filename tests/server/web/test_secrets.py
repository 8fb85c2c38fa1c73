"""Secrets stay secret: files of mode 600 at the start, no default password, and not one of them in the log."""

import logging
from pathlib import Path
from uuid import uuid4

import httpx
import pyotp
import pytest
from centre_under_test import copy_database
from held_clock import HeldClock
from staff_pages import PASSWORD, Behind, RunningServer, StaffClient, running

from server.public_secret import read_public_secret


def test_the_server_closes_its_files_to_others(folder: Path, staffed_database: Path, clock: HeldClock) -> None:
    database = copy_database(staffed_database, folder / "open.db")
    database.chmod(0o644)
    with running(database, clock) as server:
        assert httpx.get(f"{server.address}/console/login").status_code == 200
        made = [file for file in folder.iterdir() if file.is_file() and file.name.startswith("open.db")]
        assert {file.name for file in made} >= {"open.db", "open.db-wal", "open.db-shm", "open.db.public-secret"}
        assert {file.name: oct(file.stat().st_mode & 0o077) for file in made} == {file.name: "0o0" for file in made}


def test_nobody_exists_before_somebody_is_added(folder: Path, empty_database: Path, clock: HeldClock) -> None:
    """No account, password or credential comes with the program."""
    database = copy_database(empty_database, folder / "empty.db")
    with running(database, clock) as server:
        for table in ("staff_profiles", "device_credentials", "web_sessions"):
            assert server.centre.rows(f"SELECT * FROM {table}") == []


def test_the_log_holds_no_secret(
    server: RunningServer,
    behind: Behind,
    anybody: httpx.Client,
    clock: HeldClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everything that proves something is sent once, rightly and wrongly, with the log at its chattiest."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):  # the test's own client is no part of the program
        logging.getLogger(name).setLevel(logging.WARNING)
    token = behind.issue().token
    head = StaffClient(anybody, "gd01")
    page = anybody.post("/account/second-factor/begin", data={"csrf_token": head.csrf, "password": PASSWORD}).text
    secret = page.split("<code>")[1].split("</code>")[0]
    code = pyotp.TOTP(secret).at(clock.now())
    page = anybody.post("/account/second-factor/confirm", data={"csrf_token": head.csrf, "code": code}).text
    recovery = page.split("<li><code>")[1].split("</code>")[0]
    reset = (
        anybody.post("/people/CB01/reset-password", data={"csrf_token": head.csrf, "intent": "0123456789abcdef"})
        .text.split('class="password">')[1]
        .split("<")[0]
    )
    public = read_public_secret(server.house.settings.public_secret)
    device = "the-credential-of-nobody"
    word = {"word_id": str(uuid4()), "word": "present"}
    with httpx.Client(base_url=server.address, timeout=20) as other:
        other.post("/console/login", data={"login": "canary-typed-as-a-login", "password": "canary-password"})
        other.post("/console/login", data={"login": "gd01", "password": PASSWORD})
        other.get("/api/v1/procedures", headers={"Authorization": f"Bearer {device}"})
        for path in ("words", "ratings", "rating-words"):
            headers = {"Authorization": f"Bearer {public}", "Idempotency-Key": word["word_id"]}
            other.post(f"/api/v1/public/tickets/{token}/{path}", json=word, headers=headers)

    # A bug of ours tells the address of the request: not one with a number's secret in it.
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("server.web.devices.public_words_api.act_once", broken)
    key = str(uuid4())
    with httpx.Client(base_url=server.address, timeout=20) as other:
        headers = {"Authorization": f"Bearer {public}", "Idempotency-Key": key}
        answer = other.post(
            f"/api/v1/public/tickets/{token}/words", json={"word_id": key, "word": "present"}, headers=headers
        )
    assert answer.status_code == 500

    cookies = [cookie.value for cookie in anybody.cookies.jar]
    secrets = [PASSWORD, secret, code, recovery, reset, public, device, token, head.csrf, *cookies]
    secrets += ["canary-typed-as-a-login", "canary-password"]
    assert len(caplog.text) > 500 and "login" in caplog.text
    assert [secret for secret in secrets if secret and secret in caplog.text] == []
