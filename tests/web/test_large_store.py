"""Pages and routes over a made-up archive: none fails, none takes long, and none is left out of what is measured."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from crossbearing.report.listed import listing
from crossbearing.store import listing as lists
from crossbearing.store.asked import EventsAsked
from crossbearing.store.store import Store
from crossbearing.store.verifying import verify
from crossbearing_bench.large_store import make
from crossbearing_bench.serving import NOT_MEASURED, Client, known_of, measured, routes_of

EVENTS = 1000
SLOW_MS = 1000
"""Five times what holds for the whole archive: neighbours on a machine of tests are many, questions few."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of made-up events, as many reports and ten times as many claims."""
    path = tmp_path_factory.mktemp("large") / "archive.db"
    make(path, EVENTS)
    return str(path)


def test_a_made_up_archive_is_a_store_like_any_other(tmp_path: Path) -> None:
    store = make(tmp_path / "small.db", 20)
    assert verify(store) == []
    finished = store.finished()
    assert (len(finished.documents), len(finished.claims), len(finished.ledgers.events)) == (20, 200, 20)
    made = listing(finished, {d.id: n for n, d in enumerate(finished.documents, 1)})
    with lists.viewing(store) as view:
        rows, page = lists.events(view, EventsAsked(), "day", size=100)
    assert page.total == len(made.events)
    same = ("id", "cls", "kind", "first", "last", "place", "district", "lat", "documents", "claims", "voices", "killed")
    by_id = {event.id: event for event in made.events}
    for row in rows:
        own = by_id[row.event.id]
        assert [getattr(row.event, name) for name in same] == [getattr(own, name) for name in same]


def test_every_route_is_measured() -> None:
    assert len(routes_of()) > 40
    assert not NOT_MEASURED & set(routes_of())


@pytest.mark.slow
def test_no_page_over_an_archive_fails_or_takes_long(archive: str) -> None:
    Store(archive)
    client = Client(archive)
    known = known_of(client, random.Random(1))
    rows = [row for route in routes_of() if (row := measured(client, route, known, 3)) is not None]
    assert [row.route for row in rows if row.statuses[-1] >= 500] == []
    assert [(row.route, row.median) for row in rows if row.median > SLOW_MS] == []
