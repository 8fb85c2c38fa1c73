"""What differs between two set-ups of a centre, each difference with its place. JSON in, differences out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_NAMED_BY = ("id", "code", "policy_id", "weekday", "value")
"""What tells the rows of a list apart, so that a row put first does not change all others."""

Step = str | int


@dataclass(frozen=True, slots=True)
class Difference:
    place: tuple[Step, ...]
    """Where it stands; rows of a list by their own name, `("services", "A", "name")`."""
    before: Any
    """None: it was not there."""
    after: Any
    """None: it is gone."""


def differences(before: Any, after: Any, place: tuple[Step, ...] = ()) -> list[Difference]:
    """Every value that was added, removed or changed, in the order of the set-up."""
    return list(_differences(before, after, place))


def _differences(before: Any, after: Any, place: tuple[Step, ...]) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _differences(before.get(key), after.get(key), (*place, key))
        return
    rows_before, rows_after = _rows(before), _rows(after)
    if rows_before is None or rows_after is None:
        yield Difference(place, before, after)
        return
    kept = [name for name in rows_before if name in rows_after]
    moved = [name for name in rows_after if name in rows_before]
    if kept != moved:
        yield Difference(place, kept, moved)
    for name in [*rows_before, *(name for name in rows_after if name not in rows_before)]:
        yield from _differences(rows_before.get(name), rows_after.get(name), (*place, name))


def _rows(values: Any) -> dict[Step, Any] | None:
    """The rows of a list by name; None when it is no list of named rows."""
    if not isinstance(values, list) or not all(isinstance(row, dict) for row in values):
        return None
    named = {name: row for row in values if (name := _name(row)) is not None}
    return named if len(named) == len(values) else None


def _name(row: dict[str, Any]) -> Step | None:
    name = next((row[key] for key in _NAMED_BY if key in row), None)
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None
