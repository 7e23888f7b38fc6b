"""Names of towns for the map: the largest of a box, none where there is no index."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.towns import MOST, towns_in


def test_the_largest_towns_of_a_box_come_first() -> None:
    Gazetteer.open()
    found = towns_in(36.0, 33.2, 36.8, 33.8)
    assert found[0].name == "Damascus"
    assert [t.population for t in found] == sorted((t.population for t in found), reverse=True)
    assert all(33.2 <= t.lat <= 33.8 and 36.0 <= t.lon <= 36.8 for t in found)
    assert {t.kind for t in found} <= {"city", "town", "village"}
    assert towns_in(36.0, 33.2, 36.8, 33.8, most=3) == found[:3]
    assert len(towns_in(-180, -85, 180, 85, most=10_000)) == MOST


def test_a_box_over_the_180th_meridian_is_one() -> None:
    Gazetteer.open()
    found = towns_in(175.0, -20.0, 190.0, -15.0)
    assert any(t.lon > 180 for t in found), "Fiji's east"
    assert any(t.lon < 180 for t in found), "Fiji's west"


def test_without_an_index_there_are_no_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSBEARING_CACHE", str(tmp_path))
    assert towns_in(36.0, 33.2, 36.8, 33.8) == ()
