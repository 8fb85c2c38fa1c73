"""The citizen's side: purposes, presence, rush, emergency numbers, voices, pictures, procedures; all is kept."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_citizens_side"
down_revision = "2026_11_21_centre_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("purpose", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("confirmed_at", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("postponed_until", sa.BigInteger(), nullable=True))
    op.add_column("service_days", sa.Column("rush", sa.Text(), nullable=True))
    op.add_column("service_days", sa.Column("rush_by", sa.Text(), nullable=True))

    # SQLite adds no column that may not be empty: the table is made anew beside the old.
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
        sa.PrimaryKeyConstraint("device_id"),
    )
    # Kiosks have their numbers in the order in which they were added, as a replay of the journal gives them.
    op.execute(
        "INSERT INTO devices SELECT device_id, kind, counter_id, zone, settings_revision, name, retired_at, 1,"
        " CASE WHEN kind = 'kiosk' THEN (SELECT count(*) FROM former_devices AS earlier"
        " WHERE earlier.kind = 'kiosk' AND earlier.rowid <= former_devices.rowid) END"
        " FROM former_devices ORDER BY rowid"
    )
    op.drop_table("former_devices")

    op.create_table(
        "superseded_numbers",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "shown"),
    )
    op.create_table(
        "pictures",
        sa.Column("picture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("picture_id"),
    )
    op.create_table(
        "procedure_imports",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("import_id"),
    )
    op.create_table(
        "picture_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "procedures",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Text(), nullable=False),
        sa.Column("effective_to", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_table(
        "device_sightings",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
