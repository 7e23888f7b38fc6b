"""Lists, facets and map of a record: what they show is what the record holds, whatever is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.model.listed import ListedEvent
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.report.listed import asked_words, ensure_listed, listing
from crossbearing.samples import folder
from crossbearing.store import listing as lists
from crossbearing.store.asked import AskedError, ClaimsAsked, DocumentsAsked, EventsAsked, TollsAsked, cursor
from crossbearing.store.columns import day_number
from crossbearing.store.facets import facets
from crossbearing.store.mapped import Window, mapped
from crossbearing.store.schema import COLUMNS, LISTED
from crossbearing.store.store import Store
from tests.store.made import MAKER, given


def filled(url: str, steps: int = 1) -> Store:
    work = StoreWork(Store(url, create=True), default_pipeline(), "program", MAKER, listing=listing)
    documents = read_paths([folder()]).documents
    for step in range(steps):
        keep_documents(work.store, [given(d, d.id) for d in documents[step::steps]], MAKER)
        work.read(work.missing())
        work.derive()
    return work.store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return filled(str(tmp_path_factory.mktemp("lists") / "record.db"))


@pytest.fixture
def view(store: Store) -> Iterator[lists.View]:
    with lists.viewing(store) as found:
        yield found


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in (*LISTED.values(), COLUMNS)
        }


def test_lists_that_grew_step_by_step_are_those_of_a_rebuild(store_url: str) -> None:
    store = filled(store_url, steps=3)
    grown = dump(store)
    assert len(grown["listed_events"]) > 20
    with store.writing() as connection:
        for table in (*LISTED.values(), COLUMNS):
            connection.execute(table.delete())
        connection.execute(text("DELETE FROM state WHERE name = 'listed'"))
    ensure_listed(store)
    assert dump(store) == grown
    finished = store.finished()
    with lists.viewing(store) as view:
        _, page = lists.events(view, EventsAsked(words=asked_words("Harasta")), size=100)
        assert page.total
        assert set(page.ids) <= {event.id for event in finished.ledgers.events}
        assert lists.counts(view)["claims"] == len(finished.claims)


def test_a_record_that_is_made_again_is_of_the_same_revision_and_one_that_grew_is_not(tmp_path: Path) -> None:
    with lists.viewing(filled(str(tmp_path / "a.db"))) as one, lists.viewing(filled(str(tmp_path / "b.db"))) as other:
        assert one.columns.revision == other.columns.revision != ""
    work = StoreWork(Store(str(tmp_path / "a.db")), default_pipeline(), "other", MAKER, listing=listing)
    work.derive()
    with lists.viewing(work.store) as changed:
        assert changed.columns.revision != one.columns.revision


def _all(view: lists.View) -> list[ListedEvent]:
    return [row.event for row in lists.event_rows(view, range(len(view.columns.array("events.first"))))]


CASES: list[tuple[EventsAsked, Callable[[ListedEvent], bool]]] = [
    (EventsAsked(), lambda e: True),
    (EventsAsked(since="2014-03-12"), lambda e: (e.last or "") >= "2014-03-12"),
    (EventsAsked(until="2014-03-11"), lambda e: bool(e.first) and (e.first or "") <= "2014-03-11"),
    (EventsAsked(places=("sy:harasta",)), lambda e: e.place == "sy:harasta"),
    (EventsAsked(places=("sy:rif-dimashq",)), lambda e: e.district == "sy:rif-dimashq"),
    (EventsAsked(places=("country:SY", "nowhere")), lambda e: e.country == "country:SY"),
    (EventsAsked(places=("nowhere",)), lambda e: False),
    (EventsAsked(kinds=("strike", "custody")), lambda e: e.kind in ("strike", "custody")),
    (EventsAsked(kinds=("strike.air",)), lambda e: e.cls == "strike.air"),
    (EventsAsked(disputed=True), lambda e: e.disputed),
    (EventsAsked(disputed=False, kinds=("strike",)), lambda e: not e.disputed and e.kind == "strike"),
    (EventsAsked(killed_over=4), lambda e: (e.killed or 0) > 4),
    (EventsAsked(killed_over=-7), lambda e: e.killed is not None),
    (EventsAsked(modalities=("planned",)), lambda e: e.modality == "planned"),
    (EventsAsked(grades=("C1", "C3")), lambda e: e.grade in ("C1", "C3")),
]


@pytest.mark.parametrize(("wanted", "meets"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_a_filter_shows_what_meets_it(view: lists.View, wanted: EventsAsked, meets: Callable[[ListedEvent], bool]):
    rows, page = lists.events(view, wanted, "day", size=200)
    assert [row.event.id for row in rows] == [event.id for event in _all(view) if meets(event)]
    assert page.total == len(rows)
    assert page.following is None


def test_voices_sides_documents_and_words_are_those_of_the_record(store: Store, view: lists.View) -> None:
    finished = store.finished()
    for family in finished.ledgers.families:
        _, page = lists.events(view, EventsAsked(voices=(family.id,)), size=200)
        assert set(page.ids) == {e.id for e in finished.ledgers.events if family.id in {v.id for v in e.families}}
    side = "syria:opposition"
    of_side = {voice.id for voice in lists.voices(view) if voice.side == side}
    _, page = lists.events(view, EventsAsked(sides=(side,)), size=200)
    assert set(page.ids) == {e.id for e in finished.ledgers.events if of_side & {v.id for v in e.families}} != set()
    for document in finished.documents:
        _, page = lists.events(view, EventsAsked(document=document.id), size=200)
        assert set(page.ids) == {e.id for e in finished.ledgers.events if document.id in e.documents}
    _, page = lists.events(view, EventsAsked(words=asked_words("Ḥarasta market")), size=200)
    assert {e.id for e in _all(view) if "market in Harasta" in e.title} <= set(page.ids)
    assert 0 < page.total < len(_all(view))


@pytest.mark.parametrize("order", ["day", "-day", "-killed", "-voices", "-seen"])
@pytest.mark.parametrize("size", [1, 4, 7])
def test_pages_together_are_the_list(view: lists.View, order: str, size: int) -> None:
    whole, _ = lists.events(view, EventsAsked(), order, size=200)
    found, after = [], None
    while True:
        rows, page = lists.events(view, EventsAsked(), order, after, size)
        found += [row.event.id for row in rows]
        after = page.following
        if after is None:
            break
    assert found == [row.event.id for row in whole]


def test_orders_are_what_they_are_called(view: lists.View) -> None:
    def key(order: str, read: Callable[[ListedEvent], object]) -> list[object]:
        return [read(row.event) for row in lists.events(view, EventsAsked(), order, size=200)[0]]

    days = [d for d in key("-day", lambda e: e.first) if d]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]
    killed = key("-killed", lambda e: e.killed)
    known = [k for k in killed if k is not None]
    assert known == sorted(known, reverse=True) == killed[: len(known)]  # type: ignore[type-var]
    assert len(set(key("-seen", lambda e: e.first_seen))) > 2


def test_a_cursor_of_a_row_that_is_gone_goes_on_behind_its_day(view: lists.View) -> None:
    whole, _ = lists.events(view, EventsAsked(), "day", size=200)
    day = whole[4].event.first
    rows, _ = lists.events(view, EventsAsked(), "day", cursor("day", day_number(day), "gone"), 200)
    assert [r.event.id for r in rows] == [r.event.id for r in whole if (r.event.first or "9999") > (day or "")]


@pytest.mark.parametrize("word", ["", "x", "é", "bnVsbA", "W10", cursor("-day", 1, "a"), "WyJkYXkiLDFlOTk5LCJhIl0"])
def test_a_word_that_is_no_cursor_is_refused(view: lists.View, word: str) -> None:
    with pytest.raises(AskedError, match="cursor"):
        lists.events(view, EventsAsked(), "day", word)


def test_claims_documents_and_tolls_are_listed_by_filters(store: Store, view: lists.View) -> None:
    finished = store.finished()
    ledgers = finished.ledgers
    event = max(ledgers.events, key=lambda e: len(e.claims))
    assert set(lists.claims(view, ClaimsAsked(event=event.id), size=200).ids) == set(event.claims)
    page = lists.claims(view, ClaimsAsked(kinds=("strike",), modalities=("occurred",)), size=200)
    assert page.ids == tuple(c.id for c in finished.claims if c.cls.startswith("strike.") and c.modality == "occurred")
    assert lists.claims(view, ClaimsAsked(event="no such")).ids == ()
    document = finished.documents[0]
    assert set(lists.claims(view, ClaimsAsked(document=document.id), size=200).ids) == {
        c.id for c in finished.claims if c.document == document.id
    }
    first, page = lists.documents(view, DocumentsAsked(), size=3)
    second, _ = lists.documents(view, DocumentsAsked(), after=page.following, size=200)
    assert {d.id for d in (*first, *second)} == {d.id for d in finished.documents}
    assert sum(d.claims for d in (*first, *second)) == len(finished.claims)
    page = lists.tolls(view, TollsAsked(quantities=("killed",), whole=True), size=200)
    assert set(page.ids) == {t.id for t in ledgers.tolls if t.quantity == "killed" and t.parent is None}
    known = {toll.id: toll for toll in ledgers.tolls}
    figures = [known[i].low if known[i].best is None else known[i].best or 0 for i in page.ids]
    assert figures == sorted(figures, reverse=True)
    of_event = {t.event for t in ledgers.tolls}
    one = min(of_event)
    assert set(lists.tolls(view, TollsAsked(event=one)).ids) == {t.id for t in ledgers.tolls if t.event == one}


def test_a_facet_counts_what_choosing_it_would_show(view: lists.View) -> None:
    wanted = EventsAsked(kinds=("strike",))
    found = facets(view, wanted)
    assert found.total == lists.events(view, wanted)[1].total
    for choice in found.kinds:
        assert choice.events == lists.events(view, EventsAsked(kinds=(choice.id,)))[1].total
    for choice in found.places:
        assert choice.events == lists.events(view, EventsAsked(kinds=("strike",), places=(choice.id,)))[1].total
    for choice in found.voices:
        assert choice.events == lists.events(view, EventsAsked(kinds=("strike",), voices=(choice.id,)))[1].total
    for choice in found.sides:
        assert choice.events == lists.events(view, EventsAsked(kinds=("strike",), sides=(choice.id,)))[1].total
    assert len(found.kinds) > 5
    assert found.sides
    assert found.disputed == lists.events(view, EventsAsked(kinds=("strike",), disputed=True))[1].total
    everything = facets(view, EventsAsked())
    dated = [e for e in _all(view) if e.first]
    assert sum(bar.events for bar in everything.days) == len(dated)
    assert everything.undated == len(_all(view)) - len(dated)
    assert all(one.until < two.since for one, two in zip(everything.days, everything.days[1:], strict=False))


@pytest.mark.parametrize("zoom", [0, 5, 9, 14, 22])
@pytest.mark.parametrize("most", [1, 2, 1000])
def test_marks_of_the_map_hold_every_event_that_has_a_place(view: lists.View, zoom: float, most: int) -> None:
    found = mapped(view, EventsAsked(), Window(), zoom, most)
    placed = [event for event in _all(view) if event.lat is not None]
    assert sum(mark.events for mark in found.marks) == found.events == len(placed)
    assert found.unplaced == len(_all(view)) - len(placed)
    assert len(found.marks) <= most
    for mark in found.marks:
        assert mark.window.south - 1e-4 <= mark.lat <= mark.window.north + 1e-4
        assert (mark.places > 1) == (not mark.first)
        assert {(e.lat, e.lon) for e in mark.first} <= {(mark.window.south, mark.window.west)}
    if zoom == 22 and most == 1000:
        assert all(mark.places == 1 for mark in found.marks)


def test_a_window_shows_what_lies_in_it_also_across_the_date_line(view: lists.View) -> None:
    placed = [event for event in _all(view) if event.lat is not None]
    assert mapped(view, EventsAsked(), Window(-10, -10, 10, 10), 3).marks == ()
    assert mapped(view, EventsAsked(), Window(36, 33, -170, 34), 3).events == sum(
        33 <= (e.lat or 0) <= 34 and (e.lon or 0) >= 36 for e in placed
    )
    assert mapped(view, EventsAsked(), Window(170, -90, 30, 90), 3).events == 0


def test_a_record_of_an_older_version_is_named_and_listed(tmp_path: Path) -> None:
    store = filled(str(tmp_path / "a.db"))
    grown = dump(store)
    with store.writing() as connection:
        for table in (*LISTED.values(), COLUMNS):
            connection.execute(table.delete())
        connection.execute(text("DELETE FROM state WHERE name IN ('listed', 'revision')"))
    ensure_listed(store)
    assert dump(store) == grown
    with lists.viewing(store) as view:
        assert view.columns.revision


def test_a_store_without_a_record_has_empty_lists(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "e.db"), create=True)
    ensure_listed(store)
    with lists.viewing(store) as view:
        assert lists.events(view, EventsAsked(words=asked_words("a b")))[0] == ()
        assert facets(view, EventsAsked(sides=("x",), voices=("y",))).days == ()
        assert mapped(view, EventsAsked(), Window(), 3).marks == ()
        assert lists.counts(view)["documents"] == 0
        assert lists.tolls(view, TollsAsked(statuses=("disputed",))).ids == ()
        assert lists.claims(view, ClaimsAsked(document="x")).ids == ()
        assert lists.documents(view, DocumentsAsked(outlets=("x",)))[0] == ()
