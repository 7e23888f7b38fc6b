"""How hypothesis runs (no deadlines, since a busy machine is no defect; in CI the same examples every time), in which
order files are handed out, and where stores of the tests lie: SQLite always, PostgreSQL where
``CROSSBEARING_POSTGRESQL`` names a server.
"""

from __future__ import annotations

import gc
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from crossbearing.accounts import passwords
from crossbearing.store import migrating
from tests.store.made import server
from tests.store.replayed import replaying

SLOW = 100
"""As many usual tests as a slow one takes the time of."""
SELDOM = (200_000, 25, 10)
"""Thresholds of ``engines.collecting``."""

settings.register_profile("crossbearing", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("crossbearing")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store that is not there yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "record.db")
        return
    if not os.environ.get("CROSSBEARING_POSTGRESQL"):
        pytest.skip("CROSSBEARING_POSTGRESQL names no server; .ci/run starts one")
    with server(f"t{uuid.uuid4().hex[:12]}") as found:
        yield found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first, so that no process begins one when the others have ended; a slow test counts for many."""
    weights = Counter[Path]()
    for item in items:
        weights[item.path] += SLOW if item.get_closest_marker("slow") else 1
    items.sort(key=lambda item: -weights[item.path])


def pytest_collection_finish() -> None:
    """Look for cycles as seldom as a run does, and never again among what all tests hold."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session", autouse=True)
def quick_stores() -> Iterator[None]:
    """Make new stores by the statements of the first one; ``tests/store/test_migrations.py`` holds them against it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(migrating, "upgrade", replaying(migrating.upgrade))
        yield


@pytest.fixture(scope="module")
def quick_passwords() -> Iterator[None]:
    """Hash passwords by the same function in a thousandth of the time, where what a guess costs is not asked."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: hasher)
        yield
