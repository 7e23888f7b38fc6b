"""Which of our events is which of theirs: near in day and place, the surest pairs first, each event once.

A pair must lie within its uncertainties: the days of both, widened by what either is unsure of, must meet, and so must
the circles around both points. Among those that do, the score adds how near they are, whether the sides bear words in
common, and whether the deaths agree; a deadly event is rather met by a deadly one. It claims no more than that: where
two events of one day and town have the same sides, which is which is not known to anybody.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crossbearing.compare.theirs import Theirs
from crossbearing.export.coding import happened, sides_of
from crossbearing.export.figures import Index, Range
from crossbearing.model.derived import Event
from crossbearing.vocab.contract import classes_with, crosswalks

_EARTH_KM = 6371.0
_OUR_DAYS = {1: 0, 2: 0, 3: 1, 4: 3, 5: 3}
_LEAST = 1.0
"""Points that a pair needs: the same place on the same day has 2, a neighbouring town a day later and no more has 1."""
_LONGEST_SPAN = 31
"""Days of an event of ours that is compared; longer ones are campaigns, which hold many of theirs."""
_COMMON = frozenset(
    """and of the government forces state army military group groups armed civilians fighters unspecified militant
    militants""".split()
)


@dataclass(frozen=True, slots=True)
class Ours:
    """An event of ours in the same terms: days, degrees, kilometres, words of both sides, deaths where any are told."""

    event: Event
    start: date
    end: date
    lat: float
    lon: float
    radius_km: float
    names: tuple[str, str]
    deaths: Range | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events taken for one, how surely, and how they differ: kilometres, days (theirs less ours), best deaths."""

    ours: Ours
    theirs: Theirs
    score: float
    km: float
    days: int

    @property
    def best_within(self) -> bool | None:
        """Say whether their best lies in our low..high; None where we have no count."""
        deaths = self.ours.deaths
        if deaths is None:
            return None
        return deaths.low <= self.theirs.best and (deaths.high is None or self.theirs.best <= deaths.high)


@dataclass(frozen=True, slots=True)
class Compared:
    """All of it: pairs, what only we and only they have, and how many of ours cannot be compared.

    ``left_out`` lack a day or a place, ``outside`` lie before the first or after the last of their days.
    """

    pairs: tuple[Pair, ...]
    only_ours: tuple[Ours, ...]
    only_theirs: tuple[Theirs, ...]
    left_out: int
    outside: int = 0


def our_events(index: Index, deadly_kinds: bool = True) -> tuple[list[Ours], int]:
    """Return our comparable events by id, and how many lack a known day or a place nearer than a province.

    With ``deadly_kinds`` those are the kinds that UCDP counts (violence and tolls), else all that ACLED has a type for.
    """
    found, left = [], 0
    for event in sorted(index.finished.ledgers.events, key=lambda e: e.id):
        row = crosswalks().get(event.cls)
        wanted = row and ((row.ucdp_type or event.cls in classes_with("toll")) if deadly_kinds else row.acled_event)
        if not wanted or not happened(event):
            continue
        place = event.place
        if (
            event.start is None
            or place is None
            or place.lat is None
            or place.lon is None
            or (place.where_prec or 9) > 3
        ):
            left += 1
            continue
        start, end = date.fromisoformat(event.start), date.fromisoformat(event.end or event.start)
        if (end - start).days > _LONGEST_SPAN:
            left += 1
            continue
        names = sides_of(event).names()
        radius, deaths = place.radius_km or 0.0, index.count(event, "killed")
        found.append(Ours(event, start, end, place.lat, place.lon, radius, names, deaths))
    return found, left


def compare(ours: Sequence[Ours], theirs: Sequence[Theirs], left_out: int = 0) -> Compared:
    """Return pairs and what stands alone; the order of either changes nothing.

    Of either only those count that lie within the days of the other: what was before or after is nobody's miss.
    """
    if not ours or not theirs:
        return Compared((), tuple(ours), tuple(theirs), left_out)
    begun, ended = min(t.start for t in theirs), max(t.end for t in theirs)
    told = [o for o in ours if o.end >= begun and o.start <= ended]
    outside = len(ours) - len(told)
    if not told:
        return Compared((), (), (), left_out, outside)
    first = min(o.start for o in told) - timedelta(days=1)
    last = max(o.end for o in told) + timedelta(days=1)
    within = [t for t in sorted(theirs, key=lambda t: t.id) if t.end >= first and t.start <= last]
    by_day: dict[date, list[Theirs]] = defaultdict(list)
    for one in within:
        for n in range(min((one.end - one.start).days, _LONGEST_SPAN) + 1):
            by_day[one.start + timedelta(days=n)].append(one)
    pairs = [pair for one in told for pair in _candidates(one, by_day)]
    pairs.sort(key=lambda p: (-p.score, p.km, p.ours.event.id, p.theirs.id))
    taken: set[str] = set()
    met: set[str] = set()
    found = []
    for pair in pairs:
        if pair.ours.event.id not in taken and pair.theirs.id not in met:
            taken.add(pair.ours.event.id)
            met.add(pair.theirs.id)
            found.append(pair)
    return Compared(
        tuple(sorted(found, key=lambda p: (p.ours.start, p.ours.event.id))),
        tuple(o for o in sorted(told, key=lambda o: (o.start, o.event.id)) if o.event.id not in taken),
        tuple(sorted((t for t in within if t.id not in met), key=lambda t: (t.start, t.id))),
        left_out,
        outside,
    )


def _candidates(ours: Ours, by_day: Mapping[date, Sequence[Theirs]]) -> list[Pair]:
    unsure = _OUR_DAYS.get(ours.event.date_prec or 1, 0)
    wide = 3 + unsure
    days = [ours.start + timedelta(days=n) for n in range(-wide, (ours.end - ours.start).days + wide + 1)]
    near = {one.id: one for day in days for one in by_day.get(day, ())}
    found = []
    for one in near.values():
        gap = _gap(ours, one)
        km = _km(ours.lat, ours.lon, one.lat, one.lon) if one.lat is not None and one.lon is not None else math.inf
        if abs(gap) > unsure + one.days_unsure or one.radius_km is None or km > ours.radius_km + one.radius_km + 2:
            continue
        score = _score(ours, one, gap, km)
        if score >= _LEAST:
            found.append(Pair(ours, one, round(score, 3), round(km, 1), gap))
    return found


def _gap(ours: Ours, theirs: Theirs) -> int:
    """Return by how many days theirs is later than ours, less than nothing where it is earlier, 0 where they meet."""
    if theirs.start > ours.end:
        return (theirs.start - ours.end).days
    return min(0, (theirs.end - ours.start).days)


def _score(ours: Ours, theirs: Theirs, gap: int, km: float) -> float:
    found = (1.0 if gap == 0 else 0.5) + 1.0 / (1.0 + km / 5)
    found += 0.4 * _common(ours.names, theirs.sides)
    if ours.deaths is not None:
        high = math.inf if ours.deaths.high is None else ours.deaths.high
        if theirs.low <= high and ours.deaths.low <= theirs.high:
            found += 0.6
        # A massacre is no skirmish of the same day: a count ten times as high speaks against it.
        found -= 0.3 * abs(math.log10((1 + ours.deaths.likely) / (1 + theirs.best)))
    return found


def _common(ours: Sequence[str], theirs: Sequence[str]) -> float:
    mine = {word for name in ours for word in _words(name)}
    other = {word for name in theirs for word in _words(name)}
    return 1.0 if mine & other else 0.0


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{2,}", name.lower()) if word not in _COMMON}


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the kilometres between two points.

    >>> 300 < _km(33.51, 36.29, 36.2, 37.16) < 320
    True
    """
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
