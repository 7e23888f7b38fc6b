"""What the list of happenings can be narrowed to: day, place, kind, voice, disputed; the page works without it too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crossbearing.model.derived import EventPlace
from crossbearing.report.happenings import EventView

_NAMED = re.compile(r"(?!(?:al|as|ash|an|ar|az|at|el|es|of|de|and|la|le)\b)[^\W\d_][\w']*")
SEPARATOR = "\u241f"
"""Stands between the voices of one row: the sign for a unit separator, which no name holds."""


@dataclass(frozen=True, slots=True)
class Row:
    """What of a happening the filters look at; days are ISO, empty where not known."""

    first: str
    last: str
    place: str
    kind: str
    voices: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Finder:
    """The choices of each filter, those of most happenings first, each with its number."""

    places: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]
    first: str
    last: str
    disputed: int


def row(view: EventView, disputed: bool) -> Row:
    """Return the row of one happening."""
    event = view.event
    first, last = event.start or event.end or "", event.end or event.start or ""
    voices = SEPARATOR.join(dict.fromkeys(voice.mark.name for voice in view.voices))
    place = view.where if view.road or is_place(event.place) else ""
    return Row(first, "9999-12-31" if view.since else last, place, view.family, voices, disputed)


def is_place(place: EventPlace | None) -> bool:
    """Say whether a place can be chosen by its name: it was found, or is written as a name and not as "the scene".

    >>> is_place(EventPlace("the-scene", "the scene")), is_place(EventPlace("new-town", "New Town"))
    (False, True)
    """
    if place is None or not place.name:
        return False
    return place.lat is not None or all(word[:1].isupper() for word in _NAMED.findall(place.name))


def finder(rows: Iterable[Row]) -> Finder:
    """Return the choices over all rows.

    >>> finder([Row("2014-03-11", "2014-03-11", "Harasta", "strikes", "A\u241fB", True)]).voices
    (('A', 1), ('B', 1))
    """
    listed = list(rows)
    days = sorted(day for found in listed for day in (found.first, found.last) if day and day < "9999")

    def ranked(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(Counter(v for v in values if v).items(), key=lambda item: (-item[1], item[0])))

    return Finder(
        ranked(found.place for found in listed),
        ranked(found.kind for found in listed),
        ranked(voice for found in listed for voice in found.voices.split(SEPARATOR)),
        days[0] if days else "",
        days[-1] if days else "",
        sum(found.disputed for found in listed),
    )
