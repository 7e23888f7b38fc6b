"""The maps: borders small and inside, names that cover nothing, closer maps for crowds, and a word where files lack."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing.model.derived import EventPlace, Record
from crossbearing.report import basemap
from crossbearing.report.happenings import EventView, event_views
from crossbearing.report.labels import Label
from crossbearing.report.map import WIDTH, Atlas, Map, atlas, close_up
from crossbearing.report.marks import Names
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.report.projection import around
from tests.report.test_ledgers import CLAIMS, DOCUMENTS, LEDGERS, event


def views(*places: tuple[str, float, float, float]) -> list[EventView]:
    events = tuple(
        replace(event(f"ev-{n:03}", ("a:c01",)), place=EventPlace(name, name, lat, lon, km, 1))
        for n, (name, lat, lon, km) in enumerate(places)
    )
    return list(event_views(Record(events=events), {}, Names([], [], None)).values())


CITY = [("Harasta", 33.56, 36.37, 3.0), ("Douma", 33.57, 36.4, 3.0), ("Arbin", 33.54, 36.36, 2.0)]
FAR = ("Idlib", 35.93, 36.63, 8.0)


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d*\.?\d+", path)]


def test_borders_come_with_the_package_and_stay_small() -> None:
    found = atlas(views(*CITY, FAR))
    assert found.missing == ()
    main = found.maps[0]
    assert {"Syria", "Lebanon"} <= {country.name for country in main.base.countries}
    size = sum(len(c.path) for drawing in found.maps for c in drawing.base.countries)
    size += sum(len(drawing.base.lakes) + len(drawing.base.rivers) for drawing in found.maps)
    assert size < 60_000


def test_a_window_on_the_world_uses_the_coarse_file_and_stays_small() -> None:
    found = basemap.basemap(around((-170.0, -60.0, 175.0, 75.0), WIDTH, 620.0, 0.0))
    assert len(found.countries) > 150
    assert sum(len(country.path) for country in found.countries) + len(found.lakes + found.rivers) < 150_000


def test_paths_begin_inside_the_frame() -> None:
    view = around((35.0, 33.0, 38.0, 35.0), WIDTH, 620.0, 0.0)
    for country in basemap.basemap(view).countries:
        for part in country.path.split("M")[1:]:
            x, y = numbers(part)[:2]
            assert -6.1 <= x <= view.width + 6.1
            assert -6.1 <= y <= view.height + 6.1


def meet(one: Label, other: Label, size: float) -> bool:
    def box(label: Label) -> tuple[float, float, float, float]:
        width = len(label.text) * size * 0.5
        left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
        return left, label.y - size * 0.8, left + width, label.y

    a, b = box(one), box(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def names(drawing: Map) -> list[Label]:
    return [*(spot.label for spot in drawing.spots if spot.label), *drawing.countries]


def test_no_name_covers_another_on_a_screen_or_a_phone() -> None:
    crowd = [(f"Village number {n}", 33.0 + n % 5 / 30, 36.0 + n // 5 / 30, 2.0) for n in range(20)]
    for drawing in atlas(views(*crowd, FAR)).maps:
        labels = names(drawing)
        for number, one in enumerate(labels):
            for other in labels[number + 1 :]:
                assert not meet(one, other, 15.0)
                assert not (one.narrow and other.narrow and meet(one, other, 15.0 * drawing.width / 560))


def test_a_crowd_gets_a_closer_map_and_the_main_one_shows_where() -> None:
    found = atlas(views(*CITY, FAR))
    main, closer = found.maps
    [outline] = main.outlines
    assert (outline.letter, closer.title) == ("A", "A. Closer: around Arbin")
    assert {spot.place.name for spot in closer.spots} == {"Arbin", "Douma", "Harasta"}
    assert found.unnamed == 0


def test_places_that_no_map_can_name_are_counted_and_listed() -> None:
    found = atlas(views(*[(f"Quarter {n}", 33.5, 36.3, 2.0) for n in range(9)]))
    assert found.unnamed == 9 - len({s.place for m in found.maps for s in m.spots if s.label}) > 0
    assert len(found.places) == 9


def test_a_narrow_window_says_where_in_the_world_it_lies() -> None:
    locator = atlas(views(*CITY)).maps[-1]
    assert locator.title == "Where this lies"
    assert "Syria" in {label.text for label in locator.countries}


@pytest.mark.parametrize(("radius_km", "within"), [(3.0, False), (8.0, False), (60.0, True)])
def test_the_name_of_a_place_alone_lies_across_no_edge_of_its_ring(radius_km: float, within: bool) -> None:
    drawn = close_up(views(("Harasta", 33.56, 36.37, radius_km))[0], disputed=False)
    assert drawn is not None
    [spot] = drawn.spots
    assert spot.label is not None
    near = abs(spot.label.x - spot.x)
    assert near + 20 < spot.radius if within else near >= spot.radius + 2


def test_the_same_whatever_the_order() -> None:
    found = views(*CITY, FAR)
    assert atlas(found) == atlas(found[::-1])


def test_events_without_a_place_are_counted() -> None:
    placed, lost = views(*CITY[:1], FAR)
    nowhere = replace(lost, event=replace(lost.event, place=EventPlace(None, None)))
    assert atlas([placed, nowhere]).unplaced == 1
    assert atlas([nowhere]) == Atlas((), (), 1)


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 179.9), (89.0, 0.0), (-89.0, -179.9), (65.0, 180.0)])
def test_the_ends_of_the_world_are_drawn(lat: float, lon: float) -> None:
    assert atlas(views(("End", lat, lon, 50.0))).maps


def test_without_the_files_the_caption_says_what_lacks_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basemap, "files", lambda package: tmp_path)
    html = render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS))
    assert "missing from this map" in html
    assert "world-atlas/countries-10m.json" in html
    assert "pip install ." in html
    assert 'class="land"' not in html


def test_a_damaged_file_is_a_missing_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vendor" / "world-atlas").mkdir(parents=True)
    (tmp_path / "vendor" / "world-atlas" / "countries-10m.json").write_text('{"arcs": ', encoding="utf-8")
    monkeypatch.setattr(basemap, "files", lambda package: tmp_path)
    found = atlas(views(*CITY[:1]))
    assert "world-atlas/countries-10m.json" in found.missing
    assert found.maps[0].base.countries == ()


def test_the_caption_says_whose_borders_these_are() -> None:
    html = render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS))
    assert "Natural Earth" in html
    assert "de facto" in html
