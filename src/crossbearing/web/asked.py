"""What a list of happenings is narrowed to, as it stands in an address: every page that lists them reads it so.

What cannot be read is passed over, never an error: an address is often cut short, and a list that shows too much says
so in its own line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from starlette.datastructures import QueryParams

from crossbearing.report.listed import asked_words
from crossbearing.store.asked import EVENT_ORDERS, EventsAsked
from crossbearing.web import addresses

LONGEST = 200
"""Characters of a question that are looked for."""
MOST_VALUES = 20
"""Values of one filter that are read."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The filters of an address by their names in it; ``place``, ``voice`` and ``side`` are ids, days are ISO."""

    since: str = ""
    until: str = ""
    place: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    disputed: str = ""
    killed: str = ""
    q: str = ""
    order: str = "day"

    @property
    def is_open(self) -> bool:
        """Say whether it narrows nothing."""
        return replace(self, order=Filter().order) == Filter()

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as it stands in an address, without what says nothing.

        >>> Filter(place=("gn:1", "gn:2"), disputed="yes").pairs()
        [('place', 'gn:1'), ('place', 'gn:2'), ('disputed', 'yes')]
        """
        found = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found += [(field.name, one) for one in (value if isinstance(value, tuple) else (value,))]
        return found

    def at(self, path: str = addresses.OVERVIEW, *more: tuple[str, str]) -> str:
        """Return the address of a list that is narrowed so.

        >>> Filter(kind=("strike",)).at("/events", ("after", "x"))
        '/events?kind=strike&after=x'
        """
        return addresses.asking(path, [*self.pairs(), *more])

    def also(self, name: str, value: str) -> Filter:
        """Return it with one more value of a filter, or another value where a filter has one alone."""
        known = getattr(self, name)
        taken: Any = tuple(dict.fromkeys((*known, value))) if isinstance(known, tuple) else value
        return replace(self, **{name: taken})

    def only(self, name: str, value: str) -> Filter:
        """Return it with a value of a filter and no other of that filter.

        >>> Filter(kind=("strike",)).only("kind", "control").kind
        ('control',)
        """
        taken: Any = (value,)
        return replace(self, **{name: taken})

    def but(self, name: str, value: str = "") -> Filter:
        """Return it without a value of a filter."""
        known = getattr(self, name)
        left: Any = tuple(one for one in known if one != value) if isinstance(known, tuple) else ""
        return replace(self, **{name: left})

    def wanted(self) -> EventsAsked:
        """Return it as the store takes it."""
        return EventsAsked(
            since=self.since or None,
            until=self.until or None,
            places=self.place,
            kinds=self.kind,
            voices=self.voice,
            sides=self.side,
            disputed={"yes": True, "no": False}.get(self.disputed),
            killed_over=0 if self.killed else None,
            words=asked_words(self.q),
        )


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        return ""


def filter_of(given: QueryParams) -> Filter:
    """Return the filters of an address.

    >>> filter_of(QueryParams("place=gn:1&since=soon&disputed=perhaps&order=day&x=y"))
    Filter(since='', until='', place=('gn:1',), kind=(), voice=(), side=(), disputed='', killed='', q='', order='day')
    """

    def several(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in given.getlist(name)[:MOST_VALUES] if value))

    def one_of(name: str, known: tuple[str, ...], default: str) -> str:
        return said if (said := given.get(name, "")) in known else default

    return Filter(
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        place=several("place"),
        kind=several("kind"),
        voice=several("voice"),
        side=several("side"),
        disputed=one_of("disputed", ("yes", "no"), ""),
        killed="yes" if given.get("killed") else "",
        q=" ".join(given.get("q", "").split())[:LONGEST],
        order=one_of("order", EVENT_ORDERS, Filter().order),
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter in words, and the address of the list without it."""

    words: str
    without: str


def chosen(asked: Filter, named: Callable[[str, str], str], path: str = addresses.OVERVIEW) -> tuple[Chosen, ...]:
    """Return the filters in words; ``named`` gives the name of a value (filter, id).

    >>> [one.words for one in chosen(Filter(kind=("strike",), q="market"), lambda name, value: value.title())]
    ['Strike', 'with the words “market”']
    """
    found = []
    if asked.since or asked.until:
        words = named("days", f"{asked.since}/{asked.until}")
        found.append(Chosen(words, replace(asked, since="", until="").at(path)))
    for name in ("place", "kind", "voice", "side"):
        found += [Chosen(named(name, value), asked.but(name, value).at(path)) for value in getattr(asked, name)]
    if asked.disputed:
        words = "disputed" if asked.disputed == "yes" else "not disputed"
        found.append(Chosen(words, asked.but("disputed").at(path)))
    if asked.killed:
        found.append(Chosen("people killed", asked.but("killed").at(path)))
    if asked.q:
        found.append(Chosen(f"with the words “{asked.q}”", asked.but("q").at(path)))
    return tuple(found)
