"""kill -9, cut lines and a frozen server between the steps from the touch to the slip.

Whatever happens: one ticket for one touch, the number on paper is the number in the database, and each
number has a fate on record.
"""

import sqlite3
import threading
import time
from uuid import uuid4

import pytest
from real_centre import (
    ASKING,
    ASKING_AGAIN,
    HOME,
    KIOSK,
    NO_SLIP,
    QUESTION,
    SECOND_KIOSK,
    SERVER,
    SKIP,
    WRITTEN_DOWN,
    RealCentre,
    eventually,
)

from messaging.requests import TicketRequest
from messaging.server_client import ServerUnreachable
from simulation.control_client import ControlRefused, NoControl

GIVEN_UP_S = 91.0
"""By then nobody waits for a number any more."""


class Counted:
    """How many tickets and slips came since the beginning of a test."""

    def __init__(self, centre: RealCentre) -> None:
        self._centre = centre
        self._tickets, self._slips = centre.count("tickets"), len(centre.slips())

    @property
    def tickets(self) -> int:
        return self._centre.count("tickets") - self._tickets

    @property
    def slips(self) -> int:
        return len(self._centre.slips()) - self._slips


@pytest.fixture
def counted(centre: RealCentre) -> Counted:
    return Counted(centre)


def newest_intent(centre: RealCentre) -> sqlite3.Row:
    return centre.intents()[-1]


def number_of_newest_intent(centre: RealCentre) -> str:
    """The number the server has given for the kiosk's last wish, whether the kiosk knows it or not."""
    (row,) = centre.rows("SELECT shown FROM tickets WHERE intent_id = ?", newest_intent(centre)["intent_id"])
    return str(row["shown"])


def ask_and_hold_the_answer(centre: RealCentre) -> str:
    """A touch whose number is committed and does not reach the kiosk."""
    centre.kiosk_to_server.hold_answers()
    centre.ask_for_number()
    eventually(lambda: centre.kiosk_to_server.has_held_answer, "the server to answer")
    return number_of_newest_intent(centre)


def lose_what_is_held(centre: RealCentre) -> None:
    centre.kiosk_to_server.cut()
    centre.kiosk_to_server.let_through()


def test_kiosk_killed_before_its_request_has_left(centre: RealCentre, counted: Counted) -> None:
    centre.kiosk_to_server.hold_requests()
    centre.ask_for_number()
    eventually(lambda: centre.kiosk_to_server.has_held_request, "the request")
    assert newest_intent(centre)["state"] == "wanted", "it is stored before it is sent"
    centre.kill(KIOSK)
    lose_what_is_held(centre)
    assert counted.tickets == 0
    centre.start(KIOSK)
    number = centre.number_on()
    centre.wait_for_outcome(number, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)
    centre.check_slip(number, centre.slips()[-1])


def test_server_killed_before_the_commit(centre: RealCentre, counted: Counted) -> None:
    with centre.database_held():
        forwarded = centre.kiosk_to_server.forwarded
        centre.ask_for_number()
        eventually(lambda: centre.kiosk_to_server.forwarded > forwarded, "the request to reach the server")
        centre.kill(SERVER)
    assert counted.tickets == 0
    centre.wait_to_see(KIOSK, ASKING_AGAIN)
    centre.start(SERVER)
    number = centre.number_on()
    centre.wait_for_outcome(number, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)
    centre.check_slip(number, centre.slips()[-1])


def test_server_killed_after_the_commit_and_before_its_answer(centre: RealCentre, counted: Counted) -> None:
    committed = ask_and_hold_the_answer(centre)
    centre.kill(SERVER)
    lose_what_is_held(centre)
    centre.start(SERVER)
    assert centre.number_on() == committed, "the retry gets the same number"
    centre.wait_for_outcome(committed, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)
    centre.check_slip(committed, centre.slips()[-1])


def test_an_answer_lost_on_its_way(centre: RealCentre, counted: Counted) -> None:
    committed = ask_and_hold_the_answer(centre)
    lose_what_is_held(centre)
    assert centre.number_on() == committed
    centre.wait_for_outcome(committed, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)


def test_kiosk_killed_after_the_commit_and_before_the_answer(centre: RealCentre, counted: Counted) -> None:
    committed = ask_and_hold_the_answer(centre)
    centre.kill(KIOSK)
    lose_what_is_held(centre)
    centre.start(KIOSK)
    assert centre.number_on() == committed
    centre.wait_for_outcome(committed, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)
    centre.check_slip(committed, centre.slips()[-1], is_copy=False)


def test_kiosk_killed_after_the_answer_and_before_the_first_dot(centre: RealCentre, counted: Counted) -> None:
    committed = ask_and_hold_the_answer(centre)
    centre.kiosk_to_printer.hold()
    centre.kiosk_to_server.let_through()
    eventually(lambda: newest_intent(centre)["print_began"], "the print to begin")
    centre.kill(KIOSK)
    centre.kiosk_to_printer.cut()
    centre.kiosk_to_printer.let_through()
    assert counted.slips == 0
    centre.start(KIOSK)
    assert centre.number_on() == committed
    centre.wait_for_outcome(committed, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)
    # A slip may have been in somebody's hand: nobody knows that none was.
    centre.check_slip(committed, centre.slips()[-1], is_copy=True)


def print_a_third_and_kill_the_kiosk(centre: RealCentre) -> str:
    centre.tell_printer("fail", fault="slow", amount=8000)
    before = centre.kiosk_to_printer.forwarded
    centre.ask_for_number()
    eventually(lambda: centre.kiosk_to_printer.forwarded > before + 12_000, "a third of the slip to be sent")
    centre.kill(KIOSK)
    centre.kiosk_to_printer.cut()  # with its power goes what its kernel had still to send
    centre.tell_printer("heal")
    return number_of_newest_intent(centre)


def test_kiosk_killed_in_the_middle_of_the_slip(centre: RealCentre, counted: Counted) -> None:
    number = print_a_third_and_kill_the_kiosk(centre)
    assert counted.slips == 0
    centre.start(KIOSK)
    assert centre.number_on() == number
    centre.wait_for_outcome(number, "printed")
    assert (counted.tickets, counted.slips) == (1, 2), "the broken piece is cut off"
    centre.check_slip(number, centre.slips()[-1], is_copy=True)


def test_broken_slip_of_one_who_has_gone_is_not_on_the_next_ones_paper(centre: RealCentre, counted: Counted) -> None:
    number = print_a_third_and_kill_the_kiosk(centre)
    centre.step(GIVEN_UP_S)
    centre.start(KIOSK)
    centre.wait_for_outcome(number, "unknown")
    following = centre.take_number()
    assert (counted.tickets, counted.slips) == (2, 2)
    centre.check_slip(following, centre.slips()[-1])


def test_printer_that_dies_within_the_slip(centre: RealCentre, counted: Counted) -> None:
    centre.touch("Chứng thực", QUESTION)
    centre.kiosk_to_server.hold_answers()
    centre.touch(SKIP, ASKING, ASKING_AGAIN)
    eventually(lambda: centre.kiosk_to_server.has_held_answer, "the server to answer")
    centre.tell_printer("fail", fault="dies_after", amount=15_000)
    centre.kiosk_to_server.let_through()
    centre.wait_to_see(KIOSK, NO_SLIP)
    number = centre.number_on()
    centre.touch(WRITTEN_DOWN, "Máy in đang gặp sự cố", HOME)
    centre.wait_for_outcome(number, "shown")
    assert (counted.tickets, counted.slips) == (1, 0)
    centre.tell_printer("heal")
    following = centre.take_number()
    centre.check_slip(following, centre.slips()[-1])
    assert centre.console("officer").call_next() == number, "who wrote it down is called"


def test_kiosk_killed_after_the_slip_and_before_its_report(centre: RealCentre, counted: Counted) -> None:
    centre.ask_for_number()
    number = centre.number_on()
    centre.kiosk_to_server.take_down()
    eventually(lambda: newest_intent(centre)["outcome"] == "printed", "the slip to be out")
    assert centre.ticket(number)["print_outcome"] is None
    centre.kill(KIOSK)
    centre.kiosk_to_server.let_through()
    centre.start(KIOSK)
    centre.wait_for_outcome(number, "printed")
    centre.wait_to_see(KIOSK, HOME)
    assert (counted.tickets, counted.slips) == (1, 1), "it is not printed again"


def test_server_killed_after_the_report_and_before_its_answer(centre: RealCentre, counted: Counted) -> None:
    centre.ask_for_number()
    number = centre.number_on()
    centre.kiosk_to_server.hold_answers()
    centre.wait_for_outcome(number, "printed")
    eventually(lambda: centre.kiosk_to_server.has_held_answer, "the server to answer")
    centre.kill(SERVER)
    lose_what_is_held(centre)
    assert centre.undelivered(KIOSK, "reports.db") == 1, "nothing is forgotten before the answer"
    centre.start(SERVER)
    eventually(lambda: not centre.undelivered(KIOSK, "reports.db"), "the report to be taken")
    ticket_id = centre.ticket(number)["ticket_id"]
    reports = centre.rows(
        "SELECT 1 FROM journal WHERE kind = 'print_reported' AND json_extract(body, '$.ticket_id') = ?", ticket_id
    )
    assert len(reports) == 1
    assert (counted.tickets, counted.slips) == (1, 1)


def test_server_that_hangs_for_five_seconds(centre: RealCentre, counted: Counted) -> None:
    centre.touch("Chứng thực", QUESTION)
    centre.freeze(SERVER)
    hung_s = time.monotonic()
    centre.touch(SKIP, ASKING, ASKING_AGAIN)
    centre.wait_to_see(KIOSK, ASKING_AGAIN)
    eventually(lambda: time.monotonic() - hung_s > 5, "five seconds to pass")
    centre.thaw(SERVER)
    number = centre.number_on()
    centre.wait_for_outcome(number, "printed")
    assert (counted.tickets, counted.slips) == (1, 1)


def test_citizen_who_does_not_wait_and_a_kiosk_killed_before_it_can_say_so(
    centre: RealCentre, counted: Counted
) -> None:
    number = ask_and_hold_the_answer(centre)
    centre.wait_to_see(KIOSK, ASKING_AGAIN)
    centre.kiosk_to_server.take_down()
    centre.touch("Không chờ nữa", HOME)
    assert newest_intent(centre)["state"] == "cancelled"
    centre.kill(KIOSK)
    assert centre.state_of(number) == "waiting"
    centre.kiosk_to_server.let_through()
    centre.start(KIOSK)
    centre.wait_for_state(number, "cancelled")
    assert centre.console("officer").call_next() is None
    assert (counted.tickets, counted.slips) == (1, 0)


def test_kiosk_that_comes_back_after_its_citizen_has_gone(centre: RealCentre, counted: Counted) -> None:
    number = ask_and_hold_the_answer(centre)
    centre.kill(KIOSK)
    lose_what_is_held(centre)
    centre.step(GIVEN_UP_S)
    centre.wait_for_state(number, "voided")
    assert centre.console("officer").call_next() is None, "a number that nobody has is not called"
    centre.start(KIOSK)
    centre.wait_to_see(KIOSK, HOME)
    eventually(lambda: newest_intent(centre)["state"] == "cancelled", "the kiosk to give up")
    eventually(lambda: not centre.undelivered(KIOSK, "reports.db"), "the kiosk to say so")
    assert (counted.tickets, counted.slips) == (1, 0)
    assert centre.state_of(number) in ("voided", "cancelled")


def test_slip_in_somebodys_hand_of_which_the_server_hears_late(centre: RealCentre, counted: Counted) -> None:
    before = centre.give_number()
    centre.ask_for_number()
    number = centre.number_on()
    centre.kiosk_to_server.take_down()
    eventually(lambda: newest_intent(centre)["outcome"] == "printed", "the slip to be out")
    centre.kill(KIOSK)
    centre.step(GIVEN_UP_S)
    centre.wait_for_state(number, "voided")
    after = centre.give_number()
    centre.kiosk_to_server.let_through()
    centre.start(KIOSK)
    centre.wait_for_state(number, "waiting")
    assert [row["number"] for row in centre.console("officer").read("/api/v1/console/view")["queue"]] == [
        before,
        number,
        after,
    ], "it has its rank again"
    assert counted.slips == 1


def test_two_fingers_and_doubled_touches_make_one_ticket(centre: RealCentre, counted: Counted) -> None:
    _touch_with_two_fingers(centre, "Chứng thực", "Nhận kết quả", then=QUESTION)
    centre.touch("Chứng thực", QUESTION)  # it may ask first whether a number is wanted so late
    place = next(shown.centre for shown in centre.control(KIOSK).texts() if shown.text == SKIP)
    _touch_with_two_fingers(centre, SKIP, "Người khuyết tật", then="")
    for _ in range(5):
        centre.control(KIOSK).touch(*place)
    number = centre.number_on()
    centre.wait_for_outcome(number, "printed")
    centre.go_home()
    assert (counted.tickets, counted.slips) == (1, 1)
    # Which finger was first to find the screen at rest is not known here; that it was one finger is.
    assert centre.ticket(number)["service"] in ("A", "K")
    assert centre.ticket(number)["priority_group"] in (None, "disabled")


def test_two_kiosks_in_the_same_instant(centre: RealCentre, counted: Counted) -> None:
    centre.start("printer-2", SECOND_KIOSK)
    for kiosk in (KIOSK, SECOND_KIOSK):
        centre.go_home(kiosk)
    at_once = threading.Barrier(2)
    numbers: dict[str, str] = {}

    def take(kiosk: str) -> None:
        centre.touch("Chứng thực", QUESTION, kiosk=kiosk)
        at_once.wait(timeout=30)
        centre.touch(SKIP, ASKING, ASKING_AGAIN, "Số thứ tự", kiosk=kiosk)
        numbers[kiosk] = centre.number_on(kiosk)
        centre.wait_for_outcome(numbers[kiosk], "printed")

    _together([lambda kiosk=kiosk: take(kiosk) for kiosk in (KIOSK, SECOND_KIOSK)])
    first, second = sorted(numbers.values())
    assert int(second[1:]) == int(first[1:]) + 1
    assert counted.tickets == 2
    assert len(centre.slips("printer-2")) == 1
    centre.check_slip(numbers[KIOSK], centre.slips()[-1])
    centre.check_books()
    centre.kill(SECOND_KIOSK)


def test_server_killed_again_and_again_while_many_ask(centre: RealCentre, counted: Counted) -> None:
    """Four that ask at once, each with its own ids, again and again until there is an answer."""
    asking, each = 4, 40
    answers: list[tuple[str, str]] = []
    is_over = threading.Event()

    def ask() -> None:
        with centre.kiosk_client() as kiosk:
            for _ in range(each):
                request = TicketRequest(intent_id=uuid4(), service="A")
                while not is_over.is_set():
                    try:
                        answers.append((str(request.intent_id), kiosk.issue_ticket(request).number))
                        break
                    except ServerUnreachable:
                        is_over.wait(0.02)

    threads = [threading.Thread(target=ask) for _ in range(asking)]
    for thread in threads:
        thread.start()
    try:
        for round_ in range(1, 4):
            eventually(lambda round_=round_: len(answers) >= round_ * 35, "more answers")
            centre.restart(SERVER)
        eventually(lambda: len(answers) == asking * each, "all answers")
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert counted.tickets == asking * each, "one ticket for each id"
    given = {row["intent_id"]: row["shown"] for row in centre.rows("SELECT intent_id, shown FROM tickets")}
    assert all(given[intent_id] == number for intent_id, number in answers)
    with centre.kiosk_client() as kiosk:
        intent_id, number = answers[0]
        again = TicketRequest(intent_id=intent_id, service="A")
        assert kiosk.issue_ticket(again).number == number
    centre.check_books()


def _touch_with_two_fingers(centre: RealCentre, first: str, second: str, *, then: str) -> None:
    """Both fingers on the glass together, until the screen has changed: to `then`, or from `first`."""
    control = centre.control(KIOSK)

    def has_changed() -> bool:
        try:
            places = {shown.text: shown.centre for shown in control.texts()}
            if then in places or first not in places:
                return True
            control.touch(*places[first], phase="down", finger=1)
            control.touch(*places[second], phase="down", finger=2)
            control.touch(*places[first], phase="up", finger=1)
            control.touch(*places[second], phase="up", finger=2)
        except (NoControl, ControlRefused):
            return False
        return False

    eventually(has_changed, f"{first} to be taken")


def _together(works) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
