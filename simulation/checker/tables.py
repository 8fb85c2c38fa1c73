"""Compares the tables of a centre's database with the story its journal tells, row by row."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import column, select
from sqlalchemy import table as named_table

from simulation.checker.findings import Findings
from simulation.checker.story import Story


def rows_of(connection: sqlite3.Connection) -> tuple[list[dict[str, Any]], tuple[int, str] | None]:
    """The journal's rows and its head, as they are stored."""
    names = ("seq", "at", "kind", "version", "actor", "body", "hash")
    found = connection.execute("SELECT seq, at, kind, version, actor, body, hash FROM journal ORDER BY seq")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    head = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
    return rows, None if head is None else (head[0], head[1])


def check_tables(connection: sqlite3.Connection, story: Story, findings: Findings) -> None:
    """Every journalled table holds what the story says, and nothing else."""
    series = [{"day": day, "prefix": prefix, "last_number": last} for (day, prefix), last in story.series.items()]
    for table, key, rows in (
        ("service_days", "day", story.days.values()),
        ("series", "day, prefix", series),
        ("tickets", "ticket_id", story.tickets.values()),
        ("superseded_numbers", "day, shown", story.superseded.values()),
        ("turns", "turn_id", story.turns.values()),
        ("calls", "call_id", story.calls.values()),
        ("closed_services", "day, service", story.closed_services.values()),
        ("notices", "notice_id", story.notices.values()),
        ("pictures", "picture_id", story.pictures.values()),
        ("procedure_imports", "import_id", story.imports.values()),
        ("holds", "hold_id", story.holds.values()),
        ("supplements", "supplement_id", story.supplements.values()),
        ("reserved_places", "place_id", story.places.values()),
        ("jobs", "job_id", story.jobs.values()),
        ("desk_sessions", "session_id", story.sessions.values()),
        ("desk_pauses", "pause_id", story.pauses.values()),
        ("windows", "window_id", story.windows.values()),
        ("presses", "press_id", story.presses.values()),
        ("rating_reasons", "window_id, series, reason", story.reasons.values()),
        ("corrections", "correction_id", story.corrections.values()),
        ("blocks_set_aside", "correction_id", story.set_aside.values()),
        ("answered_findings", "seq", story.answered.values()),
        ("devices", "device_id", story.devices.values()),
        ("staff", "staff_id", story.staff.values()),
        ("cancelled_intents", "intent_id", story.cancelled.values()),
        ("clock_jumps", "seq", story.jumps.values()),
    ):
        _compare(connection, table, key, rows, findings)


def _compare(
    connection: sqlite3.Connection, table: str, key: str, rows: Iterable[Mapping[str, Any]], findings: Findings
) -> None:
    keys = key.split(", ")
    wanted = {tuple(row[part] for part in keys): row for row in rows}
    columns = list(next(iter(wanted.values()))) if wanted else keys
    asked = str(select(*map(column, columns)).select_from(named_table(table)).order_by(*map(column, keys)))
    cursor = connection.execute(asked)
    names = [described[0] for described in cursor.description]
    stored = {tuple(row[names.index(part)] for part in keys): dict(zip(names, row, strict=True)) for row in cursor}
    for found in sorted(set(stored) | set(wanted), key=str):
        named = f"{table} {' '.join(str(part) for part in found)}"
        if found not in stored:
            findings.broken("tables", None, f"{named} is missing")
        elif found not in wanted:
            findings.broken("tables", None, f"{named} comes from no event")
        else:
            for name, value in stored[found].items():
                findings.expect("tables", None, f"{named}: {name}", value, wanted[found][name])
