"""Hold, release and resume: somebody goes to fetch something, and the counter serves others meanwhile."""

import pytest
from centre_under_test import CentreUnderTest

from messaging.requests import OwnWord
from server.actions.hold import hold
from server.actions.own_number import Said, say_with_token
from server.actions.release import release
from server.actions.resume import resume
from server.actions.service_day import follow_schedule
from server.db.queries.holds import held_at_counter, held_ms, held_turns
from server.domain.turns import TurnState
from server.errors import ActionRefused, Conflict, NotFound, Unprocessable
from simulation.checker import check_database

S = TurnState
MINUTE_S = 60


def serve_and_hold(c: CentreUnderTest, counter_id: str = "Q1", *, minutes: int | None = None) -> str:
    """The next one is served for a minute and goes away; the number."""
    number = c.next_number(counter_id)
    assert number is not None
    c.start(counter_id)
    c.clock.pass_s(60)
    c.hold(counter_id, minutes=minutes)
    return number


def code_of(refusal: pytest.ExceptionInfo[ActionRefused]) -> str:
    return refusal.value.code


def test_a_desk_with_somebody_on_hold_is_free_for_others(centre: CentreUnderTest) -> None:
    for _ in range(2):
        centre.number("A")
    assert serve_and_hold(centre) == "A001"
    held = centre.turn("A001")
    assert (held.state, held.counter_id, held.officer_id, held.held_until) == (S.ON_HOLD, "Q1", "CB01", None)
    assert centre.next_number("Q1") == "A002"
    assert [turn.number for turn in held_at_counter(centre.read(), "Q1")] == ["A001"]
    assert [turn.number for turn in held_turns(centre.read(), held.day)] == ["A001"]


def test_a_called_number_can_be_held_before_it_came(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.hold("Q1")
    assert centre.turn("A001").state is S.ON_HOLD
    assert not centre.rows("SELECT 1 FROM windows"), "nobody was served"


def test_nobody_calls_who_is_on_hold(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    assert centre.next_number("Q1") is None
    assert centre.next_number("Q2") is None
    with pytest.raises(Conflict) as refusal:
        centre.call("A001", "Q2")
    assert code_of(refusal) == "number_not_waiting"


def test_a_released_number_waits_again_with_its_rank(centre: CentreUnderTest) -> None:
    for _ in range(2):
        centre.number("A")
    before = centre.turn("A001")
    serve_and_hold(centre)
    centre.clock.pass_s(300)
    released = centre.release("A001")
    assert (released.state, released.counter_id, released.officer_id) == (S.WAITING, None, None)
    assert (released.ranked_at, released.arrival) == (before.ranked_at, before.arrival)
    assert centre.next_number("Q2") == "A001", "before A002, and at any counter with the service"


def test_a_second_release_is_harmless_and_another_state_is_refused(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.release("A001")
    kinds = centre.kinds()
    assert centre.release("A001").state is S.WAITING
    assert centre.kinds() == kinds
    centre.next("Q1")
    with pytest.raises(Conflict) as refusal:
        centre.release("A001")
    assert code_of(refusal) == "not_on_hold"
    with pytest.raises(NotFound):
        centre.release("A099")


def test_a_resumed_number_is_called_at_once_before_everybody_and_without_a_reason(centre: CentreUnderTest) -> None:
    for _ in range(3):
        centre.number("A")
    serve_and_hold(centre)
    centre.next("Q1")
    centre.start("Q1")
    resumed = centre.resume("A001")
    assert (resumed.state, resumed.counter_id) == (S.CALLED, "Q1")
    assert centre.turn("A002").state is S.FINISHED, "who was there is finished first, as with Next"
    assert centre.kinds()[-2:] == ["turn_released", "turn_called"]
    call = centre.one("SELECT kind, reason FROM calls ORDER BY call_id DESC")
    assert (call["kind"], call["reason"]) == ("resumed", '{"rule": "resumed"}')
    assert not centre.rows("SELECT 1 FROM deed_reasons")
    assert centre.turn("A003").overtaken == 0, "it had its turn: nobody is overtaken"
    assert centre.resume("A001").turn_id == resumed.turn_id, "a repeat is the same call"


def test_a_named_call_of_the_counters_own_held_number_resumes_it_and_asks_no_reason(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    assert centre.call("A001", "Q1", reason="").state is S.CALLED
    assert centre.one("SELECT kind FROM calls ORDER BY call_id DESC")[0] == "resumed"


def test_service_goes_on_from_its_first_start_and_the_hold_is_taken_out(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    arrived = centre.turn("A001").arrived_at
    centre.clock.pass_s(10 * MINUTE_S)
    centre.resume("A001")
    centre.clock.pass_s(30)
    centre.start("Q1")
    centre.clock.pass_s(2 * MINUTE_S)
    done = centre.finish("Q1")
    assert done.arrived_at == arrived
    assert done.ended_at is not None
    assert arrived is not None
    assert held_ms(centre.read(), done, centre.writer.now()) == (10 * MINUTE_S + 30) * 1000
    assert done.ended_at - arrived - held_ms(centre.read(), done, 0) == 3 * MINUTE_S * 1000
    assert centre.one("SELECT count(*) FROM windows WHERE NOT undone")[0] == 1


def test_a_hold_before_anybody_came_takes_nothing_out_of_the_service(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.hold("Q1")
    centre.clock.pass_s(600)
    centre.resume("A001")
    centre.start("Q1")
    centre.clock.pass_s(60)
    assert held_ms(centre.read(), centre.finish("Q1"), 0) == 0


def test_a_hold_with_a_timer_ends_by_itself(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre, minutes=5)
    centre.wait(5 * MINUTE_S - 1)
    assert centre.turn("A001").state is S.ON_HOLD
    assert centre.wait(1) == 1
    assert (centre.turn("A001").state, centre.turn("A001").held_until) == (S.WAITING, None)
    released = centre.one("SELECT actor, body FROM journal WHERE kind = 'turn_released'")
    assert (released["actor"], '"reason":"timer"' in released["body"]) == ("schedule", True)
    assert centre.wait(3600) == 0


def test_a_hold_without_a_timer_lasts_until_somebody_releases_it(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.wait(3 * 3600)
    assert centre.turn("A001").state is S.ON_HOLD


def test_a_hold_ends_while_its_desk_pauses_and_after_its_officer_left(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.number("A")
    serve_and_hold(centre, minutes=5)
    serve_and_hold(centre, minutes=20)
    centre.pause("Q1")
    centre.wait(6 * MINUTE_S)
    assert (centre.turn("A001").state, centre.turn("A002").state) == (S.WAITING, S.ON_HOLD)
    centre.sign_off("CB01")
    centre.wait(20 * MINUTE_S)
    assert centre.turn("A002").state is S.WAITING
    assert centre.next_number("Q2") == "A001"


def test_held_again_before_anybody_served_is_one_hold_after_the_other(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.clock.pass_s(60)
    centre.resume("A001")
    centre.clock.pass_s(60)
    centre.hold("Q1", minutes=1)
    centre.clock.pass_s(60)
    centre.wait(0)
    centre.next("Q1")
    centre.start("Q1")
    centre.clock.pass_s(60)
    done = centre.finish("Q1")
    assert held_ms(centre.read(), done, 0) == 180_000
    assert centre.one("SELECT count(*), count(ended_at) FROM holds")[0:2] == (2, 2)


@pytest.mark.parametrize("minutes", [0, -1, 481])
def test_a_hold_of_no_time_or_of_more_than_a_day_is_refused(centre: CentreUnderTest, minutes: int) -> None:
    centre.number("A")
    centre.next("Q1")
    with pytest.raises(Unprocessable):
        centre.hold("Q1", minutes=minutes)


def test_there_must_be_somebody_to_hold(centre: CentreUnderTest) -> None:
    with pytest.raises(Conflict) as refusal:
        centre.hold("Q1")
    assert code_of(refusal) == "nobody_here"


def test_other_counters_leave_a_held_number_alone_while_its_own_is_staffed(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    for deed in (centre.release, centre.resume):
        with pytest.raises(Conflict) as refusal:
            deed("A001", "Q2")
        assert code_of(refusal) == "held_elsewhere"
    centre.sign_off("CB01")
    assert centre.resume("A001", "Q2").counter_id == "Q2", "nobody sits there: no turn is forgotten at an empty desk"


def test_the_officer_who_moved_still_has_the_held_number(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.sign_off("CB02")
    centre.sign_on("Q2", "CB01")
    centre.sign_on("Q1", "CB02")
    assert centre.act(resume, counter_id="Q2", officer_id="CB01", number="A001").counter_id == "Q2"


def test_an_officer_may_leave_while_somebody_is_away_and_the_next_one_there_gets_them_back(
    centre: CentreUnderTest,
) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.sign_off("CB01")
    assert centre.turn("A001").state is S.ON_HOLD
    centre.sign_on("Q1", "CB09")
    again = centre.act(resume, counter_id="Q1", officer_id="CB09", number="A001")
    assert (again.state, again.officer_id) == (S.CALLED, "CB09")


def test_whoever_takes_the_counter_over_finds_the_held_turn_with_its_own_officer(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.sign_on("Q1", "CB09", take_over=True)
    assert centre.turn("A001").officer_id == "CB01"
    centre.act(release, counter_id="Q1", officer_id="CB09", number="A001")
    assert centre.turn("A001").state is S.WAITING


def test_closing_the_day_ends_every_hold_and_counts_who_was_served(centre: CentreUnderTest) -> None:
    for _ in range(2):
        centre.number("A")
    serve_and_hold(centre, minutes=60)
    centre.next("Q1")
    centre.hold("Q1")
    centre.close_day()
    assert [centre.turn(number).state for number in ("A001", "A002")] == [S.EXPIRED, S.EXPIRED]
    assert not centre.rows("SELECT 1 FROM holds WHERE ended_at IS NULL")
    window = centre.one("SELECT * FROM windows")
    assert (window["turn_id"], window["counter_id"], window["officer_id"]) == (
        centre.turn("A001").turn_id,
        "Q1",
        "CB01",
    )
    assert window["opened_at"] == window["closed_at"], "in coverage, but nobody stands there who could press"
    assert centre.wait(3600) == 0
    assert centre.verdict().fault is None


def test_midnight_ends_a_hold_and_the_new_day_begins_without_it(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.clock.pass_s(24 * 3600)
    centre.act(follow_schedule, actor="schedule", ignore_hours=True, clock_is_trusted=True)
    assert centre.one("SELECT state FROM turns")[0] == "expired"
    assert centre.one("SELECT count(*) FROM windows")[0] == 1
    centre.staff_all()
    with pytest.raises(NotFound):
        centre.resume("A001")
    assert centre.number("A") == "A001"
    assert centre.verdict().fault is None


def test_in_a_closed_day_nobody_is_put_on_hold(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.close_day()
    with pytest.raises(Conflict) as refusal:
        centre.act(hold, counter_id="Q1", officer_id="CB01", minutes=None)
    assert code_of(refusal) == "day_closed"
    centre.finish("Q1")


def test_a_ticket_shows_the_held_turn_and_its_other_turns_wait_for_it(centre: CentreUnderTest) -> None:
    centre.number("A")
    centre.next("Q1")
    centre.start("Q1")
    centre.second_service("B")
    centre.hold("Q1")
    assert centre.next_number("Q3") is None, "the citizen is away"
    centre.release("A001")
    assert centre.next_number("Q3") == "A001"
    assert centre.next_number("Q1") is None, "and now at another counter"


def test_absent_after_a_hold_is_counted_only_when_the_grace_is_over(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.clock.pass_s(60)
    centre.release("A001")
    centre.next("Q2")
    centre.absent("Q2")
    assert not centre.rows("SELECT 1 FROM windows"), "who may return has not ended"
    centre.wait(31 * MINUTE_S)
    window = centre.one("SELECT counter_id, officer_id, opened_at - closed_at FROM windows")
    assert tuple(window) == ("Q1", "CB01", 0), "whose service it was; nobody presses for it"
    assert centre.verdict().fault is None


def test_who_returns_in_time_has_one_window_in_the_end_and_was_away_all_the_while(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.clock.pass_s(60)
    centre.resume("A001")
    centre.clock.pass_s(60)
    centre.absent("Q1")
    centre.clock.pass_s(60)
    centre.back("Q1", "A001")
    centre.clock.pass_s(60)
    centre.next("Q1")
    centre.start("Q1")
    centre.clock.pass_s(60)
    done = centre.finish("Q1")
    assert held_ms(centre.read(), done, 0) == 240_000
    assert centre.one("SELECT count(*) FROM windows")[0] == 1
    assert centre.verdict().fault is None


def give_back(centre: CentreUnderTest, number: str) -> None:
    token = centre.one(
        "SELECT l.token FROM ticket_links l JOIN tickets t ON t.ticket_id = l.ticket_id WHERE t.shown = ?", number
    )[0]
    said = Said(OwnWord.GIVE_BACK, None, "kiosk")
    centre.act(say_with_token, actor="device:kiosk-1", token=token, said=said)


def wrong_in_the_tables(centre: CentreUnderTest) -> list[str]:
    centre.number("C")  # what an event owes is asked for at the next
    _story, broken = check_database(centre.read())
    return [str(one) for one in broken if one.promise in ("tables", "windows")]


def test_a_hold_ends_with_the_number_that_is_given_back(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.release("A001")
    centre.clock.pass_s(5 * MINUTE_S)
    give_back(centre, "A001")
    turn = centre.turn("A001")
    assert turn.state is S.CANCELLED
    assert held_ms(centre.read(), turn, centre.writer.now() + 60 * MINUTE_S * 1000) == 5 * MINUTE_S * 1000
    window = centre.one("SELECT officer_id, closed_at FROM windows WHERE turn_id = ?", turn.turn_id)
    assert (window["officer_id"], window["closed_at"]) == ("CB01", turn.ended_at), "who was served counts"
    assert not wrong_in_the_tables(centre)


def test_who_was_away_is_away_still_after_an_absence_in_between(centre: CentreUnderTest) -> None:
    centre.number("A")
    serve_and_hold(centre)
    centre.clock.pass_s(MINUTE_S)
    centre.release("A001")
    assert centre.next_number("Q1") == "A001"
    centre.absent("Q1")
    centre.clock.pass_s(MINUTE_S)
    centre.back("Q1", "A001")
    centre.clock.pass_s(MINUTE_S)
    assert held_ms(centre.read(), centre.turn("A001"), centre.writer.now()) == 3 * MINUTE_S * 1000
    assert not wrong_in_the_tables(centre)
