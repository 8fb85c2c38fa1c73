"""Accounts of people: added, reset, changed, expired; passwords that are shown once and changed at the next login."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import date

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import PASSWORD, Behind, RunningServer, StaffClient

from server.actions.people import change_person

LogIn = Callable[[str], StaffClient]
NEW = {"staff_id": "TN01", "login": "tn01", "display_name": "Tình nguyện 01", "role": "greeter", "expires_on": ""}


def send(who: StaffClient, path: str, form: dict[str, str], intent: str | None = None) -> httpx.Response:
    sent = form | {"csrf_token": who.csrf, "intent": intent or uuid.uuid4().hex}
    return who.client.post(path, data=sent)


def shown_password(page: str) -> str:
    found = re.search(r'<code class="password">([^<]+)</code>', page)
    assert found, page
    return found[1]


def enter(client: httpx.Client, login: str, password: str) -> httpx.Response:
    return client.post("/console/login", data={"login": login, "password": password})


@pytest.fixture
def head(log_in: LogIn) -> StaffClient:
    return log_in("gd01")


def test_a_new_person_gets_a_password_that_the_first_login_changes(head: StaffClient, anybody: httpx.Client) -> None:
    answer = send(head, "/people/add", NEW)
    assert answer.status_code == 200
    password = shown_password(answer.text)

    assert enter(anybody, "tn01", password).status_code == 303
    for page in ("/tickets/new", "/console"):
        assert anybody.get(page).headers["location"] == "/account/password"
    refused = anybody.get("/api/v1/greeter/view")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_must_change")

    csrf = re.search(r'data-csrf="([^"]+)"', anybody.get("/account/password").text)
    assert csrf
    form = {"csrf_token": csrf[1], "now": password, "new": "mot-mat-khau-moi", "again": "mot-mat-khau-moi"}
    assert anybody.post("/account/password", data=form | {"now": "sai"}).status_code == 422
    assert anybody.post("/account/password", data=form | {"again": "khác"}).status_code == 422
    assert anybody.post("/account/password", data=form | {"new": "ngắn", "again": "ngắn"}).status_code == 422
    assert anybody.post("/account/password", data=form).headers["location"] == "/tickets/new"
    assert anybody.get("/tickets/new").status_code == 200
    assert enter(anybody, "tn01", password).status_code == 401


def test_the_password_stands_in_one_answer_alone(head: StaffClient, server: RunningServer, behind: Behind) -> None:
    intent = uuid.uuid4().hex
    password = shown_password(send(head, "/people/add", NEW, intent).text)

    again = send(head, "/people/add", NEW, intent)

    assert again.status_code == 303
    page = head.client.get(again.headers["location"]).text
    assert password not in page and "chỉ hiện một lần" in page
    for table in ("idempotency", "journal", "staff_profiles"):
        assert not [row for row in behind.rows(f"SELECT * FROM {table}") if password in str(tuple(row))]


def test_a_head_resets_an_officers_password_and_ends_the_sessions(
    head: StaffClient, log_in: LogIn, anybody: httpx.Client
) -> None:
    officer = log_in("cb01")
    password = shown_password(send(head, "/people/CB01/reset-password", {}).text)

    assert officer.client.get("/api/v1/console/view").status_code == 401
    assert enter(anybody, "cb01", PASSWORD).status_code == 401
    assert enter(anybody, "cb01", password).status_code == 303


def test_who_resets_a_password_could_come_in_as_that_person_so_it_is_on_record(
    head: StaffClient, log_in: LogIn, behind: Behind
) -> None:
    """A head alone who took an auditor's account would be the second person of a correction."""
    send(head, "/people/CB01/reset-password", {})
    event = behind.rows("SELECT actor, body FROM journal WHERE kind = 'access_changed'")[-1]
    assert event["actor"] == "staff:GD01"
    assert json.loads(event["body"]) == {"deed": "password_reset", "staff_id": "CB01"}
    told = log_in("ks01").client.get("/api/v1/floor/deeds").json()["deeds"]
    assert [deed["what"] for deed in told if "đặt lại mật khẩu" in deed["what"]], told


def test_nobody_resets_the_own_password_without_knowing_it(head: StaffClient, anybody: httpx.Client) -> None:
    """A session left open would be worth the account."""
    assert "/people/GD01/reset-password" not in head.client.get("/people").text
    refused = send(head, "/people/GD01/reset-password", {})
    assert refused.status_code == 409 and "mật khẩu đang dùng" in refused.text
    assert enter(anybody, "gd01", PASSWORD).status_code == 303
    assert head.client.get("/people").status_code == 200, "the session is there as before"


def test_what_was_typed_stays_when_a_change_is_refused(head: StaffClient) -> None:
    form = {"display_name": "Tên mới", "role": "greeter", "expires_on": "ngày mai"}
    page = send(head, "/people/CB01/change", form)
    assert page.status_code == 422
    row = page.text.partition('id="person-CB01"')[2].partition("</details>")[0]
    assert 'value="Tên mới"' in row and 'value="ngày mai"' in row
    assert '<option value="greeter" selected>' in row
    assert 'name="is_active" value="1">' in row, "the box that was emptied stays so"
    other = page.text.partition('id="person-CB02"')[2].partition("</details>")[0]
    assert "Tên mới" not in other


def test_a_volunteers_account_ends_in_plain_words(
    head: StaffClient, log_in: LogIn, behind: Behind, clock: HeldClock, anybody: httpx.Client
) -> None:
    today = date.fromisoformat(behind.one("SELECT max(day) FROM service_days")[0])
    form = {"display_name": "Hướng dẫn 01", "role": "greeter", "expires_on": f"{today:%d/%m/%Y}", "is_active": "1"}
    assert send(head, "/people/HD01/change", form).status_code == 303
    greeter = log_in("hd01")
    assert greeter.client.get("/tickets/new").status_code == 200

    clock.pass_s(24 * 3600)

    assert greeter.client.get("/api/v1/greeter/view").status_code == 401
    refused = enter(anybody, "hd01", PASSWORD)
    assert refused.status_code == 403
    assert f"đã hết hạn ngày {today:%d/%m/%Y}" in refused.text
    assert enter(anybody, "hd01", "sai").status_code == 401, "who does not know the password learns nothing"


def test_a_deactivated_account_is_refused_and_its_session_ends(
    log_in: LogIn, behind: Behind, anybody: httpx.Client
) -> None:
    officer = log_in("cb02")
    behind.act(
        change_person,
        staff_id="CB02",
        display_name="Cán bộ 02",
        role="officer",
        languages=[],
        is_active=False,
        expires_on=None,
    )

    assert officer.client.get("/api/v1/console/view").status_code == 401
    refused = enter(anybody, "cb02", PASSWORD)
    assert refused.status_code == 403 and "đã ngừng" in refused.text


def test_the_last_head_stays_and_the_page_says_why(head: StaffClient) -> None:
    answer = send(head, "/people/GD01/change", {"display_name": "Giám đốc 01", "role": "officer", "is_active": "1"})

    assert answer.status_code == 409
    assert "Giám đốc Trung tâm duy nhất" in answer.text


def test_a_role_that_is_taken_away_counts_at_once(head: StaffClient, log_in: LogIn) -> None:
    officer = log_in("cb02")
    assert officer.client.get("/console").status_code == 200
    form = {"display_name": "Cán bộ 02", "role": "auditor", "is_active": "1"}
    assert send(head, "/people/CB02/change", form).status_code == 303

    assert officer.client.get("/api/v1/console/view").status_code == 403
    assert officer.client.get("/floor").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_on": "32/13/2026"}, "Ngày chưa đúng"),
        ({"login": "cb01"}, "đã có"),
        ({"display_name": ""}, "Tên hiển thị"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(
    head: StaffClient, change: dict[str, str], words: str
) -> None:
    answer = send(head, "/people/add", NEW | change)

    assert answer.status_code in (409, 422)
    assert words in answer.text and 'value="TN01"' in answer.text


def test_a_form_of_another_site_or_without_the_token_changes_nothing(head: StaffClient, behind: Behind) -> None:
    intent = {"intent": uuid.uuid4().hex}
    assert head.client.post("/people/add", data=NEW | intent).status_code == 403
    foreign = head.client.post(
        "/people/add", data=NEW | intent | {"csrf_token": head.csrf}, headers={"Origin": "http://elsewhere.example"}
    )
    assert foreign.status_code == 403
    assert not behind.rows("SELECT 1 FROM staff WHERE staff_id = 'TN01'")
