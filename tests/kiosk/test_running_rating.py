"""Fingers on the real program: a rating on the way out, whatever happens between the touch and the server."""

from collections.abc import Iterator

import pytest
from broker_fixture import wait_for
from running_kiosk import RunningKiosk, kiosk_with_its_centre

from simulation.screens.sample_kiosk import RATING

FACES = {level["value"]: level["name"] for level in RATING["levels"]}
FACES_EN = {level["value"]: level["name_en"] for level in RATING["levels"]}
WHY = {reason["reason"]: reason["name"] for reason in RATING["reasons"]}
HOME = "Ông/Bà cần làm việc gì?"
RATE = "Đánh giá phục vụ"
NUMBER = "Nhập số trên phiếu"
CHECK = "Nhập 3 chữ số kiểm tra"
QUESTION = "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?"
REASONS = "Theo Ông/Bà, điều gì cần làm tốt hơn?"
THANKS = "Cảm ơn Ông/Bà đã đánh giá"


@pytest.fixture(scope="module")
def whole_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKiosk]:
    with kiosk_with_its_centre(tmp_path_factory.mktemp("centre")) as kiosk:
        yield kiosk


@pytest.fixture
def kiosk(whole_centre: RunningKiosk) -> Iterator[RunningKiosk]:
    whole_centre.wait_for(HOME)
    whole_centre.desk.ratings.clear()
    yield whole_centre
    whole_centre.desk.ratings_fail = False
    whole_centre.say()


def come_to_the_faces(kiosk: RunningKiosk, number: str, check: str = "052", then: str = QUESTION) -> None:
    """From the first page: the number of the slip and its three digits."""
    kiosk.touch(RATE, then=NUMBER)
    press(kiosk, number)
    kiosk.touch("Tiếp tục", then=CHECK)
    press(kiosk, check)
    kiosk.touch("Tiếp tục", then=then)


def press(kiosk: RunningKiosk, signs: str) -> None:
    """The lowest of several equal signs is the key, the others are what was typed."""
    kiosk.wait_until_at_rest()
    for sign in signs:
        key = max((shown for shown in kiosk.control.texts() if shown.text == sign), key=lambda shown: shown.top)
        kiosk.control.touch(*key.centre)


def given(kiosk: RunningKiosk) -> list[tuple[str, int, list[str]]]:
    return [(one["number"], one["level"], one["reasons"]) for one in kiosk.desk.ratings.values()]


def test_a_high_rating_takes_one_touch_on_a_face(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A025")
    assert kiosk.sees("A025 · Chứng thực", FACES[5], FACES[1])
    kiosk.touch(FACES[5], then=THANKS)
    assert given(kiosk) == [("A025", 5, [])]
    kiosk.wait_for(HOME)  # by itself
    come_to_the_faces(kiosk, "A025", then="Số này đã được đánh giá. Cảm ơn Ông/Bà.")
    kiosk.touch("Trang đầu", then=HOME)


def test_a_low_one_is_asked_about_and_may_be_changed_before(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A026")
    kiosk.touch(FACES[1], then=REASONS)
    kiosk.touch("Đổi đánh giá", then=QUESTION)
    kiosk.touch(FACES[3], then=REASONS)
    kiosk.wait_until_at_rest()
    for words in (WHY["wait"], WHY["fee"]):
        kiosk.control.touch(*kiosk.place(words))
    kiosk.touch("Gửi", then="Cảm ơn Ông/Bà đã góp ý")
    assert given(kiosk) == [("A026", 3, ["wait", "fee"])]
    kiosk.touch("Về trang đầu", then=HOME)


def test_who_walks_away_from_the_question_of_why_has_rated(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A027")
    kiosk.touch(FACES[2], then=REASONS)
    kiosk.wait_for(HOME)  # untouched, it goes home by itself
    wait_for(lambda: given(kiosk) == [("A027", 2, [])], what="the rating")


def test_who_walks_away_from_the_faces_has_not(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A028")
    kiosk.wait_for(HOME)
    assert given(kiosk) == []


def test_without_the_server_it_is_thanked_for_and_sent_when_it_is_back(kiosk: RunningKiosk) -> None:
    kiosk.desk.ratings_fail = True
    come_to_the_faces(kiosk, "A029")
    kiosk.touch(FACES[4], then="Máy đã ghi lại và sẽ gửi ngay khi có kết nối.")
    assert kiosk.sees(THANKS)
    kiosk.wait_for(HOME)
    kiosk.desk.ratings_fail = False
    wait_for(lambda: given(kiosk) == [("A029", 4, [])], what="the rating")


def test_a_pulled_plug_while_it_is_asked_why_loses_nothing(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A030")
    kiosk.touch(FACES[2], then=REASONS)
    kiosk.kill()
    kiosk.start()
    wait_for(lambda: given(kiosk) == [("A030", 2, [])], what="the rating after the restart")
    kiosk.wait_for(HOME)


def test_wrong_digits_and_a_number_that_still_waits_are_told_kindly(kiosk: RunningKiosk) -> None:
    come_to_the_faces(kiosk, "A031", "999", then="Không có số như vậy hôm nay, hoặc 3 chữ số chưa đúng.")
    kiosk.touch("Quay lại", then=HOME)
    waits = "Số này chưa được phục vụ xong. Mời Ông/Bà đánh giá sau khi xong việc."
    come_to_the_faces(kiosk, "A031", "047", then=waits)
    kiosk.touch("Trang đầu", then=HOME)


def test_it_is_offered_from_the_own_number_and_when_the_centre_has_closed(kiosk: RunningKiosk) -> None:
    kiosk.touch("Số của tôi", then=NUMBER)
    press(kiosk, "A032")
    kiosk.touch("Tiếp tục", then=CHECK)
    press(kiosk, "052")
    kiosk.touch("Xem số", then="Số này đã xong")
    kiosk.touch(RATE, then=QUESTION)
    kiosk.touch("Trang đầu", then=HOME)
    kiosk.say(day="closed")
    kiosk.wait_for("Trung tâm hiện chưa làm việc")
    come_to_the_faces(kiosk, "A033")
    kiosk.touch(FACES[4], then=THANKS)
    kiosk.touch("Về trang đầu", then="Trung tâm hiện chưa làm việc")
    assert given(kiosk) == [("A033", 4, [])]


def test_a_centre_that_asks_nothing_offers_nothing(kiosk: RunningKiosk) -> None:
    kiosk.say(rating=None)
    wait_for(lambda: not kiosk.sees(RATE), what="the offer to go")
    assert kiosk.sees("Số của tôi")
    kiosk.say()
    kiosk.wait_for(RATE)


def test_in_english_the_question_and_the_faces_are_english(kiosk: RunningKiosk) -> None:
    kiosk.touch("English", then="Rate the service")
    kiosk.touch("Rate the service", then="Enter the number on your slip")
    press(kiosk, "A034")
    kiosk.touch("Continue", then="Enter the 3 check digits")
    press(kiosk, "052")
    kiosk.touch("Continue", then="Are you satisfied with the service at the counter?")
    kiosk.touch(FACES_EN[2], then="What should we do better?")
    kiosk.touch("Skip", then="Thank you for your rating")
    assert given(kiosk) == [("A034", 2, [])]
    kiosk.touch("Back to start", then=HOME)
