"""Ratings against a model of dictionaries: windows, presses of pads, answers on phones, blocks of ten, corrections.

Pads here do what pads do on bad days: they send twice, late, out of order, in bursts, and after a start of their own.
"""

import uuid
from itertools import count, product
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from real_centre_machine import DESKS, TICK_MS, CentreMachine

from messaging.requests import PrintOutcome
from server.actions.call_next import call_next
from server.actions.correct_ratings import agree_to_correction, ask_correction, decline_correction
from server.actions.expire_due import expire_due
from server.actions.finish import finish
from server.actions.issue_ticket import issue_ticket
from server.actions.rate_away import Answer, rate_with_token
from server.actions.record_press import record_press
from server.actions.report_print import report_print
from server.actions.settle_ratings import settle_ratings
from server.actions.start import start
from server.actions.undo import undo
from server.db.queries.ratings import rated_turns
from server.db.queries.settled_ratings import atoms, published
from server.domain.press_flags import Channel

WINDOW_MS, SHORTEST_MS, LATE_MS = 60_000, 20_000, 2_000
THOUGHTS_MS, SETTLING_MS, UNDO_MS, SLOW_MS = 5_000, 10_000, 10_000, 30_000
BLOCK = 10
NO_SUCH_BLOCK = 999_999
"""No history is so long: 9, which stood here, is reached by one that rates a hundred times at one counter."""
SCHEME = "five-levels-1"
SATISFIED = (4, 5)
PEOPLE = ("GD01", "GD02", "CB01", "CB02")

Row = dict[str, Any]

COUNTERS = some.sampled_from(["Q1", "Q1", "Q3"])
SERVICE_AT = {"Q1": "A", "Q3": "C"}
LEVELS = some.integers(1, 5)
WHICH = some.integers(0, 99)


class RatingsMachine(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        self.windows: dict[int, Row] = {}
        self.presses: dict[str, Row] = {}
        """In order of arrival: press id to what became of it."""
        self.pads = {counter: {"boot": 1, "n": 0, "sent": []} for counter in SERVICE_AT}
        self.last_finish: dict[str, tuple[int, int]] = {}
        """By counter, while it can be undone: the window, and when."""
        self.browsers: dict[str, set[int]] = {}
        self.corrections: dict[int, Row] = {}
        self.aside: set[tuple[str, str, str, int]] = set()
        self.settled: dict[tuple[int, str], Row] = {}
        self.ids = count(1)

    @classmethod
    def change(cls, values: Row) -> None:
        values["centre"]["hours"] = {day: [["00:00", "23:59"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        values["counters"][1]["services"] = ["B"]
        values["counters"][2]["services"] = ["C"]

    # --- the model ------------------------------------------------------------------------------------------

    @staticmethod
    def key(window: Row) -> tuple[str, str]:
        return window["officer"], window["counter"]

    def window_of(self, counter: str, seen: int | None, age_ms: int | None) -> int | None:
        """To which window a press belongs that arrives now."""
        pressed = None if age_ms is None else self.now - age_ms
        if seen is not None:
            window = self.windows.get(seen)
            if window is None or window["counter"] != counter or window["undone"] is not None:
                return None
            inside = pressed is None or window["opened"] - LATE_MS <= pressed <= window["closes"] + LATE_MS
            return seen if inside else None
        if pressed is None:
            return None
        then = [
            w
            for w, known in self.windows.items()
            if known["counter"] == counter and known["undone"] is None and known["opened"] <= pressed < known["closes"]
        ]
        return max(then, default=None)

    def cannot_be(self, pad: Row, press: Row, seen: int | None, counter: str) -> bool:
        """What the last three presses of the pad make impossible."""
        earlier = pad["sent"][-3:]
        if any(one["boot"] == press["boot"] and press["n"] <= one["n"] for one in earlier):
            return True
        pressed = press["pressed"]
        if pressed is None:
            return False
        window = self.windows.get(seen) if seen is not None else None
        is_known = window is not None and window["counter"] == counter and window["undone"] is None
        if is_known and pressed < window["opened"] - LATE_MS:
            return True
        if earlier and earlier[-1]["boot"] != press["boot"] and any(o["boot"] == press["boot"] for o in earlier):
            return True
        return any(one["pressed"] is not None and pressed < one["pressed"] - SLOW_MS for one in earlier)

    def counted(self, window_id: int, series: str) -> list[Row]:
        known = [p for p in self.presses.values() if (p["window"], p["series"]) == (window_id, series)]
        return [press for press in known if press["counts"]]

    def settle(self) -> None:
        """Whose rating can no longer change, in order of the rating: into blocks of ten of its desk."""
        for press in self.presses.values():
            at = (press["window"], press["series"])
            if press["window"] is None or not press["counts"] or at in self.settled or press["looked_at"]:
                continue
            if press["received"] + SETTLING_MS > self.now:
                break
            press["looked_at"] = True
            window, given = self.windows[press["window"]], self.counted(*at)
            settles = given[0]["received"] + SETTLING_MS
            if window["undone"] is not None and window["undone"] < settles:
                continue
            in_time = [one for one in given if one["received"] < settles]
            if press["series"] == "desk":
                first = min(one["at"] for one in in_time)
                chosen = max(
                    (one for one in in_time if one["at"] - first <= THOUGHTS_MS), key=lambda o: (o["at"], o["order"])
                )
            else:
                chosen = given[0]
            same = [s for s in self.settled.values() if (s["key"], s["series"]) == (self.key(window), press["series"])]
            block = len(same) // BLOCK + 1
            where = {"series": press["series"], "key": self.key(window), "block": block}
            self.settled[at] = {"level": chosen["level"], **where}

    def blocks(self, series: str) -> dict[tuple[str, str, str, int], list[int]]:
        """Whole blocks: their levels."""
        found: dict[tuple[str, str, str, int], list[int]] = {}
        for rating in self.settled.values():
            if rating["series"] == series:
                found.setdefault((series, *rating["key"], rating["block"]), []).append(rating["level"])
        return {block: levels for block, levels in found.items() if len(levels) == BLOCK}

    # --- desks ----------------------------------------------------------------------------------------------

    def at(self, counter: str) -> dict[str, str]:
        officer = DESKS[counter]
        return {"actor": f"staff:{officer}", "counter_id": counter, "officer_id": officer}

    @rule(counter=COUNTERS, served_ms=some.sampled_from([125, 5_000, 19_875, 30_000]))
    def somebody_is_served(self, counter: str, served_ms: int) -> None:
        self.serve(counter, served_ms)

    def serve(self, counter: str, served_ms: int) -> int:
        """The window that opened."""
        service = SERVICE_AT[counter]
        asked = {"intent_id": str(uuid.UUID(int=next(self.ids))), "service": service, "priority_group": None}
        issued = self.did(issue_ticket, actor="device:kiosk-1", device_id="kiosk-1", language="vi", **asked)
        slip = {"ticket_id": issued.ticket.ticket_id, "outcome": PrintOutcome.PRINTED, "device_id": "kiosk-1"}
        self.did(report_print, actor="device:kiosk-1", **slip)
        self.tick()
        self.did(call_next, **self.at(counter))
        self.tick()
        self.did(start, **self.at(counter))
        for window in self.windows.values():
            if window["counter"] == counter and window["undone"] is None:
                shortest = max(self.now, window["opened"] + SHORTEST_MS)
                window["closes"] = min(window["closes"], shortest)
        self.centre.clock.pass_ms(served_ms)
        self.did(finish, **self.at(counter))
        row = self.centre.one("SELECT window_id, turn_id FROM windows ORDER BY window_id DESC LIMIT 1")
        assert row["window_id"] not in self.windows, "no window opened"
        (token,) = self.centre.one("SELECT token FROM ticket_links WHERE ticket_id = ?", issued.ticket.ticket_id)
        self.windows[row["window_id"]] = {
            "counter": counter,
            "officer": DESKS[counter],
            "ticket": issued.ticket.ticket_id,
            "token": token,
            "opened": self.now,
            "closes": self.now + WINDOW_MS,
            "undone": None,
        }
        self.last_finish[counter] = (row["window_id"], self.now)
        return int(row["window_id"])

    @rule(counter=COUNTERS, levels=some.lists(LEVELS, min_size=3, max_size=6))
    def a_row_of_citizens(self, counter: str, levels: list[int]) -> None:
        """Each is served and presses: without it chance alone fills no block of ten."""
        for level in levels:
            window = self.serve(counter, TICK_MS)
            self.centre.clock.pass_ms(1_000)
            self.press_it(counter, level, window, 0)
            self.centre.clock.pass_ms(SETTLING_MS)

    @rule(counter=COUNTERS, levels=some.lists(LEVELS, min_size=10, max_size=10))
    def ten_citizens(self, counter: str, levels: list[int]) -> None:
        """A whole block, whatever was before."""
        self.a_row_of_citizens(counter, levels)

    @rule(
        counter=COUNTERS,
        levels=some.lists(LEVELS, min_size=2, max_size=3),
        after_ms=some.sampled_from([125, 2_500, 4_875, 5_000, 5_125, 9_875, 10_000]),
    )
    def second_thoughts(self, counter: str, levels: list[int], after_ms: int) -> None:
        window = self.serve(counter, TICK_MS)
        self.centre.clock.pass_ms(1_000)
        for level in levels:
            self.press_it(counter, level, window, 0)
            self.centre.clock.pass_ms(after_ms)
        self.centre.clock.pass_ms(SETTLING_MS)

    @precondition(lambda self: self.last_finish)
    @rule(which=WHICH)
    def the_finish_is_undone(self, which: int) -> None:
        counter = list(self.last_finish)[which % len(self.last_finish)]
        window_id, at = self.last_finish.pop(counter)
        allowed = self.now - at < UNDO_MS
        self.do(allowed, undo, **self.at(counter))
        if allowed:
            window = self.windows[window_id]
            window.update(undone=self.now, closes=min(window["closes"], self.now))
            self.tick()
            self.did(finish, **self.at(counter))  # so that the desk is free; it opens another window
            (new,) = self.centre.one("SELECT max(window_id) FROM windows")
            self.windows[new] = window | {"opened": self.now, "closes": self.now + WINDOW_MS, "undone": None}

    # --- pads -----------------------------------------------------------------------------------------------

    @precondition(lambda self: self.windows)
    @rule(
        counter=COUNTERS,
        level=LEVELS,
        sees=some.sampled_from(["newest", "newest", "nothing", "another"]),
        age_ms=some.sampled_from([0, 0, 125, 1_500, 29_875, 62_000, 3_600_000, None]),
        oddly=some.sampled_from([None, None, None, "started again", "out of order"]),
        times=some.sampled_from([1, 1, 1, 2, 5]),
        which=WHICH,
    )
    def press(
        self, counter: str, level: int, sees: str, age_ms: int | None, oddly: str | None, times: int, which: int
    ) -> None:
        own = [w for w, known in self.windows.items() if known["counter"] == counter]
        seen = {
            "newest": max(own, default=None),
            "nothing": None,
            "another": list(self.windows)[which % len(self.windows)],
        }[sees]
        pad = self.pads[counter]
        if oddly == "started again":
            pad.update(boot=pad["boot"] + 1, n=0)
        stale = max(1, pad["n"] - 1) if oddly == "out of order" and pad["n"] else None
        for _ in range(times):
            self.press_it(counter, level, seen, age_ms, stale)
            self.centre.clock.pass_ms(250)

    def press_it(
        self, counter: str, level: int, seen: int | None, age_ms: int | None, stale: int | None = None
    ) -> None:
        """`stale`: a number of the pad's count that it has told before."""
        pad = self.pads[counter]
        if stale is None:
            pad["n"] += 1
        n = stale or pad["n"]
        press_id = str(uuid.UUID(int=next(self.ids)))
        press = {"boot": pad["boot"], "n": n, "pressed": None if age_ms is None else self.now - age_ms}
        is_impossible = self.cannot_be(pad, press, seen, counter)
        window_id = self.window_of(counter, seen, age_ms)
        sent = {
            "press_id": press_id,
            "device_id": f"pad-{counter}",
            "counter_id": counter,
            "boot_id": f"boot-{counter}-{pad['boot']}",
            "n": n,
            "level": level,
            "window_seen": seen,
            "age_ms": age_ms,
        }
        self.did(record_press, actor=f"device:pad-{counter}", **sent)
        pad["sent"].append(press)
        self.presses[press_id] = press | {
            "sent": sent,
            "level": level,
            "window": window_id,
            "series": "desk",
            "received": self.now,
            "at": self.now - (age_ms or 0),
            "order": len(self.presses),
            "counts": window_id is not None and not is_impossible,
            "looked_at": False,
        }

    @precondition(lambda self: any("sent" in press for press in self.presses.values()))
    @rule(which=WHICH, level=LEVELS)
    def a_press_is_sent_again(self, which: int, level: int) -> None:
        """The pad has not heard the answer. I13, I14: it is one press, whatever the copy says."""
        known = [press["sent"] for press in self.presses.values() if "sent" in press]
        sent = known[-1 - which % len(known)]
        self.did(record_press, actor=f"device:{sent['device_id']}", **(sent | {"level": level}))

    # --- phones ---------------------------------------------------------------------------------------------

    @precondition(lambda self: self.windows)
    @rule(which=WHICH, level=LEVELS, browser=some.sampled_from([None, None, "f1", "f2"]), again=some.booleans())
    def an_answer_by_phone(self, which: int, level: int, browser: str | None, again: bool) -> None:
        own = list(self.windows.values())
        ticket, token = (own[-1 - which % len(own)][name] for name in ("ticket", "token"))
        open_ones = [
            w
            for w, known in self.windows.items()
            if known["ticket"] == ticket and known["undone"] is None and not self.counted(w, "away")
        ]
        answer_id = str(uuid.UUID(int=next(self.ids)))
        answer = Answer(answer_id, level, Channel.PAGE, browser=browser)
        has_rated_another = browser is not None and bool(self.browsers.get(browser, set()) - {ticket})
        asks_why = self.do(bool(open_ones), rate_with_token, actor="phones", token=token, answer=answer)
        if not open_ones:
            return
        assert asks_why == (level not in SATISFIED)
        if browser is not None:
            self.browsers.setdefault(browser, set()).add(ticket)
        self.presses[answer_id] = {
            "level": level,
            "window": max(open_ones),
            "series": "away",
            "received": self.now,
            "at": self.now,
            "order": len(self.presses),
            "counts": not has_rated_another,
            "looked_at": False,
        }
        if again:
            self.tick()
            self.did(rate_with_token, actor="phones", token=token, answer=answer)

    # --- corrections ----------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.settled) >= BLOCK)
    @rule(which=WHICH, deed=some.sampled_from(["set_aside", "set_aside", "put_back"]), asks=some.sampled_from(PEOPLE))
    def a_correction_is_asked_for(self, which: int, deed: str, asks: str) -> None:
        blocks = [*self.blocks("desk"), *self.blocks("away"), ("desk", "CB01", "Q1", NO_SUCH_BLOCK)]
        series, officer, counter, block = at = blocks[which % len(blocks)]
        is_waiting = any(c["at"] == at and c["state"] == "asked" for c in self.corrections.values())
        is_so = (at in self.aside) == (deed == "set_aside")
        allowed = block != NO_SUCH_BLOCK and asks != officer and not is_waiting and not is_so
        named = {"scheme_id": SCHEME, "series": series, "officer_id": officer, "counter_id": counter, "block": block}
        said = {"deed": deed, "reason": "test_presses", "words": "Thử máy", "asked_by": asks}
        asked = self.do(allowed, ask_correction, actor=f"staff:{asks}", **named, **said)
        if allowed:
            self.corrections[asked] = {"at": at, "deed": deed, "by": asks, "state": "asked"}

    @precondition(lambda self: self.corrections)
    @rule(which=WHICH, who=some.sampled_from([*PEOPLE, "who asked"]), agrees=some.sampled_from([True, True, False]))
    def it_is_decided(self, which: int, who: str, agrees: bool) -> None:
        """Two people, neither of them the officer, and nothing is deleted."""
        correction_id = list(self.corrections)[-1 - which % len(self.corrections)]
        asked = self.corrections[correction_id]
        who = asked["by"] if who == "who asked" else who
        allowed = asked["state"] == "asked" and who != asked["at"][1] and (not agrees or who != asked["by"])
        if agrees:
            self.do(allowed, agree_to_correction, actor=f"staff:{who}", correction_id=correction_id, agreed_by=who)
        else:
            self.do(allowed, decline_correction, actor=f"staff:{who}", correction_id=correction_id, declined_by=who)
        if allowed:
            asked["state"] = "made" if agrees else "declined"
            if agrees:
                (self.aside.add if asked["deed"] == "set_aside" else self.aside.discard)(asked["at"])

    # --- time and power -------------------------------------------------------------------------------------

    @rule(pause_ms=some.sampled_from([125, 1_000, 4_875, 9_875, 20_000, 60_000, 120_000]), is_noticed=some.booleans())
    def time_passes(self, pause_ms: int, is_noticed: bool) -> None:
        self.centre.clock.pass_ms(pause_ms)
        if is_noticed:
            self.did(expire_due, actor="schedule")

    @rule()
    def power(self) -> None:
        self.centre.restart()

    # --- what must always be true ---------------------------------------------------------------------------

    def check(self) -> None:
        while self.did(settle_ratings, actor="schedule"):
            pass
        self.settle()
        self.presses_and_windows_are_as_the_model()
        self.figures_are_as_the_model()
        super().check()

    def presses_and_windows_are_as_the_model(self) -> None:
        """I13, I14, I15."""
        stored = {
            row[0]: row[1:] for row in map(tuple, self.centre.rows("SELECT press_id, level, window_id FROM presses"))
        }
        assert stored == {p: (known["level"], known["window"]) for p, known in self.presses.items()}, "I13, I15"
        windows = self.centre.rows(
            "SELECT window_id, counter_id, officer_id, opened_at, closes_at, undone_at FROM windows"
        )
        assert {row[0]: tuple(row)[1:] for row in windows} == {
            w: tuple(known[name] for name in ("counter", "officer", "opened", "closes", "undone"))
            for w, known in self.windows.items()
        }, "windows"

    def figures_are_as_the_model(self) -> None:
        """I16, I19, I20: settled ratings, their blocks, and every published figure."""
        found = {
            (row[0], row[1]): tuple(row)[2:]
            for row in self.centre.rows(
                "SELECT window_id, series, level, officer_id, counter_id, block FROM settled_ratings"
            )
        }
        wanted = {at: (known["level"], *known["key"], known["block"]) for at, known in self.settled.items()}
        assert found == wanted, f"I16: {found}, the model says {wanted}"
        day = str(self.centre.one("SELECT max(day) FROM service_days")[0])
        for series in ("desk", "away"):
            whole = atoms(self.centre.read(), SCHEME, series)
            blocks = self.blocks(series)
            for officer, counter in product((None, *DESKS.values()), (None, *SERVICE_AT)):
                shown = [
                    level
                    for atom in published(whole, day, day, officer_id=officer, counter_id=counter)
                    for level, many in atom.levels.items()
                    for _ in range(many)
                ]
                own = [
                    level
                    for at, levels in blocks.items()
                    for level in levels
                    if at not in self.aside and officer in (None, at[1]) and counter in (None, at[2])
                ]
                assert sorted(shown) == sorted(own), f"I16, I20: {series} of {officer} at {counter}"
                assert len(shown) % BLOCK == 0, "I20"
        rated = rated_turns(self.centre.read(), SCHEME)
        levels = [turn.level for turn in rated if turn.level is not None]
        assert sorted(levels) == sorted(s["level"] for s in self.settled.values() if s["series"] == "desk"), "I19"
