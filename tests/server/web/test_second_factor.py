"""The second factor: switched on with a first code, asked for at the login, good once, and reset by somebody else."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pyotp
import pytest
from held_clock import HeldClock
from staff_pages import PASSWORD, Behind, RunningServer, StaffClient

from messaging.clock import real_monotonic_s
from server.actions.second_factor import written_plainly
from server.web.access import login_desk
from server.web.access.guess_delays import FREE_CODES_OF_PERSON, GuessDelays

LogIn = Callable[[str], StaffClient]


def now_code(clock: HeldClock, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=steps)


def form(who: StaffClient, address: str, **fields: str) -> httpx.Response:
    return who.client.post(address, data={"csrf_token": who.csrf} | fields)


def switch_on(who: StaffClient, clock: HeldClock) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    page = form(who, "/account/second-factor/begin", password=PASSWORD).text
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None, page
    assert "data:image/svg+xml" in page
    secret = found.group(1)
    page = form(who, "/account/second-factor/confirm", code=now_code(clock, secret)).text
    codes = re.findall(r"<li><code>([0-9a-z-]+)</code></li>", page)
    assert len(codes) == 8
    clock.pass_s(30)
    return secret, codes


def half_way(client: httpx.Client, login: str = "gd01") -> str:
    """The token of the page that asks for the code."""
    answer = client.post("/console/login", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 200 and "bocso_session" not in client.cookies, "the password alone lets nobody in"
    found = re.search(r'name="token" value="([^"]+)"', answer.text)
    assert found is not None
    return found.group(1)


def enter(client: httpx.Client, token: str, code: str) -> httpx.Response:
    return client.post("/console/login/code", data={"token": token, "code": code})


@pytest.fixture
def head(log_in: LogIn) -> StaffClient:
    return log_in("gd01")


def test_the_code_is_asked_for_after_the_password(head: StaffClient, clock: HeldClock, anybody: httpx.Client) -> None:
    secret, _ = switch_on(head, clock)
    token = half_way(anybody)
    assert enter(anybody, token, "000000").status_code == 401
    assert enter(anybody, token, now_code(clock, secret)).status_code == 303
    assert anybody.get("/api/v1/console/me").status_code == 200


def test_a_code_is_good_once(head: StaffClient, clock: HeldClock, anybody: httpx.Client) -> None:
    secret, _ = switch_on(head, clock)
    code = now_code(clock, secret)
    assert enter(anybody, half_way(anybody), code).status_code == 303
    anybody.cookies.clear()
    assert enter(anybody, half_way(anybody), code).status_code == 401
    assert enter(anybody, half_way(anybody), now_code(clock, secret, -1)).status_code == 401, (
        "nor an older one after it"
    )


def test_a_telephone_may_be_half_a_minute_wrong_and_no_more(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client
) -> None:
    secret, _ = switch_on(head, clock)
    clock.pass_s(90)
    assert enter(anybody, half_way(anybody), now_code(clock, secret, -2)).status_code == 401
    assert enter(anybody, half_way(anybody), now_code(clock, secret, 1)).status_code == 303


def test_a_recovery_code_is_good_once_and_stored_hashed(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client, behind: Behind
) -> None:
    _, codes = switch_on(head, clock)
    stored = [row["code_hash"] for row in behind.rows("SELECT code_hash FROM recovery_codes")]
    assert len(stored) == 8 and all(value.startswith("$argon2id$") for value in stored)
    typed = codes[2].upper().replace("-", " ")
    assert enter(anybody, half_way(anybody), typed).status_code == 303
    anybody.cookies.clear()
    assert enter(anybody, half_way(anybody), codes[2]).status_code == 401
    assert "recovery_code_used" in behind.rows("SELECT body FROM journal ORDER BY seq DESC LIMIT 1")[0]["body"]


def test_after_five_wrong_codes_the_password_is_asked_again(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.web.access.guess_delays.LONGEST_DELAY_S", 0.0)  # the delays have tests of their own
    secret, _ = switch_on(head, clock)
    token = half_way(anybody)
    for _ in range(5):
        assert enter(anybody, token, "123456").status_code in (401, 403)
    assert enter(anybody, token, now_code(clock, secret)).status_code == 403


def delays_of(server: RunningServer) -> GuessDelays:
    delays: GuessDelays = server._server._uvicorn.config.app.state.login_desk.delays
    return delays


def guess_codes(server: RunningServer, *, times: int) -> None:
    """Somebody who knows the head's password, and whose next guesses wait."""
    delays, now_s = delays_of(server), real_monotonic_s()
    for n in range(times):
        delays.enter_code("GD01", "127.0.0.1", f"token {n // 5}", now_s)
        delays.leave_code("GD01", "127.0.0.1", f"token {n // 5}", now_s, succeeded=False)
    delays.enter_code("GD01", "127.0.0.1", "token waiting", now_s)


def test_who_knows_the_password_and_guesses_codes_keeps_the_owner_out_nowhere(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client, server: RunningServer
) -> None:
    secret, _ = switch_on(head, clock)
    guess_codes(server, times=5)
    assert enter(anybody, half_way(anybody), now_code(clock, secret)).status_code == 303


def test_against_a_flood_of_guesses_there_are_known_browsers_and_recovery_codes(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client, server: RunningServer
) -> None:
    secret, codes = switch_on(head, clock)
    guess_codes(server, times=FREE_CODES_OF_PERSON)
    token = half_way(anybody)
    for _ in range(6):  # none of them is looked at, so none counts as wrong
        refused = enter(anybody, token, now_code(clock, secret))
        assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= 60
    assert enter(anybody, token, codes[0]).status_code == 303
    del head.client.cookies["bocso_session"]
    assert enter(head.client, half_way(head.client), now_code(clock, secret)).status_code == 303


def test_codes_go_by_the_wall_clock_also_after_it_was_an_hour_wrong(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client
) -> None:
    secret, _ = switch_on(head, clock)
    right = clock.now()
    clock.set_wall(right + timedelta(hours=1))
    head.do("sign-on", {"counter_id": "Q2"})  # the journal's time stays there
    clock.set_wall(right)
    assert enter(anybody, half_way(anybody), now_code(clock, secret)).status_code == 303
    clock.pass_s(30)
    page = form(head, "/account/second-factor/renew", code=now_code(clock, secret))
    assert page.status_code == 200 and f"máy chủ chỉ {clock.now() + timedelta(hours=7):%H:%M:%S}" in page.text


def test_a_made_up_token_lets_nobody_in(head: StaffClient, clock: HeldClock, anybody: httpx.Client) -> None:
    secret, _ = switch_on(head, clock)
    for token in ("", "x" * 43):
        assert enter(anybody, token, now_code(clock, secret)).status_code == 403


def test_it_is_begun_only_with_the_password_and_on_only_after_a_code(
    head: StaffClient, clock: HeldClock, anybody: httpx.Client
) -> None:
    assert form(head, "/account/second-factor/begin", password="sai").status_code == 422
    form(head, "/account/second-factor/begin", password=PASSWORD)
    answer = form(head, "/account/second-factor/confirm", code="000000")
    assert answer.status_code == 422 and 'name="code"' in answer.text, "it may be tried again"
    assert anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD}).status_code == 303


def begun(who: StaffClient, behind: Behind) -> str:
    """The secret of a second factor that was begun."""
    form(who, "/account/second-factor/begin", password=PASSWORD)
    return str(behind.one("SELECT secret FROM second_factors")[0])


def test_a_begun_secret_is_shown_once_for_one_password(head: StaffClient, clock: HeldClock, behind: Behind) -> None:
    secret = begun(head, behind)
    answer = form(head, "/account/second-factor/confirm", code="000000")
    assert secret not in answer.text and "data:image/svg+xml" not in answer.text
    assert 'name="password"' in answer.text, "who has not scanned it begins again, with the password"
    assert secret not in head.client.get("/account").text
    assert len(re.findall(r"<li><code>", confirm_now(head, clock, secret).text)) == 8, "who has scanned it may go on"


def confirm_now(who: StaffClient, clock: HeldClock, secret: str) -> httpx.Response:
    return form(who, "/account/second-factor/confirm", code=now_code(clock, secret))


def test_a_begun_secret_is_worth_nothing_after_ten_minutes(
    head: StaffClient, clock: HeldClock, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert login_desk.FACTOR_BEGUN_S == 600
    monkeypatch.setattr(login_desk, "FACTOR_BEGUN_S", -1.0)
    secret = begun(head, behind)
    late = confirm_now(head, clock, secret)
    assert late.status_code == 422 and "Đã quá 10 phút" in late.text
    assert behind.rows("SELECT * FROM second_factors") == []


def test_after_five_wrong_codes_a_second_factor_is_begun_again(
    head: StaffClient, clock: HeldClock, behind: Behind
) -> None:
    secret = begun(head, behind)
    for _ in range(login_desk.WRONG_CODES_AT_MOST):
        form(head, "/account/second-factor/confirm", code="000000")
    assert confirm_now(head, clock, secret).status_code == 422
    assert behind.rows("SELECT * FROM second_factors") == []
    assert confirm_now(head, clock, begun(head, behind)).status_code == 200


def test_too_late_for_a_second_one_leaves_the_first_on(head: StaffClient, clock: HeldClock, behind: Behind) -> None:
    secret, _ = switch_on(head, clock)
    assert confirm_now(head, clock, secret).status_code == 422
    assert len(behind.rows("SELECT * FROM second_factors WHERE confirmed_at IS NOT NULL")) == 1


def test_it_is_ended_with_a_code(head: StaffClient, clock: HeldClock, anybody: httpx.Client) -> None:
    secret, _ = switch_on(head, clock)
    assert form(head, "/account/second-factor/end", code="000000").status_code == 422
    assert form(head, "/account/second-factor/end", code=now_code(clock, secret)).status_code == 303
    assert anybody.post("/console/login", data={"login": "gd01", "password": PASSWORD}).status_code == 303


def test_new_recovery_codes_end_the_former(head: StaffClient, clock: HeldClock, anybody: httpx.Client) -> None:
    secret, former = switch_on(head, clock)
    page = form(head, "/account/second-factor/renew", code=now_code(clock, secret)).text
    assert len(re.findall(r"<li><code>", page)) == 8
    assert enter(anybody, half_way(anybody), former[0]).status_code == 401


def test_another_head_resets_it_on_record_and_nobody_their_own(
    head: StaffClient, clock: HeldClock, log_in: LogIn, behind: Behind, anybody: httpx.Client
) -> None:
    technician = log_in("kt01")
    switch_on(technician, clock)
    switch_on(head, clock)
    assert form(head, "/security/reset-second-factor", staff_id="GD01").status_code == 409
    assert form(technician, "/security/reset-second-factor", staff_id="GD01").status_code == 403
    assert form(head, "/security/reset-second-factor", staff_id="KT01").status_code == 303
    event = behind.rows("SELECT actor, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert event["actor"] == "staff:GD01" and "second_factor_reset" in event["body"] and "KT01" in event["body"]
    assert anybody.post("/console/login", data={"login": "kt01", "password": PASSWORD}).status_code == 303


def test_an_officer_has_none(log_in: LogIn) -> None:
    officer = log_in("cb01")
    assert form(officer, "/account/second-factor/begin", password=PASSWORD).status_code == 403
    assert "Mã xác thực" not in officer.client.get("/account").text


def test_neither_secret_nor_code_stands_in_the_journal(head: StaffClient, clock: HeldClock, behind: Behind) -> None:
    secret, codes = switch_on(head, clock)
    told = "".join(row["body"] for row in behind.rows("SELECT body FROM journal"))
    assert secret not in told and not any(written_plainly(code) in told for code in codes)


def test_codes_are_read_however_they_are_typed() -> None:
    assert written_plainly(" 3 ABCD-efgh jkmn ") == "3-abcd-efgh-jkmn"
    assert written_plainly("") == ""
