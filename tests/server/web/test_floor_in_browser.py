"""The floor, numbers for citizens, people: in a real Chromium, in both languages, on a desk, a tablet and a phone."""

import contextlib
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from console_browser import PATIENCE_MS
from playwright.sync_api import Browser, Page, Route, expect
from staff_pages import RunningServer, says

from messaging.requests import JobOutcome
from server.actions.call_number import call_number
from server.actions.report_job import report_job
from server.actions.transfer import Target, transfer
from server.actions.web_sessions import log_in
from server.web.access.staff_session import COOKIE

OpenPage = Callable[..., Page]
SIZES = {"desk": (1280, 800), "tablet": (820, 1180), "phone": (390, 844)}
PERSON_OF = {"gd01": "GD01", "kt01": "KT01", "hd01": "HD01", "ks01": "KS01", "cb01": "CB01"}

axe = Axe()


@pytest.fixture
def open_page(browser: Browser, live: RunningServer) -> Iterator[OpenPage]:
    """A page for somebody who is logged in; whatever it complains of fails the test."""
    faults: list[str] = []
    with contextlib.ExitStack() as contexts:

        def enter(login: str, path: str, *, language: str = "vi", size: str = "desk") -> Page:
            width, height = SIZES[size]
            context = contexts.enter_context(browser.new_context(viewport={"width": width, "height": height}))
            session = live.centre.act(log_in, staff_id=PERSON_OF[login], former_token=None)
            context.add_cookies(
                [
                    {"name": COOKIE, "value": session.token, "url": live.address},
                    {"name": "bocso_language", "value": language, "url": live.address},
                ]
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            page.goto(live.address + path)
            if page.locator("#link").count():
                expect(page.locator("#link")).to_have_class("tag is-good")
            return page

        yield enter
    assert faults == []


def faults_of(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule, and where."""
    return [
        f"{found['id']}: {', '.join(str(node['target']) for node in found['nodes'])}"
        for found in axe.run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def fits_its_width(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


# --- the floor ---------------------------------------------------------------------------------------------------


def test_the_floor_follows_what_happens(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    live.centre.sign_on("Q1")
    expect(page.locator("[data-counter=Q1] .state")).to_have_text("Trống")
    live.centre.number("A")
    expect(page.locator("[data-counter=Q1] .card-lines")).to_contain_text("Trống trong khi 1 người chờ")
    live.centre.next("Q1")
    expect(page.locator("[data-counter=Q1] .number")).to_have_text("A001")
    expect(page.locator("[data-counter=Q1]")).to_have_class("floor-card is-called")
    live.centre.start("Q1")
    expect(page.locator("[data-counter=Q1] .state")).to_have_text("Đang phục vụ")
    expect(page.locator("[data-counter=Q1] .timer")).to_have_text(re.compile(r"^0:(0[1-9]|[1-5]\d)$"))


def test_the_head_moves_an_officer_and_takes_a_call_back(open_page: OpenPage, live: RunningServer) -> None:
    first, second = live.centre.number("A"), live.centre.number("A")
    live.centre.sign_on("Q1")
    called = {"counter_id": "Q1", "officer_id": "CB01", "number": second, "reason": "Người quen"}
    live.centre.act(call_number, **called, actor="staff:CB01")
    page = open_page("gd01", "/floor")

    page.click("#deeds button:has-text('Đưa về hàng chờ')")
    page.click("#ask-yes")
    expect(page.locator("#ask-fault")).to_have_text("Vui lòng ghi lý do.")
    page.keyboard.type("Gọi không đúng thứ tự")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_have_text(f"Số {second} trở lại hàng chờ")
    expect(page.locator("#deeds li").first).to_contain_text("Lý do: Gọi không đúng thứ tự")

    live.centre.next("Q1")
    expect(page.locator("[data-counter=Q1] .number")).to_have_text(first)
    page.click("[data-key='move:Q1']")
    page.select_option("#ask-counter_id", "Q3")
    page.click("#ask-yes")
    expect(page.locator("#result")).to_have_text(f"Cán bộ 01 đã chuyển đến Quầy số 3; số {first} trở lại hàng chờ")
    expect(page.locator("[data-counter=Q3] .card-who b")).to_have_text("Cán bộ 01")
    page.click("[data-key='off:Q3']")
    page.click("#ask-yes")
    expect(page.locator("[data-counter=Q3] .state")).to_have_text("Chưa có cán bộ")
    page.click("[data-key='place:Q2']")
    page.select_option("#ask-officer_id", "CB02")
    page.keyboard.press("Enter")
    page.click("#ask-yes:visible")
    expect(page.locator("[data-counter=Q2] .card-who b")).to_have_text("Cán bộ 02")


def test_a_service_closes_early_into_places_and_reopens(open_page: OpenPage, live: RunningServer) -> None:
    live.centre.number("B")
    page = open_page("gd01", "/floor")
    page.click("[data-key='close:B']")
    page.select_option("#ask-how", "places")
    page.fill("#ask-reason", "Cán bộ ốm")
    page.click("#ask-yes")
    expect(page.locator("#result")).to_have_text("Đã đóng sớm; 1 người nhận số đặt trước")
    expect(page.locator("#services tr:has-text('Hộ tịch') .chip")).to_have_text("ngừng cấp số")
    page.click("[data-key='open:B']")
    expect(page.locator("#services tr:has-text('Hộ tịch') .chip")).to_have_count(0)


def test_a_notice_goes_up_and_down(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    page.click("#notice-deeds button")
    page.fill("#ask-text", "<b>Máy tra cứu</b> tạm nghỉ")
    page.fill("#ask-text_en", "Look-up is closed")
    page.click("#ask-yes")
    expect(page.locator("#notices li")).to_contain_text("<b>Máy tra cứu</b> tạm nghỉ")
    page.click("#notices button")
    expect(page.locator("#notices")).to_have_text("Không có thông báo nào.")


def test_the_day_is_stopped_extended_closed_and_opened(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    page.click("text=Ngừng cấp số")
    expect(page.locator("#day")).to_have_text("Đã ngừng cấp số")
    page.click("text=Cấp số trở lại")
    expect(page.locator("#day")).to_have_text("Đang mở")
    page.click("text=Kéo dài…")
    page.fill("#ask-closes_at", "25h99")
    page.click("#ask-yes")
    expect(page.locator("#ask-fault")).to_contain_text("Vui lòng nhập giờ")
    expect(page.locator("#ask-closes_at")).to_have_value("25h99")
    page.fill("#ask-closes_at", "23h59")
    page.click("#ask-yes")
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#day-words")).to_contain_text("kéo dài đến 23:59")
    expect(page.locator("#deeds")).to_contain_text("kéo dài ngày làm việc đến 23:59")
    page.click("text=Đóng ngày…")
    page.click("#ask-yes")
    expect(page.locator("#day")).to_have_text("Đã đóng")
    page.click("text=Mở ngày làm việc")
    expect(page.locator("#day")).to_have_text("Đang mở")


@pytest.mark.parametrize(
    ("language", "taken", "served"),
    [
        ("vi", "3 người: 1 đang chờ, 1 đang được gọi, 1 tạm chờ", "Không có ai đang được phục vụ."),
        ("en", "3 people: 1 waiting, 1 called, 1 on hold", "Nobody is being served."),
    ],
)
def test_the_question_before_closing_counts_all_whose_turn_it_takes(
    open_page: OpenPage, live: RunningServer, language: str, taken: str, served: str
) -> None:
    live.centre.sign_on("Q1")
    for _ in range(3):
        live.centre.number("A")
    live.centre.next("Q1")
    live.centre.start("Q1")
    live.centre.hold("Q1")
    live.centre.next("Q1")
    page = open_page("gd01", "/floor", language=language)
    page.click("[data-key='close:A']")
    expect(page.locator("#ask")).not_to_contain_text("called" if language == "en" else "đang được gọi")
    page.keyboard.press("Escape")
    page.click("text=Close the day…" if language == "en" else "text=Đóng ngày…")
    expect(page.locator("#ask")).to_contain_text(taken)
    expect(page.locator("#ask")).to_contain_text(served)


def test_an_alarm_rings_on_floor_and_console_until_somebody_sees_to_it(
    open_page: OpenPage, live: RunningServer
) -> None:
    floor, console = open_page("kt01", "/floor"), open_page("gd01", "/console")
    says(live, "kiosk-1", "paper_out")
    expect(floor.locator("#alarms .is-loud", has_text="kiosk-1")).to_contain_text("Mở nắp máy in")
    expect(floor).to_have_title("(!2) Toàn cảnh · Bốc Số")  # this test has no broker either
    expect(console.locator("#device-alarms")).to_contain_text("Máy lấy số kiosk-1 hết giấy")
    console.click("#device-alarms .alarm-deeds button >> nth=0")
    expect(floor.locator("#alarms .is-quiet")).to_contain_text("Giám đốc 01 nhận lúc")
    expect(console.locator("#device-alarms .is-quiet")).to_be_visible()
    says(live, "kiosk-1")
    expect(console.locator("#device-alarms")).to_be_hidden()


@pytest.mark.parametrize(("login", "is_told"), [("kt01", True), ("gd01", True), ("ks01", False)])
def test_head_and_technician_are_told_of_an_alarm_on_any_page(
    open_page: OpenPage, live: RunningServer, login: str, is_told: bool
) -> None:
    says(live, "kiosk-1", "paper_out")
    page = open_page(login, "/account/password")
    bar = page.locator("#alarm-bar")
    if not is_told:
        expect(bar).to_have_count(0)
        return
    expect(bar).to_contain_text("Xem việc cần làm ở Toàn cảnh.")
    assert faults_of(page) == []
    bar.locator("a").click()
    expect(page.locator("#alarms")).to_contain_text("Máy lấy số kiosk-1 hết giấy")
    expect(page.locator("#alarm-bar")).to_have_count(0)


def test_the_floor_comes_back_by_itself_after_an_outage(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    page.route("**/api/v1/floor/**", lambda route: route.abort())
    live.house.changes.end()  # the server lets go of its streams
    expect(page.locator("#outage")).to_contain_text("Mất kết nối máy chủ")
    live.house.changes.is_over = False
    page.unroute("**/api/v1/floor/**")
    expect(page.locator("#outage")).to_be_hidden()
    live.centre.number("A")
    expect(page.locator("#sums li >> nth=0")).to_contain_text("1")


@pytest.mark.parametrize("login", ["kt01", "ks01"])
def test_who_only_looks_has_nothing_to_press(open_page: OpenPage, live: RunningServer, login: str) -> None:
    live.centre.sign_on("Q1")
    page = open_page(login, "/floor")
    expect(page.locator("#counters li")).to_have_count(3)
    expect(page.locator(".floor-card button, #services button, #notice-deeds button")).to_have_count(0)
    assert page.locator("#deeds-part").is_visible() is (login == "ks01")
    assert (page.locator("#day-deeds button").count() > 0) is (login == "kt01")


def test_everybody_finds_the_pages_of_their_role(open_page: OpenPage, live: RunningServer) -> None:
    def links(login: str, path: str) -> list[str]:
        return open_page(login, path).locator(".places a").all_inner_texts()

    assert links("gd01", "/floor") == [
        "Bàn gọi số",
        "Toàn cảnh",
        "Lấy số hộ",
        "Phiếu đã cấp",
        "Nhân sự",
        "Thiết lập",
        "Bảo mật",
        "Đánh giá",
        "Báo cáo",
    ]
    assert links("kt01", "/floor") == ["Bàn gọi số", "Toàn cảnh", "Thiết lập", "Bảo mật"]
    assert links("hd01", "/tickets/new") == ["Bàn gọi số", "Lấy số hộ", "Phiếu đã cấp"]
    assert links("ks01", "/floor") == ["Toàn cảnh", "Đánh giá", "Báo cáo"]
    page = open_page("hd01", "/floor")
    expect(page.locator("h1")).to_have_text("Không có quyền xem trang này")


# --- numbers for citizens ----------------------------------------------------------------------------------------


def test_a_greeter_takes_numbers_on_a_tablet(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("hd01", "/tickets/new", size="tablet")
    page.click("#groups label:has-text('Người cao tuổi')")
    page.dblclick("#tiles button >> nth=0")
    expect(page.locator("#given-number")).to_have_text("A001")
    expect(page.locator("#given-print")).to_have_text("Mời công dân ghi lại hoặc chụp số này")
    assert page.locator("#given-qr").evaluate("image => image.decode().then(() => image.naturalWidth > 50)")
    assert live.centre.turn("A001").priority_group == "elderly"
    assert live.centre.one("SELECT count(*) FROM tickets")[0] == 1
    page.click("#another")
    expect(page.locator("#helped")).to_have_text("Hôm nay Ông/Bà đã giúp 1 người")
    expect(page.locator("#groups input[value='']")).to_be_checked()
    page.fill("#code", "12")
    page.click("#claim")
    expect(page.locator("#result")).to_have_text("Mã gồm 6 chữ số. Vui lòng nhập lại.")


def test_an_answer_that_is_lost_gives_the_same_number_not_another(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("hd01", "/tickets/new", size="tablet")
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/api/v1/greeter/tickets", lose_the_first_answer)
    page.click("#tiles button >> nth=0")
    expect(page.locator("#given-number")).to_have_text("A001")
    assert len(lost) == 1
    assert live.centre.one("SELECT count(*) FROM tickets")[0] == 1


def test_the_kiosk_without_paper_is_not_chosen(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1")
    page = open_page("hd01", "/tickets/new", size="tablet")
    expect(page.locator("#kiosks input[value=kiosk-1]")).to_be_checked()
    page.evaluate("localStorage.clear()")
    says(live, "kiosk-1", "paper_out")
    page.reload()
    expect(page.locator("#kiosks input[value='']")).to_be_checked()
    expect(page.locator("#kiosks input[value=kiosk-1]")).to_have_count(0)
    expect(page.locator("#kiosk-faults")).to_contain_text("hết giấy")
    expect(page.locator("#kiosk-faults")).to_contain_text("mời ghi số ra giấy")


# --- slips and reserved places -----------------------------------------------------------------------------------


def test_a_lost_slip_is_found_and_printed_again(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1")
    for _ in range(3):
        live.centre.number("A")
    page = open_page("hd01", "/slips", size="tablet")
    expect(page.locator("#tickets li")).to_have_count(3)
    page.fill("#number", "a2")
    expect(page.locator("#tickets li")).to_have_count(1)
    page.click("#tickets button:has-text('In lại phiếu')")
    expect(page.locator("#result")).to_have_text("Đang in lại phiếu A002 tại Máy lấy số kiosk-1")
    expect(page.locator("#tickets li")).to_contain_text("bản in lại: đang in")
    job_id = live.centre.one("SELECT job_id FROM jobs")[0]
    live.centre.act(report_job, job_id=job_id, outcome=JobOutcome.DONE, device_id="kiosk-1")
    expect(page.locator("#tickets li")).to_contain_text("bản in lại: đã in")


def test_a_place_is_reserved_printed_again_and_taken_back(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1")
    page = open_page("gd01", "/slips")
    page.select_option("#place-service", "B")
    expect(page.locator("#place-day option")).to_have_count(5)
    page.locator("#place-day").select_option(index=1)
    page.locator("#place-at").select_option(index=2)
    page.click("#place-take")
    expect(page.locator("#code-shown")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    code = page.locator("#code-shown").inner_text()
    expect(page.locator("#places li")).to_contain_text("đã giữ")
    assert code not in page.locator("#places").inner_text()
    page.click("#code-done")
    page.click("#places button:has-text('In lại phiếu')")
    expect(page.locator("#code-shown")).to_have_text(code)
    page.click("#places button:has-text('Hủy…')")
    page.click("#ask-yes")
    expect(page.locator("#ask-fault")).to_contain_text("lý do")
    page.fill("#ask-reason", "Công dân không đến được")
    page.click("#ask-yes")
    expect(page.locator("#result")).to_have_text("Đã hủy số đặt trước")
    expect(page.locator("#places li")).to_have_class("is-withdrawn")
    expect(page.locator("#places button")).to_have_count(0)


def test_the_slip_just_given_is_printed_again(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1")
    page = open_page("hd01", "/tickets/new", size="tablet")
    page.click("#tiles button >> nth=0")
    page.click("#print-again")
    expect(page.locator("#given-print")).to_have_text("Đang in lại phiếu A001 tại Máy lấy số kiosk-1")
    assert live.centre.one("SELECT count(*) FROM jobs")[0] == 2


def test_the_head_prints_a_called_numbers_slip_again_and_sends_a_transfer_back(
    open_page: OpenPage, live: RunningServer
) -> None:
    says(live, "kiosk-1")
    live.centre.sign_on("Q1")
    live.centre.number("A")
    live.centre.next("Q1")
    page = open_page("gd01", "/floor")
    page.click("[data-key='print:Q1']")
    page.click("#ask-yes")
    expect(page.locator("#result")).to_have_text("Đang in lại phiếu A001 tại Máy lấy số kiosk-1")
    sent = {"counter_id": "Q1", "officer_id": "CB01", "to": Target.COUNTER, "target": "Q3"}
    live.centre.act(transfer, **sent, actor="staff:CB01")
    expect(page.locator("[data-counter=Q3] .card-lines")).to_contain_text("1 người được chuyển đến quầy này")
    expect(page.locator("#services .sent-to-nobody")).to_contain_text("1 người chờ Quầy số 3, chưa có cán bộ")
    page.click("#deeds button:has-text('Chuyển lại nơi cũ')")
    page.fill("#ask-reason", "Chuyển nhầm quầy")
    page.click("#ask-yes")
    expect(page.locator("#result")).to_have_text("Số A001 chờ ở nơi cũ, giữ thứ tự cũ")
    expect(page.locator("#deeds")).to_contain_text("Đã có việc mới hơn với số này.")
    expect(page.locator("#trips [data-trips=centre]")).to_contain_text("chưa đủ 10 việc")


def test_devices_that_nobody_installed_say_so(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/floor")
    expect(page.locator("[data-device=pad-Q1] .said")).to_have_text("chưa lắp")


# --- people ------------------------------------------------------------------------------------------------------


def test_a_new_person_logs_in_and_sets_an_own_password(open_page: OpenPage, live: RunningServer) -> None:
    page = open_page("gd01", "/people")
    page.click("summary:has-text('Thêm người')")
    page.fill("#new-id", "TN01")
    page.fill("#new-login", "tn01")
    page.fill("#name-new", "Tình nguyện 01")
    page.select_option("#role-new", "greeter")
    page.click("text=Thêm và tạo mật khẩu tạm")
    password = page.locator(".once .password").inner_text()

    own = open_page("hd01", "/tickets/new")
    own.context.clear_cookies(name=COOKIE)
    own.goto(f"{live.address}/console/login")
    own.fill("#login", "tn01")
    own.fill("#password", password)
    own.keyboard.press("Enter")
    expect(own.locator("h1")).to_have_text("Đổi mật khẩu")
    own.fill("#now", password)
    own.fill("#new", "mot-mat-khau-moi")
    own.fill("#again", "mot-mat-khau-moi")
    own.keyboard.press("Enter")
    expect(own.locator("h1")).to_have_text("Lấy số giúp công dân")


# --- how it looks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_serious(open_page: OpenPage, live: RunningServer, language: str) -> None:
    says(live, "kiosk-1", "paper_out")
    live.centre.sign_on("Q1")
    for group in ("elderly", None):
        live.centre.number("A", group)
    live.centre.next("Q1")
    found = {}
    page = open_page("gd01", "/floor", language=language)
    expect(page.locator("#counters li")).to_have_count(3)
    found["floor"] = faults_of(page)
    page.click("[data-key='close:A']")
    found["asking"] = faults_of(page)
    page = open_page("gd01", "/floor", language=language, size="phone")
    found["floor on a phone"] = faults_of(page)
    page = open_page("hd01", "/tickets/new", language=language, size="tablet")
    found["greeter"] = faults_of(page)
    page.click("#tiles button >> nth=0")
    expect(page.locator("#given-number")).to_be_visible()
    found["number given"] = faults_of(page)
    page = open_page("hd01", "/slips", language=language)
    expect(page.locator("#tickets li")).to_have_count(3)
    page.click("#place-take")
    expect(page.locator("#code-shown")).to_be_visible()
    found["slips"] = faults_of(page)
    page.click("[data-key^='off:']")
    found["withdrawing"] = faults_of(page)
    page = open_page("gd01", "/people", language=language)
    for at in range(2):
        page.locator(".person-row > summary").nth(at).click()
    found["people"] = faults_of(page)
    page.goto(f"{live.address}/account/password")
    found["password"] = faults_of(page)
    page = open_page("hd01", "/floor", language=language)
    found["no entry"] = faults_of(page)
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("size", ["desk", "phone", pytest.param("tablet", marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("path", ["/floor", "/tickets/new", "/slips", "/people", "/account/password"])
def test_nothing_is_wider_than_the_screen(open_page: OpenPage, live: RunningServer, path: str, size: str) -> None:
    live.centre.sign_on("Q1")
    live.centre.number("A")
    live.centre.next("Q1")
    says(live, "kiosk-1", "paper_out")
    page = open_page("gd01", path, size=size)
    assert fits_its_width(page)


def test_english_is_english_throughout(open_page: OpenPage, live: RunningServer) -> None:
    says(live, "kiosk-1", "paper_out")
    live.centre.sign_on("Q1")
    page = open_page("gd01", "/floor", language="en")
    expect(page.locator("#counters-title")).to_have_text("Counters")
    expect(page.locator("#alarms")).to_contain_text("is out of paper and gives no numbers")
    expect(page.locator("[data-counter=Q1] .state")).to_have_text("Free")
