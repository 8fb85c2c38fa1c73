"""What a counter's display shows: number, words, officer, and the invitation to rate while a window is open."""

from datetime import timedelta

import pytest

from counter_display.counter_state import CounterDisplayState, CounterView
from counter_display.key_words import KeyWord, WordKind
from messaging.snapshots import CounterSnapshot, RatingLevel
from simulation.screens.sample_boards import AT, LEVELS, counter, window


def _shown(snapshot: CounterSnapshot, *, after_s: float = 0.0) -> CounterView:
    state = CounterDisplayState()
    state.hear_link(is_live=True, server_now=AT)
    state.hear_snapshot(snapshot, heard_s=100.0, retained=False)
    return state.view(now_s=100.0 + after_s, server_now=AT + timedelta(seconds=after_s))


@pytest.mark.parametrize(
    ("snapshot", "words", "words_en"),
    [
        (counter("unstaffed", officer_name=None), "Quầy tạm nghỉ", "Counter closed for now"),
        (counter("free"), "Sẵn sàng phục vụ", "Ready to serve"),
        (counter("paused"), "Tạm dừng – mời Ông/Bà chờ", "Paused – please wait"),
        (counter("calling", "A025"), "Mời công dân có số", ""),
        (counter("serving", "A025"), "Đang phục vụ", ""),
        (counter("calling", "A025", language="en"), "Mời công dân có số", "Now calling ticket"),
    ],
)
def test_state_in_words(snapshot: CounterSnapshot, words: str, words_en: str) -> None:
    view = _shown(snapshot)
    assert (view.state_words, view.state_words_en) == (words, words_en)
    assert view.invitation is None


def test_number_officer_and_service() -> None:
    view = _shown(counter("serving", "X2-001"))
    assert (view.number, view.officer, view.counter_number) == ("X2-001", "Cán bộ Ĕa Mẫu 03", 3)
    assert view.service.startswith("Chính sách xã hội")
    assert view.service_en == ""


@pytest.mark.parametrize(
    ("language", "name_en", "shown"),
    [
        ("vi", "Counter 3", "Quầy số 3 – Chính sách xã hội"),
        ("en", "Counter 3", "Counter 3"),
        ("en", "", "Quầy số 3 – Chính sách xã hội"),
    ],
)
def test_the_counter_s_name_is_in_the_citizen_s_language_where_it_has_one(
    language: str, name_en: str, shown: str
) -> None:
    assert _shown(counter("calling", "A025", language=language, counter_name_en=name_en)).counter_name == shown


LUNCH_ENDS = AT + timedelta(hours=4, minutes=48)


@pytest.mark.parametrize("state", ["unstaffed", "free"])
def test_at_lunch_the_counter_rests_and_says_until_when(state: str) -> None:
    view = _shown(counter(state, resumes_at=LUNCH_ENDS))
    assert view.state_words == "Quầy tạm nghỉ"
    assert (view.resumes, view.resumes_en) == ("Gọi số trở lại lúc 13:30", "Calling resumes at 13:30")


def test_whoever_is_served_over_lunch_sees_the_number_as_ever() -> None:
    view = _shown(counter("serving", "A025", resumes_at=LUNCH_ENDS))
    assert (view.number, view.state_words, view.resumes) == ("A025", "Đang phục vụ", "")


def test_a_pause_says_no_reason_and_a_rest_that_is_over_no_time() -> None:
    assert _shown(counter("paused")).resumes == ""
    assert _shown(counter("free", resumes_at=AT)).resumes == ""


@pytest.mark.parametrize("snapshot", [None, counter("calling", "A025")])
def test_the_word_on_the_last_key_is_shown_whatever_else_is(snapshot: CounterSnapshot | None) -> None:
    word = KeyWord(WordKind.REFUSED, "Chưa có cán bộ vào Quầy số 3")
    state = CounterDisplayState()
    if snapshot is not None:
        state.hear_snapshot(snapshot, heard_s=100.0, retained=False)
    assert state.view(now_s=100.0, server_now=AT, key_word=word).key_word == word
    assert state.view(now_s=100.0, server_now=AT).key_word is None


def test_rating_is_invited_with_the_pads_order_while_the_window_is_open() -> None:
    view = _shown(counter("free", window=window()))
    assert view.invitation is not None
    assert view.invitation.title == "Mời Ông/Bà đánh giá"
    assert [choice.name for choice in view.invitation.choices] == [level.name for level in LEVELS]
    assert {choice.name_en for choice in view.invitation.choices} == {""}


def test_order_is_the_snapshots_own_not_one_of_ours() -> None:
    turned = [RatingLevel(value=1, name="Kém", name_en="Bad"), RatingLevel(value=2, name="Tốt", name_en="Good")]
    view = _shown(counter("free", window=window(), levels=turned))
    assert view.invitation is not None
    assert [choice.name for choice in view.invitation.choices] == ["Kém", "Tốt"]


def test_english_citizen_reads_english_too() -> None:
    view = _shown(counter("calling", "C008", window=window(language="en")))
    assert view.invitation is not None
    assert view.invitation.title_en == "Please rate our service"
    assert view.invitation.question_en == "Are you satisfied with the service at this counter?"
    assert view.invitation.choices[0].name_en == "Very satisfied"


def test_invitation_ends_by_itself_when_the_time_is_over() -> None:
    assert _shown(counter("free", window=window()), after_s=59.9).invitation is not None
    assert _shown(counter("free", window=window()), after_s=60.0).invitation is None


def test_next_call_shows_its_number_while_the_last_may_still_rate() -> None:
    view = _shown(counter("calling", "C008", window=window(remaining_ms=20_000)))
    assert view.number == "C008"
    assert view.invitation is not None


def test_shortened_window_runs_out_earlier() -> None:
    state = CounterDisplayState()
    state.hear_snapshot(counter("free", window=window()), heard_s=100.0, retained=False)
    assert state.remaining_s(now_s=110.0, server_now=AT) == pytest.approx(50.0)
    shorter = counter("serving", "C008", revision=2, window=window(remaining_ms=10_000))
    state.hear_snapshot(shorter, heard_s=110.0, retained=False)
    assert state.remaining_s(now_s=112.0, server_now=AT) == pytest.approx(8.0)
    view = state.view(now_s=112.0, server_now=AT)
    assert view.invitation is not None
    assert view.invitation.total_s >= 50


def test_kept_window_loses_what_has_passed_since_it_was_sent() -> None:
    state = CounterDisplayState()
    state.hear_snapshot(counter("free", window=window()), heard_s=100.0, retained=True)
    assert state.view(now_s=100.0, server_now=None).invitation is None, "its age is not known yet"
    late = AT + timedelta(seconds=45)
    assert state.remaining_s(now_s=101.0, server_now=late) == pytest.approx(15.0)
    assert state.view(now_s=116.5, server_now=late + timedelta(seconds=15.5)).invitation is None


def test_kept_window_of_long_ago_is_not_shown() -> None:
    state = CounterDisplayState()
    state.hear_snapshot(counter("free", window=window()), heard_s=100.0, retained=True)
    assert state.view(now_s=100.0, server_now=AT + timedelta(hours=3)).invitation is None


def test_only_a_call_that_comes_while_watching_is_new() -> None:
    state = CounterDisplayState()
    state.hear_snapshot(counter("calling", "A025", call_id=1), heard_s=0.0, retained=True)
    assert not state.view(now_s=0.0, server_now=AT).is_new_call
    state.hear_snapshot(counter("calling", "A025", call_id=2, revision=2), heard_s=1.0, retained=False)
    assert state.view(now_s=1.0, server_now=AT).is_new_call, "a recall has its own call_id"
    state.hear_snapshot(counter("serving", "A025", call_id=2, revision=3), heard_s=2.0, retained=False)
    state.hear_snapshot(counter("calling", "A026", call_id=3, revision=4), heard_s=3.0, retained=False)
    assert state.view(now_s=3.0, server_now=AT).call_id == 3


def test_lost_connection_is_said() -> None:
    state = CounterDisplayState()
    state.hear_link(is_live=True, server_now=AT)
    state.hear_snapshot(counter("serving", "A025"), heard_s=0.0, retained=False)
    state.hear_link(is_live=False, server_now=AT)
    view = state.view(now_s=1.0, server_now=AT)
    assert view.warning == "Chưa kết nối – đang hiển thị số lúc 08:42"
    assert view.number == "A025"


def test_before_anything_came_it_waits() -> None:
    view = CounterDisplayState().view(now_s=0.0, server_now=None)
    assert view.is_connecting
    assert view.message == "Đang chờ kết nối"
