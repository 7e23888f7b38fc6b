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
_LABELS = 7


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
    """The drawing: bars that stand for something, labels (x, anchor, words), and the number of the tallest bar."""

    columns: tuple[Column, ...]
    labels: tuple[tuple[float, str, str], ...]
    most: int
    unit: str

    @property
    def ground(self) -> float:
        """Return where the bars stand."""
        return HEIGHT - _GROUND


def _unit(bars: Sequence[Bar]) -> str:
    first = bars[0]
    days = (date.fromisoformat(first.until) - date.fromisoformat(first.since)).days + 1
    return {1: "day", 7: "week", 30: "month", 365: "year"}.get(days, f"{days} days")


def day_bars(bars: Sequence[Bar]) -> Bars | None:
    """Return the drawing of a time line, None where no day is known.

    >>> drawn = day_bars([Bar("2014-03-11", "2014-03-11", 4, 1), Bar("2014-03-12", "2014-03-12", 2, 0)])
    >>> [(c.height, c.disputed, c.words) for c in drawn.columns]
    [(70.0, 17.5, '11 March 2014: 4 happenings, 1 disputed'), (35.0, 0.0, '12 March 2014: 2 happenings')]
    """
    if not bars:
        return None
    most = max(bar.events for bar in bars)
    step = WIDTH / max(len(bars), 12)
    tall = HEIGHT - _GROUND - 6
    columns = []
    for number, bar in enumerate(bars):
        if not bar.events:
            continue
        height = max(3.0, tall * bar.events / most)
        words = f"{time_days(bar.since, bar.until)}: {bar.events:,} happening{'s' if bar.events > 1 else ''}"
        words += f", {bar.disputed:,} disputed" if bar.disputed else ""
        width = round(max(1.0, step - min(2.0, step / 4)), 2)
        part = round(height * bar.disputed / bar.events, 1)
        columns.append(Column(bar.since, bar.until, round(number * step, 2), width, round(height, 1), part, words))
    return Bars(tuple(columns), _labels(bars, step), most, _unit(bars))


def _labels(bars: Sequence[Bar], step: float) -> tuple[tuple[float, str, str], ...]:
    every = max(1, -(-len(bars) // _LABELS))
    found = []
    for number in range(0, len(bars), every):
        x = round(number * step + step / 2, 1)
        anchor = "start" if number == 0 else "end" if x > WIDTH - 60 else "middle"
        found.append((0.0 if number == 0 else x, anchor, time_days(bars[number].since, bars[number].since)))
    return tuple(found)
