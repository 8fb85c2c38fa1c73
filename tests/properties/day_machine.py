"""The service day against a model of dictionaries: opening, stopping, closing, extending, quotas, reserved places.

Whom a desk calls is the queue machine's matter: here the product's answer is taken, if that one may be called.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from real_centre_machine import DESKS, TICK_MS, CentreMachine

from messaging.requests import OwnWord, PrintOutcome
from server.actions.call_next import call_next
from server.actions.claim import claim
from server.actions.close_into_places import close_into_places
from server.actions.desk_session import sign_on
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.head_day import close_service, extend_day, reopen_service
from server.actions.hold import hold
from server.actions.issue_ticket import issue_ticket
from server.actions.own_number import Said, say_with_token
from server.actions.report_print import report_print
from server.actions.reserve_place import reserve_place, withdraw_place
from server.actions.service_day import close_service_day, follow_schedule, open_service_day, stop_tickets
from server.actions.start import start

ZONE = timedelta(hours=7)
SPANS = ((time(8), time(11)), (time(13), time(15)))
HOLIDAYS = (date(2026, 11, 26),)
BEFORE, STOP_BEFORE = timedelta(minutes=15), timedelta(minutes=10)
QUOTAS = {"B": 4}
PER_SLOT, SLOT, LATE_MS, CODE_DAYS = 2, timedelta(hours=1), 30 * 60_000, 30
PRINT_DUE_MS = 90_000
BUSY = ("called", "serving", "on_hold")
PHASES = ("before", "open", "stopped", "after")

Row = dict[str, Any]

SERVICES = some.sampled_from("ABBC")
COUNTERS = some.sampled_from(sorted(DESKS))
WHICH = some.integers(0, 99)


class DayMachine(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        today = self.local().date()
        self.day: Row = {"date": today, "state": "open", "opened": "open", "extended": None, "at": self.now}
        self.days = {today: self.day}
        self.closed: set[str] = set()
        """Services that give no numbers today."""
        self.tickets: dict[int, Row] = {}
        self.places: dict[int, Row] = {}
        self.last: dict[tuple[date, str], int] = {}
        self.seats = dict(DESKS)
        self.ids = count(1)

    @classmethod
    def change(cls, values: Row) -> None:
        spans = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in SPANS]
        values["centre"] |= {
            "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), spans),
            "holidays": [day.isoformat() for day in HOLIDAYS],
            "ticket_open_minutes_before": BEFORE.seconds // 60,
            "ticket_close_minutes_before": STOP_BEFORE.seconds // 60,
        }
        values["services"][1]["daily_quota"] = QUOTAS["B"]
        values["places"] = {"slot_minutes": 60, "per_slot": PER_SLOT, "late_minutes": 30, "moves_at_closing": True}

    # --- the model ------------------------------------------------------------------------------------------

    def local(self, at_ms: int | None = None) -> datetime:
        at = self.now if at_ms is None else at_ms
        return datetime.fromtimestamp(at / 1000, UTC).replace(tzinfo=None) + ZONE

    @staticmethod
    def ms(local: datetime) -> int:
        return round((local - ZONE).replace(tzinfo=UTC).timestamp() * 1000)

    @staticmethod
    def works_on(day: date) -> bool:
        return day.weekday() < 5 and day not in HOLIDAYS

    def phase(self) -> str:
        local = self.local()
        extended = self.day["extended"] if self.day["date"] == local.date() else None
        if extended is None and not self.works_on(local.date()):
            return "after"
        closes = datetime.combine(local.date(), SPANS[-1][1]) if extended is None else self.local(extended)
        if local >= closes:
            return "after"
        if self.works_on(local.date()) and local < datetime.combine(local.date(), SPANS[0][0]) - BEFORE:
            return "before"
        return "open" if local < closes - STOP_BEFORE else "stopped"

    @property
    def is_open(self) -> bool:
        return bool(self.day["state"] != "closed")

    def of_today(self, *states: str) -> list[int]:
        today = self.day["date"]
        return [t for t, known in self.tickets.items() if known["day"] == today and known["state"] in states]

    def is_used_up(self, service: str) -> bool:
        if service not in QUOTAS:
            return False
        today = self.day["date"]
        own = [t for t in self.tickets.values() if (t["day"], t["service"]) == (today, service)]
        in_hand = sum(t["state"] not in ("voided", "cancelled") for t in own)
        promised = [
            p for p in self.places.values() if (p["day"], p["service"], p["state"]) == (today, service, "reserved")
        ]
        return in_hand + len(promised) >= QUOTAS[service]

    def free_slot(self, service: str) -> datetime | None:
        """The first slot of a later working day that has room."""
        after = max(self.local().date(), self.day["date"])
        for ahead in range(1, 31):
            day = after + timedelta(days=ahead)
            if not self.works_on(day):
                continue
            for opens, closes in SPANS:
                at = datetime.combine(day, opens)
                while at + SLOT <= datetime.combine(day, closes):
                    given = [p for p in self.places.values() if (p["service"], p["at"]) == (service, at)]
                    if sum(p["state"] in ("reserved", "claimed") for p in given) < PER_SLOT:
                        return at
                    at += SLOT
        return None

    def give(self, place_id: int, service: str, at: datetime, code: str, ticket: int | None) -> None:
        values = {"service": service, "at": at, "day": at.date(), "code": code, "from": ticket}
        self.places[place_id] = values | {"state": "reserved", "ticket": None}

    def number(self, service: str, issued: Any, **values: Any) -> int:
        series = (self.day["date"], service)
        self.last[series] = self.last.get(series, 0) + 1
        ticket = int(issued.ticket.ticket_id)
        assert issued.ticket.shown == f"{service}{self.last[series]:03d}", "I1: numbers go on within their day"
        self.tickets[ticket] = {
            "service": service,
            "day": self.day["date"],
            "state": "waiting",
            "counter": None,
            "due": self.now + PRINT_DUE_MS,
            "rank": (self.now, ticket),
            "cool": None,
            "token": issued.token,
        } | values
        return ticket

    def put_off(self, tickets: list[int]) -> None:
        """Each expires, and gets the next free place of a later day; those at a desk first, then by rank."""
        tickets.sort(key=lambda t: (self.tickets[t]["state"] == "waiting", *self.tickets[t]["rank"]))
        told = {
            row["from_ticket"]: row
            for row in self.centre.rows(
                "SELECT place_id, from_ticket, code FROM reserved_places JOIN claim_codes "
                "ON ref_id = place_id AND kind = 'place' ORDER BY place_id"
            )
        }
        for ticket in tickets:
            known = self.tickets[ticket]
            known.update(state="expired", due=None, cool=None, counter=None)
            slot = self.free_slot(known["service"])
            assert slot is not None
            self.give(told[ticket]["place_id"], known["service"], slot, told[ticket]["code"], ticket)

    def close(self, moves: bool) -> None:
        """After the product has closed the day."""
        open_turns = self.of_today("waiting", "called", "on_hold")
        if moves:
            self.put_off(open_turns)
        for ticket in open_turns:
            self.tickets[ticket].update(state="expired", due=None, cool=None, counter=None)
        for place in self.places.values():
            if place["state"] == "reserved" and place["day"] <= self.day["date"]:
                place["state"] = "missed"
        serving = {self.tickets[t]["counter"] for t in self.tickets if self.tickets[t]["state"] == "serving"}
        self.seats = {counter: officer for counter, officer in self.seats.items() if counter in serving}
        self.day["state"] = "closed"

    def open(self) -> None:
        """After the product has opened today."""
        today = self.local().date()
        if self.day["date"] == today:
            self.day.update(state="open", opened=self.phase_at_opening(), extended=None)
            return
        if self.is_open:
            self.close(moves=True)
        for ticket in self.tickets.values():
            if ticket["state"] in ("called", "serving"):
                ticket.update(state="finished", counter=None)
        self.seats, self.closed = {}, set()
        self.day = {"date": today, "state": "open", "opened": None, "extended": None, "at": self.now}
        self.day["opened"] = self.phase_at_opening()
        self.days[today] = self.day

    def phase_at_opening(self) -> str:
        self.day["extended"] = None
        return self.phase()

    # --- citizens -------------------------------------------------------------------------------------------

    @rule(service=SERVICES, printed=some.sampled_from([True, True, False]))
    def take_a_number(self, service: str, printed: bool) -> None:
        allowed = self.day["state"] == "open" and service not in self.closed and not self.is_used_up(service)
        asked = {"intent_id": str(uuid.UUID(int=next(self.ids))), "service": service, "priority_group": None}
        issued = self.do(allowed, issue_ticket, actor="device:kiosk-1", device_id="kiosk-1", language="vi", **asked)
        if allowed:
            self.paper(self.number(service, issued), printed)

    @rule(times=some.integers(2, 5))
    def many_take_numbers(self, times: int) -> None:
        """Of the service that gives only so many a day."""
        for _ in range(times):
            self.take_a_number("B", printed=True)
            self.tick()

    @rule(times=some.integers(1, 3))
    def many_reserve_places(self, times: int) -> None:
        for _ in range(times):
            self.reserve_a_place("B")
            self.tick()

    def paper(self, ticket: int, printed: bool) -> None:
        if printed:
            slip = {"ticket_id": ticket, "outcome": PrintOutcome.PRINTED, "device_id": "kiosk-1"}
            self.did(report_print, actor="device:kiosk-1", **slip)
            self.tickets[ticket]["due"] = None

    @rule(which=WHICH)
    def give_a_number_back(self, which: int) -> None:
        waiting = [t for t in self.of_today("waiting") if self.is_open]
        if waiting:
            ticket = waiting[which % len(waiting)]
            token = self.centre.one("SELECT token FROM ticket_links WHERE ticket_id = ?", ticket)[0]
            said = Said(OwnWord.GIVE_BACK, None, "kiosk")
            self.did(say_with_token, actor="device:kiosk-1", token=token, said=said)
            self.tickets[ticket].update(state="cancelled", due=None, cool=None)

    @rule(service=SERVICES)
    def reserve_a_place(self, service: str) -> None:
        slot = self.free_slot(service)
        asked = {"intent_id": str(uuid.UUID(int=next(self.ids))), "service": service, "priority_group": None}
        reserved = self.do(slot is not None, reserve_place, actor="device:kiosk-1", language="vi", **asked)
        if slot is not None:
            assert reserved.place.at == self.ms(slot), f"{reserved.place}: the model gives {slot}"
            self.give(reserved.place.place_id, service, slot, reserved.code, None)

    @precondition(lambda self: self.places)
    @rule(which=WHICH)
    def give_a_place_back(self, which: int) -> None:
        place_id = list(self.places)[which % len(self.places)]
        place = self.places[place_id]
        allowed = place["state"] in ("reserved", "withdrawn")
        self.do(allowed, withdraw_place, actor="device:kiosk-1", place_id=place_id)
        if allowed:
            place["state"] = "withdrawn"

    @precondition(lambda self: self.places)
    @rule(which=WHICH, printed=some.sampled_from([True, True, False]))
    def enter_a_code(self, which: int, printed: bool) -> None:
        """A promise is good for one number, on its day or when the centre next opens."""
        wanted = [p for p, known in self.places.items() if known["day"] <= self.day["date"]] if which < 70 else []
        place_id = (wanted or list(self.places))[which % len(wanted or self.places)]
        place = self.places[place_id]
        used = place["ticket"] is not None and self.tickets[place["ticket"]]["state"] not in ("cancelled", "voided")
        is_known = place["state"] in ("reserved", "claimed")
        is_valid = self.local().date() <= place["day"] + timedelta(days=CODE_DAYS)
        is_time = place["day"] <= self.day["date"] and self.is_open and place["service"] not in self.closed
        allowed = is_known and is_valid and not used and is_time
        asked = {"intent_id": str(uuid.UUID(int=next(self.ids))), "code": place["code"], "language": "vi"}
        issued = self.do(allowed, claim, actor="device:kiosk-1", device_id="kiosk-1", **asked)
        if not allowed:
            return
        at = self.ms(place["at"])
        is_early = place["day"] == self.day["date"] and self.now < at
        rank = self.now if self.now - at > LATE_MS else at
        if place["day"] < self.day["date"]:
            rank = self.day["at"]
        ticket = int(issued.ticket.ticket_id)
        ticket = self.number(place["service"], issued, rank=(rank, ticket), cool=at if is_early else None)
        place.update(state="claimed", ticket=ticket)
        self.paper(ticket, printed)

    # --- desks ----------------------------------------------------------------------------------------------

    def at(self, counter: str) -> dict[str, str]:
        officer = self.seats.get(counter, "CB09")
        return {"actor": f"staff:{officer}", "counter_id": counter, "officer_id": officer}

    def here(self, counter: str) -> int | None:
        busy = (t for t, known in self.tickets.items() if known["state"] in BUSY[:2] and known["counter"] == counter)
        return next(busy, None)

    @rule(counter=COUNTERS, goes_on=some.sampled_from(["called", "serving", "serving", "finished", "on_hold"]))
    def serve(self, counter: str, goes_on: str) -> None:
        """Whoever is next, as far as `goes_on` says; whoever was served before is finished."""
        here = self.here(counter)
        if here is not None:
            is_served = self.tickets[here]["state"] == "serving"
            self.do(counter in self.seats, finish, **self.at(counter))
            if counter not in self.seats:
                return
            assert is_served or self.tickets[here]["state"] == "called"
            self.tickets[here].update(state="finished", counter=None)
            self.tick()
        allowed = counter in self.seats and self.is_open
        called = self.do(allowed, call_next, **self.at(counter))
        if not allowed or called.turn is None:
            return
        ticket = self.tickets[called.turn.ticket_id]
        assert ticket["state"] == "waiting", "called, and the model says it does not wait"
        assert ticket["day"] == self.day["date"], "called, and its day is over"
        assert ticket["cool"] is None, "called before its time"
        ticket.update(state="called", counter=counter, due=None)
        if goes_on != "called":
            self.tick()
            self.did(start, **self.at(counter))
            ticket["state"] = "serving"
        if goes_on in ("finished", "on_hold"):
            self.tick()
            deed = {"outcome": None} if goes_on == "finished" else {"minutes": None}
            self.did(finish if goes_on == "finished" else hold, **deed, **self.at(counter))
            ticket.update(state=goes_on, counter=None)

    @precondition(lambda self: self.seats != DESKS)
    @rule()
    def everybody_to_the_desk(self) -> None:
        for counter, officer in DESKS.items():
            if counter not in self.seats:
                self.did(sign_on, actor=f"staff:{officer}", counter_id=counter, officer_id=officer)
                self.seats[counter] = officer

    # --- the head -------------------------------------------------------------------------------------------

    @rule(
        decides=some.sampled_from(["service", "day", "stop", "extend", "extend"]),
        service=SERVICES,
        moves=some.sampled_from([None, True, False]),
        to=some.sampled_from(["10:00", "15:00", "16:30", "19:00", "25:00"]),
    )
    def the_head(self, decides: str, service: str, moves: bool | None, to: str) -> None:
        """One rule for all that ends something: mostly the day goes on."""
        if decides == "service":
            self.close_a_service(service, moves is True)
        elif decides == "day":
            self.close_the_day(moves)
        elif decides == "stop":
            self.stop_giving_numbers()
        else:
            self.extend(to)

    def close_a_service(self, service: str, moves: bool) -> None:
        if moves:
            left = [t for t in self.of_today("waiting", "on_hold") if self.tickets[t]["service"] == service]
            self.do(self.is_open, close_into_places, actor="staff:GD01", service=service)
            if self.is_open:
                self.put_off(left)
        else:
            self.do(self.is_open, close_service, actor="staff:GD01", service=service, reason="Mất điện")
        if self.is_open:
            self.closed.add(service)

    @precondition(lambda self: self.closed)
    @rule(service=SERVICES)
    def reopen_a_service(self, service: str) -> None:
        self.do(self.is_open, reopen_service, actor="staff:GD01", service=service)
        if self.is_open:
            self.closed.discard(service)

    def close_the_day(self, moves: bool | None) -> None:
        self.do(self.is_open, close_service_day, actor="staff:GD01", moves_waiting=moves)
        if self.is_open:
            self.close(moves is not False)

    def stop_giving_numbers(self) -> None:
        self.did(stop_tickets, actor="staff:GD01")
        if self.day["state"] == "open":
            self.day["state"] = "stopped"

    @rule(trusted=some.sampled_from([True, True, False]), confirmed=some.booleans())
    def open_the_day(self, trusted: bool, confirmed: bool) -> None:
        today = self.local().date()
        is_it = self.day["date"] == today
        allowed = is_it or (today > self.day["date"] and (trusted or confirmed))
        vouched = {"clock_is_trusted": trusted, "confirmed": confirmed}
        self.do(allowed, open_service_day, actor="staff:GD01", **vouched)
        if allowed and not (is_it and self.day["state"] == "open"):
            self.open()

    def extend(self, to: str) -> None:
        local = self.local()
        allowed = self.is_open and local.date() == self.day["date"] and to != "25:00"
        at = datetime.combine(local.date(), time.fromisoformat(to)) if to != "25:00" else local
        closes = datetime.combine(local.date(), SPANS[-1][1])
        allowed = allowed and at > local and (not self.works_on(local.date()) or at >= closes)
        self.do(allowed, extend_day, actor="staff:GD01", closes_at=to)
        if allowed:
            self.day.update(state="open", extended=self.ms(at))

    # --- time -----------------------------------------------------------------------------------------------

    @rule(pause_min=some.sampled_from([0, 1, 2, 10, 30, 60, 60, 180, 420, 900, 1440, 4320]), is_noticed=some.booleans())
    def time_passes(self, pause_min: int, is_noticed: bool) -> None:
        """Midnight and the next days included."""
        self.centre.clock.pass_ms(pause_min * 60_000)
        if is_noticed:
            self.rounds()

    @rule(days=some.sampled_from([1, 1, 1, 3]))
    def the_next_morning(self, days: int) -> None:
        """Eight o'clock, seen by the rounds and by everybody."""
        local = self.local()
        morning = datetime.combine(local.date() + timedelta(days=days), SPANS[0][0])
        self.centre.clock.pass_ms(self.ms(morning) - self.now + TICK_MS)
        for _ in range(2):
            self.rounds()
            self.tick()
        self.everybody_to_the_desk()

    @rule()
    def rounds(self) -> None:
        """The schedule acts once on each change of phase, and never against staff."""
        today, phase = self.local().date(), self.phase()
        step = None
        if self.day["date"] < today:
            step = "close" if self.is_open else ("open" if phase == "open" else None)
        else:
            opened = "before" if self.day["extended"] is not None else self.day["opened"]
            if self.is_open and PHASES.index(phase) > PHASES.index(opened):
                step = {"after": "close", "stopped": "stop"}.get(phase)
        schedule = {"ignore_hours": False, "clock_is_trusted": True}
        self.did(follow_schedule, actor="schedule", **schedule)
        if step == "close":
            self.close(moves=True)
        elif step == "open":
            self.open()
        elif step == "stop" and self.day["state"] == "open":
            self.day["state"] = "stopped"
        self.tick()
        self.did(expire_due, actor="schedule")
        for ticket in self.tickets.values():
            if ticket["cool"] is not None and ticket["cool"] <= self.now:
                ticket["cool"] = None
            if ticket["due"] is not None and ticket["due"] <= self.now and ticket["state"] == "waiting":
                ticket.update(state="voided", due=None, cool=None)

    @rule()
    def power(self) -> None:
        """I11: the day is what it was after a restart."""
        self.centre.restart()

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        super().check()
        days = {row[0]: row[1] for row in self.centre.rows("SELECT day, state FROM service_days")}
        words = {"stopped": "tickets_stopped"}
        assert days == {day.isoformat(): words.get(known["state"], known["state"]) for day, known in self.days.items()}
        series = {
            (date.fromisoformat(row[0]), row[1]): row[2]
            for row in self.centre.rows("SELECT day, prefix, last_number FROM series")
        }
        assert series == self.last, f"I1: {series}, the model says {self.last}"
        turns = {
            row[0]: tuple(row)[1:]
            for row in self.centre.rows("SELECT turn_id, day, state, ranked_at, arrival, cool_down_until FROM turns")
        }
        wanted = {
            t: (known["day"].isoformat(), known["state"], *known["rank"], known["cool"])
            for t, known in self.tickets.items()
        }
        assert turns == wanted, f"I9: {[(t, turns.get(t), wanted.get(t)) for t in wanted if turns.get(t) != wanted[t]]}"
        places = {
            row[0]: tuple(row)[1:]
            for row in self.centre.rows("SELECT place_id, day, service, at, state, ticket_id FROM reserved_places")
        }
        assert places == {
            p: (known["day"].isoformat(), known["service"], self.ms(known["at"]), known["state"], known["ticket"])
            for p, known in self.places.items()
        }, "reserved places"
        sat = self.centre.rows("SELECT counter_id, officer_id FROM desk_sessions WHERE signed_off_at IS NULL")
        assert {row[0]: row[1] for row in sat} == self.seats
