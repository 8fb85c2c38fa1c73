"""The head moves a pad to another counter: real programs, and a broker at which each device hears its own alone.

The pad's settings file goes on naming the counter where it was installed.
"""

import sqlite3
from collections.abc import Iterator

import pytest
from real_centre import DISPLAY, PAD, RealCentre, eventually, new_key

WINDOWS_CLOSED_S = 75.0
NAME_OF_THE_OTHER = "Quầy số 2"
SERVES = {"officer": "A", "other officer": "B"}
"""A service of counter 1, and one of counter 2."""


def move_to(centre: RealCentre, counter_id: str, *devices: str) -> None:
    for device_id in devices:
        head = centre.console("head")
        answer = head.send("devices/change", key=new_key(), part="setup", device_id=device_id, counter_id=counter_id)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def moved(centre: RealCentre) -> Iterator[RealCentre]:
    """Its pad and display stand at counter 2, where the other officer serves."""
    centre.wait_until_pad_rests()
    centre.step(WINDOWS_CLOSED_S)
    eventually(lambda: not any(centre.control(PAD).lights()), "the pad to be dark")
    centre.console("other officer").sign_on("Q2")
    move_to(centre, "Q2", PAD, DISPLAY)
    yield centre
    move_to(centre, "Q1", PAD, DISPLAY)
    if centre.rows("SELECT 1 FROM desk_sessions WHERE counter_id = 'Q2' AND signed_off_at IS NULL"):
        centre.console("other officer").act("sign-off")
    centre.step(WINDOWS_CLOSED_S)


def serve(centre: RealCentre, who: str) -> int:
    """The window that opened for whoever was served."""
    number = centre.give_number(SERVES[who])
    officer = centre.console(who)
    assert officer.call_next() == number
    officer.serve(number)
    (row,) = centre.rows("SELECT window_id FROM windows WHERE turn_id = ?", centre.ticket(number)["turn_id"])
    return int(row["window_id"])


def last_press(centre: RealCentre) -> sqlite3.Row:
    return centre.rows("SELECT window_id, window_seen, counter_id FROM presses ORDER BY seq DESC LIMIT 1")[0]


def delivered(centre: RealCentre, before: int) -> None:
    eventually(lambda: centre.count("presses") > before, "the press to arrive")


@pytest.mark.long
def test_a_moved_pad_asks_at_its_new_counter_and_no_more_at_the_former(moved: RealCentre) -> None:
    centre = moved
    eventually(lambda: NAME_OF_THE_OTHER in " ".join(centre.texts(DISPLAY)), "the display to show its new counter")
    before, window = centre.count("presses"), serve(centre, "other officer")
    centre.wait_for_invitation()
    centre.press(0)
    delivered(centre, before)
    assert tuple(last_press(centre)) == (window, window, "Q2")
    centre.step(WINDOWS_CLOSED_S)
    eventually(lambda: not any(centre.control(PAD).lights()), "the pad to be dark")

    elsewhere = serve(centre, "officer")
    later = serve(centre, "other officer")  # what follows is heard after what came before
    centre.wait_for_invitation()
    before = centre.count("presses")
    centre.press(1)
    delivered(centre, before)
    assert tuple(last_press(centre)) == (later, later, "Q2")
    assert not centre.rows("SELECT 1 FROM presses WHERE window_id = ?", elsewhere)

    centre.restart(PAD)
    centre.wait_for_invitation()
    centre.press(2)
    eventually(lambda: last_press(centre)["window_seen"] == later, "the press of the pad that was started again")
    assert last_press(centre)["counter_id"] == "Q2"


def test_what_was_pressed_before_the_move_counts_where_it_was_pressed(centre: RealCentre) -> None:
    centre.wait_until_pad_rests()
    centre.step(WINDOWS_CLOSED_S)
    eventually(lambda: not any(centre.control(PAD).lights()), "the pad to be dark")
    before, window = centre.count("presses"), serve(centre, "officer")
    centre.wait_for_invitation()
    centre.pad_to_server.take_down()
    centre.press(0)
    move_to(centre, "Q2", PAD)
    eventually(lambda: not any(centre.control(PAD).lights()), "the pad to have left its counter")
    assert centre.count("presses") == before
    centre.pad_to_server.let_through()
    delivered(centre, before)
    assert tuple(last_press(centre)) == (window, window, "Q1")
    move_to(centre, "Q1", PAD)


def test_a_moved_touch_pad_shows_whose_desk_it_stands_at(moved: RealCentre) -> None:
    centre = moved
    centre.give_pad(with_touch_screen=True)
    try:
        centre.wait_to_see(PAD, NAME_OF_THE_OTHER, "Cán bộ 02")
        move_to(centre, "Q1", PAD)
        centre.wait_to_see(PAD, "Quầy số 1", "Cán bộ 01")
        move_to(centre, "Q2", PAD)
        before, window = centre.count("presses"), serve(centre, "other officer")
        centre.wait_to_see(PAD, "Rất hài lòng", "Cán bộ Cán bộ 02")
        centre.touch("Rất hài lòng", "Cảm ơn Ông/Bà đã đánh giá", kiosk=PAD)
        delivered(centre, before)
        assert tuple(last_press(centre)) == (window, window, "Q2")
    finally:
        centre.give_pad(with_touch_screen=False)
