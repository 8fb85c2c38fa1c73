"""What a touch pad asks at each moment, told as a citizen lives it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from messaging.snapshots import CounterSnapshot, CounterState, OpenWindow
from rating_pad.rating_window import ShownWindow
from rating_pad.touch.asking import BYE_S, CHANGE_S, ENDED_S, REASONS_S, THANKS_S, Asking, Page, TouchView
from simulation.screens.pad_scenes import levels_of, sample_reasons

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
WINDOW_S = 60.0


def counter(*, window_id: int | None = 7, asked_in: str = "vi", **more: Any) -> CounterSnapshot:
    said: dict[str, Any] = {
        "epoch": 1,
        "revision": 1,
        "counter_id": "Q1",
        "counter_number": 1,
        "counter_name": "Quầy số 1",
        "state": CounterState.FREE,
        "officer_name": "Mẫu Thị Hoa",
        "number": None,
        "service_name": None,
        "service_name_en": None,
        "call_id": None,
        "language": "vi",
        "question": "Ông/Bà có hài lòng không?",
        "question_en": "Are you satisfied?",
        "levels": list(levels_of(5)),
        "reasons": list(sample_reasons()),
        "window": None
        if window_id is None
        else OpenWindow(
            window_id=window_id,
            opened_at=NOW,
            closes_at=NOW + timedelta(seconds=60),
            remaining_ms=60_000,
            language=asked_in,
        ),
        "sent_at": NOW,
        "timezone": "Asia/Ho_Chi_Minh",
    }
    return CounterSnapshot(**said | more)


class Pad:
    """A pad whose window 7 opens at 0 s, and whose disk is quick."""

    def __init__(self, *, window_id: int = 7, **more: Any) -> None:
        self.asking = Asking()
        self.asking.hear(counter(window_id=window_id, **more), is_live=True, keeps_presses=True)
        self.window: ShownWindow | None = ShownWindow(window_id, 0, WINDOW_S)
        self.at(0)

    def at(self, now_s: float) -> TouchView:
        open_now = self.window if self.window is not None and self.window.is_open(now_s) else None
        return self.asking.look(open_now, now_s)

    def page(self, now_s: float) -> Page:
        return self.at(now_s).page

    def touch(self, level: int, now_s: float) -> UUID | None:
        """Touch a face; the press that it made and that is kept."""
        self.at(now_s)
        if not self.asking.touch_face(level, now_s):
            return None
        press_id = uuid4()
        window_id = None if self.window is None else self.window.window_id
        self.asking.kept(press_id, level, window_id=window_id, pressed_s=now_s, now_s=now_s)
        return press_id


def test_an_open_window_asks_and_a_good_face_is_thanked_for_and_then_the_name_plate_is_back() -> None:
    pad = Pad()
    assert pad.page(1) is Page.QUESTION
    assert (pad.at(1).from_s, pad.at(1).until_s) == (0, WINDOW_S)
    pad.touch(5, 3)
    assert (pad.page(3.1), pad.at(3.1).chosen, pad.at(3.1).may_change) == (Page.THANKS, 5, True)
    assert pad.page(3 + CHANGE_S - 0.1) is Page.THANKS
    assert pad.page(3 + CHANGE_S) is Page.IDLE  # this citizen is not asked again, though the window is still open
    assert pad.page(59) is Page.IDLE


def test_another_face_within_the_time_takes_the_place_of_the_first_and_is_thanked_for_long_enough() -> None:
    pad = Pad()
    first = pad.touch(5, 3)
    second = pad.touch(4, 3 + CHANGE_S - 0.1)
    assert first != second is not None
    assert pad.at(3 + CHANGE_S).chosen == 4
    assert pad.page(3 + CHANGE_S + THANKS_S - 0.2) is Page.THANKS
    assert not pad.at(3 + CHANGE_S + 0.1).may_change


def test_the_time_to_change_runs_from_the_first_press_as_the_server_counts() -> None:
    pad = Pad()
    for level, now_s in ((5, 3), (4, 5), (5, 7)):
        assert pad.touch(level, now_s) is not None
    assert pad.touch(4, 3 + CHANGE_S) is None


def test_the_same_face_again_is_no_press() -> None:
    pad = Pad()
    pad.touch(5, 3)
    assert pad.touch(5, 4) is None


def test_a_low_face_is_asked_for_a_reason_which_belongs_to_its_press() -> None:
    pad = Pad()
    press_id = pad.touch(1, 3)
    assert (pad.page(3.1), pad.at(3.1).may_change) == (Page.REASONS, True)
    assert not pad.at(8).may_change
    answered = pad.asking.answer(9.5, with_reason=True)
    assert answered is not None
    assert (answered.press_id, answered.after_s) == (press_id, 6.5)
    assert (pad.page(9.6), pad.at(9.6).gave_reason) == (Page.BYE, True)
    assert pad.page(9.5 + BYE_S) is Page.IDLE
    assert pad.asking.answer(20, with_reason=True) is None


def test_the_reason_may_be_skipped_or_left_alone() -> None:
    pad = Pad()
    pad.touch(2, 3)
    pad.at(4)
    pad.asking.answer(4, with_reason=False)
    assert (pad.page(4.1), pad.at(4.1).gave_reason) == (Page.BYE, False)
    pad = Pad()
    pad.touch(2, 3)
    assert pad.page(3 + REASONS_S - 0.1) is Page.REASONS
    assert pad.page(3 + REASONS_S) is Page.IDLE
    assert pad.asking.answer(30, with_reason=True) is None


def test_a_reason_may_still_be_given_when_the_window_has_closed() -> None:
    pad = Pad()
    pad.touch(1, 55)
    assert pad.page(62) is Page.REASONS
    assert pad.asking.answer(62, with_reason=True) is not None


def test_after_a_low_face_one_may_choose_again_or_keep_it() -> None:
    pad = Pad()
    pad.touch(1, 3)
    pad.at(4)
    pad.asking.change(4)
    assert (pad.page(4.1), pad.at(4.1).chosen) == (Page.CHANGING, 1)
    assert pad.touch(1, 5) is None  # the chosen one: it stands
    assert pad.page(5.1) is Page.REASONS
    pad.asking.change(5.2)
    assert pad.touch(5, 6) is not None
    assert (pad.page(6.1), pad.at(6.1).chosen) == (Page.THANKS, 5)


def test_who_dawdles_over_the_change_is_asked_for_the_reason_of_what_counts() -> None:
    pad = Pad()
    pad.touch(1, 3)
    pad.asking.change(4)
    assert pad.page(3 + CHANGE_S - 0.1) is Page.CHANGING
    assert pad.page(3 + CHANGE_S) is Page.REASONS
    assert pad.touch(5, 3 + CHANGE_S + 0.1) is None


def test_a_scheme_without_reasons_thanks_for_a_low_face_as_for_any() -> None:
    pad = Pad(reasons=[])
    pad.touch(1, 3)
    assert pad.page(3.1) is Page.THANKS


def test_a_window_that_nobody_used_says_that_it_is_over() -> None:
    pad = Pad()
    assert pad.page(59.9) is Page.QUESTION
    assert pad.page(60) is Page.ENDED
    assert pad.touch(5, 60.5) is None
    assert pad.page(60 + ENDED_S) is Page.IDLE


def test_the_next_citizen_begins_anew_whatever_the_last_one_left_on_the_screen() -> None:
    pad = Pad()
    pad.touch(1, 3)
    pad.window = ShownWindow(8, 20, 80)
    view = pad.at(20)
    assert (view.page, view.chosen) == (Page.QUESTION, None)
    assert pad.touch(4, 21) is not None


def test_a_press_that_was_stored_too_late_is_not_thanked_for_on_the_next_citizens_page() -> None:
    pad = Pad()
    pad.window = ShownWindow(8, 20, 80)
    pad.at(20)
    pad.asking.kept(uuid4(), 1, window_id=7, pressed_s=19, now_s=21)
    assert pad.at(21).page is Page.QUESTION


def test_it_speaks_the_language_and_names_the_officer_of_the_window() -> None:
    pad = Pad(asked_in="en", language="vi")
    assert pad.at(1).language == "en"
    # When nobody is asked, that of whoever is served now.
    assert (pad.at(60).language, pad.at(60 + ENDED_S).language) == ("en", "vi")
    pad = Pad()
    pad.asking.hear(
        counter(window_id=9).model_copy(update={"officer_name": "Mẫu Văn Ba"}), is_live=True, keeps_presses=True
    )
    assert pad.at(1).officer_name == "Mẫu Thị Hoa"


def test_without_the_server_an_open_window_goes_on_and_else_it_says_so() -> None:
    pad = Pad()
    pad.asking.hear(counter(), is_live=False, keeps_presses=True)
    assert pad.page(1) is Page.QUESTION
    assert pad.touch(5, 2) is not None
    assert pad.page(2 + CHANGE_S) is Page.NO_CONNECTION
    fresh = Asking()
    assert fresh.look(None, 0).page is Page.NO_CONNECTION
    fresh.hear(None, is_live=True, keeps_presses=True)
    assert fresh.look(None, 0).page is Page.NO_CONNECTION  # nothing is known of the counter yet


def test_a_disk_that_takes_nothing_invites_nobody() -> None:
    pad = Pad()
    pad.asking.hear(counter(), is_live=True, keeps_presses=False)
    assert pad.page(1) is Page.CANNOT_KEEP
    assert pad.touch(5, 1) is None


def test_a_pad_without_a_counter_asks_nobody_and_says_why() -> None:
    pad = Pad()
    pad.asking.hear(None, is_live=True, keeps_presses=True, has_counter=False)
    assert pad.page(1) is Page.NO_COUNTER
    assert pad.touch(5, 1) is None
    pad.asking.hear(None, is_live=False, keeps_presses=True, has_counter=False)
    assert pad.page(1) is Page.NO_CONNECTION  # it may have one by now
