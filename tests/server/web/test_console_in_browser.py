"""The console in a real browser: keys, double clicks, live updates, an outage, names that try to be markup."""

from datetime import timedelta
from pathlib import Path

import pytest
from centre_under_test import copy_database, small_centre
from console_browser import Open, press
from phones import phones_beside
from playwright.sync_api import Browser, Route, expect
from staff_pages import PASSWORD, RunningServer, prepare_centre, running

from messaging.clock import SteppedClock


def test_a_visit_by_keyboard_alone(open_console: Open, live: RunningServer) -> None:
    page = open_console(counter=None, by_keyboard=True)
    for _ in range(3):
        live.centre.number("A")
    page.locator("[data-key=Q2]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#hero-words")).to_have_text("3 người đang chờ")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    expect(page.locator("#result")).to_have_text("Đang gọi A001 → Quầy 2")
    live.clock.step(timedelta(seconds=4))  # a recall within three seconds is the echo of the call
    press(page, "r")
    expect(page.locator("#hero-state")).to_have_text("Đang gọi · lần 2")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(page, "2")
    expect(page.locator("#result")).to_have_text("Đã hoàn tất A001")
    assert live.centre.turn("A001").outcome == "more_papers"
    press(page, "z")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(page, "f")
    expect(page.locator("#panel-title")).to_have_text("Hoàn tất A001")
    page.keyboard.press("f")
    expect(page.locator("#hero-words")).to_have_text("2 người đang chờ")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A002")
    press(page, "v")
    expect(page.locator("#absent")).to_contain_text("A002")
    press(page, "g")
    page.keyboard.type("a003")
    page.keyboard.press("Tab")
    page.keyboard.type("n c r v f b g z")  # letters in a field are letters
    page.keyboard.press("Enter")
    expect(page.locator("#hero-number")).to_have_text("A003")
    expect(page.locator("#hero-reason")).to_have_text("Gọi đích danh: n c r v f b g z")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(page, "z")
    expect(page.locator("#hero-state")).to_have_text("Đang gọi")
    press(page, "b")
    expect(page.locator("#queue")).to_contain_text("tạm lùi lại")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    desk = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#keys kbd").first).to_be_visible()  # on a small screen they are left out everywhere else
    assert desk is not None
    page.set_viewport_size(desk)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_double_click_calls_once(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    for _ in range(4):
        live.centre.number("A")
    expect(page.locator("#waiting")).to_have_text("4")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.dblclick("#next")
    expect(page.locator("#hero-number")).to_have_text("A001")
    live.clock.step(timedelta(seconds=4))  # a recall within three seconds is the echo of the call
    page.dblclick("[data-deed=recall]")
    expect(page.locator("#hero-state")).to_have_text("Đang gọi · lần 2")
    expect(page.locator("#next")).to_be_enabled()
    page.keyboard.press("c")
    page.keyboard.press("c")  # a finger that trembles
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    page.dblclick("#next")
    expect(page.locator("#hero-number")).to_have_text("A002")
    assert [url.rsplit("/", 1)[1] for url in sent] == ["next", "recall", "start", "next"]
    assert live.centre.kinds().count("turn_called") == 2


def test_other_people_s_deeds_appear_without_a_reload(open_console: Open, live: RunningServer) -> None:
    page, other = open_console(), open_console("cb02", "Q1")
    live.centre.number("A")
    expect(page.locator("#queue")).to_contain_text("A001")
    expect(other.locator("#queue")).to_contain_text("A001")
    press(other, "n")
    expect(page.locator("#queue-empty")).to_be_visible()
    other.close()
    page.click("#move")
    expect(page.locator(".card", has_text="Cán bộ 02")).to_contain_text("A001")


def test_two_tabs_of_one_officer_show_the_same(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    twin = page.context.new_page()
    twin.goto(f"{live.address}/console")
    live.centre.number("A")
    press(page, "n")
    expect(twin.locator("#hero-number")).to_have_text("A001")


def test_the_page_says_so_when_the_server_is_away_and_goes_on_when_it_is_back(
    open_console: Open, live: RunningServer
) -> None:
    page = open_console()
    live.centre.number("A")
    expect(page.locator("#queue")).to_contain_text("A001")
    page.evaluate("window.notReloaded = true")
    live.stop()
    expect(page.locator("#outage")).to_contain_text("Mất kết nối máy chủ")
    press(page, "n")  # sent again, with the same id, until somebody answers
    expect(page.locator("#result")).to_have_text("Chưa nhận được trả lời, đang gửi lại…")
    again = RunningServer(live.centre.database, live.clock, port=live.port, ignore_hours=True)
    try:
        expect(page.locator("#hero-number")).to_have_text("A001")
        expect(page.locator("#outage")).to_be_hidden()
        expect(page.locator("#link")).to_have_text("Trực tuyến")
        assert page.evaluate("window.notReloaded") is True
        assert again.centre.kinds().count("turn_called") == 1
        again.centre.number("A")
        expect(page.locator("#queue")).to_contain_text("A002")
    finally:
        page.context.close()
        again.stop()


def test_a_lost_answer_is_asked_for_again_and_the_deed_is_done_once(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    live.centre.number("A")
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()  # it arrives and is done, the answer gets lost
            route.abort()
        else:
            route.continue_()

    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    page.route("**/api/v1/console/next", lose_the_first_answer)
    press(page, "n")
    expect(page.locator("#result")).to_have_text("Đang gọi A002 → Quầy 2")
    assert len(keys) == 2 and len(set(keys)) == 1
    assert live.centre.kinds().count("turn_called") == 2


def test_without_a_stream_the_page_asks_by_itself(open_console: Open, live: RunningServer, browser: Browser) -> None:
    page = open_console(counter=None)
    page.route("**/api/v1/console/stream", lambda route: route.fulfill(status=429, body="{}"))
    page.reload()
    page.click("[data-key=Q2]")
    expect(page.locator("#link")).to_have_text("Cập nhật mỗi 3 giây")
    live.centre.number("A")
    expect(page.locator("#queue")).to_contain_text("A001")


def test_a_taken_counter_is_asked_for_once(open_console: Open, live: RunningServer) -> None:
    open_console("cb02", "Q1")
    page = open_console(counter=None)
    page.click("[data-key=Q1]")
    expect(page.locator(".is-asking")).to_contain_text("Cán bộ 02 đang ở Quầy số 1")
    page.click(".is-asking >> text=Thôi")
    expect(page.locator(".is-asking")).to_have_count(0)
    page.click("[data-key=Q1]")
    page.click(".is-asking .primary")
    expect(page.locator("#counter")).to_have_text("Quầy số 1")


def test_a_refusal_is_said_in_words(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    press(page, "g")
    page.keyboard.type("B777")
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-fault")).to_have_text("Hôm nay không có số B777.")
    expect(page.locator("#panel-number")).to_have_value("B777")


def test_undo_counts_down_and_goes_away(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#undo")).to_contain_text("Hoàn tác: gọi A001")
    assert isinstance(live.clock, SteppedClock)
    live.clock.step(timedelta(seconds=11))
    live.centre.number("B")  # a commit brings the new view
    expect(page.locator("#undo")).to_be_hidden()


def test_an_ended_session_leads_back_to_the_login(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.act(lambda work: work.connection.execute("DELETE FROM web_sessions"))
    live.centre.number("A")
    page.wait_for_url("**/console/login")


SMALL_BUTTONS = """
    () => [...document.querySelectorAll("button")]
        .filter((button) => button.checkVisibility() && button.getBoundingClientRect().height < 44)
        .map((button) => button.textContent)
"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (390, 844)])
def test_nothing_is_cut_off_or_pushed_aside(open_console: Open, live: RunningServer, width: int, height: int) -> None:
    page = open_console(width=width, height=height)
    for group in (None, "elderly", None, "elderly"):
        live.centre.number("A", group)
    page.click("#next")
    expect(page.locator("#hero-number")).to_have_text("A002")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for part in ("#next", "#hero-number", "[data-deed=start]", "[data-deed=absent]", "#undo", "#sound", "#me"):
        box = page.locator(part).bounding_box()
        assert box is not None, part
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, part
        assert box["y"] + box["height"] <= height, part
    # In one go: a row that is drawn anew meanwhile has no height.
    assert page.evaluate(SMALL_BUTTONS) == []


def test_on_a_low_screen_every_outcome_and_the_whole_form_are_in_sight(open_console: Open, live: RunningServer) -> None:
    page = open_console(width=1024, height=768)
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-state")).to_have_text("Đang gọi")
    press(page, "c")
    expect(page.locator("#hero-state")).to_have_text("Đang phục vụ")
    press(page, "f")
    for part in ("#panel .choice >> nth=-1", "#panel-dossier", "#hero-number", "#next", "#counter"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.click("[data-panel=named]")
    expect(page.locator("#panel [type=submit]")).to_be_in_viewport(ratio=1)
    page.keyboard.type("a001")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-fault")).to_have_text("Vui lòng nhập lý do gọi.")
    expect(page.locator("#panel-reason")).to_be_focused()
    for part in ("#panel [type=submit]", "#panel-fault", "#next", "#counter"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


def test_a_broker_that_is_away_is_told_until_it_is_back(
    open_console: Open, live: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_console(login="kt01", counter=None)
    expect(page.locator("#broker-away")).to_be_visible()
    expect(page.locator("#counters .card").first).to_have_css("display", "flex")
    publishing = live.house._publishing
    assert publishing is not None
    monkeypatch.setattr(type(publishing), "is_connected", True)
    live.house.changes.announce()
    expect(page.locator("#broker-away")).to_be_hidden()


NASTY = (
    "<script>window.wasHere=1</script>",
    '"><img src=x onerror="window.wasHere=1">',
    "'-alert(1)-'",
    "{{7*7}}${7*7}",
    "</title><svg onload=window.wasHere=1>",
    "<b>đậm</b> &lt;i&gt;",
)


@pytest.mark.parametrize("nasty", NASTY)
def test_names_are_only_ever_text(folder: Path, empty_database: Path, browser: Browser, nasty: str) -> None:
    def name_everything(values: dict[str, object]) -> None:
        for part in ("services", "counters", "outcomes", "priority_groups", "finish_ticks", "pause_reasons"):
            for item in values[part]:  # type: ignore[attr-defined] # the JSON of a centre file
                item["name"] = nasty
        values["centre"]["name"] = nasty  # type: ignore[index] # the same
        values["centre"]["notice"] = nasty  # type: ignore[index] # the same
        values["rating"]["question"] = nasty  # type: ignore[index] # the same
        values["rating"]["levels"][0]["name"] = nasty  # type: ignore[index] # the same

    database = copy_database(empty_database, folder / "nasty.db")
    prepare_centre(database, file=small_centre(name_everything), names={"CB01": nasty, "GD01": nasty})
    clock = SteppedClock()
    with (
        running(database, clock, ignore_hours=True) as server,
        phones_beside(server) as phones,
        browser.new_context() as context,
    ):
        page = context.new_page()
        page.goto(f"{server.address}/console/login")
        page.fill("#login", "gd01")
        page.fill("#password", PASSWORD)
        page.click("button")
        page.click("[data-key=Q2]")
        issued = server.centre.issue("A", "elderly")
        expect(page.locator("#queue")).to_contain_text(nasty)
        press(page, "g")
        page.keyboard.type("A001")
        page.keyboard.press("Tab")
        page.keyboard.type(f"Người nhà {nasty}")  # some of them have too few letters for a reason
        page.keyboard.press("Enter")
        expect(page.locator("#hero-reason")).to_contain_text(nasty)
        press(page, "c")
        press(page, "f")
        expect(page.locator("#panel")).to_contain_text(nasty)
        page.keyboard.press("f")
        expect(page.locator("#hero-words")).to_be_visible()
        assert page.evaluate("window.wasHere") is None
        page.goto(f"{server.address}/scores")
        expect(page.locator("main")).to_contain_text(nasty)
        assert page.evaluate("window.wasHere") is None
        page.goto(f"{phones.address}/t/{issued.token}")
        expect(page.locator("body")).to_contain_text(nasty)
        assert page.evaluate("window.wasHere") is None
        assert page.locator("svg[onload], img[onerror], main script").count() == 0


def test_in_the_transfer_panel_a_digit_is_the_counter_s_own_number(open_console: Open, live: RunningServer) -> None:
    page = open_console(counter="Q1")
    live.centre.sign_on("Q2", "CB02")
    live.centre.number("A")
    press(page, "n")
    expect(page.locator("#hero-number")).to_have_text("A001")
    for tab in ("t", "t"):
        press(page, tab)
    for target, digit in (("Quầy số 2", "2"), ("Quầy số 3", "3")):
        expect(page.locator("#panel .choice", has_text=target).locator("kbd")).to_have_text(digit)
    page.keyboard.press("t")
    expect(page.locator("#panel .choice", has_text="Cán bộ 02").locator("kbd")).to_have_text("2")
    for tab in ("t", "t"):
        page.keyboard.press(tab)
    page.keyboard.press("2")
    expect(page.locator("#panel")).to_be_hidden()
    assert live.centre.turn("A001").for_counter == "Q2"


def test_a_usual_reason_is_taken_by_its_digit_and_can_be_written_on(open_console: Open, live: RunningServer) -> None:
    page = open_console()
    live.centre.number("A")
    press(page, "g")
    page.keyboard.type("a001")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    expect(page.locator("#panel-reason")).to_have_value("Trở lại bổ sung giấy tờ")
    page.keyboard.type(" 2")  # a digit again: the field is no longer empty
    expect(page.locator("#panel-reason")).to_have_value("Trở lại bổ sung giấy tờ 2")
    page.click("#panel .usual >> nth=0")
    expect(page.locator("#panel-reason")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#hero-reason")).to_have_text("Gọi đích danh: Công dân cần hỗ trợ ngay")
