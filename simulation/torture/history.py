"""One history: a centre starts, people use it, faults befall it, everything is healed, and then it is judged."""

import contextlib
import json
import math
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.slips import slip_wishes
from messaging.clock import real_monotonic_s
from messaging.snapshots import KioskSnapshot
from server.journal.verify import verify
from simulation.checker import Broken, Findings, Sighting, check_database, rows_of
from simulation.sample_centre import NotReady
from simulation.torture.centre import PRINTERS, START_PATIENCE_S, Centre
from simulation.torture.happenings import Deed, Happenings, NumberSeen, Outcome, Press
from simulation.torture.paper import numbers_given, read_paper
from simulation.torture.people import People
from simulation.torture.plan import BROKER, DESKS_LINE, KIOSKS, PAD, SERVER, Fault, Kind
from simulation.torture.troubled_lines import TROUBLES
from simulation.torture.verdict import Evidence, idle, judge

SETTLE_PATIENCE_S = 180.0
"""What is put off, a citizen's wish for example, is given up after 90 s; everything else comes within seconds."""
_REST_S = 0.6
_TAIL_S = 0.5
_BACK_WITHIN_S = 15.0
_SOME_DEEDS = 5
_AT_WORK_WITHIN_S = START_PATIENCE_S
_OF_A_DISK = frozenset({Kind.DISK_FULL, Kind.DISK_READ_ONLY, Kind.POWER_CUT})
_HAS_TO_BE_STARTED_AGAIN = frozenset({Kind.KILL, Kind.KILL_AT, Kind.WIPE, Kind.DISK_READ_ONLY, Kind.POWER_CUT})


HAS_TO_HAPPEN = ("number given", "number called", "number shown", "number printed", "press thanked for")
"""Of a run in which one of these never did, nothing is known of it: no rule was held to anything."""


@dataclass(slots=True)
class Judged:
    broken: list[str]
    acknowledged: int = 0
    unknown: int = 0
    shown: int = 0
    """Numbers on the kiosks' screens."""
    thanked: int = 0
    """Presses of the pad."""
    happened: Counter[str] = field(default_factory=Counter)
    """How often each of `HAS_TO_HAPPEN` did."""
    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    """Where the time went, in seconds."""


class History:
    """From the main thread only."""

    def __init__(
        self,
        path: Path,
        template: Path,
        disks: Path,
        seed: str,
        faults: Sequence[Fault],
        *,
        spoiled: Path | None = None,
        patience_s: float = SETTLE_PATIENCE_S,
    ) -> None:
        """As `Centre`; `seed` is what people choose by, `patience_s` what each thing gets to settle."""
        path.mkdir()
        self._patience_s = patience_s
        self._seed = seed
        self._faults = faults
        self.centre = Centre(path, template, disks, spoiled=spoiled)
        self._happenings = Happenings(path / "history.jsonl")
        self._doubled_s: list[tuple[float, float]] = []
        self._dead: set[str] = set()
        self._printed = 0

    def live(self) -> Judged:
        """
        Raises:
            NotReady: the centre does not even come up before anything has happened to it.
        """
        began_s = real_monotonic_s()
        parts: dict[str, float] = {}
        judged = Judged([], parts=parts)
        self.centre.start()
        parts["start"] = real_monotonic_s() - began_s
        people = People(self.centre, self._happenings, self._seed)
        people.start()
        self._torment()
        parts["faults"] = real_monotonic_s() - began_s - parts["start"]
        people.stop()
        try:
            self._settle(people)
            parts["settle"] = real_monotonic_s() - began_s - parts["start"] - parts["faults"]
            judged.broken = self._broken()
        except NotReady as fault:
            judged.broken = [f"settling: {fault}"]
        deeds = [one for one in self._happenings.all if isinstance(one, Deed)]
        judged.acknowledged = sum(deed.outcome is Outcome.OK for deed in deeds)
        judged.unknown = sum(deed.outcome is Outcome.UNKNOWN for deed in deeds)
        judged.shown = sum(isinstance(one, NumberSeen) for one in self._happenings.all)
        judged.thanked = sum(isinstance(one, Press) and one.is_thanked for one in self._happenings.all)
        judged.happened = self._happened(deeds) + Counter(
            {"number shown": judged.shown, "press thanked for": judged.thanked}
        )
        judged.seconds = real_monotonic_s() - began_s
        parts["judge"] = judged.seconds - sum(parts.values())
        return judged

    def _happened(self, deeds: Sequence[Deed]) -> Counter[str]:
        done = [deed for deed in deeds if deed.outcome is Outcome.OK]
        return Counter(
            {
                "number given": sum(deed.what == "ticket" for deed in done),
                "number called": sum(deed.what == "next" and deed.answer.get("number") is not None for deed in done),
                "number printed": self._printed,
            }
        )

    def close(self) -> None:
        """End everything."""
        try:
            self.centre.close()
        finally:
            self._happenings.close()

    # --- faults -----------------------------------------------------------------------------------------

    def _torment(self) -> None:
        """Each fault begins and ends in its time; they overlap.

        Raises:
            NotReady: people get nothing done while all is well; no fault could break anything.
        """
        if not self._see_work(_SOME_DEEDS, _AT_WORK_WITHIN_S):
            raise NotReady(f"people get nothing done before anything befalls the centre; see {self.centre.folder.logs}")
        began_s = real_monotonic_s()
        steps = [(fault.begins_s, True, fault) for fault in self._faults]
        steps += [(fault.begins_s + fault.lasts_s, False, fault) for fault in self._faults]
        steps.sort(key=lambda step: (step[0], step[1]))
        for at_s, is_begin, fault in steps:
            while (left_s := began_s + at_s - real_monotonic_s()) > 0:
                self.centre.tend(min(left_s, 0.1))
            self._happenings.note_fault(f"{'begins' if is_begin else 'ends'}: {fault}")
            if is_begin:
                self._begin(fault)
            else:
                self._end(fault)
                began_s += self._waited_for_server(fault)
        end_s = real_monotonic_s() + _TAIL_S
        while real_monotonic_s() < end_s:
            self.centre.tend(0.1)

    def _waited_for_server(self, fault: Fault) -> float:
        """How long the rest of the plan was put off until the server is back and people are at work again: every second
        time it died, for while it starts little happens that could break, and that is long on a slow machine."""
        began_s = real_monotonic_s()
        if fault.target == SERVER and fault.kind in _HAS_TO_BE_STARTED_AGAIN and fault.number % 2 == 0:
            self._see_work(_SOME_DEEDS, _BACK_WITHIN_S)
        return real_monotonic_s() - began_s

    def _see_work(self, deeds: int, patience_s: float) -> bool:
        """Wait until so many more deeds are done, or `patience_s` has passed; whether they are."""
        wanted = self._happenings.acknowledged + deeds
        give_up_s = real_monotonic_s() + patience_s
        while self._happenings.acknowledged < wanted and real_monotonic_s() < give_up_s:
            self.centre.tend(0.1)
        return self._happenings.acknowledged >= wanted

    def _begin(self, fault: Fault) -> None:
        centre, kind, target = self.centre, fault.kind, fault.target
        if kind in TROUBLES:
            centre.lines.trouble(target, kind, fault.amount)
            if kind is Kind.DOUBLED and target == DESKS_LINE:
                self._doubled_s.append((real_monotonic_s(), math.inf))
        elif kind in (Kind.KILL, Kind.WIPE):
            centre.kill(target)
        elif kind is Kind.KILL_AT:
            centre.die_at(target, fault.words, is_armed=True)
        elif kind is Kind.FREEZE:
            centre.freeze(target)
        elif kind is Kind.CLOCK:
            centre.set_clock(fault.amount)
        elif kind is Kind.PAPER:
            name, _, amount = fault.words.partition(" ")
            centre.tell_printer("fail", fault=name, **({"amount": int(amount)} if amount else {}))
        elif kind is Kind.DISK_FULL:
            centre.disks[target].fill(centre.pid(target))
        elif kind is Kind.DISK_READ_ONLY:
            self._dead.add(target)
            centre.disks[target].refuse_writes(centre.pid(target))
        elif kind is Kind.POWER_CUT:
            self._dead.add(target)
            centre.disks[target].cut_power()
            centre.kill(target)

    def _end(self, fault: Fault) -> None:
        centre, kind, target = self.centre, fault.kind, fault.target
        if kind in TROUBLES:
            centre.lines.heal(target, kind)
            if kind is Kind.DOUBLED and target == DESKS_LINE:
                self._doubled_s = [(begin_s, min(end_s, real_monotonic_s() + 1)) for begin_s, end_s in self._doubled_s]
        elif kind in _HAS_TO_BE_STARTED_AGAIN:
            if kind is Kind.KILL_AT:
                centre.die_at(target, fault.words, is_armed=False)
            if target in self._dead and kind in (Kind.DISK_READ_ONLY, Kind.POWER_CUT):
                self._mend(target)
            if target not in self._dead:
                centre.start_again(target)
        elif kind is Kind.FREEZE:
            centre.thaw(target)
        elif kind is Kind.CLOCK:
            centre.set_clock(0)
        elif kind is Kind.PAPER:
            centre.tell_printer("heal")
        elif kind is Kind.DISK_FULL:
            centre.disks[target].empty(centre.pid(target))

    def _mend(self, name: str) -> None:
        """A machine whose disk has failed is switched off, and on again."""
        self.centre.kill(name)
        self.centre.disks[name].mend()
        self._dead.discard(name)

    # --- afterwards -------------------------------------------------------------------------------------

    def _settle(self, people: People) -> None:
        """Heal what is left, and wait until nothing is on its way any more.

        Raises:
            NotReady: something is not as it should be, for too long.
        """
        centre = self.centre
        centre.wait_until(people.have_gone, "people do not come to an end", self._patience_s)
        for name in list(self._dead):
            self._mend(name)
        centre.tell_printer("heal")
        for name in (BROKER, SERVER, *KIOSKS, PAD):
            centre.start_again(name)
        for name in (BROKER, SERVER, *KIOSKS, PAD):
            centre.wait_until(partial(centre.is_ready, name), f"{name} does not come back")
        for kiosk in KIOSKS:
            otherwise = f"{kiosk} does not tell what it owes"
            centre.wait_until(partial(self._has_told, kiosk), otherwise, self._patience_s)
        centre.wait_until(
            lambda: centre.undelivered(PAD, "presses.db") == 0, "the pad does not deliver", self._patience_s
        )
        centre.wait_until(
            lambda: centre.boards.seen() is not None and centre.boards.is_live(), "the boards hear nothing"
        )

    def _has_told(self, kiosk: str) -> bool:
        if self.centre.undelivered(kiosk, "reports.db"):
            return False
        return not any(wish["is_owed"] or wish["state"] in ("wanted", "answered") for wish in self.centre.wishes(kiosk))

    def _broken(self) -> list[str]:
        centre = self.centre
        copy = centre.folder.path / "books.db"
        broken = self._broken_in_books(copy)
        fault = verify(copy).fault
        words = [] if fault is None else [f"verify: {fault}"]
        with closing(sqlite3.connect(copy)) as books:
            books.row_factory = sqlite3.Row
            rows, _head = rows_of(books)
            tickets = [dict(row) for row in books.execute("SELECT ticket_id, intent_id, shown, day FROM tickets")]
        wishes = {kiosk: centre.wishes(kiosk) for kiosk in KIOSKS}
        seen = centre.boards.seen() or {}
        options = slip_wishes(KioskSnapshot.model_validate(seen["kiosk"]))
        others = numbers_given((*self._numbers_of(wishes), *(ticket["shown"] for ticket in tickets)))
        paper = {kiosk: read_paper(centre.slips(kiosk), wishes[kiosk], options, others) for kiosk in KIOSKS}
        self._printed = sum(piece.number is not None for pieces in paper.values() for piece in pieces)
        evidence = Evidence(
            happenings=self._happenings.all,
            journal=rows,
            tickets=tickets,
            wishes=wishes,
            paper=paper,
            doubled_s=self._doubled_s,
        )
        at_desks = Findings()
        idle(evidence, at_desks)
        words += [str(one) for one in (*broken, *judge(evidence), *at_desks.all)]
        words += [f"boards: {fell}" for fell in centre.boards.fell_back]
        ended = unordered_ends(centre.ended_by_themselves, self._faults)
        words += [f"a program ended by itself: {line}" for line in ended]
        return words

    def _numbers_of(self, wishes: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
        """What the kiosks have given by themselves, and what would come before the first of each."""
        given = [json.loads(wish["emergency"])["shown"] for own in wishes.values() for wish in own if wish["emergency"]]
        return [*(f"X{nth}-000" for nth in range(1, len(PRINTERS) + 1)), *given]

    def _broken_in_books(self, copy: Path) -> list[Broken]:
        """What the checker finds in a copy made while nothing happens; boards get time to be told."""
        give_up_s = real_monotonic_s() + self._patience_s
        while True:
            with self.centre.books() as books:
                before = _last_seq(books)
                end_s = real_monotonic_s() + _REST_S
                while real_monotonic_s() < end_s:
                    self.centre.tend(0.1)
                sighting = Sighting(before, self.centre.boards.seen() or {})
                copy.unlink(missing_ok=True)
                with closing(sqlite3.connect(copy)) as target:
                    books.backup(target)
                    is_at_rest = _last_seq(target) == before
            is_late = real_monotonic_s() > give_up_s
            if not is_at_rest and not is_late:
                continue
            with closing(sqlite3.connect(copy)) as target:
                target.row_factory = sqlite3.Row
                _story, broken = check_database(target, sightings=[sighting])
            if is_late or not any(one.promise == "boards" for one in broken):
                return broken


def unordered_ends(ended: Iterable[str], faults: Sequence[Fault]) -> list[str]:
    """What ended although nobody killed it: but for a program whose disk has failed, and for deaths that were
    ordered (`Kind.KILL_AT`), which its supervisor sees to."""
    disks = {fault.target for fault in faults if fault.kind in _OF_A_DISK}
    ordered = {fault.target for fault in faults if fault.kind is Kind.KILL_AT}
    lines = []
    for line in ended:
        name = line.partition(" ended (")[0]
        if not (name in ordered and "(SIGKILL)" in line) and not (name in disks and "(exit status" in line):
            lines.append(line)
    return lines


def _last_seq(books: sqlite3.Connection) -> int:
    found = books.execute("SELECT seq FROM journal_head").fetchone()
    return int(found[0])


def forget(history: Path) -> None:
    """Remove what a history left that held."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(history)
