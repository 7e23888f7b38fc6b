"""A store that is cared for: what must go goes wholly, copies are stores, and what is not whole is found."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines.stored import StoreWork, keep_documents, settings_of
from crossbearing.model.errors import StoreError
from crossbearing.pipeline import default_pipeline
from crossbearing.review.desk import Act, act, desk
from crossbearing.store.backup import backup
from crossbearing.store.forgetting import forget
from crossbearing.store.judging import judgements_on
from crossbearing.store.schema import APPENDED
from crossbearing.store.store import Store
from crossbearing.store.verifying import STALE, verify
from tests.store.made import MAKER, given, report

SECRET = "Zarqwine"
WORDS = f"Shells killed 7 civilians in Douma on Tuesday, the {SECRET} committee said."
OTHER = "The army shelled Harasta on Wednesday, killing 3 rebels, a monitor said."


def filled(url: str) -> StoreWork:
    work = StoreWork(Store(url, create=True), default_pipeline(), "program", MAKER)
    documents = [
        report("secret", WORDS + " First words.", url="https://example.org/1", published="2014-03-11"),
        report("secret", WORDS, url="https://example.org/1", published="2014-03-11"),
        report("other", OTHER, published="2014-03-12"),
    ]
    keep_documents(work.store, [given(d, d.id, d.text.encode()) for d in documents], MAKER)
    work.read(work.missing())
    work.derive()
    there = desk(work.store, "secret")
    one = there.claims[0]
    assert act(work.store, Act("secret", "accept", one.subject, one.seen, comment=SECRET), MAKER).what == "added"
    work.derive()
    return work


def test_a_forgotten_report_is_nowhere_and_does_not_come_back(store_url: str) -> None:
    work = filled(store_url)
    store = work.store
    assert forget(store, "secret", "the family asked", MAKER) == 2
    assert store.state() is None
    work = StoreWork(store, default_pipeline(), "program", MAKER, settings_of(None))
    assert [d.id for d in work.derive().documents] == ["other"]
    assert verify(store) == []
    [again] = store.keep([given(report("new-name", WORDS, outlet="Elsewhere"))], MAKER)
    assert (again.outcome, again.said[-16:]) == ("forgotten", "the family asked")
    with store.reading() as connection:
        rows = connection.execute(text("SELECT id, sha256, reason, who FROM forgotten_documents")).all()
        tables = ("documents", "readings", "claims", "judgements", "finished", "raw", "fetches")
        counts = [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in tables]
    assert [(row.id, len(row.sha256), row.reason, row.who) for row in rows] == [
        ("secret", 64, "the family asked", "ada")
    ] * 2
    assert counts == [1, 1, len(store.finished().claims), 0, 1, 1, 0]
    with pytest.raises(StoreError, match="was forgotten on"):
        forget(store, "secret", "again", MAKER)
    with pytest.raises(StoreError, match="is no document of it"):
        forget(store, "none", "why", MAKER)
    with pytest.raises(StoreError, match="say why"):
        forget(store, "other", "  ", MAKER)


def test_no_byte_of_it_stays_in_the_file(tmp_path: Path) -> None:
    url = str(tmp_path / "r.db")
    work = filled(url)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert SECRET.encode() in held
    assert SECRET.lower().encode() in held, "the index of words holds it too"
    forget(work.store, "secret", "the family asked", MAKER)
    for path in tmp_path.iterdir():
        raw = path.read_bytes()
        assert SECRET.encode() not in raw, path.name
        assert SECRET.lower().encode() not in raw, path.name


def test_a_copy_is_a_store_like_any_other(store_url: str, tmp_path: Path) -> None:
    work = filled(store_url)
    forget(work.store, "other", "for the tombstone", MAKER)
    work.derive()
    copy = str(tmp_path / "copy" / "b.db")
    with pytest.raises(StoreError):
        backup(work.store, copy)
    Path(copy).parent.mkdir()
    assert backup(work.store, copy) == 1
    assert [path.name for path in Path(copy).parent.iterdir()] == ["b.db"]
    found = Store(copy)
    assert verify(found) == []
    assert found.finished() == work.store.finished()
    assert judgements_on(found) == judgements_on(work.store)
    [again] = found.keep([given(report("x", OTHER))], MAKER)
    assert again.outcome == "forgotten"
    [new] = found.keep([given(report("y", "Rebels left Idlib."))], MAKER)
    assert new.outcome == "new"
    with pytest.raises(StoreError, match="is there already"):
        backup(work.store, copy)


def test_a_copy_goes_back_into_a_server(store_url: str, tmp_path: Path) -> None:
    if not store_url.startswith("postgresql"):
        assert backup(filled(store_url).store, str(tmp_path / "b.db")) == 2
        return
    source = filled(str(tmp_path / "a.db")).store
    assert backup(source, store_url) == 2
    found = Store(store_url)
    assert found.finished() == source.finished()
    assert verify(found) == []
    [new] = found.keep([given(report("y", "Rebels left Idlib."))], MAKER)
    assert new.outcome == "new", "the next row is numbered behind those that were copied"
    with pytest.raises(StoreError, match="holds a store already"):
        backup(source, store_url)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE documents SET text = replace(text, '7 civ', '9 civ') WHERE version = 2", "altered"),
        ("UPDATE documents SET outlet = 'x', content = 'y' WHERE number = 1", "altered"),
        ("UPDATE raw SET bytes = x'00'", "altered"),
        ("UPDATE claims SET body = replace(body, 'killed', 'injured')", "altered"),
        ("UPDATE readings SET body = replace(body, 'Shells', 'Stones')", "altered"),
        ("DELETE FROM event_claims", "lost"),
        ("DELETE FROM claims WHERE number = 1", "altered"),
        ("UPDATE state SET value = '[1, 0]' WHERE name = 'counts'", STALE),
    ],
)
def test_what_is_not_whole_is_found(tmp_path: Path, damage: str, code: str) -> None:
    url = str(tmp_path / "r.db")
    work = filled(url)
    work.derive()
    assert verify(work.store) == []
    with sqlite3.connect(url) as plain:
        triggers = [name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE name LIKE '%_un%ed'")]
        assert len(triggers) >= 2 * len(APPENDED)
        for name in triggers:
            plain.execute(f"DROP TRIGGER {name}")
        plain.execute(damage)
    assert code in {finding.code for finding in verify(Store(url))}


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, db = tmp_path / "a.txt", str(tmp_path / "r.db")
    file.write_text(WORDS, encoding="utf-8")
    assert run_command(["ingest", str(file), "--db", db, "--as-of", "2014-04-01"]) == codes.DONE
    assert run_command(["verify", "--db", db]) == codes.DONE
    assert "1 document, 0 findings" in capsys.readouterr().out
    assert run_command(["backup", str(tmp_path / "b.db"), "--db", db]) == codes.DONE
    assert run_command(["forget", "a", "--db", db, "--reason", "asked"]) == codes.DONE
    assert run_command(["verify", "--db", db, "--json"]) == codes.DONE
    capsys.readouterr()
    assert run_command(["ingest", str(file), "--db", db]) == codes.FAILED
    assert "not kept: a was forgotten on" in capsys.readouterr().err
    assert run_command(["verify", "--db", str(tmp_path / "b.db")]) == codes.DONE
    with sqlite3.connect(tmp_path / "b.db") as plain:
        plain.execute("DELETE FROM event_claims")
    assert run_command(["verify", "--db", str(tmp_path / "b.db")]) == codes.CHECK_FAILED
