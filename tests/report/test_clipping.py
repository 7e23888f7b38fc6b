"""Cutting and thinning: nothing leaves the frame, nothing inside it moves, and what is thinned stays near."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.report.clipping import Frame, clipped_line, clipped_ring, simplified, without_outside
from crossbearing.report.topojson import Point

FRAME = Frame(0.0, 0.0, 100.0, 60.0)
COORDINATE = st.integers(-150, 250).map(float)
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=25)


def area(points: list[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*points, points[0]])) / 2 if points else 0.0


def inside(point: Point) -> bool:
    return -1e-6 <= point[0] <= 100 + 1e-6 and -1e-6 <= point[1] <= 60 + 1e-6


def gap(point: Point, one: Point, other: Point) -> float:
    length = math.dist(one, other) ** 2
    dx, dy = other[0] - one[0], other[1] - one[1]
    along = max(0.0, min(1.0, ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length)) if length else 0.0
    return math.dist(point, (one[0] + along * dx, one[1] + along * dy))


def drawn(points: list[Point]) -> float:
    return sum(math.dist(one, other) for part in clipped_line(points, FRAME) for one, other in pairwise(part))


@given(POINTS)
def test_an_area_is_cut_at_the_frame(points: list[Point]) -> None:
    assert all(inside(point) for point in clipped_ring(points, FRAME))


@given(POINTS)
def test_an_area_inside_is_left_alone(points: list[Point]) -> None:
    wide = Frame(-200.0, -200.0, 300.0, 300.0)
    once = points[:-1] if points[0] == points[-1] else points
    assert clipped_ring(points, wide) == once


@given(POINTS)
def test_points_out_of_sight_change_nothing_that_is_seen(points: list[Point]) -> None:
    thin = without_outside([*points, points[0]], FRAME)
    assert set(thin) <= set(points)
    assert area(clipped_ring(thin, FRAME)) == pytest.approx(area(clipped_ring(points, FRAME)), abs=1e-6)
    assert drawn(without_outside(points, FRAME)) == pytest.approx(drawn(points), abs=1e-6)


@given(POINTS)
def test_a_line_is_cut_at_the_frame_and_keeps_what_is_in_it(points: list[Point]) -> None:
    parts = clipped_line(points, FRAME)
    assert all(inside(point) for part in parts for point in part)
    kept = {point for part in parts for point in part}
    for one, other in pairwise(points):
        if one != other and FRAME.holds(one) and FRAME.holds(other):
            assert {one, other} <= kept


@given(POINTS, st.floats(0.1, 50.0))
def test_thinning_keeps_the_ends_and_stays_within_its_tolerance(points: list[Point], tolerance: float) -> None:
    thin = simplified(points, tolerance)
    assert (thin[0], thin[-1]) == (points[0], points[-1])
    assert set(thin) <= set(points)
    for point in points:
        assert min(gap(point, a, b) for a, b in pairwise(thin)) <= tolerance + 1e-6


@given(POINTS)
def test_two_neighbours_are_cut_in_the_same_points(points: list[Point]) -> None:
    on_edge = {p for p in clipped_ring(points, FRAME) if p[0] in (0.0, 100.0) or p[1] in (0.0, 60.0)}
    back = {p for p in clipped_ring(points[::-1], FRAME) if p[0] in (0.0, 100.0) or p[1] in (0.0, 60.0)}
    assert on_edge == back
