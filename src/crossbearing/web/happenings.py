"""Lists of happenings: a screen of rows that goes on from a cursor, the choices of each filter, and days as bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crossbearing.model.listed import OPEN_END
from crossbearing.report.days import time_days
from crossbearing.report.marks import Names
from crossbearing.report.wording import word
from crossbearing.store import listing
from crossbearing.store.asked import MOST, AskedError
from crossbearing.store.facets import Choice, Facets
from crossbearing.store.listing import EventRow, View
from crossbearing.web.asked import Filter

A_SCREEN = 40
LONGEST_TABLE = 100_000
"""Rows of one table to be downloaded; the exports hold all."""

ORDERS = (
    ("day", "in the order of days"),
    ("-day", "latest first"),
    ("-killed", "deadliest first"),
    ("-voices", "told by most voices first"),
    ("-seen", "kept last first"),
)

FIELDS = ("id", "days", "first", "last", "kind", "title", "place", "lat", "lon", "radius_km", "voices", "documents",
          "claims", "disputed", "modality", "grade", "killed_low", "killed_best", "killed_high")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """The rows of a screen, how many there are in all, and the cursor that leads on; empty at the end."""

    rows: tuple[EventRow, ...]
    total: int
    following: str


def screen(view: View, asked: Filter, after: str, size: int = A_SCREEN) -> Screen:
    """Return the rows of a screen; of a cursor that is none it begins at the beginning."""
    try:
        rows, page = listing.events(view, asked.wanted(), asked.order, after or None, size)
    except AskedError:
        rows, page = listing.events(view, asked.wanted(), asked.order, None, size)
    return Screen(rows, page.total, page.following or "")


def table(view: View, asked: Filter) -> Iterator[dict[str, Any]]:
    """Yield the rows of a list as its table has them, up to ``LONGEST_TABLE``."""
    after, left = "", LONGEST_TABLE
    while left > 0:
        found = screen(view, asked, after, min(MOST, left))
        for row in found.rows:
            event = row.event
            told: dict[str, Any] = {field: getattr(event, field, None) for field in FIELDS}
            last = None if event.last == OPEN_END else event.last
            yield {**told, "place": event.located, "last": last, "voices": tuple(v.name for _, v in row.voices)}
        left -= len(found.rows)
        after = found.following
        if not after:
            return


def named(view: View, name: str, value: str) -> str:
    """Return a value of a filter in words: a place, kind, voice or side by its id, days by both ends."""
    if name == "days":
        since, _, until = value.partition("/")
        return time_days(since, until) if since and until else f"until {time_days(until, until)}" if until else (
            f"from {time_days(since, since)} on"
        )  # fmt: skip
    values = view.columns.values
    if name == "kind":
        return word("family", value)
    if name == "place":
        for what in ("place", "district", "country"):
            if found := values[f"names.{what}"].get(value):
                return str(found)
    if name == "voice" and value in values["names.voice"]:
        return str(values["names.voice"][value])
    return Names([], [], None).name(value)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its choices: (words, how many happenings, address of the list with it)."""

    name: str
    label: str
    choices: tuple[tuple[str, int, str], ...]


_LABELS = (("kind", "Kind", "kinds"), ("place", "Place", "places"), ("voice", "Voice", "voices"),
           ("side", "Side", "sides"))  # fmt: skip


def facet_choices(view: View, asked: Filter, found: Facets, path: str) -> tuple[Facet, ...]:
    """Return the filters with the choices that are not taken; those with nothing to choose are left out.

    A choice takes the place of the one before, so that it shows as many as it says.
    """
    made = []
    for name, label, of in _LABELS:
        known: tuple[Choice, ...] = getattr(found, of)
        taken = getattr(asked, name)
        choices = tuple(
            (named(view, name, one.id), one.events, asked.only(name, one.id).at(path))
            for one in known
            if one.id not in taken
        )
        if len(known) > 1 or taken:
            made.append(Facet(name, label, choices))
    return tuple(made)
