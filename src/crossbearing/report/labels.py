"""Names on a map: each where it covers no other, at the size of a screen and at that of a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crossbearing.report.clipping import Frame

_LETTER = 0.68
"""Width of a letter in parts of the type size: that of the widest bold face in use, since the reader's is unknown."""

_SQUARE = 40.0
"""Side of the squares by which names and dots are looked up: about as wide as a name."""

GAP = 6.0
"""Between the middle of a dot and its name."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it stands; ``anchor`` as SVG has it; ``narrow`` is whether it also has room on a phone."""

    text: str
    x: float
    y: float
    anchor: str
    narrow: bool


def _frame(text: str, x: float, y: float, anchor: str, size: float) -> Frame:
    """Return the rectangle that a name covers; ``y`` is its base line."""
    width = len(text) * size * _LETTER
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Frame(left, y - size, left + width, y + size * 0.3)


def _meet(one: Frame, other: Frame) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


class _Covered:
    """Rectangles by the squares of the drawing that they lie on: one of thousands is asked for its neighbours alone."""

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self._on: dict[tuple[int, int], list[Frame]] = {}
        for frame in frames:
            self.add(frame)

    def add(self, frame: Frame) -> None:
        """Add a rectangle."""
        for square in _squares(frame):
            self._on.setdefault(square, []).append(frame)

    def meets(self, frame: Frame) -> bool:
        """Say whether a rectangle covers a part of one of these."""
        return any(_meet(frame, other) for square in _squares(frame) for other in self._on.get(square, ()))


def _squares(frame: Frame) -> Iterator[tuple[int, int]]:
    for x in range(int(frame.left // _SQUARE), int(frame.right // _SQUARE) + 1):
        for y in range(int(frame.top // _SQUARE), int(frame.bottom // _SQUARE) + 1):
            yield x, y


class Sheet:
    """The names of one drawing so far, and the dots that no name may cover.

    >>> sheet = Sheet(200.0, 100.0, {(50.0, 50.0): 3.0})
    >>> sheet.beside("Douma", 50.0, 50.0, 10.0, 18.0)
    Label(text='Douma', x=56.0, y=53.5, anchor='start', narrow=True)
    >>> sheet.put("Duma", [(58.0, 54.0, "start")], 10.0, 18.0) is None
    True
    """

    def __init__(self, width: float, height: float, dots: dict[tuple[float, float], float]) -> None:
        self._edge = Frame(0.0, 0.0, width, height)
        self._dots = _Covered(Frame(x - r, y - r, x + r, y + r) for (x, y), r in dots.items())
        self._wide = _Covered()
        self._narrow = _Covered()

    def keep_clear(self, text: str, x: float, y: float, anchor: str, size: float, narrow_size: float) -> None:
        """Keep names off a text that stands where it must, such as the degree at a line of the grid."""
        self._wide.add(_frame(text, x, y, anchor, size))
        self._narrow.add(_frame(text, x, y, anchor, narrow_size))

    def _free(self, frame: Frame, names: _Covered) -> bool:
        edge = self._edge
        inside = edge.left <= frame.left and frame.right <= edge.right and edge.top <= frame.top
        if not inside or frame.bottom > edge.bottom:
            return False
        return not self._dots.meets(frame) and not names.meets(frame)

    def put(
        self, text: str, spots: Iterable[tuple[float, float, str]], size: float, narrow_size: float
    ) -> Label | None:
        """Return the name at the first free of its spots (x, base line, anchor), None where none is free."""
        for x, y, anchor in spots:
            frame = _frame(text, x, y, anchor, size)
            if not self._free(frame, self._wide):
                continue
            self._wide.add(frame)
            small = _frame(text, x, y, anchor, narrow_size)
            narrow = self._free(small, self._narrow)
            if narrow:
                self._narrow.add(small)
            return Label(text, round(x, 1), round(y, 1), anchor, narrow)
        return None

    def beside(self, text: str, x: float, y: float, size: float, narrow_size: float, gap: float = GAP) -> Label | None:
        """Return the name right, left, above or below of a dot, ``gap`` away from it, whichever is free first."""
        middle = y + size * 0.35
        spots = [(x + gap, middle, "start"), (x - gap, middle, "end"), (x, y - gap - size * 0.3, "middle")]
        return self.put(text, [*spots, (x, y + gap + size, "middle")], size, narrow_size)
