"""The centre's day: holds, transfers, pauses, supplements, reserved places, jobs, notices; what is there is kept."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_centre_day"
down_revision = "2026_11_21_queue_in_line"
branch_labels = None
depends_on = None


def _set_aside(table: str, indexes: list[str]) -> None:
    """SQLite adds columns only at the end, and none that may not be empty: the table is made anew beside the old."""
    for index in indexes:
        op.drop_index(index, table)
    op.rename_table(table, f"former_{table}")


def _take_over(table: str, added: Mapping[str, str]) -> None:
    """Copy the rows of the former table; `added` gives what stands in new columns that may not be empty."""
    kept = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(f"former_{table}")]
    former = sa.table(f"former_{table}", *(sa.column(name) for name in kept))
    now = sa.table(table, *(sa.column(name) for name in [*kept, *added]))
    op.execute(
        sa.insert(now).from_select([*kept, *added], sa.select(*former.c, *(sa.text(value) for value in added.values())))
    )
    op.drop_table(f"former_{table}")


def upgrade() -> None:
    _set_aside("calls", ["calls_of_day", "calls_of_turn"])
    op.create_table(
        "calls",
        sa.Column("call_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_seat", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    _take_over("calls", {"to_seat": "0"})
    op.create_index("calls_of_day", "calls", ["day", "call_id"], unique=False)
    op.create_index("calls_of_turn", "calls", ["turn_id"], unique=False)
    _set_aside("devices", [])
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("settings_revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
    )
    _take_over("devices", {"name": "''"})

    _set_aside("service_days", [])
    op.create_table(
        "service_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("phase_at_opening", sa.Integer(), nullable=False),
        sa.Column("extended_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("day"),
    )
    _take_over("service_days", {})

    _set_aside("staff", [])
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    _take_over("staff", {"languages": "'[]'", "is_active": "1"})

    _set_aside("tickets", ["tickets_print_due"])
    op.create_table(
        "tickets",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("intent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("priority_group", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("helped_by", sa.Text(), nullable=True),
        sa.Column("print_outcome", sa.Text(), nullable=True),
        sa.Column("print_due_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id"),
        sa.UniqueConstraint("day", "prefix", "number"),
        sa.UniqueConstraint("intent_id"),
    )
    _take_over("tickets", {"origin": "'kiosk'"})
    op.create_index("tickets_by_shown", "tickets", ["day", "shown"], unique=False)
    op.create_index(
        "tickets_print_due", "tickets", ["print_due_at"], unique=False, sqlite_where=sa.text("print_due_at IS NOT NULL")
    )
    _set_aside("turns", ["turns_cool_down", "turns_grace", "turns_of_ticket", "turns_in_line", "turns_at_counter"])
    op.create_table(
        "turns",
        sa.Column("turn_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ranked_at", sa.BigInteger(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.Column("overtaken", sa.Integer(), nullable=False),
        sa.Column("first_overtaken_at", sa.BigInteger(), nullable=True),
        sa.Column("cool_down_until", sa.BigInteger(), nullable=True),
        sa.Column("grace_until", sa.BigInteger(), nullable=True),
        sa.Column("counter_id", sa.Text(), nullable=True),
        sa.Column("officer_id", sa.Text(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("called_first_at", sa.BigInteger(), nullable=True),
        sa.Column("called_last_at", sa.BigInteger(), nullable=True),
        sa.Column("call_count", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("arrival_inferred", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("end_inferred", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("from_turn", sa.Integer(), nullable=True),
        sa.Column("for_counter", sa.Text(), nullable=True),
        sa.Column("for_officer", sa.Text(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("absent_due_at", sa.BigInteger(), nullable=True),
        sa.Column("ticks", sa.Text(), nullable=False),
        sa.Column("touched_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    _take_over("turns", {"origin": "'issued'", "ticks": "'[]'"})
    op.create_index(
        "turns_absent_due", "turns", ["absent_due_at"], unique=False, sqlite_where=sa.text("absent_due_at IS NOT NULL")
    )
    op.create_index(
        "turns_at_counter",
        "turns",
        ["counter_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL AND counter_id IS NOT NULL"),
    )
    op.create_index(
        "turns_busy",
        "turns",
        ["ticket_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL AND counter_id IS NOT NULL"),
    )
    op.create_index(
        "turns_cool_down",
        "turns",
        ["cool_down_until"],
        unique=False,
        sqlite_where=sa.text("cool_down_until IS NOT NULL"),
    )
    op.create_index(
        "turns_grace", "turns", ["grace_until"], unique=False, sqlite_where=sa.text("grace_until IS NOT NULL")
    )
    op.create_index("turns_held", "turns", ["held_until"], unique=False, sqlite_where=sa.text("held_until IS NOT NULL"))
    op.create_index(
        "turns_in_line",
        "turns",
        ["state", "day", "service", "rate", "ranked_at", "arrival"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("turns_of_ticket", "turns", ["ticket_id"], unique=False)
    op.create_table(
        "claim_codes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("claim_codes_of", "claim_codes", ["kind", "ref_id"], unique=True)
    op.create_table(
        "closed_services",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "service"),
    )
    op.create_table(
        "deed_reasons",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "desk_pauses",
        sa.Column("pause_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=False),
        sa.Column("resumed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("pause_id"),
    )
    op.create_index(
        "desk_pause_open", "desk_pauses", ["session_id"], unique=True, sqlite_where=sa.text("resumed_at IS NULL")
    )
    op.create_table(
        "dossier_codes",
        sa.Column("turn_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    op.create_table(
        "holds",
        sa.Column("hold_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("hold_id"),
    )
    op.create_index("holds_of_turn", "holds", ["turn_id"], unique=False)
    op.create_table(
        "job_payloads",
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job_id"),
    )
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job_id"),
    )
    op.create_index(
        "jobs_open", "jobs", ["device_id", "job_id"], unique=False, sqlite_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "notice_texts",
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id"),
    )
    op.create_table(
        "notices",
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("notice_id"),
    )
    op.create_index(
        "journal_of_set_up",
        "journal",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("kind IN ('set_up_changed', 'device_added', 'device_changed', 'device_retired')"),
    )
    op.create_table(
        "acknowledged_alarms",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("alarms_quiet", "acknowledged_alarms", ["until_at"], unique=False)
    op.create_table(
        "temporary_passwords",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_table(
        "reserved_places",
        sa.Column("place_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("priority_group", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_ticket", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id"),
    )
    op.create_index("places_of_day", "reserved_places", ["day", "service", "at"], unique=False)
    op.create_table(
        "supplement_texts",
        sa.Column("supplement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("supplement_id"),
    )
    op.create_table(
        "supplements",
        sa.Column("supplement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.Column("returned_ticket", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("supplement_id"),
    )
    op.create_index("supplements_of_turn", "supplements", ["turn_id"], unique=False)
    op.create_index("supplements_returned", "supplements", ["returned_ticket"], unique=False)
    op.create_table(
        "ticket_notes",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("note_id"),
    )
    op.create_index("notes_of_ticket", "ticket_notes", ["ticket_id"], unique=False)
    op.create_index("windows_of_turn", "windows", ["turn_id"], unique=False)
    op.create_index(
        "journal_deeds",
        "journal",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("kind IN ('quick_served', 'priority_changed')"),
    )
    # What could be taken back for ten seconds more does not have the new columns.
    op.execute("DELETE FROM undo_points")
    op.execute("INSERT INTO deed_reasons (seq, reason) SELECT call_id, reason FROM call_reasons")
    op.drop_table("call_reasons")
