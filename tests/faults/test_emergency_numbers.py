"""The server away, killed or late, and kiosks that go on by themselves: nobody is lost, nobody is called twice.

Real processes, real paper, real lines. Afterwards the numbers on paper are in the queue, once each and in order.
"""

from collections.abc import Iterator

import pytest
from PIL import Image
from real_centre import (
    BOARD,
    BROKER,
    HOME,
    KIOSK,
    NUMBER_TITLE,
    OWN_NUMBER_TITLE,
    QUESTION,
    SECOND_KIOSK,
    SERVER,
    SKIP,
    TAKE_SLIP,
    RealCentre,
    eventually,
    running_centre,
)

from simulation.slip_reading import shows_number

AWAY = "Máy đang mất kết nối với hệ thống."


@pytest.fixture(scope="module")
def centre_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    yield from running_centre(tmp_path_factory, "emergency", emergency_after_s=3)


@pytest.fixture
def centre(centre_alone: RealCentre) -> Iterator[RealCentre]:
    centre_alone.ready_for_the_next_test()
    eventually(lambda: not centre_alone.sees(KIOSK, AWAY), "the kiosk to know that the server is back")
    yield centre_alone
    eventually(lambda: not centre_alone.undelivered(KIOSK, "reports.db"), "everything to be told")
    centre_alone.check_books()


def ask(centre: RealCentre, kiosk: str = KIOSK) -> None:
    """Touch a service, with whatever comes of it."""
    centre.go_home(kiosk)
    centre.touch("Chứng thực", QUESTION, kiosk=kiosk)
    centre.touch(SKIP, "Đang lấy số", "Đang kết nối lại", NUMBER_TITLE, OWN_NUMBER_TITLE, kiosk=kiosk)


def own_number(centre: RealCentre, kiosk: str = KIOSK) -> str:
    ask(centre, kiosk)
    number = centre.number_on(kiosk, title=OWN_NUMBER_TITLE)
    centre.wait_to_see(kiosk, TAKE_SLIP)
    return number


def on_paper(centre: RealCentre, number: str, *, printer: str = "printer") -> int:
    """How many slips show the number."""
    found = 0
    for slip in centre.slips(printer):
        with Image.open(slip) as paper:
            found += shows_number(paper, number)
    return found


def taken_over(centre: RealCentre, *numbers: str) -> bool:
    """Whether the server has these, once each, in this order."""
    rows = centre.rows("SELECT json_extract(body, '$.shown') FROM journal WHERE kind = 'emergency_merged' ORDER BY seq")
    return [row[0] for row in rows if row[0] in numbers] == list(numbers)


def called(centre: RealCentre, number: str) -> None:
    """The officer's next is this number; the hall sees and hears it."""
    officer = centre.console("officer")
    assert officer.call_next() == number
    centre.wait_for_boards()
    assert centre.sees(BOARD, number)
    eventually(lambda: centre.spoken(number), f"{number} to be spoken")
    officer.serve(number)


def test_without_the_server_the_kiosk_goes_on_and_the_hall_calls_its_numbers(centre: RealCentre) -> None:
    before = centre.give_number()
    centre.kill(SERVER)
    centre.wait_to_see(KIOSK, AWAY)
    first, second = own_number(centre), own_number(centre)
    assert (first[:3], int(second[-3:])) == ("X1-", int(first[-3:]) + 1)
    assert (on_paper(centre, first), on_paper(centre, second)) == (1, 1)
    centre.start(SERVER)
    eventually(lambda: taken_over(centre, first, second), "both to be taken over")
    for number in (first, second):
        assert (centre.state_of(number), centre.ticket(number)["print_outcome"]) == ("waiting", "printed")
    eventually(lambda: not centre.sees(KIOSK, AWAY), "the kiosk to know that the server is back")
    after = centre.take_number()
    assert after[0] == "A"
    for number in (before, first, second, after):
        called(centre, number)
    assert centre.console("officer").call_next() is None


def test_server_that_answers_after_the_kiosk_has_helped_itself(centre: RealCentre) -> None:
    centre.kiosk_to_server.hold_answers()
    ask(centre)
    eventually(lambda: centre.kiosk_to_server.has_held_answer, "the server to answer")
    (row,) = centre.rows("SELECT shown FROM tickets WHERE intent_id = ?", centre.intents()[-1]["intent_id"])
    number = centre.number_on(title=OWN_NUMBER_TITLE)
    centre.kiosk_to_server.let_through()
    eventually(lambda: taken_over(centre, number), "the number to be taken over")
    superseded = centre.rows("SELECT shown FROM superseded_numbers ORDER BY seq DESC LIMIT 1")
    assert [one["shown"] for one in superseded] == [row["shown"]], "the number that nobody saw is on record"
    called(centre, number)
    assert centre.console("officer").call_next() is None, "one touch, one person"


def test_kiosk_killed_in_the_middle_of_its_own_slip_and_started_without_a_server(centre: RealCentre) -> None:
    centre.kill(SERVER)
    centre.wait_to_see(KIOSK, AWAY)
    centre.tell_printer("fail", fault="slow", amount=8000)
    before = centre.kiosk_to_printer.forwarded
    ask(centre)
    eventually(lambda: centre.kiosk_to_printer.forwarded > before + 8_000, "a part of the slip to be sent")
    centre.kill(KIOSK)
    centre.kiosk_to_printer.cut()
    centre.tell_printer("heal")
    slips = len(centre.slips())
    centre.start(KIOSK)
    number = centre.number_on(title=OWN_NUMBER_TITLE)
    centre.wait_to_see(KIOSK, TAKE_SLIP)
    assert len(centre.slips()) == slips + 2, "the broken piece is cut off"
    centre.wait_to_see(KIOSK, HOME, AWAY)
    following = own_number(centre)
    assert int(following[-3:]) == int(number[-3:]) + 1
    centre.start(SERVER)
    eventually(lambda: taken_over(centre, number, following), "both to be taken over")
    called(centre, number)
    called(centre, following)


def test_kiosk_started_without_a_server_knows_the_centre_from_its_disk(centre: RealCentre) -> None:
    centre.kill(SERVER)
    centre.kill(BROKER)
    centre.restart(KIOSK)
    centre.wait_to_see(KIOSK, HOME, AWAY)
    number = own_number(centre)
    centre.kill(KIOSK)
    centre.start(BROKER, SERVER, KIOSK)
    eventually(lambda: taken_over(centre, number), "the number to be taken over")
    called(centre, number)


def test_server_killed_between_taking_a_number_over_and_its_answer(centre: RealCentre) -> None:
    centre.kill(SERVER)
    centre.wait_to_see(KIOSK, AWAY)
    number = own_number(centre)
    centre.kiosk_to_server.hold_answers()
    centre.start(SERVER)
    eventually(lambda: taken_over(centre, number), "the number to be taken over")
    assert centre.undelivered(KIOSK, "reports.db") == 1, "nothing is forgotten before the answer"
    centre.kill(SERVER)
    centre.kiosk_to_server.cut()
    centre.kiosk_to_server.let_through()
    centre.start(SERVER)
    eventually(lambda: not centre.undelivered(KIOSK, "reports.db"), "the answer to come")
    assert taken_over(centre, number)
    called(centre, number)


def test_two_kiosks_have_each_their_own_series(centre: RealCentre) -> None:
    centre.start("printer-2", SECOND_KIOSK)
    centre.go_home(SECOND_KIOSK)
    centre.kill(SERVER)
    for kiosk in (KIOSK, SECOND_KIOSK):
        centre.wait_to_see(kiosk, AWAY)
    first = own_number(centre)
    other = own_number(centre, SECOND_KIOSK)
    second = own_number(centre)
    assert {first[:3], second[:3], other[:3]} == {"X1-", "X2-"}
    assert on_paper(centre, other, printer="printer-2") == 1
    centre.start(SERVER)
    for numbers in ((first, second), (other,)):
        eventually(lambda numbers=numbers: taken_over(centre, *numbers), "all to be taken over")
    eventually(lambda: not centre.undelivered(SECOND_KIOSK, "reports.db"), "everything to be told")
    for number in (first, other, second):  # by the moment of printing, whichever kiosk came back first
        called(centre, number)
    centre.check_books()
    centre.kill(SECOND_KIOSK)


def test_day_that_was_closed_meanwhile_keeps_the_number_on_record(centre: RealCentre) -> None:
    centre.kiosk_to_server.take_down()
    number = own_number(centre)
    centre.console("head").act("close-day")
    centre.kiosk_to_server.let_through()
    eventually(lambda: taken_over(centre, number), "the number to be taken over")
    centre.wait_for_state(number, "expired")
    eventually(lambda: not centre.undelivered(KIOSK, "reports.db"), "everything to be told")
    centre.console("head").act("open-day", confirmed=True)
    centre.console("officer").sign_on("Q1")
    assert centre.console("officer").call_next() is None, "its holder has gone home"
