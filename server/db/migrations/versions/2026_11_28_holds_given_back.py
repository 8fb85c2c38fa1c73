"""Whoever was away, waited again and then gave the number back is away no more: such a hold stood open for ever."""

from alembic import op

revision = "2026_11_28_holds_given_back"
down_revision = "2026_11_27_presses_of_boot"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the journal tells it since: the event that ended the turn, the last that touched it, ended the hold too.
    op.execute(
        "UPDATE holds SET (ended_at, ended_seq) ="
        " (SELECT ended_at, touched_seq FROM turns WHERE turns.turn_id = holds.turn_id)"
        " WHERE ended_at IS NULL AND turn_id IN"
        " (SELECT turn_id FROM turns WHERE state IN ('cancelled', 'voided'))"
    )
