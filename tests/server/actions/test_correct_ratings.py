"""Corrections: a whole block, by two people, neither of them the officer; nothing is deleted."""

from typing import Any

import pytest
from centre_under_test import CentreUnderTest

from server.actions.correct_ratings import agree_to_correction, ask_correction, decline_correction
from server.db.queries.corrections import all_corrections
from server.db.queries.settled_ratings import atoms, published
from server.errors import ActionRefused, Conflict, NotAllowed, NotFound

SCHEME = "five-levels-1"
BLOCK: dict[str, Any] = {
    "scheme_id": SCHEME,
    "series": "desk",
    "officer_id": "CB01",
    "counter_id": "Q1",
    "block": 1,
    "reason": "test_presses",
    "words": "Kỹ thuật viên thử bộ nút",
}


@pytest.fixture
def rated(centre: CentreUnderTest) -> CentreUnderTest:
    """Fourteen ratings of CB01 at Q1: one block, and four ratings of the next."""
    for _ in range(14):
        centre.number("A")
        centre.press(5, centre.window_of(centre.serve("Q1", service_s=30)))
        centre.clock.pass_s(12)
    centre.settle()
    return centre


def shown(centre: CentreUnderTest) -> int:
    return len(published(atoms(centre.read(), SCHEME), "", "9999"))


def ask(centre: CentreUnderTest, deed: str = "set_aside", by: str = "GD01", **more: Any) -> int:
    return centre.act(ask_correction, deed=deed, asked_by=by, actor=f"staff:{by}", **(BLOCK | more))


def agree(centre: CentreUnderTest, correction_id: int, by: str = "KS01") -> None:
    centre.act(agree_to_correction, correction_id=correction_id, agreed_by=by, actor=f"staff:{by}")


def test_a_block_goes_when_a_second_person_agrees_and_comes_back_alike(rated: CentreUnderTest) -> None:
    asked = ask(rated)
    assert shown(rated) == 1, "asking changes nothing"
    agree(rated, asked)
    assert shown(rated) == 0
    (atom,) = atoms(rated.read(), SCHEME)
    assert atom.set_aside_by == asked
    assert rated.one("SELECT count(*) FROM presses")[0] == 14, "nothing is deleted"
    agree(rated, ask(rated, "put_back", "KS01", reason="mistake", words="Khối này đúng"), "GD01")
    assert shown(rated) == 1
    assert rated.verdict().fault is None
    assert [(one.deed, one.state, one.words) for one in all_corrections(rated.read())] == [
        ("put_back", "agreed", "Khối này đúng"),
        ("set_aside", "agreed", "Kỹ thuật viên thử bộ nút"),
    ]


def test_it_takes_two_and_never_the_officer(rated: CentreUnderTest) -> None:
    asked = ask(rated)
    for by in ("GD01", "CB01"):
        with pytest.raises(NotAllowed):
            agree(rated, asked, by)
    with pytest.raises(NotAllowed):
        ask(rated, by="CB01")
    with pytest.raises(NotAllowed):
        rated.act(decline_correction, correction_id=asked, declined_by="CB01")
    assert shown(rated) == 1


def test_declined_is_decided(rated: CentreUnderTest) -> None:
    asked = ask(rated)
    rated.act(decline_correction, correction_id=asked, declined_by="GD01")
    with pytest.raises(Conflict):
        agree(rated, asked)
    assert shown(rated) == 1
    agree(rated, ask(rated))
    assert shown(rated) == 0


def test_what_makes_no_sense_is_refused(rated: CentreUnderTest) -> None:
    with pytest.raises(Conflict):
        ask(rated, "put_back")
    for more in ({"block": 2}, {"block": 3}, {"counter_id": "Q2"}, {"series": "away"}):
        with pytest.raises(NotFound):
            ask(rated, **more)
    for more in ({"reason": "because"}, {"words": "x"}, {"words": ""}):
        with pytest.raises(ActionRefused):
            ask(rated, **more)
    ask(rated)
    with pytest.raises(Conflict):
        ask(rated)
    with pytest.raises(NotFound):
        agree(rated, 1)


def test_the_words_are_not_in_the_journal(rated: CentreUnderTest) -> None:
    agree(rated, ask(rated))
    assert not [row for row in rated.rows("SELECT body FROM journal") if "thử bộ nút" in row[0]]
