"""The centre as its journal tells it: what `telling.py` moves on row by row.

What comes out is the centre as it must be after the last row; tables, boards and scores are compared with it.
Turns, tickets and the rest are plain rows here (dictionaries of column and value), as anyone would keep them
who has only the export.
"""

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from simulation.checker.findings import Findings
from simulation.checker.rules import Rules

Row = dict[str, Any]

STEPS = {
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
    ("finished", "turn_revived"): "waiting",
    ("no_show", "turn_revived"): "waiting",
    ("cancelled", "turn_revived"): "waiting",
    ("voided", "turn_revived"): "waiting",
    ("expired", "turn_revived"): "waiting",
    # A kiosk had printed another number: nobody saw the one under which this came to pass.
    ("called", "emergency_merged"): "waiting",
    ("no_show", "emergency_merged"): "waiting",
    ("voided", "emergency_merged"): "waiting",
    ("cancelled", "emergency_merged"): "waiting",
}
AT_A_COUNTER = ("called", "serving")
BUSY = (*AT_A_COUNTER, "on_hold")
OPEN = ("waiting", "called", "on_hold")
"""What the closing of a day has to end. Who is being served may be served on."""
IN_HAND = ("printed", "shown")
MAY_BE_IN_HAND = (*IN_HAND, "unknown")
NEW_TURN: Row = {
    "state": "waiting",
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
    "origin": "issued",
    "from_turn": None,
    "for_counter": None,
    "for_officer": None,
    "held_until": None,
    "absent_due_at": None,
    "ticks": "[]",
}
_WITH_A_TRANSFER = ("window_opened", "window_closed", "turn_added")
_WITH_AN_EXPIRY = (
    "turn_expired",
    "window_opened",
    "window_closed",
    "place_reserved",
    "place_ended",
    "job_ordered",
    "desk_signed_off",
    "service_closed",
    "day_closed",
)


class Story:
    """The centre after the rows told so far. Instants are milliseconds since 1970."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.rules: Rules | None = None
        self.seq = 0
        self.at = 0
        self.actor = ""
        self.version = 1
        """Of the event that is told."""
        self.epoch = 0
        self.restored: list[int] = []
        """At which sequences a copy took the database's place."""
        """Of the last restore; 0 before the first."""
        self.days: dict[str, Row] = {}
        self.closed_services: dict[tuple[str, str], Row] = {}
        self.notices: dict[int, Row] = {}
        self.pictures: dict[int, Row] = {}
        self.imports: dict[int, Row] = {}
        """Lists of procedures."""
        self.series: dict[tuple[str, str], int] = {}
        self.tickets: dict[int, Row] = {}
        self.superseded: dict[tuple[str, str], Row] = {}
        """Numbers that gave way to one which a kiosk had printed by itself, by day."""
        self.turns: dict[int, Row] = {}
        self.calls: dict[int, Row] = {}
        self.holds: dict[int, Row] = {}
        self.sessions: dict[int, Row] = {}
        self.pauses: dict[int, Row] = {}
        self.supplements: dict[int, Row] = {}
        self.places: dict[int, Row] = {}
        self.jobs: dict[int, Row] = {}
        self.windows: dict[int, Row] = {}
        self.presses: dict[str, Row] = {}
        self.presses_of_device: dict[str, list[Row]] = {}
        """In order of arrival."""
        self.presses_of_window: dict[int, list[Row]] = {}
        self.reasons: dict[tuple[int, str, str], Row] = {}
        """What low ratings were about, by window, series and reason."""
        self.corrections: dict[int, Row] = {}
        self.set_aside: dict[int, Row] = {}
        """Blocks of ratings, by the correction that set them aside."""
        self.answered: dict[int, Row] = {}
        """Answers to findings."""
        self.devices: dict[str, Row] = {}
        self.staff: dict[str, Row] = {}
        self.cancelled: dict[str, Row] = {}
        self.jumps: dict[int, Row] = {}
        self.moves: list[Row] = []
        """Every change of a turn's state: `at`, `turn_id`, what it `was` and `is`."""
        self.versions: dict[int, list[tuple[int, Row]]] = {}
        """Each turn after each row that changed it: an undo has to restore one of them."""
        self.stamps: dict[int, int] = {}
        self.intents: dict[str, int] = {}
        self.press_places: set[tuple[str, int]] = set()
        self.press_counts: dict[tuple[str, str], int] = {}
        """The highest count of each boot of a pad."""
        self.stood_at: dict[str, set[str | None]] = {}
        """The counters at which each device has stood."""
        self.served: dict[int, list[tuple[int, str, str]]] = {}
        """Who began to serve each turn: sequence, counter, officer. The last one is rated."""
        self.owed_window: int | None = None
        """A turn in which serving began has just ended: its rating window has to open next."""
        self.is_owed_at_the_desk = False
        """The citizen sat there when it ended: the window takes presses."""
        self.owed_addition: int | None = None
        """A turn was transferred: the one that goes on has to be added."""
        self.owed_call: int | None = None
        """A turn was released to be called at once."""
        self.owed_word: int | None = None
        """A turn was restored because its holder spoke: the ticket's word has to follow."""
        self.owed_expiry: int | None = None
        """A number of a day that is over was taken: nobody is called for it any more."""
        self.owed_successor: tuple[str, str] | None = None
        """A counter to which somebody is called, and the officer whom the head took away: another sits down at once,
        or nobody is there whom the citizen could meet."""
        self.merged: tuple[int, int] | None = None
        """The turn of an emergency number, and the row that took it: of a former day it expires with the next row."""
        self.owed_shortening: dict[int, int] = {}
        """Windows that a start has cut short, and until when they may last."""
        self.expired_tickets: set[int] = set()
        """They have just expired: either the day closes, or each gets a place on a later day."""

    def turn_to(self, seq: int, at: int, actor: str, version: int = 1) -> None:
        """Go on to the next row."""
        self.seq, self.at, self.actor, self.version = seq, at, actor, version
        self.stamps[seq] = at

    def end(self) -> None:
        """After the last row nothing may be owed."""
        self.see_to_what_is_owed("")
        for turn in self.turns.values():
            day = self.days.get(turn["day"])
            if turn["state"] in OPEN and (day is None or day["state"] == "closed"):
                self.broken("conservation", f"{self.name_of(turn)} is {turn['state']} in a closed day")

    def local_day(self) -> str:
        return datetime.fromtimestamp(self.at / 1000, self.known_rules().zone).date().isoformat()

    @property
    def open_day(self) -> str | None:
        return next((day for day, row in self.days.items() if row["state"] != "closed"), None)

    def turn_at(self, counter_id: str) -> Row | None:
        """The turn that is called to or served at a counter."""
        return next(
            (t for t in self.turns.values() if t["state"] in AT_A_COUNTER and t["counter_id"] == counter_id), None
        )

    def busy_turns_of(self, ticket_id: int) -> list[Row]:
        """A ticket has one at most."""
        return [t for t in self.turns.values() if t["ticket_id"] == ticket_id and t["state"] in BUSY]

    def officer_at(self, counter_id: str) -> str | None:
        session = self.session_at(counter_id)
        return None if session is None else session["officer_id"]

    def session_at(self, counter_id: str) -> Row | None:
        return next((s for s in self.open_sessions() if s["counter_id"] == counter_id), None)

    def open_sessions(self) -> list[Row]:
        return [session for session in self.sessions.values() if session["signed_off_at"] is None]

    def pause_of(self, session: Row) -> Row | None:
        """The pause that a desk session is in."""
        its = (p for p in self.pauses.values() if p["session_id"] == session["session_id"])
        return next((pause for pause in its if pause["resumed_at"] is None), None)

    def open_windows(self, counter_id: str) -> list[Row]:
        """Windows that take presses, the newest first."""
        still = (w for w in self.windows.values() if w["counter_id"] == counter_id and w["closed_at"] is None)
        return sorted(still, key=lambda window: -int(window["window_id"]))

    def shown(self, turn: Row) -> str:
        number: str = self.tickets[turn["ticket_id"]]["shown"]
        return number

    # --- turns ----------------------------------------------------------------------------------------

    def add_turn(self, **values: Any) -> Row:
        """A turn whose id is this row's sequence."""
        turn = NEW_TURN | {"turn_id": self.seq} | values
        self.turns[self.seq] = turn
        self.keep(turn)
        self.note_move(turn, "")
        return turn

    def move(self, turn_id: int, kind: str) -> Row:
        """Move a turn along the table of steps."""
        turn = self.turns[turn_id]
        state = STEPS.get((turn["state"], kind))
        if state is None:
            self.broken("steps", f"{kind} of {self.name_of(turn)}, which is {turn['state']}")
            state = next(to for (_, step), to in STEPS.items() if step == kind)
        was, turn["state"] = turn["state"], state
        if state in BUSY and self.busy_turns_of(turn["ticket_id"]) != [turn]:
            self.broken("places", f"{self.name_of(turn)} is {state} in two turns at once")
        self.note_move(turn, was)
        self.keep(turn)
        return turn

    def note_move(self, turn: Row, was: str) -> None:
        self.moves.append({"at": self.at, "turn_id": turn["turn_id"], "was": was, "is": turn["state"]})

    def end_turn(self, turn: Row, *, is_at_the_desk: bool = False) -> None:
        """It has ended otherwise than by Finish."""
        turn.update(ended_at=self.at, cool_down_until=None, grace_until=None, held_until=None, absent_due_at=None)
        self.end_hold(turn)
        self.keep(turn)
        self.owe_window(turn, is_at_the_desk=is_at_the_desk)

    def owe_window(self, turn: Row, *, is_at_the_desk: bool) -> None:
        """Every turn in which serving began opens a rating window when it ends, whatever its end."""
        if turn["arrived_at"] is not None:
            self.owed_window, self.is_owed_at_the_desk = turn["turn_id"], is_at_the_desk

    def end_hold(self, turn: Row) -> None:
        for hold in self.holds.values():
            if hold["turn_id"] == turn["turn_id"] and hold["ended_at"] is None:
                hold["ended_at"], hold["ended_seq"] = self.at, self.seq

    def hold_on_again(self, turn: Row) -> None:
        """Its end did not happen after all: nor did that of the hold which ended with it."""
        for hold in self.holds.values():
            if hold["turn_id"] == turn["turn_id"] and hold["ended_at"] == turn["ended_at"]:
                hold["ended_at"] = hold["ended_seq"] = None

    def keep(self, turn: Row) -> None:
        """This row has changed the turn."""
        turn["touched_seq"] = self.seq
        versions = self.versions.setdefault(turn["turn_id"], [])
        if versions and versions[-1][0] == self.seq:
            versions.pop()
        versions.append((self.seq, copy.copy(turn)))

    def clear_print_due(self, turn: Row) -> None:
        self.tickets[turn["ticket_id"]]["print_due_at"] = None

    # --- what is asked of every row -------------------------------------------------------------------

    def see_to_what_is_owed(self, kind: str) -> None:
        """Some events follow others at once: they are one action."""
        if self.owed_window is not None and kind != "window_opened":
            self.broken("windows", f"{self.name_of(self.turns[self.owed_window])} ended and no window opened")
            self.owed_window = None
        if self.owed_addition is not None and kind not in _WITH_A_TRANSFER:
            self.broken("conservation", f"{self.name_of(self.turns[self.owed_addition])} is transferred to nowhere")
            self.owed_addition = None
        if self.owed_call is not None and kind != "turn_called":
            self.broken("steps", f"{self.name_of(self.turns[self.owed_call])} is released to be called and is not")
            self.owed_call = None
        if self.owed_word is not None and kind not in ("presence_confirmed", "turn_postponed"):
            self.broken("prints", f"{self.tickets[self.owed_word]['shown']} is restored and nobody has spoken")
        self.owed_word = None
        if self.owed_expiry is not None and kind != "turn_expired":
            self.broken("day", f"{self.name_of(self.turns[self.owed_expiry])} of a day that is over waits")
            self.owed_expiry = None
        if kind != "desk_signed_on":
            self.see_to_a_successor(None)
        if self.owed_shortening and kind not in ("window_shortened", "window_closed"):
            for window in self.owed_shortening:
                self.broken("windows", f"window {window} outlives the next start at its counter")
            self.owed_shortening.clear()
        if self.expired_tickets and kind not in _WITH_AN_EXPIRY:
            self.broken("day", "somebody has expired, and neither closes the day nor is there a place for them")
            self.expired_tickets.clear()

    def see_to_a_successor(self, counter_id: str | None) -> None:
        """`counter_id`: where somebody sits down now."""
        if self.owed_successor is not None and self.owed_successor[0] != counter_id:
            counter, officer = self.owed_successor
            self.broken("places", f"{officer} is taken from {counter} over a called turn")
        self.owed_successor = None

    def next_of(self, series: tuple[str, str]) -> int:
        return self.series.get(series, 0) + 1

    def state_of(self, day: str) -> str | None:
        row = self.days.get(day)
        return None if row is None else row["state"]

    def kind_of(self, device_id: str) -> str | None:
        device = self.devices.get(device_id)
        return None if device is None else device["kind"]

    @property
    def is_by_a_citizen(self) -> bool:
        """At a kiosk, or on the phone."""
        return self.actor == "phones" or self.kind_of(self.actor.removeprefix("device:")) == "kiosk"

    def is_postponed(self, turn: Row) -> bool:
        """The citizen has said to come later."""
        until = turn["cool_down_until"]
        return until is not None and until == self.tickets[turn["ticket_id"]]["postponed_until"]

    def role_of_actor(self) -> str | None:
        """Of the member of staff who did this; None for anybody else."""
        member = self.staff.get(self.actor.removeprefix("staff:")) if self.actor.startswith("staff:") else None
        return None if member is None else member["role"]

    def expect_at_desk(self, counter_id: str, officer_id: str) -> None:
        """The officer sits there and does not pause, and it is the officer who acts, or the number pad there."""
        session = self.session_at(counter_id)
        self.expect("places", f"who is signed on at {counter_id}", officer_id, self.officer_at(counter_id))
        if session is not None and self.pause_of(session) is not None:
            self.broken("places", f"{counter_id} calls while it pauses")
        display = self.devices.get(self.actor.removeprefix("device:"))
        is_pad = display is not None and (display["kind"], display["counter_id"]) == ("counter", counter_id)
        if not is_pad:
            self.expect("actors", "who calls", self.actor, f"staff:{officer_id}")

    def known_rules(self) -> Rules:
        if self.rules is None:
            raise ValueError("nothing was set up")
        return self.rules

    def name_of(self, turn: Mapping[str, Any]) -> str:
        ticket = self.tickets.get(turn["ticket_id"])
        return f"turn {turn['turn_id']}" if ticket is None else str(ticket["shown"])

    def expect(self, promise: str, what: str, seen: object, wanted: object) -> None:
        self._findings.expect(promise, self.seq, what, seen, wanted)

    def broken(self, promise: str, words: str) -> None:
        self._findings.broken(promise, self.seq, words)
