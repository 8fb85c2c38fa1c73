"""An officer whose counter somebody else takes or changes reads what happened, and what became of the open turn."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from console_browser import Open, press
from playwright.sync_api import Page, expect
from staff_pages import Behind, RunningServer, SessionClient

from server.actions.desk_session import sign_on
from server.actions.move_officer import move_officer, sign_off_officer

HEAD = "staff:GD01"


@contextmanager
def officer_elsewhere(server: RunningServer) -> Iterator[SessionClient]:
    """The officer's deeds from another device."""
    officer = SessionClient(server, "cb01")
    with officer.client:
        yield officer


def serving(page: Page, live: RunningServer) -> str:
    """A number is being served at the page's counter, and the page says so."""
    number = live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text(number)
    press(page, "c")
    expect(page.locator("#result")).to_have_text(f"Đang phục vụ {number}")
    return number


def test_who_is_taken_over_while_serving_reads_by_whom(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    number = serving(page, live)
    live.centre.act(sign_on, take_over=True, actor="staff:CB02", counter_id="Q2", officer_id="CB02")
    said = page.locator("#choosing-result")
    expect(said).to_be_visible()
    expect(said).to_have_text(f"Cán bộ 02 đã nhận Quầy số 2. Lượt {number} còn mở ở Quầy số 2 và vẫn ghi cho Ông/Bà.")
    expect(said).to_have_class("result is-warn")
    page.reload()  # it is still so
    expect(said).to_contain_text("Cán bộ 02 đã nhận Quầy số 2.")
    page.click("[data-key=Q1]")
    expect(page.locator("#counter")).to_have_text("Quầy số 1")
    expect(page.locator("#result")).not_to_contain_text("Cán bộ 02")


def test_a_panel_that_is_open_does_not_hide_who_took_over(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    serving(page, live)
    press(page, "h")
    expect(page.locator("#panel")).to_be_visible()
    live.centre.act(sign_on, take_over=True, actor="staff:CB02", counter_id="Q2", officer_id="CB02")
    expect(page.locator("#choosing-result")).to_contain_text("Cán bộ 02 đã nhận Quầy số 2.")


def test_who_is_moved_by_the_head_reads_where_to_and_no_old_result(open_console: Open, live: RunningServer) -> None:
    page = open_console(counter="Q1")
    number = live.centre.number("A")
    press(page, "n")
    expect(page.locator("#result")).to_contain_text(f"Đang gọi {number}")
    live.centre.act(move_officer, actor=HEAD, officer_id="CB01", counter_id="Q2")
    expect(page.locator("#counter")).to_have_text("Quầy số 2")
    expect(page.locator("#result")).to_have_text(
        f"Giám đốc đã chuyển Ông/Bà sang Quầy số 2. Số {number} đã trở lại hàng chờ, giữ thứ tự."
    )


def test_who_is_pushed_out_or_signed_off_by_the_head_reads_so(open_console: Open, live: RunningServer) -> None:
    page = open_console(language="en")
    live.centre.act(move_officer, actor=HEAD, officer_id="CB02", counter_id="Q2", take_over=True)
    expect(page.locator("#choosing-result")).to_have_text("The head has placed Cán bộ 02 at Counter 2 in your stead.")
    page.wait_for_timeout(400)  # past the time in which a second press of a deed is a trembling finger's
    page.click("[data-key=Q1]")
    expect(page.locator("#counter")).to_have_text("Counter 1")
    live.centre.act(sign_off_officer, actor=HEAD, officer_id="CB01")
    expect(page.locator("#choosing-result")).to_have_text("The head has signed you off Counter 1.")


def test_a_day_that_closes_says_so_and_ends_the_called_number_in_words(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    number = live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text(number)
    live.centre.close_day()
    expect(page.locator("#choosing-result")).to_have_text(
        f"Ngày làm việc đã đóng. Ông/Bà đã rời Quầy số 2. Lượt {number} đã kết thúc khi đóng ngày."
    )


def test_an_old_result_goes_with_its_counter_when_another_tab_leaves_it(
    open_console: Open, live: RunningServer
) -> None:
    page = open_console()
    serving(page, live)
    with officer_elsewhere(live) as officer:
        officer.do("finish", {"outcome": "done"})
        officer.do("sign-off")
    expect(page.locator("#choosing")).to_be_visible()
    expect(page.locator("#choosing-result")).to_have_text("")


@pytest.mark.parametrize("leaves", ["sign-off", "sign-on"])
def test_one_s_own_change_of_counter_is_nobody_s_news(server: RunningServer, behind: Behind, leaves: str) -> None:
    with officer_elsewhere(server) as officer:
        officer.do("sign-on", {"counter_id": "Q1"})
        officer.do(leaves, {"counter_id": "Q2"} if leaves == "sign-on" else {})
        assert officer.view()["displaced"] is None
        behind.act(sign_on, take_over=True, actor="staff:CB02", counter_id="Q2", officer_id="CB02")
        told = officer.view()["displaced"]
        assert (told and told["reason"]) == ("taken_over" if leaves == "sign-on" else None)


def test_a_transfer_to_an_empty_counter_says_who_will_call(open_console: Open, live: RunningServer) -> None:
    page = open_console(counter="Q1")
    number = serving(page, live)
    press(page, "t")
    page.keyboard.press("t")
    choice = page.locator("#panel-body button", has_text="Quầy số 3")
    expect(choice).to_contain_text("chưa có cán bộ: quầy khác sẽ gọi")
    choice.click()
    expect(page.locator("#result")).to_have_text(f"Đã chuyển {number}. Quầy 3 chưa có cán bộ: Quầy 1 sẽ gọi")


def test_a_transfer_to_an_empty_counter_is_told_in_english_too(server: RunningServer, behind: Behind) -> None:
    with officer_elsewhere(server) as officer:
        officer.client.cookies.set("bocso_language", "en")
        officer.do("sign-on", {"counter_id": "Q1"})
        behind.number("A")
        officer.do("next")
        said = officer.do("transfer", {"to": "counter", "target": "Q3"})["message"]
        assert said == "Transferred A001. Nobody sits at counter 3: it will be called by Counter 1"
        officer.do("next")
        said = officer.do("transfer", {"to": "counter", "target": "Q2", "service": "B"})["message"]
        assert said == "Transferred A001. Nobody sits at counter 2, and no counter can call it yet"
