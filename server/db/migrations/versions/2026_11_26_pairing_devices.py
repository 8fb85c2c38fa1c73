"""Devices are paired with a code: their generation, several credentials while one is rotated, the codes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_pairing"
down_revision = "2026_11_25_forgotten_ratings"
branch_labels = None
depends_on = None

SET_UP_KINDS = (
    "kind IN ('set_up_changed', 'device_added', 'device_changed', 'device_retired', 'device_invited',"
    " 'device_enrolled', 'device_rotation_asked', 'device_rotated', 'device_revoked')"
)


def upgrade() -> None:
    # SQLite adds no column that may not be empty, and changes no key: both tables are made anew beside the old.
    op.rename_table("devices", "former_devices")
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counter_id", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("settings_revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("kiosk_number", sa.Integer(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotation_asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.execute(
        "INSERT INTO devices SELECT device_id, kind, counter_id, zone, settings_revision, name, retired_at, speaks,"
        " kiosk_number, 1, 0 FROM former_devices ORDER BY rowid"
    )
    op.drop_table("former_devices")

    op.rename_table("device_credentials", "former_credentials")
    op.create_table(
        "device_credentials",
        sa.Column("credential_hash", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("credential_hash"),
    )
    op.execute(
        "INSERT INTO device_credentials SELECT credential_hash, device_id, 0, 1, NULL"
        " FROM former_credentials ORDER BY rowid"
    )
    op.drop_table("former_credentials")
    op.create_index("credentials_of_device", "device_credentials", ["device_id"])

    op.create_table(
        "enrolments",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("half_hash", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_index("enrolments_by_half", "enrolments", ["half_hash"])

    op.drop_index("journal_of_set_up", "journal")
    op.create_index("journal_of_set_up", "journal", ["seq"], sqlite_where=sa.text(SET_UP_KINDS))
