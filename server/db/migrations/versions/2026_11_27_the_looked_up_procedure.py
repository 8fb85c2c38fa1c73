"""Tickets know the procedure that was looked up for them; ratings are told apart by it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_procedure"
down_revision = "2026_11_26_pairing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("procedure", sa.Text(), nullable=True))
    op.create_index("tickets_for_procedures", "tickets", ["day"], sqlite_where=sa.text("procedure IS NOT NULL"))
