"""Whence sessions come, browsers in which somebody has logged in before, second factors and their recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_security"
down_revision = "2026_11_23_ratings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_sessions", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("web_sessions", sa.Column("browser", sa.Text(), nullable=True))
    op.create_table(
        "known_browsers",
        sa.Column("browser_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("browser_hash", "staff_id"),
    )
    op.create_table(
        "second_factors",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "n"),
    )
