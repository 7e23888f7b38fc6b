"""What is kept is kept for good, once, with who and when; what is derived comes back as it was given."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from crossbearing.engines.local import finish
from crossbearing.model.derived import Event, Record, SideTable
from crossbearing.model.errors import StoreError
from crossbearing.pipeline import Read
from crossbearing.store import opening
from crossbearing.store.account_tables import LASTING
from crossbearing.store.former import former_events
from crossbearing.store.schema import METADATA
from crossbearing.store.searching import search
from crossbearing.store.store import State, Store
from tests.store.made import MAKER, claim_of, given, report

SEEN = {"documents_fts", "claims_fts", "alembic_version"}


def test_the_migrations_make_what_the_schema_says(store_url: str) -> None:
    store = Store(store_url, create=True)
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        differences = [d for d in compare_metadata(context, METADATA) if not isinstance(d, list)]
    assert all(table.metadata is METADATA for table in LASTING)
    left = [d for d in differences if not any(part in str(d) for part in ("_fts", "'found'", "_found"))]
    assert left == []


def test_a_report_is_kept_once_and_a_correction_beside_the_old_one(store_url: str) -> None:
    store = Store(store_url, create=True)
    first = report("a", url="https://example.org/1", published="2014-03-11")
    assert [k.outcome for k in store.keep([given(first)], MAKER)] == ["new"]
    assert [k.outcome for k in store.keep([given(first), given(replace(first, id="b"))], MAKER)] == ["same", "same"]
    mended = report("other", "Shells fell on Harasta.", url="https://example.org/1", published="2014-03-11")
    [kept] = store.keep([given(mended)], MAKER)
    assert (kept.outcome, kept.id) == ("version", "a")
    [stored] = store.snapshot().documents
    assert (stored.document.text, stored.document.id, stored.first) == ("Shells fell on Harasta.", "a", 1)
    with store.reading() as connection:
        rows = connection.execute(text("SELECT version, text, who, tool, packs FROM documents ORDER BY version")).all()
    assert [(r.version, r.text, r.who, r.packs) for r in rows] == [
        (1, "Shells fell on Douma.", "ada", "syria@2024-12-31"),
        (2, "Shells fell on Harasta.", "ada", "syria@2024-12-31"),
    ]


def test_a_file_that_changed_is_a_version_and_another_file_with_its_id_is_refused(store_url: str) -> None:
    store = Store(store_url, create=True)
    store.keep([given(report("a"), "one/a.txt")], MAKER)
    [changed] = store.keep([given(report("a", "Shells fell on Harasta."), "one/a.txt")], MAKER)
    [other] = store.keep([given(report("a", "Rebels left Idlib."), "two/a.txt")], MAKER)
    assert (changed.outcome, other.outcome) == ("version", "refused")
    assert "is already that of another report (one/a.txt)" in other.said
    assert len(store.snapshot().documents) == 1


@pytest.mark.parametrize("what", ["UPDATE documents SET text = 'x'", "DELETE FROM documents", "DELETE FROM claims"])
def test_the_database_itself_refuses_to_change_what_is_kept(store_url: str, what: str) -> None:
    store = Store(store_url, create=True)
    document = report("a")
    store.keep([given(document)], MAKER)
    store.put_readings([("k", 1, document, [claim_of(document)])], "p", MAKER)
    with pytest.raises(StoreError, match="never changed"), store.writing() as connection:
        connection.execute(text(what))
    assert store.snapshot().documents[0].document == document
    assert len(store.claims_of(["k"])["k"][2]) == 1


def test_readings_and_ledgers_come_back_as_they_were(store_url: str) -> None:
    store = Store(store_url, create=True)
    documents = [report("a"), report("b", "Shells hit the town of Douma. 😀 Dūmā")]
    store.keep([given(d) for d in documents], MAKER)
    claims = {d.id: [claim_of(d, 1), claim_of(d, 2, 5)] for d in documents}
    store.put_readings([(d.id, n, d, claims[d.id]) for n, d in enumerate(documents, 1)], "p", MAKER)
    store.put_readings([("a", 1, documents[0], claims["a"])], "p", MAKER)
    found = store.claims_of(["a", "b", "c"])
    assert {key: list(read[2]) for key, read in found.items()} == claims
    finished = finish([Read(d, tuple(claims[d.id])) for d in documents], SideTable())
    assert finished.ledgers.events
    assert finished.ledgers.tolls
    state = State(store.snapshot().counts, "p", "{}", "")
    assert not store.is_current()
    assert store.replace_ledgers(finished, {"a": (1, found["a"][0]), "b": (2, found["b"][0])}, state)
    assert store.is_current()
    assert store.finished() == finished
    assert not store.replace_ledgers(finished, {}, replace(state, counts=(1, 0)))
    assert store.finished() == finished


def test_an_id_of_an_event_that_was_handed_out_leads_on(store_url: str) -> None:
    store = Store(store_url, create=True)
    documents = [report("a"), report("b", "Shells hit the town of Douma.")]
    store.keep([given(d) for d in documents], MAKER)
    store.put_readings([(d.id, n, d, [claim_of(d)]) for n, d in enumerate(documents, 1)], "p", MAKER)
    finished = finish([Read(d, (claim_of(d),)) for d in documents], SideTable())
    [event] = finished.ledgers.events
    places = {"a": (1, 1), "b": (2, 2)}

    def with_events(*events: Event) -> None:
        ledgers = replace(finished.ledgers, events=events)
        assert store.replace_ledgers(replace(finished, ledgers=ledgers), places, State((2, 0), "p", "{}", ""))

    with_events(replace(event, id="ev-1", claims=("a:c01",)), replace(event, id="ev-2", claims=("b:c01",)))
    with_events(replace(event, id="ev-1", claims=("a:c01", "b:c01")))
    with_events()
    with store.reading() as connection:
        rows = connection.execute(text("SELECT former, present, why FROM former_events ORDER BY former, made_at")).all()
    assert [tuple(row) for row in rows] == [
        ("ev-1", None, "its claims are in no event any more"),
        ("ev-2", "ev-1", "merged"),
    ]


def test_words_are_found_in_reports_and_evidence(store_url: str) -> None:
    store = Store(store_url, create=True)
    old = report("a", "Mortar rounds fell on Douma.", url="https://example.org/1")
    new = report("a", "Mortar rounds fell on Harasta.", url="https://example.org/1")
    store.keep([given(old), given(new)], MAKER)
    store.put_readings([("k", 2, new, [claim_of(new)])], "p", MAKER)
    finished = finish([Read(new, (claim_of(new),))], SideTable())
    store.replace_ledgers(finished, {"a": (2, 1)}, State((2, 0), "p", "{}", ""))
    found = search(store, 'harasta "mortar')
    assert [row["id"] for row in found["documents"]] == ["a"]
    assert [(row["id"], row["event"]) for row in found["claims"]] == [("a:c01", finished.ledgers.events[0].id)]
    assert search(store, "Douma") == {"documents": [], "claims": []}
    assert search(store, "***") == {"documents": [], "claims": []}


def test_a_store_opens_in_any_tool_with_named_views(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "record.db"), create=True)
    document = report("a")
    store.keep([given(document)], MAKER)
    store.put_readings([("k", 1, document, [claim_of(document)])], "p", MAKER)
    finished = finish([Read(document, (claim_of(document),))], SideTable())
    store.replace_ledgers(finished, {"a": (1, 1)}, State((1, 0), "p", "{}", ""))
    with sqlite3.connect(tmp_path / "record.db") as plain:
        [row] = plain.execute("SELECT id, place, event, who FROM current_claims").fetchall()
        assert row == ("a:c01", "Douma", finished.ledgers.events[0].id, "ada")
        assert plain.execute("SELECT quantity, best FROM toll_list").fetchall() == [("killed", 3)]
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_no_store_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store; crossbearing ingest"):
        Store(str(tmp_path / "none.db"))
    (tmp_path / "notes.db").write_text("these are my notes, and nothing else at all" * 30, encoding="utf-8")
    with pytest.raises(StoreError, match="is no store; give --db the name of another file"):
        Store(str(tmp_path / "notes.db"), create=True)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match=r"holds something else \(recipes\)"):
        Store(str(tmp_path / "other.db"), create=True)
    Store(str(tmp_path / "newer.db"), create=True)
    with sqlite3.connect(tmp_path / "newer.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="was made by a newer version"):
        Store(str(tmp_path / "newer.db"))
    with pytest.raises(StoreError, match="is a folder"):
        Store(str(tmp_path))
    with pytest.raises(StoreError, match=r"mysql://a:\*\*\*@c/d: is no store; --db takes the name of a file or "):
        Store("mysql://a:secret@c/d", create=True)


def test_a_server_that_does_not_answer_or_lacks_the_database_is_said_in_one_line() -> None:
    pytest.importorskip("pg8000", reason="the driver of PostgreSQL is not installed")
    with pytest.raises(StoreError, match="no server answers there; does PostgreSQL run"):
        Store("postgresql://team@127.0.0.1:1/record", create=True)
    if not (url := os.environ.get("CROSSBEARING_POSTGRESQL")):
        pytest.skip("CROSSBEARING_POSTGRESQL names no server; .ci/run starts one")
    with pytest.raises(StoreError, match="the server has no database of that name; createdb makes one"):
        Store(url.rpartition("/")[0] + "/never_made", create=True)


def test_former_events_lead_to_what_holds_their_claims() -> None:
    documents = [report("a"), report("b")]
    reads = [Read(d, (claim_of(d),)) for d in documents]
    [event] = finish(reads, SideTable()).ledgers.events
    record = Record(events=(event,))
    assert former_events({"ev-old": ["a:c01"], event.id: ["b:c01"]}, record) == [
        {"former": "ev-old", "present": event.id, "why": "merged"}
    ]


def test_a_new_store_that_others_open_at_the_same_moment_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy:
        asked = 0

        def execute(self, pragma: str) -> None:
            assert pragma == "PRAGMA journal_mode=WAL"
            self.asked += 1
            if self.asked < 3:
                raise sqlite3.OperationalError("database is locked")

    busy = Busy()
    opening._write_ahead(cast("sqlite3.Connection", busy))
    assert busy.asked == 3
    monkeypatch.setattr(opening, "_WAIT_SECONDS", -1)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        opening._write_ahead(cast("sqlite3.Connection", Busy()))
