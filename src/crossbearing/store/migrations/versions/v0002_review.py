"""Decisions of people: on claims by what they stand on, on events, and who codes which report."""

# One function over 40 lines: it is a list of tables as they were on that day, and is never edited again.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crossbearing.store import views

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and tables of review."""
    for name, kind in (("lane", sa.Text()), ("subject", sa.Text()), ("turn", sa.Integer()), ("sha256", sa.Text())):
        op.add_column("judgements", sa.Column(name, kind, nullable=True))
    op.create_index("judgements_turns", "judgements", ["document", "lane", "subject", "turn"], unique=True)
    op.create_table(
        "event_judgements",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_event_judgements_undoes"), "event_judgements", ["undoes"], unique=False)
    op.create_table(
        "codings",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_codings_document"), "codings", ["document"], unique=False)
    op.create_index(op.f("ix_codings_coder"), "codings", ["coder"], unique=False)
    op.create_table(
        "to_review",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("cls", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_key", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("calm", sa.Float(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index("to_review_document", "to_review", ["document", "start", "claim"], unique=False)
    op.create_index("to_review_confidence", "to_review", ["confidence", "claim"], unique=False)
    op.create_index("to_review_calm", "to_review", ["calm", "claim"], unique=False)
    for name, column in (("cls", "cls"), ("family", "family"), ("place", "place_key"), ("disputed", "disputed")):
        op.create_index(f"to_review_{name}", "to_review", [column, "confidence", "claim"], unique=False)
    bind = op.get_bind()
    for statement in views.guards(bind.dialect.name, ("event_judgements", "codings")):
        bind.exec_driver_sql(statement)
