"""The desk's other deeds: recall up to the limit, going to the seat, outcomes, ticks, dossiers, supplements, pauses."""

import pytest
from centre_under_test import OFFICERS, CentreUnderTest

from server.actions.call_next import call_next
from server.actions.finish import finish
from server.actions.start import start
from server.db.queries.desks import open_sessions, session_of_counter
from server.domain.turns import TurnState
from server.errors import Conflict, NotFound, Unprocessable

S = TurnState


def serving(c: CentreUnderTest, counter_id: str = "Q1") -> str:
    c.number("A")
    number = c.next_number(counter_id)
    assert number is not None
    c.start(counter_id)
    return number


# --- recall -----------------------------------------------------------------------------------------------------


def test_after_the_last_recall_and_its_gap_the_turn_is_a_no_show_by_itself(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    assert [centre.recall("Q1").absent_due_at for _ in range(2)] == [None, None]
    last = centre.recall("Q1")
    assert last.absent_due_at == centre.writer.now() + 40_000
    with pytest.raises(Conflict) as refusal:
        centre.recall("Q1")
    assert refusal.value.code == "recall_limit"
    assert centre.wait(36.999) == 0
    assert centre.turn("A001").state is S.CALLED
    assert centre.wait(0.001) == 1
    absent = centre.turn("A001")
    assert (absent.state, absent.absent_due_at) == (S.NO_SHOW, None)
    assert absent.grace_until == centre.writer.now() + 30 * 60_000
    assert centre.one("SELECT actor FROM journal WHERE kind = 'turn_marked_absent'")[0] == "schedule"
    assert centre.back("Q1", "A001").state is S.WAITING, "and may return within the grace as ever"


@pytest.mark.parametrize("then", ["came", "held", "sent back", "sent on", "finished", "absent", "to the seat"])
def test_what_happens_after_the_last_recall_keeps_it_from_ending_by_itself(centre: CentreUnderTest, then: str) -> None:
    centre.number("A")
    centre.next("Q1")
    for _ in range(3):
        centre.recall("Q1")
    {
        "came": lambda: centre.start("Q1"),
        "held": lambda: centre.hold("Q1"),
        "sent back": lambda: centre.back("Q1"),
        "sent on": lambda: centre.transfer("service", "B"),
        "finished": lambda: centre.finish("Q1"),
        "absent": lambda: centre.absent("Q1"),
        "to the seat": lambda: centre.recall("Q1", to_seat=True),
    }[then]()
    assert centre.rows("SELECT 1 FROM turns WHERE absent_due_at IS NOT NULL") == []
    absent = centre.kinds().count("turn_marked_absent")
    centre.wait(60)
    assert centre.kinds().count("turn_marked_absent") == absent


def test_a_new_call_may_be_recalled_anew(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    for _ in range(3):
        centre.recall("Q1")
    centre.absent("Q1")
    centre.call("A001")
    assert [centre.recall("Q1").absent_due_at is None for _ in range(3)] == [True, True, False]


def test_recalls_after_an_undone_call_count_from_the_call_before(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.undo("Q1")
    centre.next("Q1")
    centre.recall("Q1")
    centre.start("Q1")
    centre.undo("Q1")
    assert [centre.recall("Q1").absent_due_at is None for _ in range(2)] == [True, False]


def test_going_to_the_seat_is_told_and_does_not_count_as_a_recall(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    for _ in range(5):
        turn = centre.recall("Q1", to_seat=True)
    calls = [tuple(row) for row in centre.rows("SELECT kind, to_seat FROM calls ORDER BY call_id")]
    assert calls == [("next", 0)] + [("recall", 1)] * 5
    assert turn.absent_due_at is None
    assert centre.recall("Q1").call_count == 7


def test_a_doubled_key_recalls_once(centre: CentreUnderTest) -> None:
    centre.number("A")
    called = centre.next("Q1").turn
    assert called is not None
    assert centre.recall("Q1", after_s=2.9).call_id == called.call_id, "the key that called was held too long"
    again = centre.recall("Q1", after_s=0.1)
    assert again.call_id != called.call_id
    assert centre.recall("Q1", after_s=2.9).call_id == again.call_id
    assert centre.turn("A001").call_count == 2
    assert centre.recall("Q1", to_seat=True, after_s=0).call_count == 3, "another wish is no doubled key"
    assert centre.recall("Q1", to_seat=True, after_s=0).call_count == 3


# --- outcomes -----------------------------------------------------------------------------------------------------


def test_outcome_and_ticks_are_kept_with_the_turn(centre: CentreUnderTest) -> None:
    serving(centre)
    done = centre.finish("Q1", "more_papers", ticks=["digitised", "written", "digitised"])
    assert (done.outcome, done.ticks) == ("more_papers", '["digitised", "written"]')
    assert centre.verdict().fault is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"outcome": "king"}, "unknown_outcome"),
        ({"ticks": ["written", "danced"]}, "unknown_tick"),
        ({"dossier": "x" * 65}, "dossier_code"),
        ({"dossier": "H15.1\nH15.2"}, "dossier_code"),
        ({"dossier": "1" * 65}, "dossier_code"),
        ({"dossier": "Nguyễn Văn A 0912345678"}, "dossier_code"),
        ({"dossier": "NguyenVanA"}, "dossier_code"),
        ({"dossier": "Hồ-sơ-1"}, "dossier_code"),
        ({"outcome": "done", "missing": "Giấy khai sinh"}, "no_supplement"),
        ({"outcome": "supplement"}, "missing_text"),
        ({"outcome": "supplement", "missing": "  "}, "missing_text"),
    ],
)
def test_what_the_centre_does_not_know_is_refused_and_the_turn_goes_on(
    centre: CentreUnderTest, arguments: dict[str, object], code: str
) -> None:
    serving(centre)
    kinds = centre.kinds()
    with pytest.raises(Unprocessable) as refusal:
        centre.act(finish, counter_id="Q1", officer_id="CB01", **arguments)
    assert refusal.value.code == code
    assert (centre.kinds(), centre.turn("A001").state) == (kinds, S.SERVING)


def test_a_dossier_code_is_kept_beside_the_journal(centre: CentreUnderTest) -> None:
    serving(centre)
    done = centre.finish("Q1", dossier="  H15.99.08-261121-0042 ")
    assert tuple(centre.one("SELECT turn_id, code FROM dossier_codes")) == (done.turn_id, "H15.99.08-261121-0042")
    assert not centre.rows("SELECT 1 FROM journal WHERE body LIKE '%261121-0042%'")


def test_a_missing_paper_makes_a_supplement_of_the_officer_who_served(centre: CentreUnderTest) -> None:
    serving(centre)
    centre.sign_on("Q1", "CB09", take_over=True)
    centre.act(finish, counter_id="Q1", officer_id="CB09", outcome="supplement", missing="Giấy khai sinh bản chính")
    supplement = centre.one("SELECT * FROM supplements")
    assert (supplement["turn_id"], supplement["officer_id"]) == (centre.turn("A001").turn_id, "CB01")
    assert centre.one("SELECT missing FROM supplement_texts")[0] == "Giấy khai sinh bản chính"
    assert not centre.rows("SELECT 1 FROM journal WHERE body LIKE '%khai sinh%'")
    assert centre.kinds().index("window_opened") < centre.kinds().index("supplement_asked")


# --- whose turn it is -----------------------------------------------------------------------------------------------


def test_a_called_turn_that_nobody_started_stays_the_callers_when_another_takes_the_counter_over(
    centre: CentreUnderTest,
) -> None:
    centre.number("A")
    centre.number("A")
    centre.next("Q1")
    centre.clock.pass_s(60)
    centre.sign_on("Q1", "CB09", take_over=True)
    called = centre.act(call_next, counter_id="Q1", officer_id="CB09")
    assert called.finished == "A001"
    assert (centre.turn("A001").officer_id, called.turn and called.turn.officer_id) == ("CB01", "CB09")
    assert centre.one("SELECT officer_id FROM windows")[0] == "CB01"


def test_whoever_presses_came_serves(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.sign_on("Q1", "CB09", take_over=True)
    assert centre.act(start, counter_id="Q1", officer_id="CB09").officer_id == "CB09"
    centre.act(finish, counter_id="Q1", officer_id="CB09")
    assert centre.one("SELECT officer_id FROM windows")[0] == "CB09"


# --- pause --------------------------------------------------------------------------------------------------------


def test_a_desk_pauses_with_a_reason_and_goes_on(centre: CentreUnderTest) -> None:
    centre.pause("Q1", "meeting")
    session = session_of_counter(centre.read(), "Q1")
    assert session is not None
    assert (session.is_paused, session.pause_reason, session.paused_at) == (True, "meeting", centre.writer.now())
    assert [desk.is_paused for desk in open_sessions(centre.read())] == [True, False, False]
    centre.clock.pass_s(600)
    centre.go_on("Q1")
    centre.go_on("Q1")
    paused_at, resumed_at = centre.one("SELECT paused_at, resumed_at FROM desk_pauses")
    assert resumed_at - paused_at == 600_000
    assert centre.kinds().count("desk_resumed") == 1


def test_next_on_a_paused_desk_goes_on_and_calls(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.pause("Q1")
    assert centre.next_number("Q1") == "A001"
    assert centre.kinds()[-2:] == ["desk_resumed", "turn_called"]
    centre.undo("Q1")
    session = session_of_counter(centre.read(), "Q1")
    assert session is not None
    assert not session.is_paused, "taking the call back is no pause"


@pytest.mark.parametrize("deed", ["named call", "quick serve", "resume", "undo"])
def test_whatever_brings_somebody_to_a_paused_desk_ends_the_pause(centre: CentreUnderTest, deed: str) -> None:
    serving(centre)
    centre.hold("Q1")
    centre.number("A")
    centre.pause("Q1")
    {
        "named call": lambda: centre.call("A002"),
        "quick serve": lambda: centre.quick_serve("A"),
        "resume": lambda: centre.resume("A001"),
        "undo": lambda: centre.undo("Q1"),
    }[deed]()
    assert "desk_resumed" in centre.kinds()
    assert not centre.rows("SELECT 1 FROM desk_pauses WHERE resumed_at IS NULL")


def test_a_refused_deed_leaves_the_pause_as_it_is(centre: CentreUnderTest) -> None:
    centre.pause("Q1")
    with pytest.raises(NotFound):
        centre.call("A099")
    assert centre.rows("SELECT 1 FROM desk_pauses WHERE resumed_at IS NULL")


def test_another_reason_is_another_pause_and_the_same_one_is_not(centre: CentreUnderTest) -> None:
    centre.pause("Q1", "break")
    centre.pause("Q1", "break")
    centre.clock.pass_s(60)
    centre.pause("Q1", "meeting")
    pauses = [tuple(row) for row in centre.rows("SELECT reason, resumed_at IS NULL FROM desk_pauses ORDER BY pause_id")]
    assert pauses == [("break", 0), ("meeting", 1)]


def test_nobody_is_left_sitting_at_a_desk_that_pauses(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    for _ in range(2):
        with pytest.raises(Conflict) as refusal:
            centre.pause("Q1")
        assert refusal.value.code == "turn_open"
        centre.start("Q1")
    with pytest.raises(Unprocessable):
        centre.pause("Q2", "fishing")


def test_signing_off_being_taken_over_and_closing_end_a_pause(centre: CentreUnderTest) -> None:
    for counter_id in OFFICERS:
        centre.pause(counter_id)
    centre.clock.pass_s(60)
    centre.sign_off("CB01")
    centre.sign_on("Q2", "CB09", take_over=True)
    centre.close_day()
    assert not centre.rows("SELECT 1 FROM desk_pauses WHERE resumed_at IS NULL")
    assert centre.verdict().fault is None


# --- notes --------------------------------------------------------------------------------------------------------


def test_a_note_stays_with_the_ticket_and_out_of_the_journal(centre: CentreUnderTest) -> None:
    serving(centre)
    before = centre.kinds()
    centre.note("a001", " Chờ  bản sao ")
    centre.transfer("service", "B")
    centre.note("A001", "Đã có bản sao", "CB02")
    notes = [tuple(row) for row in centre.rows("SELECT staff_id, note FROM ticket_notes ORDER BY note_id")]
    assert notes == [("CB01", "Chờ bản sao"), ("CB02", "Đã có bản sao")]
    assert len({row[0] for row in centre.rows("SELECT ticket_id FROM ticket_notes")}) == 1
    assert not [kind for kind in set(centre.kinds()) - set(before) if "note" in kind]
    for number, text, error in (
        ("A001", "  ", Unprocessable),
        ("A001", "x" * 301, Unprocessable),
        ("B9", "x", NotFound),
    ):
        with pytest.raises(error):
            centre.note(number, text)
