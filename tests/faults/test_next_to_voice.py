"""kill -9, cut lines and frozen programs between the officer's Next, the screens and the voice.

Whatever happens: a press of Next calls one person once, no two officers call the same one, and screens
show what the database says within seconds, without any word spoken twice or late.
"""

import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from real_centre import (
    BOARD,
    BROKER,
    DISPLAY,
    HOME,
    KIOSK,
    SECOND_BOARD,
    SERVER,
    Console,
    RealCentre,
    eventually,
    new_key,
)

LONGEST_SPOKEN_OUTAGE_S = 30.0


@pytest.fixture(scope="module")
def cut_off_since(centre_of_faults: RealCentre) -> Iterator[float]:
    """A second board that is cut off while all the other tests run, so that nobody waits for a long outage."""
    centre_of_faults.start(SECOND_BOARD)
    eventually(lambda: centre_of_faults.texts(SECOND_BOARD), "the second board to draw")
    eventually(lambda: centre_of_faults.second_board_to_broker.forwarded > 0, "the second board to have its broker")
    eventually(lambda: not centre_of_faults.says_stale(SECOND_BOARD), "the second board to be live")
    centre_of_faults.second_board_to_broker.take_down()
    eventually(lambda: centre_of_faults.says_stale(SECOND_BOARD), "the second board to say that it is cut off")
    yield time.monotonic()


@pytest.fixture(autouse=True)
def second_board_is_cut_off(cut_off_since: float) -> None:
    """From the first test on."""


def next_in_the_background(console: Console, key: str) -> tuple[threading.Thread, list[str]]:
    """Press Next and do not wait; the number, or what went wrong, stands in the list at the end."""
    heard: list[str] = []

    def press() -> None:
        try:
            heard.append(console.send("next", key=key).json()["number"])
        except httpx.HTTPError as error:
            heard.append(type(error).__name__)

    thread = threading.Thread(target=press)
    thread.start()
    return thread, heard


def called_once(centre: RealCentre, number: str, counter: str = "Q1") -> None:
    ticket = centre.ticket(number)
    assert (ticket["state"], ticket["counter_id"], ticket["call_count"]) == ("called", counter, 1)
    assert len(centre.rows("SELECT 1 FROM calls WHERE turn_id = ?", ticket["turn_id"])) == 1


def call_and_wait_for_the_voice(centre: RealCentre) -> str:
    """The next one is called and spoken: whatever was to be spoken before has been by then."""
    officer = centre.console("officer")
    officer.clear_desk()
    centre.give_number()
    number = officer.call_next()
    assert number is not None
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    return number


def test_server_killed_before_the_commit_of_next(centre: RealCentre) -> None:
    officer, number, key = centre.console("officer"), centre.give_number(), new_key()
    with centre.database_held():
        forwarded = centre.desk_to_server.forwarded
        thread, heard = next_in_the_background(officer, key)
        eventually(lambda: centre.desk_to_server.forwarded > forwarded, "Next to reach the server")
        centre.kill(SERVER)
    thread.join()
    assert heard != [number]
    assert centre.state_of(number) == "waiting"
    centre.start(SERVER)
    assert officer.send("next", key=key).json()["number"] == number
    called_once(centre, number)
    centre.wait_for_boards()
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")


def test_server_killed_after_the_commit_of_next_and_before_its_answer(centre: RealCentre) -> None:
    officer, key = centre.console("officer"), new_key()
    number, other = centre.give_number(), centre.give_number()
    centre.desk_to_server.hold_answers()
    thread, heard = next_in_the_background(officer, key)
    eventually(lambda: centre.desk_to_server.has_held_answer, "the server to answer")
    centre.kill(SERVER)
    centre.desk_to_server.cut()
    centre.desk_to_server.let_through()
    thread.join()
    assert heard != [number]
    centre.start(SERVER)
    again = officer.send("next", key=key)
    assert again.json()["number"] == number
    assert again.headers["Idempotency-Replayed"] == "true"
    called_once(centre, number)
    assert centre.state_of(other) == "waiting"
    centre.wait_for_boards()
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1


def test_server_killed_after_its_answer_and_before_it_told_the_boards(centre: RealCentre) -> None:
    officer, number, key = centre.console("officer"), centre.give_number(), new_key()
    centre.server_to_broker.hold_requests()
    assert officer.send("next", key=key).json()["number"] == number
    centre.kill(SERVER)
    centre.server_to_broker.cut()
    centre.server_to_broker.let_through()
    assert not centre.sees(BOARD, number)
    assert not centre.spoken(number)
    centre.start(SERVER)
    centre.wait_for_boards()
    eventually(lambda: centre.spoken(number), f"{number} to be spoken after all")
    assert officer.send("next", key=key).json()["number"] == number
    called_once(centre, number)
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1


def test_broker_killed_before_it_told_the_boards(centre: RealCentre) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    centre.kill(BROKER)
    for board in (BOARD, DISPLAY):
        eventually(lambda board=board: centre.says_stale(board), f"{board} to say that it is cut off")
    assert officer.call_next() == number, "calling goes on without the broker"
    following = centre.take_number()
    assert following[0] == "A", "a kiosk needs the server, not the broker"
    centre.start(BROKER)
    centre.wait_for_boards()
    assert centre.sees(BOARD, number)
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    centre.wait_to_see(KIOSK, HOME)
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1


def test_broker_killed_after_it_told_the_boards(centre: RealCentre) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    centre.wait_for_boards()
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    centre.kill(BROKER)
    eventually(lambda: centre.says_stale(BOARD), "the board to say that it is cut off")
    assert centre.sees(BOARD, number), "the last state stays, marked as old"
    centre.start(BROKER)
    centre.wait_for_boards()
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1, "nothing is spoken a second time"


def test_broker_and_screens_killed_and_everything_is_there_again(centre: RealCentre) -> None:
    """The broker keeps nothing: it is empty after its restart, and the server says everything anew."""
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    for name in (BROKER, BOARD, DISPLAY, KIOSK):
        centre.kill(name)
    centre.start(BROKER, BOARD, DISPLAY, KIOSK)
    centre.wait_for_boards()
    assert centre.sees(BOARD, number)
    assert centre.sees(DISPLAY, number)
    centre.wait_to_see(KIOSK, HOME)
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1, "a board that was just switched on speaks nothing of what it finds"


def test_board_killed_and_restarted_speaks_nothing_old(centre: RealCentre) -> None:
    officer, first = centre.console("officer"), centre.give_number()
    assert officer.call_next() == first
    eventually(lambda: centre.spoken(first), f"{first} to be spoken")
    centre.kill(BOARD)
    officer.serve(first)
    second = centre.give_number()
    assert officer.call_next() == second
    centre.start(BOARD)
    centre.wait_for_boards()
    assert centre.sees(BOARD, second)
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(first)) == 1
    assert not centre.spoken(second)


def test_server_that_hangs_while_next_is_pressed(centre: RealCentre) -> None:
    officer, number, key = centre.console("officer"), centre.give_number(), new_key()
    centre.freeze(SERVER)
    frozen_s = time.monotonic()
    thread, heard = next_in_the_background(officer, key)
    eventually(lambda: time.monotonic() - frozen_s > 5, "five seconds to pass")
    centre.thaw(SERVER)
    thread.join()
    assert heard == [number]
    called_once(centre, number)
    centre.wait_for_boards()
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1


def test_two_officers_press_next_in_the_same_instant(centre: RealCentre) -> None:
    officers = (centre.console("officer"), centre.console("other officer"))
    officers[1].sign_on("Q6")
    for _ in range(6):
        waiting = {centre.give_number(), centre.give_number()}
        heard = all_at_once([officer.call_next for officer in officers])
        assert set(heard) == waiting, "each gets somebody, and not the same one"
        for officer, number in zip(officers, heard, strict=True):
            assert number is not None
            officer.serve(number)
    last = centre.give_number()
    assert sorted(all_at_once([officer.call_next for officer in officers]), key=str) == sorted([last, None], key=str)
    for officer in officers:
        officer.clear_desk()
    officers[1].act("sign-off")


def test_one_officer_presses_next_many_times_at_once(centre: RealCentre) -> None:
    officer = centre.console("officer")
    number, other = centre.give_number(), centre.give_number()
    key = new_key()
    same_press = [lambda: officer.send("next", key=key).json()["number"]] * 3
    more_presses = [officer.call_next] * 3
    assert all_at_once([*same_press, *more_presses]) == [number] * 6
    called_once(centre, number)
    assert centre.state_of(other) == "waiting"


def test_broker_that_hangs_is_noticed_and_the_call_missed_is_spoken(centre: RealCentre) -> None:
    """13 s and more in which nothing is heard and no connection breaks."""
    officer, number = centre.console("officer"), centre.give_number()
    centre.freeze(BROKER)
    assert officer.call_next() == number
    for board in (BOARD, DISPLAY):
        eventually(lambda board=board: centre.says_stale(board), f"{board} to say that it is cut off")
    assert not centre.sees(BOARD, number)
    centre.thaw(BROKER)
    centre.wait_for_boards()
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    call_and_wait_for_the_voice(centre)
    assert len(centre.spoken(number)) == 1


def test_calls_missed_in_a_long_outage_are_shown_and_not_spoken(centre: RealCentre, cut_off_since: float) -> None:
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    eventually(lambda: centre.spoken(number), "the first board to speak")
    eventually(lambda: time.monotonic() - cut_off_since > LONGEST_SPOKEN_OUTAGE_S + 1, "the outage to be a long one")
    assert centre.says_stale(SECOND_BOARD)
    give_the_voice_to(centre, SECOND_BOARD, instead_of=BOARD)  # one board alone speaks in a room
    centre.second_board_to_broker.let_through()
    centre.wait_to_see(SECOND_BOARD, number)
    eventually(lambda: not centre.says_stale(SECOND_BOARD), "the second board to be live")
    officer.clear_desk()
    centre.give_number()
    following = officer.call_next()
    assert following is not None
    eventually(lambda: centre.spoken(following, SECOND_BOARD), "the second board to speak")
    assert not centre.spoken(number, SECOND_BOARD)
    assert not centre.spoken(following)
    give_the_voice_to(centre, BOARD, instead_of=SECOND_BOARD)


def give_the_voice_to(centre: RealCentre, board: str, *, instead_of: str) -> None:
    for device_id, speaks in ((instead_of, False), (board, True)):
        centre.console("head").act("devices/change", part="setup", device_id=device_id, speaks=speaks)


def all_at_once(deeds: list[Callable[[], str | None]]) -> list[str | None]:
    """Do all in the same instant; what each gave, in order."""
    gate = threading.Barrier(len(deeds))
    gave: dict[int, str | None] = {}

    def do(at: int, deed: Callable[[], str | None]) -> None:
        gate.wait(timeout=30)
        gave[at] = deed()

    threads = [threading.Thread(target=do, args=(at, deed)) for at, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [gave[at] for at in range(len(deeds))]
