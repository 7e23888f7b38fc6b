"""What lists, facets and the map are made of: short rows, columns, and an index of words."""

# One function over 40 lines: it is a list of tables as they were on that day, and is never edited again.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crossbearing.store import views

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables; the next reconcile fills them, or the first command that needs them."""
    op.create_table(
        "listed_events",
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("cls", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("airwars", sa.Text(), nullable=False),
        sa.Column("located", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("district_name", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("country_name", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
        sa.Column("from_lat", sa.Float(), nullable=True),
        sa.Column("from_lon", sa.Float(), nullable=True),
        sa.Column("to_lat", sa.Float(), nullable=True),
        sa.Column("to_lon", sa.Float(), nullable=True),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("voices", sa.BigInteger(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("killed_low", sa.BigInteger(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.Column("killed_high", sa.BigInteger(), nullable=True),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("rank"),
    )
    op.create_index(op.f("ix_listed_events_id"), "listed_events", ["id"], unique=False)
    op.create_index(op.f("ix_listed_events_part_of"), "listed_events", ["part_of"], unique=False)
    op.create_table(
        "listed_voices",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("colour", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_listed_voices_id"), "listed_voices", ["id"], unique=False)
    op.create_table(
        "listed_event_voices",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("voice", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "voice"),
    )
    op.create_table(
        "listed_event_documents",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("event", "document"),
    )
    op.create_index(op.f("ix_listed_event_documents_document"), "listed_event_documents", ["document"], unique=False)
    op.create_table(
        "listed_documents",
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("voice", sa.BigInteger(), nullable=True),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rank"),
    )
    op.create_index(op.f("ix_listed_documents_id"), "listed_documents", ["id"], unique=False)
    op.create_table(
        "listed_claims",
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rank"),
    )
    op.create_index(op.f("ix_listed_claims_id"), "listed_claims", ["id"], unique=False)
    op.create_table(
        "listed_words",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_table(
        "listed_columns",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_finished_reading", "finished", ["reading"], unique=False)
    bind = op.get_bind()
    for statement in views.listed_statements(bind.dialect.name):
        bind.exec_driver_sql(statement)
