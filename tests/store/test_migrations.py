"""A store of the first form, with rows in it, is brought to the newest form without loss."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, inspect, select, text

from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.model.errors import StoreError
from crossbearing.pipeline import default_pipeline
from crossbearing.store import migrating, opening
from crossbearing.store.backup import copy_rows, number_on
from crossbearing.store.forgetting import forget
from crossbearing.store.schema import METADATA
from crossbearing.store.searching import search
from crossbearing.store.store import Store
from crossbearing.store.verifying import verify
from tests.review.made import Archive, gain, strike, told
from tests.store.made import MAKER, given

FIRST = "0001"
FILLED = {"documents", "readings", "claims", "judgements", "tombstones", "raw", "events", "tolls", "finished", "state"}
WORDS = "Shells killed 7 civilians in Douma"


def filled(url: str, judged: bool = True) -> Store:
    """Return a store of today with a correction, a forgotten report, and a decision of a person if asked for."""
    archive = Archive(url)
    old, new = (told("a", f"{WORDS} on {day}.", url="https://example.org/1") for day in ("Monday", "Tuesday"))
    other, gone = told("b", "Rebels took Harasta on Tuesday."), told("gone", f"{WORDS} on Sunday.")
    keep_documents(archive.store, [given(old, "a", old.text.encode())], MAKER)
    archive.keep(
        [(new, [strike(new, WORDS)]), (other, [gain(other, "Rebels took Harasta", 1)]), (gone, [strike(gone, WORDS)])]
    )
    forget(archive.store, "gone", "the family asked", MAKER)
    if judged:
        archive.decide("b", "reject", "Harasta")
    archive.derive()
    return archive.store


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables of a database that hold rows of ours, those first that others hang on."""
    found = MetaData()
    ours = [n for n in inspect(connection).get_table_names() if "_fts" not in n and n != "alembic_version"]
    found.reflect(connection, only=ours)
    return list(found.sorted_tables)


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, but for what a server makes of a row for its search: no column of ours."""
    ours = sorted(c.name for c in METADATA.tables[table.name].c if c.name in table.c)
    rows = connection.execute(select(*(table.c[name] for name in ours))).mappings()
    return sorted((dict(row) for row in rows), key=repr)


def aged(store: Store, url: str) -> dict[str, list[dict[str, Any]]]:
    """Make a store of the first form with the rows of another, as far as it had the columns; return these rows."""
    engine = opening.open_engine(url, True)
    with opening.writing(engine) as connection:
        migrating.upgrade(connection, FIRST)
    kept: dict[str, list[dict[str, Any]]] = {}
    with store.reading() as source, opening.writing(engine) as connection:
        tables = tables_of(connection)
        for table in tables:
            columns = [c for c in METADATA.tables[table.name].c if c.name in table.c]
            rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
            if rows:
                connection.execute(insert(table), rows)
            kept[table.name] = rows_of(connection, table)
        for table in tables:
            if "number" in table.primary_key.columns:
                number_on(connection, table.name)
    engine.dispose()
    return kept


def after(store: Store, columns: Sequence[str], name: str) -> list[dict[str, Any]]:
    table = METADATA.tables[name]
    with store.reading() as connection:
        rows = connection.execute(select(*(table.c[column] for column in columns))).mappings()
        return sorted((dict(row) for row in rows), key=repr)


def test_a_store_of_the_first_form_comes_to_the_newest_without_loss(store_url: str, tmp_path: Path) -> None:
    today = filled(str(tmp_path / "today.db"))
    before = aged(today, store_url)
    assert {name for name, rows in before.items() if rows} >= FILLED
    store = Store(store_url)
    for name, rows in before.items():
        if rows:
            assert after(store, sorted(rows[0]), name) == rows, name
    assert store.snapshot() == today.snapshot()
    assert store.finished() == today.finished()
    assert verify(store) == verify(today) == []
    assert [row["id"] for row in search(store, "Shells")["documents"]] == ["a"]
    with pytest.raises(StoreError, match="never changed"), store.writing() as connection:
        connection.execute(text("UPDATE readings SET worked_out = 'x'"))


def test_it_goes_on_as_any_other(store_url: str, tmp_path: Path) -> None:
    # What was judged in the first form says of no characters what it is about: a decision is made anew.
    today = filled(str(tmp_path / "today.db"), judged=False)
    aged(today, store_url)
    new = told("c", "Shells killed 4 civilians in Douma on Thursday.", "2014-03-13")
    made = []
    for url in (store_url, str(tmp_path / "today.db")):
        work = StoreWork(Store(url), default_pipeline(), "newer", MAKER)
        keep_documents(work.store, [given(new, "c")], MAKER)
        work.read(work.missing())
        work.derive()
        made.append(work.store.finished())
        assert work.missing() == []
    assert {document.id for document in made[0].documents} == {"a", "b", "c"}
    assert made[0] == made[1]


def test_a_copy_does_not_number_a_new_report_as_one_that_was_forgotten(store_url: str, tmp_path: Path) -> None:
    today = filled(str(tmp_path / "today.db"), judged=False)
    copy = Store(store_url, create=True)
    copy_rows(today, copy)
    new = told("c", "Shells killed 4 civilians in Douma on Thursday.", "2014-03-13")
    numbers = [store.keep([given(new, "c")], MAKER)[0].number for store in (today, copy)]
    assert numbers[0] == numbers[1]
    assert copy.snapshot() == today.snapshot()


def test_what_tests_replay_is_what_the_steps_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``tests/store/replayed.py`` makes the stores of all tests but the first of a process."""
    steps = migrating.upgrade.__wrapped__  # type: ignore[attr-defined]
    for name in ("first", "replayed"):
        Store(str(tmp_path / name), create=True)
    monkeypatch.setattr(migrating, "upgrade", steps)
    Store(str(tmp_path / "steps"), create=True)
    made = [kept_words(tmp_path / name) for name in ("steps", "first", "replayed")]
    assert len(made[0]) > 80
    assert made[0] == made[1] == made[2]


def kept_words(path: Path) -> list[tuple[Any, ...]]:
    """Return what SQLite keeps of the making of a store, and its form."""
    with closing(sqlite3.connect(path)) as connection:
        words = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name, type").fetchall()
        return [*words, *connection.execute("SELECT * FROM alembic_version")]
