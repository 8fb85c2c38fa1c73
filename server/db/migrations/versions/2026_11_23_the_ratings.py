"""Ratings that can be trusted: by which channel, what is odd about them, reasons, corrections; all is kept."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_ratings"
down_revision = "2026_11_22_citizens_side"
branch_labels = None
depends_on = None

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.add_column("windows", sa.Column("undone_at", sa.BigInteger(), nullable=True))
    op.create_index("windows_in_days", "windows", ["scheme_id", "undone", "day", "officer_id", "counter_id", "service"])
    _say_when_windows_were_undone()
    _presses_by_channel()
    op.create_table(
        "rating_reasons",
        sa.Column("window_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("window_id", "series", "reason"),
    )
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("correction_id"),
    )
    op.create_table(
        "blocks_set_aside",
        sa.Column("correction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("put_back_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("correction_id"),
    )
    op.create_index(
        "block_set_aside_once",
        "blocks_set_aside",
        ["scheme_id", "series", "officer_id", "counter_id", "block"],
        unique=True,
        sqlite_where=sa.text("put_back_by IS NULL"),
    )
    op.create_table(
        "answered_findings",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding_key", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("answers_of_finding", "answered_findings", ["finding_key"])
    _what_is_not_journalled()


def _say_when_windows_were_undone() -> None:
    """The journal knows: an undone action takes its windows back, and so does a turn that was revived."""
    connection = op.get_bind()
    undone = connection.execute(
        sa.text("SELECT seq, kind, at, body FROM journal WHERE kind IN ('action_undone', 'turn_revived') ORDER BY seq")
    ).fetchall()
    of_action = sa.text(
        "UPDATE windows SET undone_at = :at WHERE undone_at IS NULL AND window_id BETWEEN :first_seq AND :last_seq"
    )
    of_turn = sa.text(
        "UPDATE windows SET undone_at = :at WHERE undone_at IS NULL AND turn_id = :turn_id AND window_id < :seq"
    )
    for seq, kind, at, body in undone:
        event = json.loads(body)
        if kind == "action_undone":
            which, named = of_action, {"first_seq": event["first_seq"], "last_seq": event["last_seq"]}
        else:
            which, named = of_turn, {"turn_id": event["turn_id"], "seq": seq}
        connection.execute(which, named | {"at": _milliseconds(at)})


def _milliseconds(at: str) -> int:
    since = datetime.fromisoformat(at) - _UNIX_EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def _presses_by_channel() -> None:
    """SQLite adds no column that may not be empty: the table is made anew beside the old. All came from pads."""
    op.drop_index("presses_of_window", "presses")
    op.rename_table("presses", "former_presses")
    op.create_table(
        "presses",
        sa.Column("press_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("window_seen", sa.Integer(), nullable=True),
        sa.Column("age_ms", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("press_id"),
        sa.UniqueConstraint("seq"),
    )
    op.execute(
        "INSERT INTO presses SELECT press_id, seq, device_id, counter_id, boot_id, n, level, window_seen, age_ms,"
        " received_at, window_id, 'pad', '' FROM former_presses ORDER BY seq"
    )
    op.drop_table("former_presses")
    op.create_index("presses_of_window", "presses", ["window_id"])
    op.create_index("presses_of_device", "presses", ["device_id", "seq"])


def _what_is_not_journalled() -> None:
    """The settled ratings stay empty here: the server fills them from windows and presses."""
    op.create_table(
        "settled_ratings",
        sa.Column("window_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Text(), nullable=False),
        sa.Column("order_seq", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("scheme_id", sa.Text(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("window_id", "series"),
    )
    op.create_index(
        "settled_in_blocks",
        "settled_ratings",
        [
            "scheme_id",
            "series",
            "officer_id",
            "counter_id",
            "block",
            "day",
            "level",
            "satisfied",
            "service",
            "hour",
            "settled_at",
        ],
    )
    op.create_index(
        "settled_in_order",
        "settled_ratings",
        ["scheme_id", "series", "order_seq", "service", "weekday", "hour", "day", "officer_id", "level"],
    )
    op.create_table(
        "settled_until",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "comments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index("comments_of_day", "comments", ["day", "service"])
    op.create_table(
        "rating_browsers",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "browser", "turn_id"),
    )
    op.create_table(
        "staff_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "finding_answers",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
