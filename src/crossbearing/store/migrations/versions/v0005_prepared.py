"""What only all claims together tell is kept beside the record in parts: naming, copies, the network of voices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; it is filled with the record, or by the first command that needs it."""
    op.create_table(
        "prepared",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
