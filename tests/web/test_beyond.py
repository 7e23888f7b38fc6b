"""Beyond this machine the pages are served to known people alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.model.errors import AccountError
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.test_gate import add_people


def test_beyond_this_machine_nothing_starts_without_accounts(demo: Path, tmp_path: Path) -> None:
    team = tmp_path / "team.db"
    team.write_bytes(demo.read_bytes())
    add_people(str(team))
    for host in ("0.0.0.0", "192.0.2.1", "example.org", "::"):
        with pytest.raises(AccountError, match="without accounts"):
            create_app(Settings(str(demo), host=host))
        assert create_app(Settings(str(team), host=host)).state.keys.single is None
