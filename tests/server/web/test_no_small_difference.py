"""Ratings come one by one, and after each every view is taken: no two of them, of one moment or of two, differ by so
little that the ratings of fewer than ten citizens at one officer or counter are seen.

What each published figure is made of is known from the journal (`journal_figures`), so that differences are differences
of sets of ratings: also those that nobody thinks of subtracting.
"""

import csv
import io
import json
import random
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from held_clock import HeldClock
from journal_figures import Its, Journal, Rating, Scores, day_cells
from staff_pages import Behind, RunningServer, SessionClient

from procedures.model import Procedure, ProcedureList
from server.actions.call_next import call_next
from server.actions.desk_session import sign_on
from server.actions.finish import finish
from server.actions.give_reason import give_reason
from server.actions.import_procedures import import_procedures
from server.actions.rate_away import Answer, rate_with_token
from server.actions.start import start
from server.db.queries.centre_figures import figures_of_centre
from server.domain.press_flags import Channel

STEPS_A_DAY, DAYS = 60, 2
LISTED = ProcedureList(
    tuple(
        Procedure(
            name=code,
            code=code,
            service=code[-1],
            source="thử",
            as_of=date(2026, 11, 1),
            effective_from=date(2026, 11, 1),
        )
        for code in ("1.A", "2.A", "1.B", "2.B", "1.C", "2.C")
    )
)
OFFICERS = ("CB01", "CB02")
COUNTERS = {"Q1": "A", "Q2": "AB", "Q3": "BC"}
SETTLED_S = 12
LEAST = 10
_N = re.compile(r"\bn = (\d+)")
_LINES = "SELECT seq, at, kind, version, actor, body, hash FROM journal WHERE seq > ? ORDER BY seq"


@dataclass(frozen=True)
class Published:
    """A figure as it was seen somewhere: how many ratings, and what was said of their levels."""

    n: int
    satisfied: int | None = None
    distribution: dict[str, int] | None = None


@dataclass
class Seen:
    """Every set of ratings of which a figure was seen, and where first: a number with a bit for each rating."""

    bits: dict[tuple[str, int], int] = field(default_factory=dict)
    ratings: list[tuple[str, Rating]] = field(default_factory=list)
    where: dict[int, str] = field(default_factory=dict)

    def add(self, series: str, ratings: Iterable[Rating], where: str) -> None:
        found = 0
        for rating in ratings:
            key = (series, rating.window)
            if key not in self.bits:
                self.bits[key] = len(self.bits)
                self.ratings.append((series, rating))
            found |= 1 << self.bits[key]
        if found:
            self.where.setdefault(found, where)

    def small_differences(self) -> list[str]:
        """Each pair whose difference is of fewer than ten ratings on either side, and not nothing."""
        faults = []
        for (one, here), (other, there) in combinations(self.where.items(), 2):
            more, less = (one & ~other).bit_count(), (other & ~one).bit_count()
            if more < LEAST and less < LEAST:
                faults.append(f"{here} less {there}: {more} ratings, the other way {less}")
        return faults


class Town:
    """People are served at changing desks, and some rate."""

    def __init__(self, centre: Behind, clock: HeldClock, seed: int) -> None:
        self.centre, self.clock = centre, clock
        self.chance, self.errands = random.Random(seed), random.Random(f"{seed} procedures")
        centre.act(import_procedures, procedures=LISTED, sha256="0" * 64)
        self.desks = {"Q1": "CB01", "Q2": "CB02"}
        for counter, officer in self.desks.items():
            centre.act(sign_on, counter_id=counter, officer_id=officer)

    def one_more(self) -> None:
        """Somebody is served and rates, at the desk, away from it, both or not at all."""
        chance = self.chance
        if chance.random() < 0.03:
            self._change_desks()
        counter = chance.choice(list(self.desks))
        # Mostly one service, one desk: so that a figure of it is nearly an officer's own.
        service = chance.choice(COUNTERS[counter])
        # All of A come for one thing; of the others some did not look it up.
        procedure = "1.A" if service == "A" else self.errands.choice((f"1.{service}", f"2.{service}", None))
        number = self.centre.number(service, procedure=procedure)
        named = {"counter_id": counter, "officer_id": self.desks[counter]}
        self.centre.act(call_next, **named)
        self.centre.act(start, **named)
        self.clock.pass_s(chance.choice((40, 150, 420)))
        self.centre.act(finish, **named)
        self.clock.pass_s(3)
        if chance.random() < 0.95:
            window = self.centre.window_of(number)
            self.centre.press(chance.choice((1, 2, 3, 4, 5, 5)), window, counter_id=counter)
            self.centre.act(give_reason, window_id=window, channel="pad", reasons=[chance.choice(("wait", "attitude"))])
        if chance.random() < 0.7:
            token = self.centre.one(
                "SELECT token FROM ticket_links JOIN tickets USING (ticket_id) WHERE shown = ? ORDER BY ticket_id DESC",
                number,
            )[0]
            level = chance.choice((1, 2, 3, 4, 5))
            answer = Answer(f"00000000-0000-4000-8000-{chance.getrandbits(40):012d}"[:36], level, Channel.KIOSK)
            self.centre.act(rate_with_token, token=token, answer=answer)
        self.centre.wait(SETTLED_S)

    def next_day(self) -> None:
        self.centre.close_day()
        now = self.clock.now()
        morning = (now + timedelta(days=1)).replace(hour=1, minute=0, second=0)  # 08:00 in the centre's zone
        self.clock.pass_s((morning - now).total_seconds())
        self.centre.open_day()
        for counter, officer in self.desks.items():
            self.centre.act(sign_on, counter_id=counter, officer_id=officer)

    def _change_desks(self) -> None:
        for officer, counter in zip(OFFICERS, self.chance.sample(list(COUNTERS), 2), strict=True):
            free = [at for at, who in self.desks.items() if who == officer or at == counter]
            for at in free:
                del self.desks[at]
            self.desks[counter] = officer
        for counter, officer in self.desks.items():
            self.centre.act(sign_on, counter_id=counter, officer_id=officer, take_over=True)


class Onlooker:
    """Takes every view, checks that each figure is of the ratings that it should be, and keeps of which."""

    def __init__(self, server: RunningServer, clock: HeldClock, database: Path) -> None:
        self.server, self.clock, self.database = server, clock, database
        self.journal, self.seen = Journal(), Seen()
        self.told: set[int] = set()
        """How many ratings stood behind the figures of the last look."""

    def look(self, days: list[str], *, at_files: bool) -> None:
        self._read_on()
        self.told.clear()
        now_ms = round(self.clock.now().timestamp() * 1000)
        scheme = next((window.scheme for window in self.journal.windows.values()), None)
        if scheme is None:
            return
        head, own = SessionClient(self.server, "gd01"), SessionClient(self.server, "cb01")
        for first, last in dict.fromkeys([(days[0], days[-1]), (days[0], days[0]), *((day, days[-1]) for day in days)]):
            found = Scores(self.journal, scheme, first, last, now_ms)
            self._scores(head, found)
            self._own(own, found, closed=days[:-1])
            self._reports(head, found)
            if at_files:
                self._files(head, found)
                self._pages(head, own, found)
        if at_files:
            self._own_data(own, scheme, now_ms, closed=days[:-1])
        self._boards(scheme, now_ms, days[:-1])
        head.client.close()
        own.client.close()

    def _scores(self, head: SessionClient, found: Scores) -> None:
        queries: list[dict[str, str]] = [
            {},
            *({"officer": one} for one in OFFICERS),
            *({"counter": one} for one in COUNTERS),
        ]
        for query in queries:
            for told in _get(head, "/api/v1/scores", found, **query)["schemes"]:
                where = f"scores {found.first}..{found.last} {query}"
                whose = Its(officer=query.get("officer"), counter=query.get("counter"))
                if told["total"] is not None:
                    self._row(told["total"], found, whose, f"{where} total")
                for row in told["officers"]:
                    self._row(row, found, Its(officer=row["id"]), f"{where} {row['id']}")
                for row in told["counters"]:
                    self._row(row, found, Its(counter=row["id"]), f"{where} {row['id']}")
                if not query:
                    self._cells(told["services"], found.cell_ratings(lambda rating: rating.service), f"{where} service")
                    self._cells(told["hours"], found.cell_ratings(lambda rating: str(rating.hour)), f"{where} hour")

    def _row(self, row: dict[str, Any], found: Scores, its: Its, where: str) -> None:
        self._note("desk", row["score"], found.ratings(its), found, where)
        self._note("away", row["away"]["score"], found.away_ratings(its), found, f"{where} away")
        self.told |= {row["windows"], row["rated"]}  # of coverage, which is live and knows no level
        both = row["without_outside"]
        if both is not None:
            # Less the score it is of few ratings: what those were must not be seen.
            self.told.add(both["n"])
            assert both.keys() == {"n", "satisfied", "share", "low", "high"}, where
        for day in row["days"]:
            of_day = Scores(self.journal, found.scheme, day["day"], day["day"], found.now)
            self._note("desk", day["score"], of_day.ratings(its), of_day, f"{where} on {day['day']}")

    def _cells(self, told: list[dict[str, Any]], found: dict[str, list[Rating] | None], where: str) -> None:
        assert {cell["id"] for cell in told} >= set(found), where
        for cell in told:
            ratings = found.get(cell["id"])  # that of a service of which no block is published has its coverage alone
            self.told |= {cell["windows"], cell["rated"]}
            assert (cell["score"] is None) == (ratings is None), where
            if cell["score"] is not None and ratings is not None:
                self._note("desk", cell["score"], ratings, None, f"{where} {cell['id']}")

    def _own(self, own: SessionClient, found: Scores, closed: list[str]) -> None:
        """An officer's own: of closed days alone."""
        inside = [day for day in closed if found.first <= day <= found.last]
        for told in _get(own, "/api/v1/scores", found)["schemes"]:
            for row in told["officers"]:
                assert row["id"] == "CB01"
                if not inside:
                    assert row["score"] is None
                    continue
                of_closed = Scores(self.journal, found.scheme, found.first, inside[-1], found.now)
                self._row(row, of_closed, Its(officer="CB01"), f"own {found.first}..{found.last}")

    def _reports(self, head: SessionClient, found: Scores) -> None:
        where = f"report {found.first}..{found.last}"
        told = _get(head, "/api/v1/reports/period", found)
        self._note("desk", told["rating"], found.ratings(Its()), found, f"{where} centre")
        self._note("away", told["away"], found.away_ratings(Its()), found, f"{where} centre away")
        for by in ("officer", "counter"):
            for row in _get(head, f"/api/v1/reports/by/{by}", found)["rows"]:
                its = Its(**{by: row["id"]})
                self._note("desk", row["rating"], found.ratings(its), found, f"{where} {row['id']}")
        rows = _get(head, "/api/v1/reports/province", found)
        cells = day_cells(found)
        assert {(row["day"], row["service"], row["procedure"] or "") for row in rows} == set(cells), where
        for row in rows:
            said = row | {"distribution": row["levels"]}
            ratings = cells[row["day"], row["service"], row["procedure"] or ""]
            self._note("desk", said, ratings, found, f"{where} province {row['day']} {row['procedure']}")

    def _files(self, head: SessionClient, found: Scores) -> None:
        """The same figures, and no others."""
        for by in ("service", "day", "hour"):
            rows = _get(head, f"/api/v1/reports/by/{by}", found)["rows"]
            assert rows and all(row["rating"] is None for row in rows)
        for by in ("officer", "counter"):
            rows = _get(head, f"/api/v1/reports/by/{by}", found)["rows"]
            table = _csv(head, by, found)
            heading = table[0].index("Đã công bố (n)")
            assert [row[heading] for row in table[1:]] == [str(row["rating"]["n"]) for row in rows]
        for name in ("service", "day", "hour", "summary", "turns"):
            assert "Đã công bố (n)" not in _csv(head, name, found)[0], name

    def _pages(self, head: SessionClient, own: SessionClient, found: Scores) -> None:
        """No n on a page that no figure of the API has."""
        queries = [{}, *({"officer": one} for one in OFFICERS), *({"counter": one} for one in COUNTERS)]
        for who, query in [*((head, query) for query in queries), (own, {})]:
            page = who.client.get("/scores", params={"from": found.first, "to": found.last, **query})
            assert page.status_code == 200
            shown = {int(n) for n in _N.findall(page.text)}
            assert shown <= self.told, (found.first, found.last, query, shown - self.told)

    def _own_data(self, own: SessionClient, scheme: str, now_ms: int, closed: list[str]) -> None:
        """What an officer takes home: blocks of closed days, whole."""
        held = own.client.get("/scores/own-data.json").json()
        blocks = held["blocks_of_ten"]
        found = Scores(self.journal, scheme, closed[0], closed[-1], now_ms) if closed else None
        known = (
            [] if found is None else [b for of in (found.desk, found.away) for b in of.blocks if b.officer == "CB01"]
        )
        assert len(blocks) == sum(block.days[1] in closed for block in known)
        assert all(sum(block["levels"].values()) == LEAST for block in blocks)

    def _boards(self, scheme: str, now_ms: int, closed: list[str]) -> None:
        connection = self.server.house.read()
        shown = figures_of_centre(connection, self.server.house.centre(), now_ms)
        if shown is not None:
            found = Scores(self.journal, scheme, closed[0], closed[-1], now_ms)
            ratings = found.ratings(Its())
            assert (shown.rated, shown.since, shown.until) == (len(ratings), closed[0], closed[-1])
            self.seen.add("desk", ratings, f"board {closed}")

    def _note(
        self, series: str, told: dict[str, Any] | None, ratings: list[Rating], found: Scores | None, where: str
    ) -> None:
        """A figure that was seen is of these ratings; one that was not is of fewer than ten."""
        if told is None or not told["n"]:
            assert len(ratings) < LEAST, where
            return
        assert told["n"] == len(ratings), where
        self.told.add(told["n"])
        counted = {str(level): sum(rating.level == level for rating in ratings) for level in (5, 4, 3, 2, 1)}
        if "distribution" in told:
            assert told["distribution"] == counted, where
        assert told["satisfied"] == counted["5"] + counted["4"], where
        self.seen.add(series, ratings, where)

    def _read_on(self) -> None:
        with sqlite3.connect(self.database) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(_LINES, (self.journal.seq,)).fetchall()
        connection.close()
        self.journal.read(json.dumps(dict(row)) for row in rows)


def _get(who: SessionClient, path: str, found: Scores, **query: str) -> Any:
    answer = who.client.get(path, params={"from": found.first, "to": found.last, **query})
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


def _csv(who: SessionClient, name: str, found: Scores) -> list[list[str]]:
    answer = who.client.get(f"/reports/export/{name}.csv", params={"from": found.first, "to": found.last})
    assert answer.status_code == 200, (name, answer.text)
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


@pytest.fixture
def onlooker(server: RunningServer, clock: HeldClock) -> Iterator[Onlooker]:
    yield Onlooker(server, clock, server.centre.database)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in (2, 3))])
def test_no_difference_of_two_views_shows_fewer_than_ten(onlooker: Onlooker, clock: HeldClock, seed: int) -> None:
    town = Town(onlooker.server.centre, clock, seed)
    days: list[str] = []
    for day in range(DAYS):
        if day:
            town.next_day()
        days.append(clock.now().astimezone().date().isoformat())
        for step in range(STEPS_A_DAY):
            town.one_more()
            onlooker.look(days, at_files=step == STEPS_A_DAY - 1)
    seen = onlooker.seen
    assert len(seen.where) > 20, "too little was published to say anything"
    assert seen.small_differences() == []


def test_the_subtraction_finds_what_it_is_to_find() -> None:
    seen = Seen()
    ratings = [Rating(at, 5, at, at, "CB01", "Q1", "2026-11-23", "A", 8) for at in range(30)]
    seen.add("desk", ratings[:10], "one")
    seen.add("desk", ratings[:20], "two")
    assert seen.small_differences() == []
    seen.add("desk", ratings[:19], "three")
    assert len(seen.small_differences()) == 2
