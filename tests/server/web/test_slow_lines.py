"""Pages on a slow line: nothing is pressed too early, no late answer covers a newer one, no press gets lost."""

import contextlib
import re
from collections.abc import Callable, Iterator

import pytest
from console_browser import PATIENCE_MS, Open, deeds_sent, press
from phones import phones_beside
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from staff_pages import RunningServer, SessionClient, says, session_of, wait_until

from messaging.requests import PrintOutcome
from server.web.access.staff_session import COOKIE
from server.web.floor import deeds as floor_deeds

OpenPage = Callable[..., Page]


NEVER_TOO_LATE = "AbortSignal.timeout = () => new AbortController().signal"


class Held:
    """Requests of a page that wait until the test lets them go, in the order that it likes.

    From here on the page itself gives up on none: a slow machine would change what it asks, and when.
    """

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self.routes: list[Route] = []
        self._is_over = False
        page.add_init_script(NEVER_TOO_LATE)
        page.evaluate(NEVER_TOO_LATE)
        page.route(re.compile(address), self._hold)

    def _hold(self, route: Route) -> None:
        if self._is_over:
            route.continue_()
        else:
            self.routes.append(route)

    def wait_for(self, count: int) -> None:
        """Until so many have come."""
        wait_until(lambda: len(self.routes) >= count or self._page.wait_for_timeout(20), f"request {count} has come")

    def let_go(self) -> None:
        """All that came, and whatever comes."""
        self._is_over = True
        for route in self.routes:
            route.continue_()


@pytest.fixture
def open_page(browser: Browser, live: RunningServer) -> Iterator[OpenPage]:
    """A page for somebody who is logged in, with or without its scripts; what it complains of fails the test."""
    faults: list[str] = []
    with contextlib.ExitStack() as contexts:

        def context_of(login: str, has_scripts: bool) -> BrowserContext:
            context = contexts.enter_context(
                browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=has_scripts)
            )
            context.set_default_timeout(PATIENCE_MS)
            context.add_cookies([{"name": COOKIE, "value": session_of(live, login).token, "url": live.address}])
            return context

        def enter(
            login: str, path: str, *, has_scripts: bool = True, before: Callable[[Page], None] = lambda _page: None
        ) -> Page:
            page = context_of(login, has_scripts).new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            before(page)
            page.goto(live.address + path, wait_until="commit")
            return page

        yield enter
    assert faults == []


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("cb01", "/console"),
        ("gd01", "/floor"),
        ("hd01", "/tickets/new"),
        ("hd01", "/slips"),
        ("gd01", "/reports"),
        ("gd01", "/reports/print"),
        ("kt01", "/setup/procedures"),
        ("kt01", "/setup/centre"),
        ("kt01", "/setup/boards"),
        ("kt01", "/setup/services"),
        ("kt01", "/setup/kiosk"),
        ("kt01", "/setup/special-days"),
        ("kt01", "/setup/outcomes"),
    ],
)
def test_what_only_a_script_answers_is_off_until_it_is_there(open_page: OpenPage, login: str, path: str) -> None:
    page = open_page(login, path, has_scripts=False)
    expect(page.locator("body")).to_be_visible()
    page.wait_for_load_state()
    vain = page.locator("button:visible:enabled:not(form[method] button)")
    assert [button.inner_text() for button in vain.all()] == []


def test_what_is_typed_before_the_script_is_there_can_be_saved(open_page: OpenPage) -> None:
    held: list[Held] = []
    page = open_page("kt01", "/setup/centre", before=lambda page: held.append(Held(page, r"/static/setup\.js")))
    page.locator('[data-key="name"] input').fill("Trung tâm đổi tên")
    held[0].wait_for(1)
    expect(page.locator("#save")).to_be_disabled()
    held[0].let_go()
    page.click("#save")
    expect(page.locator("#said")).to_contain_text("Đã lưu.")
    expect(page.locator('[data-key="name"] input')).to_have_value("Trung tâm đổi tên")
    expect(page.locator("#save")).to_be_disabled()


# --- slips and reserved places -----------------------------------------------------------------------------------


def test_a_place_is_only_taken_at_a_time_that_is_free_for_its_service(open_page: OpenPage, live: RunningServer) -> None:
    held: list[Held] = []
    page = open_page("hd01", "/slips", before=lambda page: held.append(Held(page, "/greeter/free-places")))
    free, take = held[0], page.locator("#place-take")
    expect(page.locator("#place-service option")).to_have_count(3)
    free.wait_for(1)
    expect(take).to_be_disabled()
    free.routes[0].continue_()
    expect(take).to_be_enabled()
    page.select_option("#place-service", "B")
    expect(take).to_be_disabled()  # the times that stand there are the former service's
    expect(page.locator("#place-day")).to_have_text("Đang xem giờ trống…")
    free.wait_for(2)
    page.select_option("#place-service", "C")
    free.wait_for(3)
    free.routes[2].continue_()
    expect(take).to_be_enabled()
    with page.expect_response(re.compile("service=B")):
        free.routes[1].fulfill(json={"service": "B", "days": []})  # late: the page has gone on to C
    expect(take).to_be_enabled()
    page.click("#place-take")
    expect(page.locator("#code-shown")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    assert live.centre.one("SELECT service FROM reserved_places")["service"] == "C"


def test_a_place_that_becomes_free_is_offered_on_the_page_that_had_none(open_page: OpenPage) -> None:
    held: list[Held] = []
    page = open_page("hd01", "/slips", before=lambda page: held.append(Held(page, "/greeter/free-places")))
    free, take = held[0], page.locator("#place-take")
    free.wait_for(1)
    free.routes[0].fulfill(json={"service": page.input_value("#place-service"), "days": []})
    expect(page.locator("#place-day")).to_have_text("Hết chỗ trong những ngày tới")
    free.wait_for(2)
    with page.expect_response(re.compile("/slips/view")):
        page.fill("#number", "A")
    expect(page.locator("#place-day")).to_have_text("Hết chỗ trong những ngày tới")
    assert len(free.routes) == 2  # one question at a time: on a slow line each would make the one before worthless
    free.routes[1].continue_()
    expect(take).to_be_enabled()


def test_a_double_click_reserves_one_place(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("hd01", "/slips")
    expect(page.locator("#place-take")).to_be_enabled()
    sent = deeds_sent(page)
    page.click("#place-take")
    expect(page.locator("#code-shown")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    expect(page.locator("#place-take")).to_be_enabled()
    page.hover("#place-take")
    page.mouse.down(click_count=2)  # the answer was faster than the finger
    page.mouse.up(click_count=2)
    expect(page.locator("#places li")).to_have_count(1)
    assert sent == ["places"]
    assert live.centre.one("SELECT count(*) FROM reserved_places")[0] == 1


def test_a_late_answer_to_a_former_search_is_not_shown(open_page: OpenPage, live: RunningServer) -> None:
    for _ in range(3):
        live.centre.number("A")
    page = open_page("hd01", "/slips")
    expect(page.locator("#tickets li")).to_have_count(3)
    page.evaluate(
        "() => new MutationObserver(() => { window.shown = [...window.shown ?? [], tickets.innerText]; })"
        ".observe(tickets, { childList: true })"
    )
    late = Held(page, "number=A001")
    page.fill("#number", "A001")
    late.wait_for(1)
    page.fill("#number", "A002")
    expect(page.locator("#tickets li")).to_have_count(1)
    expect(page.locator("#tickets li")).to_contain_text("A002")
    with page.expect_response(re.compile("number=A001")):
        late.let_go()
    page.fill("#number", "A003")
    expect(page.locator("#tickets li")).to_contain_text("A003")
    shown = page.evaluate("window.shown")
    assert shown and not [text for text in shown if "A001" in text]


def test_the_next_deed_need_not_wait_for_the_view_after_the_last_one(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1")
    live.centre.number("A")
    page = open_page("hd01", "/slips")
    again = page.locator("#tickets button")
    expect(again).to_be_enabled()
    views, deeds = Held(page, "/slips/view"), Held(page, "/greeter/reprint")
    again.click()
    deeds.wait_for(1)
    expect(again).to_be_disabled()  # a press would be lost
    deeds.let_go()
    expect(page.locator("#result")).to_contain_text("Đang in lại phiếu A001")
    views.wait_for(1)
    expect(again).to_be_enabled()
    views.let_go()
    page = open_page("hd01", "/tickets/new")
    expect(page.locator("#tiles .tile").first).to_be_enabled()
    views = Held(page, "/greeter/view")
    page.click("#tiles .tile >> nth=0")
    expect(page.locator("#given-number")).to_have_text("A002")
    page.click("#another")
    expect(page.locator("#tiles .tile").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#given-number")).to_have_text("A003")
    views.let_go()


# --- the floor ---------------------------------------------------------------------------------------------------


def test_deeds_on_the_floor_follow_one_another_while_the_view_is_late(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    post = page.locator("#notice-deeds button")
    expect(post).to_be_enabled()
    views, deeds = Held(page, "/floor/view"), Held(page, "/floor/post-notice")
    post.click()
    page.fill("#ask-text", "Máy tra cứu tạm nghỉ")
    page.keyboard.press("Enter")
    deeds.wait_for(1)
    expect(page.locator("#ask-yes")).to_be_disabled()
    deeds.let_go()
    expect(page.locator("#ask")).to_be_hidden()
    expect(post).to_be_focused()
    page.keyboard.press("Enter")
    page.fill("#ask-text", "Nghỉ đến 9 giờ")
    page.click("#ask-yes")
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#notices li")).to_have_count(2)
    views.let_go()


def test_what_the_filter_asks_for_is_what_is_shown(open_page: OpenPage, live: RunningServer) -> None:
    live.centre.number("A")
    officer = SessionClient(live, "cb01")
    with officer.client:
        officer.do("sign-on", {"counter_id": "Q1"})
        for deed in ("next", "absent"):
            officer.do(deed)
    page = open_page("gd01", "/floor")
    expect(page.locator("#deeds")).to_contain_text("A001")
    all_deeds = Held(page, "only_reasons=false")
    live.centre.number("A")
    all_deeds.wait_for(1)
    page.check("#only-reasons")
    expect(page.locator("#deeds-none")).to_be_visible()
    with page.expect_response(re.compile("only_reasons=false")):
        all_deeds.let_go()
    live.centre.number("A")
    expect(page.locator("#sums li").first).to_contain_text("2")
    expect(page.locator("#deeds-none")).to_be_visible()


def absent_ones(live: RunningServer, officer: SessionClient, *, count: int) -> None:
    """So many deeds of an officer, each about a number of its own."""
    for _ in range(count):
        live.centre.number("A")
        for deed in ("next", "absent"):
            officer.do(deed)


def test_a_filter_whose_answer_got_lost_is_asked_again(open_page: OpenPage, live: RunningServer) -> None:
    officer = SessionClient(live, "cb01")
    with officer.client:
        officer.do("sign-on", {"counter_id": "Q1"})
        absent_ones(live, officer, count=1)
    page = open_page("gd01", "/floor")
    expect(page.locator("#deeds")).to_contain_text("A001")
    expect(page.locator("#link")).to_have_text("Trực tuyến")
    page.route(re.compile("only_reasons=true"), lambda route: route.abort(), times=1)
    page.check("#only-reasons")
    expect(page.locator("#deeds-none")).to_be_visible()  # though nothing happens in the house


def test_more_deeds_are_opened_together_with_the_newest(
    open_page: OpenPage, live: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floor_deeds, "ROWS_AT_ONCE", 2)
    officer = SessionClient(live, "cb01")
    with officer.client:
        officer.do("sign-on", {"counter_id": "Q1"})
        absent_ones(live, officer, count=3)
        page = open_page("gd01", "/floor")
        expect(page.locator("#deeds li")).to_have_count(2)
        questions = Held(page, "/floor/deeds")
        absent_ones(live, officer, count=1)
    expect(page.locator("#sums li").last).to_contain_text("4")  # the page knows of it, and asks
    questions.wait_for(1)
    page.click("#deeds-more")
    questions.wait_for(2)
    questions.let_go()
    expect(page.locator("#deeds li")).to_have_count(4)
    expect(page.locator("#deeds")).to_contain_text("A004")
    expect(page.locator("#deeds")).to_contain_text("A003")


def test_an_alarm_that_somebody_reads_stays_open(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("kt01", "/console")
    says(live, "kiosk-1", "paper_out")
    alarm = page.locator("#device-alarms details").filter(has_text="kiosk-1")
    alarm.locator("summary").click()
    expect(alarm.locator("ol")).to_be_visible()
    says(live, "pad-Q1", "button_stuck:3")
    expect(page.locator("#device-alarms li[class]")).to_have_count(2)
    expect(alarm.locator("ol")).to_be_visible()
    expect(alarm.locator("summary")).to_be_focused()


# --- the console -------------------------------------------------------------------------------------------------


def test_a_row_that_is_drawn_anew_under_the_mouse_is_pressed_all_the_same(
    open_console: Open, live: RunningServer
) -> None:
    page = open_console()
    live.centre.number("A")
    number = page.locator("#queue [data-key=A001]")
    number.hover()
    page.mouse.down()
    live.centre.number("A", "elderly")
    expect(page.locator("#waiting")).to_have_text("2")
    page.mouse.up()
    expect(page.locator("#panel-number")).to_have_value("A001")
    expect(page.locator("#queue tr")).to_have_count(2)


def test_the_right_mouse_button_holds_nothing(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    page.locator("#queue [data-key=A001]").hover()
    page.mouse.down(button="right")  # where a menu opens the page hears of no up
    live.centre.number("A")
    expect(page.locator("#queue tr")).to_have_count(2)
    page.mouse.up(button="right")


def test_the_answer_to_a_question_keeps_the_focus_while_counters_change(
    open_console: Open, live: RunningServer
) -> None:
    live.centre.sign_on("Q1", "CB02")
    page = open_console(counter=None)
    page.click("[data-key=Q1]")
    expect(page.locator(".is-asking .primary")).to_be_focused()
    live.centre.sign_on("Q2", "GD01")
    expect(page.locator("[data-key=Q2]")).to_contain_text("Giám đốc 01")
    expect(page.locator(".is-asking .primary")).to_be_focused()
    page.keyboard.press("Tab")
    live.centre.sign_off("GD01")
    expect(page.locator("[data-key=Q2]")).to_contain_text("Chưa có cán bộ")
    expect(page.locator(".is-asking .quiet")).to_be_focused()
    live.centre.sign_off("CB02")
    expect(page.locator(".is-asking")).to_have_count(0)  # nobody is there to be asked about
    page.click("[data-key=Q1]")
    expect(page.locator("#counter")).to_have_text("Quầy số 1")


def test_the_digits_choose_a_counter_again_when_who_was_asked_about_has_left(
    open_console: Open, live: RunningServer
) -> None:
    live.centre.sign_on("Q1", "CB02")
    page = open_console(counter=None)
    page.keyboard.press("1")
    expect(page.locator(".is-asking")).to_be_visible()
    live.centre.sign_off("CB02")
    expect(page.locator(".is-asking")).to_have_count(0)
    live.centre.sign_on("Q1", "CB02")
    expect(page.locator("[data-key=Q1]")).to_contain_text("Cán bộ 02")
    expect(page.locator(".is-asking")).to_have_count(0)  # nobody has asked anew
    page.keyboard.press("2")
    expect(page.locator("#counter")).to_have_text("Quầy số 2")


def test_who_closes_the_day_at_a_counter_reads_what_became_of_it(open_console: Open) -> None:
    page = open_console("gd01")
    page.click("#move")
    page.click("#day-deeds button:has-text('Đóng ngày…')")
    page.click("#day-deeds .primary")
    expect(page.locator("#day-deeds button", has_text="Mở ngày làm việc")).to_be_enabled()
    expect(page.locator("#choosing-result")).to_contain_text("Đã đóng ngày làm việc")


def test_a_refusal_is_read_though_the_counter_was_left_meanwhile(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    deeds = Held(page, "/console/next")
    press(page, "n")
    deeds.wait_for(1)
    officer = SessionClient(live, "cb01")
    with officer.client:
        officer.do("sign-off")
    expect(page.locator("#choosing")).to_be_visible()
    deeds.let_go()
    expect(page.locator("[data-key=Q1]")).to_be_enabled()
    expect(page.locator("#choosing-result")).to_have_class("result is-bad")
    expect(page.locator("#choosing-result")).not_to_be_empty()


def test_a_panel_filled_in_while_a_deed_is_answered_is_sent_after_it(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    number, other = live.centre.number("A"), live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("2")
    views = Held(page, "/console/view")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text(number)
    views.wait_for(1)
    page.click(f"#queue [data-key={other}]")
    page.locator("#panel .tabs button", has_text="Ghi chú").click()
    page.keyboard.type("Đi xe lăn")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # of one mind twice
    views.let_go()
    expect(page.locator("#result")).to_have_text(f"Đã ghi chú cho {other}")
    expect(page.locator("#queue")).to_contain_text("✎ Đi xe lăn")
    assert live.centre.one("SELECT count(*) FROM ticket_notes")[0] == 1


def test_two_panels_of_one_kind_filled_in_one_after_the_other_are_both_sent(
    open_console: Open, live: RunningServer
) -> None:
    page = open_console()
    numbers = [live.centre.number("A") for _ in range(2)]
    expect(page.locator("#waiting")).to_have_text("2")
    deeds = Held(page, "/console/note")
    for number in numbers:
        page.click(f"#queue [data-key={number}]")
        page.locator("#panel .tabs button", has_text="Ghi chú").click()
        page.keyboard.type(f"Ghi cho {number}")
        page.keyboard.press("Enter")
        deeds.wait_for(1)
        if number == numbers[0]:
            page.keyboard.press("Escape")
    deeds.let_go()
    for number in numbers:
        expect(page.locator("#queue")).to_contain_text(f"✎ Ghi cho {number}")


def test_a_result_goes_with_its_counter_though_its_view_is_late(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    number = live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text(number)
    expect(page.locator("#next")).to_be_enabled()
    views = Held(page, "/console/view")
    page.keyboard.press("c")
    expect(page.locator("#result")).to_have_text(f"Đang phục vụ {number}")
    officer = SessionClient(live, "cb01")
    with officer.client:
        officer.do("finish", {"outcome": "done"})
        officer.do("sign-off")
    expect(page.locator("#choosing")).to_be_visible()
    views.wait_for(1)
    views.let_go()
    expect(page.locator("[data-key=Q1]")).to_be_enabled()
    expect(page.locator("#choosing-result")).to_have_text("")


def test_one_logs_out_of_the_console_though_its_view_is_late(open_page: OpenPage) -> None:
    page = open_page("cb01", "/console", before=lambda page: page.route("**/api/v1/console/me", lambda _route: None))
    page.click("#menu summary")
    page.click("#menu form[action='/console/logout'] button")
    page.wait_for_url("**/console/login")


# --- phones ------------------------------------------------------------------------------------------------------


def is_patient(route: Route) -> None:
    """The phone's script, which waits for an answer however long."""
    script, patient = route.fetch(), "ANSWER_WITHIN_MS = 600000"
    text = script.text().replace("ANSWER_WITHIN_MS = 8000", patient)
    assert patient in text
    route.fulfill(response=script, body=text)


def test_what_a_citizen_begins_to_write_is_not_swapped_away(browser: Browser, live: RunningServer) -> None:
    live.centre.sign_on("Q1", "CB01")
    issued = live.centre.issue("A")
    live.centre.report_print(issued.ticket.ticket_id, PrintOutcome.PRINTED)
    live.centre.next("Q1")
    live.centre.start("Q1")
    live.centre.finish("Q1")
    with phones_beside(live) as phones, browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.route(re.compile(r"/phone\.js"), is_patient)
        page.goto(f"{phones.address}/t/{issued.token}")
        page.click("[data-rating] button >> nth=-1")
        field = page.locator(".explain textarea")
        expect(field).to_be_visible()
        looks = Held(page, "/part")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        looks.wait_for(1)
        field.fill("Chờ lâu quá")
        with page.expect_event("requestfinished", lambda request: "/part" in request.url):
            looks.routes[0].fulfill(
                body='<div id="part" lang="vi" data-stage="other" data-call="0" data-title=""></div>'
            )
        page.evaluate("fetch(location.href).then((answer) => answer.text())")  # what came before it has been answered
        expect(field).to_have_value("Chờ lâu quá")
