"""From which day on the ratings are all there: before it some are forgotten, and a coverage would be false."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_forgotten_ratings"
down_revision = "2026_11_24_score_pages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("settled_until", sa.Column("kept_since", sa.Text(), nullable=False, server_default=""))
