"""How hypothesis runs (no deadlines, since a busy machine is no defect; in CI the same examples every time), and where
stores of the tests lie: SQLite always, PostgreSQL where ``CROSSBEARING_POSTGRESQL`` names a server.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.store.made import server

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
