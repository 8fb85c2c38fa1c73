"""The pages of scores: who moderated citizens' words, and the few presses with flags found at once."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_score_pages"
down_revision = "2026_11_24_security"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comments", sa.Column("moderated_by", sa.Text(), nullable=True))
    op.add_column("comments", sa.Column("moderated_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "presses_flagged",
        "presses",
        ["window_id", "channel", "flags", "counter_id", "received_at"],
        sqlite_where=sa.text("flags != ''"),
    )
    op.create_index("score_views_in_time", "score_views", ["viewed_at"])
