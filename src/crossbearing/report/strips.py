"""Control of places over time: one strip a place, with a line for each family and one taken together."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossbearing.model.claim import Claim
from crossbearing.model.derived import ControlState, Record
from crossbearing.report.days import coarse_days, span_days
from crossbearing.report.marks import Mark, Names
from crossbearing.report.wording import listing, word, words

_ID_IN_NOTE = re.compile(r"\b(said by|lost by) ([^\s;]+)")
_NARROWEST = 2.0
"""Percent of the strip: a stretch of one day must be seen too."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One state of a place on a strip, in percent of the days shown; ``words`` say who holds it, in which state."""

    state: ControlState
    holder: Mark
    contender: Mark | None
    left: float
    width: float
    when: str
    note: str
    claims: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A place: the timeline taken together and one for each family; ``bent`` where long stretches are drawn shorter.

    ``when`` are its days in words, no finer than they were said.
    """

    place: str
    timelines: tuple[tuple[str, tuple[Stretch, ...]], ...]
    first: str
    last: str
    disputed: bool
    bent: bool
    when: str = ""


def scale(days: Iterable[str]) -> Callable[[str], float]:
    """Return the function from a day to percent of a strip: each stretch between days as long as its square root.

    A siege of two years and a battle of two days are both seen; what comes first still stands first.

    >>> at = scale(["2014-03-01", "2014-03-17", "2014-03-26"])
    >>> at("2014-03-01"), round(at("2014-03-17"), 1), at("2014-03-26")
    (0.0, 57.1, 100.0)
    """
    ordered = sorted(set(days))
    at = {ordered[0]: 0.0} if ordered else {}
    reached = 0.0
    for one, other in pairwise(ordered):
        reached += (_ordinal(other) - _ordinal(one)) ** 0.5
        at[other] = reached
    return lambda day: 100 * at[day] / (reached or 1.0)


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def control_strips(ledgers: Record, names: Names, claims: Mapping[str, Claim] | None = None) -> tuple[Strip, ...]:
    """Return one strip a place, disputed ones first, those without a name last.

    An open stretch runs to the last day of its place. ``claims`` by id say which days stand for a month or a year.

    >>> control_strips(Record(), Names([], [], None))
    ()
    """
    by_place: dict[str, list[ControlState]] = defaultdict(list)
    for row in ledgers.control:
        by_place[row.place].append(row)
    last = max((day for row in ledgers.control for day in (row.start, row.end) if day), default="")
    strips = [_strip(place, rows, last, names, claims or {}) for place, rows in by_place.items()]
    # "The main road", "buildings": what has no name of its own comes last.
    return tuple(sorted(strips, key=lambda strip: (not strip.disputed, strip.place[:1].islower(), strip.place)))


def said_days(rows: Iterable[ControlState], claims: Mapping[str, Claim]) -> dict[str, str]:
    """Return the days of states that stand for a month or a year, in words.

    >>> said_days([], {})
    {}
    """
    return coarse_days(claims[c] for row in rows for c in row.claims if c in claims)


def _strip(
    place: str, rows: Sequence[ControlState], last_of_all: str, names: Names, claims: Mapping[str, Claim]
) -> Strip:
    """Return the strip of a place; ``last_of_all`` is the last day that is known of any place."""
    days = sorted({day for row in rows for day in (row.start, row.end) if day})
    if len(days) == 1:
        # One day alone has no length: the strip then runs on.
        days = sorted({*days, last_of_all})
    at, coarse = scale(days), said_days(rows, claims)
    by_line: dict[str, list[ControlState]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.start or "", r.end or "9999", r.id)):
        by_line[row.timeline].append(row)
    lines = tuple(
        (
            "taken together" if line == "reconciled" else names.name(line),
            tuple(_stretch(row, days, at, names, coarse) for row in by_line[line]),
        )
        for line in sorted(by_line, key=lambda line: (line != "reconciled", line))
    )
    name = next((row.name for row in rows if row.name), None) or names.name(place)
    gaps = {_ordinal(other) - _ordinal(one) for one, other in pairwise(days)}
    first, last = (days[0], days[-1]) if days else ("", "")
    when = span_days(first or None, last or None, coarse)
    return Strip(name, lines, first, last, any(row.contradiction for row in rows), len(gaps) > 1, when)


def _stretch(
    row: ControlState, days: Sequence[str], at: Callable[[str], float], names: Names, coarse: Mapping[str, str]
) -> Stretch:
    """Return a state on its strip; without any day known it fills the whole."""
    left = at(row.start) if row.start else 0.0
    right = at(row.end) if row.end else 100.0
    if len(days) < 2:
        left, right = 0.0, 100.0
    left = round(max(0.0, min(left, 100 - _NARROWEST)), 2)
    return Stretch(
        row,
        names.mark(row.holder),
        names.mark(row.contender) if row.contender else None,
        left,
        round(max(_NARROWEST, right - left), 2),
        span_days(row.start, row.end, coarse),
        note_words(row.note or "", names),
        row.claims,
        state_words(row, names),
    )


def state_words(row: ControlState, names: Names) -> str:
    """Return a state without its place.

    >>> row = ControlState("c", "p", None, "transfer_pending", "new:front", None, None, None, None, "x", "hold", ())
    >>> state_words(row, Names([], [], None))
    'to be handed over by Front'
    """
    sides = [names.name(side) for side in (row.holder, row.contender) if side]
    if row.state == "contested":
        return f"{word('state', row.state)}{' by ' + listing(sides) if sides else ''}"
    if row.state == "besieged":
        by = f" by {names.name(row.contender)}" if row.contender else ""
        return f"besieged{by}{', held by ' + names.name(row.holder) if row.holder else ''}"
    by = f" by {names.name(row.holder)}" if row.holder else ""
    return f"{word('state', row.state)}{by}{', against ' + names.name(row.contender) if row.contender else ''}"


def notes() -> dict[str, str]:
    """Return what notes of the ledger are called where a stranger reads them.

    >>> notes()["a point only"]
    'only a building or post'
    """
    table = words("control_note")
    return {code: str(said) for code, said in table.items()} if isinstance(table, dict) else {}


def note_words(note: str, names: Names) -> str:
    """Return the note of a state with the names of families in place of their ids.

    >>> note_words("claimed by new:some-monitor; a line only: the settlement does not change hands",
    ...     Names([], [], None))
    'said by Some monitor; only a road or line: the place itself does not change hands'
    """
    note = note.replace("claimed by ", "said by ")
    for code, plain in notes().items():
        note = note.replace(code, plain)
    return _ID_IN_NOTE.sub(lambda found: f"{found[1]} {names.name(found[2])}", note)
