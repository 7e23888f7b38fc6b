"""Brings a store to its newest form, step by step, by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


def known_forms() -> frozenset[str]:
    """Return the ids of all forms that a store ever had.

    >>> "0001" in known_forms()
    True
    """
    return frozenset(step.revision for step in ScriptDirectory(str(_MIGRATIONS)).walk_revisions())


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the steps that are missing, up to a form, within the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
