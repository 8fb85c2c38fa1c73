"""What the boards showed at a moment when the centre was at rest, held against the story told as far as that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulation.checker.boards import check_boards
from simulation.checker.findings import Findings
from simulation.checker.story import Story
from simulation.checker.telling import tell


@dataclass(frozen=True, slots=True)
class Sighting:
    seq: int
    """The journal's last sequence at that moment."""
    snapshots: Mapping[str, Mapping[str, Any]]
    """The newest payload of each topic below the centre, such as `board` and `counter/Q1`."""


def told_with_sightings(rows: Iterable[Mapping[str, Any]], sightings: Iterable[Sighting], findings: Findings) -> Story:
    """Tell all rows, and stop at each sighting to compare."""
    story = Story(findings)
    waiting = sorted(sightings, key=lambda sighting: sighting.seq)
    for row in rows:
        while waiting and waiting[0].seq < row["seq"]:
            check_boards(waiting.pop(0).snapshots, story, findings)
        tell(story, row)
    for sighting in waiting:
        check_boards(sighting.snapshots, story, findings)
    story.end()
    return story
