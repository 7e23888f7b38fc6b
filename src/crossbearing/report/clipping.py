"""Lines and areas made fit for a small drawing: cut at a rectangle, and without the points that nobody would see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crossbearing.report.topojson import Point


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle that is drawn, in units of the drawing: y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Say whether a point lies inside or on the edge.

        >>> Frame(0, 0, 10, 10).holds((10, 3)), Frame(0, 0, 10, 10).holds((11, 3))
        (True, False)
        """
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def side(self, point: Point) -> int:
        """Return the half planes outside the frame that a point lies in, as bits: left 1, right 2, above 4, below 8."""
        x, y = point
        across = 1 if x < self.left else 2 if x > self.right else 0
        return across | (4 if y < self.top else 8 if y > self.bottom else 0)


def without_outside(points: Sequence[Point], frame: Frame) -> list[Point]:
    """Return the points without those whose both neighbours lie beyond the same edge: no line through them is seen.

    The result is the same once it is cut at the frame, since half planes are convex; a border that runs a thousand
    kilometres away costs nothing then.

    >>> without_outside([(20, 0), (30, 5), (40, 0), (25, 5), (5, 5)], Frame(0, 0, 10, 10))
    [(20, 0), (25, 5), (5, 5)]
    """
    if len(points) < 3:
        return list(points)
    kept = [points[0]]
    before, here = frame.side(points[0]), frame.side(points[1])
    for index in range(1, len(points) - 1):
        after = frame.side(points[index + 1])
        if not before & here & after:
            kept.append(points[index])
            before = here
        here = after
    return [*kept, points[-1]]


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line with as few of its points as keep every other within ``tolerance`` (Douglas and Peucker, 1973).

    First and last stay, so that arcs which meet still meet.

    >>> simplified([(0, 0), (1, 0.1), (2, -0.1), (3, 5), (4, 6), (5, 7)], 0.5)
    [(0, 0), (2, -0.1), (3, 5), (5, 7)]
    """
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = _farthest(points, first, last)
        if far > tolerance * tolerance:
            keep.add(index)
            spans += [(first, index), (index, last)]
    return [points[index] for index in sorted(keep)]


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """Return the greatest squared distance of a point between two others from the stretch that joins them."""
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    far, index = 0.0, first
    for number in range(first + 1, last):
        px, py = points[number][0] - ax, points[number][1] - ay
        along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
        ex, ey = px - along * dx, py - along * dy
        if (gap := ex * ex + ey * ey) > far:
            far, index = gap, number
    return far, index


def clipped_ring(points: Sequence[Point], frame: Frame) -> list[Point]:
    """Return an area cut at the frame (Sutherland and Hodgman, 1974), open: the last point is not the first again.

    Parts that the frame tears apart stay joined along its edge, so a frame should reach a little beyond what is seen.

    >>> clipped_ring([(-5, 2), (5, 2), (5, 4), (-5, 4), (-5, 2)], Frame(0, 0, 10, 10))
    [(0, 2.0), (5, 2), (5, 4), (0, 4.0)]
    """
    found = list(points[:-1] if len(points) > 1 and points[0] == points[-1] else points)
    edges: tuple[tuple[int, float, float], ...] = (
        (0, frame.left, 1.0),
        (0, frame.right, -1.0),
        (1, frame.top, 1.0),
        (1, frame.bottom, -1.0),
    )
    for axis, at, sign in edges:
        found = _cut(found, lambda p, axis=axis, at=at, sign=sign: sign * (p[axis] - at), axis, at)  # type: ignore[misc]
    return found


def _cut(points: Sequence[Point], depth: Callable[[Point], float], axis: int, at: float) -> list[Point]:
    """Return an area cut at one edge; ``depth`` is how far inside of it a point lies."""
    found: list[Point] = []
    for index, point in enumerate(points):
        before = points[index - 1]
        inside, was = depth(point), depth(before)
        if (inside >= 0) != (was >= 0):
            found.append(_crossing(before, point, axis, at))
        if inside >= 0:
            found.append(point)
    return found


def _crossing(one: Point, other: Point, axis: int, at: float) -> Point:
    """Return where the stretch between two points meets a line of constant x (axis 0) or y (axis 1)."""
    # From the same end whichever way the stretch is walked: the border of two countries must be cut in one point.
    (ax, ay), (bx, by) = sorted((one, other))
    if axis == 0:
        return at, ay + (by - ay) * ((at - ax) / (bx - ax))
    return ax + (bx - ax) * ((at - ay) / (by - ay)), at


def clipped_line(points: Sequence[Point], frame: Frame) -> list[list[Point]]:
    """Return the parts of a line that lie in the frame (Liang and Barsky, 1984, for each stretch).

    >>> clipped_line([(-5, 5), (5, 5), (5, 15), (8, 15), (8, 5)], Frame(0, 0, 10, 10))
    [[(0.0, 5.0), (5, 5), (5.0, 10.0)], [(8.0, 10.0), (8, 5)]]
    """
    parts: list[list[Point]] = []
    for index in range(1, len(points)):
        one, other = points[index - 1], points[index]
        if (inside := _inside(one, other, frame)) is None:
            continue
        start, end = inside
        if parts and start == 0.0 and parts[-1][-1] == one:
            parts[-1].append(_along(one, other, end))
        else:
            parts.append([_along(one, other, start), _along(one, other, end)])
    return parts


def _along(one: Point, other: Point, share: float) -> Point:
    if share in (0.0, 1.0):
        return one if share == 0.0 else other
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _inside(one: Point, other: Point, frame: Frame) -> tuple[float, float] | None:
    """Return the shares of a stretch at which it enters and leaves the frame, None where it stays outside."""
    start, end = 0.0, 1.0
    for axis, low, high in ((0, frame.left, frame.right), (1, frame.top, frame.bottom)):
        step = other[axis] - one[axis]
        if step == 0:
            if not low <= one[axis] <= high:
                return None
            continue
        near, far = sorted(((low - one[axis]) / step, (high - one[axis]) / step))
        start, end = max(start, near), min(end, far)
    return (start, end) if start < end else None
