"""Fingers on the real program: what citizens see, and what reaches the server and the paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import wait_for
from kiosk_stub import a_test_job
from PIL import Image
from running_kiosk import RunningKiosk, kiosk_with_its_centre
from stub_server import refuse

from simulation.screens.sample_kiosk import CENTRE

HOME = "Ông/Bà cần làm việc gì?"
PRIORITY = "Ông/Bà có thuộc diện ưu tiên không?"
SKIP = "Không, tiếp tục"
TAKE_IT = "Mời Ông/Bà lấy phiếu"
CODE = "Tôi có mã"
ENTER = "Nhập mã 6 chữ số"


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKiosk]:
    """One kiosk for all these tests: it has to come home after each of them."""
    with kiosk_with_its_centre(tmp_path_factory.mktemp("centre")) as kiosk:
        yield kiosk


@pytest.fixture
def kiosk(whole_centre: RunningKiosk) -> Iterator[RunningKiosk]:
    desk = whole_centre.desk
    whole_centre.wait_for(HOME)
    desk.server.asked.clear()
    desk.tickets.clear()
    desk.outcomes.clear()
    desk.places.clear()
    yield whole_centre
    desk.next_times.clear()
    whole_centre.printer.heal()
    whole_centre.say()


def test_home_shows_the_services_and_how_many_wait(kiosk: RunningKiosk) -> None:
    kiosk.wait_for(CENTRE, "Chứng thực", "Nhận kết quả", "A", "K", "5 người chờ")
    kiosk.say(services=[])
    wait_for(lambda: not kiosk.sees("Chứng thực"), what="the services to go")
    kiosk.say(count=12, closed=("E",))
    kiosk.wait_for("Tạm dừng nhận số", "Trang 1 / 2")
    kiosk.touch("Xem thêm", then="Trang 2 / 2")
    assert kiosk.sees("Tư pháp, tiếp công dân")
    kiosk.wait_for("Trang 1 / 2")  # it returns by itself


def test_a_service_that_is_closed_cannot_be_touched(kiosk: RunningKiosk) -> None:
    kiosk.say(closed=("A",))
    kiosk.wait_for("Tạm dừng nhận số")
    kiosk.wait_until_at_rest()
    kiosk.control.touch(*kiosk.place("Chứng thực"))
    kiosk.touch("Nhận kết quả", then=PRIORITY)
    kiosk.touch("Quay lại", then=HOME)
    assert kiosk.desk.tickets == {}


def test_from_a_touch_to_the_slip_and_home_again(kiosk: RunningKiosk, tmp_path: Path) -> None:
    slips = kiosk.printer.slip_count
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch("Người từ 60 tuổi", then=TAKE_IT)
    assert kiosk.sees("A001", "Còn 3 người phía trước", "Quầy số 1, 6", "ƯU TIÊN: Người từ 60 tuổi", "Xong")
    number = max(kiosk.control.texts(), key=lambda shown: shown.height)
    assert number.text == "A001", "the number is the largest thing"
    kiosk.control.picture(tmp_path / "number.png")
    with Image.open(tmp_path / "number.png") as picture:
        assert picture.size == kiosk.size
        assert len(picture.getcolors(100_000) or []) > 50
    kiosk.wait_for(HOME)
    assert kiosk.printer.slip_count == slips + 1
    wait_for(lambda: kiosk.desk.outcomes == [(1, "printed")], what="the outcome to be reported")
    assert [asked.body["priority_group"] for asked in kiosk.desk.server.asked[:1]] == ["elderly"]


def test_two_fingers_on_two_services_choose_the_first(kiosk: RunningKiosk) -> None:
    first, second = kiosk.place("Chứng thực"), kiosk.place("Nhận kết quả")
    kiosk.wait_until_at_rest()
    kiosk.control.touch(*first, phase="down", finger=1)
    kiosk.control.touch(*second, phase="down", finger=2)
    kiosk.control.touch(*second, phase="up", finger=2)
    assert kiosk.sees(HOME)
    kiosk.control.touch(*first, phase="up", finger=1)
    kiosk.wait_for(PRIORITY, "Chứng thực")
    kiosk.touch("Quay lại", then=HOME)


def test_two_fingers_on_two_answers_and_doubled_touches_make_one_ticket(kiosk: RunningKiosk) -> None:
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.wait_until_at_rest()
    skip, group = kiosk.place(SKIP), kiosk.place("Người khuyết tật")
    kiosk.control.touch(*skip, phase="down", finger=1)
    kiosk.control.touch(*group, phase="down", finger=2)
    kiosk.control.touch(*skip, phase="up", finger=1)
    kiosk.control.touch(*group, phase="up", finger=2)
    for _ in range(3):
        kiosk.control.touch(*skip)
        kiosk.control.touch(*group)
    kiosk.wait_for(TAKE_IT)
    kiosk.touch("Xong", then=HOME)
    assert len(kiosk.desk.tickets) == 1
    assert len(kiosk.desk.asked_for) == 1
    assert kiosk.desk.server.asked[0].body["priority_group"] is None


def test_a_doubled_touch_on_a_service_answers_no_question(kiosk: RunningKiosk) -> None:
    kiosk.wait_until_at_rest()
    place = kiosk.place("Hộ tịch (khai sinh, kết hôn, khai tử…)")
    for _ in range(3):
        kiosk.control.touch(*place)
    kiosk.wait_for(PRIORITY)
    kiosk.wait_for(HOME)  # untouched, it returns by itself
    assert kiosk.desk.asked_for == []


def test_a_finger_that_slides_off_chooses_nothing_and_a_press_is_seen_at_once(
    kiosk: RunningKiosk, tmp_path: Path
) -> None:
    kiosk.wait_until_at_rest()
    x, y = kiosk.place("Nhận kết quả")
    before, pressed = tmp_path / "before.png", tmp_path / "pressed.png"
    kiosk.control.picture(before)
    kiosk.control.touch(x, y, phase="down")
    kiosk.control.picture(pressed)
    kiosk.control.touch(x, 5, phase="move")
    kiosk.control.touch(x, 5, phase="up")
    with Image.open(before) as plain, Image.open(pressed) as lit:
        spot = (round(x), round(y - 25))
        assert plain.getpixel(spot) == (255, 255, 255)
        assert lit.getpixel(spot) == (0xE3, 0xEE, 0xF9)
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch("Quay lại", then=HOME)
    assert kiosk.desk.asked_for == []


def test_english_all_the_way_and_vietnamese_for_the_next_one(kiosk: RunningKiosk) -> None:
    kiosk.touch("English", then="What can we do for you?")
    kiosk.touch("Certification", then="Do you have priority?")
    kiosk.touch("No, continue", then="Please take your ticket")
    assert kiosk.sees("A001", "3 people ahead of you", "Your number")
    assert kiosk.desk.server.asked[0].body["language"] == "en"
    kiosk.touch("Done", then=HOME)
    kiosk.touch("English", then="What can we do for you?")
    kiosk.wait_for(HOME)  # untouched, it returns to Vietnamese by itself


def test_a_slow_server_is_excused_after_three_seconds_and_the_number_still_comes(kiosk: RunningKiosk) -> None:
    kiosk.desk.next_times.extend([kiosk.desk.commit_and_hang] * 2)
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then="Đang lấy số cho Ông/Bà…")
    kiosk.wait_for("Đang kết nối lại…", "Không chờ nữa")
    kiosk.wait_for("A001", TAKE_IT)
    assert len(kiosk.desk.tickets) == 1
    kiosk.touch("Xong", then=HOME)


def test_a_citizen_who_does_not_wait_is_cancelled_on_record(kiosk: RunningKiosk) -> None:
    kiosk.desk.next_times.extend([kiosk.desk.commit_and_hang] * 20)
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then="Đang kết nối lại…")
    kiosk.touch("Không chờ nữa", then=HOME)
    wait_for(lambda: kiosk.desk.cancelled[-1:] == kiosk.desk.asked_for[-1:], what="the cancellation")


def test_a_refusal_is_said_and_left_by_a_touch(kiosk: RunningKiosk) -> None:
    kiosk.desk.next_times.append(refuse(409, "service_closed"))
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then="Lĩnh vực này hôm nay đã ngừng nhận")
    kiosk.touch("Về trang đầu", then=HOME)


def test_a_day_without_hope_offers_a_place_before_anything_is_printed(kiosk: RunningKiosk) -> None:
    slips = kiosk.printer.slip_count
    kiosk.say(special={"A": {"today_unlikely": True, "next_place_at": "2026-11-23T01:15:00Z"}})
    kiosk.touch("Chứng thực", then="Hôm nay có thể không kịp đến lượt Ông/Bà.")
    assert kiosk.sees("08:15 thứ Hai 23/11", "Vẫn lấy số hôm nay")
    kiosk.touch("08:15 thứ Hai 23/11", then=PRIORITY)
    kiosk.touch(SKIP, then=TAKE_IT)
    assert kiosk.sees("482 913", "08:15 thứ Hai 23/11")
    assert kiosk.printer.slip_count == slips + 1
    assert kiosk.desk.tickets == {}
    kiosk.touch("Xong", then=HOME)
    kiosk.touch("Chứng thực", then="Vẫn lấy số hôm nay")
    kiosk.touch("Vẫn lấy số hôm nay", then=PRIORITY)
    kiosk.touch(SKIP, then=TAKE_IT)
    assert kiosk.sees("A001")
    kiosk.touch("Xong", then=HOME)


def test_a_service_without_numbers_says_why_and_still_gives_a_place(kiosk: RunningKiosk) -> None:
    closed = {"is_open": False, "closed_reason": "quota", "next_place_at": "2026-11-23T01:15:00Z"}
    kiosk.say(special={"A": closed, "K": {"is_open": False, "closed_reason": "hours"}})
    kiosk.wait_for("Hôm nay đã hết số\ncòn số đặt trước", "Ngoài giờ tiếp nhận")
    kiosk.touch("Chứng thực", then="Lĩnh vực này hôm nay đã hết số.")
    assert not kiosk.sees("Vẫn lấy số hôm nay")
    kiosk.touch("Quay lại", then=HOME)
    kiosk.say(day="tickets_stopped", special={"A": closed})
    kiosk.wait_for("Đã ngừng lấy số hôm nay. Ông/Bà có thể lấy số đặt trước cho ngày sau.")
    kiosk.touch("Chứng thực", then="Hôm nay đã ngừng lấy số.")
    kiosk.touch("Quay lại", then=HOME)


def test_lunch_and_a_special_day_are_said_on_the_first_page(kiosk: RunningKiosk) -> None:
    promise = "Hôm nay cán bộ viết giúp Ông/Bà tờ khai."
    kiosk.say(resumes_at="2026-11-21T06:30:00Z", special_day=promise, special_day_en="We fill in your forms today.")
    kiosk.wait_for("Gọi số trở lại lúc 13:30", promise)
    kiosk.touch("English", then="Calling resumes at 13:30")
    assert kiosk.sees("We fill in your forms today.")
    kiosk.touch("Tiếng Việt", then=HOME)


def type_on_pad(kiosk: RunningKiosk, digits: str) -> None:
    """The lowest of several equal digits is the key, the others are what was typed."""
    for digit in digits:
        key = max((shown for shown in kiosk.control.texts() if shown.text == digit), key=lambda shown: shown.top)
        kiosk.control.touch(*key.centre)


def test_a_code_from_a_slip_becomes_a_number(kiosk: RunningKiosk) -> None:
    kiosk.desk.codes["482913"] = "B"
    kiosk.touch(CODE, then=ENTER)
    kiosk.wait_until_at_rest()
    type_on_pad(kiosk, "48291")
    kiosk.control.touch(*kiosk.place("Lấy số"))
    assert kiosk.sees(ENTER), "five digits are no code"
    type_on_pad(kiosk, "3")
    kiosk.touch("Lấy số", then=TAKE_IT)
    assert kiosk.sees("B001")
    kiosk.touch("Xong", then=HOME)


def test_three_wrong_codes_send_to_a_person(kiosk: RunningKiosk) -> None:
    kiosk.touch(CODE, then=ENTER)
    for wrong in range(3):
        kiosk.wait_until_at_rest()
        type_on_pad(kiosk, "777777")
        then = "Mã không đúng hoặc đã hết hạn. Mời Ông/Bà kiểm tra lại trên phiếu." if wrong < 2 else "Mã chưa đúng"
        kiosk.touch("Lấy số", then=then)
    kiosk.touch("Về trang đầu", then=HOME)
    assert len([asked for asked in kiosk.desk.server.asked if asked.path == "/api/v1/claims"]) == 3


def test_a_code_of_another_day_says_so(kiosk: RunningKiosk) -> None:
    kiosk.desk.next_times.append(refuse(409, "place_later"))
    kiosk.touch(CODE, then=ENTER)
    kiosk.wait_until_at_rest()
    type_on_pad(kiosk, "555555")
    kiosk.touch("Lấy số", then="Mã này dành cho ngày khác")
    kiosk.touch("Về trang đầu", then=HOME)


def test_what_the_server_orders_is_printed_once_and_told(kiosk: RunningKiosk) -> None:
    slips = kiosk.printer.slip_count
    kiosk.order(a_test_job("31"))
    wait_for(lambda: kiosk.desk.jobs_ended == [("31", "done")], what="the job to be told as done")
    assert kiosk.printer.slip_count == slips + 1
    kiosk.kill()
    kiosk.start()
    kiosk.wait_for(HOME)
    kiosk.order(a_test_job("31"), a_test_job("32"))
    wait_for(lambda: kiosk.desk.jobs_ended[-1:] == [("32", "done")], what="the second job to be told as done")
    assert kiosk.printer.slip_count == slips + 2
    kiosk.order()


def test_no_paper_is_said_before_anyone_touches_and_goes_by_itself(kiosk: RunningKiosk) -> None:
    kiosk.printer.fail("no_paper")
    kiosk.wait_for("Máy hết giấy in phiếu")
    wait_for(lambda: "paper_out" in kiosk.faults(), what="the kiosk to report the fault")
    kiosk.printer.heal()
    kiosk.wait_for(HOME)
    wait_for(lambda: kiosk.faults() == [], what="the kiosk to report that it is well")


def test_a_slip_that_did_not_come_out_is_written_down(kiosk: RunningKiosk) -> None:
    kiosk.printer.fail("no_paper", 150)
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then="Máy chưa in được phiếu")
    assert kiosk.sees("A001", "Ông/Bà vui lòng ghi lại hoặc chụp số này.")
    kiosk.touch("Tôi đã ghi số", then="Máy hết giấy in phiếu")
    wait_for(lambda: kiosk.desk.outcomes == [(1, "shown")], what="the outcome to be reported")


def test_closed_and_stopped_have_their_own_pages(kiosk: RunningKiosk) -> None:
    kiosk.say(day="closed")
    kiosk.wait_for("Trung tâm hiện chưa làm việc", "07:30 – 11:30     13:30 – 17:00")
    kiosk.say(day="closed", hours_today=[])
    kiosk.wait_for("Hôm nay trung tâm không làm việc")
    kiosk.say(day="tickets_stopped")
    kiosk.wait_for("Đã ngừng lấy số hôm nay")
    kiosk.say(day="open")
    kiosk.wait_for(HOME)


def test_without_the_broker_alone_numbers_go_on_and_nobody_is_told_how_many_wait(kiosk: RunningKiosk) -> None:
    kiosk.wait_for(HOME, "5 người chờ")
    kiosk.broker.kill()
    looks = kiosk.desk.server.looks
    # Every 2 s: by then it would long have said so.
    wait_for(lambda: kiosk.desk.server.looks >= looks + 3, what="the kiosk to find the server without the broker")
    wait_for(lambda: not kiosk.sees("5 người chờ"), what="the former count to go: nobody hears how it changes")
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then=TAKE_IT)
    assert kiosk.sees("A001")
    kiosk.touch("Xong", then=HOME)
    kiosk.broker.start()
    kiosk.wait_for(HOME, "5 người chờ", within_s=30)


def test_without_the_server_a_kiosk_that_has_no_series_says_so_and_comes_back(kiosk: RunningKiosk) -> None:
    kiosk.broker.kill()
    kiosk.desk.server.stop()
    kiosk.wait_for("Máy đang mất kết nối")
    kiosk.desk.server.start()
    kiosk.wait_for(HOME, within_s=30)
    kiosk.broker.start()


def test_killed_while_it_prints_it_shows_the_same_number_again(kiosk: RunningKiosk) -> None:
    kiosk.printer.fail("deaf")
    kiosk.touch("Chứng thực", then=PRIORITY)
    kiosk.touch(SKIP, then="Đang in phiếu…")
    kiosk.kill()
    kiosk.printer.heal()
    kiosk.start()
    kiosk.wait_for("A001", TAKE_IT)
    kiosk.touch("Xong", then=HOME)
    assert len(kiosk.desk.tickets) == 1
    wait_for(lambda: kiosk.desk.outcomes == [(1, "printed")], what="the outcome to be reported")


def test_in_a_rush_one_touch_is_enough_and_the_next_one_touches_while_the_slip_still_feeds(kiosk: RunningKiosk) -> None:
    kiosk.say(is_rush=True)
    kiosk.wait_for("Chạm một ô là có số ngay")
    kiosk.printer.fail("slow", amount=3500)
    slips = kiosk.printer.slip_count
    kiosk.touch("Chứng thực", then="A001")
    kiosk.wait_for(HOME)
    assert kiosk.printer.slip_count == slips, "the slip of the first one still feeds"
    kiosk.wait_until_at_rest()
    kiosk.printer.heal()
    kiosk.touch("Nhận kết quả", then="K002")
    wait_for(lambda: kiosk.printer.slip_count == slips + 2, what="both slips")
    wait_for(lambda: kiosk.desk.outcomes == [(1, "printed"), (2, "printed")], what="both outcomes")
    kiosk.wait_for(HOME)


def test_who_has_a_number_says_a_word_of_it_with_the_three_digits_of_the_slip(kiosk: RunningKiosk) -> None:
    asks_check = "Nhập 3 chữ số kiểm tra"
    kiosk.touch("Số của tôi", then="Nhập số trên phiếu")
    kiosk.wait_until_at_rest()
    type_on_pad(kiosk, "X2031")
    kiosk.wait_for("X2-031")
    kiosk.touch("Tiếp tục", then=asks_check)
    kiosk.wait_until_at_rest()
    type_on_pad(kiosk, "047")
    kiosk.wait_for("0 4 7")
    kiosk.touch("Xem số", then="Còn 3 người phía trước")
    kiosk.touch("Tôi đến muộn", then="Đã ghi nhận: Ông/Bà đến lúc 08:30. Giữ nguyên thứ tự.")
    kiosk.touch("Tôi đã có mặt", then="Đã ghi nhận: Ông/Bà đang có mặt.")
    kiosk.touch("Trả lại số", then="Trả lại số X2-031?")
    kiosk.touch("Trả lại số", then="Số này đã được trả lại.")
    assert kiosk.desk.own_words == [("X2-031", "late"), ("X2-031", "present"), ("X2-031", "give_back")]
    kiosk.touch("Trang đầu", then=HOME)
