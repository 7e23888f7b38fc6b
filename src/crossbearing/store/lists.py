"""Whether what lists are made of stands beside the record, and how it is put there for a record that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select

from crossbearing.store.rows import clear_derived, insert_many, revision_of
from crossbearing.store.schema import COLUMNS, DOCUMENTS, LISTED, REPLACED, STATE
from crossbearing.store.store import LISTED_AS, LISTED_FORM, REVISION, Store

_TABLES = {table.name: table for table in REPLACED}


def revision(store: Store) -> str:
    """Return what names the record as it is: the same for the same record; empty where there is none."""
    with store.reading() as connection:
        found = connection.execute(select(STATE.c.value).where(STATE.c.name == REVISION)).scalar()
        return str(found or "")


def name_record(store: Store) -> str:
    """Return what names the record; one that an older version made is given a name, empty where there is none."""
    if found := revision(store):
        return found
    with store.writing() as connection:
        state: dict[str, str] = dict(connection.execute(select(STATE.c.name, STATE.c.value)).all())
        if not state or REVISION in state:
            return state.get(REVISION, "")
        made = revision_of({}, sorted(state.items()))
        insert_many(connection, STATE, [{"name": REVISION, "value": made}])
        return made


def is_listed(store: Store) -> bool:
    """Say whether what lists are made of is there, as this version makes it."""
    with store.reading() as connection:
        return connection.execute(select(STATE.c.value).where(STATE.c.name == LISTED_AS)).scalar() == LISTED_FORM


def first_rows(store: Store) -> dict[str, int]:
    """Return the row under which each document was kept first, by its id."""
    with store.reading() as connection:
        first = select(DOCUMENTS.c.id, func.min(DOCUMENTS.c.number)).group_by(DOCUMENTS.c.id)
        return dict(connection.execute(first).all())


def put_listed(store: Store, listed: Mapping[str, Sequence[Mapping[str, Any]]], of: str) -> bool:
    """Put what lists are made of beside the record; False where that is no longer the revision that they are ``of``."""
    with store.writing() as connection:
        found = connection.execute(select(STATE.c.value).where(STATE.c.name == REVISION)).scalar()
        if (found or "") != of:
            return False
        clear_derived(connection, (*LISTED.values(), COLUMNS))
        for name, rows in listed.items():
            insert_many(connection, _TABLES[name], rows)
        connection.execute(delete(STATE).where(STATE.c.name == LISTED_AS))
        insert_many(connection, STATE, [{"name": LISTED_AS, "value": LISTED_FORM}])
        return True
