"""A store made once of the bundled sample reports, and clients that ask an application over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.engines.stored import StoreSettings, StoreWork, keep_documents
from crossbearing.model.faults import Faults
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder
from crossbearing.store.clock import Maker
from crossbearing.store.store import Given, Store
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings

MAKER = Maker("ada", "")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample reports, which no test may change: ``own_demo`` is a copy for those that do."""
    path = tmp_path_factory.mktemp("web") / "record.db"
    store = Store(str(path), create=True)
    keep_documents(store, [Given(d, f"{d.id}.txt") for d in read_paths([folder()]).documents], MAKER)
    work = StoreWork(store, default_pipeline(), "test", MAKER, StoreSettings(), Faults(strict=True))
    work.read(work.missing())
    work.derive()
    return path


@pytest.fixture
def own_demo(demo: Path, tmp_path: Path) -> Path:
    """A copy of the store of the sample reports, to be changed."""
    return Path(shutil.copy(demo, tmp_path / "record.db"))


@pytest.fixture(scope="session")
def client(demo: Path) -> Iterator[TestClient]:
    """A browser without script over the store of the sample reports."""
    with TestClient(create_app(Settings(str(demo), who="ada")), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A browser over a store that holds nothing."""
    path = str(tmp_path / "empty.db")
    Store(path, create=True)
    with TestClient(create_app(Settings(path, who="ada")), raise_server_exceptions=False) as made:
        yield made
