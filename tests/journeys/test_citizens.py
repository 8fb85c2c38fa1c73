"""What citizens live through, from the touch to the score, in a centre of real programs."""

import html
import subprocess
import wave

import httpx
from real_centre import (
    BOARD,
    DISPLAY,
    HOME,
    INVITATION,
    KIOSK,
    MAYBE_SLIP,
    NO_CONNECTION,
    NO_SLIP,
    PHONES,
    QUESTION,
    SERVER,
    SKIP,
    TAKE_SLIP,
    WRITTEN_DOWN,
    RealCentre,
    eventually,
)

ELDERLY = "Người từ 60 tuổi"
SETTLED_S = 75.0
"""By then nothing can change a rating: its window, the second press and the undo are over."""


def test_from_the_touch_to_the_score(centre: RealCentre) -> None:
    head, officer = centre.console("head"), centre.console("officer")
    rated = _rated(centre)
    spoken = len(list(centre.calls().glob("*.wav")))
    slips = len(centre.slips())

    centre.ask_for_number()
    number = centre.number_on()
    centre.wait_to_see(KIOSK, TAKE_SLIP)
    centre.wait_for_outcome(number, "printed")
    assert len(centre.slips()) == slips + 1
    centre.check_slip(number, centre.slips()[-1])
    page = _page_behind_the_code(centre)
    assert number in page
    assert "Sắp đến lượt Ông/Bà" in page or "phía trước" in page

    assert officer.call_next() == number
    centre.wait_to_see(BOARD, number, "1")
    centre.wait_to_see(DISPLAY, number, "Cán bộ 01")
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    with wave.open(str(centre.calls() / centre.spoken(number)[0])) as call:
        assert call.getnframes() / call.getframerate() > 3
        assert any(call.readframes(call.getnframes()))

    assert officer.act("start")["state"] == "serving"
    centre.wait_to_see(DISPLAY, "Đang phục vụ")
    assert officer.act("finish")["state"] == "finished"
    centre.wait_to_see(DISPLAY, INVITATION)
    centre.wait_for_invitation()
    centre.press(0)
    eventually(lambda: not centre.invites(), "the thank-you to end")
    press, window = _press_and_window(centre, number)
    assert (press["level"], press["window_id"]) == (5, window["window_id"])
    assert (window["officer_id"], window["counter_id"]) == ("CB01", "Q1")

    centre.step(SETTLED_S)
    eventually(lambda: _rated(centre) == rated + 1, "the rating to be in the officer's score")
    assert "chưa đủ 10 đánh giá" in head.page("/scores"), "no percentage below ten"
    eventually(lambda: not centre.sees(DISPLAY, INVITATION), "the invitation to go")
    assert len(list(centre.calls().glob("*.wav"))) == spoken + 1, "one call is spoken once"


def test_a_visit_in_english(centre: RealCentre) -> None:
    centre.touch("English", "What can we do for you?")
    centre.touch("Certification", "Do you have priority?")
    centre.touch("No, continue", "Your number", "Getting your number")
    number = centre.number_on(title="Your number")
    centre.wait_to_see(KIOSK, "Please take your ticket")
    centre.wait_for_outcome(number, "printed")
    assert centre.ticket(number)["language"] == "en"
    centre.check_slip(number, centre.slips()[-1])
    officer = centre.console("officer")
    assert officer.call_next() == number
    centre.wait_to_see(BOARD, number)
    centre.wait_to_see(DISPLAY, number, "Certification")
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    with wave.open(str(centre.calls() / centre.spoken(number)[0])) as call:
        in_english_s = call.getnframes() / call.getframerate()
    assert in_english_s > 5, "both languages are spoken"
    officer.serve(number)
    centre.wait_to_see(DISPLAY, "Please rate our service")
    centre.go_home()


def test_priority_is_on_the_slip_and_shortens_the_wait(centre: RealCentre) -> None:
    first, second = centre.give_number(), centre.give_number()
    elder = centre.take_number("Chứng thực", ELDERLY)
    assert centre.ticket(elder)["priority_group"] == "elderly"
    centre.check_slip(elder, centre.slips()[-1])
    centre.step(120)
    waiting = centre.console("officer").read("/api/v1/console/view")["queue"]
    assert [row["number"] for row in waiting] == [elder, first, second]
    assert waiting[0]["priority"] == ELDERLY
    called = [_called_and_served(centre) for _ in range(3)]
    assert called == [elder, first, second]


def test_without_paper_no_number_is_given(centre: RealCentre) -> None:
    tickets = centre.count("tickets")
    centre.touch("Chứng thực", QUESTION)
    centre.tell_printer("fail", fault="no_paper")
    centre.touch(SKIP, "Máy hết giấy in phiếu")
    assert centre.count("tickets") == tickets, "paper is checked before the number is given"
    centre.tell_printer("heal")
    centre.wait_to_see(KIOSK, HOME)


def test_paper_that_ends_within_the_slip_and_a_number_written_down(centre: RealCentre) -> None:
    centre.tell_printer("fail", fault="no_paper", amount=150)
    centre.ask_for_number()
    centre.wait_to_see(KIOSK, NO_SLIP)
    number = centre.number_on()
    centre.touch(WRITTEN_DOWN, "Máy hết giấy in phiếu")
    centre.wait_for_outcome(number, "shown")
    assert centre.state_of(number) == "waiting"
    centre.tell_printer("heal")
    assert centre.console("officer").call_next() == number


def test_a_number_that_nobody_saw_is_voided_on_record(centre: RealCentre) -> None:
    centre.tell_printer("fail", fault="no_paper", amount=150)
    centre.ask_for_number()
    number = centre.number_on()
    centre.wait_to_see(KIOSK, NO_SLIP)
    centre.wait_for_outcome(number, "not_printed")
    assert centre.state_of(number) == "voided"
    centre.tell_printer("heal")
    assert centre.console("officer").call_next() is None, "nobody is called who has no number"
    following = centre.give_number()
    assert int(following[1:]) == int(number[1:]) + 1, "a number is given once, also when it was voided"


def test_a_printer_that_says_nothing_leaves_the_slip_in_doubt(centre: RealCentre) -> None:
    centre.tell_printer("fail", fault="silent")
    centre.ask_for_number()
    number = centre.number_on()
    centre.wait_to_see(KIOSK, MAYBE_SLIP)
    centre.wait_for_outcome(number, "unknown")
    assert centre.state_of(number) == "waiting"
    centre.check_slip(number, centre.slips()[-1])
    told = centre.console("officer").read("/api/v1/console/view")["prints"]
    assert any(number in words for words in told), "staff are told"


def test_after_closing_and_after_the_last_number_screens_say_so(centre: RealCentre) -> None:
    head, officer = centre.console("head"), centre.console("officer")
    number = centre.give_number()
    head.act("stop-tickets")
    centre.wait_to_see(KIOSK, "Đã ngừng lấy số hôm nay")
    assert officer.call_next() == number, "who has a number is still served"
    officer.serve(number)
    head.act("close-day")
    centre.wait_to_see(KIOSK, "Trung tâm hiện chưa làm việc")
    centre.wait_to_see(BOARD, "Ngoài giờ làm việc")
    head.act("open-day")
    centre.wait_to_see(KIOSK, HOME)
    following = centre.give_number()
    assert int(following[1:]) == int(number[1:]) + 1, "a day that is opened again goes on"


def test_without_the_server_every_screen_says_so_and_comes_back(centre: RealCentre) -> None:
    number = centre.give_number()
    centre.kill(SERVER)
    centre.wait_to_see(KIOSK, NO_CONNECTION)
    for board in (BOARD, DISPLAY):
        eventually(lambda board=board: centre.says_stale(board), f"{board} to say that it is cut off")
    centre.start(SERVER)
    centre.wait_to_see(KIOSK, HOME)
    centre.wait_for_boards()
    assert centre.console("officer").call_next() == number
    centre.wait_for_boards()


def _rated(centre: RealCentre) -> int:
    head = centre.console("head")
    day = head.read("/api/v1/console/view")["day"]["date"]
    schemes = head.read(f"/api/v1/scores?from={day}&to={day}")["schemes"]
    return sum(row["rated"] for scheme in schemes for row in scheme["officers"] if row["id"] == "CB01")


def _page_behind_the_code(centre: RealCentre) -> str:
    """What a phone shows that scans the newest slip."""
    if not centre.runs(PHONES):
        centre.start(PHONES)
    codes = subprocess.check_output(["zbarimg", "--quiet", "--raw", str(centre.slips()[-1])], text=True).splitlines()
    (scanned,) = (code for code in codes if code.startswith(f"{centre.phones_address}/t/"))
    answer = httpx.get(scanned, trust_env=False)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def _press_and_window(centre: RealCentre, number: str):
    turn_id = centre.ticket(number)["turn_id"]
    window = centre.rows("SELECT * FROM windows WHERE turn_id = ?", turn_id)[0]
    eventually(
        lambda: centre.rows("SELECT 1 FROM presses WHERE window_id = ?", window["window_id"]), "the press to arrive"
    )
    (press,) = centre.rows("SELECT * FROM presses WHERE window_id = ?", window["window_id"])
    return press, window


def _called_and_served(centre: RealCentre) -> str | None:
    officer = centre.console("officer")
    number = officer.call_next()
    if number is not None:
        officer.serve(number)
    return number
