"""The queue of a centre's day against a model of dictionaries: who may do what, what becomes of whom, and who is next.

Nothing of the product decides in the model. What it knows of the product's ids is the answer that gave them.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import initialize, precondition, rule
from real_centre_machine import DESKS, CentreMachine

from messaging.requests import OwnWord, PrintOutcome
from server.actions.call_next import call_next
from server.actions.call_number import call_number
from server.actions.change_priority import change_priority
from server.actions.desk_session import sign_off, sign_on
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.hold import hold
from server.actions.issue_ticket import issue_ticket
from server.actions.mark_absent import mark_absent
from server.actions.move_officer import move_officer
from server.actions.own_number import Said, say_with_token
from server.actions.quick_serve import quick_serve
from server.actions.recall import recall
from server.actions.release import release
from server.actions.report_print import report_print
from server.actions.resume import resume
from server.actions.return_to_queue import return_to_queue
from server.actions.second_service import second_service
from server.actions.start import start
from server.actions.transfer import Target, transfer
from server.actions.undo import undo
from server.domain.instant import instant

FIRST = {"Q1": ["A"], "Q2": ["A", "B"], "Q3": ["C"]}
SECOND: dict[str, list[str]] = {"Q1": [], "Q2": [], "Q3": ["B"]}
GROUPS = {None: "ordinary", "elderly": "priority", "guide": "ordinary"}
RATES = {"ordinary": 1, "priority": 3}
OVERTAKEN_AT_MOST, OVERTAKEN_FOR_MS = 5, 20 * 60_000
GRACE_MS, COOL_DOWN_MS, RECALLS, RECALL_GAP_MS = 30 * 60_000, 600_000, 2, 40_000
PRINT_DUE_MS, FRESH_MS, UNDO_MS, DOUBLED_MS, SAME_MS = 90_000, 10_000, 10_000, 3_000, 60_000
BUSY = ("called", "serving", "on_hold")

Row = dict[str, Any]

COUNTERS = some.sampled_from(sorted(DESKS))
DESK_WITH_SOMEBODY = some.sampled_from([*sorted(DESKS), "busy", "busy", "busy"])
"""`busy`: whichever has somebody; else most deeds would be refused."""
SERVICES = some.sampled_from("AABC")
WHICH = some.integers(0, 99)
WALL_OFF_S = (-400 * 86_400, -3_600, -40, 0, 0, 7, 120)
"""A Pi that boots into last year, a clock that is put back, is right, leaps."""
PAUSES_MS = some.sampled_from([125, 1000, 2_750, 2_875, 9_750, 9_875, 21_000, 40_000, 89_875, 300_000, 1_200_000])
"""With the tick after each step just short of a bound, or on it."""


class QueueMachine(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        self.turns: dict[int, Row] = {}
        self.tickets: dict[int, Row] = {}
        self.seats: dict[str, str] = dict(DESKS)
        """Counter to officer."""
        self.undo_points: dict[str, Row] = {}
        self.began = self.centre.clock.now(), self.centre.clock.monotonic_s()
        self.passed = self.now, self.centre.clock.monotonic_s()
        self.stamps = 0
        self.intents: dict[str, int] = {}
        self.last = dict.fromkeys("ABC+", 0)

    @classmethod
    def change(cls, values: Row) -> None:
        values["centre"]["hours"] = {day: [["00:00", "23:59"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        values["ticketing"] |= {"recall_limit": RECALLS, "cool_down_seconds": COOL_DOWN_MS // 1000}
        for counter in values["counters"]:
            counter["services"] = FIRST[counter["id"]]
            counter["second_services"] = SECOND[counter["id"]]

    # --- the model ------------------------------------------------------------------------------------------

    def busy(self, counter: str) -> Row | None:
        """Who is called to or served at a counter."""
        return next((t for t in self.turns.values() if t["counter"] == counter and t["state"] in BUSY[:2]), None)

    def where(self, counter: str) -> str:
        return counter if counter in DESKS else next((c for c in DESKS if self.busy(c) is not None), "Q1")

    def of_ticket(self, ticket: int) -> list[Row]:
        """A ticket's turns, the one that it shows first."""
        own = [t for t in self.turns.values() if t["ticket"] == ticket]
        busy = [t for t in own if t["state"] in BUSY]
        waiting = sorted((t for t in own if t["state"] == "waiting"), key=lambda t: t["rank"][0])
        over = sorted((t for t in own if t not in busy and t not in waiting), key=lambda t: -t["id"])
        return busy + waiting + over

    def sent_to(self, turn: Row) -> str | None:
        if turn["for_counter"] in self.seats:
            return str(turn["for_counter"])
        return next((c for c, officer in self.seats.items() if officer == turn["for_officer"]), None)

    def serves(self, counter: str, turn: Row) -> bool:
        sent = self.sent_to(turn)
        return turn["service"] in FIRST[counter] + SECOND[counter] if sent is None else sent == counter

    def candidates(self, counter: str) -> list[Row]:
        away = {t["ticket"] for t in self.turns.values() if t["state"] in BUSY}
        found = [
            t
            for t in self.turns.values()
            if t["state"] == "waiting" and t["cool"] is None and t["ticket"] not in away and self.serves(counter, t)
        ]
        return sorted(found, key=lambda t: t["rank"])

    def next_of(self, counter: str) -> Row | None:
        lines: dict[tuple[str, str, bool], list[Row]] = {}
        for turn in self.candidates(counter):
            is_second = turn["service"] not in FIRST[counter] and self.sent_to(turn) != counter
            lines.setdefault((turn["service"], turn["rate"], is_second), []).append(turn)
        if not lines:
            return None
        unjust = [
            line[0]
            for line in lines.values()
            if max(t["overtaken"] for t in line) >= OVERTAKEN_AT_MOST
            or any(t["first"] is not None and self.now - t["first"] >= OVERTAKEN_FOR_MS for t in line)
        ]
        if unjust:
            return min(unjust, key=lambda t: t["rank"])
        heads = [line[0] for (_, _, is_second), line in lines.items() if not is_second]
        heads = heads or [line[0] for line in lines.values()]
        return min(heads, key=lambda t: (-round(RATES[t["rate"]] * (self.now - t["rank"][0])), t["rank"][1]))

    def add(self, turn_id: int, **values: Any) -> Row:
        assert turn_id > max(self.turns, default=0), "I2: an id is given a second time"
        self.turns[turn_id] = {
            "id": turn_id,
            "rate": "ordinary",
            "state": "waiting",
            "counter": None,
            "officer": None,
            "overtaken": 0,
            "first": None,
            "cool": None,
            "grace": None,
            "held": None,
            "absent": None,
            "for_counter": None,
            "for_officer": None,
            "called": None,
            "seat": False,
            "recalls": 0,
            "came": False,
            "quick": False,
            "touched": 0,
            "rank": (self.now, turn_id),
        } | values
        return self.turns[turn_id]

    def touch(self, turn: Row, **values: Any) -> None:
        turn.update(values, touched=turn["touched"] + 1)

    def wait_again(self, turn: Row, cool: int | None = None) -> None:
        self.touch(turn, state="waiting", counter=None, officer=None, cool=cool, grace=None, held=None, absent=None)

    def end(self, turn: Row, state: str) -> None:
        self.touch(turn, state=state, cool=None, grace=None, held=None, absent=None)

    def call_it(self, turn: Row, counter: str, *, to_seat: bool = False) -> None:
        officer = self.seats[counter]
        called = {"called": self.now, "seat": to_seat, "recalls": 0, "cool": None, "absent": None}
        self.touch(turn, state="called", counter=counter, officer=officer, **called)
        self.tickets[turn["ticket"]]["due"] = None

    def start_it(self, turn: Row, officer: str) -> None:
        self.touch(turn, state="serving", officer=officer, came=True, absent=None)

    def finish_it(self, turn: Row) -> None:
        if turn["state"] == "called":
            self.start_it(turn, turn["officer"])
        self.touch(turn, state="finished")

    def is_fresh(self, turn: Row | None) -> bool:
        return turn is not None and turn["state"] == "called" and self.now - turn["called"] < FRESH_MS

    def remember(
        self, counter: str, before: list[Row], *, added: Sequence[int] = (), passed: Sequence[int] = ()
    ) -> None:
        """An action that can be undone: the turns as they were, and as they are from here on."""
        turns = [*(one["id"] for one in before), *added]
        self.undo_points[counter] = {
            "at": self.now,
            "before": before,
            "touched": {turn: self.turns[turn]["touched"] for turn in turns},
            "added": added,
            "passed": passed,
        }

    def may_undo(self, counter: str) -> bool:
        point = self.undo_points.get(counter)
        if point is None or self.now - point["at"] >= UNDO_MS:
            return False
        if any(self.turns.get(turn, {}).get("touched") != touched for turn, touched in point["touched"].items()):
            return False
        own = set(point["touched"]) - set(point["added"])
        for was in point["before"]:
            others = [t for t in self.turns.values() if t["id"] not in own and t["state"] in BUSY]
            if was["state"] in BUSY and any(t["ticket"] == was["ticket"] for t in others):
                return False
            here = self.busy(was["counter"]) if was["state"] in BUSY[:2] else None
            if here is not None and here["id"] not in own:
                return False
        return True

    def pick(self, which: int) -> str:
        """Mostly of somebody who is still here."""
        here = {t["ticket"] for t in self.turns.values() if t["state"] in (*BUSY, "waiting") or t["grace"] is not None}
        known = self.tickets.items()
        numbers = [ticket["shown"] for name, ticket in known if which < 30 or not here or name in here]
        return str(numbers[which % len(numbers)])

    def turns_of(self, number: str) -> list[Row]:
        ticket = next(ticket for ticket, known in self.tickets.items() if known["shown"] == number)
        return self.of_ticket(ticket)

    def at(self, counter: str) -> dict[str, str]:
        officer = self.seats.get(counter, "CB09")
        return {"actor": f"staff:{officer}", "counter_id": counter, "officer_id": officer}

    # --- kiosk ----------------------------------------------------------------------------------------------

    @initialize(services=some.lists(SERVICES, min_size=2, max_size=6))
    def begin(self, services: list[str]) -> None:
        for service in services:
            self.issue(service, None, PrintOutcome.PRINTED)

    @rule(
        service=SERVICES,
        group=some.sampled_from([None, None, "elderly", "guide"]),
        outcome=some.sampled_from([PrintOutcome.PRINTED, PrintOutcome.PRINTED, None]),
    )
    def issue(self, service: str, group: str | None, outcome: PrintOutcome | None) -> None:
        intent = str(uuid.UUID(int=len(self.intents) + 1))
        wish = {"intent_id": intent, "service": service, "priority_group": group, "language": "vi"}
        issued = self.did(issue_ticket, actor="device:kiosk-1", device_id="kiosk-1", **wish)
        self.last[service] += 1
        ticket = issued.ticket.ticket_id
        assert issued.ticket.shown == f"{service}{self.last[service]:03d}", "I1"
        self.intents[intent] = ticket
        self.tickets[ticket] = {
            "shown": issued.ticket.shown,
            "token": issued.token or self._token(ticket),
            "service": service,
            "group": group,
            "due": self.now + PRINT_DUE_MS,
            "outcome": None,
            "confirmed": None,
            "postponed": None,
        }
        self.add(ticket, ticket=ticket, service=service, rate=GROUPS[group])
        if outcome is not None:
            self.report(ticket, outcome)

    def _token(self, ticket: int) -> str:
        """As the kiosk is given it at once."""
        return str(self.centre.one("SELECT token FROM ticket_links WHERE ticket_id = ?", ticket)[0])

    @precondition(lambda self: self.intents)
    @rule(which=WHICH)
    def issue_once_more(self, which: int) -> None:
        """I3: the same intent has the ticket that it has."""
        intent = list(self.intents)[which % len(self.intents)]
        ticket = self.tickets[self.intents[intent]]
        wish = {"intent_id": intent, "service": ticket["service"], "priority_group": None, "language": "vi"}
        issued = self.did(issue_ticket, actor="device:kiosk-1", device_id="kiosk-1", **wish)
        assert (issued.ticket.ticket_id, issued.ticket.shown) == (self.intents[intent], ticket["shown"])

    @rule(which=WHICH, outcome=some.sampled_from(PrintOutcome))
    def the_slip(self, which: int, outcome: PrintOutcome) -> None:
        kiosk_tickets = list(self.intents.values())
        self.report(kiosk_tickets[which % len(kiosk_tickets)], outcome)

    def report(self, ticket: int, outcome: PrintOutcome) -> None:
        self.did(report_print, actor="device:kiosk-1", ticket_id=ticket, outcome=outcome, device_id="kiosk-1")
        known = self.tickets[ticket]
        in_hand = ("printed", "shown")
        if known["outcome"] in in_hand and outcome.value not in in_hand:
            return
        known.update(outcome=outcome.value, due=None)
        turn = self.of_ticket(ticket)[0]
        came = any(t["came"] for t in self.of_ticket(ticket))
        if outcome is PrintOutcome.NOT_PRINTED and turn["state"] == "waiting" and not came:
            self.end(turn, "voided")
        elif outcome is not PrintOutcome.NOT_PRINTED and turn["state"] == "voided":
            self.touch(turn, state="waiting")

    @rule(counter=COUNTERS, priority=some.integers(4, 7))
    def a_rush(self, counter: str, priority: int) -> None:
        """One without priority among many who have it: overtaken so often, and no more often."""
        service = FIRST[counter][0]
        for group in [None, *["elderly"] * priority]:
            self.issue(service, group, PrintOutcome.PRINTED)
            self.tick()
        self.centre.clock.pass_ms(300_000)
        for _ in range(priority):
            self.serve(counter, finishes=True)
            self.tick()

    @rule(counter=COUNTERS, minutes=some.sampled_from([5, 15]))
    def sent_back_and_late(self, counter: str, minutes: int) -> None:
        """Called, not there, and says to come later: the rest after the call is not shortened by it."""
        self.call_next_at(counter)
        here = self.busy(counter)
        if here is None or here["state"] != "called" or counter not in self.seats:
            return
        self.tick()
        self.back(counter, None)
        self.tick()
        self.say(self.tickets[here["ticket"]]["shown"], OwnWord.LATE, minutes)

    @rule(which=WHICH, word=some.sampled_from(OwnWord), minutes=some.sampled_from([5, 15, 40]))
    def the_holder_says(self, which: int, word: OwnWord, minutes: int) -> None:
        self.say(self.pick(which), word, minutes)

    def say(self, number: str, word: OwnWord, minutes: int) -> None:
        turn = self.turns_of(number)[0]
        ticket = self.tickets[turn["ticket"]]
        if ticket["token"] is None:
            return
        state = turn["state"]
        comes_back = state == "voided" and word is not OwnWord.GIVE_BACK
        may_be_there = state in BUSY or (state == "no_show" and turn["grace"] is not None)
        allowed = state == "waiting" or comes_back or (word is OwnWord.PRESENT and may_be_there)
        said = Said(word, minutes if word is OwnWord.LATE else None, "kiosk")
        self.do(allowed, say_with_token, actor="device:kiosk-1", token=ticket["token"], said=said)
        if not allowed:
            return
        if comes_back:
            self.touch(turn, state="waiting")
        if word is OwnWord.GIVE_BACK:
            for waiting in self.turns_of(number):
                if waiting["state"] == "waiting":
                    self.end(waiting, "cancelled")
                    ticket["due"] = None
        elif word is OwnWord.LATE:
            until = self.now + minutes * 60_000
            cool = turn["cool"]
            if cool is not None and cool != ticket["postponed"]:
                until = max(until, cool)
            if cool is None or abs(until - cool) >= SAME_MS:
                self.touch(turn, cool=until)
                ticket.update(postponed=until, confirmed=None)
        elif turn["state"] == "waiting" and turn["cool"] is not None and turn["cool"] == ticket["postponed"]:
            self.touch(turn, cool=None)

    # --- at the counters ------------------------------------------------------------------------------------

    @rule(counter=COUNTERS)
    def next(self, counter: str) -> None:
        self.call_next_at(counter)

    @rule(counter=COUNTERS, finishes=some.booleans())
    def serve(self, counter: str, finishes: bool) -> None:
        """The ordinary course: chance alone seldom gets that far."""
        self.call_next_at(counter)
        if self.busy(counter) is not None:
            self.tick()
            self.start(counter)
            self.tick()
            if finishes:
                self.finish(counter)

    def call_next_at(self, counter: str) -> None:
        allowed = counter in self.seats
        here = self.busy(counter)
        is_fresh = self.is_fresh(here)
        before = [] if here is None or is_fresh or not allowed else [dict(here)]
        called = self.do(allowed, call_next, **self.at(counter))
        if not allowed:
            return
        if is_fresh:
            assert called.is_repeat
            assert called.turn.turn_id == here["id"]
            return
        if here is not None:
            self.finish_it(here)
        chosen = self.next_of(counter)
        got = None if called.turn is None else called.turn.turn_id
        wanted = None if chosen is None else chosen["id"]
        assert got == wanted, f"I6, I7, I8: Next of {counter} gave {got}, the model says {wanted}"
        passed = []
        if chosen is not None:
            passed = [t["id"] for t in self.candidates(counter) if t["rank"] < chosen["rank"]]
            before.append(dict(chosen))
            self.call_it(chosen, counter)
        for turn in passed:
            known = self.turns[turn]
            known.update(overtaken=known["overtaken"] + 1, first=known["first"] or self.now)
        if before:
            self.remember(counter, before, passed=passed)

    @rule(counter=DESK_WITH_SOMEBODY)
    def start(self, counter: str) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        self.do(counter in self.seats and here is not None, start, **self.at(counter))
        if counter in self.seats and here is not None and here["state"] == "called":
            before = dict(here)
            self.start_it(here, self.seats[counter])
            self.remember(counter, [before])

    @rule(counter=DESK_WITH_SOMEBODY)
    def finish(self, counter: str) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        allowed = counter in self.seats and here is not None
        self.do(allowed, finish, **self.at(counter))
        if allowed:
            before = dict(here)
            self.finish_it(here)
            self.remember(counter, [before])

    @rule(counter=DESK_WITH_SOMEBODY, to_seat=some.booleans())
    def recall(self, counter: str, to_seat: bool) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        is_called = counter in self.seats and here is not None and here["state"] == "called"
        doubled = is_called and self.now - here["called"] < DOUBLED_MS and here["seat"] == to_seat
        allowed = doubled or (is_called and (to_seat or here["recalls"] < RECALLS))
        self.do(allowed, recall, to_seat=to_seat, **self.at(counter))
        if allowed and not doubled:
            recalls = here["recalls"] + (not to_seat)
            absent = self.now + RECALL_GAP_MS if recalls == RECALLS and not to_seat else None
            again = {"called": self.now, "seat": to_seat, "recalls": recalls, "absent": absent, "cool": None}
            self.touch(here, officer=self.seats[counter], **again)

    @rule(counter=DESK_WITH_SOMEBODY)
    def absent(self, counter: str) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        allowed = counter in self.seats and here is not None and here["state"] == "called"
        self.do(allowed, mark_absent, **self.at(counter))
        if allowed:
            before = dict(here)
            self.touch(here, state="no_show", grace=self.now + GRACE_MS, absent=None)
            self.remember(counter, [before])

    @rule(counter=DESK_WITH_SOMEBODY, which=some.none() | WHICH)
    def back(self, counter: str, which: int | None) -> None:
        counter = self.where(counter)
        turn = self.busy(counter)
        number = None if which is None else self.pick(which)
        if number is not None:
            own = self.turns_of(number)
            turn = next((t for t in own if t["state"] == "no_show" and t["grace"] is not None), own[0])
        called_here = turn is not None and turn["state"] == "called" and turn["counter"] == counter
        in_grace = turn is not None and turn["state"] == "no_show" and turn["grace"] is not None
        allowed = counter in self.seats and (called_here or in_grace)
        self.do(allowed, return_to_queue, number=number, **self.at(counter))
        if allowed:
            before = dict(turn)
            self.wait_again(turn, self.now + COOL_DOWN_MS if called_here else None)
            self.remember(counter, [before])

    @rule(counter=DESK_WITH_SOMEBODY, minutes=some.sampled_from([None, 1, 5, 0, 481]))
    def hold(self, counter: str, minutes: int | None) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        allowed = counter in self.seats and here is not None and not here["quick"] and minutes not in (0, 481)
        self.do(allowed, hold, minutes=minutes, **self.at(counter))
        if allowed:
            before = dict(here)
            until = None if minutes is None else self.now + minutes * 60_000
            self.touch(here, state="on_hold", held=until, absent=None)
            self.remember(counter, [before])

    def may_end_hold(self, turn: Row, counter: str) -> bool:
        is_own = turn["counter"] == counter or turn["officer"] == self.seats[counter]
        return turn["state"] == "on_hold" and (is_own or turn["counter"] not in self.seats)

    @precondition(lambda self: any(t["state"] == "on_hold" for t in self.turns.values()))
    @rule(counter=COUNTERS, which=WHICH, deed=some.sampled_from(["release", "resume", "call", "transfer"]))
    def with_one_on_hold(self, counter: str, which: int, deed: str) -> None:
        held = [self.tickets[t["ticket"]]["shown"] for t in self.turns.values() if t["state"] == "on_hold"]
        number = held[which % len(held)]
        if deed == "release":
            self.release(counter, number)
        elif deed == "resume":
            self.resume(counter, number)
        elif deed == "call":
            self.call(counter, number)
        else:
            self.transfer(counter, ("service", "B"), number)

    def release(self, counter: str, number: str) -> None:
        turn = self.turns_of(number)[0]
        is_seated = counter in self.seats
        allowed = is_seated and (turn["state"] == "waiting" or self.may_end_hold(turn, counter))
        self.do(allowed, release, number=number, **self.at(counter))
        if allowed and turn["state"] == "on_hold":
            self.wait_again(turn)

    def resume(self, counter: str, number: str) -> None:
        turn, here = self.turns_of(number)[0], self.busy(counter)
        is_seated = counter in self.seats
        if is_seated and here is turn:
            self.did(resume, number=number, **self.at(counter))
            return
        allowed = is_seated and self.may_resume(turn, counter, here)
        self.do(allowed, resume, number=number, **self.at(counter))
        if allowed:
            self.resumed(turn, counter, here)

    def may_resume(self, turn: Row, counter: str, here: Row | None) -> bool:
        if not self.may_end_hold(turn, counter):
            return False
        is_own = turn["counter"] == counter or turn["officer"] == self.seats[counter]
        return (is_own or self.serves(counter, turn)) and not self.is_fresh(here)

    def resumed(self, turn: Row, counter: str, here: Row | None) -> None:
        before = [dict(one) for one in (here, turn) if one is not None]
        if here is not None:
            self.finish_it(here)
        self.wait_again(turn)
        self.call_it(turn, counter)
        self.remember(counter, before)

    @rule(counter=COUNTERS, which=WHICH)
    def call_by_number(self, counter: str, which: int) -> None:
        self.call(counter, self.pick(which))

    def call(self, counter: str, number: str) -> None:
        turns, here = self.turns_of(number), self.busy(counter)
        said = {"number": number, "reason": "Người nhà đang chờ", **self.at(counter)}
        is_seated = counter in self.seats
        if is_seated and here is turns[0]:
            self.did(call_number, **said)
            return
        if is_seated and turns[0]["state"] == "on_hold" and turns[0]["counter"] == counter:
            allowed = self.may_resume(turns[0], counter, here)
            self.do(allowed, call_number, **said)
            if allowed:
                self.resumed(turns[0], counter, here)
            return
        callable_ = [t for t in turns if t["state"] == "waiting" or (t["state"] == "no_show" and t["grace"])]
        fit = [t for t in callable_ if turns[0]["state"] not in BUSY and self.serves(counter, t)]
        allowed = is_seated and bool(fit) and not self.is_fresh(here)
        self.do(allowed, call_number, **said)
        if not allowed:
            return
        before = [dict(one) for one in (here, fit[0]) if one is not None]
        if here is not None:
            self.finish_it(here)
        if fit[0]["state"] == "no_show":
            self.wait_again(fit[0])
        self.call_it(fit[0], counter)
        self.remember(counter, before)

    @rule(
        counter=COUNTERS,
        to=some.sampled_from(
            [("service", "A"), ("service", "C"), ("counter", "Q1"), ("counter", "Q3"), ("officer", "CB02")]
        ),
        which=some.none() | WHICH,
    )
    def transfer_on(self, counter: str, to: tuple[str, str], which: int | None) -> None:
        self.transfer(counter, to, None if which is None else self.pick(which))

    def transfer(self, counter: str, to: tuple[str, str], number: str | None) -> None:
        turn = self.busy(counter) if number is None else self.turns_of(number)[0]
        kind, target = to
        allowed = (
            counter in self.seats and turn is not None and not turn["quick"] and self.is_within_reach(turn, counter)
        )
        goes: Row = {"service": None, "for_counter": None, "for_officer": None}
        if turn is not None:
            goes["service"] = target if kind == "service" else turn["service"]
            goes |= {f"for_{kind}": target} if kind != "service" else {}
            stays = all(turn[name] == value for name, value in goes.items())
            is_here = turn["state"] in BUSY and kind == "counter" and turn["counter"] == target
            others = [t for t in self.of_ticket(turn["ticket"]) if t["state"] in (*BUSY, "waiting")]
            twice = goes["service"] != turn["service"] and goes["service"] in [t["service"] for t in others]
            allowed = allowed and not stays and not is_here and not twice
        sent = {"to": Target(kind), "target": target, "number": number}
        added = self.do(allowed, transfer, **sent, **self.at(counter))
        if allowed:
            before = dict(turn)
            self.end(turn, "transferred")
            goes |= {name: turn[name] for name in ("ticket", "rate", "rank")}
            self.add(added.turn_id, **goes)
            self.remember(counter, [before], added=[added.turn_id])

    def is_within_reach(self, turn: Row, counter: str) -> bool:
        if turn["state"] == "waiting":
            return True
        if turn["state"] not in BUSY:
            return False
        if turn["counter"] == counter:
            return True
        is_own = turn["officer"] == self.seats.get(counter)
        return turn["state"] == "on_hold" and (is_own or turn["counter"] not in self.seats)

    @rule(counter=DESK_WITH_SOMEBODY, service=SERVICES)
    def second_service(self, counter: str, service: str) -> None:
        counter = self.where(counter)
        here = self.busy(counter)
        allowed = counter in self.seats and here is not None and not here["quick"]
        if here is not None:
            has = [t["service"] for t in self.of_ticket(here["ticket"]) if t["state"] in (*BUSY, "waiting")]
            allowed = allowed and service not in has
        added = self.do(allowed, second_service, service=service, **self.at(counter))
        if allowed:
            before = dict(here)
            if here["state"] == "called":
                self.start_it(here, self.seats[counter])
            self.add(added.turn_id, ticket=here["ticket"], service=service, rate=here["rate"])
            self.remember(counter, [before], added=[added.turn_id])

    @rule(counter=COUNTERS, service=SERVICES)
    def quick_serve(self, counter: str, service: str) -> None:
        serves = service in FIRST[counter] + SECOND[counter]
        allowed = counter in self.seats and serves and self.busy(counter) is None
        intent = str(uuid.UUID(int=10_000 + self.last["+"]))
        asked = {"intent_id": intent, "service": service, "reason": "Đóng dấu bổ sung"}
        turn = self.do(allowed, quick_serve, **asked, **self.at(counter))
        if allowed:
            self.last["+"] += 1
            shown = f"+{self.last['+']:03d}"
            assert turn.number == shown, "I1"
            self.tickets[turn.turn_id] = {"shown": shown, "token": None, "group": None, "due": None, "outcome": None}
            self.tickets[turn.turn_id] |= {"postponed": None}
            seat = {"counter": counter, "officer": self.seats[counter], "state": "serving", "came": True}
            served = self.add(turn.turn_id, ticket=turn.turn_id, service=service, quick=True, **seat)
            undone = {"state": "cancelled", "counter": None, "officer": None, "came": False}
            self.remember(counter, [dict(served) | undone])

    @rule(counter=COUNTERS, which=WHICH, group=some.sampled_from(list(GROUPS)))
    def change_priority(self, counter: str, which: int, group: str | None) -> None:
        number = self.pick(which)
        waiting = [t for t in self.turns_of(number) if t["state"] == "waiting"]
        allowed = any(self.serves(counter, t) for t in waiting)
        self.do(allowed, change_priority, number=number, group=group, reason="Có thẻ", **self.at(counter))
        if allowed:
            ticket = self.tickets[waiting[0]["ticket"]]
            for turn in waiting:
                if (ticket["group"], turn["rate"]) != (group, GROUPS[group]):
                    self.touch(turn, rate=GROUPS[group])
            ticket["group"] = group

    @rule(counter=DESK_WITH_SOMEBODY)
    def undo(self, counter: str) -> None:
        counter = self.where(counter)
        allowed = counter in self.seats and self.may_undo(counter)
        self.do(allowed, undo, **self.at(counter))
        if not allowed:
            return
        point = self.undo_points.pop(counter)
        for added in point["added"]:
            del self.turns[added]
        for was in point["before"]:
            touched = self.turns[was["id"]]["touched"] + 1
            self.turns[was["id"]].update(was, touched=touched)
        for turn in point["passed"]:
            known = self.turns.get(turn)
            if known is not None and known["overtaken"]:
                known.update(overtaken=known["overtaken"] - 1, first=known["first"] if known["overtaken"] > 1 else None)

    @precondition(lambda self: self.undo_points)
    @rule(which=WHICH, after_ms=some.sampled_from([UNDO_MS - 125, UNDO_MS, UNDO_MS + 125]))
    def undo_at_the_last_moment(self, which: int, after_ms: int) -> None:
        counter = list(self.undo_points)[which % len(self.undo_points)]
        self.centre.clock.pass_ms(max(0, self.undo_points[counter]["at"] + after_ms - self.now))
        self.undo(counter)

    # --- who sits where -------------------------------------------------------------------------------------

    @rule(
        deed=some.sampled_from(["on", "off", "move"]),
        counter=COUNTERS,
        officer=some.sampled_from([*DESKS.values(), "CB09"]),
        take_over=some.booleans(),
    )
    def comings_and_goings(self, deed: str, counter: str, officer: str, take_over: bool) -> None:
        """One rule for all of them, so that the desks are mostly staffed."""
        if deed == "off":
            self.sign_off(officer)
        elif deed == "on":
            self.sign_on(counter, officer, take_over)
        else:
            self.move(counter, officer, take_over)

    def sign_on(self, counter: str, officer: str, take_over: bool) -> None:
        sits_at = next((c for c, known in self.seats.items() if known == officer), None)
        allowed = sits_at == counter or (
            (counter not in self.seats or take_over) and (sits_at is None or self.busy(sits_at) is None)
        )
        named = {"counter_id": counter, "officer_id": officer, "take_over": take_over}
        self.do(allowed, sign_on, actor=f"staff:{officer}", **named)
        if allowed:
            self.seats.pop(sits_at or "", None)
            self.seats[counter] = officer

    def sign_off(self, officer: str) -> None:
        sits_at = next((c for c, known in self.seats.items() if known == officer), None)
        allowed = sits_at is None or self.busy(sits_at) is None
        self.do(allowed, sign_off, actor=f"staff:{officer}", officer_id=officer)
        if allowed:
            self.seats.pop(sits_at or "", None)

    def move(self, counter: str, officer: str, take_over: bool) -> None:
        """The head moves somebody; who was called there waits again with the rank."""
        sits_at = next((c for c, known in self.seats.items() if known == officer), None)
        allowed = sits_at == counter or counter not in self.seats or take_over
        named = {"counter_id": counter, "officer_id": officer, "take_over": take_over}
        self.do(allowed, move_officer, actor="staff:GD01", **named)
        if not allowed or sits_at == counter:
            return
        left = None if sits_at is None else self.busy(sits_at)
        if left is not None and left["state"] == "called":
            self.wait_again(left)
        self.seats.pop(sits_at or "", None)
        self.seats[counter] = officer

    @precondition(lambda self: self.seats != DESKS)
    @rule()
    def everybody_to_the_desk(self) -> None:
        for counter, officer in DESKS.items():
            self.move(counter, officer, take_over=True)

    # --- time and power -------------------------------------------------------------------------------------

    @rule(pause_ms=PAUSES_MS, is_noticed=some.booleans())
    def time_passes(self, pause_ms: int, is_noticed: bool) -> None:
        self.centre.clock.pass_ms(pause_ms)
        if is_noticed:
            self.rounds()

    @rule()
    def rounds(self) -> None:
        self.did(expire_due, actor="schedule")
        turns = list(self.turns.values())

        def due(name: str) -> list[Row]:
            return [t for t in turns if t[name] is not None and t[name] <= self.now]

        for turn in due("grace"):
            self.touch(turn, grace=None)
        for turn in due("cool"):
            self.touch(turn, cool=None)
        for turn in due("held"):
            if turn["state"] == "on_hold":
                self.wait_again(turn)
        for turn in due("absent"):
            self.touch(turn, state="no_show", grace=self.now + GRACE_MS, absent=None)
        for ticket, known in self.tickets.items():
            if known["due"] is not None and known["due"] <= self.now:
                turn = self.of_ticket(ticket)[0]
                if turn["state"] == "waiting":
                    self.end(turn, "voided")
                    known["due"] = None

    @rule(off_s=some.sampled_from(WALL_OFF_S))
    def the_wall_clock_is_set(self, off_s: int) -> None:
        """Somebody sets it wrong, or right again; what is due by then is seen to as ever."""
        began, began_s = self.began
        passed_s = self.centre.clock.monotonic_s() - began_s
        self.centre.clock.set_wall(began + timedelta(seconds=passed_s + off_s))
        self.rounds()

    @rule()
    def power(self) -> None:
        """I11: nothing is otherwise after a restart. Beside a wall clock that is behind, only what was stamped is
        still known of the time."""
        last = self.centre.one("SELECT at FROM journal ORDER BY seq DESC LIMIT 1")[0]
        self.centre.restart()
        stamped = instant(datetime.fromisoformat(last))
        assert self.now >= stamped, "I10: a start goes back"
        self.passed = stamped, self.centre.clock.monotonic_s()

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        self.time_has_passed()
        super().check()
        self.the_tables_are_as_the_model()
        self.every_number_once()
        busy = sorted(t["ticket"] for t in self.turns.values() if t["state"] in BUSY)
        assert all(one != other for one, other in pairwise(busy)), "I4"

    def time_has_passed(self) -> None:
        """I10: since the last stamp as much as by the monotonic clock at least, whatever the wall clock says; and no
        wait is below zero. A look alone binds nobody: a wall clock that was ahead for a moment is forgotten."""
        now, monotonic_s = self.now, self.centre.clock.monotonic_s()
        before, before_s = self.passed
        assert now - before >= (monotonic_s - before_s) * 1000, "I10: durations follow the wall clock"
        stamps = self.centre.one("SELECT max(seq) FROM journal")[0]
        if stamps != self.stamps:
            self.passed, self.stamps = (now, monotonic_s), stamps
        order = ("t.issued_at", "u.called_first_at", "u.arrived_at", "u.ended_at")
        for earlier, later in pairwise(order):
            asked = f"SELECT count(*) FROM turns u JOIN tickets t USING (ticket_id) WHERE {later} < {earlier}"
            assert self.centre.one(asked)[0] == 0, f"I10: {later} before {earlier}"

    def the_tables_are_as_the_model(self) -> None:
        found = self.centre.rows(
            "SELECT turn_id, ticket_id, service, rate, state, ranked_at, arrival, overtaken, first_overtaken_at, "
            "cool_down_until, grace_until, held_until, absent_due_at, for_counter, for_officer, "
            "CASE WHEN state IN ('called', 'serving', 'on_hold') THEN counter_id END, "
            "CASE WHEN state IN ('called', 'serving', 'on_hold') THEN officer_id END, arrived_at IS NOT NULL FROM turns"
        )
        is_busy = {turn: t["state"] in BUSY for turn, t in self.turns.items()}
        wanted = {
            turn: (
                *(t[name] for name in ("ticket", "service", "rate", "state")),
                *t["rank"],
                *(t[name] for name in ("overtaken", "first", "cool", "grace", "held", "absent")),
                *(t[name] for name in ("for_counter", "for_officer")),
                t["counter"] if is_busy[turn] else None,
                t["officer"] if is_busy[turn] else None,
                int(t["came"]),
            )
            for turn, t in self.turns.items()
        }
        stored = {row[0]: tuple(row)[1:] for row in found}
        assert set(stored) == set(wanted), "I9: turns come and go only with their tickets"
        for turn, values in wanted.items():
            assert stored[turn] == values, f"I5, I9: {turn} is {stored[turn]}, the model says {values}"
        seats = {
            row[0]: row[1]
            for row in self.centre.rows("SELECT counter_id, officer_id FROM desk_sessions WHERE signed_off_at IS NULL")
        }
        assert seats == self.seats

    def every_number_once(self) -> None:
        """I1: 1 to n, each once."""
        found = self.centre.rows("SELECT prefix, count(*), count(DISTINCT number), max(number) FROM tickets GROUP BY 1")
        assert {row[0]: tuple(row)[1:] for row in found} == {s: (n, n, n) for s, n in self.last.items() if n}
