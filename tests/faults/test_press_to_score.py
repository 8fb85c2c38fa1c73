"""kill -9 and cut lines between a finger on the pad and the officer's score.

Whatever happens: who was thanked is counted once, for the turn that was just served.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from real_centre import BROKER, DISPLAY, INVITATION, PAD, SERVER, RealCentre, eventually

WINDOWS_CLOSED_S = 75.0
"""By then no window is open and no rating can change any more."""


@dataclass(frozen=True)
class Served:
    """Somebody was served and may rate now."""

    number: str
    window_id: int


@pytest.fixture
def served(centre: RealCentre) -> Served:
    close_windows(centre)
    served = serve(centre)
    centre.wait_for_invitation()
    return served


def close_windows(centre: RealCentre) -> None:
    centre.wait_until_pad_rests()
    centre.step(WINDOWS_CLOSED_S)
    eventually(lambda: not any(centre.control(PAD).lights()), "the pad to be dark")


def serve(centre: RealCentre) -> Served:
    officer, number = centre.console("officer"), centre.give_number()
    assert officer.call_next() == number
    officer.serve(number)
    turn_id = centre.ticket(number)["turn_id"]
    (row,) = centre.rows("SELECT window_id FROM windows WHERE turn_id = ?", turn_id)
    return Served(number, row["window_id"])


def presses_of(centre: RealCentre, served: Served) -> list[sqlite3.Row]:
    return centre.rows("SELECT * FROM presses WHERE window_id = ? ORDER BY seq", served.window_id)


def rated(centre: RealCentre) -> int:
    """How many ratings stand in the officer's score, as the head reads it."""
    head = centre.console("head")
    day = head.read("/api/v1/console/view")["day"]["date"]
    schemes = head.read(f"/api/v1/scores?from={day}&to={day}")["schemes"]
    return sum(row["rated"] for scheme in schemes for row in scheme["officers"] if row["id"] == "CB01")


def delivered(centre: RealCentre) -> None:
    eventually(lambda: not centre.undelivered(PAD, "presses.db"), "the pad to have delivered everything")
    assert centre.count("presses") == centre.rows("SELECT count(DISTINCT press_id) FROM presses")[0][0]


def nothing_was_refused(centre: RealCentre) -> None:
    """The pad has no press on its list of refused ones, and complains of none at the console."""
    path = centre.folder.path / PAD / "presses.db"
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        assert connection.execute("SELECT key, reason FROM refused").fetchall() == []
    finally:
        connection.close()
    devices = centre.console("officer").read("/api/v1/console/view")["devices"]
    assert [device["faults"] for device in devices if device["device_id"] == PAD] == [[]]


def lose_what_is_held(centre: RealCentre) -> None:
    centre.pad_to_server.cut()
    centre.pad_to_server.let_through()


def test_pad_killed_after_it_stored_and_before_it_delivered(centre: RealCentre, served: Served) -> None:
    before = centre.count("presses")
    centre.pad_to_server.take_down()
    centre.press(0)
    assert centre.undelivered(PAD, "presses.db") == 1, "it is stored before the thank-you"
    centre.kill(PAD)
    centre.pad_to_server.let_through()
    centre.start(PAD)
    delivered(centre)
    (press,) = presses_of(centre, served)
    assert (press["level"], press["window_seen"], press["age_ms"]) == (5, served.window_id, None)
    assert centre.count("presses") == before + 1
    nothing_was_refused(centre)


def test_server_killed_before_the_commit_of_a_press(centre: RealCentre, served: Served) -> None:
    before = centre.count("presses")
    with centre.database_held():
        forwarded = centre.pad_to_server.forwarded
        centre.press(1)
        eventually(lambda: centre.pad_to_server.forwarded > forwarded, "the press to reach the server")
        centre.kill(SERVER)
    assert centre.count("presses") == before
    assert centre.undelivered(PAD, "presses.db") == 1
    centre.start(SERVER)
    delivered(centre)
    assert [press["level"] for press in presses_of(centre, served)] == [4]
    assert centre.count("presses") == before + 1
    nothing_was_refused(centre)


def kill_the_server(centre: RealCentre) -> None:
    centre.kill(SERVER)
    lose_what_is_held(centre)
    centre.start(SERVER)


def kill_the_pad(centre: RealCentre) -> None:
    centre.kill(PAD)
    lose_what_is_held(centre)
    centre.start(PAD)


@pytest.mark.parametrize("fault", [lose_what_is_held, kill_the_server, kill_the_pad])
def test_press_that_is_committed_and_whose_answer_is_lost(
    centre: RealCentre, served: Served, fault: Callable[[RealCentre], None]
) -> None:
    before = centre.count("presses")
    centre.pad_to_server.hold_answers()
    centre.press(2)
    eventually(lambda: centre.pad_to_server.has_held_answer, "the server to answer")
    assert centre.count("presses") == before + 1
    assert centre.undelivered(PAD, "presses.db") == 1, "nothing is forgotten before the answer"
    fault(centre)
    delivered(centre)
    assert centre.count("presses") == before + 1, "sent twice, kept once"
    assert [press["level"] for press in presses_of(centre, served)] == [3]
    nothing_was_refused(centre)


def test_pad_killed_within_the_window_asks_again_and_takes_the_press(centre: RealCentre, served: Served) -> None:
    centre.restart(PAD)
    centre.wait_for_invitation()
    centre.press(0)
    delivered(centre)
    (press,) = presses_of(centre, served)
    assert press["window_seen"] == served.window_id
    assert press["age_ms"] is not None


def test_press_while_the_broker_is_away_belongs_to_the_newest_window(centre: RealCentre) -> None:
    close_windows(centre)
    centre.kill(BROKER)
    served = serve(centre)
    centre.press(0)
    delivered(centre)
    (press,) = presses_of(centre, served)
    assert press["window_seen"] is None, "the pad had not heard of it"
    centre.start(BROKER)
    centre.wait_for_invitation()
    centre.wait_to_see(DISPLAY, INVITATION)


def test_presses_through_a_long_outage_with_the_pad_killed_in_its_middle(centre: RealCentre, served: Served) -> None:
    """Five thank-yous, five presses kept; one rating counts."""
    close_windows(centre)
    settled = rated(centre)
    served = serve(centre)
    centre.wait_for_invitation()
    before = centre.count("presses")
    centre.kill(SERVER)
    for button in (0, 1, 2):
        centre.press(button)
    centre.restart(PAD)
    for button in (3, 4):
        centre.press(button)
    assert centre.undelivered(PAD, "presses.db") == 5
    centre.start(SERVER)
    delivered(centre)
    assert centre.count("presses") == before + 5
    newest = centre.rows("SELECT level, boot_id, n FROM presses ORDER BY seq DESC LIMIT 5")[::-1]
    assert [press["level"] for press in newest] == [5, 4, 3, 2, 1], "in the order of the fingers"
    first = newest[0]["n"]
    assert [press["n"] for press in newest] == [first, first + 1, first + 2, 1, 2], "in each life of the pad"
    close_windows(centre)
    eventually(lambda: rated(centre) == settled + 1, "the score to have one rating more")
    centre.step(WINDOWS_CLOSED_S)
    assert rated(centre) == settled + 1
    assert presses_of(centre, served)
