"""The region of each place of the control ledger, so that a page of many places is read by region."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table; the next reconcile fills it, or the first command that needs it."""
    op.create_table(
        "listed_places",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("region_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index("ix_listed_places_region", "listed_places", ["region"], unique=False)
