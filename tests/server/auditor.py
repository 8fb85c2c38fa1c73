"""The invariants of a centre, checked on its tables and its journal by code that shares nothing with the rules.

Names I1..I21 are those of the reliability notes.
"""

import json
import sqlite3
from collections import Counter as Count
from collections import defaultdict
from datetime import datetime
from typing import Any

ALLOWED = {
    ("waiting", "turn_called"): "called",
    ("waiting", "turn_cancelled"): "cancelled",
    ("waiting", "turn_voided"): "voided",
    ("waiting", "turn_expired"): "expired",
    ("waiting", "turn_transferred"): "transferred",
    ("called", "turn_recalled"): "called",
    ("called", "turn_started"): "serving",
    ("called", "turn_marked_absent"): "no_show",
    ("called", "turn_returned"): "waiting",
    ("called", "turn_held"): "on_hold",
    ("called", "turn_transferred"): "transferred",
    ("called", "turn_expired"): "expired",
    ("serving", "turn_finished"): "finished",
    ("serving", "turn_held"): "on_hold",
    ("serving", "turn_transferred"): "transferred",
    ("on_hold", "turn_released"): "waiting",
    ("on_hold", "turn_transferred"): "transferred",
    ("on_hold", "turn_expired"): "expired",
    ("no_show", "turn_returned"): "waiting",
    ("voided", "turn_restored"): "waiting",
    # What the head puts right.
    ("finished", "turn_revived"): "waiting",
    ("no_show", "turn_revived"): "waiting",
    ("cancelled", "turn_revived"): "waiting",
    ("voided", "turn_revived"): "waiting",
    ("expired", "turn_revived"): "waiting",
    # What a citizen says: the state stays.
    ("waiting", "turn_postponed"): "waiting",
}
MERGED = ("called", "no_show", "voided", "cancelled")
"""What a turn may have come to under a number that nobody saw: whoever holds the printed one waits."""
BUSY = ("called", "serving", "on_hold")


def audit(connection: sqlite3.Connection, *, overtaken_at_most: int, now: int) -> None:
    """Raise AssertionError at the first invariant that does not hold."""
    connection.execute("BEGIN")
    try:
        _numbers(connection)
        _places(connection)
        _journal_tells_the_same(connection)
        _presses(connection)
        _served_turns(connection)
        assert not connection.execute("SELECT 1 FROM turns WHERE overtaken > ?", (overtaken_at_most,)).fetchall(), "I7"
    finally:
        connection.execute("COMMIT")


def _numbers(connection: sqlite3.Connection) -> None:
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for day, prefix, number in connection.execute("SELECT day, prefix, number FROM tickets ORDER BY ticket_id"):
        if not prefix.startswith("X"):
            given[day, prefix].append(number)
    for day, shown in connection.execute("SELECT day, shown FROM superseded_numbers"):
        given[day, shown[0]].append(int(shown[1:]))
    last = {(row[0], row[1]): row[2] for row in connection.execute("SELECT day, prefix, last_number FROM series")}
    for series, numbers in given.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), f"I1: {series} gave {numbers}"
        assert last[series] == len(numbers), f"I1: {series}"
    tickets, intents = connection.execute("SELECT count(*), count(DISTINCT intent_id) FROM tickets").fetchone()
    firsts = connection.execute("SELECT ticket_id FROM turns WHERE from_turn IS NULL").fetchall()
    assert tickets == intents == len(firsts) == len(set(firsts)), "I2, I9: every number has one intent and one fate"
    going_on = connection.execute(
        "SELECT turns.ticket_id, before.ticket_id FROM turns "
        "LEFT JOIN turns before ON before.turn_id = turns.from_turn WHERE turns.from_turn IS NOT NULL"
    )
    assert all(one == before for one, before in going_on), "I9: a turn goes on from one of its own ticket"


def _places(connection: sqlite3.Connection) -> None:
    busy = connection.execute(
        "SELECT counter_id, ticket_id, state FROM turns WHERE state IN ('called', 'serving', 'on_hold')"
    )
    rows = [tuple(row) for row in busy]
    at_counter = Count(counter_id for counter_id, _, state in rows if state != "on_hold")
    assert max(at_counter.values(), default=0) <= 1, f"I4: two at one counter: {rows}"
    assert max(Count(ticket for _, ticket, _ in rows).values(), default=0) <= 1, f"I4: one ticket twice: {rows}"
    open_day = connection.execute("SELECT day FROM service_days WHERE state != 'closed'").fetchall()
    assert len(open_day) <= 1
    today = open_day[0][0] if open_day else None
    for state, day in connection.execute(
        "SELECT DISTINCT state, day FROM turns WHERE state IN ('waiting', 'called', 'on_hold')"
    ):
        assert day == today, f"I9: somebody is {state} in {day}, and {today} is open"
    for column in ("ended_at", "arrived_at", "called_first_at"):
        wrong = connection.execute(f"SELECT 1 FROM turns WHERE {column} < waiting_since").fetchall()
        assert not wrong, f"I10: {column} lies before the waiting"


def _journal_tells_the_same(connection: sqlite3.Connection) -> None:
    """I5, I6 and I9 from the journal alone, against the table of turns."""
    states: dict[int, str] = {}
    about: dict[int, dict[str, Any]] = {}
    cooling: set[int] = set()
    last_at = ""
    for seq, at, kind, body in connection.execute("SELECT seq, at, kind, body FROM journal ORDER BY seq"):
        assert at >= last_at, "the journal's time went back"
        last_at = at
        event = json.loads(body)
        turn = event.get("turn_id")
        if kind == "ticket_issued":
            states[seq], about[seq] = "waiting", event | {"ticket_id": seq, "rank": (_ms(at), seq), "for": None}
        elif kind == "emergency_merged" and event["ticket_id"] is None:
            rank = (event["ranked_at"], seq)
            states[seq], about[seq] = "waiting", event | {"ticket_id": seq, "rank": rank, "for": None}
        elif kind == "emergency_merged":
            if states[event["ticket_id"]] in MERGED:
                states[event["ticket_id"]] = "waiting"
                cooling.discard(event["ticket_id"])
        elif kind == "quick_served":
            states[seq], about[seq] = "serving", event | {"ticket_id": seq}
        elif kind == "turn_added":
            rank = (event["ranked_at"], event["arrival"])
            day = about[event["from_turn"]]["day"]
            sent_to = event["for_counter"] or event["for_officer"]
            states[seq], about[seq] = "waiting", event | {"rank": rank, "day": day, "for": sent_to}
        elif kind == "priority_changed":
            about[turn]["rate"] = event["rate"]
        elif kind == "action_undone":
            for added in [known for known in states if event["first_seq"] <= known <= event["last_seq"]]:
                del states[added], about[added]
                cooling.discard(added)
            for was in event["turns"]:
                states[was["turn_id"]] = was["state"]
                cooling.discard(was["turn_id"])
                if was["cool_down_until"] is not None:
                    cooling.add(was["turn_id"])
        elif kind.startswith("turn_"):
            if kind == "turn_called" and event["call_kind"] == "next":
                _nobody_of_the_line_was_passed(turn, states, about, cooling)
            assert (states[turn], kind) in ALLOWED, f"I5: {kind} of a turn that is {states[turn]}"
            states[turn] = ALLOWED[states[turn], kind]
            cooling.discard(turn)
            if kind == "turn_postponed" or (kind == "turn_returned" and event["cool_down_until"] is not None):
                cooling.add(turn)
        elif kind == "cool_down_ended":
            cooling.discard(turn)
    assert states == {row[0]: row[1] for row in connection.execute("SELECT turn_id, state FROM turns")}, "I9, I16"


def _nobody_of_the_line_was_passed(
    turn: int, states: dict[int, str], about: dict[int, dict[str, Any]], cooling: set[int]
) -> None:
    """I6: those of one service and rate whom anybody may call are called in the order of their rank."""
    if about[turn]["for"] is not None:
        return
    line = (about[turn]["day"], about[turn]["service"], about[turn]["rate"])
    away = {about[other]["ticket_id"] for other, state in states.items() if state in BUSY}
    assert about[turn]["ticket_id"] not in away, f"I4: {turn} was called while its ticket is elsewhere"
    for other, state in states.items():
        if state != "waiting" or other in cooling or about[other]["for"] or about[other]["ticket_id"] in away:
            continue
        if (about[other]["day"], about[other]["service"], about[other]["rate"]) == line:
            assert about[other]["rank"] >= about[turn]["rank"], f"I6: {turn} was called before {other}"


def _ms(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


def _served_turns(connection: sqlite3.Connection) -> None:
    """Every turn in which service began has one window once it has ended, whatever its end; no other has any."""
    for turn in connection.execute(
        "SELECT turn_id, state, grace_until, arrived_at, "
        "(SELECT count(*) FROM windows WHERE windows.turn_id = turns.turn_id AND NOT undone) AS windows, "
        "(SELECT count(*) FROM holds WHERE holds.turn_id = turns.turn_id AND ended_at IS NULL) AS holds FROM turns"
    ):
        has_ended = turn["state"] not in ("waiting", *BUSY) and turn["grace_until"] is None
        due = 1 if has_ended and turn["arrived_at"] is not None else 0
        assert turn["windows"] == due, f"coverage: {tuple(turn)}"
        may_be_away = turn["state"] in ("waiting", "called", "on_hold")
        assert turn["holds"] <= (1 if may_be_away else 0), f"a hold goes on: {tuple(turn)}"
        assert turn["state"] != "on_hold" or turn["holds"] == 1, f"on hold without a hold: {tuple(turn)}"
    paused = connection.execute(
        "SELECT 1 FROM desk_pauses JOIN desk_sessions USING (session_id) "
        "WHERE resumed_at IS NULL AND signed_off_at IS NOT NULL"
    ).fetchall()
    assert not paused, "a desk that nobody sits at pauses"


def _presses(connection: sqlite3.Connection) -> None:
    rows = connection.execute(
        "SELECT presses.*, windows.counter_id AS of_counter, opened_at, closes_at, windows.officer_id, turns.state, "
        "turns.officer_id AS served_by, undone FROM presses JOIN windows USING (window_id) JOIN turns USING (turn_id)"
    ).fetchall()
    for row in rows:
        assert row["counter_id"] == row["of_counter"], "I15: a press of another counter's pad"
        if row["undone"]:
            continue
        assert row["state"] in ("finished", "transferred"), f"I15: a counted press of a turn that is {row['state']}"
        assert row["officer_id"] == row["served_by"], "I15: counted for somebody who did not serve"
        if row["age_ms"] is not None:
            pressed_at = row["received_at"] - row["age_ms"]
            # It may have been shortened since; it was never longer than this.
            assert row["opened_at"] - 2000 <= pressed_at <= row["opened_at"] + 62_000, "I15: outside its window"


UNCOUNTED = {"impossible", "no_window", "staff_address", "same_browser"}


def ratings_by_the_book(connection: sqlite3.Connection, now: int) -> list[tuple[str, str, int | None]]:
    """(officer, counter, settled level) of each window that stands, folded from the journal's text alone (I16)."""
    windows: dict[int, dict[str, Any]] = {}
    undone_at: dict[int, int] = {}
    presses: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for seq, at_ms, kind, body in connection.execute(
        "SELECT seq, CAST(round((julianday(at) - 2440587.5) * 86400000.0) AS INTEGER), kind, body FROM journal "
        "WHERE kind IN ('window_opened', 'press_recorded', 'action_undone', 'turn_revived') ORDER BY seq"
    ):
        event = json.loads(body)
        if kind == "window_opened":
            windows[seq] = event
        elif kind == "action_undone":
            for window in [w for w in windows if event["first_seq"] <= w <= event["last_seq"]]:
                undone_at.setdefault(window, at_ms)
        elif kind == "turn_revived":
            for window in [w for w in windows if windows[w]["turn_id"] == event["turn_id"]]:
                undone_at.setdefault(window, at_ms)
        elif event["window_id"] is not None and event["channel"] == "pad" and not UNCOUNTED & set(event["flags"]):
            presses[event["window_id"]].append((at_ms - (event["age_ms"] or 0), seq, at_ms, event["level"]))
    found = []
    for window_id, window in windows.items():
        level, settled = None, None
        if presses[window_id]:
            settled = min(presses[window_id], key=lambda press: press[1])[2] + 10_000
            in_time = sorted(press for press in presses[window_id] if press[2] < settled)
            counted = [press for press in in_time if press[0] <= in_time[0][0] + 5_000][-1]
            level = counted[3] if now >= settled else None
        if window_id in undone_at and (level is None or settled is None or undone_at[window_id] < settled):
            continue  # taken back before its rating had settled: it asked nobody
        found.append((window["officer_id"], window["counter_id"], level))
    return found
