"""The queue in the order in which it is called, and each counter's open windows: found however long the past is."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_queue_in_line"
down_revision = "2026_11_21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("turns_open", "turns")
    op.create_index(
        "turns_in_line",
        "turns",
        ["state", "day", "service", "rate", "ranked_at", "arrival"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "turns_at_counter",
        "turns",
        ["counter_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL AND counter_id IS NOT NULL"),
    )
    op.create_index(
        "windows_open_at_counter",
        "windows",
        ["counter_id", "window_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
