"""A store copied whole while others work with it: to a SQLite file, or into an empty PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text, tuple_

from crossbearing.model.errors import StoreError
from crossbearing.store.account_tables import LASTING
from crossbearing.store.opening import is_server, told
from crossbearing.store.rows import insert_many
from crossbearing.store.schema import APPENDED, EVENT_IDS, FETCHES, RAW, REPLACED, STATE
from crossbearing.store.store import Store

_ALL = (*APPENDED, RAW, FETCHES, EVENT_IDS, *REPLACED, STATE, *LASTING)
_STEP = 500


def backup(store: Store, to: str) -> int:
    """Copy a store to ``to`` and return how many documents it holds; the copy is a store like any other.

    It is of one moment. A file is written beside its place and put there when it is whole. Raises StoreError where
    something is there already.
    """
    if is_server(to):
        target = Store(to, create=True)
        if not target.is_empty():
            raise StoreError(f"{target.shown}: holds a store already; name an empty database")
        _copy(store, target)
        return len(target.snapshot().documents)
    path = Path(to)
    if path.exists():
        raise StoreError(f"{to}: is there already; name a new file")
    beside = path.with_name(f".{path.name}.crossbearing")
    _remove(beside)
    try:
        if store.engine.dialect.name == "sqlite":
            with told(store.url), store.engine.connect() as connection:
                plain = connection.connection.driver_connection
                assert plain is not None
                plain.execute("VACUUM INTO ?", (str(beside),))
        else:
            made = Store(str(beside), create=True)
            _copy(store, made)
            with told(to), made.engine.connect() as connection:
                plain = connection.connection.driver_connection
                assert plain is not None
                plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"{to}: {error.strerror or error}; the store itself is unchanged") from error
    finally:
        _remove(beside)
    return len(Store(to).snapshot().documents)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _copy(store: Store, target: Store) -> None:
    with store.reading() as source, target.writing() as connection:
        for table in _ALL:
            _copy_table(source, connection, table)
        if connection.dialect.name == "postgresql":
            for table in _ALL:
                if "number" in table.primary_key.columns:
                    _go_on_behind(connection, table.name)


def _go_on_behind(connection: Connection, name: str) -> None:
    """Let the next row be numbered behind those that came with their numbers."""
    last = f"SELECT coalesce(max(number), 0) + 1 FROM {name}"  # noqa: S608 - the name of a table of ours
    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), ({last}), false)"))


def _copy_table(source: Connection, connection: Connection, table: Table) -> None:
    keys = tuple(table.primary_key.columns)
    last: Any = None
    while True:
        query = select(table).order_by(*keys).limit(_STEP)
        rows = source.execute(query if last is None else query.where(tuple_(*keys) > last)).mappings().all()
        if table is RAW:
            for row in rows:
                connection.execute(insert(table).values(dict(row)))
        else:
            insert_many(connection, table, [dict(row) for row in rows])
        if len(rows) < _STEP:
            return
        last = tuple_(*(rows[-1][key.name] for key in keys))
