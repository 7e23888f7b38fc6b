"""How many events each choice of a filter would show: counts by place, kind, voice and side, and events a day.

A facet counts under all other conditions and not under its own, so that it tells what else could be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from crossbearing.model.listed import OPEN_END
from crossbearing.store.asked import EventsAsked
from crossbearing.store.columns import NONE, Array, Columns, day_number, day_of
from crossbearing.store.listing import View, event_conditions, met_but

_OPEN = day_number(OPEN_END)
_BARS = 366
"""Bars of a time line at most: above, one stands for a week, a month of thirty days, or a year."""
_STEPS = (1, 7, 30, 365)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its id, what it is called, and how many events would be shown."""

    id: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Days of a time line, both ends within, and how many events began in them; ``disputed`` of these are."""

    since: str
    until: str
    events: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of each filter, those of most events first; ``undated`` events have no day, ``unplaced`` no place."""

    total: int
    disputed: int
    killed: int
    undated: int
    unplaced: int
    places: tuple[Choice, ...]
    districts: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    voices: tuple[Choice, ...]
    sides: tuple[Choice, ...]
    days: tuple[Bar, ...]


def facets(view: View, wanted: EventsAsked, most: int = 50) -> Facets:
    """Return the choices of every filter under the conditions, ``most`` of each at most."""
    columns = view.columns
    conditions = event_conditions(view, wanted)
    met = met_but(view, conditions)

    def under(facet: str) -> Array:
        return met_but(view, conditions, facet) if facet in conditions else met

    by_place = under("places")
    by_voice, by_side = under("voices"), under("sides")
    by_dispute = under("disputed")
    told = columns.array("pairs.event"), columns.array("pairs.voice")
    return Facets(
        total=int(met.sum()),
        disputed=int((by_dispute & columns.array("events.disputed")).sum()),
        killed=int((met & (columns.array("events.killed") > 0)).sum()),
        undated=int((met & (columns.array("events.first") == NONE)).sum()),
        unplaced=int((met & np.isnan(columns.array("events.lat"))).sum()),
        places=_named(columns, "place", by_place, most),
        districts=_named(columns, "district", by_place, most),
        countries=_named(columns, "country", by_place, most),
        kinds=_counted(columns, "events.kind", under("kinds"), lambda kind: kind, most),
        voices=_of_pairs(columns.values["voices"], told, by_voice, columns.values["names.voice"], most),
        sides=_of_pairs(columns.values["sides"], columns.sides, by_side, {}, most),
        days=bars(columns, under("days")),
    )


def _named(columns: Columns, what: str, met: Array, most: int) -> tuple[Choice, ...]:
    names = columns.values[f"names.{what}"]
    return _counted(columns, f"events.{what}", met, lambda identity: names.get(identity) or identity, most)


def _ranked(ids: list[str], numbers: Array, named: Callable[[str], str], most: int) -> tuple[Choice, ...]:
    """Return the choices of most events first, equal ones by id."""
    order = np.lexsort((np.arange(len(numbers)), -numbers))[:most]
    return tuple(Choice(ids[n], named(ids[n]), int(numbers[n])) for n in order if numbers[n])


def _counted(columns: Columns, name: str, met: Array, named: Callable[[str], str], most: int) -> tuple[Choice, ...]:
    ids = columns.values[name]
    chosen = columns.array(name)[met]
    return _ranked(ids, np.bincount(chosen[chosen != NONE], minlength=len(ids)), named, most)


def _of_pairs(
    ids: list[str], pairs: tuple[Array, Array], met: Array, names: Mapping[str, str], most: int
) -> tuple[Choice, ...]:
    """Count events by what pairs tell of them; no pair stands twice."""
    event, value = pairs
    counted = np.bincount(value[met[event]], minlength=len(ids))
    return _ranked(ids, counted, lambda one: names.get(one, one), most)


def bars(columns: Columns, met: Array) -> tuple[Bar, ...]:
    """Return how many of the events began in each stretch of days, stretches of one length without gaps."""
    first = columns.array("events.first")
    dated = met & (first != NONE) & (first != _OPEN)
    days = first[dated]
    if not len(days):
        return ()
    low, high = int(days.min()), int(days.max())
    step = next((s for s in _STEPS if (high - low) // s < _BARS), (high - low) // _BARS + 1)
    place = (days - low) // step
    number = int(place.max()) + 1
    counted = np.bincount(place, minlength=number)
    disputed = np.bincount(place[columns.array("events.disputed")[dated]], minlength=number)
    return tuple(
        Bar(day_of(low + n * step) or "", day_of(low + n * step + step - 1) or "", int(counted[n]), int(disputed[n]))
        for n in range(number)
    )
