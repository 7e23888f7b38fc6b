"""Makes the tables of new stores by the statements that the steps of migration gave for the first one of a process.

Alembic takes a tenth of a second to come to the same hundred statements, and tests make some four hundred stores.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from sqlalchemy import Connection, event, inspect

Upgrade = Callable[..., None]


def replaying(upgrade: Upgrade) -> Upgrade:
    """Return an upgrade that replays on an empty database what ``upgrade`` did on the first of its kind."""
    made: dict[str, list[tuple[str, Any]]] = {}

    @wraps(upgrade)
    def replayed(connection: Connection, to: str = "head") -> None:
        kind = connection.dialect.name
        if to != "head" or inspect(connection).get_table_names():
            upgrade(connection, to)
        elif kind in made:
            for statement, given in made[kind]:
                connection.exec_driver_sql(statement, given)
        else:
            made[kind] = _recorded(connection, upgrade)

    return replayed


def _recorded(connection: Connection, upgrade: Upgrade) -> list[tuple[str, Any]]:
    """Upgrade an empty database and return what was written."""
    told: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, executemany: bool) -> None:
        assert not executemany
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            told.append((statement, given))

    event.listen(connection, "before_cursor_execute", note)
    try:
        upgrade(connection)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return told
