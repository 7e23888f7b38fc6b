"""What reconciliation finds in one report alone is kept with its reading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; what was read before has none, and it is found anew each time."""
    op.add_column("readings", sa.Column("worked_out", sa.Text(), nullable=True))
