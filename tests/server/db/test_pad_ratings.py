"""How the buttons of each pad were pressed: one rating a turn, of the days asked for and of buttons only."""

from datetime import date, timedelta

from centre_under_test import CentreUnderTest

from server.db.queries.pad_ratings import ratings_by_pad


def test_each_turn_counts_once_with_its_last_press_at_the_pad_it_was_pressed_at(centre: CentreUnderTest) -> None:
    for counter_id, levels in (("Q1", (5, 4)), ("Q1", (5,)), ("Q2", (1,)), ("Q2", ())):
        centre.issue("A")
        window = centre.window_of(centre.serve(counter_id))
        for level in levels:
            centre.press(level, window, counter_id=counter_id)
            centre.clock.pass_s(2)
    centre.issue("A")
    centre.press(3, centre.window_of(centre.serve("Q1")), channel="touch")
    centre.press(2, None, age_ms=None)  # of no turn
    day = date.fromisoformat(centre.one("SELECT day FROM service_days")["day"])
    scheme = centre.one("SELECT scheme_id FROM windows")["scheme_id"]

    def found(first: date, before: date) -> dict[str, dict[int, int]]:
        return ratings_by_pad(centre.read(), scheme, first, before)

    assert found(day, day + timedelta(days=1)) == {"pad-Q1": {4: 1, 5: 1}, "pad-Q2": {1: 1}}
    assert found(day - timedelta(days=7), day) == {}
    assert ratings_by_pad(centre.read(), "another", day, day + timedelta(days=1)) == {}
