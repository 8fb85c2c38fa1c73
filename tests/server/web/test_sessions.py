"""Where somebody is logged in: seen and ended by themselves and by head and technician; limits of time as settings."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from centre_under_test import copy_database
from held_clock import HeldClock
from staff_pages import PASSWORD, Behind, RunningServer, StaffClient, running

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LogIn = Callable[[str], StaffClient]


def is_in(who: StaffClient) -> bool:
    return who.client.get("/api/v1/console/me").status_code == 200


def form(who: StaffClient, address: str, **fields: str) -> httpx.Response:
    return who.client.post(address, data={"csrf_token": who.csrf} | fields)


def handles(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="session" value="')[1:]]


def test_the_page_of_the_account_names_browser_address_and_time(anybody: httpx.Client) -> None:
    anybody.headers["User-Agent"] = FIREFOX
    StaffClient(anybody, "cb01")
    page = anybody.get("/account").text
    assert "Firefox · Linux" in page and "127.0.0.1" in page and "máy này" in page
    assert "Tự đăng xuất sau 12 giờ không thao tác, và sau 24 giờ" in page


def test_nothing_of_a_browsers_own_words_is_kept(anybody: httpx.Client, behind: Behind) -> None:
    anybody.headers["User-Agent"] = "<script>alert(1)</script> Chrome/1 Windows"
    StaffClient(anybody, "cb01")
    assert behind.one("SELECT browser FROM web_sessions")["browser"] == "Chrome · Windows"


def test_somebody_ends_one_of_the_own_sessions_and_no_other(log_in: LogIn) -> None:
    here, there, elsewhere, other = log_in("cb01"), log_in("cb01"), log_in("cb01"), log_in("cb02")
    listed = handles(here.client.get("/account").text)
    assert len(listed) == 2, "the own session has no button"
    assert form(here, "/account/sessions/end", session=listed[0]).status_code == 303
    assert [is_in(who) for who in (here, other)] == [True, True]
    assert sorted(is_in(who) for who in (there, elsewhere)) == [False, True]


def test_logging_out_everywhere_else_leaves_this_browser(log_in: LogIn) -> None:
    here, there, elsewhere, other = log_in("cb01"), log_in("cb01"), log_in("cb01"), log_in("cb02")
    form(here, "/account/sessions/end")
    assert [is_in(who) for who in (here, there, elsewhere, other)] == [True, False, False, True]


def test_nobody_ends_a_session_of_somebody_else_by_its_name(log_in: LogIn) -> None:
    mine, too, other = log_in("cb01"), log_in("cb01"), log_in("cb02")
    name_of_mine = handles(too.client.get("/account").text)[0]
    form(other, "/account/sessions/end", session=name_of_mine)
    assert is_in(mine)


def test_a_session_is_ended_only_with_the_token_of_the_page(log_in: LogIn) -> None:
    here, there = log_in("cb01"), log_in("cb01")
    assert here.client.post("/account/sessions/end", data={"csrf_token": "x"}).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = here.client.post("/account/sessions/end", data={"csrf_token": here.csrf}, headers=elsewhere)
    assert answer.status_code == 403
    assert is_in(there)


@pytest.mark.parametrize("login", ["gd01", "kt01"])
def test_head_and_technician_log_anybody_out_on_record(log_in: LogIn, behind: Behind, login: str) -> None:
    officer, again, other, head = log_in("cb01"), log_in("cb01"), log_in("cb02"), log_in(login)
    page = head.client.get("/security").text
    assert page.count("127.0.0.1") == 4
    assert form(head, "/security/end-sessions", staff_id="CB01").status_code == 303
    assert [is_in(who) for who in (officer, again, other, head)] == [False, False, True, True]
    event = behind.rows("SELECT kind, actor, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert event["kind"] == "access_changed" and event["actor"] == f"staff:{login.upper()}"
    assert '"sessions_ended"' in event["body"] and "CB01" in event["body"]


def test_an_officer_neither_sees_nor_ends_the_sessions_of_others(log_in: LogIn) -> None:
    officer, other = log_in("cb01"), log_in("cb02")
    assert officer.client.get("/security").status_code == 403
    assert form(officer, "/security/end-sessions", staff_id="CB02").status_code == 403
    assert is_in(other)


def test_the_deeds_of_the_day_say_who_was_logged_out(log_in: LogIn) -> None:
    log_in("cb01")
    head = log_in("gd01")
    form(head, "/security/end-sessions", staff_id="CB01")
    said = head.client.get("/api/v1/floor/deeds").text
    assert "đăng xuất Cán bộ 01" in said


def test_limits_of_time_are_settings(folder: Path, staffed_database: Path, clock: HeldClock) -> None:
    database = copy_database(staffed_database, folder / "limits.db")
    with (
        running(database, clock, session_idle_minutes=30, session_hours=2) as server,
        httpx.Client(base_url=server.address, timeout=20) as client,
    ):
        officer = StaffClient(client, "cb01")
        clock.pass_s(29 * 60)
        officer.post("sign-off")
        clock.pass_s(29 * 60)
        assert is_in(officer)
        clock.pass_s(60)
        assert not is_in(officer), "thirty minutes without a deed"
        client.cookies.clear()
        officer = StaffClient(client, "cb01")
        for _ in range(5):
            clock.pass_s(23 * 60)
            officer.post("sign-off")
        assert is_in(officer)
        clock.pass_s(5 * 60)
        assert not is_in(officer), "two hours, however busy"


def test_who_is_logged_out_may_log_in_again(log_in: LogIn, anybody: httpx.Client) -> None:
    log_in("cb01")
    form(log_in("gd01"), "/security/end-sessions", staff_id="CB01")
    assert anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD}).status_code == 303


def test_a_reset_password_makes_every_browser_a_stranger(log_in: LogIn, behind: Behind, server: RunningServer) -> None:
    log_in("cb01")
    assert behind.rows("SELECT * FROM known_browsers WHERE staff_id = 'CB01'")
    head = log_in("gd01")
    form(head, "/people/CB01/reset-password", intent="0123456789abcdef")
    assert not behind.rows("SELECT * FROM known_browsers WHERE staff_id = 'CB01'")
