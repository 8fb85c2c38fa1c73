"""From a press to a score, through the real tables."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from centre_under_test import CentreUnderTest, small_centre
from hypothesis import given, settings
from hypothesis import strategies as some

from server.actions.change_set_up import SetUpRefused
from server.actions.devices import change_device
from server.actions.set_up import add_device
from server.db.queries.ratings import HIGHEST_OF_BOOT, open_windows, rated_turns
from server.db.queries.settled_ratings import atoms
from server.domain.scores import BLOCK
from server.errors import Conflict, NotAllowed, Unprocessable
from server.journal.events import DeviceChanged

SCHEME = "five-levels-1"


def served(centre: CentreUnderTest, counter_id: str = "Q1", *, service_s: float = 60) -> int:
    """Somebody is served; the window that opened."""
    centre.number("A")
    return centre.window_of(centre.serve(counter_id, service_s=service_s))


def window_of_last_press(centre: CentreUnderTest) -> int | None:
    window: int | None = centre.one("SELECT window_id FROM presses ORDER BY seq DESC")[0]
    return window


def levels(centre: CentreUnderTest) -> list[int | None]:
    """The settled level of each turn that opened a window, in order."""
    centre.settle()
    return [turn.level for turn in rated_turns(centre.read(), SCHEME)]


def test_finish_opens_a_window_of_sixty_seconds(centre: CentreUnderTest) -> None:
    window = served(centre)
    row = centre.one("SELECT * FROM windows")
    assert (row["window_id"], row["counter_id"], row["officer_id"], row["scheme_id"]) == (window, "Q1", "CB01", SCHEME)
    assert row["closes_at"] - row["opened_at"] == 60_000
    assert centre.wait(59.999) == 0
    assert centre.wait(0.001) == 1
    assert centre.one("SELECT closed_at FROM windows")[0] == row["closes_at"]


def test_every_turn_in_which_serving_began_opens_one_whatever_its_end(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(11)
    centre.next("Q1")  # the first is finished by inference
    centre.start("Q1")
    centre.next("Q1")  # the second by Next
    centre.absent("Q1")  # the third never came
    assert centre.one("SELECT count(*) FROM windows")[0] == 2


def test_the_next_start_shortens_the_window_but_not_below_twenty_seconds(centre: CentreUnderTest) -> None:
    served(centre)
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(5)
    centre.start("Q1")
    row = centre.one("SELECT opened_at, closes_at, closed_at FROM windows")
    assert (row["closes_at"] - row["opened_at"], row["closed_at"]) == (20_000, None)
    assert centre.wait(15) == 1


def test_a_start_after_twenty_seconds_closes_the_window_there_and_then(centre: CentreUnderTest) -> None:
    served(centre)
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(33)
    centre.start("Q1")
    row = centre.one("SELECT opened_at, closes_at, closed_at FROM windows")
    assert row["closes_at"] - row["opened_at"] == 33_000
    assert row["closed_at"] == row["closes_at"]


def test_a_call_alone_shortens_nothing(centre: CentreUnderTest) -> None:
    served(centre)
    centre.number("A")
    centre.next("Q1")
    assert centre.one("SELECT closes_at - opened_at FROM windows")[0] == 60_000


def test_a_press_belongs_to_the_window_its_pad_showed(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.clock.pass_s(10)
    centre.press(5, window)
    assert window_of_last_press(centre) == window


def test_a_press_of_another_counters_window_belongs_to_nobody(centre: CentreUnderTest) -> None:
    window = served(centre, "Q1")
    centre.press(5, window, counter_id="Q2")
    assert window_of_last_press(centre) is None


def bind_pad(centre: CentreUnderTest, device_id: str, counter_id: str) -> None:
    if centre.rows("SELECT 1 FROM devices WHERE device_id = ?", device_id):
        centre.act(change_device, device_id=device_id, name="", counter_id=counter_id, zone=None)
    else:
        pad = {"kind": "pad", "counter_id": counter_id, "zone": None, "credential_hash": device_id}
        centre.act(add_device, device_id=device_id, **pad)
    centre.clock.pass_s(1)


def counter_and_window_of_last_press(centre: CentreUnderTest) -> tuple[str, int | None]:
    return tuple(centre.one("SELECT counter_id, window_id FROM presses ORDER BY seq DESC"))


def test_a_press_that_is_on_its_way_while_its_pad_is_moved_stays_where_it_was_made(centre: CentreUnderTest) -> None:
    bind_pad(centre, "pad-Q1", "Q1")
    seen = served(centre, "Q1")
    centre.clock.pass_s(10)
    bind_pad(centre, "pad-Q1", "Q2")
    elsewhere = served(centre, "Q2")
    centre.press(5, seen, age_ms=62_000, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q1", seen)
    centre.press(4, seen, age_ms=None, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q1", seen), "also when nobody knows how old it is"
    centre.press(4, None, age_ms=62_500, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q1", seen), "the pad had not heard of the window"
    centre.press(3, elsewhere, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q2", elsewhere)
    centre.press(3, None, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q2", elsewhere)


def test_a_pad_that_was_moved_away_rates_nobody_who_comes_to_its_former_counter(centre: CentreUnderTest) -> None:
    bind_pad(centre, "pad-Q1", "Q1")
    bind_pad(centre, "pad-Q1", "Q2")
    later = served(centre, "Q1")
    centre.press(1, later, pad="pad-Q1", counter_id="Q2")
    assert counter_and_window_of_last_press(centre) == ("Q2", None)


def test_a_press_of_a_pad_without_a_counter_is_taken_only_for_the_counter_where_it_was_made(
    centre: CentreUnderTest,
) -> None:
    bind_pad(centre, "pad-Q1", "Q1")
    seen = served(centre, "Q1")
    centre.clock.pass_s(5)
    taken = DeviceChanged(device_id="pad-Q1", counter_id=None, zone=None, name="")
    centre.act(lambda work: work.record(taken))
    with pytest.raises(NotAllowed):
        centre.press(5, None, age_ms=None, pad="pad-Q1", counter_id=None)
    centre.press(5, seen, pad="pad-Q1", counter_id=None)
    assert counter_and_window_of_last_press(centre) == ("Q1", seen)


def test_a_count_that_was_there_before_in_the_boot_is_impossible_however_long_ago(centre: CentreUnderTest) -> None:
    for n in (14, 13, 12, 13, 14, 15):
        window = served(centre)
        centre.clock.pass_s(60)
        centre.press(3, window, n=n)
    flags = [row["flags"] for row in centre.rows("SELECT flags FROM presses ORDER BY seq")]
    assert flags == ["", "impossible", "impossible", "impossible", "impossible", ""]


def test_the_highest_count_of_a_boot_is_read_from_an_index_alone(centre: CentreUnderTest) -> None:
    asked = {"of_device": "pad-Q1", "of_boot": "9f1a"}
    plan = centre.read().execute(f"EXPLAIN QUERY PLAN {HIGHEST_OF_BOOT.sql()}", asked).fetchall()
    steps = [row["detail"] for row in plan]
    assert any("COVERING INDEX presses_of_boot (device_id=? AND boot_id=?)" in step for step in steps), steps


def test_a_press_made_in_time_counts_when_it_arrives_hours_later(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.clock.pass_s(8 * 3600)
    centre.press(4, window, age_ms=8 * 3_600_000 - 10_000)
    assert window_of_last_press(centre) == window
    centre.press(4, window, age_ms=1000, n=2)
    assert window_of_last_press(centre) is None


def test_a_press_made_while_no_window_was_shown_goes_to_the_one_open_then(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.clock.pass_s(100)
    centre.press(4, None, age_ms=70_000)
    assert window_of_last_press(centre) == window
    centre.press(4, None, age_ms=10_000, n=2)
    assert window_of_last_press(centre) is None


def test_with_two_windows_open_the_newest_gets_a_press_that_saw_none(centre: CentreUnderTest) -> None:
    first = served(centre)
    second = served(centre, service_s=5)
    assert {w.window_id for w in open_windows(centre.read(), "Q1")} == {first, second}
    centre.press(4, None)
    assert window_of_last_press(centre) == second


def test_a_press_sent_twice_is_kept_once(centre: CentreUnderTest) -> None:
    window = served(centre)
    press_id = centre.press(5, window)
    centre.press(1, window, press_id=press_id)
    assert [row["level"] for row in centre.rows("SELECT level FROM presses")] == [5]


def test_every_press_is_kept_and_one_score_counts(centre: CentreUnderTest) -> None:
    window = served(centre)
    for n, level in enumerate((1, 2, 5, 4), start=1):
        centre.press(level, window, n=n)
        centre.clock.pass_s(2.4)
    centre.clock.pass_s(10)
    assert centre.one("SELECT count(*) FROM presses")[0] == 4
    assert levels(centre) == [5], "the last within five seconds of the first"


def test_a_level_the_scheme_does_not_have_is_refused(centre: CentreUnderTest) -> None:
    window = served(centre)
    with pytest.raises(Unprocessable):
        centre.press(6, window)


def test_an_age_across_a_jump_of_the_clock_says_nothing(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.clock.pass_s(5)
    centre.clock.set_wall(centre.clock.now() + timedelta(hours=1))
    centre.number("A")  # the writer notices
    centre.clock.pass_s(5)
    centre.press(5, None, age_ms=8_000)
    row = centre.one("SELECT age_ms, window_id FROM presses")
    assert tuple(row) == (None, None)
    centre.press(4, window, age_ms=8_000, n=2)
    assert window_of_last_press(centre) == window, "the window seen is believed instead"
    centre.press(3, window, age_ms=3_000, n=3)
    assert window_of_last_press(centre) is None, "this age is after the jump, and is checked"


def test_a_rating_belongs_to_the_officer_who_served_and_not_to_who_sits_there_now(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.sign_off("CB01")
    centre.sign_on("Q1", "CB09")
    centre.press(5, window)
    centre.clock.pass_s(10)
    centre.settle()
    turn = rated_turns(centre.read(), SCHEME)[0]
    assert (turn.officer_id, turn.level) == ("CB01", 5)


def test_a_rating_shows_once_it_has_settled(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.clock.pass_s(30)
    centre.press(5, window)
    centre.clock.pass_s(9.999)
    assert levels(centre) == [None]
    centre.clock.pass_s(0.001)
    assert levels(centre) == [5]


def test_a_rating_whose_finish_can_be_undone_has_not_settled(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.press(5, window)
    centre.clock.pass_s(10)
    assert levels(centre) == [5]
    with pytest.raises(Conflict):
        centre.undo("Q1")


def test_turns_nobody_rated_are_in_the_denominator_and_undone_ones_are_not(centre: CentreUnderTest) -> None:
    served(centre)
    served(centre)
    centre.undo("Q1")
    assert levels(centre) == [None]


def test_a_new_scheme_starts_a_new_series(centre: CentreUnderTest) -> None:
    window = served(centre)
    centre.press(5, window)

    def three_levels(values):  # type: ignore[no-untyped-def]  # JSON
        values["rating"]["policy_id"] = "three-levels-1"
        values["rating"]["levels"] = values["rating"]["levels"][2:]

    centre.set_up(small_centre(three_levels))
    centre.clock.pass_s(20)
    assert levels(centre) == [5]
    served(centre)
    assert levels(centre) == [5]
    assert len(rated_turns(centre.read(), "three-levels-1")) == 1


def test_a_known_scheme_keeps_its_question_and_levels(centre: CentreUnderTest) -> None:
    for key, value in (("question", "Khác"), ("question_en", "Other")):
        with pytest.raises(SetUpRefused, match="another question or other levels") as error:
            centre.set_up(small_centre(lambda values, k=key, v=value: values["rating"].update({k: v})))  # type: ignore[misc]
        assert [fault.kind for fault in error.value.faults] == ["scheme_altered"]
    with pytest.raises(SetUpRefused):
        centre.set_up(small_centre(lambda values: values["rating"]["levels"].pop(0)))
    assert centre.set_up(small_centre(lambda values: values["rating"].update(window_seconds=90)))


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("serve"), some.integers(1, 40)),
        some.tuples(some.just("wait"), some.integers(1, 15)),
        some.tuples(some.just("press"), some.integers(1, 5)),
        some.tuples(some.just("press later"), some.integers(1, 5)),
        some.tuples(some.just("deliver"), some.just(0)),
        some.tuples(some.just("undo"), some.just(0)),
    ),
    min_size=30,
    max_size=120,
)


@settings(max_examples=20)
@given(steps=STEPS)
def test_no_two_successive_views_of_an_officer_differ_by_fewer_than_ten_ratings(
    another_centre: Callable[[], AbstractContextManager[CentreUnderTest]], steps: list[tuple[str, int]]
) -> None:
    """With pads cut off and delivering late, second thoughts, undone finishes: looking after every step."""
    with another_centre() as centre:
        held_back: list[tuple[int, int, int]] = []
        for level in (5, 4, 3, 2, 1, 5, 5, 5):
            window = served(centre, service_s=30)
            centre.press(level, window)
            centre.clock.pass_s(1)
            held_back.append((1, window, centre.writer.now()))
        views = [published(centre)]
        for what, value in steps:
            _live(centre, what, value, held_back)
            views.append(published(centre))
    for before, after in pairwise(views):
        assert after[: len(before)] == before, "a published rating was changed"
        assert (len(after) - len(before)) % BLOCK == 0


def _live(centre: CentreUnderTest, what: str, value: int, held_back: list[tuple[int, int, int]]) -> None:
    if what == "serve":
        served(centre, service_s=value)
    elif what == "wait":
        centre.clock.pass_s(value)
    elif what == "deliver":
        for level, window, pressed_at in held_back:
            centre.press(level, window, age_ms=centre.writer.now() - pressed_at)
        held_back.clear()
    elif what == "undo":
        with suppress(Conflict):
            centre.undo("Q1")
            centre.finish("Q1")
    else:
        window = centre.one("SELECT max(window_id) FROM windows WHERE NOT undone")[0]
        if what == "press":
            centre.press(value, window)
        else:
            held_back.append((value, window, centre.writer.now()))


def published(centre: CentreUnderTest) -> list[tuple[int, int]]:
    """(order, level) of each rating that a view of the one officer shows now."""
    centre.settle()
    whole = {(atom.officer_id, atom.counter_id, atom.block) for atom in atoms(centre.read(), SCHEME)}
    rows = centre.rows("SELECT officer_id, counter_id, block, order_seq, level FROM settled_ratings ORDER BY order_seq")
    return [(row["order_seq"], row["level"]) for row in rows if tuple(row)[:3] in whole]
