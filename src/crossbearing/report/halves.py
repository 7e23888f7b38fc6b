"""What is too long for a page cut in two: the rows of a table, else what one row holds. Nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from crossbearing.report.naming import Naming
from crossbearing.report.places import Place
from crossbearing.report.strips import Strip

_Value = TypeVar("_Value")
_IN_PART = " (in part)"


def in_two(values: Sequence[_Value]) -> tuple[Sequence[_Value], ...]:
    """Return the halves of a sequence; itself where it holds no two.

    >>> in_two("abc"), in_two("a")
    (('a', 'bc'), ('a',))
    """
    middle = len(values) // 2
    return (values[:middle], values[middle:]) if middle else (values,)


def _in_part(name: str) -> str:
    return name.removesuffix(_IN_PART) + _IN_PART


def of_namings(rows: Sequence[Naming]) -> Sequence[Sequence[Naming]]:
    """Return the halves of rows of the naming matrix: of one actor those of its outlets, of one outlet its words."""
    if len(rows) != 1:
        return in_two(rows)
    actor, by_outlet = _in_part(rows[0].actor), rows[0].by_outlet
    if len(by_outlet) > 1:
        return [[Naming(actor, {outlet: by_outlet[outlet] for outlet in own})] for own in in_two(list(by_outlet))]
    return [[Naming(actor, {outlet: tuple(own)})] for outlet, said in by_outlet.items() for own in in_two(said)]


def of_places(places: Sequence[Place]) -> Sequence[Sequence[Place]]:
    """Return the halves of places with their happenings; the first half of one place keeps its anchor."""
    if len(places) != 1:
        return in_two(places)
    [place] = places
    halves = in_two(place.events)
    return [
        [
            replace(
                place,
                name=_in_part(place.name),
                events=tuple(own),
                anchor=f"{place.anchor}-{len(halves[0])}" if number else place.anchor,
            )
        ]
        for number, own in enumerate(halves)
    ]


def of_strip(strip: Strip) -> Sequence[Strip]:
    """Return the halves of what is told of one place: those of its timelines, of one timeline its stretches."""
    if len(strip.timelines) != 1:
        return [replace(strip, place=_in_part(strip.place), timelines=tuple(own)) for own in in_two(strip.timelines)]
    [(name, stretches)] = strip.timelines
    return [replace(strip, place=_in_part(strip.place), timelines=((name, tuple(own)),)) for own in in_two(stretches)]
