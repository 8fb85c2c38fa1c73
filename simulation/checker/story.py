"""Reads the journal from its first row to its last: every row is held against the rules and moves the centre on.

What comes out is the centre as it must be after the last row; tables, boards and scores are compared with it.
Turns, tickets and the rest are plain rows here (dictionaries of column and value), as anyone would keep them
who has only the export.
"""

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simulation.checker.findings import Findings
from simulation.checker.rules import (
    PRESS_GRACE_MS,
    PRINT_DUE_MS,
    UNDO_MS,
    WINDOW_LOOK_BACK_MS,
    Rules,
    in_ms,
    rules_of,
)
from simulation.checker.whose_turn import may_be_called, rank, weights, who_is_next

Row = dict[str, Any]

FIELDS: dict[str, str] = {
    "set_up_changed": "centre",
    "device_added": "device_id device_kind counter_id zone",
    "staff_added": "staff_id role",
    "day_opened": "day is_reopened date_confirmed_by_staff phase",
    "tickets_stopped": "day",
    "day_closed": "day",
    "clock_jumped": "jump_ms",
    "ticket_issued": "intent_id day prefix number shown service priority_group rate language device_id print_due_at",
    "print_reported": "ticket_id outcome",
    "intent_cancelled": "intent_id device_id",
    "turn_cancelled": "turn_id",
    "turn_voided": "turn_id reason",
    "turn_restored": "turn_id",
    "turn_called": "turn_id counter_id officer_id call_kind reason overtaken",
    "turn_recalled": "turn_id counter_id officer_id",
    "turn_started": "turn_id officer_id is_inferred",
    "turn_finished": "turn_id outcome is_inferred",
    "turn_marked_absent": "turn_id grace_until",
    "grace_ended": "turn_id",
    "turn_returned": "turn_id cool_down_until",
    "cool_down_ended": "turn_id",
    "turn_expired": "turn_id",
    "desk_signed_on": "counter_id officer_id",
    "desk_signed_off": "session_id reason",
    "window_opened": "turn_id counter_id officer_id scheme_id closes_at",
    "window_shortened": "window_id closes_at",
    "window_closed": "window_id",
    "press_recorded": "press_id device_id counter_id boot_id n level window_seen age_ms window_id",
    "action_undone": "counter_id first_seq last_seq turns overtaken",
}
"""What an event may hold: anything else could name somebody."""

STEPS = {
    ("waiting", "turn_called"): "called",
    ("waiting", "turn_cancelled"): "cancelled",
    ("waiting", "turn_voided"): "voided",
    ("waiting", "turn_expired"): "expired",
    ("called", "turn_recalled"): "called",
    ("called", "turn_started"): "serving",
    ("called", "turn_marked_absent"): "no_show",
    ("called", "turn_returned"): "waiting",
    ("called", "turn_expired"): "expired",
    ("serving", "turn_finished"): "finished",
    ("no_show", "turn_returned"): "waiting",
    ("voided", "turn_restored"): "waiting",
}
AT_A_COUNTER = ("called", "serving")
IN_HAND = ("printed", "shown")
MAY_BE_IN_HAND = (*IN_HAND, "unknown")


class Story:
    """The centre after the rows told so far. Instants are milliseconds since 1970."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.rules: Rules | None = None
        self.seq = 0
        self.at = 0
        self.days: dict[str, Row] = {}
        self.series: dict[tuple[str, str], int] = {}
        self.tickets: dict[int, Row] = {}
        self.turns: dict[int, Row] = {}
        self.calls: dict[int, Row] = {}
        self.sessions: dict[int, Row] = {}
        self.windows: dict[int, Row] = {}
        self.presses: dict[str, Row] = {}
        self.devices: dict[str, Row] = {}
        self.staff: dict[str, Row] = {}
        self.cancelled: dict[str, Row] = {}
        self.jumps: dict[int, Row] = {}
        self.moves: list[Row] = []
        """Every change of a turn's state: `at`, `turn_id`, what it `was` and `is`."""
        self._versions: dict[int, list[tuple[int, Row]]] = {}
        """Each turn after each row that changed it: an undo has to restore one of them."""
        self._stamps: dict[int, int] = {}
        self._actor = ""
        self._intents: dict[str, int] = {}
        self._press_places: set[tuple[str, int]] = set()
        self._owed_window: int | None = None
        """A turn that has just finished: its rating window has to open next."""
        self._owed_shortening: dict[int, int] = {}
        """Windows that a start has cut short, and until when they may last."""
        self._is_closing = False
        """Somebody has expired: the day has to close next."""

    def take(self, row: Mapping[str, Any]) -> None:
        """Tell one more row."""
        self.seq, self.at, self._actor = row["seq"], in_ms(row["at"]), row["actor"]
        self._stamps[self.seq] = self.at
        kind = row["kind"]
        way = _WAYS.get(kind)
        if way is None or row["version"] != 1:
            self._broken("journal", f"an event '{kind}' of version {row['version']} is not known")
            return
        try:
            body = json.loads(row["body"])
            if set(body) != set(FIELDS[kind].split()):
                self._broken("privacy", f"{kind} holds {', '.join(sorted(body))}; it has {FIELDS[kind]}")
            self._see_to_what_is_owed(kind)
            way(self, body)
        except (KeyError, TypeError, ValueError, IndexError) as fault:
            self._broken("journal", f"{kind} fits nothing that was told before ({type(fault).__name__}: {fault})")

    def end(self) -> None:
        """After the last row nothing may be owed."""
        self._see_to_what_is_owed("")
        for turn in self.turns.values():
            day = self.days.get(turn["day"])
            if turn["state"] in ("waiting", "called") and (day is None or day["state"] == "closed"):
                self._broken("conservation", f"{self._name(turn)} is {turn['state']} in a closed day")

    @property
    def open_day(self) -> str | None:
        return next((day for day, row in self.days.items() if row["state"] != "closed"), None)

    def turn_at(self, counter_id: str) -> Row | None:
        """The turn that is called to or served at a counter."""
        return next(
            (t for t in self.turns.values() if t["state"] in AT_A_COUNTER and t["counter_id"] == counter_id), None
        )

    def officer_at(self, counter_id: str) -> str | None:
        session = self._session_at(counter_id)
        return None if session is None else session["officer_id"]

    def open_windows(self, counter_id: str) -> list[Row]:
        """Windows that take presses, the newest first."""
        still = (w for w in self.windows.values() if w["counter_id"] == counter_id and w["closed_at"] is None)
        return sorted(still, key=lambda window: -int(window["window_id"]))

    def shown(self, turn: Row) -> str:
        number: str = self.tickets[turn["ticket_id"]]["shown"]
        return number

    # --- set-up ---------------------------------------------------------------------------------------

    def _set_up_changed(self, body: Row) -> None:
        self.rules = rules_of(body["centre"])

    def _device_added(self, body: Row) -> None:
        if body["device_id"] in self.devices:
            self._broken("set-up", f"device {body['device_id']} is added a second time")
        self.devices[body["device_id"]] = {
            "device_id": body["device_id"],
            "kind": body["device_kind"],
            "counter_id": body["counter_id"],
            "zone": body["zone"],
            "settings_revision": self.seq,
        }

    def _staff_added(self, body: Row) -> None:
        self.staff[body["staff_id"]] = {"staff_id": body["staff_id"], "role": body["role"]}

    # --- the day --------------------------------------------------------------------------------------

    def _day_opened(self, body: Row) -> None:
        day = body["day"]
        if self.open_day not in (None, day):
            self._broken("day", f"{day} opens while {self.open_day} is open")
        if self.days and day < max(self.days):
            self._broken("day", f"{day} opens after {max(self.days)}")
        self._expect("day", f"is_reopened of {day}", body["is_reopened"], day in self.days)
        opened_at = self.days[day]["opened_at"] if day in self.days else self.at
        self.days[day] = {
            "day": day,
            "state": "open",
            "opened_at": opened_at,
            "closed_at": None,
            "phase_at_opening": body["phase"],
        }

    def _tickets_stopped(self, body: Row) -> None:
        self._expect("day", "tickets stop in a day that", self.days[body["day"]]["state"], "open")
        self.days[body["day"]]["state"] = "tickets_stopped"

    def _day_closed(self, body: Row) -> None:
        day = self.days[body["day"]]
        if day["state"] == "closed":
            self._broken("day", f"{body['day']} closes a second time")
        day["state"], day["closed_at"] = "closed", self.at
        self._is_closing = False
        for turn in self.turns.values():
            if turn["state"] in ("waiting", "called") and turn["day"] == body["day"]:
                self._broken("conservation", f"{self._name(turn)} is still {turn['state']} when its day closes")
        for session in self.sessions.values():
            if session["signed_off_at"] is None and self.turn_at(session["counter_id"]) is None:
                self._broken("day", f"{session['officer_id']} stays at {session['counter_id']} after closing")

    def _clock_jumped(self, body: Row) -> None:
        self.jumps[self.seq] = {"seq": self.seq, "at": self.at, "jump_ms": body["jump_ms"]}

    # --- tickets --------------------------------------------------------------------------------------

    def _ticket_issued(self, body: Row) -> None:
        rules = self._known_rules()
        series = (body["day"], body["prefix"])
        self._expect("numbers", f"the next number of {series[1]} on {series[0]}", body["number"], self._next(series))
        self._expect("numbers", "the number as it is shown", body["shown"], f"{body['prefix']}{body['number']:03d}")
        if body["intent_id"] in self._intents or body["intent_id"] in self.cancelled:
            self._broken("once", f"the wish {body['intent_id']} has been answered or cancelled before")
        self._expect("day", "a number is given in a day that", self._state_of(body["day"]), "open")
        self._expect("numbers", "the letter of a series", body["prefix"], body["service"])
        if not any(body["service"] in services for services in rules.services_of.values()):
            self._broken("numbers", f"nobody serves {body['service']}")
        self._expect("order", "the queueing group", body["rate"], rules.rate_of(body["priority_group"]))
        self._expect("prints", "when an outcome is due", body["print_due_at"], self.at + PRINT_DUE_MS)
        self._expect("actors", "who gives a number", self._actor, f"device:{body['device_id']}")
        self._expect("actors", "what gives a number", self._kind_of(body["device_id"]), "kiosk")
        self.series[series] = max(self._next(series) - 1, body["number"])
        self._intents[body["intent_id"]] = self.seq
        self.tickets[self.seq] = {
            "ticket_id": self.seq,
            "intent_id": body["intent_id"],
            "day": body["day"],
            "prefix": body["prefix"],
            "number": body["number"],
            "shown": body["shown"],
            "service": body["service"],
            "priority_group": body["priority_group"],
            "language": body["language"],
            "device_id": body["device_id"],
            "issued_at": self.at,
            "print_outcome": None,
            "print_due_at": body["print_due_at"],
        }
        self.turns[self.seq] = {
            "turn_id": self.seq,
            "ticket_id": self.seq,
            "day": body["day"],
            "service": body["service"],
            "rate": body["rate"],
            "state": "waiting",
            "ranked_at": self.at,
            "arrival": self.seq,
            "waiting_since": self.at,
            "overtaken": 0,
            "first_overtaken_at": None,
            "cool_down_until": None,
            "grace_until": None,
            "counter_id": None,
            "officer_id": None,
            "call_id": None,
            "called_first_at": None,
            "called_last_at": None,
            "call_count": 0,
            "arrived_at": None,
            "arrival_inferred": 0,
            "ended_at": None,
            "end_inferred": 0,
            "outcome": None,
            "touched_seq": self.seq,
        }
        self._keep(self.turns[self.seq])
        self._note_move(self.turns[self.seq], "")

    def _print_reported(self, body: Row) -> None:
        ticket = self.tickets[body["ticket_id"]]
        self._expect("actors", "who speaks of a slip", self._actor, f"device:{ticket['device_id']}")
        if ticket["print_outcome"] in IN_HAND and body["outcome"] not in IN_HAND:
            self._broken("prints", f"{ticket['shown']} was {ticket['print_outcome']} and is said {body['outcome']}")
        ticket["print_outcome"], ticket["print_due_at"] = body["outcome"], None

    def _intent_cancelled(self, body: Row) -> None:
        if body["intent_id"] in self.cancelled:
            self._broken("once", f"the wish {body['intent_id']} is cancelled a second time")
        self.cancelled[body["intent_id"]] = {
            "intent_id": body["intent_id"],
            "device_id": body["device_id"],
            "cancelled_at": self.at,
        }

    def _turn_cancelled(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_cancelled")
        if self.tickets[turn["ticket_id"]]["intent_id"] not in self.cancelled:
            self._broken("conservation", f"{self._name(turn)} is cancelled and nobody cancelled it")
        self._end(turn)

    def _turn_voided(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_voided")
        ticket = self.tickets[turn["ticket_id"]]
        due_at = ticket["print_due_at"]
        is_due = body["reason"] == "no_outcome" and due_at is not None and self.at >= due_at
        if not is_due and not (body["reason"] == "not_printed" and ticket["print_outcome"] == "not_printed"):
            self._broken("prints", f"{self._name(turn)} is voided ({body['reason']}) without cause")
        self._end(turn)

    def _turn_restored(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_restored")
        if self.tickets[turn["ticket_id"]]["print_outcome"] not in MAY_BE_IN_HAND:
            self._broken("prints", f"{self._name(turn)} is restored although nobody holds its slip")
        turn["ended_at"] = None
        self._keep(turn)

    # --- calls ----------------------------------------------------------------------------------------

    def _turn_called(self, body: Row) -> None:
        turn, counter = self.turns[body["turn_id"]], body["counter_id"]
        if self.open_day is None or turn["day"] != self.open_day:
            self._broken("day", f"{self._name(turn)} is called while {self.open_day} is open")
        here = self.turn_at(counter)
        if here is not None:
            self._broken("places", f"{self._name(turn)} is called to {counter}, where {self._name(here)} is")
        self._expect_at_desk(counter, body["officer_id"])
        if body["call_kind"] == "next":
            self._check_order(turn, body)
        else:
            self._expect("order", "whom a named call overtakes", body["overtaken"], [])
            self._expect("order", "whom a named call passed", body["reason"].get("passed"), self._passed(turn, counter))
        self._move(turn["turn_id"], "turn_called")
        turn["cool_down_until"] = None
        self._note_call(turn, body, body["call_kind"])
        self._clear_print_due(turn)
        for overtaken in body["overtaken"]:
            other = self.turns[overtaken]
            other["overtaken"] += 1
            if other["first_overtaken_at"] is None:
                other["first_overtaken_at"] = self.at

    def _check_order(self, turn: Row, body: Row) -> None:
        """The one whom the rules choose, with whom that overtakes and why."""
        rules = self._known_rules()
        waiting = may_be_called(self.turns.values(), body["counter_id"], self.open_day or "", rules)
        if turn not in waiting:
            self._broken("order", f"{self._name(turn)} is called by Next, and does not wait for {body['counter_id']}")
            return
        chosen, rule = who_is_next(waiting, self.at, rules)
        self._expect("order", f"whom {body['counter_id']} calls next", self._name(turn), self._name(chosen))
        self._expect("order", f"why {self._name(turn)} is called", body["reason"].get("rule"), rule)
        self._expect(
            "order", "the weights compared", body["reason"].get("weights_ms"), weights(waiting, self.at, rules)
        )
        for other in waiting:
            if (other["service"], other["rate"]) == (turn["service"], turn["rate"]) and rank(other) < rank(turn):
                self._broken("order", f"{self._name(turn)} is called before {self._name(other)} of the same line")
        overtaken = [other["turn_id"] for other in waiting if rank(other) < rank(turn)]
        self._expect("overtaking", f"whom {self._name(turn)} overtakes", body["overtaken"], overtaken)
        for other in overtaken:
            if self.turns[other]["overtaken"] >= rules.overtaken_at_most:
                times = self.turns[other]["overtaken"] + 1
                self._broken("overtaking", f"{self._name(self.turns[other])} is overtaken for the {times}th time")

    def _passed(self, turn: Row, counter: str) -> list[int]:
        waiting = may_be_called(self.turns.values(), counter, self.open_day or "", self._known_rules())
        return [other["turn_id"] for other in waiting if rank(other) < rank(turn)]

    def _turn_recalled(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_recalled")
        self._expect("places", "where a number is recalled", body["counter_id"], turn["counter_id"])
        self._expect_at_desk(body["counter_id"], body["officer_id"])
        self._note_call(turn, body, "recall")

    def _note_call(self, turn: Row, body: Row, kind: str) -> None:
        self.calls[self.seq] = {
            "call_id": self.seq,
            "turn_id": turn["turn_id"],
            "day": turn["day"],
            "counter_id": body["counter_id"],
            "officer_id": body["officer_id"],
            "kind": kind,
            "called_at": self.at,
            "undone": 0,
        }
        turn["counter_id"], turn["officer_id"], turn["call_id"] = body["counter_id"], body["officer_id"], self.seq
        turn["called_first_at"] = self.at if turn["called_first_at"] is None else turn["called_first_at"]
        turn["called_last_at"] = self.at
        turn["call_count"] += 1
        self._keep(turn)

    def _turn_marked_absent(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_marked_absent")
        self._expect("absence", "the grace", body["grace_until"], self.at + self._known_rules().grace_ms)
        turn["ended_at"], turn["grace_until"] = self.at, body["grace_until"]
        self._keep(turn)

    def _grace_ended(self, body: Row) -> None:
        turn = self.turns[body["turn_id"]]
        if turn["grace_until"] is None or self.at < turn["grace_until"]:
            self._broken("absence", f"the grace of {self._name(turn)} ends before its time")
        turn["grace_until"] = None
        self._touch(turn)

    def _turn_returned(self, body: Row) -> None:
        turn = self.turns[body["turn_id"]]
        was_absent = turn["state"] == "no_show"
        if was_absent and turn["grace_until"] is None:
            self._broken("absence", f"{self._name(turn)} returns after its grace")
        cool_down_ms = self._known_rules().cool_down_ms
        wanted = None if was_absent or not cool_down_ms else self.at + cool_down_ms
        self._expect("absence", f"the cool-down of {self._name(turn)}", body["cool_down_until"], wanted)
        self._move(body["turn_id"], "turn_returned")
        turn.update(counter_id=None, officer_id=None, ended_at=None, grace_until=None)
        turn["cool_down_until"] = body["cool_down_until"]
        self._keep(turn)

    def _cool_down_ended(self, body: Row) -> None:
        turn = self.turns[body["turn_id"]]
        if turn["cool_down_until"] is None or self.at < turn["cool_down_until"]:
            self._broken("absence", f"the cool-down of {self._name(turn)} ends before its time")
        turn["cool_down_until"] = None
        self._touch(turn)

    def _turn_expired(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_expired")
        self._is_closing = True
        self._end(turn)

    # --- serving --------------------------------------------------------------------------------------

    def _turn_started(self, body: Row) -> None:
        rules = self._known_rules()
        turn = self._move(body["turn_id"], "turn_started")
        turn["officer_id"], turn["arrived_at"] = body["officer_id"], self.at
        turn["arrival_inferred"] = int(body["is_inferred"])
        self._keep(turn)
        for window in self.open_windows(turn["counter_id"]):
            shortest = max(self.at, window["opened_at"] + rules.shortest_window_ms)
            if shortest < window["closes_at"]:
                self._owed_shortening[window["window_id"]] = shortest

    def _turn_finished(self, body: Row) -> None:
        turn = self._move(body["turn_id"], "turn_finished")
        if body["outcome"] not in self._known_rules().outcomes:
            self._broken("serving", f"the outcome '{body['outcome']}' is none of this centre's")
        turn["ended_at"], turn["outcome"] = self.at, body["outcome"]
        turn["end_inferred"] = int(body["is_inferred"])
        self._keep(turn)
        self._owed_window = turn["turn_id"]

    # --- desks ----------------------------------------------------------------------------------------

    def _desk_signed_on(self, body: Row) -> None:
        for session in self.sessions.values():
            if session["signed_off_at"] is None:
                for what in ("counter_id", "officer_id"):
                    if session[what] == body[what]:
                        self._broken("places", f"{body[what]} has a desk session already")
        if body["counter_id"] not in self._known_rules().services_of:
            self._broken("places", f"there is no counter {body['counter_id']}")
        self._expect("actors", "who signs on", self._actor, f"staff:{body['officer_id']}")
        self.sessions[self.seq] = {
            "session_id": self.seq,
            "counter_id": body["counter_id"],
            "officer_id": body["officer_id"],
            "signed_on_at": self.at,
            "signed_off_at": None,
        }

    def _desk_signed_off(self, body: Row) -> None:
        session = self.sessions[body["session_id"]]
        if session["signed_off_at"] is not None:
            self._broken("places", f"{session['officer_id']} leaves {session['counter_id']} a second time")
        if body["reason"] in ("officer", "moved") and self.turn_at(session["counter_id"]) is not None:
            self._broken("places", f"{session['officer_id']} leaves {session['counter_id']} over an open turn")
        session["signed_off_at"] = self.at

    # --- ratings --------------------------------------------------------------------------------------

    def _window_opened(self, body: Row) -> None:
        turn = self.turns[body["turn_id"]]
        self._expect("windows", "the turn whose window opens", body["turn_id"], self._owed_window)
        self._owed_window = None
        self._expect("windows", "the window's counter", body["counter_id"], turn["counter_id"])
        self._expect("windows", "the window's officer", body["officer_id"], turn["officer_id"])
        is_forgotten = self.open_day is None and body["closes_at"] == self.at
        if not is_forgotten:
            wanted = self.at + self._known_rules().window_ms
            self._expect("windows", "how long the window lasts", body["closes_at"], wanted)
        self._expect("windows", "the window's scheme", body["scheme_id"], self._known_rules().scheme_id)
        self.windows[self.seq] = {
            "window_id": self.seq,
            "turn_id": body["turn_id"],
            "day": turn["day"],
            "counter_id": body["counter_id"],
            "officer_id": body["officer_id"],
            "service": turn["service"],
            "scheme_id": body["scheme_id"],
            "opened_at": self.at,
            "closes_at": body["closes_at"],
            "closed_at": None,
            "undone": 0,
        }

    def _window_shortened(self, body: Row) -> None:
        window = self.windows[body["window_id"]]
        wanted = self._owed_shortening.pop(body["window_id"], None)
        self._expect("windows", f"until when window {body['window_id']} is cut", body["closes_at"], wanted)
        if body["closes_at"] < window["opened_at"] + self._known_rules().shortest_window_ms:
            self._broken("windows", f"window {body['window_id']} is cut below its shortest")
        window["closes_at"] = body["closes_at"]

    def _window_closed(self, body: Row) -> None:
        window = self.windows[body["window_id"]]
        if self.at < window["closes_at"] or window["closed_at"] is not None:
            self._broken("windows", f"window {body['window_id']} closes before its time, or twice")
        if window["closed_at"] is None:
            window["closed_at"] = window["closes_at"]

    def _press_recorded(self, body: Row) -> None:
        rules = self._known_rules()
        if body["press_id"] in self.presses:
            self._broken("once", f"press {body['press_id']} is recorded a second time")
        place = (body["boot_id"], body["n"])
        if place in self._press_places:
            self._broken("once", f"press {body['n']} of boot {body['boot_id']} is recorded a second time")
        self._press_places.add(place)
        device = self.devices.get(body["device_id"])
        is_pad = device is not None and (device["kind"], device["counter_id"]) == ("pad", body["counter_id"])
        if not is_pad:
            self._broken("attribution", f"{body['device_id']} is no pad of {body['counter_id']}")
        self._expect("actors", "who reports a press", self._actor, f"device:{body['device_id']}")
        if body["level"] not in rules.levels:
            self._broken("attribution", f"there is no level {body['level']}")
        self._expect("attribution", "the window of a press", body["window_id"], self._window_of(body))
        self.presses[body["press_id"]] = {
            "press_id": body["press_id"],
            "seq": self.seq,
            "device_id": body["device_id"],
            "counter_id": body["counter_id"],
            "boot_id": body["boot_id"],
            "n": body["n"],
            "level": body["level"],
            "window_seen": body["window_seen"],
            "age_ms": body["age_ms"],
            "received_at": self.at,
            "window_id": body["window_id"],
        }

    def _window_of(self, body: Row) -> int | None:
        """The window a press belongs to: the one it saw, if it was open then; else the newest open then."""
        age_ms = body["age_ms"]
        pressed_at = None if age_ms is None else self.at - age_ms
        if pressed_at is not None and any(jump["at"] > pressed_at for jump in self.jumps.values()):
            self._broken("attribution", "the age of a press reaches across a clock jump")
        here = [w for w in self.windows.values() if w["counter_id"] == body["counter_id"] and not w["undone"]]
        if body["window_seen"] is not None:
            seen = next((w for w in here if w["window_id"] == body["window_seen"]), None)
            if seen is None:
                return None
            first, last = seen["opened_at"] - PRESS_GRACE_MS, seen["closes_at"] + PRESS_GRACE_MS
            return int(seen["window_id"]) if pressed_at is None or first <= pressed_at <= last else None
        if pressed_at is None:
            return None
        near = (w for w in here if w["opened_at"] >= pressed_at - WINDOW_LOOK_BACK_MS)
        open_then = [int(w["window_id"]) for w in near if w["opened_at"] <= pressed_at < w["closes_at"]]
        return max(open_then, default=None)

    # --- undo -----------------------------------------------------------------------------------------

    def _action_undone(self, body: Row) -> None:
        first, last = body["first_seq"], body["last_seq"]
        if self.at - self._stamps[last] >= UNDO_MS:
            self._broken("undo", "more than ten seconds have passed")
        for call in self.calls.values():
            if first <= call["call_id"] <= last:
                call["undone"] = 1
        for window in self.windows.values():
            if first <= window["window_id"] <= last:
                window["undone"] = 1
                window["closed_at"] = self.at if window["closed_at"] is None else window["closed_at"]
                window["closes_at"] = min(window["closes_at"], self.at)
        for was in body["turns"]:
            turn = self.turns[was["turn_id"]]
            if turn["touched_seq"] > last:
                self._broken("undo", f"{self._name(turn)} was touched since")
            versions = [version for seq, version in self._versions[was["turn_id"]] if seq < first]
            before = {name: value for name, value in versions[-1].items() if name not in _FORGOTTEN}
            said = {name: _plain(value) for name, value in was.items() if name not in _FORGOTTEN}
            self._expect("undo", f"what {self._name(turn)} was before", said, before)
            state_before = turn["state"]
            turn.update({name: _plain(value) for name, value in was.items()})
            if turn["state"] != state_before:
                self._note_move(turn, state_before)
            self._keep(turn)
        for overtaken in body["overtaken"]:
            turn = self.turns[overtaken]
            turn["overtaken"] -= 1
            if turn["overtaken"] == 0:
                turn["first_overtaken_at"] = None

    # --- what all share -------------------------------------------------------------------------------

    def _see_to_what_is_owed(self, kind: str) -> None:
        """Some events follow others at once: they are one action."""
        if self._owed_window is not None and kind != "window_opened":
            self._broken("windows", f"{self._name(self.turns[self._owed_window])} finished and no window opened")
            self._owed_window = None
        if self._owed_shortening and kind not in ("window_shortened", "window_closed"):
            for window in self._owed_shortening:
                self._broken("windows", f"window {window} outlives the next start at its counter")
            self._owed_shortening.clear()
        if self._is_closing and kind not in ("turn_expired", "desk_signed_off", "day_closed"):
            self._broken("day", "somebody has expired and the day does not close")
            self._is_closing = False

    def _move(self, turn_id: int, kind: str) -> Row:
        """Move a turn along the table of steps."""
        turn = self.turns[turn_id]
        state = STEPS.get((turn["state"], kind))
        if state is None:
            self._broken("steps", f"{kind} of {self._name(turn)}, which is {turn['state']}")
            state = next(to for (_, step), to in STEPS.items() if step == kind)
        was, turn["state"] = turn["state"], state
        self._note_move(turn, was)
        self._touch(turn)
        return turn

    def _note_move(self, turn: Row, was: str) -> None:
        self.moves.append({"at": self.at, "turn_id": turn["turn_id"], "was": was, "is": turn["state"]})

    def _end(self, turn: Row) -> None:
        turn.update(ended_at=self.at, cool_down_until=None, grace_until=None)
        self._clear_print_due(turn)
        self._keep(turn)

    def _touch(self, turn: Row) -> None:
        turn["touched_seq"] = self.seq
        self._keep(turn)

    def _keep(self, turn: Row) -> None:
        turn["touched_seq"] = self.seq
        versions = self._versions.setdefault(turn["turn_id"], [])
        if versions and versions[-1][0] == self.seq:
            versions.pop()
        versions.append((self.seq, copy.copy(turn)))

    def _clear_print_due(self, turn: Row) -> None:
        self.tickets[turn["ticket_id"]]["print_due_at"] = None

    def _next(self, series: tuple[str, str]) -> int:
        return self.series.get(series, 0) + 1

    def _state_of(self, day: str) -> str | None:
        row = self.days.get(day)
        return None if row is None else row["state"]

    def _kind_of(self, device_id: str) -> str | None:
        device = self.devices.get(device_id)
        return None if device is None else device["kind"]

    def _session_at(self, counter_id: str) -> Row | None:
        open_ones = (s for s in self.sessions.values() if s["signed_off_at"] is None)
        return next((s for s in open_ones if s["counter_id"] == counter_id), None)

    def _expect_at_desk(self, counter_id: str, officer_id: str) -> None:
        self._expect("places", f"who is signed on at {counter_id}", officer_id, self.officer_at(counter_id))
        self._expect("actors", "who calls", self._actor, f"staff:{officer_id}")

    def _known_rules(self) -> Rules:
        if self.rules is None:
            raise ValueError("nothing was set up")
        return self.rules

    def _name(self, turn: Mapping[str, Any]) -> str:
        ticket = self.tickets.get(turn["ticket_id"])
        return f"turn {turn['turn_id']}" if ticket is None else str(ticket["shown"])

    def _expect(self, promise: str, what: str, seen: object, wanted: object) -> None:
        self._findings.expect(promise, self.seq, what, seen, wanted)

    def _broken(self, promise: str, words: str) -> None:
        self._findings.broken(promise, self.seq, words)


_FORGOTTEN = frozenset({"touched_seq", "overtaken", "first_overtaken_at"})
"""Columns that change without the turn being touched, or by every touch: an undo says them as they were."""

_WAYS: dict[str, Callable[[Story, Row], None]] = {kind: getattr(Story, f"_{kind}") for kind in FIELDS}


def told(rows: Iterable[Mapping[str, Any]], findings: Findings) -> Story:
    """Tell all rows; what breaks a promise goes to `findings`."""
    story = Story(findings)
    for row in rows:
        story.take(row)
    story.end()
    return story


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value
