"""Recomputes every published figure from the lines of `bocso journal`, by the documents alone.

It shares nothing with the product: no import of it, other words for the same things, and scipy for intervals. What it
follows: docs/journal.md (events), docs/ratings.md (figures), docs/messages.md, docs/reports.md.
"""

import copy
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scipy.stats import binomtest, chi2

Body = dict[str, Any]
DESK, AWAY = ("pad", "touch"), ("page", "kiosk")
NOT_COUNTED = {"staff_address", "same_browser", "impossible", "no_window"}
TEN, TWENTY = 10, 20
SETTLES_AFTER_MS, SECOND_THOUGHTS_MS, REASONS_MS = 10_000, 5_000, 180_000


@dataclass
class Turn:
    ticket: int
    day: str
    service: str
    since: int
    """When it began to wait."""
    origin: str = "issued"
    state: str = "waiting"
    counter: str | None = None
    officer: str | None = None
    first_call: int | None = None
    last_call: int | None = None
    arrived: int | None = None
    arrival_sure: bool = True
    ended: int | None = None
    end_sure: bool = True
    outcome: str | None = None
    ticks: tuple[str, ...] = ()
    calls: list[tuple[int, str]] = field(default_factory=list)
    """(when, where) without recalls."""
    holds: list[list[int | None]] = field(default_factory=list)


@dataclass
class Window:
    turn: int
    counter: str
    officer: str
    scheme: str
    opened: int
    undone: int | None = None


@dataclass(frozen=True)
class Press:
    seq: int
    at: int
    age: int
    level: int
    channel: str
    flags: tuple[str, ...]
    window: int | None
    counter: str

    @property
    def counts(self) -> bool:
        return not NOT_COUNTED & set(self.flags)

    @property
    def made(self) -> int:
        return self.at - self.age


@dataclass(frozen=True)
class Rating:
    window: int
    level: int
    order: int
    settled: int
    officer: str
    counter: str
    day: str
    service: str
    hour: int
    procedure: str = ""
    """Looked up for the ticket, in the service of this turn."""


@dataclass(frozen=True)
class Block:
    """Ten ratings of one officer at one counter."""

    ratings: tuple[Rating, ...]
    number: int

    @property
    def officer(self) -> str:
        return self.ratings[0].officer

    @property
    def counter(self) -> str:
        return self.ratings[0].counter

    @property
    def settled(self) -> int:
        return max(rating.settled for rating in self.ratings)

    @property
    def days(self) -> tuple[str, str]:
        return min(r.day for r in self.ratings), max(r.day for r in self.ratings)


class Journal:
    """What has happened, as the lines say it."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.turns: dict[int, Turn] = {}
        self.tickets: dict[int, Body] = {}
        self.windows: dict[int, Window] = {}
        self.presses: list[Press] = []
        self.reasons: dict[tuple[int, str], tuple[int, set[str]]] = {}
        self.asides: dict[tuple[str, str, str, str, int], bool] = {}
        self.set_ups: list[tuple[int, Body]] = []
        self.days: dict[str, Body] = {}
        self.sessions: dict[int, Body] = {}
        self.pauses: dict[int, Body] = {}
        self.supplements: dict[int, Body] = {}
        self.now = self.seq = 0
        self._before: dict[int, dict[int, Turn | None]] = {}
        """By event, each turn that it touched as it was before; None: it was not there."""
        self.read(lines)

    def read(self, lines: Iterable[str]) -> None:
        """Go on with further lines."""
        for line in lines:
            row = json.loads(line)
            self.seq = row["seq"]
            self._take(row["seq"], _instant(row["at"]), row["kind"], json.loads(row["body"]))

    @property
    def rules(self) -> Body:
        return self.set_ups[-1][1]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rules["centre"]["timezone"])

    def _take(self, seq: int, at: int, kind: str, body: Body) -> None:
        self.now = at
        tell: Callable[[int, int, Body], None] | None = getattr(self, f"_{kind}", None)
        if tell is not None:
            tell(seq, at, body)

    def _touch(self, seq: int, turn_id: int) -> Turn:
        self._before.setdefault(seq, {}).setdefault(turn_id, copy.deepcopy(self.turns.get(turn_id)))
        return self.turns[turn_id]

    def _new(self, seq: int, turn: Turn) -> None:
        self._before.setdefault(seq, {})[seq] = None
        self.turns[seq] = turn

    # --- tickets -----------------------------------------------------------------------------------------

    def _set_up_changed(self, _seq: int, at: int, body: Body) -> None:
        self.set_ups.append((at, body["centre"]))

    def _ticket_issued(self, seq: int, at: int, body: Body) -> None:
        self.tickets[seq] = {**body, "issued": at}
        since = max(at, body["not_before"] or 0)
        self._new(seq, Turn(seq, body["day"], body["service"], since))

    def _quick_served(self, seq: int, at: int, body: Body) -> None:
        self.tickets[seq] = {**body, "issued": at, "origin": "quick_serve", "supplement_id": None}
        turn = Turn(seq, body["day"], body["service"], at, origin="quick_serve", state="serving", arrived=at)
        turn.counter, turn.officer = body["counter_id"], body["officer_id"]
        self._new(seq, turn)

    def _turn_added(self, seq: int, at: int, body: Body) -> None:
        of = self.turns[body["from_turn"]]
        self._new(seq, Turn(body["ticket_id"], of.day, body["service"], at, origin=body["origin"]))

    # --- turns -------------------------------------------------------------------------------------------

    def _turn_called(self, seq: int, at: int, body: Body) -> None:
        turn = self._touch(seq, body["turn_id"])
        turn.state, turn.counter, turn.officer = "called", body["counter_id"], body["officer_id"]
        turn.first_call = turn.first_call or at
        turn.last_call = at
        turn.calls.append((at, body["counter_id"]))

    def _turn_recalled(self, seq: int, at: int, body: Body) -> None:
        self._touch(seq, body["turn_id"]).last_call = at

    def _turn_started(self, seq: int, at: int, body: Body) -> None:
        turn = self._touch(seq, body["turn_id"])
        _let_go(turn, at)
        turn.state, turn.officer = "serving", body["officer_id"]
        if turn.arrived is None:
            turn.arrived, turn.arrival_sure = at, not body["is_inferred"]

    def _turn_finished(self, seq: int, at: int, body: Body) -> None:
        turn = self._end(seq, at, body, "finished")
        turn.outcome, turn.end_sure, turn.ticks = body["outcome"], not body["is_inferred"], tuple(body["ticks"])

    def _turn_marked_absent(self, seq: int, at: int, body: Body) -> None:
        self._end(seq, at, body, "no_show")

    def _turn_cancelled(self, seq: int, at: int, body: Body) -> None:
        self._end(seq, at, body, "cancelled")

    def _turn_voided(self, seq: int, at: int, body: Body) -> None:
        self._end(seq, at, body, "voided")

    def _turn_expired(self, seq: int, at: int, body: Body) -> None:
        self._end(seq, at, body, "expired")

    def _turn_transferred(self, seq: int, at: int, body: Body) -> None:
        self._end(seq, at, body, "transferred")

    def _end(self, seq: int, at: int, body: Body, state: str) -> Turn:
        turn = self._touch(seq, body["turn_id"])
        _let_go(turn, at)
        turn.state, turn.ended = state, at
        return turn

    def _turn_restored(self, seq: int, _at: int, body: Body) -> None:
        self._wait_again(seq, body)

    def _turn_returned(self, seq: int, _at: int, body: Body) -> None:
        self._wait_again(seq, body)

    def _turn_released(self, seq: int, _at: int, body: Body) -> None:
        self._wait_again(seq, body)  # its hold ends with the next start

    def _wait_again(self, seq: int, body: Body) -> Turn:
        turn = self._touch(seq, body["turn_id"])
        turn.state, turn.ended, turn.counter, turn.officer = "waiting", None, None, None
        return turn

    def _turn_held(self, seq: int, at: int, body: Body) -> None:
        turn = self._touch(seq, body["turn_id"])
        _let_go(turn, at)
        turn.state = "on_hold"
        turn.holds.append([at, None])

    def _action_undone(self, seq: int, at: int, body: Body) -> None:
        for event in range(body["last_seq"], body["first_seq"] - 1, -1):
            for turn_id, was in self._before.get(event, {}).items():
                self._before.setdefault(seq, {}).setdefault(turn_id, copy.deepcopy(self.turns.get(turn_id)))
                if was is not None:
                    self.turns[turn_id] = was
                elif self.turns[turn_id].origin == "quick_serve":
                    self.turns[turn_id].state = "cancelled"
                else:
                    del self.turns[turn_id]
            if event in self.windows:
                self.windows[event].undone = at
            self.supplements.pop(event, None)

    # --- ratings -----------------------------------------------------------------------------------------

    def _window_opened(self, seq: int, at: int, body: Body) -> None:
        named = (body["turn_id"], body["counter_id"], body["officer_id"], body["scheme_id"])
        self.windows[seq] = Window(*named, opened=at)

    def _press_recorded(self, seq: int, at: int, body: Body) -> None:
        flags = tuple(body.get("flags", ()))
        channel = body.get("channel", "pad")
        self.presses.append(
            Press(seq, at, body["age_ms"] or 0, body["level"], channel, flags, body["window_id"], body["counter_id"])
        )

    def _rating_reason_given(self, _seq: int, at: int, body: Body) -> None:
        series = "desk" if body["channel"] in DESK else "away"
        self.reasons.setdefault((body["window_id"], series), (at, set(body["reasons"])))

    def _block_set_aside(self, _seq: int, _at: int, body: Body) -> None:
        self.asides[_which(body)] = True

    def _block_put_back(self, _seq: int, _at: int, body: Body) -> None:
        self.asides[_which(body)] = False

    # --- days and desks ----------------------------------------------------------------------------------

    def _day_opened(self, _seq: int, at: int, body: Body) -> None:
        day = self.days.setdefault(body["day"], {"opened": at})
        day["closed"] = None

    def _day_closed(self, _seq: int, at: int, body: Body) -> None:
        self.days[body["day"]]["closed"] = at

    def _desk_signed_on(self, seq: int, at: int, body: Body) -> None:
        self.sessions[seq] = {"counter": body["counter_id"], "on": at, "off": None}

    def _desk_signed_off(self, _seq: int, at: int, body: Body) -> None:
        self.sessions[body["session_id"]]["off"] = at

    def _desk_paused(self, seq: int, at: int, body: Body) -> None:
        counter = self.sessions[body["session_id"]]["counter"]
        self.pauses[seq] = {"session": body["session_id"], "counter": counter, "on": at, "off": None}

    def _desk_resumed(self, _seq: int, at: int, body: Body) -> None:
        for pause in self.pauses.values():
            if pause["session"] == body["session_id"] and pause["off"] is None:
                pause["off"] = at

    def _supplement_asked(self, seq: int, _at: int, body: Body) -> None:
        self.supplements[seq] = body

    def _supplement_withdrawn(self, _seq: int, _at: int, body: Body) -> None:
        self.supplements.pop(body["supplement_id"], None)


def _let_go(turn: Turn, at: int) -> None:
    for hold in turn.holds:
        if hold[1] is None:
            hold[1] = at


def _which(body: Body) -> tuple[str, str, str, str, int]:
    return body["scheme_id"], body["series"], body["officer_id"], body["counter_id"], body["block"]


def _instant(text: str) -> int:
    at = datetime.fromisoformat(text)
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


# --- ratings ---------------------------------------------------------------------------------------------------


class Ratings:
    """The settled ratings of one scheme and series, and their blocks of ten."""

    def __init__(self, journal: Journal, scheme: str, series: str, now: int) -> None:
        self.journal, self.scheme, self.series, self.now = journal, scheme, series, now
        channels = DESK if series == "desk" else AWAY
        of_window: dict[int, list[Press]] = defaultdict(list)
        for press in journal.presses:
            if press.window is not None and press.channel in channels and press.counts:
                of_window[press.window].append(press)
        found = (self._rating(number, pressed) for number, pressed in of_window.items())
        self.all = sorted((one for one in found if one is not None), key=lambda one: one.order)
        self.rated = {rating.window: rating for rating in self.all}
        cut: dict[tuple[str, str], list[Rating]] = defaultdict(list)
        for rating in self.all:
            cut[rating.officer, rating.counter].append(rating)
        self.blocks = [
            Block(tuple(ratings[at : at + TEN]), at // TEN + 1)
            for ratings in cut.values()
            for at in range(0, len(ratings) // TEN * TEN, TEN)
        ]

    def _rating(self, number: int, pressed: list[Press]) -> Rating | None:
        window = self.journal.windows[number]
        if window.scheme != self.scheme:
            return None
        first = min(pressed, key=lambda press: press.seq)
        settled = first.at + SETTLES_AFTER_MS
        if settled > self.now or (window.undone is not None and window.undone < settled):
            return None
        level = first.level
        if self.series == "desk":
            in_time = sorted((p for p in pressed if p.at < settled), key=lambda p: (p.made, p.seq))
            level = [p for p in in_time if p.made <= in_time[0].made + SECOND_THOUGHTS_MS][-1].level
        turn = self.journal.turns[window.turn]
        hour = datetime.fromtimestamp(window.opened / 1000, self.journal.zone).hour
        ticket = self.journal.tickets[turn.ticket]
        looked_up = ticket.get("procedure") if ticket["service"] == turn.service else None
        whose = (window.officer, window.counter, turn.day, turn.service)
        return Rating(number, level, first.seq, settled, *whose, hour, looked_up or "")

    def is_aside(self, block: Block) -> bool:
        return self.journal.asides.get((self.scheme, self.series, block.officer, block.counter, block.number), False)

    def inside(self, first: str, last: str) -> list[Block]:
        return [block for block in self.blocks if first <= block.days[0] and block.days[1] <= last]

    def published(self, first: str, last: str) -> list[Block]:
        return [block for block in self.inside(first, last) if not self.is_aside(block)]


@dataclass(frozen=True)
class Its:
    """Whose figures: of an officer, of a counter, or (both None) of all."""

    officer: str | None = None
    counter: str | None = None

    def has(self, officer: str | None, counter: str | None) -> bool:
        return self.officer in (None, officer) and self.counter in (None, counter)


class Scores:
    """The figures of a period as docs/ratings.md defines them."""

    def __init__(self, journal: Journal, scheme: str, first: str, last: str, now: int) -> None:
        self.journal, self.scheme, self.first, self.last, self.now = journal, scheme, first, last, now
        self.desk = Ratings(journal, scheme, "desk", now)
        self.away = Ratings(journal, scheme, "away", now)
        levels = journal.rules["rating"]["levels"]
        self.values = [level["value"] for level in levels]
        self.satisfied = {level["value"] for level in levels if level["satisfied"] is True}
        self.outside = {reason["id"] for reason in journal.rules["rating"]["reasons"] if reason["outside"]}
        self.whole = self.desk.published(first, last)

    def row(self, its: Its) -> Body:
        blocks = self._blocks(its)
        inside = [block for block in self.desk.inside(self.first, self.last) if its.has(block.officer, block.counter)]
        asked = self.asked(its)
        rated = sum(number in self.desk.rated for number in asked)
        ratings = [rating for block in blocks for rating in block.ratings]
        late = [block for block in blocks if block.settled + REASONS_MS <= self.now]
        own, centre = self.score(ratings), self.score(self.ratings(Its()))
        away = self.away_ratings(its)
        return {
            "windows": len(asked),
            "rated": rated,
            "coverage": rated / len(asked) if asked else None,
            "published": len(ratings),
            "set_aside": len(inside) - len(blocks),
            "score": own,
            "standing": _standing(own, centre),
            "adjusted": None if own is None else self._adjusted(ratings),
            "reasons": self._reasons(late),
            "without_outside": self._without_outside(late),
            "endings": self._endings(asked),
            "flags": self._flags(its),
            "shortest_from": self._shortest(its),
            "away": {
                "published": len(away),
                "score": self.score(away),
                "difference": _difference(own, self.score(away)),
            },
        }

    def ratings(self, its: Its) -> list[Rating]:
        """The published ones of the desk."""
        return [rating for block in self._blocks(its) for rating in block.ratings]

    def away_ratings(self, its: Its) -> list[Rating]:
        blocks = self.away.published(self.first, self.last)
        return [rating for block in blocks if its.has(block.officer, block.counter) for rating in block.ratings]

    def _blocks(self, its: Its) -> list[Block]:
        return [block for block in self.whole if its.has(block.officer, block.counter)]

    def score(self, ratings: Sequence[Rating]) -> Body | None:
        n = len(ratings)
        if n < TEN:
            return None
        yes = sum(rating.level in self.satisfied for rating in ratings)
        low, high = wilson(yes, n)
        steps = max(self.values) - min(self.values)
        return {
            "n": n,
            "distribution": {str(value): sum(r.level == value for r in ratings) for value in self.values},
            "satisfied": yes,
            "share": yes / n,
            "low": low,
            "high": high,
            "mean": sum(100 * (rating.level - min(self.values)) / steps for rating in ratings) / n,
        }

    def officers(self) -> list[str]:
        return sorted({window.officer for window in map(self.journal.windows.get, self.asked(Its())) if window})

    def counters(self) -> list[str]:
        return sorted({window.counter for window in map(self.journal.windows.get, self.asked(Its())) if window})

    def cells(self, of: Callable[[Rating], str]) -> dict[str, Body | None]:
        """Services or hours of the centre; None: withheld."""
        found = self.cell_ratings(of)
        return {cell: None if ratings is None else self.score(ratings) for cell, ratings in sorted(found.items())}

    def cell_ratings(self, of: Callable[[Rating], str]) -> dict[str, list[Rating] | None]:
        """Of whole releases; None: of none."""
        inside = {(b.officer, b.counter, b.number) for b in self.whole}
        found: dict[str, list[Rating] | None] = {of(r): None for block in self.whole for r in block.ratings}
        for blocks, cells in releases(self, of):
            if all((b.officer, b.counter, b.number) in inside for b in blocks):
                for cell in cells:
                    found[cell] = (found[cell] or []) + [r for b in blocks for r in b.ratings if of(r) == cell]
        return found

    def coverage_of_cells(self) -> dict[str, dict[str, list[int]]]:
        """Of services and of hours: windows of which each had a turn, and those rated."""
        found: dict[str, dict[str, list[int]]] = {"services": {}, "hours": {}}
        for number in self.asked(Its()):
            window = self.journal.windows[number]
            hour = str(datetime.fromtimestamp(window.opened / 1000, self.journal.zone).hour)
            for name, cell in (("services", self.journal.turns[window.turn].service), ("hours", hour)):
                counted = found[name].setdefault(cell, [0, 0])
                counted[0] += 1
                counted[1] += number in self.desk.rated
        return found

    def asked(self, its: Its) -> list[int]:
        return [
            number
            for number, window in self.journal.windows.items()
            if window.scheme == self.scheme
            and self.first <= self.journal.turns[window.turn].day <= self.last
            and its.has(window.officer, window.counter)
            and (window.undone is None or number in self.desk.rated)
        ]

    def _adjusted(self, ratings: Sequence[Rating]) -> Body | None:
        weights = Counter((r.service, r.hour // 2) for block in self.whole for r in block.ratings)
        n = Counter((r.service, r.hour // 2) for r in ratings)
        yes = Counter((r.service, r.hour // 2) for r in ratings if r.level in self.satisfied)
        known = sum(weights[stratum] for stratum in n)
        each = {stratum: weights[stratum] / known / n[stratum] for stratum in n}
        share = sum(each[stratum] * yes[stratum] for stratum in n)
        counted = yes if share <= 0.5 else Counter({s: n[s] - yes[s] for s in n})
        y = sum(each[s] * counted[s] for s in n)
        v = sum(each[s] ** 2 * counted[s] for s in n)
        m = max(each.values())
        low = 0.0 if y == 0 else v / (2 * y) * chi2.ppf(0.025, 2 * y * y / v)
        high = (v + m * m) / (2 * (y + m)) * chi2.ppf(0.975, 2 * (y + m) ** 2 / (v + m * m))
        if share > 0.5:
            low, high = 1 - high, 1 - low
        bounds = {"low": max(0.0, float(low)), "high": min(1.0, float(high))}
        return {"share": share, **bounds, "covered": known / sum(weights.values())}

    def _why(self, blocks: Iterable[Block]) -> list[tuple[Rating, set[str]]]:
        """The ratings that were not satisfied and say why in time."""
        found = []
        for rating in (rating for block in blocks for rating in block.ratings):
            given = self.journal.reasons.get((rating.window, "desk"))
            if given and rating.level not in self.satisfied and given[0] <= rating.settled + REASONS_MS:
                found.append((rating, given[1]))
        return found

    def _reasons(self, blocks: Iterable[Block]) -> dict[str, int]:
        return dict(Counter(reason for _, reasons in self._why(blocks) for reason in reasons))

    def _without_outside(self, blocks: Sequence[Block]) -> Body | None:
        excused = {rating.window for rating, reasons in self._why(blocks) if reasons <= self.outside}
        return self.score([r for block in blocks for r in block.ratings if r.window not in excused])

    def _endings(self, asked: Iterable[int]) -> dict[str, tuple[int, int]]:
        windows: Counter[str] = Counter()
        rated: Counter[str] = Counter()
        for number in asked:
            window = self.journal.windows[number]
            turn = self.journal.turns[window.turn]
            ending = turn.outcome or "" if turn.state == "finished" else turn.state
            if not turn.end_sure:
                ending = "inferred"
            if window.undone is not None:
                ending = "undone"
            windows[ending] += 1
            rated[ending] += number in self.desk.rated
        return {ending: (windows[ending], rated[ending]) for ending in windows}

    def _flags(self, its: Its) -> dict[str, int]:
        """Of no turn, so of nobody: they stand in the total alone, or at the pad's counter."""
        found: Counter[str] = Counter()
        for press in self.journal.presses:
            if press.channel not in DESK:
                continue
            if press.window is not None:
                window = self.journal.windows[press.window]
                day, whose = self.journal.turns[window.turn].day, (window.officer, window.counter)
                if window.scheme != self.scheme:
                    continue
            else:
                day = datetime.fromtimestamp(press.at / 1000, self.journal.zone).date().isoformat()
                whose = ("", press.counter)
            if self.first <= day <= self.last and its.has(*whose):
                found.update(press.flags)
        return dict(found)

    def _shortest(self, its: Its) -> str | None:
        for days in (1, 7, 30, 90, 365):
            since = (date.fromisoformat(self.last) - timedelta(days=days - 1)).isoformat()
            if any(its.has(block.officer, block.counter) for block in self.desk.published(since, self.last)):
                return since
        return None


def day_cells(scores: "Scores") -> dict[tuple[str, str, str], list[Rating]]:
    """What goes to the province, by day, service and procedure: whole releases, on the day that completed them."""
    found: dict[tuple[str, str, str], list[Rating]] = defaultdict(list)
    for blocks, services in releases(scores, lambda rating: rating.service):
        day = blocks[-1].days[1]
        if scores.first <= day <= scores.last and not any(map(scores.desk.is_aside, blocks)):
            apart = told_apart(blocks, services)
            for rating in (r for block in blocks for r in block.ratings if r.service in services):
                procedure = rating.procedure if (rating.service, rating.procedure) in apart else ""
                found[day, rating.service, procedure].append(rating)
    return found


def told_apart(blocks: Sequence[Block], services: set[str]) -> set[tuple[str, str]]:
    """The procedures of a release that have a figure of their own; the others stay with their services."""
    everything = [rating for block in blocks for rating in block.ratings]
    groups: dict[tuple[str, str], list[Rating]] = defaultdict(list)
    for rating in everything:
        if rating.procedure and rating.service in services:
            groups[rating.service, rating.procedure].append(rating)
    apart = {which for which, ratings in groups.items() if _is_of_many(ratings)}
    while apart:
        others = [r for r in everything if r.service not in services]
        rests = {
            service: [r for r in everything if r.service == service and (service, r.procedure) not in apart]
            for service in services
        }
        too_small = {service for service, rest in rests.items() if rest and not _is_of_many(rest)}
        parts = [others, *rests.values(), *(groups[which] for which in apart)]
        if not too_small and _is_held_together(parts, blocks):
            break
        leaving = [which for which in apart if which[0] in too_small or not too_small]
        apart.remove(min(leaving, key=lambda which: (len(groups[which]), which)))
    return apart


def releases(scores: "Scores", of: Callable[[Rating], str]) -> Iterable[tuple[list[Block], set[str]]]:
    """Blocks of a month that are told apart together, and the cells that are shown of them."""
    touched = [b for b in scores.desk.blocks if scores.first[:7] <= b.days[1][:7] <= scores.last[:7]]
    touched.sort(key=lambda b: (b.settled, b.officer, b.counter, b.number))
    waiting: dict[str, list[Block]] = defaultdict(list)
    for block in touched:
        blocks = waiting[block.days[1][:7]]
        blocks.append(block)
        cells = {of(rating) for one in blocks for rating in one.ratings}
        parts = {cell: [r for b in blocks for r in b.ratings if of(r) == cell] for cell in cells}
        shown = {cell for cell in cells if _is_of_many(parts[cell])}
        if shown != cells and len(blocks) % TWENTY:
            continue
        while shown:
            rest = [rating for cell in cells - shown for rating in parts[cell]]
            kept = [rest, *(parts[cell] for cell in shown)]
            if (_is_whole(rest, blocks) or _is_of_many(rest)) and _is_held_together(kept, blocks):
                break
            if len(blocks) % TWENTY:
                shown = set()
            else:
                shown.remove(min(shown, key=lambda cell: (len(parts[cell]), len(cell), cell)))
        if shown:
            yield waiting.pop(block.days[1][:7]), shown


def _is_whole(ratings: Sequence[Rating], blocks: Sequence[Block]) -> bool:
    of_window = {rating.window for rating in ratings}
    return all(len(of_window & {r.window for r in block.ratings}) in (0, TEN) for block in blocks)


def _is_held_together(parts: Sequence[Sequence[Rating]], blocks: Sequence[Block]) -> bool:
    """Where some stand beside each other in blocks, a way of pairs of which ten do leads from one to the other."""
    counted = [[sum(r in part for r in block.ratings) for block in blocks] for part in map(set, parts)]
    pairs = [[sum(min(a, b) for a, b in zip(one, other, strict=True)) for other in counted] for one in counted]
    for start, ties in enumerate(pairs):
        reached, ahead = {start}, [start]
        while ahead:
            at = ahead.pop()
            further = {other for other, tie in enumerate(pairs[at]) if tie >= TEN} - reached
            reached |= further
            ahead += further
        if any(tie and other not in reached for other, tie in enumerate(ties)):
            return False
    return True


def _is_of_many(ratings: Sequence[Rating]) -> bool:
    if len(ratings) < TEN:
        return False
    most = max(
        max(Counter(r.officer for r in ratings).values(), default=0),
        max(Counter(r.counter for r in ratings).values(), default=0),
    )
    return len(ratings) - most >= TEN


def wilson(yes: int, n: int) -> tuple[float, float]:
    interval = binomtest(yes, n).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)


def _standing(own: Body | None, centre: Body | None) -> str:
    if own is None or centre is None:
        return ""
    return "above" if own["low"] > centre["high"] else "below" if own["high"] < centre["low"] else ""


def _difference(desk: Body | None, away: Body | None) -> Body | None:
    if desk is None or away is None:
        return None
    share = desk["share"] - away["share"]
    down = math.hypot(desk["share"] - desk["low"], away["high"] - away["share"])
    up = math.hypot(desk["high"] - desk["share"], away["share"] - away["low"])
    is_finding = desk["n"] >= 30 and away["n"] >= 30 and not share - down <= 0 <= share + up
    return {"share": share, "low": share - down, "high": share + up, "is_finding": is_finding}
