"""A reader sees nothing that is hidden: by no route, no link, no search, no export."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crossbearing.accounts import accounts
from crossbearing.accounts.auditing import By
from crossbearing.accounts.roles import ADMIN, CODER, READER, Person
from crossbearing.care.measures import Measures
from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.pipeline import default_pipeline
from crossbearing.store import clock
from crossbearing.store.forgetting import forget
from crossbearing.web import editions
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.care.test_care import NAMES
from tests.care.test_editions import ALL, TODAY, store_at
from tests.store.made import MAKER, given, report
from tests.web.browsing import logged_in
from tests.web.walking import addresses, filled, ids_of, routes, walked, words_in

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "seven grey herons"
HIDDEN = (*NAMES, "Yaman", "Qassoum", "Jobar", "hanan-odeh")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readers") / "record.db"
    store = store_at(str(path))
    for name, role in (("ada", ADMIN), ("bo", CODER), ("cy", READER)):
        accounts.add_account(store, name, role, PASSWORD, By("root", "command line", clock.now()))
    return path


@pytest.fixture(scope="module")
def app(archive: Path) -> FastAPI:
    made = create_app(Settings(str(archive), readers=ALL, today=TODAY))
    made.state.editions.make()
    return made


@pytest.fixture(scope="module")
def reader(app: FastAPI) -> Iterator[TestClient]:
    with logged_in(app, "cy", PASSWORD) as browser:
        yield browser


def told(address: str, text: str) -> list[str]:
    """Return the hidden words in an answer, but for those that were asked for by the address itself."""
    asked = quote(address).lower() + address.lower()
    return [word for word in HIDDEN if word.lower() in text.lower() and word.lower() not in asked]


def test_no_address_tells_a_reader_what_is_hidden(app: FastAPI, reader: TestClient) -> None:
    whole, edition = app.state.store, app.state.editions.of(Person("cy", READER))
    starts = [*addresses(app, ids_of(whole)), *addresses(app, ids_of(edition))]
    statuses: dict[int, int] = {}
    for address, answer in walked(reader, starts):
        assert told(address, words_in(answer)) == [], address
        assert told(address, str(answer.headers)) == [], address
        assert answer.status_code < 500, address
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
    assert statuses[200] > 40
    assert statuses[403] >= 3, "what is for coders and admins"


def test_a_coder_sees_it_at_the_same_addresses(app: FastAPI) -> None:
    browser = logged_in(app, "bo", PASSWORD)
    found = [told("", words_in(answer)) for _, answer in walked(browser, addresses(app, ids_of(app.state.store)))]
    seen = {word for words in found for word in words}
    assert {"Salloum", "Tarek Salloum", "Hanan Odeh", "Jobar", "Qassoum"} - seen <= {"Qassoum"}
    assert sum(bool(words) for words in found) > 20


@pytest.mark.parametrize("word", ["Salloum", "Tarek", "Odeh", "Jobar", "Yaman Qassoum"])
def test_a_search_for_what_is_hidden_is_like_one_for_nothing(app: FastAPI, reader: TestClient, word: str) -> None:
    coder = logged_in(app, "bo", PASSWORD)
    for path in ("/search", "/documents", "/events", "/api/v1/search", "/"):
        hidden = reader.get(path, params={"q": word})
        if hidden.status_code == 404:
            continue
        nothing = reader.get(path, params={"q": "Zzyzx"})
        assert words_in(hidden).replace(word, "Q").replace(quote(word), "Q").replace(word.replace(" ", "+"), "Q") == (
            words_in(nothing).replace("Zzyzx", "Q")
        ), path
    assert coder.get("/").status_code == 200


def test_places_are_wide_for_readers(app: FastAPI) -> None:
    edition = app.state.editions.of(Person("cy", READER)).finished()
    near = [p.radius_km for c in edition.claims for p in c.places if p.lat is not None]
    assert near
    assert min(radius or 0 for radius in near) >= 20
    assert app.state.editions.of(Person("bo", CODER)) is app.state.store


def test_without_measures_readers_see_the_whole(archive: Path) -> None:
    plain = create_app(Settings(str(archive)))
    assert plain.state.editions.of(Person("cy", READER)) is plain.state.store


def test_readers_wait_until_what_they_see_is_made(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(shutil.copy(archive, tmp_path / "record.db"))
    app = create_app(Settings(str(own), readers=Measures(redact=True)))
    begun: list[int] = []
    monkeypatch.setattr(editions.Editions, "_begin", lambda self: begun.append(1))
    reader = logged_in(app, "cy", PASSWORD)
    answer = reader.get("/documents")
    assert (answer.status_code, answer.headers["retry-after"], begun) == (503, "20", [1])
    assert told("", answer.text) == []
    app.state.editions.make()
    assert reader.get("/documents").status_code == 200

    work = StoreWork(app.state.store, default_pipeline(), "program", MAKER)
    more = report("d", "Rebels shelled Idlib on Friday, killing 2 civilians, a monitor said.", published="2014-03-21")
    keep_documents(work.store, [given(more, "d")], MAKER)
    work.derive()
    assert reader.get("/documents").status_code == 200, "the one before, meanwhile"
    assert reader.get("/documents/d").status_code == 404
    app.state.editions.make()
    assert reader.get("/documents/d").status_code == 200

    forget(work.store, "d", "asked", MAKER)
    assert reader.get("/documents/d").status_code == 503, "no derived record, no edition"
    StoreWork(app.state.store, default_pipeline(), "program", MAKER).derive()
    assert reader.get("/documents/d").status_code == 503, "the one before knows what was forgotten"
    app.state.editions.make()
    assert reader.get("/documents/d").status_code == 404


def test_an_embargo_moves_with_the_day(archive: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(archive, tmp_path / "record.db"))
    for today, status in ((date(2014, 3, 22), 404), (date(2014, 4, 22), 200)):
        app = create_app(Settings(str(own), readers=Measures(days=10), today=today))
        app.state.editions.make()
        assert logged_in(app, "cy", PASSWORD).get("/documents/c").status_code == status


def test_an_edition_is_made_in_a_process_of_its_own(archive: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(archive, tmp_path / "record.db"))
    app = create_app(Settings(str(own), readers=Measures(km=20)))
    reader = logged_in(app, "cy", PASSWORD)
    assert reader.get("/documents").status_code == 503
    building = app.state.editions._building
    building.join(240)
    assert building.exitcode == 0
    assert reader.get("/documents").status_code == 200


def test_only_pages_that_no_reader_opens_know_the_whole_store(app: FastAPI, reader: TestClient) -> None:
    package = Path(editions.__file__).parent
    sources = {path.relative_to(package): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    users = {path.stem for path, text in sources.items() if "app.state.store" in text or "whole_store_of(" in text}
    closed = {name for name in users if name.startswith("review")}
    assert users - closed <= {"app", "opened", "accounts", "health", "noting"}
    assert closed
    for method, path in routes(app):
        if path.startswith(("/review", "/ingest")) and method == "GET":
            assert reader.get(filled(path)).status_code == 403, path
