"""Where control timelines cannot both hold: two holders of one place at once, and a whole held against a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.model.derived import ControlState
from crossbearing.reconcile.comparison import Spot, day_number, is_generic
from crossbearing.reconcile.control import RECONCILED
from crossbearing.reconcile.places import distance_km
from crossbearing.reconcile.settings import SETTINGS

_HOLDING = frozenset({"held", "besieged", "transfer_pending"})
_SMALL = frozenset({"line", "point", "partial"})
# Rows set against each row, those nearest in time: beyond them a place that changes hands daily repeats itself.
_MOST_ROWS = 40
_CELL_DEGREES = 1.0


def _incompatible(one: ControlState, other: ControlState) -> bool:
    if one.holder is None or other.holder is None or one.holder == other.holder:
        return False
    # "Militant-held" does not contradict the name of the militants.
    if is_generic(one.holder) or is_generic(other.holder):
        return False
    return one.state in _HOLDING and other.state in _HOLDING


def _overlap(one: ControlState, other: ControlState) -> bool:
    if one.start is None or other.start is None:
        return False
    first, second = (one, other) if one.start <= other.start else (other, one)
    if first.start == second.start:
        return True
    if first.end is not None:
        return first.end > (second.start or "")
    # What somebody held in spring says nothing of next year: an open row counts for a season.
    then, now = day_number(first.start), day_number(second.start)
    return then is not None and now is not None and now - then <= SETTINGS["held_days"]


def _is_past(one: ControlState, later: ControlState) -> bool:
    """Say whether a row was over when a later one began; then it was over for all that begin after that."""
    return one.end is not None and one.end <= (later.start or "") and one.start != later.start


def _rows_of_families(rows: Sequence[ControlState]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.timeline != RECONCILED and row.extent not in _SMALL:
            found[row.place].append(number)
    return found


def is_part(part: Spot, whole: Spot) -> bool:
    """Say whether one place lies in another: by the gazetteer's parents, else by its circle inside the larger one."""
    if whole.key in part.parents:
        return True
    if part.radius * 1.5 >= whole.radius:
        return False
    distance = distance_km(part, whole)
    return distance is not None and distance + part.radius <= whole.radius * 1.05


def _mark(marks: dict[int, set[str]], number: int, other: ControlState, kind: str) -> None:
    since = f" since {other.start}" if other.start else ""
    what = f"{other.name or other.place} {other.state} by {other.holder}{since}, says {other.timeline}"
    marks[number].add(f"{kind} {what}")


def _part_pairs(spots: Mapping[str, Spot]) -> list[tuple[str, str]]:
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    # Of a crowded cell the widest places are kept: they are the ones that can hold another.
    for place, spot in sorted(spots.items(), key=lambda s: (-s[1].radius, s[0])):
        if spot.lat is not None and spot.lon is not None:
            cells[(int(spot.lat // _CELL_DEGREES), int(spot.lon // _CELL_DEGREES))].append(place)
    pairs: set[tuple[str, str]] = set()
    for place, spot in spots.items():
        pairs.update((place, p) for p in spot.parents if p in spots and p != place)
        if spot.lat is None or spot.lon is None:
            continue
        y, x = int(spot.lat // _CELL_DEGREES), int(spot.lon // _CELL_DEGREES)
        near = [p for dy in (-1, 0, 1) for dx in (-1, 0, 1) for p in cells.get((y + dy, x + dx), ())[:_MOST_ROWS]]
        pairs.update((place, p) for p in near if p != place and is_part(spot, spots[p]))
    return sorted(pairs)


def _mark_parts(
    rows: Sequence[ControlState], wholes: Sequence[int], parts: Sequence[int], marks: dict[int, set[str]]
) -> None:
    """Mark the rows of a place held as a whole against those of a part of it, each against the nearest in time."""
    if not wholes or not parts:
        return
    within = frozenset(parts)
    ordered = sorted((*wholes, *parts), key=lambda n: (rows[n].start or "", rows[n].id))
    for position, first in enumerate(ordered):
        for second in ordered[position + 1 : position + 1 + _MOST_ROWS]:
            if _is_past(rows[first], rows[second]):
                break
            if (first in within) == (second in within):
                continue
            i, j = (second, first) if first in within else (first, second)
            if rows[i].state == "held" and _incompatible(rows[i], rows[j]) and _overlap(rows[i], rows[j]):
                _mark(marks, i, rows[j], "part-whole: in it")
                _mark(marks, j, rows[i], "part-whole: around it")


def mark_contradictions(rows: Sequence[ControlState], spots: Mapping[str, Spot]) -> list[ControlState]:
    """Return the rows with the field ``contradiction`` filled: overlap and part against whole, each naming the other.

    Families contradict one another; the reconciled timeline repeats what is said against the claims of its rows.
    """
    by_place = _rows_of_families(rows)
    marks: dict[int, set[str]] = defaultdict(set)
    for numbers in by_place.values():
        ordered = sorted(numbers, key=lambda n: (rows[n].start or "", rows[n].id))
        for position, i in enumerate(ordered):
            one = rows[i]
            for j in ordered[position + 1 : position + 1 + _MOST_ROWS]:
                other = rows[j]
                if _is_past(one, other):
                    break
                if one.timeline != other.timeline and _incompatible(one, other) and _overlap(one, other):
                    _mark(marks, i, other, "overlap:")
                    _mark(marks, j, one, "overlap:")
    for part, whole in _part_pairs(spots):
        _mark_parts(rows, by_place.get(whole, []), by_place.get(part, []), marks)
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for number, texts in marks.items():
        for claim in rows[number].claims:
            said[(rows[number].place, claim)] |= texts
    found = []
    for number, row in enumerate(rows):
        of_families = (
            {t for c in row.claims for t in said.get((row.place, c), ())} if row.timeline == RECONCILED else ()
        )
        said_of_row = sorted({*marks.get(number, ()), *of_families, *filter(None, [row.contradiction])})
        contradiction = "; ".join(said_of_row) or None
        found.append(row if contradiction == row.contradiction else replace(row, contradiction=contradiction))
    return sorted(found, key=lambda r: r.id)
