"""Fingers on the real program: what citizens see, and what reaches the server and the paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for
from kiosk_stub import TicketDesk
from PIL import Image
from running_kiosk import RunningKiosk
from sample_kiosk import CENTRE
from stub_server import refuse

HOME = "Ông/Bà cần làm việc gì?"
PRIORITY = "Ông/Bà có thuộc diện ưu tiên không?"
SKIP = "Không, tiếp tục"
TAKE_IT = "Mời Ông/Bà lấy phiếu"


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKiosk]:
    """One kiosk for all these tests: it has to come home after each of them."""
    folder = tmp_path_factory.mktemp("centre")
    (folder / "broker").mkdir()
    broker = RunningBroker(folder / "broker")
    broker.start()
    desk = TicketDesk()
    desk.server.start()
    kiosk = RunningKiosk(folder, broker, desk)
    kiosk.start_server()
    kiosk.say()
    kiosk.start()
    yield kiosk
    kiosk.stop()
    desk.server.stop()
    broker.kill()


@pytest.fixture
def kiosk(whole_centre: RunningKiosk) -> Iterator[RunningKiosk]:
    desk = whole_centre.desk
    whole_centre.wait_for(HOME)
    desk.server.asked.clear()
    desk.tickets.clear()
    desk.outcomes.clear()
    yield whole_centre
    desk.next_times.clear()
    whole_centre.printer.heal()
    whole_centre.say()


def test_home_shows_the_services_and_how_many_wait(kiosk: RunningKiosk) -> None:
    kiosk.wait_for(CENTRE, "Chứng thực", "Nhận kết quả", "A", "K", "người chờ")
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
    kiosk.touch(SKIP, then="Lĩnh vực này hiện không nhận thêm số")
    kiosk.touch("Về trang đầu", then=HOME)


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


def test_without_the_broker_it_says_so_and_comes_back(kiosk: RunningKiosk) -> None:
    kiosk.broker.kill()
    kiosk.wait_for("Máy đang mất kết nối")
    kiosk.broker.start()
    kiosk.wait_for(HOME, within_s=30)


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
