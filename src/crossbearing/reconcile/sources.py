"""How outlets and sources compare: what only they say, what they omit, whom they call what. Counts, never a score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.model.claim import Claim
from crossbearing.model.derived import DocumentFingerprint, Event, SideTable, SourceProfile
from crossbearing.reconcile.comparison import day_number, slug
from crossbearing.reconcile.families import outlet_key, source_key


@dataclass(slots=True)
class _Tally:
    """What is counted of one voice."""

    documents: set[str] = field(default_factory=set)
    claims: int = 0
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    events: dict[str, int | None] = field(default_factory=dict)


def _voices(claim: Claim, outlets: Mapping[str, str | None]) -> Iterable[tuple[str, str]]:
    """Yield (kind, key) for the outlet of a claim and for everybody quoted in it."""
    outlet = outlets.get(claim.document)
    yield "outlet", outlet_key(outlet) if outlet else f"document:{claim.document}"
    for key in dict.fromkeys(k for s in claim.attribution.sources if (k := source_key(s))):
        yield "source", key


def _add(tally: _Tally, claim: Claim, event: str | None, day: int | None) -> None:
    tally.documents.add(claim.document)
    tally.claims += 1
    for label in claim.labels:
        if label.target:
            tally.labels[(slug(label.target), label.mention.text.lower())] += 1
    if event is not None:
        known = tally.events.get(event)
        if event not in tally.events or (day is not None and (known is None or day < known)):
            tally.events[event] = day


def _count(
    claims: Sequence[Claim], documents: Sequence[DocumentFingerprint], event_of: Mapping[str, str]
) -> tuple[dict[tuple[str, str], _Tally], dict[tuple[str, str], set[str]]]:
    """Return what is counted of each (kind, voice), and the voices of a kind that tell of each (kind, event)."""
    outlets = {d.id: d.outlet for d in documents}
    days = {d.id: day_number(d.published) for d in documents}
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    tellers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        event = event_of.get(claim.id)
        for kind, key in _voices(claim, outlets):
            _add(tallies[(kind, key)], claim, event, days.get(claim.document))
            if event is not None:
                tellers[(kind, event)].add(key)
    return tallies, tellers


def compare_sources(
    claims: Sequence[Claim],
    documents: Sequence[DocumentFingerprint],
    events: Sequence[Event],
    event_of: Mapping[str, str],
    sides: SideTable,
) -> list[SourceProfile]:
    """Return a profile for each outlet and quoted source, sorted by kind and id.

    An event is shared where another outlet (for a source: another source) tells of it; contradicted where it carries
    the flag ``contested``; omitted where others report it on a day and near a place this voice reports from.
    """
    tallies, tellers = _count(claims, documents, event_of)
    contested = {e.id for e in events if "contested" in e.flags}
    first = _first_days(tallies)
    scenes = _scenes(events)
    crowds = Counter(scenes.values())
    profiles = []
    for kind, key in sorted(tallies):
        tally = tallies[(kind, key)]
        shared = [e for e in tally.events if len(tellers[(kind, e)]) > 1]
        leads, lags = _timing(kind, tally, shared, first)
        profiles.append(
            SourceProfile(
                id=key,
                kind=kind,
                documents=len(tally.documents),
                claims=tally.claims,
                only_here=len(tally.events) - len(shared),
                shared=len(shared),
                contradicted=sum(e in contested for e in tally.events),
                labels=tuple((actor, word, n) for (actor, word), n in sorted(tally.labels.items())),
                leads=leads,
                lags=lags,
                omits=_omitted(tally, scenes, crowds),
                side=sides.side(key),
            )
        )
    return profiles


def _first_days(tallies: Mapping[tuple[str, str], _Tally]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the first day on which a kind of voice told of an event, and how many did so on it."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for (kind, _), tally in tallies.items():
        for event, day in tally.events.items():
            if day is None:
                continue
            known = found.get((kind, event))
            if known is None or day < known[0]:
                found[(kind, event)] = (day, 1)
            elif day == known[0]:
                found[(kind, event)] = (day, known[1] + 1)
    return found


def _timing(
    kind: str, tally: _Tally, shared: Sequence[str], first: Mapping[tuple[str, str], tuple[int, int]]
) -> tuple[int, int]:
    leads = lags = 0
    for event in shared:
        day = tally.events[event]
        if day is None:
            continue
        earliest, tellers = first[(kind, event)]
        leads += day == earliest and tellers == 1
        lags += day > earliest
    return leads, lags


Scene = tuple[int, int, int]


def _scenes(events: Sequence[Event]) -> dict[str, Scene]:
    """Return the day and square of a degree of each incident."""
    found: dict[str, Scene] = {}
    for event in events:
        day = day_number(event.start)
        place = event.place
        if day is None or place is None or place.lat is None or place.lon is None or event.level != "incident":
            continue
        found[event.id] = (day, int(place.lat // 1), int(place.lon // 1))
    return found


def _omitted(tally: _Tally, scenes: Mapping[str, Scene], crowds: Mapping[Scene, int]) -> int:
    """Return how many incidents of the scenes a voice reports from it leaves out; ``crowds`` counts those of each."""
    own = Counter(scenes[event] for event in tally.events if event in scenes)
    return sum(crowds[scene] - told for scene, told in own.items())
