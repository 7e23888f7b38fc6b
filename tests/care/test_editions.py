"""What readers see is a store of its own, in which what they may not see is not: not a byte of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from crossbearing.care import editions
from crossbearing.care.coarsening import squared
from crossbearing.care.editions import edition_key, make_edition, may_stand_in, opened_edition, path_of
from crossbearing.care.measures import Measures
from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.model.errors import StoreError
from crossbearing.pipeline import default_pipeline
from crossbearing.review.desk import desk
from crossbearing.review.taking import Act, act
from crossbearing.store.forgetting import forget
from crossbearing.store.judging import judgements_on
from crossbearing.store.lists import revision
from crossbearing.store.searching import search
from crossbearing.store.store import Store
from crossbearing.store.verifying import verify
from tests.care.test_care import NAMES, TEXT
from tests.store.made import MAKER, given, report

TODAY = date(2014, 3, 22)
ALL = Measures(redact=True, km=20, days=10)
FRESH = "The army shelled Jobar on Wednesday, killing 3 rebels, state media said."
EARLIER = "The farmer Yaman Qassoum, 51, was killed in Douma, a monitor said."


def store_at(url: str) -> Store:
    work = StoreWork(Store(url, create=True), default_pipeline(), "program", MAKER)
    documents = [
        report("tarek-salloum-lost", TEXT, outlet="North", published="2014-03-11", title="Tarek Salloum, 34, lost it",
               url="https://example.org/Tarek_Salloum"),
        report("b", EARLIER, url="https://example.org/1", published="2014-03-09"),
        report("b", EARLIER.replace("Yaman Qassoum", "a man").replace(", 51,", ""), url="https://example.org/1",
               published="2014-03-09"),
        report("c", FRESH, published="2014-03-20"),
    ]  # fmt: skip
    keep_documents(work.store, [given(d, f"/home/hanan-odeh/{d.id}", d.text.encode()) for d in documents], MAKER)
    work.read(work.missing())
    work.derive()
    one = desk(work.store, "c").claims[0]
    assert act(work.store, Act("c", "accept", one.subject, one.seen, comment="Yaman"), MAKER).what == "added"
    work.derive()
    return work.store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_at(str(tmp_path_factory.mktemp("editions") / "record.db"))


def test_no_byte_of_what_is_hidden_is_in_the_edition(store: Store, tmp_path: Path) -> None:
    make_edition(store, tmp_path, ALL, default_pipeline().packs, TODAY)
    whole = Path(store.url).read_bytes().lower()
    for secret in (*NAMES, "Yaman", "Qassoum", "Jobar", "hanan-odeh"):
        assert secret.lower().encode() in whole, "the archive has it"
        for file in sorted(tmp_path.iterdir()):
            assert secret.lower().encode() not in file.read_bytes().lower(), (secret, file.name)


def test_an_edition_is_a_store_like_any_other(store: Store, tmp_path: Path) -> None:
    edition = Store(str(make_edition(store, tmp_path, ALL, default_pipeline().packs, TODAY)))
    assert verify(edition) == []
    assert edition.is_current()
    found = edition.finished()
    assert [d.id for d in found.documents] == ["b", "report-2"]
    assert found.ledgers.events
    assert {c for e in found.ledgers.events for c in e.claims} <= {c.id for c in found.claims}
    assert judgements_on(store)
    assert judgements_on(edition) == [], "who judged, and how, is the coders' own"
    with edition.reading() as connection:
        rows = connection.execute(text("SELECT who, made_at, origin, retrieved_at FROM documents")).all()
    assert {tuple(row) for row in rows} == {("", "", "", None)}


def test_searching_an_edition_tells_nothing_of_what_is_hidden(store: Store, tmp_path: Path) -> None:
    edition = Store(str(make_edition(store, tmp_path, ALL, default_pipeline().packs, TODAY)))
    assert search(store, "Salloum")["documents"]
    for words in (*NAMES, "Yaman", "Jobar", "34"):
        assert search(edition, words) == {"documents": [], "claims": []}, words
    assert [d["id"] for d in search(edition, "Harasta")["documents"]] == ["report-2"]


def test_places_are_wide_in_every_column(store: Store, tmp_path: Path) -> None:
    edition = Store(str(make_edition(store, tmp_path, Measures(km=20), default_pipeline().packs, TODAY)))
    with store.reading() as fine, edition.reading() as coarse:
        query = text("SELECT id, lat, lon FROM claims WHERE lat IS NOT NULL")
        points = {row.id: (row.lat, row.lon) for row in fine.execute(query)}
        wide = {row.id: (row.lat, row.lon) for row in coarse.execute(query)}
    assert wide
    assert all(point in (points[claim], squared(*points[claim], 20)) for claim, point in wide.items())
    assert any(point != points[claim] for claim, point in wide.items())


def test_texts_that_are_hidden_whole_are_two_though_they_look_alike(tmp_path: Path) -> None:
    work = StoreWork(Store(str(tmp_path / "r.db"), create=True), default_pipeline(), "program", MAKER)
    words = ("SHELLS FELL ON DOUMA.", "SHELLS FELL ON IDLIB.")
    keep_documents(work.store, [given(report(n, w), n) for n, w in zip("ab", words, strict=True)], MAKER)
    work.derive()
    path = make_edition(work.store, tmp_path / "e", Measures(redact=True), default_pipeline().packs, TODAY)
    assert len({d.text for d in Store(str(path)).finished().documents}) == 1
    assert len(Store(str(path)).finished().documents) == 2


def test_an_edition_is_known_by_all_that_it_is_made_of(store: Store, tmp_path: Path) -> None:
    state = store.state()
    assert state is not None
    key = edition_key(state, "r", ALL, TODAY)
    others = {
        edition_key(state, "r", replace(ALL, redact=False), TODAY),
        edition_key(state, "r", replace(ALL, km=30), TODAY),
        edition_key(state, "r", replace(ALL, days=9), TODAY),
        edition_key(state, "r", ALL, date(2014, 3, 23)),
        edition_key(replace(state, counts=(9, 0, 0)), "r", ALL, TODAY),
        edition_key(replace(state, packs="x"), "r", ALL, TODAY),
    }
    others.add(edition_key(state, "other", ALL, TODAY))
    assert len(others - {key}) == 7
    assert edition_key(state, "r", Measures(redact=True), TODAY) == edition_key(
        state, "r", Measures(redact=True), date(2020, 1, 1)
    )
    key = edition_key(state, revision(store), ALL, TODAY)
    path = make_edition(store, tmp_path, ALL, default_pipeline().packs, TODAY)
    assert path == path_of(tmp_path, key)
    assert opened_edition(path, key) is not None
    assert opened_edition(path, "0-other") is None
    assert opened_edition(tmp_path / "none.db", key) is None
    (tmp_path / "edition-0-torn.db").write_bytes(path.read_bytes()[:5000])
    assert opened_edition(tmp_path / "edition-0-torn.db", "0-torn") is None
    make_edition(store, tmp_path / "new", ALL, default_pipeline().packs, TODAY)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_what_was_made_before_care_hid_more_is_not_shown_any_more(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = store.state() or pytest.fail("no state")
    now = edition_key(state, "r", ALL, TODAY)
    monkeypatch.setattr(editions, "_CARE", editions._CARE - 1)
    before = edition_key(state, "r", ALL, TODAY)
    assert before != now
    assert not may_stand_in(before, now), "not even while the new one is made"


def test_one_older_edition_stays_for_who_is_reading_it(store: Store, tmp_path: Path) -> None:
    made = [make_edition(store, tmp_path, Measures(km=km), default_pipeline().packs, TODAY) for km in (20, 30, 40)]
    assert {p for p in tmp_path.iterdir() if p.suffix == ".db"} == set(made[1:])


def test_after_a_report_was_forgotten_no_older_edition_is_shown(tmp_path: Path) -> None:
    store = store_at(str(tmp_path / "r.db"))
    before = edition_key(store.state() or pytest.fail("no state"), "r", ALL, TODAY)
    forget(store, "c", "asked", MAKER)
    with pytest.raises(StoreError, match="nothing was derived yet"):
        make_edition(store, tmp_path / "e", ALL, default_pipeline().packs, TODAY)
    StoreWork(store, default_pipeline(), "program", MAKER).derive()
    state = store.state()
    assert state is not None
    assert not may_stand_in(before, edition_key(state, "r", ALL, TODAY))
    assert may_stand_in(before, edition_key(replace(state, counts=(9, 0, 0)), "r", ALL, TODAY))
