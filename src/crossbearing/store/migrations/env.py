"""Run by Alembic itself: it brings the connection that ``store/opening.py`` handed over up to the newest form."""

from __future__ import annotations

from alembic import context


def migrate() -> None:
    """Run the steps that are missing on the connection of this environment, within its transaction."""
    context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
    context.run_migrations()


# Alembic executes this file under this name; imported by anything else it does nothing.
if __name__ == "env_py":
    migrate()
