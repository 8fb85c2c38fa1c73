"""The kiosk's printer in each kind of trouble: what the citizen reads, what staff are told, what the number becomes.

Nothing is lost, nothing comes out twice, and nobody is called who has no number.
"""

from typing import Any

import pytest
from real_centre import (
    ASKING,
    ASKING_AGAIN,
    HOME,
    KIOSK,
    NO_SLIP,
    QUESTION,
    SKIP,
    WRITTEN_DOWN,
    RealCentre,
    eventually,
)

NO_PAPER, IN_TROUBLE = "Máy hết giấy in phiếu", "Máy in đang gặp sự cố"
STAFF_HELP = "Mời Ông/Bà gặp người hướng dẫn để được lấy số."

FAULTS = [
    # of the printer, what the screen says, what staff are told
    ("no_paper", NO_PAPER, "paper_out"),
    ("cover_open", IN_TROUBLE, "printer_cover_open"),
    ("cutter", IN_TROUBLE, "printer_fault"),
]
"""A printer that is switched off or unplugged: tests/hardware/printer/test_printer_lines.py. Behind the line that these
tests cut, its port seems to be there."""


def alarm(centre: RealCentre, fault: str) -> dict[str, Any] | None:
    """What the head reads of a fault of the kiosk; its code may have a part."""
    told = centre.console("head").read("/api/v1/floor/view")["alarms"]
    return next((one for one in told if one["device_id"] == KIOSK and one["fault"].split(":")[0] == fault), None)


def wait_for_alarm(centre: RealCentre, fault: str) -> dict[str, Any]:
    eventually(lambda: alarm(centre, fault) is not None, f"staff to be told of {fault}")
    told = alarm(centre, fault)
    assert told is not None
    return told


@pytest.mark.long
@pytest.mark.parametrize(("fault", "says", "code"), FAULTS)
def test_before_a_touch_no_number_is_given_and_after_the_cure_it_goes_on(
    centre: RealCentre, fault: str, says: str, code: str
) -> None:
    tickets, slips = centre.count("tickets"), len(centre.slips())
    centre.tell_printer("fail", fault=fault)
    centre.wait_to_see(KIOSK, says, STAFF_HELP)
    told = wait_for_alarm(centre, code)
    assert told["is_alarm"]
    assert told["steps"]
    centre.tell_printer("heal")
    centre.wait_to_see(KIOSK, HOME)
    eventually(lambda: alarm(centre, code) is None, "the alarm to end")
    number = centre.take_number()
    assert (centre.count("tickets"), len(centre.slips())) == (tickets + 1, slips + 1)
    centre.check_slip(number, centre.slips()[-1])


UNDER_WAY = [
    # of the printer, after so many rows or bytes of the slip, what staff are told
    ("no_paper", 150, "paper_out"),
    ("dies_after", 15_000, None),
    pytest.param("cover_open", None, "printer_cover_open", marks=pytest.mark.long),
    pytest.param("cutter", None, "printer_fault", marks=pytest.mark.long),
]


@pytest.mark.long
@pytest.mark.parametrize("is_noted", [True, False], ids=["noted", "left"])
@pytest.mark.parametrize(("fault", "amount", "code"), UNDER_WAY)
def test_once_the_number_is_given_it_is_written_down_or_voided(
    centre: RealCentre, fault: str, amount: int | None, code: str | None, is_noted: bool
) -> None:
    slips = len(centre.slips())
    centre.touch("Chứng thực", QUESTION)
    centre.kiosk_to_server.hold_answers()
    centre.touch(SKIP, ASKING, ASKING_AGAIN)
    eventually(lambda: centre.kiosk_to_server.has_held_answer, "the server to answer")
    centre.tell_printer("fail", fault=fault, amount=amount)
    centre.kiosk_to_server.let_through()
    centre.wait_to_see(KIOSK, NO_SLIP)
    number = centre.number_on()
    if is_noted:
        centre.touch(WRITTEN_DOWN, NO_PAPER, IN_TROUBLE, HOME)  # before the page goes home by itself
    if code is not None:
        wait_for_alarm(centre, code)
    if is_noted:
        centre.wait_for_outcome(number, "shown")
    else:
        centre.wait_for_state(number, "voided")
    assert len(centre.slips()) == slips, "nothing came out"
    centre.tell_printer("heal")
    centre.wait_to_see(KIOSK, HOME)
    following = centre.take_number()
    assert int(following[1:]) == int(number[1:]) + 1
    centre.check_slip(following, centre.slips()[-1])
    officer = centre.console("officer")
    for expected in [number, following] if is_noted else [following]:
        assert officer.call_next() == expected
        officer.serve(expected)
    assert officer.call_next() is None


def test_near_its_end_staff_read_how_many_slips_are_left(centre: RealCentre) -> None:
    centre.tell_printer("fail", fault="near_end")
    told = wait_for_alarm(centre, "paper_near_end")
    assert not told["is_alarm"]
    left = int(told["fault"].split(":")[1])
    assert f"còn khoảng {left} phiếu" in told["sentence"]
    number = centre.take_number()
    centre.check_slip(number, centre.slips()[-1])
    centre.tell_printer("heal")
    eventually(lambda: alarm(centre, "paper_near_end") is None, "the new roll to be noticed")


def test_a_silent_printer_is_tried_and_staff_are_told(centre: RealCentre) -> None:
    centre.tell_printer("fail", fault="silent")
    told = wait_for_alarm(centre, "printer_silent")
    assert not told["is_alarm"]
    centre.wait_to_see(KIOSK, HOME)
    centre.ask_for_number()
    number = centre.number_on()
    centre.wait_for_outcome(number, "unknown")
    centre.check_slip(number, centre.slips()[-1])
    centre.tell_printer("heal")
    eventually(lambda: alarm(centre, "printer_silent") is None, "the note to end")
    assert centre.console("officer").call_next() == number
