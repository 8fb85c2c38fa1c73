"""One officer in two tabs and on two devices, fingers that rest on a key, sound, nudges, reconnects with new state."""

from datetime import timedelta

import pytest
from console_browser import Open, deeds_sent, log_in_by_keyboard, press
from playwright.sync_api import Page, Route, expect
from staff_pages import RunningServer, wait_until

from messaging.clock import SteppedClock


def test_two_devices_of_one_officer_follow_each_other(open_console: Open, live: RunningServer) -> None:
    desk, tablet = open_console(), open_console(width=1024, height=768)
    live.centre.number("A")
    live.centre.number("A")
    press(desk, "n")
    expect(tablet.locator("#hero-number")).to_have_text("A001")
    press(tablet, "c")
    expect(desk.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(desk, "p")
    expect(desk.locator("#panel")).to_be_hidden()  # nobody pauses with a citizen at the desk
    press(tablet, "h")
    tablet.keyboard.press("1")
    expect(desk.locator("#held")).to_contain_text("A001")


def test_next_on_two_devices_at_once_calls_one_person(open_console: Open, live: RunningServer) -> None:
    desk, tablet = open_console(), open_console()
    for _ in range(3):
        live.centre.number("A")
    expect(desk.locator("#waiting")).to_have_text("3")
    expect(tablet.locator("#waiting")).to_have_text("3")
    desk.keyboard.press("n")
    tablet.keyboard.press("n")
    for page in (desk, tablet):
        expect(page.locator("#result")).to_have_text("Đang gọi A001 → Quầy 2")
        expect(page.locator("#hero-number")).to_have_text("A001")
    assert live.centre.kinds().count("turn_called") == 1


def test_a_panel_whose_turn_was_finished_elsewhere_closes_and_says_so(open_console: Open, live: RunningServer) -> None:
    desk = open_console()
    twin = desk.context.new_page()
    twin.goto(f"{live.address}/console")
    live.centre.number("A")
    press(desk, "n")
    expect(twin.locator("#hero-number")).to_have_text("A001")
    press(twin, "c")
    expect(desk.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(desk, "f")
    expect(desk.locator("#panel")).to_be_visible()
    expect(twin.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(twin, "1")
    expect(desk.locator("#panel")).to_be_hidden()
    expect(desk.locator("#result")).to_have_text("Lượt này đã được xử lý ở nơi khác.")
    assert live.centre.kinds().count("turn_finished") == 1


def test_a_note_is_seen_at_once_by_colleagues(open_console: Open, live: RunningServer) -> None:
    page, colleague = open_console(), open_console("cb02", "Q1")
    live.centre.number("A")
    expect(colleague.locator("#queue")).to_contain_text("A001")
    press(page, "m")
    page.keyboard.type("A001")
    page.keyboard.press("Tab")
    page.keyboard.type("Cần phiên dịch")
    page.keyboard.press("Enter")
    expect(colleague.locator("#queue")).to_contain_text("✎ Cần phiên dịch", timeout=8_000)  # not with the 15 s view


def test_taken_over_elsewhere_the_page_asks_for_a_counter(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "g")
    live.centre.sign_on("Q2", "CB02", take_over=True)
    expect(page.locator("#choosing")).to_be_visible()
    expect(page.locator(".card", has_text="Quầy số 2")).to_contain_text("Cán bộ 02")


def test_a_finger_that_rests_on_a_key_presses_once(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    for _ in range(3):
        live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("3")
    sent = deeds_sent(page)
    page.locator("#next").focus()
    for key in ("Enter", "n"):
        expect(page.locator("#next")).to_be_enabled()
        for _ in range(12):
            page.keyboard.down(key)  # without an up between them each further one is a repeat
        expect(page.locator("#next")).to_be_enabled()
        page.wait_for_timeout(400)  # past the time in which a second press of a deed is a trembling finger's
        for _ in range(12):
            page.keyboard.down(key)
        page.keyboard.up(key)
        page.wait_for_timeout(400)
    expect(page.locator("#hero-number")).to_have_text("A001")
    expect(page.locator("#next")).to_be_enabled()
    assert sent == ["next", "next"]  # the second within ten seconds of the call: the same call
    assert live.centre.kinds().count("turn_called") == 1


def test_no_key_acts_while_somebody_types(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    sent = deeds_sent(page)
    press(page, "f")
    page.locator("#panel-dossier").focus()
    page.keyboard.type("123 ncrvfhtabsgqmukjlpdxwoz?")
    expect(page.locator("#panel-dossier")).to_have_value("123 ncrvfhtabsgqmukjlpdxwoz?")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    assert sent == [] and page.locator("#keys").is_hidden()


def test_a_letter_pressed_with_a_modifier_is_the_browser_s(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("1")
    sent = deeds_sent(page)
    for key in ("Control+c", "Alt+n", "Control+z"):
        page.keyboard.press(key)
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    assert sent == ["next"]


def test_every_key_of_the_table_is_on_its_button_or_in_the_overlay(open_console: Open) -> None:
    page = open_console()
    page.keyboard.press("?")
    told = set(page.locator("#keys kbd").all_inner_texts())
    on_buttons = set(page.locator("#working kbd").all_inner_texts()) | set(page.locator(".bar kbd").all_inner_texts())
    assert on_buttons <= told | {"?", "Esc"}
    assert set("NCRVFHTABSGQMUIKJLPDXWOZ") <= told
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


COUNT_TONES = """
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""


def test_somebody_coming_to_an_empty_line_is_heard_unless_sound_is_off(open_console: Open, live: RunningServer) -> None:
    page = open_console(before=lambda page: page.add_init_script(COUNT_TONES))
    live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("1")
    page.wait_for_function("window.tones === 2")  # the two tones of one arrival
    live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("2")
    assert page.evaluate("window.tones") == 2  # the line was not empty
    page.keyboard.press("o")
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "false")
    for number in ("A001", "A002"):
        press(page, "n")
        expect(page.locator("#hero-number")).to_have_text(number)
        press(page, "v")
        expect(page.locator("#absent")).to_contain_text(number)
    live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("1")
    assert page.evaluate("window.tones") == 2
    page.reload()  # remembered in this browser
    expect(page.locator("#sound-words")).to_have_text("Âm báo: tắt")


def test_an_officer_who_touches_nothing_after_the_login_hears_arrivals_too(
    open_console: Open, live: RunningServer
) -> None:
    """The work goes on in another program, with the number pad."""
    live.centre.sign_on("Q2", "CB01")
    page = open_console(counter=None, by_keyboard=True, before=lambda page: page.add_init_script(COUNT_TONES))
    expect(page.locator("#hero-words")).to_be_visible()
    live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("1")
    page.wait_for_function("window.tones === 2")


def test_a_free_desk_is_nudged_while_people_wait(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    page.clock.install()
    live.centre.number("A")
    expect(page.locator("#hero-words")).to_have_text("1 người đang chờ")
    page.clock.run_for(5_000)
    expect(page.locator("#nudge")).to_be_hidden()
    page.clock.run_for(20_000)
    expect(page.locator("#nudge")).to_have_text("Quầy đang trống mà có 1 người chờ")
    page.clock.resume()
    press(page, "n")
    expect(page.locator("#nudge")).to_be_hidden()


def test_waits_and_the_turn_are_shown_against_their_targets(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    assert isinstance(live.clock, SteppedClock)
    live.centre.number("A")
    live.centre.number("A")
    live.clock.step(timedelta(minutes=16))
    live.centre.number("A")  # a commit brings the new view
    wait = page.locator("#queue tr >> nth=0 >> .wait span")
    expect(wait).to_have_text("◇ 16 phút")
    expect(wait).to_have_attribute("title", "Sắp đến mục tiêu 20 phút")
    live.clock.step(timedelta(minutes=5))
    live.centre.number("A")
    expect(wait).to_have_text("◆ 21 phút")
    expect(page.locator("#longest")).to_contain_text("Chờ lâu nhất ◆ 21 phút")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    press(page, "c")
    expect(page.locator("#hero-target")).to_have_text("mục tiêu 15 phút")
    live.clock.step(timedelta(minutes=16))
    live.centre.number("A")
    expect(page.locator("#hero-target")).to_have_text("◆ quá mục tiêu 15 phút")


def test_the_last_recall_counts_down_to_the_no_show(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "n")
    for count in (2, 3, 4):
        expect(page.locator("#next")).to_be_enabled()
        page.wait_for_timeout(400)  # a second press of the same key within 350 ms is a trembling finger
        live.clock.step(timedelta(seconds=4))  # and a second recall within 3 s is the echo of the first
        page.keyboard.press("r")
        expect(page.locator("#hero-state")).to_have_text(f"Đang gọi · lần {count}")
    expect(page.locator("#hero-target")).to_contain_text("tự ghi vắng sau 0:")
    expect(page.locator("#next")).to_be_enabled()
    page.wait_for_timeout(400)
    live.clock.step(timedelta(seconds=4))
    page.keyboard.press("r")
    expect(page.locator("#result")).to_contain_text("Đã gọi lại A001 đủ 3 lần.")


def test_a_panel_outlives_an_outage_and_its_deed_is_done_once(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(page, "h")
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()  # done, and the answer gets lost
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/console/hold", lose_the_first_answer)
    page.keyboard.press("2")
    expect(page.locator("#result")).to_have_text("A001 tạm chờ 30 phút")
    assert len(keys) == 2 and len(set(keys)) == 1
    assert live.centre.kinds().count("turn_held") == 1
    expect(page.locator("#panel")).to_be_hidden()


def test_new_state_is_right_again_after_the_server_was_away(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    press(page, "h")
    page.keyboard.press("1")
    expect(page.locator("#held")).to_contain_text("A001")
    page.evaluate("window.notReloaded = true")
    live.stop()
    expect(page.locator("#outage")).to_contain_text("Mất kết nối máy chủ")
    again = RunningServer(live.centre.database, live.clock, port=live.port, ignore_hours=True)
    try:
        expect(page.locator("#link")).to_have_text("Trực tuyến")
        press(page, "p")
        page.keyboard.press("1")
        expect(page.locator("#hero-state")).to_have_text("Quầy tạm nghỉ")
        press(page, "k")
        expect(page.locator("#hero-number")).to_have_text("A001")
        assert page.evaluate("window.notReloaded") is True
        assert again.centre.kinds().count("turn_held") == 1
    finally:
        page.context.close()
        again.stop()


def test_tabs_beyond_the_bound_poll_and_see_the_same(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    tabs = [page.context.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto(f"{live.address}/console")
        expect(tab.locator("#next")).to_be_visible()
    expect(tabs[-1].locator("#link")).to_have_text("Cập nhật mỗi 3 giây")
    live.centre.number("A")
    for tab in tabs:
        expect(tab.locator("#queue")).to_contain_text("A001")


def test_the_language_is_switched_in_this_browser(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A", "elderly")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    page.click("#menu summary")
    page.click("text=English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#link")).to_have_text("Live")
    expect(page.locator("#counter")).to_have_text("Counter 2")
    expect(page.locator("#hero-service")).to_contain_text("Certification Priority: Elderly")
    expect(page.locator("#next-words")).to_have_text("Done, call next")
    press(page, "g")
    page.keyboard.type("b777")  # shown and sent in capitals
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-fault")).to_have_text("There is no number B777 today.")
    page.keyboard.press("Escape")
    press(page, "c")
    expect(page.locator("#result")).to_have_text("Serving A001")
    page.reload()
    expect(page.locator("#counter")).to_have_text("Counter 2")
    page.click("#menu summary")
    page.click("text=Tiếng Việt")
    expect(page.locator("#counter")).to_have_text("Quầy số 2")


def test_who_only_looks_sees_no_deeds(open_console: Open, live: RunningServer) -> None:
    page = open_console(login="kt01", counter=None)
    live.centre.number("A")
    expect(page.locator(".services")).to_contain_text("1")
    sent = deeds_sent(page)
    for key in "n123p":
        page.keyboard.press(key)
    expect(page.locator("#working")).to_be_hidden()
    assert sent == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_login_speaks_the_browser_s_language(open_console: Open, live: RunningServer, language: str) -> None:
    page: Page = open_console(language=language)
    page.context.clear_cookies(name="bocso_session")
    page.goto(f"{live.address}/console/login")
    expect(page.locator("h1")).to_have_text({"vi": "Đăng nhập", "en": "Log in"}[language])
    page.fill("#login", "cb01")
    page.fill("#password", "sai")
    page.keyboard.press("Enter")
    wrong = {"vi": "Tên đăng nhập hoặc mật khẩu chưa đúng.", "en": "The login name or the password is wrong."}
    expect(page.locator("[role=alert]")).to_have_text(wrong[language])
    log_in_by_keyboard(page, live.address, "cb01")
    page.wait_for_url("**/console")
    wait_until(lambda: page.locator("#next").is_visible() or page.locator("#choosing").is_visible(), "it is filled")
