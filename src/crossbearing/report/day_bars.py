"""Happenings a day as a row of bars: how many began in each stretch of days, and how many of these are disputed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crossbearing.report.days import time_days
from crossbearing.store.facets import Bar

WIDTH, HEIGHT = 1000.0, 96.0
_GROUND = 20.0
"""Units below the bars, for the days."""
_ROOM = 132.0
"""Units that the days of one label take."""
_FEWEST = 12
_LONGEST_GAP, _LEFT_OUT = 10, 3
"""Bars without happenings that are drawn as such; more in a row are left out, and two strokes stand in their place."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bar as drawn, in units of the drawing, with its days, and in words what it holds."""

    since: str
    until: str
    x: float
    width: float
    height: float
    disputed: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing: bars that stand for something, labels (x, anchor, words), and the number of the tallest bar.

    ``breaks`` are where long stretches without happenings are left out.
    """

    columns: tuple[Column, ...]
    labels: tuple[tuple[float, str, str], ...]
    most: int
    unit: str
    breaks: tuple[float, ...] = ()

    @property
    def ground(self) -> float:
        """Return where the bars stand."""
        return HEIGHT - _GROUND


def _unit(bars: Sequence[Bar]) -> str:
    first = bars[0]
    days = (date.fromisoformat(first.until) - date.fromisoformat(first.since)).days + 1
    return {1: "day", 7: "week", 30: "month", 365: "year"}.get(days, f"{days} days")


def _placed(bars: Sequence[Bar]) -> tuple[list[tuple[int, Bar]], list[float], int]:
    """Return each bar with its place in steps, where stretches are left out, and how many steps there are in all."""
    placed: list[tuple[int, Bar]] = []
    breaks: list[float] = []
    place = empty = 0
    for bar in bars:
        if not bar.events:
            empty += 1
            continue
        if empty > _LONGEST_GAP:
            breaks.append(place + _LEFT_OUT / 2)
            place += _LEFT_OUT
        else:
            place += empty
        empty = 0
        placed.append((place, bar))
        place += 1
    return placed, breaks, place


def day_bars(bars: Sequence[Bar]) -> Bars | None:
    """Return the drawing of a time line, None where no day is known.

    >>> drawn = day_bars([Bar("2014-03-11", "2014-03-11", 4, 1), Bar("2014-03-12", "2014-03-12", 2, 0)])
    >>> [(c.height, c.disputed, c.words) for c in drawn.columns]
    [(70.0, 17.5, '11 March 2014: 4 happenings, 1 disputed'), (35.0, 0.0, '12 March 2014: 2 happenings')]
    """
    if not bars:
        return None
    most = max(bar.events for bar in bars)
    placed, breaks, steps = _placed(bars)
    step = WIDTH / max(steps, _FEWEST)
    tall = HEIGHT - _GROUND - 6
    columns = []
    for place, bar in placed:
        height = max(3.0, tall * bar.events / most)
        words = f"{time_days(bar.since, bar.until)}: {bar.events:,} happening{'s' if bar.events > 1 else ''}"
        words += f", {bar.disputed:,} disputed" if bar.disputed else ""
        width = round(max(1.0, step - min(2.0, step / 4)), 2)
        part = round(height * bar.disputed / bar.events, 1)
        columns.append(Column(bar.since, bar.until, round(place * step, 2), width, round(height, 1), part, words))
    return Bars(tuple(columns), _labels(columns), most, _unit(bars), tuple(round(at * step, 1) for at in breaks))


def _labels(columns: Sequence[Column]) -> tuple[tuple[float, str, str], ...]:
    """Return the days below the bars, of those that have room for theirs: the first and the last before all others."""
    wanted = [columns[0], *columns[-1:], *columns[1:-1]]
    found: dict[float, tuple[float, str, str]] = {}
    for column in wanted:
        middle = column.x + column.width / 2
        x, anchor = (0.0, "start") if middle < _ROOM / 2 else (round(middle, 1), "middle")
        if middle > WIDTH - _ROOM / 2:
            x, anchor = WIDTH, "end"
        left = {"start": x, "middle": x - _ROOM / 2, "end": x - _ROOM}[anchor]
        if all(abs(left - other) >= _ROOM for other in found):
            found[left] = x, anchor, time_days(column.since, column.since)
    return tuple(found[left] for left in sorted(found))
