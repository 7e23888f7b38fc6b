"""Lanes: where everybody sees what everybody decides, and one a coder and round, which others do not see yet.

A report that is coded twice is read by each coder alone. What the one decided is shown to nobody else, whatever their
role, before all have handed in; after that it can be compared and adjudicated, and not changed any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.model.errors import ReviewError
from crossbearing.store.judging import OPEN, Coded

ASSIGN, TAKE_BACK, HAND_IN, ADJUDICATE = "assign", "take_back", "hand_in", "adjudicate"
MACHINE, TEXT = "machine", "text"
SHOWN = (MACHINE, TEXT)
"""What a coder begins with: what the machine read, or the text alone."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where decisions are made: the open lane, or that of a coder in a round.

    >>> Lane("pilot", "ada").name, Lane().name
    ('pilot/ada', '')
    """

    round: str = ""
    coder: str = ""

    @property
    def name(self) -> str:
        """The name of the lane in the store."""
        return f"{self.round}/{self.coder}" if self.round else OPEN


def lane_from(name: str) -> Lane:
    """Return the lane of a name; a round holds no slash.

    >>> lane_from("pilot/ada/lovelace")
    Lane(round='pilot', coder='ada/lovelace')
    """
    round_, _, coder = name.partition("/")
    return Lane(round_, coder)


@dataclass(frozen=True, slots=True)
class Coding:
    """One report in one round: its coders (has each handed in?), what they begin with, who adjudicated."""

    round: str
    document: str
    shown: str
    coders: Mapping[str, bool] = field(default_factory=dict)
    adjudicated: str = ""

    @property
    def is_in(self) -> bool:
        """Whether all coders have handed in, two at least."""
        return len(self.coders) > 1 and all(self.coders.values())

    def may_see(self, coder: str, viewer: str) -> bool:
        """Say whether somebody may see what a coder decided."""
        return viewer == coder or self.is_in


def codings_of(rows: Sequence[Coded]) -> list[Coding]:
    """Return the state of every coding, by round and document.

    >>> row = Coded(1, "pilot", "d", "ada", "assign", {"shown": "text"}, "eve", "2026-01-01T00:00:00Z")
    >>> codings_of([row])
    [Coding(round='pilot', document='d', shown='text', coders={'ada': False}, adjudicated='')]
    """
    found: dict[tuple[str, str], Coding] = {}
    for row in rows:
        key = (row.round, row.document)
        one = found.get(key) or Coding(row.round, row.document, str(row.body.get("shown", MACHINE)))
        coders = dict(one.coders)
        if row.act == ASSIGN:
            coders.setdefault(row.coder, False)
        elif row.act == TAKE_BACK:
            coders.pop(row.coder, None)
        elif row.act == HAND_IN:
            coders[row.coder] = True
        done = row.coder if row.act == ADJUDICATE else one.adjudicated
        found[key] = Coding(one.round, one.document, one.shown, coders, done)
    return [found[key] for key in sorted(found)]


def coding_of(rows: Sequence[Coded], round_: str, document: str) -> Coding | None:
    """Return the coding of a report in a round, None where there is none."""
    return next((one for one in codings_of(rows) if (one.round, one.document) == (round_, document)), None)


def _own(lane: Lane, rows: Sequence[Coded]) -> Coding:
    document = rows[0].document if rows else ""
    one = coding_of(rows, lane.round, document)
    if one is None or lane.coder not in one.coders:
        raise ReviewError(f"{lane.coder} does not code this report in round {lane.round!r}")
    return one


def read_from(lane: Lane, rows: Sequence[Coded]) -> str:
    """Return what the coder of a lane begins with; ``rows`` are the steps of its report.

    Raises ReviewError where the report is not theirs.
    """
    return _own(lane, rows).shown


def may_write(lane: Lane, who: str, rows: Sequence[Coded]) -> None:
    """Raise ReviewError unless the lane is that person's own and not handed in yet."""
    if who != lane.coder:
        raise ReviewError("only its coder decides in that lane")
    if _own(lane, rows).coders[who]:
        raise ReviewError(f"this report is handed in for round {lane.round!r}, and what is handed in is not changed")
