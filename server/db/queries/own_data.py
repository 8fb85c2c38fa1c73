"""Everything that is held about one member of staff, table by table, as it is handed out to that person.

Neither secrets nor anything of a citizen: no password hash, no ticket, no single rating.
"""

import sqlite3
from collections.abc import Mapping

from sqlalchemy import BindParameter, bindparam, select

from server.db import tables as t
from server.db.statements import Statement
from server.domain.instant import rfc3339

_me: BindParameter[str] = bindparam("of_staff")
_actor: BindParameter[str] = bindparam("of_actor")
_HELD: Mapping[str, Statement] = {
    "person": Statement(
        select(
            t.staff.c.staff_id,
            t.staff.c.role,
            t.staff.c.languages,
            t.staff.c.is_active,
            t.staff.c.expires_on,
            t.staff_profiles.c.login,
            t.staff_profiles.c.display_name,
        )
        .outerjoin(t.staff_profiles, t.staff_profiles.c.staff_id == t.staff.c.staff_id)
        .where(t.staff.c.staff_id == _me)
    ),
    "logins": Statement(
        select(
            t.web_sessions.c.created_at,
            t.web_sessions.c.seen_at,
            t.web_sessions.c.address,
            t.web_sessions.c.browser,
        ).where(t.web_sessions.c.staff_id == _me)
    ),
    "known_browsers": Statement(select(t.known_browsers.c.seen_at).where(t.known_browsers.c.staff_id == _me)),
    "second_factor": Statement(select(t.second_factors.c.confirmed_at).where(t.second_factors.c.staff_id == _me)),
    "desk_sessions": Statement(
        select(t.desk_sessions.c.counter_id, t.desk_sessions.c.signed_on_at, t.desk_sessions.c.signed_off_at).where(
            t.desk_sessions.c.officer_id == _me
        )
    ),
    "pauses": Statement(
        select(
            t.desk_pauses.c.counter_id,
            t.desk_pauses.c.reason,
            t.desk_pauses.c.paused_at,
            t.desk_pauses.c.resumed_at,
        ).where(t.desk_pauses.c.officer_id == _me)
    ),
    "calls": Statement(
        select(
            t.calls.c.call_id,
            t.calls.c.day,
            t.calls.c.counter_id,
            t.calls.c.kind,
            t.calls.c.called_at,
            t.calls.c.undone,
        ).where(t.calls.c.officer_id == _me)
    ),
    "turns": Statement(
        select(
            t.turns.c.turn_id,
            t.turns.c.day,
            t.turns.c.service,
            t.turns.c.counter_id,
            t.turns.c.state,
            t.turns.c.outcome,
            t.turns.c.called_first_at,
            t.turns.c.arrived_at,
            t.turns.c.arrival_inferred,
            t.turns.c.ended_at,
            t.turns.c.end_inferred,
        ).where(t.turns.c.officer_id == _me)
    ),
    "corrections_of_own_ratings": Statement(select(*t.corrections.columns).where(t.corrections.c.officer_id == _me)),
    "answers_to_findings": Statement(
        select(t.answered_findings.c.finding_key, t.answered_findings.c.answered_at, t.finding_answers.c.text)
        .outerjoin(t.finding_answers, t.finding_answers.c.seq == t.answered_findings.c.seq)
        .where(t.answered_findings.c.officer_id == _me)
    ),
    "reasons_given": Statement(
        select(t.journal.c.seq, t.journal.c.at, t.journal.c.kind, t.deed_reasons.c.reason)
        .join(t.deed_reasons, t.deed_reasons.c.seq == t.journal.c.seq)
        .where(t.journal.c.actor == _actor)
    ),
    "notes_written": Statement(
        select(t.ticket_notes.c.noted_at, t.ticket_notes.c.note).where(t.ticket_notes.c.staff_id == _me)
    ),
    "looks_at_scores": Statement(
        select(t.score_views.c.what, t.score_views.c.viewed_at).where(t.score_views.c.staff_id == _me)
    ),
}


def held_about(connection: sqlite3.Connection, staff_id: str) -> dict[str, list[dict[str, object]]]:
    """The rows about one person by what they are; times in RFC 3339, UTC."""
    named = {"of_staff": staff_id, "of_actor": f"staff:{staff_id}"}
    return {
        what: [_row(row) for row in statement.each(connection, **_used(statement, named))]
        for what, statement in _HELD.items()
    }


def _used(statement: Statement, named: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in named.items() if f":{name}" in statement.sql()}


def _row(row: sqlite3.Row) -> dict[str, object]:
    return {name: _value(name, value) for name, value in dict(row).items()}


def _value(name: str, value: object) -> object:
    return rfc3339(value) if name.endswith("_at") and isinstance(value, int) else value
