"""A store made once of the bundled sample reports, and clients that ask an application over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in
from tests.web.made import demo_store


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample reports, which no test may change: ``own_demo`` is a copy for those that do."""
    return demo_store(tmp_path_factory.mktemp("web") / "record.db")


@pytest.fixture
def own_demo(demo: Path, tmp_path: Path) -> Path:
    """A copy of the store of the sample reports, to be changed."""
    return Path(shutil.copy(demo, tmp_path / "record.db"))


@pytest.fixture(scope="session")
def client(demo: Path) -> Iterator[TestClient]:
    """A browser without script over the store of the sample reports."""
    with signed_in(create_app(Settings(str(demo), who="ada"))) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A browser over a store that holds nothing."""
    path = str(tmp_path / "empty.db")
    Store(path, create=True)
    with signed_in(create_app(Settings(path, who="ada"))) as made:
        yield made
