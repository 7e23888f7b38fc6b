"""TopoJSON: arcs come back as they were laid down, neighbours share theirs, and a broken file says so."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.report.topojson import read, ring

STEPS = st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=2, max_size=30)


def topology(arcs: list[list[tuple[int, int]]], polygon: list[list[int]]) -> str:
    geometry = {"type": "Polygon", "arcs": polygon, "properties": {"name": "Land"}}
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.25, 0.5], "translate": [-180, -90]},
            "arcs": arcs,
            "objects": {"countries": {"type": "GeometryCollection", "geometries": [geometry]}},
        }
    )


@given(STEPS)
def test_an_arc_is_the_sum_of_its_steps_and_lies_in_its_box(steps: list[tuple[int, int]]) -> None:
    found = read(topology([steps], [[0]]), "countries")
    points = found.arc(0)
    assert len(points) == len(steps)
    assert points[0] == (steps[0][0] * 0.25 - 180, steps[0][1] * 0.5 - 90)
    assert points[-1] == (sum(x for x, _ in steps) * 0.25 - 180, sum(y for _, y in steps) * 0.5 - 90)
    west, south, east, north = found.box(0)
    assert all(west <= x <= east and south <= y <= north for x, y in points)


@given(STEPS)
def test_a_ring_there_and_back_is_a_palindrome(steps: list[tuple[int, int]]) -> None:
    found = read(topology([steps], [[0, ~0]]), "countries")
    points = ring(found.shapes[0].polygons[0][0], found.arc)
    assert points == points[::-1]


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"arcs": []}', topology([[(0, 0)]], [[0]]).replace("transform", "other")]
)
def test_what_is_no_topology_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="TopoJSON"):
        read(text, "countries")


def test_kinds_that_are_no_areas_have_no_rings() -> None:
    text = topology([[(0, 0), (1, 1)]], [[0]]).replace('"Polygon"', '"LineString"')
    assert read(text, "countries").shapes[0].polygons == ()
