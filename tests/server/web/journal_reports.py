"""Recomputes the figures of reports from the lines of `bocso journal`: waits, no-shows, idle desks, trips, promises.

It shares nothing with the product, as `journal_figures`, on whose reading of the journal it stands.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise

from journal_figures import Body, Its, Journal, Scores, Turn

Span = tuple[int, int]
MINUTE_MS = 60_000
LONGEST_STAY_MS = 180 * MINUTE_MS
UNKNOWN_STAY_MS = 2 * MINUTE_MS
AT_A_DESK = ("finished", "transferred", "no_show")


class Report:
    """Of service days `first` to `last`, as one looks at `now`."""

    def __init__(self, journal: Journal, scheme: str, first: str, last: str, now: int) -> None:
        self.journal, self.first, self.last, self.now = journal, first, last, now
        self.scores = Scores(journal, scheme, first, last, now)
        self.turns = {
            turn_id: turn
            for turn_id, turn in journal.turns.items()
            if first <= turn.day <= last
            and turn.state != "voided"
            and (turn.origin, turn.state) != ("quick_serve", "cancelled")
        }
        self.targets = {
            service["code"]: service["target_wait_minutes"] * MINUTE_MS for service in journal.rules["services"]
        }

    def whole(self) -> Body:
        held = {turn.ticket for turn in self.turns.values()}
        tickets = [ticket for at, ticket in self.journal.tickets.items() if at in held]
        days = {ticket["day"] for ticket in tickets}
        times = [time for of_day in self.times().values() for time in of_day.values()]
        open_ms, idle_ms = sum(one[0] for one in times), sum(one[1] for one in times)
        return {
            "days": len(days),
            "numbers": sum(ticket["origin"] != "quick_serve" for ticket in tickets),
            "figures": self.figures(self.turns.values(), Its()),
            "in_centre": spread(self._in_centre()),
            "stages": {
                stage: self.no_shows(turn for turn in self.turns.values() if turn.origin == stage)
                for stage in ("issued", "transferred", "second_service")
                if any(turn.origin == stage for turn in self.turns.values())
            },
            "open_ms": open_ms,
            "idle_ms": idle_ms,
            "idle_share": idle_ms / open_ms if open_ms else None,
            "trips": self._trips(),
            "promises": self._promises(),
            "rating": self.rating(Its()),
            "away": self._short(self.scores.score(self.scores.away_ratings(Its()))),
            "rated_otherwise_until": self.rated_otherwise_until(),
            "kept_since": None,
            "names_somebody": any(
                blocks and 1 in (len({block.officer for block in blocks}), len({block.counter for block in blocks}))
                for blocks in (self.scores.whole, self.scores.away.published(self.first, self.last))
            ),
        }

    def figures(self, turns: Iterable[Turn], its: Its | None) -> Body:
        """Of some turns; `its` None: coverage is reckoned elsewhere."""
        these = list(turns)
        waits = [(turn.first_call - turn.since, turn.service) for turn in these if _waited(turn) and turn.first_call]
        promised = [wait <= self.targets[service] for wait, service in waits if service in self.targets]
        within = sum(promised)
        walks = [
            turn.arrived - turn.last_call
            for turn in these
            if turn.arrived and turn.arrival_sure and turn.last_call and turn.last_call <= turn.arrived
        ]
        at_desk = [
            turn.ended - turn.arrived - sum((hold[1] or self.now) - (hold[0] or 0) for hold in turn.holds)
            for turn in these
            if turn.state == "finished" and turn.arrival_sure and turn.end_sure and turn.ended and turn.arrived
        ]
        found = {
            "turns": len(these),
            **self.no_shows(these),
            "waiting": spread([wait for wait, _ in waits]),
            "within": within,
            "within_of": len(promised),
            "service_level": within / len(promised) if promised else None,
            "walk": spread(walks),
            "service": spread(at_desk),
        }
        if its is None:
            return found
        row = self.scores.row(its)
        return found | {"asked": row["windows"], "rated": row["rated"], "coverage": row["coverage"]}

    def no_shows(self, turns: Iterable[Turn]) -> Body:
        states = [turn.state for turn in turns]
        served, stayed_away = states.count("finished"), states.count("no_show")
        rate = stayed_away / (served + stayed_away) if served + stayed_away else None
        return {"served": served, "no_shows": stayed_away, "no_show_rate": rate}

    def rating(self, its: Its) -> Body:
        return self._short(self.scores.score(self.scores.ratings(its)))

    def rated_otherwise_until(self) -> str | None:
        """The last day on which somebody was asked under another scheme."""
        others = [
            self.journal.turns[window.turn].day
            for window in self.journal.windows.values()
            if window.scheme != self.scores.scheme and window.undone is None
        ]
        return max((day for day in others if self.first <= day <= self.last), default=None)

    def asked_of_service(self, service: str) -> tuple[int, int]:
        return self._asked_where(lambda number: self._turn_of(number).service == service)

    def asked_in_hour(self, key: str) -> tuple[int, int]:
        """By weekday and the hour in which the turn ended."""
        return self._asked_where(
            lambda number: key == self._hour(self._turn_of(number).day, self.journal.windows[number].opened)
        )

    def weekdays_and_hours(self) -> set[str]:
        """In which people began to wait, or somebody was asked."""
        asked = (
            self._hour(self._turn_of(one).day, self.journal.windows[one].opened) for one in self.scores.asked(Its())
        )
        return {*map(self.weekday_and_hour, self.turns.values()), *asked}

    def weekday_and_hour(self, turn: Turn) -> str:
        """In which people began to wait."""
        return self._hour(turn.day, turn.since)

    def _hour(self, day: str, at: int) -> str:
        return f"{date.fromisoformat(day).weekday()} {datetime.fromtimestamp(at / 1000, self.journal.zone).hour}"

    def _turn_of(self, window: int) -> Turn:
        return self.journal.turns[self.journal.windows[window].turn]

    def _asked_where(self, is_it: Callable[[int], bool]) -> tuple[int, int]:
        numbers = [number for number in self.scores.asked(Its()) if is_it(number)]
        return len(numbers), sum(number in self.scores.desk.rated for number in numbers)

    def times(self) -> dict[str, dict[str, Span]]:
        """(open, idle) of each counter on each service day."""
        return {
            day: self._times_of(day, known["opened"], known["closed"] or self.now)
            for day, known in self.journal.days.items()
            if self.first <= day <= self.last
        }

    def _times_of(self, day: str, opened: int, closed: int) -> dict[str, Span]:
        turns = [turn for turn in self.turns.values() if turn.day == day]
        waits: dict[str, list[Span]] = {}
        stays: dict[str, list[Span]] = {}
        for turn in turns:
            if turn.origin == "quick_serve":
                stays.setdefault(turn.counter or "", []).append((turn.arrived or 0, turn.ended or turn.arrived or 0))
                continue
            if turn.first_call is None and turn.state == "transferred":
                continue
            until = turn.first_call or min(turn.ended or closed, closed)
            waits.setdefault(turn.service, []).append((turn.since, until))
            for counter, stay in _stays(turn):
                stays.setdefault(counter, []).append(stay)
        breaks = self._breaks(day)
        found = {}
        for counter in self.journal.rules["counters"]:
            name = counter["id"]
            sessions = _of(self.journal.sessions.values(), name, self.now)
            on = both([(opened, closed)], sessions)
            if not on:
                continue
            is_open = minus(on, [*_of(self.journal.pauses.values(), name, self.now), *breaks])
            wanted = [w for code in (*counter["services"], *counter["second_services"]) for w in waits.get(code, [])]
            idle = both(minus(is_open, stays.get(name, [])), wanted)
            found[name] = (length(is_open), length(idle))
        return found

    def _breaks(self, day: str) -> list[Span]:
        on = date.fromisoformat(day)
        name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[on.weekday()]
        spans = self.journal.rules["centre"]["hours"][name]

        def at(words: str) -> int:
            return round(datetime.combine(on, time.fromisoformat(words), self.journal.zone).timestamp() * 1000)

        return [(at(one[1]), at(other[0])) for one, other in pairwise(spans)]

    def _in_centre(self) -> list[int]:
        found = []
        for ticket_id, ticket in self.journal.tickets.items():
            its = [t for t in self.journal.turns.values() if t.ticket == ticket_id and t.state != "transferred"]
            is_whole = its and all(turn.state == "finished" and turn.end_sure for turn in its)
            if is_whole and ticket["origin"] != "quick_serve" and self.first <= ticket["day"] <= self.last:
                found.append(max(turn.ended or 0 for turn in its) - ticket["issued"])
        return found

    def _trips(self) -> Body:
        """A case is a chain of visits; it has ended when its last one lacks nothing."""
        journal = self.journal
        lacking = {journal.turns[body["turn_id"]].ticket for body in journal.supplements.values()}
        served = {turn.ticket for turn in journal.turns.values() if turn.state == "finished"}
        trips = []
        for ticket_id, ticket in journal.tickets.items():
            if not self.first <= ticket["day"] <= self.last or ticket_id in lacking or ticket_id not in served:
                continue
            count, visit = 1, ticket
            while visit["supplement_id"] is not None:
                count += 1
                visit = journal.tickets[journal.turns[journal.supplements[visit["supplement_id"]]["turn_id"]].ticket]
            trips.append(count)
        mean = round(sum(trips) / len(trips), 2) if len(trips) >= 10 else None
        return {"cases": len(trips), "mean": mean}

    def _promises(self) -> dict[str, Body]:
        """What was promised on a day as it opened, of the turns finished on it."""
        found: dict[str, Body] = {}
        for promise in self.journal.rules["special_days"]:
            days = []
            for day, known in self.journal.days.items():
                rules = [rules for at, rules in self.journal.set_ups if at <= known["opened"]][-1]
                is_it = any(
                    (one["weekday"], one["tick"]) == (promise["weekday"], promise["tick"])
                    for one in rules["special_days"]
                )
                weekday = date.fromisoformat(day).strftime("%a").lower()
                if is_it and weekday == promise["weekday"] and self.first <= day <= self.last:
                    days.append(day)
            finished = [t for t in self.journal.turns.values() if t.day in days and t.state == "finished"]
            if days and finished:
                kept = sum(promise["tick"] in turn.ticks for turn in finished)
                told = {"days": len(days), "promised": len(finished), "kept": kept, "share": kept / len(finished)}
                found[promise["name"]] = told
        return found

    def _short(self, score: Body | None) -> Body:
        names = ("n", "satisfied", "share", "low", "high", "mean")
        if score is None:
            return dict.fromkeys(names) | {"n": 0, "satisfied": 0}
        return {name: score[name] for name in names}


def spread(values: Sequence[int]) -> Body:
    """Nearest rank of the raw values."""
    if not values:
        return {"n": 0, "p50_ms": None, "p90_ms": None, "longest_ms": None}
    in_order = sorted(values)
    rank = [in_order[math.ceil(share * len(in_order)) - 1] for share in (0.5, 0.9)]
    return {"n": len(in_order), "p50_ms": rank[0], "p90_ms": rank[1], "longest_ms": in_order[-1]}


def _waited(turn: Turn) -> bool:
    return turn.origin != "quick_serve" and turn.first_call is not None


def _stays(turn: Turn) -> list[tuple[str, Span]]:
    """From each call until the desk was free again."""
    found = []
    for place, (at, counter) in enumerate(turn.calls):
        after = turn.calls[place + 1][0] if place + 1 < len(turn.calls) else None
        held = [hold[0] for hold in turn.holds if hold[0] is not None and at <= hold[0] <= (after or hold[0])]
        if held:
            left = min(held)
        elif after is not None:
            left = min(after, at + UNKNOWN_STAY_MS)
        elif turn.ended is not None and turn.state in AT_A_DESK:
            left = max(at, min(turn.ended, at + LONGEST_STAY_MS))
        else:
            left = at + UNKNOWN_STAY_MS
        found.append((counter, (at, left)))
    return found


def _of(spells: Iterable[Body], counter: str, now: int) -> list[Span]:
    return [(spell["on"], spell["off"] or now) for spell in spells if spell["counter"] == counter]


def together(spans: Iterable[Span]) -> list[Span]:
    whole: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def both(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    others = together(other)
    met = [(max(a, c), min(b, d)) for a, b in together(one) for c, d in others]
    return together(met)


def minus(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    gaps, last = [], 0
    for start, end in together(other):
        gaps.append((last, start))
        last = end
    return both(one, [*gaps, (last, 1 << 60)])


def length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in together(spans))
