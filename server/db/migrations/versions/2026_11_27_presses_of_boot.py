"""The highest count of a pad's boot is found without a look at its other presses."""

from alembic import op

revision = "2026_11_27_presses_of_boot"
down_revision = "2026_11_27_procedure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("presses_of_boot", "presses", ["device_id", "boot_id", "n"])
