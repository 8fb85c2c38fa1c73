"""A low rating on a touch pad, from the citizen's finger to the journal, in a centre of real programs."""

import json
from collections.abc import Iterator

import pytest
from real_centre import PAD, RealCentre, eventually

QUESTION = "Ông/Bà có hài lòng với sự phục vụ của cán bộ tại quầy không?"
REASONS = "Theo Ông/Bà, điều gì cần làm tốt hơn?"
INVITATION = "Khi được phục vụ xong"


@pytest.fixture
def touch_centre(centre: RealCentre) -> Iterator[RealCentre]:
    centre.give_pad(with_touch_screen=True)
    yield centre
    centre.give_pad(with_touch_screen=False)


def test_a_low_rating_and_its_reason_go_from_the_finger_to_the_journal(touch_centre: RealCentre) -> None:
    centre = touch_centre
    officer = centre.console("officer")
    number = centre.give_number()
    centre.wait_to_see(PAD, "Cán bộ 01")
    assert officer.call_next() == number
    officer.serve(number)
    centre.wait_to_see(PAD, QUESTION, "Cán bộ Cán bộ 01", "Rất hài lòng")
    centre.touch("Không hài lòng", REASONS, kiosk=PAD)
    centre.touch("Chờ đợi lâu", "Cảm ơn Ông/Bà đã góp ý", kiosk=PAD)
    centre.wait_to_see(PAD, "Cán bộ 01")

    told = _journal(centre, "press_recorded"), _journal(centre, "rating_reason_given")
    turn_id = centre.ticket(number)["turn_id"]
    (window,) = centre.rows("SELECT window_id FROM windows WHERE turn_id = ?", turn_id)
    (press,) = (press for press in told[0] if press["window_id"] == window["window_id"])
    assert (press["level"], press["channel"]) == (2, "touch")
    (reason,) = (reason for reason in told[1] if reason["window_id"] == window["window_id"])
    assert (reason["reasons"], reason["channel"]) == (["wait"], "touch")


def _journal(centre: RealCentre, kind: str) -> list[dict[str, object]]:
    def rows() -> list[dict[str, object]]:
        found = centre.rows("SELECT body FROM journal WHERE kind = ? ORDER BY seq", kind)
        return [json.loads(row["body"]) for row in found]

    eventually(rows, f"{kind} in the journal")
    return rows()
