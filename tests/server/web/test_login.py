"""Logging in: the cookie, the same words for every mistake, slower with each guess, and who may do what."""

import hashlib
from contextlib import suppress

import httpx
import pytest
from held_clock import HeldClock
from staff_pages import PASSWORD, Behind, RunningServer
from starlette.requests import Request

from messaging.clock import real_monotonic_s
from server.web.access.guess_delays import (
    CODE_EVERY_S,
    FREE_CODES_OF_PERSON,
    WAITING_AT_MOST,
    WAITING_IN_ALL_AT_MOST,
    WAITING_OF_ADDRESS_AT_MOST,
    GuessDelays,
    TooManyTries,
)
from server.web.access.login_desk import asker_of


def test_login_gives_a_hidden_cookie_whose_token_is_not_stored(anybody: httpx.Client, behind: Behind) -> None:
    answer = anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie  # over plain HTTP the browser would drop it
    token = anybody.cookies["bocso_session"]
    stored = behind.one("SELECT token_hash, csrf_token FROM web_sessions")
    assert stored["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in tuple(stored)


def test_wrong_password_and_unknown_login_get_the_same_words(anybody: httpx.Client) -> None:
    answers = [
        anybody.post("/console/login", data={"login": login, "password": "sai"}) for login in ("cb01", "khong-co")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answers[0].text
    assert answers[0].text == answers[1].text.replace("khong-co", "cb01")
    assert not anybody.cookies


def test_each_login_makes_a_new_session_and_ends_the_former(anybody: httpx.Client, behind: Behind) -> None:
    tokens = set()
    for _ in range(2):
        anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD})
        tokens.add(anybody.cookies["bocso_session"])
    assert len(tokens) == 2
    assert len(behind.rows("SELECT * FROM web_sessions")) == 1


def test_a_session_made_up_by_the_browser_is_not_taken_over(anybody: httpx.Client) -> None:
    anybody.cookies.set("bocso_session", "chosen-by-an-attacker", domain="127.0.0.1")
    anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD})
    sessions = [cookie.value for cookie in anybody.cookies.jar if cookie.name == "bocso_session"]
    assert "chosen-by-an-attacker" not in sessions[-1:]


def test_logging_out_ends_the_session_on_the_server(log_in, anybody: httpx.Client) -> None:
    officer = log_in("cb01")
    kept = officer.client.cookies["bocso_session"]
    assert officer.client.post("/console/logout", data={"csrf_token": officer.csrf}).status_code == 303
    answer = anybody.get("/api/v1/console/me", headers={"Cookie": f"bocso_session={kept}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("hours, is_over", [(11, False), (12, True)])
def test_a_session_ends_after_twelve_idle_hours(log_in, clock: HeldClock, hours: int, is_over: bool) -> None:
    officer = log_in("cb01")
    clock.pass_s(hours * 3600)
    assert (officer.client.get("/api/v1/console/me").status_code == 401) is is_over


def test_a_busy_session_still_ends_after_a_day(log_in, clock: HeldClock) -> None:
    officer = log_in("cb01")
    for _ in range(3):
        clock.pass_s(7 * 3600)
        officer.post("sign-off")  # a deed keeps the session
    assert officer.client.get("/api/v1/console/me").status_code == 200
    clock.pass_s(4 * 3600)
    assert officer.client.get("/api/v1/console/me").status_code == 401


def test_a_session_outlives_a_restart_of_the_server(log_in, server: RunningServer) -> None:
    officer = log_in("cb01")
    server.stop()
    again = RunningServer(server.centre.database, server.clock, port=server.port)
    try:
        assert officer.client.get("/api/v1/console/me").status_code == 200
    finally:
        again.stop()


# --- guessing -----------------------------------------------------------------------------------------------


def test_each_failure_makes_the_next_guess_wait_longer() -> None:
    delays, now_s, waits = GuessDelays(), 0.0, []
    for _ in range(10):
        wait_s = delays.enter("cb01", "10.0.0.9", now_s)
        now_s += wait_s
        delays.leave("cb01", "10.0.0.9", now_s, succeeded=False)
        waits.append(wait_s)
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_guessing_from_one_machine_does_not_slow_down_the_owner_at_another() -> None:
    delays = GuessDelays()
    for _ in range(20):
        delays.leave("cb01", "10.0.0.9", 0.0, succeeded=False)
    assert delays.enter("cb01", "10.0.0.9", 0.0) == 30
    assert delays.enter("cb01", "10.0.0.2", 0.0) == 0


def test_guesses_cannot_wait_side_by_side() -> None:
    delays = GuessDelays()
    for _ in range(5):
        delays.leave("cb01", "10.0.0.9", 0.0, succeeded=False)
    waits = [delays.enter("cb01", "10.0.0.9", 0.0) for _ in range(WAITING_AT_MOST)]
    assert waits == [8, 16, 24]
    with pytest.raises(TooManyTries):
        delays.enter("cb01", "10.0.0.9", 0.0)


def test_the_right_password_ends_the_waiting_and_time_forgets() -> None:
    delays = GuessDelays()
    for _ in range(5):
        delays.leave("cb01", "a", 0.0, succeeded=False)
    delays.leave("cb01", "a", 0.0, succeeded=True)
    assert delays.enter("cb01", "a", 0.0) == 0
    for _ in range(5):
        delays.leave("cb02", "a", 0.0, succeeded=False)
    assert delays.enter("cb02", "a", 3600.0) == 0


def test_one_password_tried_with_all_names_is_slowed_too() -> None:
    delays = GuessDelays()
    for n in range(25):
        delays.leave(f"cb{n:02}", "10.0.0.9", 0.0, succeeded=False)
    assert delays.enter("cb99", "10.0.0.9", 0.0) == 30
    assert delays.enter("cb99", "10.0.0.2", 0.0) == 0


def test_a_right_password_of_ones_own_frees_nobody_to_guess_others() -> None:
    delays = GuessDelays()
    for _ in range(25):
        delays.leave("gd01", "10.0.0.9", 0.0, succeeded=False)
        delays.leave("cb01", "10.0.0.9", 0.0, succeeded=True)
    assert delays.enter("kt01", "10.0.0.9", 0.0) == 30


def test_from_many_machines_a_login_is_guessed_once_a_second_and_its_owner_waits_half_a_minute_at_most() -> None:
    delays = GuessDelays()
    for n in range(40):
        delays.leave("gd01", f"10.0.0.{n}", 0.0, succeeded=False)
    waits = [delays.enter("gd01", f"10.0.1.{n}", 0.0) for n in range(WAITING_IN_ALL_AT_MOST - 2)]
    assert waits[:3] == [1, 2, 3]
    assert max(waits) == 30
    assert delays.enter("gd01", "the owner's new telephone", 0.0) == 30
    assert delays.enter("cb01", "10.0.1.1", 0.0) == 0, "others do not wait"


def test_who_pairs_a_device_finds_a_place_however_many_guess() -> None:
    """One machine with many addresses fills all places there are with tries that wait."""
    delays = GuessDelays(lets_new_addresses_in=True)
    for n in range(WAITING_IN_ALL_AT_MOST):
        for _ in range(4):
            delays.enter(f"10.0.1.{n}", f"10.0.1.{n}", 0.0)
            delays.leave(f"10.0.1.{n}", f"10.0.1.{n}", 0.0, succeeded=False)
        with suppress(TooManyTries):
            assert delays.enter(f"10.0.1.{n}", f"10.0.1.{n}", 0.0) > 0
    with pytest.raises(TooManyTries):
        delays.enter("10.0.1.1", "10.0.1.1", 0.0)
    for _everybody_mistypes in range(2):
        assert delays.enter("the new kiosk", "the new kiosk", 0.0) == 0
        delays.leave("the new kiosk", "the new kiosk", 0.0, succeeded=False)
    with pytest.raises(TooManyTries):
        delays.enter("the new kiosk", "the new kiosk", 0.0)


def test_a_known_browser_waits_for_nobody_elses_mistakes() -> None:
    delays = GuessDelays()
    for n in range(100):
        for _ in range(3):
            delays.leave("gd01", f"10.0.0.{n}", 0.0, succeeded=False)
    assert delays.enter("gd01", "10.0.0.1", 0.0) > 0
    assert delays.enter("gd01", "10.0.0.1", 0.0, known_browser="of the head") == 0
    for _ in range(6):
        delays.leave("gd01", "10.0.0.1", 0.0, succeeded=False, known_browser="of the head")
    assert delays.enter("gd01", "10.0.0.1", 0.0, known_browser="of the head") == 16, "but for its own"


def test_the_head_gets_in_while_somebody_floods_the_login(server: RunningServer, anybody: httpx.Client) -> None:
    anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD})
    delays = server._server._uvicorn.config.app.state.login_desk.delays
    for _ in range(200):  # from the very address of the head
        delays.leave("gd01", "127.0.0.1", real_monotonic_s(), succeeded=False)
    for _ in range(WAITING_AT_MOST):
        delays.enter("gd01", "127.0.0.1", real_monotonic_s())
    with httpx.Client(base_url=server.address, timeout=20) as stranger:
        refused = stranger.post("/console/login", data={"login": "gd01", "password": PASSWORD})
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) <= 120
    del anybody.cookies["bocso_session"]
    assert anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD}).status_code == 303


def test_one_machine_with_all_logins_fills_neither_queue_nor_memory() -> None:
    delays, refused = GuessDelays(), 0
    for n in range(5000):
        try:
            delays.enter(f"made up {n}", "10.0.0.9", 0.0)
        except TooManyTries:
            refused += 1
    assert refused == 5000 - WAITING_OF_ADDRESS_AT_MOST
    assert len(delays._tries) < 5 * WAITING_OF_ADDRESS_AT_MOST, "who is refused leaves nothing behind"
    assert delays.enter("gd01", "10.0.0.2", 0.0) == 0, "the next machine does not notice"
    delays.leave("made up 0", "10.0.0.9", 0.0, succeeded=False)
    assert delays.enter("cb01", "10.0.0.9", 0.0) == 0, "and a place that is free is given again"


def test_many_machines_do_not_fill_the_queue_and_known_browsers_need_no_place_in_it() -> None:
    delays = GuessDelays()
    for n in range(WAITING_IN_ALL_AT_MOST):
        delays.enter("gd01", f"10.0.0.{n}", 0.0)
    with pytest.raises(TooManyTries):
        delays.enter("gd01", "10.0.1.1", 0.0)
    assert delays.enter("gd01", "10.0.1.1", 0.0, known_browser="of the head") == 0
    for n in range(WAITING_IN_ALL_AT_MOST):
        delays.leave("gd01", f"10.0.0.{n}", 0.0, succeeded=False)
    assert delays.enter("gd01", "10.0.1.1", 0.0) == 1


def test_a_flood_of_logins_does_not_wipe_out_whom_somebody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.web.access.guess_delays.KEPT_AT_MOST", 20)
    delays = GuessDelays()
    for _ in range(5):
        delays.leave("gd01", "10.0.0.9", 0.0, succeeded=False)
    for _ in range(WAITING_AT_MOST):
        delays.enter("gd01", "10.0.0.9", 0.0)
    for n in range(100):
        delays.enter(f"made up {n}", f"10.0.1.{n}", 0.0)
        delays.leave(f"made up {n}", f"10.0.1.{n}", 0.0, succeeded=False)
    assert len(delays._tries) <= 20
    with pytest.raises(TooManyTries):
        delays.enter("gd01", "10.0.0.9", 0.0)


def test_a_flood_with_made_up_logins_is_told_when_to_come_again_and_the_head_gets_in(
    server: RunningServer, anybody: httpx.Client
) -> None:
    anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD})
    delays = server._server._uvicorn.config.app.state.login_desk.delays
    for n in range(WAITING_OF_ADDRESS_AT_MOST):
        delays.enter(f"made up {n}", "127.0.0.1", real_monotonic_s())
    with httpx.Client(base_url=server.address, timeout=20) as stranger:
        refused = stranger.post("/console/login", data={"login": "another", "password": "sai"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    del anybody.cookies["bocso_session"]
    assert anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD}).status_code == 303


def test_codes_of_a_person_are_guessed_at_one_rate_whoever_asks_and_the_owner_elsewhere_gets_a_turn() -> None:
    delays = GuessDelays()
    for n in range(FREE_CODES_OF_PERSON):
        delays.enter_code("GD01", "10.0.0.9", f"token {n}", 0.0)  # side by side, each half way in by itself
    with pytest.raises(TooManyTries):
        delays.enter_code("GD01", "10.0.0.9", "another token", 0.0)
    for n in range(FREE_CODES_OF_PERSON):
        delays.leave_code("GD01", "10.0.0.9", f"token {n}", 0.0, succeeded=False)
    assert delays.enter_code("GD01", "10.0.0.9", "another token", 0.0) == CODE_EVERY_S
    with pytest.raises(TooManyTries):
        delays.enter_code("GD01", "10.0.0.9", "one more token", 0.0)
    assert delays.enter_code("GD01", "10.0.0.2", "the owner's token", 0.0) == 2 * CODE_EVERY_S
    assert delays.enter_code("GD01", "10.0.0.3", "token", 0.0) == 3 * CODE_EVERY_S
    with pytest.raises(TooManyTries):
        delays.enter_code("GD01", "10.0.0.4", "token", 0.0)
    assert delays.enter_code("KT01", "10.0.0.9", "token", 0.0) == 0, "others do not wait"
    delays.leave_code("GD01", "10.0.0.2", "the owner's token", 40.0, succeeded=True)
    assert delays.enter_code("GD01", "10.0.0.4", "token", 60.0) == CODE_EVERY_S, "a right one forgives no guesses"


def test_each_wrong_code_makes_the_next_of_that_asker_wait_longer_and_nobody_elses() -> None:
    delays, waits = GuessDelays(), []
    for _ in range(5):
        waits.append(delays.enter_code("GD01", "10.0.0.9", "token", 0.0))
        delays.leave_code("GD01", "10.0.0.9", "token", waits[-1], succeeded=False)
    assert waits == [0, 0, 1, 3, 7]
    assert delays.enter_code("GD01", "10.0.0.9", "the owner's token", 0.0) == 0


@pytest.mark.parametrize(
    ("one", "other", "server", "is_same"),
    [
        ("10.0.0.1", "10.0.0.2", "10.0.0.9", False),
        ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::9", True),  # a household elsewhere
        ("2001:db8::1", "2001:db8::2", "2001:db8::9", False),  # this very building
        ("fd12:3456::1", "fd12:3456::2", "10.0.0.9", False),
        ("fe80::1", "fe80::2", "2001:db8::9", False),
        ("fe80::1%eth0", "fe80::2%eth0", "fe80::9%eth0", False),
    ],
)
def test_machines_of_one_building_are_counted_each_by_itself(one: str, other: str, server: str, is_same: bool) -> None:
    def asker(address: str) -> str:
        return asker_of(Request({"type": "http", "client": (address, 50000), "server": (server, 8080)}))

    assert (asker(one) == asker(other)) is is_same
    assert asker(one) == asker(one)


def test_a_browser_is_known_to_those_who_logged_in_there_and_opens_nothing(
    anybody: httpx.Client, behind: Behind
) -> None:
    anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD})
    known = anybody.cookies["bocso_known"]
    rows = behind.rows("SELECT browser_hash, staff_id FROM known_browsers")
    assert [tuple(row) for row in rows] == [(hashlib.sha256(known.encode()).hexdigest(), "CB01")]
    anybody.post("/console/login", data={"login": "cb02", "password": PASSWORD})
    assert anybody.cookies["bocso_known"] == known, "one browser, two people"
    del anybody.cookies["bocso_session"]
    assert anybody.get("/api/v1/console/me").status_code == 401


def test_a_browsers_own_token_is_not_taken_over(anybody: httpx.Client, behind: Behind) -> None:
    anybody.cookies.set("bocso_known", "chosen-by-an-attacker", domain="127.0.0.1")
    anybody.post("/console/login", data={"login": "cb01", "password": PASSWORD})
    assert hashlib.sha256(b"chosen-by-an-attacker").hexdigest() not in {
        row[0] for row in behind.rows("SELECT browser_hash FROM known_browsers")
    }


def test_the_right_password_works_after_wrong_ones(anybody: httpx.Client) -> None:
    for _ in range(3):
        anybody.post("/console/login", data={"login": "cb02", "password": "sai"})
    answer = anybody.post("/console/login", data={"login": "cb02", "password": PASSWORD})
    assert answer.status_code == 303


# --- forged requests ------------------------------------------------------------------------------------------

HEADERS = {"Idempotency-Key": "0123456789abcdef"}


def test_a_deed_without_the_csrf_token_is_refused(log_in) -> None:
    officer = log_in("cb01")
    for token in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": "sai-dấu"}):
        headers = {name: value.encode() for name, value in (HEADERS | token).items()}
        answer = officer.client.post("/api/v1/console/sign-on", json={"counter_id": "Q1"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert officer.view()["counter"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_deed_or_login_from_another_site_is_refused(log_in, anybody: httpx.Client, headers: dict[str, str]) -> None:
    officer = log_in("cb01")
    all_headers = HEADERS | {"X-CSRF-Token": officer.csrf} | headers
    answer = officer.client.post("/api/v1/console/sign-on", json={"counter_id": "Q1"}, headers=all_headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "other_site")
    login = {"login": "cb01", "password": PASSWORD}
    assert anybody.post("/console/login", data=login, headers=headers).status_code == 403


def test_our_own_origin_passes(log_in, server: RunningServer) -> None:
    officer = log_in("cb01")
    headers = HEADERS | {"X-CSRF-Token": officer.csrf, "Origin": server.address}
    answer = officer.client.post("/api/v1/console/sign-on", json={"counter_id": "Q1"}, headers=headers)
    assert answer.status_code == 200


def test_logging_out_needs_the_token_too(log_in) -> None:
    officer = log_in("cb01")
    assert officer.client.post("/console/logout", data={"csrf_token": "x"}).status_code == 403
    assert officer.client.get("/api/v1/console/me").status_code == 200


@pytest.mark.parametrize("path", ["/console/login", "/static/console.js", "/nowhere", "/api/v1/console/me"])
def test_every_answer_carries_the_browser_rules(anybody: httpx.Client, path: str) -> None:
    headers = anybody.get(path).headers
    policy = headers["content-security-policy"]
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers, "over plain HTTP it says nothing"
    assert "server" not in headers


def test_nobody_without_a_session_sees_anything(anybody: httpx.Client) -> None:
    for path in ("/", "/console", "/scores"):
        assert anybody.get(path, follow_redirects=True).url.path == "/console/login"
    for path in ("me", "view", "stream"):
        assert anybody.get(f"/api/v1/console/{path}").status_code == 401
    assert anybody.get("/api/v1/scores?from=2026-11-01&to=2026-11-30").status_code == 401


# --- roles ------------------------------------------------------------------------------------------------------

DESK = ("sign-on", "sign-off", "next", "call-number", "recall", "start", "finish", "absent", "back-to-queue", "undo")
DAY = ("open-day", "stop-tickets", "close-day")
BODIES = {"sign-on": {"counter_id": "Q2"}, "call-number": {"number": "A001", "reason": "Không đi lại được"}}
MAY = {
    # role's login: (deeds, sees the console, sees scores)
    "cb01": (DESK, True, True),
    "gd01": (DESK + DAY, True, True),
    "kt01": (DAY, True, False),
    "hd01": ((), True, False),
    "ks01": ((), False, True),
}


@pytest.mark.parametrize("login", MAY)
def test_each_role_may_do_what_it_is_there_for_and_no_more(log_in, login: str) -> None:
    deeds, sees_console, sees_scores = MAY[login]
    who = log_in(login)
    for deed in DESK + DAY:
        answer = who.post(deed, BODIES.get(deed))
        refused = answer.status_code == 403 and answer.json()["code"] == "wrong_role"
        assert refused is (deed not in deeds), f"{login} {deed}: {answer.status_code} {answer.text}"
    assert (who.client.get("/api/v1/console/view").status_code == 200) is sees_console
    assert (who.client.get("/console").status_code == 200) is sees_console
    assert (who.client.get("/scores").status_code == 200) is sees_scores
    scores = who.client.get("/api/v1/scores?from=2026-11-01&to=2026-11-30")
    assert (scores.status_code == 200) is sees_scores
