"""Cut lines, kill -9 and pulled plugs between the officer's number pad and the desk.

Whatever happens: a press is done once or not at all, never later than it was meant, and the display says which.
"""

import time

import pytest
from real_centre import BROKER, DISPLAY, SERVER, RealCentre, eventually

from hardware.keypad.keypad import PadKey
from hardware.keypad.press_rules import DOUBLE_S

ENTER, ONE, DOT = PadKey.ENTER.value, PadKey.ONE.value, PadKey.DOT.value
NO_SERVER = "chưa nối được máy chủ"


def display_says(centre: RealCentre, words: str) -> bool:
    return any(words in text for text in centre.texts(DISPLAY))


def wait_for_word(centre: RealCentre, words: str) -> None:
    eventually(lambda: display_says(centre, words), f"the display to say '{words}'")


_pushed_s: dict[str, float] = {}


def push(centre: RealCentre, key: str) -> None:
    """A finger that takes its time: not so soon after the last push of the key that it is the same one."""
    meant_s = _pushed_s.get(key, 0.0) + DOUBLE_S + 0.1
    eventually(lambda: time.monotonic() > meant_s, "the officer's hand to rest")
    centre.control(DISPLAY).key(key)
    _pushed_s[key] = time.monotonic()


def called_once(centre: RealCentre, number: str) -> None:
    ticket = centre.ticket(number)
    assert (ticket["state"], ticket["counter_id"], ticket["call_count"]) == ("called", "Q1", 1)
    assert len(centre.rows("SELECT 1 FROM calls WHERE turn_id = ?", ticket["turn_id"])) == 1


def test_the_keys_run_the_desk_while_nobody_looks(centre: RealCentre) -> None:
    number = centre.give_number()
    push(centre, ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    eventually(lambda: centre.sees(DISPLAY, number), "the number on the display")
    eventually(lambda: centre.spoken(number), "the voice")
    called_once(centre, number)
    push(centre, ONE)
    wait_for_word(centre, f"Đang phục vụ {number}")
    push(centre, DOT)
    wait_for_word(centre, f"Đã hoàn tất {number}")
    assert centre.state_of(number) == "finished"


def test_a_doubled_press_calls_one_person(centre: RealCentre) -> None:
    number, other = centre.give_number(), centre.give_number()
    push(centre, ENTER)
    for _ in range(3):
        centre.control(DISPLAY).key(ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    called_once(centre, number)
    assert centre.state_of(other) == "waiting"


def test_a_lost_answer_is_asked_for_until_the_officer_knows(centre: RealCentre) -> None:
    number, other = centre.give_number(), centre.give_number()
    centre.display_to_server.hold_answers()
    push(centre, ENTER)
    eventually(lambda: centre.display_to_server.has_held_answer, "the server to answer")
    wait_for_word(centre, NO_SERVER)
    centre.display_to_server.cut()
    centre.display_to_server.let_through()
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    called_once(centre, number)
    assert centre.state_of(other) == "waiting"


@pytest.mark.long
def test_a_press_while_the_server_is_away_is_said_and_not_done_late(centre: RealCentre) -> None:
    number = centre.give_number()
    centre.kill(SERVER)
    push(centre, ENTER)
    wait_for_word(centre, NO_SERVER)
    # Longer than the five seconds within which the officer still means it.
    eventually(lambda: display_says(centre, "chưa rõ đã thực hiện chưa"), "the display to give up")
    centre.start(SERVER)
    centre.wait_for_boards()
    assert centre.state_of(number) == "waiting"
    push(centre, ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    called_once(centre, number)


def test_display_killed_before_its_press_left(centre: RealCentre) -> None:
    number = centre.give_number()
    centre.display_to_server.hold_requests()
    push(centre, ENTER)
    eventually(lambda: centre.display_to_server.has_held_request, "the press to leave")
    centre.kill(DISPLAY)
    centre.display_to_server.cut()
    centre.display_to_server.let_through()
    centre.start(DISPLAY)
    centre.wait_for_boards()
    assert centre.state_of(number) == "waiting", "what was meant before a restart is not meant any more"
    push(centre, ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    called_once(centre, number)


def test_display_killed_between_press_and_answer(centre: RealCentre) -> None:
    number, other = centre.give_number(), centre.give_number()
    centre.display_to_server.hold_answers()
    push(centre, ENTER)
    eventually(lambda: centre.display_to_server.has_held_answer, "the server to answer")
    centre.kill(DISPLAY)
    centre.display_to_server.cut()
    centre.display_to_server.let_through()
    centre.start(DISPLAY)
    eventually(lambda: centre.sees(DISPLAY, number), "the number on the display")
    called_once(centre, number)
    push(centre, ONE)
    wait_for_word(centre, f"Đang phục vụ {number}")
    assert centre.state_of(other) == "waiting"


def test_without_a_broker_the_keys_go_on(centre: RealCentre) -> None:
    number = centre.give_number()
    centre.kill(BROKER)
    eventually(lambda: centre.says_stale(DISPLAY), "the display to say that it is cut off")
    push(centre, ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")
    called_once(centre, number)
    centre.start(BROKER)
    centre.wait_for_boards()
    assert centre.sees(DISPLAY, number)


def test_a_key_with_nobody_signed_on_is_refused_in_plain_words(centre: RealCentre) -> None:
    number = centre.give_number()
    centre.console("officer").act("sign-off")
    push(centre, ENTER)
    wait_for_word(centre, "Chưa có cán bộ vào")
    assert centre.state_of(number) == "waiting"


def test_a_keypad_that_is_pulled_out_is_told_and_works_again_when_it_is_back(centre: RealCentre) -> None:
    number = centre.give_number()
    pad = centre.control(DISPLAY)
    pad.plug(is_in=False)
    wait_for_word(centre, "Bàn phím số đã bị rút ra")
    eventually(lambda: "bàn phím số chưa cắm" in faults_of_display(centre), "the server to know")
    pad.plug(is_in=True)
    wait_for_word(centre, "Bàn phím số đã sẵn sàng")
    eventually(lambda: "bàn phím số chưa cắm" not in faults_of_display(centre), "the server to know better")
    push(centre, ENTER)
    wait_for_word(centre, f"Đang gọi {number} đến Quầy 1")


def faults_of_display(centre: RealCentre) -> str:
    """What the console shows of the display's health."""
    devices = centre.console("officer").read("/api/v1/console/view")["devices"]
    return str([device for device in devices if DISPLAY in str(device)])
