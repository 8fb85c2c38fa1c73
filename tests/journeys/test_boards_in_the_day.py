"""What the boards say while the centre's day goes its way: breaks, citizens who stay seated, closed services, tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from real_centre import BOARD, DISPLAY, RealCentre, eventually


@contextmanager
def the_desk_works_again_afterwards(centre: RealCentre) -> Iterator[None]:
    try:
        yield
    finally:
        centre.console("officer").act("resume-desk")


def test_a_pause_is_said_without_its_reason(centre: RealCentre) -> None:
    officer = centre.console("officer")
    officer.act("pause", reason="break")
    with the_desk_works_again_afterwards(centre):
        centre.wait_to_see(DISPLAY, "Tạm dừng – mời Ông/Bà chờ", "Paused – please wait")
        assert not any("giải lao" in text for text in centre.texts(DISPLAY))
    ready = ("Sẵn sàng phục vụ", "Gọi số trở lại lúc")  # the other one over lunch
    eventually(lambda: any(centre.sees(DISPLAY, words) for words in ready), "the counter to be ready")


def test_next_on_the_number_pad_ends_a_pause(centre: RealCentre) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    officer.act("pause", reason="break")
    centre.wait_to_see(DISPLAY, "Tạm dừng – mời Ông/Bà chờ")
    centre.control(DISPLAY).key("Enter")
    centre.wait_to_see(DISPLAY, number, f"Đang gọi {number} đến Quầy 1")
    assert centre.state_of(number) == "called"


def test_whoever_cannot_walk_is_told_to_stay_by_sight_and_voice(centre: RealCentre) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    eventually(lambda: centre.spoken(number), "the call to the counter")
    officer.act("call-to-seat")
    eventually(
        lambda: any(name.endswith("-tai-cho.wav") for name in map(str, centre.spoken(number))), "the call to the seat"
    )
    eventually(
        lambda: any("cán bộ sẽ đến" in text for text in centre.texts(BOARD)), "the board to say that the officer comes"
    )


def test_a_notice_of_the_head_comes_and_goes(centre: RealCentre) -> None:
    head = centre.console("head")
    words = "Quầy 2 chuyển sang tầng 2"
    answer = head.send("post-notice", key="a-notice-of-the-head", part="floor", text=words, text_en="Upstairs")
    assert answer.status_code == 200, answer.text
    eventually(lambda: any(words in text for text in centre.texts(BOARD)), "the notice on the board")
    head.send("withdraw-notice", key="no-notice-any-more", part="floor", notice_id=answer.json()["notice_id"])
    eventually(lambda: not any(words in text for text in centre.texts(BOARD)), "the notice to go")


def test_a_closed_service_is_marked_on_the_board(centre: RealCentre) -> None:
    head = centre.console("head")
    closed = head.send("close-service", key="close-service-k", part="floor", service="K", reason="Mất điện tại quầy")
    assert closed.status_code == 200, closed.text
    eventually(lambda: centre.sees(BOARD, "Đã ngừng nhận số"), "the board to mark the service")
    assert not any("Mất điện" in text for text in centre.texts(BOARD)), "the reason is for staff"
    assert head.send("reopen-service", key="reopen-service-k", part="floor", service="K").status_code == 200
    eventually(lambda: not centre.sees(BOARD, "Đã ngừng nhận số"), "the mark to go")


def test_the_head_tests_the_sound_and_hears_it_once(centre: RealCentre) -> None:
    sound = centre.calls(BOARD) / "sound-test.wav"
    answer = centre.console("head").send("devices/test-sound", key="a-test-of-sound", part="setup", device_id=BOARD)
    assert answer.status_code == 200, answer.text
    eventually(sound.exists, "the test in the air")
    eventually(lambda: not open_jobs(centre), "the board to report it")
    sound.unlink()
    centre.kill(BOARD)
    centre.start(BOARD)
    centre.wait_for_boards()
    assert not sound.exists()


def open_jobs(centre: RealCentre) -> list[object]:
    return list(centre.rows("SELECT 1 FROM jobs WHERE ended_at IS NULL"))
