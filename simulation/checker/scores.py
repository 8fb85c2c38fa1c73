"""Computes every score once more from the story's presses and compares with what the scores page answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isclose, sqrt
from typing import Any

from simulation.checker.findings import Findings
from simulation.checker.rules import SECOND_THOUGHTS_MS, UNDO_MS
from simulation.checker.story import Row, Story

BLOCK = 10
SETTLED_MS = max(UNDO_MS, SECOND_THOUGHTS_MS)
AT_THE_DESK = ("pad", "touch")
UNCOUNTED = {"impossible", "no_window", "staff_address", "same_browser"}
Z = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn that opened a window."""

    officer: str
    counter: str
    day: str
    level: int | None
    """None: not rated, or not settled yet."""
    order: int
    """The sequence of its first press; 0 without one."""


def check_scores(report: Mapping[str, Any], story: Story, findings: Findings, settled_by_ms: int | None = None) -> None:
    """Compare one answer of `GET /api/v1/scores` (of all days in its period) with the story."""
    rules = story.rules
    if rules is None:
        return
    closed = {day for day, row in story.days.items() if row["state"] == "closed"}
    first, last, is_own = report["first_day"], report["last_day"], report["is_own"]
    for scheme in report["schemes"]:
        asked = asked_under(story, scheme["scheme_id"], settled_by_ms)
        aside = {
            (block["officer_id"], block["counter_id"], block["block"])
            for block in story.set_aside.values()
            if (block["scheme_id"], block["series"], block["put_back_by"]) == (scheme["scheme_id"], "desk", None)
        }
        for what, rows in (("officer", scheme["officers"]), ("counter", scheme["counters"])):
            seen = {row["id"] for row in rows}
            in_period = [one for one in asked if first <= one.day <= last and (not is_own or one.day in closed)]
            wanted = {getattr(one, what) for one in in_period}
            if not is_own and seen != wanted:
                findings.broken("scores", None, f"scores of {what}s {sorted(seen)}, not of {sorted(wanted)}")
            for row in rows:
                of_row = [one for one in asked if getattr(one, what) == row["id"]]
                visible = closed if is_own else None
                _check_row(row, of_row, first, last, visible, aside, rules.satisfied, findings)


def asked_under(story: Story, scheme_id: str, settled_by_ms: int | None = None) -> list[Asked]:
    """Every turn that asked for a rating under a scheme, with the rating that counts."""
    by_window: dict[int, list[Row]] = {}
    for press in story.presses.values():
        if press["window_id"] is not None and press["channel"] in AT_THE_DESK and _is_counted(press):
            by_window.setdefault(press["window_id"], []).append(press)
    asked = []
    for window in story.windows.values():
        if window["scheme_id"] != scheme_id:
            continue
        pressed = by_window.get(window["window_id"], [])
        level = counted_level(pressed, settled_by_ms)
        if window["undone"] and (level is None or window["undone_at"] < _settles_at(pressed)):
            continue
        order = min((press["seq"] for press in pressed), default=0)
        asked.append(Asked(window["officer_id"], window["counter_id"], window["day"], level, order))
    return asked


def counted_level(pressed: list[Row], settled_by_ms: int | None) -> int | None:
    """The level of the last press within five seconds of the first, among those that came before it settled."""
    if not pressed:
        return None
    settles_at = _settles_at(pressed)
    if settled_by_ms is not None and settled_by_ms < settles_at:
        return None
    in_time = [press for press in pressed if press["received_at"] < settles_at]
    in_order = sorted(in_time, key=lambda press: (_pressed_at(press), press["seq"]))
    until = _pressed_at(in_order[0]) + SECOND_THOUGHTS_MS
    return int([press for press in in_order if _pressed_at(press) <= until][-1]["level"])


def _settles_at(pressed: list[Row]) -> int:
    return int(min(pressed, key=lambda press: press["seq"])["received_at"] + SETTLED_MS)


def _is_counted(press: Row) -> bool:
    return not UNCOUNTED & set(press["flags"].split())


def wilson(yes: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share."""
    share = yes / n
    half = Z * sqrt((share * (1 - share) + Z * Z / (4 * n)) / n)
    middle = share + Z * Z / (2 * n)
    return max(0.0, (middle - half) / (1 + Z * Z / n)), min(1.0, (middle + half) / (1 + Z * Z / n))


def _check_row(
    row: Mapping[str, Any],
    asked: list[Asked],
    first: str,
    last: str,
    visible: set[str] | None,
    aside: set[tuple[str, str, int]],
    satisfied: frozenset[int],
    findings: Findings,
) -> None:
    in_period = [a for a in asked if first <= a.day <= last and (visible is None or a.day in visible)]
    published = _published(asked, first, last, visible, aside)
    rated = sum(one.level is not None for one in in_period)
    name = f"the score of {row['id']}"
    findings.expect("scores", None, f"{name}: windows", row["windows"], len(in_period))
    findings.expect("scores", None, f"{name}: rated", row["rated"], rated)
    findings.expect("scores", None, f"{name}: published", row["published"], len(published))
    score = row["score"]
    if len(published) < BLOCK:
        findings.expect("scores", None, f"{name} below ten", score, None)
        return
    if score is None:
        findings.broken("scores", None, f"{name} is not shown although {len(published)} ratings are behind it")
        return
    yes = sum(level in satisfied for level in published)
    low, high = wilson(yes, len(published))
    distribution = {int(level): count for level, count in score["distribution"].items()}
    findings.expect(
        "scores", None, f"{name}: distribution", distribution, {v: published.count(v) for v in distribution}
    )
    findings.expect("scores", None, f"{name}: satisfied", score["satisfied"], yes)
    for what, value in (("share", yes / len(published)), ("low", low), ("high", high)):
        if not isclose(score[what], value, abs_tol=1e-9):
            findings.broken("scores", None, f"{name}: {what} is {score[what]}, the presses say {value}")


def _published(
    asked: Iterable[Asked], first: str, last: str, visible: set[str] | None, aside: set[tuple[str, str, int]]
) -> list[int]:
    """The levels of the whole blocks of ten, in order of rating, of each officer at each counter, that lie in the
    period, may be seen, and were not set aside."""
    cells: dict[tuple[str, str], list[Asked]] = {}
    for one in sorted((one for one in asked if one.level is not None), key=lambda one: one.order):
        cells.setdefault((one.officer, one.counter), []).append(one)
    blocks = [
        rated[at : at + BLOCK]
        for cell, rated in cells.items()
        for at in range(0, len(rated) - len(rated) % BLOCK, BLOCK)
        if (*cell, at // BLOCK + 1) not in aside
    ]
    inside = (
        block
        for block in blocks
        if all(first <= one.day <= last and (visible is None or one.day in visible) for one in block)
    )
    return [one.level for block in inside for one in block if one.level is not None]


def _pressed_at(press: Row) -> int:
    return int(press["received_at"]) - (press["age_ms"] or 0)
