"""The checker finds each kind of broken promise, in journals that were tampered with and sealed anew."""

import copy
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lived_days import Lived, live

from server.journal.events import EVENTS
from simulation.checker import Broken, Sighting, check, check_database
from simulation.checker.chain import BEFORE_THE_FIRST, sealed
from simulation.checker.fields import is_known
from simulation.checker.scores import wilson

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(tmp_path_factory.mktemp("checked") / "centre.db", days=1, with_a_bad_morning=True)


@pytest.fixture(scope="module")
def honest(lived: Lived) -> Rows:
    return lived.rows()


@pytest.fixture
def rows(honest: Rows) -> Rows:
    return copy.deepcopy(honest)


def promises(broken: list[Broken]) -> set[str]:
    return {one.promise for one in broken}


def seal_anew(rows: Rows) -> Rows:
    """Make a whole new chain, as somebody would who has the database: only the rules can find it then."""
    previous = BEFORE_THE_FIRST
    for row in rows:
        row["hash"] = previous = sealed(previous, row)
    return rows


def of_kind(rows: Rows, kind: str, **wanted: Any) -> list[dict[str, Any]]:
    found = [row for row in rows if row["kind"] == kind]
    return [row for row in found if all(body(row)[name] == value for name, value in wanted.items())]


def body(row: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(row["body"])
    return values


def change(row: dict[str, Any], **values: Any) -> None:
    row["body"] = json.dumps(body(row) | values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def make_neutral(row: dict[str, Any]) -> None:
    """Something that concerns nobody, so that all other sequences stay what they are."""
    row["kind"], row["version"], row["actor"] = "intent_cancelled", 1, "device:kiosk-1"
    row["body"] = json.dumps({"device_id": "kiosk-1", "intent_id": f"nobody-{row['seq']}"})


# --- nothing is found where nothing is broken -----------------------------------------------------------


def test_an_honest_journal_breaks_no_promise(lived: Lived, rows: Rows) -> None:
    story, broken = check(rows, lived.head())
    assert broken == []
    assert story.seq == len(rows)
    assert {row["kind"] for row in rows} >= {"action_undone", "turn_expired", "turn_recalled", "press_recorded"}


def test_honest_tables_scores_and_boards_agree(lived: Lived) -> None:
    with closing(sqlite3.connect(lived.database)) as connection:
        sightings = [Sighting(10**9, {"board": closed_board()})]
        reports = [lived.report(), lived.report("CB01")]
        assert check_database(connection, sightings=sightings, reports=reports)[1] == []


def test_the_checker_knows_every_version_that_the_server_writes() -> None:
    unknown = [kind for kind, event in EVENTS.items() if not is_known(kind, event.version)]
    assert not unknown


# --- the chain -----------------------------------------------------------------------------------------


def test_an_edited_row(rows: Rows) -> None:
    change(of_kind(rows, "press_recorded", level=5)[0], level=1)
    assert "chain" in promises(check(rows)[1])


def test_a_removed_row(rows: Rows) -> None:
    del rows[100]
    assert "chain" in promises(check(rows)[1])


def test_two_rows_swapped(rows: Rows) -> None:
    rows[100], rows[101] = rows[101], rows[100]
    assert "chain" in promises(check(rows)[1])


def test_an_added_row(rows: Rows) -> None:
    added = copy.deepcopy(rows[-1])
    added["seq"] += 1
    assert "chain" in promises(check([*rows, added])[1])


def test_a_cut_tail(lived: Lived, rows: Rows) -> None:
    assert "chain" in promises(check(rows[:-1], lived.head())[1])


def test_time_that_goes_back(rows: Rows) -> None:
    rows[200]["at"] = rows[100]["at"]
    assert "time" in promises(check(seal_anew(rows))[1])


# --- who leaves a counter ---


def put_after_a_call(rows: Rows, *, another_sits_down: bool) -> Rows:
    """The rows up to a call, and the head takes away the officer who has just called; perhaps for another one."""
    call = next(at for at, row in enumerate(rows) if row["kind"] == "turn_called")
    session = next(
        row
        for row in rows
        if row["kind"] == "desk_signed_on" and body(row)["counter_id"] == body(rows[call])["counter_id"]
    )
    head = next(body(row)["staff_id"] for row in of_kind(rows, "staff_added", role="head"))
    left, after = (rows[call] | {"seq": rows[call]["seq"] + n, "actor": f"staff:{head}", "version": 1} for n in (1, 2))
    left |= {"kind": "desk_signed_off", "body": json.dumps({"session_id": session["seq"], "reason": "head"})}
    after |= {
        "kind": "desk_signed_on",
        "body": json.dumps({"counter_id": body(session)["counter_id"], "officer_id": "CB99"}),
    }
    return seal_anew([*rows[: call + 1], left, *([after] if another_sits_down else [])])


@pytest.mark.parametrize("another_sits_down", [True, False])
def test_the_head_takes_an_officer_from_a_called_turn_only_for_another(rows: Rows, another_sits_down: bool) -> None:
    broken = check(put_after_a_call(rows, another_sits_down=another_sits_down))[1]
    assert ("places" in promises(broken)) != another_sits_down


# --- the rules, each in a chain that holds --------------------------------------------------------------


def doubled_number(rows: Rows) -> None:
    first, second = of_kind(rows, "ticket_issued", service="A")[:2]
    change(second, number=body(first)["number"], shown=body(first)["shown"])


def skipped_number(rows: Rows) -> None:
    for row in of_kind(rows, "ticket_issued", service="A")[5:]:
        number = body(row)["number"] + 1
        change(row, number=number, shown=f"A{number:03d}")


def number_shown_otherwise(rows: Rows) -> None:
    change(of_kind(rows, "ticket_issued")[4], shown="A999")


def lost_ticket(rows: Rows) -> None:
    """Nobody ever calls it, and the day closes over it without a word."""
    turn = body(of_kind(rows, "turn_finished")[7])["turn_id"]
    windows = {row["seq"] for row in of_kind(rows, "window_opened", turn_id=turn)}
    for row in rows:
        if row["kind"].startswith(("turn_", "window_", "press_")):
            about = body(row)
            if about.get("turn_id") == turn or about.get("window_id") in windows:
                make_neutral(row)
            elif turn in about.get("overtaken", ()):
                change(row, overtaken=[other for other in about["overtaken"] if other != turn])


def one_wish_two_numbers(rows: Rows) -> None:
    first, second = of_kind(rows, "ticket_issued")[:2]
    change(second, intent_id=body(first)["intent_id"])


def called_twice(rows: Rows) -> None:
    first, second = of_kind(rows, "turn_called", counter_id="Q6")[:2]
    change(second, turn_id=body(first)["turn_id"])


def called_where_somebody_is(rows: Rows) -> None:
    started = of_kind(rows, "turn_started")[9]
    turn = body(started)["turn_id"]
    (call,) = of_kind(rows, "turn_called", turn_id=turn)
    make_neutral(started)
    started["kind"], started["version"], started["actor"] = "turn_called", call["version"], call["actor"]
    waiting = next(body(row)["turn_id"] for row in of_kind(rows, "turn_called") if row["seq"] > started["seq"])
    started["body"] = json.dumps(body(call) | {"turn_id": waiting})


def wrong_order(rows: Rows) -> None:
    """The second of the line is called before the first."""
    calls = [row for row in of_kind(rows, "turn_called") if body(row)["call_kind"] == "next"]
    for first, second in pairwise(calls):
        about = [body(row) for row in (first, second)]
        issued = [next(r for r in rows if r["seq"] == one["turn_id"]) for one in about]
        same_line = body(issued[0])["service"] == body(issued[1])["service"]
        if same_line and issued[1]["seq"] < first["seq"]:
            change(first, turn_id=about[1]["turn_id"])
            change(second, turn_id=about[0]["turn_id"])
            return
    raise AssertionError("the day has no two people in one line")


def unsaid_overtaking(rows: Rows) -> None:
    change(next(row for row in of_kind(rows, "turn_called") if body(row)["overtaken"]), overtaken=[])


def made_up_reason(rows: Rows) -> None:
    call = next(row for row in of_kind(rows, "turn_called") if body(row)["reason"]["rule"] == "only_group")
    change(call, reason=body(call)["reason"] | {"rule": "longest_weighted_wait"})


def made_up_weight(rows: Rows) -> None:
    call = next(row for row in of_kind(rows, "turn_called") if body(row)["call_kind"] == "next")
    reason = body(call)["reason"]
    change(call, reason=reason | {"weights_ms": {name: ms + 1 for name, ms in reason["weights_ms"].items()}})


def unsaid_passing_by(rows: Rows) -> None:
    (named,) = of_kind(rows, "turn_called", call_kind="named")
    change(named, reason={"rule": "named", "passed": []})


def called_by_who_sits_elsewhere(rows: Rows) -> None:
    call = of_kind(rows, "turn_called", counter_id="Q1")[3]
    change(call, officer_id="CB05")


def called_in_anothers_name(rows: Rows) -> None:
    of_kind(rows, "turn_called")[3]["actor"] = "staff:CB09"


def served_for_nothing(rows: Rows) -> None:
    change(of_kind(rows, "turn_called", counter_id="Q3")[2], counter_id="Q4")


def impossible_step(rows: Rows) -> None:
    """Somebody at the desk is said not to have come."""
    finished = of_kind(rows, "turn_finished")[5]
    absent = of_kind(rows, "turn_marked_absent")[0]
    finished["kind"], finished["version"] = "turn_marked_absent", absent["version"]
    finished["body"] = json.dumps(body(absent) | {"turn_id": body(finished)["turn_id"]})


def no_window(rows: Rows) -> None:
    window = of_kind(rows, "window_opened")[4]
    for row in rows:
        is_about_a_window = row["kind"] in ("window_shortened", "window_closed", "press_recorded")
        if is_about_a_window and body(row)["window_id"] == window["seq"]:
            make_neutral(row)
    make_neutral(window)


def short_window(rows: Rows) -> None:
    window = of_kind(rows, "window_opened")[4]
    change(window, closes_at=body(window)["closes_at"] - 1000)


def window_cut_too_far(rows: Rows) -> None:
    cut = of_kind(rows, "window_shortened")[2]
    change(cut, closes_at=body(cut)["closes_at"] - 1000)


def window_left_open_by_a_start(rows: Rows) -> None:
    make_neutral(of_kind(rows, "window_shortened")[2])


def window_closed_early(rows: Rows) -> None:
    closed = next(
        row
        for row in of_kind(rows, "window_closed")
        if rows[row["seq"] - 2]["kind"] not in ("window_shortened", "turn_started")
    )
    opened = of_kind(rows, "window_opened")
    later = next(row for row in opened if row["seq"] > closed["seq"])
    neutral = next(row for row in rows if row["seq"] > later["seq"] and row["kind"] == "print_reported")
    neutral["kind"], neutral["body"] = "window_closed", json.dumps({"window_id": later["seq"]})


def press_of_another(rows: Rows) -> None:
    """A rating is moved to a colleague's window."""
    press = next(row for row in of_kind(rows, "press_recorded") if body(row)["window_id"] is not None)
    other = next(
        row
        for row in of_kind(rows, "window_opened")
        if row["seq"] < press["seq"] and body(row)["counter_id"] != body(press)["counter_id"]
    )
    change(press, window_id=other["seq"])


def press_thrown_away(rows: Rows) -> None:
    press = next(row for row in of_kind(rows, "press_recorded") if body(row)["window_id"] is not None)
    change(press, window_id=None)


def press_counted_twice(rows: Rows) -> None:
    first, second = of_kind(rows, "press_recorded")[:2]
    change(second, press_id=body(first)["press_id"])


def press_of_a_foreign_pad(rows: Rows) -> None:
    press = of_kind(rows, "press_recorded", device_id="pad-Q1")[0]
    change(press, counter_id="Q2")


def press_of_no_level(rows: Rows) -> None:
    change(of_kind(rows, "press_recorded")[0], level=9)


def grace_too_short(rows: Rows) -> None:
    absent = of_kind(rows, "turn_marked_absent")[0]
    change(absent, grace_until=body(absent)["grace_until"] - 60_000)


def voided_without_cause(rows: Rows) -> None:
    """The day's last number but one: nobody else is concerned."""
    turn = body(of_kind(rows, "turn_expired")[0])["turn_id"]
    neutral = next(row for row in rows if row["seq"] > turn and row["kind"] == "rush_switched")
    neutral["kind"], neutral["body"] = "turn_voided", json.dumps({"turn_id": turn, "reason": "no_outcome"})


def number_after_closing(rows: Rows) -> None:
    closed = of_kind(rows, "day_closed")[0]
    after = next(row for row in rows if row["seq"] > closed["seq"])
    last = of_kind(rows, "ticket_issued", service="A", day=body(closed)["day"])[-1]
    number = body(last)["number"] + 1
    after["kind"], after["version"], after["actor"] = "ticket_issued", last["version"], last["actor"]
    after["body"] = last["body"]
    change(after, number=number, shown=f"A{number:03d}", intent_id="late")


def closed_over_people(rows: Rows) -> None:
    for row in of_kind(rows, "turn_expired"):
        make_neutral(row)


def expired_and_not_closed(rows: Rows) -> None:
    make_neutral(of_kind(rows, "day_closed")[-1])


def undone_into_something_else(rows: Rows) -> None:
    undone = of_kind(rows, "action_undone")[0]
    turns = body(undone)["turns"]
    turns[0]["ranked_at"] -= 60_000
    change(undone, turns=turns)


def undone_too_late(rows: Rows) -> None:
    undone = of_kind(rows, "action_undone")[0]
    change(undone, first_seq=1, last_seq=2)


def officer_at_two_counters(rows: Rows) -> None:
    first, second = of_kind(rows, "desk_signed_on")[:2]
    change(second, officer_id=body(first)["officer_id"])


def second_day_at_once(rows: Rows) -> None:
    stopped = of_kind(rows, "tickets_stopped")[0]
    opened = of_kind(rows, "day_opened")[0]
    stopped["kind"], stopped["body"] = "day_opened", opened["body"]
    change(stopped, day="2026-11-25")


def a_name_in_the_journal(rows: Rows) -> None:
    change(of_kind(rows, "ticket_issued")[2], citizen_name="Nguyễn Văn A")


def an_unknown_event(rows: Rows) -> None:
    of_kind(rows, "print_reported")[0]["kind"] = "turn_forgotten"


def a_turn_from_nowhere(rows: Rows) -> None:
    change(of_kind(rows, "print_reported")[0], ticket_id=10**6)


def transferred_to_nowhere(rows: Rows) -> None:
    make_neutral(of_kind(rows, "turn_added", origin="transferred")[0])


def transferred_to_the_end(rows: Rows) -> None:
    added = of_kind(rows, "turn_added", origin="transferred")[0]
    change(added, ranked_at=body(added)["ranked_at"] + 600_000)


def second_service_with_the_first_rank(rows: Rows) -> None:
    added = of_kind(rows, "turn_added", origin="second_service")[0]
    change(added, ranked_at=body(added)["ranked_at"] - 600_000)


def transferred_without_a_window(rows: Rows) -> None:
    """Serving had begun: it counts in coverage, whatever its end."""
    (transferred, *_) = of_kind(rows, "turn_transferred")
    (window,) = of_kind(rows, "window_opened", turn_id=body(transferred)["turn_id"])
    make_neutral(window)


def held_by_nobody(rows: Rows) -> None:
    make_neutral(of_kind(rows, "turn_held")[0])


def released_before_its_time(rows: Rows) -> None:
    change(of_kind(rows, "turn_released")[0], reason="timer")


def released_and_not_called(rows: Rows) -> None:
    released = of_kind(rows, "turn_released", reason="resumed")[0]
    make_neutral(rows[released["seq"]])


def called_while_pausing(rows: Rows) -> None:
    make_neutral(of_kind(rows, "desk_resumed")[0])


def paused_for_a_reason_of_ones_own(rows: Rows) -> None:
    change(of_kind(rows, "desk_paused")[0], reason="football")


def recalled_without_end(rows: Rows) -> None:
    last = next(row for row in of_kind(rows, "turn_recalled") if body(row)["absent_due_at"] is not None)
    change(last, absent_due_at=None)


def asked_of_who_is_still_there(rows: Rows) -> None:
    asked = of_kind(rows, "supplement_asked")[0]
    later = (body(row)["turn_id"] for row in of_kind(rows, "turn_called") if row["seq"] > asked["seq"])
    change(asked, turn_id=next(turn for turn in later if turn < asked["seq"]))


def job_done_twice(rows: Rows) -> None:
    first, second = of_kind(rows, "job_ended")[:2]
    change(second, job_id=body(first)["job_id"])


def job_done_by_another(rows: Rows) -> None:
    of_kind(rows, "job_ended")[0]["actor"] = "device:board-1"


def a_tick_of_ones_own(rows: Rows) -> None:
    change(of_kind(rows, "turn_finished")[0], ticks=["by_magic"])


def helped_by_another(rows: Rows) -> None:
    issued = next(row for row in of_kind(rows, "ticket_issued") if body(row)["helped_by"] is not None)
    issued["actor"] = "staff:CB01"


def a_kiosk_nobody_knows(rows: Rows) -> None:
    issued = of_kind(rows, "ticket_issued")[0]
    change(issued, device_id="kiosk-9")
    issued["actor"] = "device:kiosk-9"


def swept_away_by_a_doubled_key(rows: Rows) -> None:
    """Next, and twelve seconds later Next again; told as if the second came at once."""
    first, second = (row for row in of_kind(rows, "turn_called")[-2:])
    for row in rows[rows.index(first) : rows.index(second)]:
        row["at"] = second["at"]


def quick_serve_undone_into_a_service(rows: Rows) -> None:
    """As if somebody had been served all the same."""
    quick = of_kind(rows, "quick_served")[0]["seq"]
    undone = next(row for row in of_kind(rows, "action_undone") if body(row)["first_seq"] == quick)
    (turn,) = body(undone)["turns"]
    change(undone, turns=[turn | {"state": "finished"}])


def given_back_by_an_officer(rows: Rows) -> None:
    of_kind(rows, "turn_cancelled", reason="given_back")[0]["actor"] = "staff:CB01"


def late_by_the_officer_s_word(rows: Rows) -> None:
    of_kind(rows, "turn_postponed")[0]["actor"] = "staff:CB01"


def present_after_all_is_over(rows: Rows) -> None:
    """As if the first who was ever cancelled had spoken."""
    gone = body(of_kind(rows, "turn_cancelled", reason="given_back")[0])["turn_id"]
    change(of_kind(rows, "presence_confirmed")[-1], ticket_id=gone)


def emergency_number_of_another_kiosk(rows: Rows) -> None:
    change(of_kind(rows, "emergency_merged")[-1], shown="X1-002", prefix="X1")


def emergency_number_ahead_of_its_time(rows: Rows) -> None:
    merged = of_kind(rows, "emergency_merged", ticket_id=None)[0]
    change(merged, ranked_at=body(merged)["ranked_at"] + 3_600_000)


def emergency_number_for_another_s_wish(rows: Rows) -> None:
    known = next(row for row in of_kind(rows, "emergency_merged") if body(row)["ticket_id"] is not None)
    change(known, intent_id="somebody else's")


def the_unseen_number_is_told_wrongly(rows: Rows) -> None:
    known = next(row for row in of_kind(rows, "emergency_merged") if body(row)["ticket_id"] is not None)
    change(known, superseded="A999")


def rush_against_the_head(rows: Rows) -> None:
    last = of_kind(rows, "rush_switched")[-1]
    change(last, by="rule")
    last["actor"] = "schedule"


def made_odd(rows: Rows) -> None:
    """A press that was as it should be is taken out of the score."""
    press = next(row for row in of_kind(rows, "press_recorded", channel="pad") if not body(row)["flags"])
    change(press, flags=["impossible"])


def pressed_again_unnoticed(rows: Rows) -> None:
    """The count of a press is one that was there before, and nothing is said of it."""
    first, second = of_kind(rows, "press_recorded", channel="pad", counter_id="Q1")[:2]
    change(second, n=body(first)["n"])


def answered_twice(rows: Rows) -> None:
    """The answer from staff's address is made one that counts."""
    change(of_kind(rows, "press_recorded", flags=["staff_address"])[0], flags=[])


def answered_by_a_desk(rows: Rows) -> None:
    of_kind(rows, "press_recorded", channel="page")[-1]["actor"] = "staff:CB01"


def of_no_channel(rows: Rows) -> None:
    change(of_kind(rows, "press_recorded", channel="page")[-1], channel="fax")


def corrected_alone(rows: Rows) -> None:
    made = of_kind(rows, "block_set_aside")[0]
    change(made, agreed_by=body(made)["asked_by"])
    made["actor"] = f"staff:{body(made)['asked_by']}"


def another_block_than_asked_for(rows: Rows) -> None:
    made = of_kind(rows, "block_set_aside")[0]
    change(made, block=body(made)["block"] + 1)


def a_reason_of_no_rating(rows: Rows) -> None:
    change(of_kind(rows, "rating_reason_given")[0], window_id=1)


@pytest.mark.parametrize(
    ("tamper", "promise"),
    [
        (made_odd, "ratings"),
        (pressed_again_unnoticed, "ratings"),
        (answered_twice, "once"),
        (answered_by_a_desk, "actors"),
        (of_no_channel, "ratings"),
        (corrected_alone, "ratings"),
        (another_block_than_asked_for, "ratings"),
        (a_reason_of_no_rating, "ratings"),
        (given_back_by_an_officer, "actors"),
        (late_by_the_officer_s_word, "actors"),
        (present_after_all_is_over, "absence"),
        (emergency_number_of_another_kiosk, "numbers"),
        (emergency_number_ahead_of_its_time, "order"),
        (emergency_number_for_another_s_wish, "once"),
        (the_unseen_number_is_told_wrongly, "numbers"),
        (rush_against_the_head, "day"),
        (doubled_number, "numbers"),
        (skipped_number, "numbers"),
        (number_shown_otherwise, "numbers"),
        (lost_ticket, "conservation"),
        (one_wish_two_numbers, "once"),
        (called_twice, "steps"),
        (called_where_somebody_is, "places"),
        (wrong_order, "order"),
        (unsaid_overtaking, "overtaking"),
        (made_up_reason, "order"),
        (made_up_weight, "order"),
        (unsaid_passing_by, "order"),
        (called_by_who_sits_elsewhere, "places"),
        (called_in_anothers_name, "actors"),
        (served_for_nothing, "order"),
        (impossible_step, "steps"),
        (no_window, "windows"),
        (short_window, "windows"),
        (window_cut_too_far, "windows"),
        (window_left_open_by_a_start, "windows"),
        (window_closed_early, "windows"),
        (press_of_another, "attribution"),
        (press_thrown_away, "attribution"),
        (press_counted_twice, "once"),
        (press_of_a_foreign_pad, "attribution"),
        (press_of_no_level, "attribution"),
        (grace_too_short, "absence"),
        (voided_without_cause, "prints"),
        (number_after_closing, "day"),
        (closed_over_people, "conservation"),
        (expired_and_not_closed, "day"),
        (undone_into_something_else, "undo"),
        (undone_too_late, "undo"),
        (officer_at_two_counters, "places"),
        (second_day_at_once, "day"),
        (a_name_in_the_journal, "privacy"),
        (an_unknown_event, "journal"),
        (a_turn_from_nowhere, "journal"),
        (a_kiosk_nobody_knows, "actors"),
        (transferred_to_nowhere, "conservation"),
        (transferred_to_the_end, "order"),
        (second_service_with_the_first_rank, "order"),
        (transferred_without_a_window, "windows"),
        (held_by_nobody, "steps"),
        (released_before_its_time, "absence"),
        (released_and_not_called, "steps"),
        (called_while_pausing, "places"),
        (paused_for_a_reason_of_ones_own, "places"),
        (recalled_without_end, "absence"),
        (asked_of_who_is_still_there, "supplements"),
        (job_done_twice, "once"),
        (job_done_by_another, "actors"),
        (a_tick_of_ones_own, "serving"),
        (swept_away_by_a_doubled_key, "serving"),
        (quick_serve_undone_into_a_service, "undo"),
        (helped_by_another, "actors"),
    ],
)
def test_a_broken_promise_is_found(tamper: Callable[[Rows], None], promise: str, rows: Rows) -> None:
    tamper(rows)
    assert promise in promises(check(seal_anew(rows))[1])


ADD_A_CALL = (
    "INSERT INTO calls SELECT call_id + 100000, turn_id, day, counter_id, officer_id, kind, to_seat, reason, "
    "called_at, undone FROM calls WHERE call_id = (SELECT min(call_id) FROM calls)"
)


# --- tables, scores, boards -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE turns SET state = 'no_show' WHERE turn_id = (SELECT max(turn_id) FROM turns WHERE state = 'finished')",
        "UPDATE turns SET called_first_at = called_first_at - 60000 WHERE turn_id = (SELECT min(turn_id) FROM turns)",
        "UPDATE presses SET level = 5 WHERE level < 5",
        "UPDATE presses SET flags = ''",
        "UPDATE blocks_set_aside SET put_back_by = NULL",
        "DELETE FROM rating_reasons",
        "UPDATE windows SET officer_id = 'CB02' WHERE window_id = (SELECT min(window_id) FROM windows)",
        "UPDATE series SET last_number = last_number + 1 WHERE prefix = 'A'",
        "UPDATE tickets SET print_outcome = NULL WHERE ticket_id = (SELECT min(ticket_id) FROM tickets)",
        "DELETE FROM presses WHERE seq = (SELECT min(seq) FROM presses)",
        "DELETE FROM tickets WHERE ticket_id = (SELECT min(ticket_id) FROM tickets)",
        ADD_A_CALL,
        "UPDATE service_days SET state = 'open'",
        "UPDATE desk_sessions SET signed_off_at = NULL",
    ],
)
def test_tables_that_say_something_else(lived: Lived, tmp_path: Path, spoil: str) -> None:
    copied = tmp_path / "centre.db"
    shutil.copyfile(lived.database, copied)
    with closing(sqlite3.connect(copied, isolation_level=None)) as connection:
        connection.execute("DROP INDEX IF EXISTS desk_open_counter")
        connection.execute("DROP INDEX IF EXISTS desk_open_officer")
        connection.execute(spoil)
        assert "tables" in promises(check_database(connection)[1])


def _first_score(report: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in report["schemes"][0]["officers"] if row["score"] is not None)


def _more_windows(report: dict[str, Any]) -> None:
    report["schemes"][0]["officers"][0]["windows"] += 1


def _kinder_share(report: dict[str, Any]) -> None:
    _first_score(report)["score"]["share"] += 0.001


def _kinder_levels(report: dict[str, Any]) -> None:
    score = _first_score(report)["score"]
    score["distribution"]["5"] += 1


def _interval_of_another_n(report: dict[str, Any]) -> None:
    score = _first_score(report)["score"]
    score["low"], score["high"] = wilson(score["satisfied"], 2 * score["n"])


def _nobody_at_all(report: dict[str, Any]) -> None:
    del report["schemes"][0]["officers"][0]


def _shown_below_ten(report: dict[str, Any]) -> None:
    few = next(row for row in report["schemes"][0]["officers"] if row["score"] is None)
    few["score"] = _first_score(report)["score"]


def _blocks_in_part(report: dict[str, Any]) -> None:
    _first_score(report)["published"] += 1


@pytest.mark.parametrize(
    "spoil",
    [
        _more_windows,
        _kinder_share,
        _kinder_levels,
        _interval_of_another_n,
        _nobody_at_all,
        _shown_below_ten,
        _blocks_in_part,
    ],
)
def test_scores_that_the_presses_do_not_say(lived: Lived, spoil: Callable[[dict[str, Any]], None]) -> None:
    report = lived.report()
    spoil(report)
    with closing(sqlite3.connect(lived.database)) as connection:
        assert promises(check_database(connection, reports=[report])[1]) == {"scores"}


def closed_board() -> dict[str, Any]:
    return {"revision": 1, "day": "closed", "calls": [], "waiting": [{"service": "A", "waiting": 0}]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "open"},
        {"waiting": [{"service": "A", "waiting": 1}]},
        {
            "calls": [
                {
                    "call_id": 50,
                    "number": "A001",
                    "counter_id": "Q1",
                    "state": "called",
                    "is_recall": False,
                    "called_at": "2026-11-20T01:00:00.000Z",
                }
            ]
        },
        {"revision": 10**9 + 1},
    ],
)
def test_boards_that_show_what_is_not_so(lived: Lived, wrong: dict[str, Any]) -> None:
    with closing(sqlite3.connect(lived.database)) as connection:
        seen = Sighting(10**9, {"board": closed_board() | wrong})
        assert promises(check_database(connection, sightings=[seen])[1]) == {"boards"}


def test_a_sighting_is_held_against_its_own_moment(lived: Lived, honest: Rows) -> None:
    """At the first call of the day one board shows it, and a display."""
    call = of_kind(honest, "turn_called")[0]
    shown = body(next(row for row in honest if row["seq"] == body(call)["turn_id"]))["shown"]
    counter = body(call)["counter_id"]
    display = {
        "revision": call["seq"],
        "state": "calling",
        "number": shown,
        "officer_name": "Cán bộ",
        "window": None,
    }
    with closing(sqlite3.connect(lived.database)) as connection:
        for state, found in (("calling", set()), ("serving", {"boards"})):
            seen = Sighting(call["seq"], {f"counter/{counter}": display | {"state": state}})
            assert promises(check_database(connection, sightings=[seen])[1]) == found


def test_the_checker_shares_no_rule_with_the_server() -> None:
    for source in (Path(__file__).parents[2] / "simulation/checker").glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert "from server" not in text, source.name
        assert "import server" not in text, source.name
