"""Every deed of the console in a real browser, by keyboard and by mouse, and what each leaves in the centre."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from console_browser import Open, press
from playwright.sync_api import Page, expect
from staff_pages import RunningServer, says

from messaging.clock import SteppedClock


@dataclass
class Hand:
    """One way of working the console: the same deeds by keys or by the mouse."""

    page: Page
    by_keyboard: bool

    def do(self, key: str, selector: str) -> None:
        """A deed of its own key and button."""
        expect(self.page.locator("#next")).to_be_enabled()
        if self.by_keyboard:
            self.page.keyboard.press(key)
        else:
            self.page.click(selector)

    def pick(self, digit: int, words: str, *, shift: bool = False) -> None:
        """A choice in the panel: by its digit, or by its words."""
        if self.by_keyboard:
            self.page.keyboard.press(f"{'Shift+' if shift else ''}Digit{digit}")
        else:
            self.page.locator("#panel-body button", has_text=words).first.click()

    def write(self, field: str, words: str) -> None:
        if self.by_keyboard:
            expect(self.page.locator(f"#panel-{field}")).to_be_focused()
            self.page.keyboard.type(words)
        else:
            self.page.fill(f"#panel-{field}", words)

    def send(self) -> None:
        if self.by_keyboard:
            self.page.keyboard.press("Enter")
        else:
            self.page.click("#panel [type=submit]")

    def call(self) -> None:
        self.do("n", "#next")
        expect(self.page.locator("#hero-state")).to_have_text("Đang gọi")

    def serve(self) -> None:
        self.call()
        self.do("c", "[data-deed=start]")
        expect(self.page.locator("#hero-state")).to_have_text("Đang phục vụ")


@pytest.fixture(params=["keyboard", "mouse"])
def hand(request: pytest.FixtureRequest, open_console: Open, live: RunningServer) -> Hand:
    """An officer at counter 2 with five people waiting."""
    page = open_console()
    for group in (None, None, "elderly", None, None):
        live.centre.number("A", group)
    expect(page.locator("#waiting")).to_have_text("5")
    return Hand(page, request.param == "keyboard")


def said(hand: Hand, words: str) -> None:
    expect(hand.page.locator("#result")).to_have_text(words)


def test_finish_with_outcome_ticks_and_dossier(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("f", "[data-panel=finish]")
    hand.pick(2, "Đã số hóa", shift=True)
    expect(hand.page.locator("[data-tick='2']")).to_have_attribute("aria-pressed", "true")
    hand.page.fill("#panel-dossier", "H41.18-260105-0007")
    if hand.by_keyboard:
        hand.page.keyboard.press("Escape")  # out of the field, the panel stays
        expect(hand.page.locator("#panel")).to_be_visible()
    hand.pick(2, "Cần bổ sung")
    said(hand, f"Đã hoàn tất {number}")
    turn = live.centre.turn(number)
    assert (turn.outcome, turn.ticks) == ("more_papers", '["digitised"]')
    code = live.centre.one("SELECT code FROM dossier_codes WHERE turn_id = ?", turn.turn_id)["code"]
    assert code == "H41.18-260105-0007"
    expect(hand.page.locator("#panel")).to_be_hidden()


def test_what_is_missing_is_asked_and_its_slip_is_ordered(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    if hand.by_keyboard:
        press(hand.page, "3")  # while serving, the outcome's digit is enough
        expect(hand.page.locator("#panel-missing")).to_be_focused()
    else:
        hand.do("f", "[data-panel=finish]")
        hand.pick(3, "in phiếu")
    if hand.by_keyboard:
        hand.page.keyboard.press("Control+Enter")
    else:
        hand.send()
    expect(hand.page.locator("#panel-fault")).to_contain_text("cần bổ sung những gì")
    hand.page.locator("#panel-missing").fill("Bản sao giấy khai sinh")
    if hand.by_keyboard:
        hand.page.keyboard.press("Control+Enter")
    else:
        hand.send()
    expect(hand.page.locator("#hero-state")).to_have_text("Quầy đang trống")
    assert live.centre.turn(number).outcome == "supplement"
    assert live.centre.one("SELECT missing FROM supplement_texts")["missing"] == "Bản sao giấy khai sinh"
    assert live.centre.one("SELECT kind FROM jobs")["kind"] == "return_slip"
    assert isinstance(live.clock, SteppedClock)
    live.clock.step(timedelta(seconds=70))  # no kiosk runs here: nobody prints it
    live.centre.number("A")
    expect(hand.page.locator(".prints:visible")).to_contain_text(f"Phiếu bổ sung của {number}: máy in chưa in")


def test_hold_then_resume(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("h", "[data-panel=hold]")
    hand.pick(1, "10 phút")
    said(hand, f"{number} tạm chờ 10 phút")
    held = hand.page.locator("#held li")
    expect(held).to_contain_text(number)
    expect(held).to_contain_text("còn 9:")
    hand.call()  # the desk is free for the next one meanwhile
    hand.do("v", "[data-deed=absent]")
    expect(hand.page.locator("#absent")).to_contain_text("A0")
    hand.do("k", "#held button >> nth=0")
    expect(hand.page.locator("#hero-number")).to_have_text(number)
    expect(hand.page.locator("#hero-reason")).to_have_text("Trở lại sau khi tạm chờ")
    assert live.centre.kinds().count("turn_released") == 1


def test_hold_until_released_then_release(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("h", "[data-panel=hold]")
    hand.pick(4, "Đến khi trở lại")
    expect(hand.page.locator("#held li")).to_contain_text("đến khi trở lại")
    assert live.centre.turn(number).held_until is None
    hand.do("j", "#held button >> nth=1")
    said(hand, f"{number} trở lại hàng chờ")
    expect(hand.page.locator("#held-part")).to_be_hidden()
    assert live.centre.turn(number).state == "waiting"


def test_an_absent_one_returns(hand: Hand, live: RunningServer) -> None:
    hand.call()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("v", "[data-deed=absent]")
    said(hand, f"Đã ghi {number} vắng mặt")
    hand.do("l", "#absent button")
    said(hand, f"{number} trở lại hàng chờ")
    assert live.centre.turn(number).state == "waiting"


@pytest.mark.parametrize(
    ("times", "tab", "words", "column", "value"),
    [
        (0, "Lĩnh vực", "Hộ tịch", "service", "B"),
        (1, "Quầy", "Quầy số 1", "for_counter", "Q1"),
        (2, "Cán bộ", "Cán bộ 02", "for_officer", "CB02"),
    ],
)
def test_transfer(hand: Hand, live: RunningServer, times: int, tab: str, words: str, column: str, value: str) -> None:
    live.centre.sign_on("Q1", "CB02")
    expect(hand.page.locator("#counters")).to_be_hidden()
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("t", "[data-panel=transfer]")
    if hand.by_keyboard:
        for _ in range(times):
            hand.page.keyboard.press("t")
    else:
        hand.page.locator("#panel .tabs button", has_text=tab).click()
    expect(hand.page.locator("#panel-body")).to_contain_text(words)
    hand.pick(1, words)
    said(hand, f"Đã chuyển {number}")
    turn = live.centre.turn(number)
    assert (turn.origin, getattr(turn, column)) == ("transferred", value)


def test_a_second_service_on_the_same_ticket(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("a", "[data-panel=second]")
    hand.pick(1, "Hộ tịch")
    expect(hand.page.locator("#hero-service")).to_contain_text("còn: Hộ tịch")
    rows = live.centre.rows("SELECT turns.service FROM turns JOIN tickets USING (ticket_id) WHERE shown = ?", number)
    assert sorted(row["service"] for row in rows) == ["A", "B"]


def test_quick_serve_asks_why(hand: Hand, live: RunningServer) -> None:
    hand.do("q", "[data-panel=quick]")
    hand.pick(1, "Chứng thực")
    hand.send()
    expect(hand.page.locator("#panel-fault")).to_have_text("Vui lòng nhập lý do.")
    hand.write("reason", "Chỉ hỏi thông tin")
    hand.send()
    expect(hand.page.locator("#hero-number")).to_have_text("+001")
    expect(hand.page.locator("#hero-service")).to_contain_text("Phục vụ nhanh")
    assert "quick_served" in live.centre.kinds()
    assert live.centre.one("SELECT reason FROM deed_reasons")["reason"] == "Chỉ hỏi thông tin"


def test_call_to_the_seat(hand: Hand, live: RunningServer) -> None:
    hand.call()
    hand.do("s", "[data-deed=call-to-seat]")
    expect(hand.page.locator("#hero-state")).to_contain_text("Đang đến tận chỗ")
    assert live.centre.one("SELECT to_seat FROM calls ORDER BY call_id DESC")["to_seat"] == 1


def test_a_lost_slip_is_printed_again(hand: Hand, live: RunningServer) -> None:
    says(live, "kiosk-1")
    number = "A003"
    if hand.by_keyboard:
        press(hand.page, "i")
        hand.write("number", number)
    else:
        hand.page.click(f"#queue [data-key={number}]")
        hand.page.locator("#panel .tabs button", has_text="Phiếu").click()
    hand.send()
    said(hand, f"Đang in lại phiếu {number} tại Máy lấy số kiosk-1")
    assert [tuple(row) for row in live.centre.rows("SELECT device_id, kind FROM jobs")] == [("kiosk-1", "ticket_slip")]


def test_a_note_is_shown_when_the_number_is_called(hand: Hand, live: RunningServer) -> None:
    number = "A003"  # an elderly person's, whose wait counts three times: first in the line before long
    if hand.by_keyboard:
        press(hand.page, "m")
        hand.write("number", number)
        hand.page.keyboard.press("Tab")
    else:
        hand.page.click(f"#queue [data-key={number}]")
        hand.page.locator("#panel .tabs button", has_text="Ghi chú").click()
    hand.write("text", "Đi xe lăn")
    hand.send()
    said(hand, f"Đã ghi chú cho {number}")
    expect(hand.page.locator("#queue tr").filter(has=hand.page.locator(f"[data-key={number}]"))).to_contain_text(
        "Đi xe lăn"
    )
    hand.call()
    expect(hand.page.locator("#hero-number")).to_have_text(number)
    expect(hand.page.locator("#hero-notes")).to_contain_text("Đi xe lăn Cán bộ 01")


def test_another_priority_asks_why(hand: Hand, live: RunningServer) -> None:
    if hand.by_keyboard:
        press(hand.page, "u")
        hand.write("number", "a005")
        hand.page.keyboard.press("Tab")
        hand.page.keyboard.press("2")
    else:
        hand.page.locator("#queue .number-button", has_text="A005").click()
        hand.page.locator("#panel .tabs button", has_text="Ưu tiên").click()
        hand.pick(2, "Người cao tuổi")
    hand.write("reason", "Chưa khai khi lấy số")
    hand.send()
    said(hand, "Đã đổi diện ưu tiên của A005")
    expect(hand.page.locator("#queue tr", has_text="A005")).to_contain_text("Người cao tuổi")
    assert live.centre.turn("A005").rate == "priority"


def test_a_named_call_shows_why_and_whom_it_passed(hand: Hand, live: RunningServer) -> None:
    hand.do("g", "[data-panel=named]")
    hand.write("number", "a004")
    if hand.by_keyboard:
        hand.page.keyboard.press("Tab")
    hand.write("reason", "Có hẹn trước")
    hand.send()
    expect(hand.page.locator("#hero-number")).to_have_text("A004")
    reason = hand.page.locator("#hero-reason")
    expect(reason).to_have_text("Gọi đích danh: Có hẹn trước · vượt A001, A002, A003")


def test_pause_shows_clearly_and_next_resumes(hand: Hand, live: RunningServer) -> None:
    hand.do("p", "#pause")
    hand.pick(2, "Họp")
    expect(hand.page.locator("#hero-state")).to_have_text("Quầy tạm nghỉ")
    expect(hand.page.locator("#hero-words")).to_have_text("Họp")
    expect(hand.page.locator("#next-words")).to_have_text("Trở lại, gọi số tiếp theo")
    hand.call()
    assert live.centre.kinds()[-2:] == ["desk_resumed", "turn_called"]
    hand.do("v", "[data-deed=absent]")
    expect(hand.page.locator("#hero-state")).to_have_text("Quầy đang trống")
    hand.do("p", "#pause")
    hand.pick(1, "Nghỉ giải lao")
    expect(hand.page.locator("#hero-words")).to_have_text("Nghỉ giải lao")
    hand.do("p", "#pause")
    said(hand, "Quầy 2 phục vụ tiếp")
    expect(hand.page.locator("#hero-state")).to_have_text("Quầy đang trống")


def test_leaving_and_taking_another_counter_over(hand: Hand, live: RunningServer) -> None:
    live.centre.sign_on("Q1", "CB02")
    hand.do("x", "#leave")
    expect(hand.page.locator("#choosing-result")).to_have_text("Đã rời quầy")
    expect(hand.page.locator("[data-key=Q1]")).to_contain_text("Cán bộ 02")
    expect(hand.page.locator("[data-key=Q1]")).to_be_enabled()  # keys count again
    if hand.by_keyboard:
        hand.page.keyboard.press("1")
        expect(hand.page.locator(".is-asking .primary")).to_be_focused()
        hand.page.keyboard.press("Enter")
    else:
        hand.page.click("[data-key=Q1]")
        hand.page.click(".is-asking .primary")
    expect(hand.page.locator("#counter")).to_have_text("Quầy số 1")
    rows = live.centre.rows("SELECT officer_id, counter_id FROM desk_sessions WHERE signed_off_at IS NULL")
    assert [tuple(row) for row in rows] == [("CB01", "Q1")]


def test_the_whole_centre_s_queue(hand: Hand, live: RunningServer) -> None:
    live.centre.number("C")  # not served here
    hand.do("w", "#hall-line")
    row = hand.page.locator("#queue tr", has_text="C001")
    expect(row).to_contain_text("Quầy 3")
    expect(hand.page.locator("#hall-waiting")).to_have_text("6")
    hand.do("w", "#own-line")
    expect(hand.page.locator("#queue tr", has_text="C001")).to_have_count(0)


def test_undo_of_a_hold(hand: Hand, live: RunningServer) -> None:
    hand.serve()
    number = hand.page.locator("#hero-number").inner_text()
    hand.do("h", "[data-panel=hold]")
    hand.pick(1, "10 phút")
    expect(hand.page.locator("#undo")).to_contain_text(f"Hoàn tác: tạm chờ {number}")
    hand.do("z", "#undo")
    expect(hand.page.locator("#hero-state")).to_have_text("Đang phục vụ")
    expect(hand.page.locator("#hero-number")).to_have_text(number)
