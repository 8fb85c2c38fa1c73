"""Checks a centre from outside: its exported journal against the promises, with rules of its own.

Nothing here imports the server: what both believed wrongly, neither would find. What it reads is the journal
as `bocso journal` writes it, and beside it the tables, the snapshots on the boards and the scores as they are
shown; every difference is a broken promise with the sequence at which it shows.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from simulation.checker.chain import check_chain
from simulation.checker.findings import Broken, Findings
from simulation.checker.scores import check_scores
from simulation.checker.sighting import Sighting, told_with_sightings
from simulation.checker.story import Story
from simulation.checker.tables import check_tables, rows_of
from simulation.checker.telling import told

__all__ = ["Broken", "Findings", "Sighting", "Story", "check", "check_database", "rows_of"]


def check(rows: Iterable[Mapping[str, Any]], head: tuple[int, str] | None = None) -> tuple[Story, list[Broken]]:
    """Check journal rows alone; the story they tell, and what is broken in it. `head` is `journal_head`."""
    findings = Findings()
    rows = list(rows)
    check_chain(rows, head, findings)
    return told(rows, findings), findings.all


def check_database(
    connection: sqlite3.Connection,
    *,
    sightings: Iterable[Sighting] = (),
    reports: Iterable[Mapping[str, Any]] = (),
    settled_by_ms: int | None = None,
) -> tuple[Story, list[Broken]]:
    """Check a closed or resting database: chain, story, tables; and what was seen of it from outside.

    Args:
        sightings: what the boards showed at rest, at one moment or several.
        reports: scores as `GET /api/v1/scores` answered them.
        settled_by_ms: the centre's time when those were read; None: long after everything.
    """
    findings = Findings()
    rows, head = rows_of(connection)
    check_chain(rows, head, findings)
    story = told_with_sightings(rows, sightings, findings)
    check_tables(connection, story, findings)
    for report in reports:
        check_scores(report, story, findings, settled_by_ms)
    return story, findings.all
