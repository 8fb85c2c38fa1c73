"""What was measured, as tables for people and as JSON for programs; each aim with whether it was reached."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from simulation.bench.figures import Figures, median, percentile
from simulation.bench.footprints import SERVER, Footprint
from simulation.bench.rounds import ISSUE, NEXT, Lap

AIMS_FIRST = {
    (ISSUE, 1): 1 / 2,
    (ISSUE, 16): 1 / 3,
    (ISSUE, 64): 1 / 3,
    (NEXT, 1): 1 / 3,
    (NEXT, 16): 1 / 5,
    (NEXT, 64): 1 / 5,
}
"""Of the first floor's tickets or calls a second, by deed and clients."""
AIM_SECOND = 2 / 3
AIM_P99_TO_P50 = 4.0
AIM_P99_CLIENTS = 16
AIM_BOARD = 3.0
AIM_FALL = 0.10
"""By how much a ratio may fall with the long history."""
AIM_START = 1.5
AIM_MEMORY = 1.4
AIM_TOUCH_MS = 400.0
AIM_DEED_MS = 50.0
"""Each deed of 25 officers who press at once, p99."""
AIM_FLOOR_MS = 300.0
"""From a call to the head's floor that shows it."""

FIRST, SECOND = "first-floor", "second-floor"
DEED_WORDS = {ISSUE: "ticket", NEXT: "next"}


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours beside a floor, in medians over the rounds; `ratio` is the median of the rounds' ratios."""

    ours: float
    floor: float
    ratio: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Aim:
    what: str
    figure: str
    aim: str
    is_reached: bool


@dataclass(slots=True)
class Results:
    """Everything of one run."""

    rounds: int
    past_tickets: int
    laps: list[Lap] = field(default_factory=list)
    boards: dict[str, list[dict[str, Figures]]] = field(default_factory=dict)
    """By ground, of each round the figures of server and first floor."""
    footprints: list[Footprint] = field(default_factory=list)
    loaded_mb: dict[str, float] = field(default_factory=dict)
    """Memory after load, by program."""
    touches_ms: list[float] = field(default_factory=list)
    deeds: dict[str, dict[str, Figures]] = field(default_factory=dict)
    """By ground, of each deed of a busy console."""
    floor_ms: dict[str, list[float]] = field(default_factory=dict)
    """By ground, from a call to the head's floor."""
    drawing_ms: list[float] = field(default_factory=list)
    encoding_ms: list[float] = field(default_factory=list)
    took_s: float = 0.0

    def grounds(self) -> list[str]:
        return list(dict.fromkeys(lap.ground for lap in self.laps))

    def clients(self) -> list[int]:
        return sorted({lap.clients for lap in self.laps})

    def figures(self, ground: str, racer: str, deed: str, clients: int) -> list[Figures]:
        """Of one racer, round by round."""
        own = [
            lap for lap in self.laps if (lap.ground, lap.racer, lap.deed, lap.clients) == (ground, racer, deed, clients)
        ]
        return [lap.figures for lap in sorted(own, key=lambda lap: lap.round)]

    def rates(self, ground: str, deed: str, clients: int, floor: str) -> Compared:
        """Tickets or calls a second."""
        ours = [one.per_s for one in self.figures(ground, SERVER, deed, clients)]
        return _compared(ours, [one.per_s for one in self.figures(ground, floor, deed, clients)])

    def delays(self, ground: str, deed: str, clients: int, floor: str, figure: str) -> Compared:
        """`p50_ms` or `p99_ms` of a ticket or call; a ratio above one is slower than the floor."""
        ours = [getattr(one, figure) for one in self.figures(ground, SERVER, deed, clients)]
        return _compared(ours, [getattr(one, figure) for one in self.figures(ground, floor, deed, clients)])

    def board(self, ground: str, figure: str = "p50_ms") -> Compared:
        """Milliseconds from Next to the board's snapshot; a ratio above one is slower than the floor."""
        ours = [getattr(one[SERVER], figure) for one in self.boards[ground]]
        return _compared(ours, [getattr(one[FIRST], figure) for one in self.boards[ground]])

    def footprint(self, program: str, figure: str) -> Compared:
        """`import_ms`, `start_ms` or `memory_mb` of a program beside the bare one."""
        ours = [getattr(one, figure) for one in self.footprints if one.program == program and not one.is_bare]
        return _compared(
            ours, [getattr(one, figure) for one in self.footprints if one.program == program and one.is_bare]
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": machine(),
            "aims": [asdict(aim) for aim in aims(self)],
            **asdict(self),
        }


def _compared(ours: Sequence[float], floor: Sequence[float]) -> Compared:
    ratios = [own / of_floor for own, of_floor in zip(ours, floor, strict=True)]
    return Compared(median(ours), median(floor), median(ratios), min(ratios), max(ratios))


def machine() -> dict[str, str]:
    """What it was measured on."""
    libraries = ("fastapi", "starlette", "uvicorn", "uvloop", "pydantic", "sqlalchemy", "kivy")
    return {
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in libraries},
    }


def aims(results: Results) -> list[Aim]:
    """Every aim that this run can speak of."""
    found = [aim for ground in results.grounds() for aim in _aims_on(results, ground)]
    found += _falls(results)
    if results.footprints:
        start = results.footprint(SERVER, "start_ms").ratio
        memory = results.footprint(SERVER, "memory_mb").ratio
        found += [
            _at_most("the server's start, of the bare one", start, AIM_START),
            _at_most("the server's memory, of the bare one", memory, AIM_MEMORY),
        ]
    if results.touches_ms:
        p99 = percentile(sorted(results.touches_ms), 0.99)
        found.append(_at_most("touch to the last byte, p99 in ms", p99, AIM_TOUCH_MS))
    return found


def _aims_on(results: Results, ground: str) -> Iterable[Aim]:
    for (deed, clients), aim in AIMS_FIRST.items():
        if clients not in results.clients():
            continue
        what = f"{DEED_WORDS[deed]}, {clients} clients, {ground}"
        yield _at_least(f"{what}: of the first floor", results.rates(ground, deed, clients, FIRST).ratio, aim)
        yield _at_least(f"{what}: of the second floor", results.rates(ground, deed, clients, SECOND).ratio, AIM_SECOND)
        if clients == AIM_P99_CLIENTS:
            own = results.figures(ground, SERVER, deed, clients)
            yield _at_most(f"{what}: p99 / p50", median(one.p99_ms / one.p50_ms for one in own), AIM_P99_TO_P50)
    for deed, figures in results.deeds.get(ground, {}).items():
        yield _at_most(f"console, {deed}, {ground}: p99 in ms", figures.p99_ms, AIM_DEED_MS)
    if ground in results.floor_ms:
        yield _at_most(f"call to the floor, {ground}: p99 in ms", _p99(results.floor_ms[ground]), AIM_FLOOR_MS)
    if ground in results.boards:
        yield _at_most(f"Next to board, {ground}: times its floor", results.board(ground).ratio, AIM_BOARD)


def _p99(values: Iterable[float]) -> float:
    return percentile(sorted(values), 0.99)


def _at_least(what: str, figure: float, aim: float) -> Aim:
    return Aim(what, f"{figure:.2f}", f"at least {aim:.2f}", figure >= aim)


def _at_most(what: str, figure: float, aim: float) -> Aim:
    return Aim(what, f"{figure:.2f}", f"at most {aim:.2f}", figure <= aim)


def _falls(results: Results) -> Iterable[Aim]:
    """How the ratios to the floors change when a long history lies behind both."""
    grounds = results.grounds()
    if len(grounds) < 2:
        return
    empty, full = grounds
    for deed, clients in AIMS_FIRST:
        if clients not in results.clients():
            continue
        for floor in (FIRST, SECOND):
            before = results.rates(empty, deed, clients, floor).ratio
            fall = 1 - results.rates(full, deed, clients, floor).ratio / before
            what = f"{DEED_WORDS[deed]}, {clients} clients: fall of the ratio to the {floor.replace('-', ' ')}"
            yield _at_most(what, fall, AIM_FALL)


def tables(results: Results) -> str:
    """The whole report as text."""
    lines = [f"{key} {value}" for key, value in machine().items()]
    parts = [", ".join(lines), f"{results.rounds} rounds, {results.took_s / 60:.0f} minutes; medians over the rounds"]
    for ground in results.grounds():
        behind = f"{results.past_tickets:,} tickets behind it" if ground != results.grounds()[0] else "an empty past"
        parts.append(f"{ground}: {behind}\n{_rates_table(results, ground)}")
        parts.append(_delays_table(results, ground))
    if results.boards:
        parts.append(_boards_table(results))
    if results.deeds:
        parts.append(_deeds_table(results))
    for ground, delays in results.floor_ms.items():
        parts.append(
            f"call to the head's floor, {ground}: p50 {percentile(sorted(delays), 0.5):.0f} ms, "
            f"p99 {_p99(delays):.0f} ms of {len(delays)}"
        )
    if results.footprints:
        parts.append(_footprints_table(results))
    if results.loaded_mb:
        loaded = (f"{name} {mb:.0f}" for name, mb in results.loaded_mb.items())
        parts.append(f"memory after load, MB: {'; '.join(loaded)}")
    if results.touches_ms:
        ascending = sorted(results.touches_ms)
        parts.append(
            f"touch to the last byte at the printer: p50 {percentile(ascending, 0.5):.0f} ms, "
            f"p99 {percentile(ascending, 0.99):.0f} ms of {len(ascending)}"
        )
    if results.drawing_ms:
        parts.append(
            f"a slip: drawn in {median(results.drawing_ms):.1f} ms, encoded in {median(results.encoding_ms):.1f} ms"
        )
    parts.append(_aims_table(aims(results)))
    return "\n\n".join(parts)


def _rates_table(results: Results, ground: str) -> str:
    rows = [
        ["", "clients", "a second", "first floor", "of it", "second floor", "of it"],
    ]
    for deed in (ISSUE, NEXT):
        for clients in results.clients():
            first, second = (results.rates(ground, deed, clients, floor) for floor in (FIRST, SECOND))
            rows.append(
                [
                    DEED_WORDS[deed],
                    str(clients),
                    f"{first.ours:.0f}",
                    f"{first.floor:.0f}",
                    _ratio(first),
                    f"{second.floor:.0f}",
                    _ratio(second),
                ]
            )
    return _table(rows)


def _delays_table(results: Results, ground: str) -> str:
    """How long one ticket or call takes, beside both floors."""
    rows = [["", "clients", "ms", "ours", "first floor", "times it", "second floor", "times it"]]
    for deed in (ISSUE, NEXT):
        for clients in results.clients():
            for figure in ("p50_ms", "p99_ms"):
                first, second = (results.delays(ground, deed, clients, floor, figure) for floor in (FIRST, SECOND))
                rows.append(
                    [
                        DEED_WORDS[deed],
                        str(clients),
                        figure.removesuffix("_ms"),
                        f"{first.ours:.2f}",
                        f"{first.floor:.2f}",
                        _ratio(first),
                        f"{second.floor:.2f}",
                        _ratio(second),
                    ]
                )
    return _table(rows)


def _deeds_table(results: Results) -> str:
    grounds = list(results.deeds)
    rows = [["25 officers at once", *(f"{ground}: {what}" for ground in grounds for what in ("p50 ms", "p99 ms"))]]
    for deed in results.deeds[grounds[0]]:
        of_grounds = [results.deeds[ground][deed] for ground in grounds]
        rows.append([deed, *(f"{value:.1f}" for one in of_grounds for value in (one.p50_ms, one.p99_ms))])
    return _table(rows)


def _boards_table(results: Results) -> str:
    rows = [["Next to board", "ms", "ours", "first floor", "times it"]]
    for ground in results.boards:
        for figure in ("p50_ms", "p99_ms"):
            compared = results.board(ground, figure)
            what = figure.removesuffix("_ms")
            rows.append([ground, what, f"{compared.ours:.2f}", f"{compared.floor:.2f}", _ratio(compared)])
    return _table(rows)


def _footprints_table(results: Results) -> str:
    rows = [
        ["program", "import ms", "bare", "start ms", "bare", "times it", "at rest MB", "bare", "times it", "loaded MB"]
    ]
    for program in dict.fromkeys(one.program for one in results.footprints):
        imported, start, memory = (results.footprint(program, name) for name in ("import_ms", "start_ms", "memory_mb"))
        loaded = results.loaded_mb.get(program)
        rows.append(
            [
                program,
                f"{imported.ours:.0f}",
                f"{imported.floor:.0f}",
                f"{start.ours:.0f}",
                f"{start.floor:.0f}",
                f"{start.ratio:.2f}",
                f"{memory.ours:.0f}",
                f"{memory.floor:.0f}",
                f"{memory.ratio:.2f}",
                "" if loaded is None else f"{loaded:.0f}",
            ]
        )
    return _table(rows)


def _aims_table(found: Sequence[Aim]) -> str:
    rows = [[aim.what, aim.figure, aim.aim, "reached" if aim.is_reached else "MISSED"] for aim in found]
    return _table([["aim", "measured", "", ""], *rows])


def _ratio(compared: Compared) -> str:
    return f"{compared.ratio:.2f} ({compared.lowest:.2f}-{compared.highest:.2f})"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
