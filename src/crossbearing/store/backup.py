"""A store copied whole while others work with it: to a SQLite file, or into an empty PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text, tuple_

from crossbearing.model.errors import StoreError
from crossbearing.store.account_tables import LASTING
from crossbearing.store.opening import is_server, told
from crossbearing.store.rows import insert_many
from crossbearing.store.schema import APPENDED, DOCUMENTS, EVENT_IDS, FETCHES, RAW, REPLACED, STATE
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
        copy_rows(store, target)
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
            copy_rows(store, made)
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


def copy_rows(store: Store, target: Store) -> None:
    """Copy all rows of a store into one that holds none, and let it number on where the other would."""
    with store.reading() as source, target.writing() as connection:
        for table in _ALL:
            _copy_table(source, connection, table)
        for table in _ALL:
            if "number" in table.primary_key.columns:
                number_on(connection, table.name)


def number_on(connection: Connection, name: str) -> None:
    """Let the next row be numbered behind those that came with their numbers, and those of reports that were forgotten.

    A new report under the number of a forgotten one would be taken for it.
    """
    last = f"SELECT coalesce(max(number), 0) FROM {name}"  # noqa: S608 - the name of a table of ours
    if name == DOCUMENTS.name:
        last = f"SELECT max(({last}), (SELECT coalesce(max(document), 0) FROM tombstones))"  # noqa: S608
    if connection.dialect.name == "postgresql":
        last = last.replace("max((", "greatest((")
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), ({last}) + 1, false)"))
    elif name == DOCUMENTS.name:  # the others number behind the last row that is there
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'documents'"))
        connection.execute(text(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('documents', ({last}))"))  # noqa: S608


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
