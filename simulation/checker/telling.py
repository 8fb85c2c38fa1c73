"""Tells a story row by row: each kind of event to the function that holds it against the rules."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simulation.checker import telling_calls as calls
from simulation.checker import telling_desks as desks
from simulation.checker import telling_ratings as ratings
from simulation.checker import telling_set_up as set_up
from simulation.checker import telling_the_day as day
from simulation.checker import telling_tickets as tickets
from simulation.checker import telling_turns as turns
from simulation.checker.fields import FIELDS, as_newest, fields_of, is_known
from simulation.checker.findings import Findings
from simulation.checker.rules import in_ms
from simulation.checker.story import Row, Story

_ROOMS = (set_up, day, tickets, turns, calls, desks, ratings)
_WAYS: dict[str, Callable[[Story, Row], None]] = {
    kind: next(getattr(room, kind) for room in _ROOMS if hasattr(room, kind)) for kind in FIELDS
}


def tell(story: Story, row: Mapping[str, Any]) -> None:
    """Tell one more row."""
    kind, version = row["kind"], row["version"]
    story.turn_to(row["seq"], in_ms(row["at"]), row["actor"], version)
    if not is_known(kind, version):
        story.broken("journal", f"an event '{kind}' of version {version} is not known")
        return
    try:
        body = json.loads(row["body"])
        wanted = fields_of(kind, version)
        if set(body) != wanted:
            story.broken("privacy", f"{kind} holds {', '.join(sorted(body))}; it has {', '.join(sorted(wanted))}")
        story.see_to_what_is_owed(kind)
        _WAYS[kind](story, as_newest(kind, version, body))
    except (KeyError, TypeError, ValueError, IndexError) as fault:
        story.broken("journal", f"{kind} fits nothing that was told before ({type(fault).__name__}: {fault})")


def told(rows: Iterable[Mapping[str, Any]], findings: Findings) -> Story:
    """Tell all rows; what breaks a promise goes to `findings`."""
    story = Story(findings)
    for row in rows:
        tell(story, row)
    story.end()
    return story
