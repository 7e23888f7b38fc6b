"""The rows of a record that lists, facets and the map are made of, in the words of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import Event, Record, Toll
from crossbearing.model.finished import Finished
from crossbearing.model.listed import (
    OPEN_END,
    ListedClaim,
    ListedDocument,
    ListedEvent,
    ListedSource,
    ListedVoice,
    ListedWords,
    Listing,
    Voice,
)
from crossbearing.report.disputed import disputed_events
from crossbearing.report.happenings import headline, in_order
from crossbearing.report.marks import Names
from crossbearing.report.places import where_drawn
from crossbearing.report.prepared import prepared
from crossbearing.report.regions import listed_places
from crossbearing.report.wording import actor_name, place_name
from crossbearing.resolve.fold import fold_key
from crossbearing.store import lists
from crossbearing.store.columns import listed_rows
from crossbearing.store.store import Store

_FOLDED = "x9"
"""Begins a word that stands for all spellings of a name: no word of a text begins so."""

_WORD = re.compile(r"\w+")


def asked_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what to look for: for each word of a question itself, and what stands for its spellings as a name.

    >>> asked_words("killed in Dooma")
    (('killed', 'x9kilid'), ('in', 'x9in'), ('dooma', 'x9duma'))
    """
    return tuple(tuple(dict.fromkeys((word, *_spellings(word)))) for word in _WORD.findall(text.lower()))


def listing(finished: Finished, first: Mapping[str, int]) -> Listing:
    """Return the rows of a record; ``first`` is the row under which each document was kept first.

    >>> listing(Finished((), (), Record()), {}).events
    ()
    """
    ledgers = finished.ledgers
    claims = {claim.id: claim for claim in finished.claims}
    names = Names(finished.documents, finished.claims, ledgers)
    ordered = in_order(ledgers.events)
    voices = _voices(ledgers, names)
    numbers = {voice.id: voice.number for voice in voices}
    documents = _documents(finished, numbers)
    ranks = {document.id: document.rank for document in documents}
    return Listing(
        events=tuple(_events(ordered, ledgers, claims, names, first)),
        voices=voices,
        event_voices=tuple(
            ListedVoice(rank, numbers[voice.id], voice.position, len(voice.claims))
            for rank, event in enumerate(ordered)
            for voice in sorted(event.families, key=lambda v: v.id)
        ),
        event_documents=tuple(
            ListedSource(rank, ranks[document])
            for rank, event in enumerate(ordered)
            for document in sorted(set(event.documents))
            if document in ranks
        ),
        documents=documents,
        claims=tuple(_claims(finished, ordered, ranks, numbers)),
        words=tuple(_words(ordered, claims, names)),
        prepared=prepared(finished, names),
        places=listed_places(ledgers, claims, names),
    )


def ensure_listed(store: Store) -> None:
    """Make what lists are made of where a store has none: its record was made by an older version, or without it."""
    while not lists.is_listed(store) and (of := lists.name_record(store)):
        finished = store.finished()
        rows = listed_rows(listing(finished, lists.first_rows(store)), finished.ledgers)
        lists.put_listed(store, rows, of)


def _voices(ledgers: Record, names: Names) -> tuple[Voice, ...]:
    """Return every voice that an event or a claim has, in the order of ids."""
    events = Counter(voice.id for event in ledgers.events for voice in event.families)
    claims = Counter(ledgers.claim_families.values())
    told = {family.id for family in ledgers.families}
    sides = {voice.id: voice.side for event in ledgers.events for voice in event.families if voice.side}
    found = []
    for number, identity in enumerate(sorted(told | set(events) | set(claims))):
        mark = names.mark(identity, sides.get(identity))
        side = mark.side or None
        found.append(
            Voice(number, identity, mark.name, mark.letter, mark.colour, side, events[identity], claims[identity])
        )
    return tuple(found)


def _documents(finished: Finished, numbers: Mapping[str, int]) -> tuple[ListedDocument, ...]:
    claims = Counter(claim.document for claim in finished.claims)
    events = Counter(document for event in finished.ledgers.events for document in set(event.documents))
    families = finished.ledgers.document_families
    ordered = sorted(finished.documents, key=lambda d: (d.published or "9999", d.id))
    return tuple(
        ListedDocument(
            rank=rank,
            id=d.id,
            title=d.title or f"Report {d.id}",
            outlet=(d.outlet or "").replace("_", " "),
            published=d.published,
            language=d.language,
            voice=numbers.get(families.get(d.id, d.family or "")),
            claims=claims[d.id],
            events=events[d.id],
            words=len(d.text.split()),
        )
        for rank, d in enumerate(ordered)
    )


def _events(
    ordered: Sequence[Event], ledgers: Record, claims: Mapping[str, Claim], names: Names, first: Mapping[str, int]
) -> Iterator[ListedEvent]:
    disputed = disputed_events(ledgers, claims)
    deadliest = _deadliest(ledgers.tolls)
    for rank, event in enumerate(ordered):
        head = headline(event, claims)
        place, toll = event.place, deadliest.get(event.id)
        lat, lon, radius_km, ends = where_drawn(event, head.road)
        above = _above(event, claims)
        last = OPEN_END if head.since else event.end or event.start
        yield ListedEvent(
            rank=rank,
            id=event.id,
            cls=event.cls,
            kind=event.cls.partition(".")[0],
            called=head.kind,
            title=head.title,
            days=head.when,
            first=event.start or event.end,
            last=last,
            modality=event.modality,
            polarity=event.polarity,
            level=event.level,
            grade=event.grade,
            airwars=event.airwars,
            located=head.where,
            place=place.place if place else None,
            place_name=place.name if place else None,
            district=above[0] if len(above) > 1 else None,
            district_name=names.name(above[0]) if len(above) > 1 else None,
            country=above[-1] if above else None,
            country_name=names.name(above[-1]) if above else None,
            lat=lat,
            lon=lon,
            radius_km=radius_km,
            from_lat=ends[0][0] if ends else None,
            from_lon=ends[0][1] if ends else None,
            to_lat=ends[1][0] if ends else None,
            to_lon=ends[1][1] if ends else None,
            documents=len(set(event.documents)),
            claims=len(event.claims),
            voices=len({voice.id for voice in event.families}),
            disputed=event.id in disputed,
            killed=_figure(toll),
            killed_low=toll.low if toll else None,
            killed_best=toll.best if toll else None,
            killed_high=toll.high if toll else None,
            first_seen=min((first[d] for d in event.documents if d in first), default=0),
            part_of=event.part_of,
        )


def _figure(toll: Toll | None) -> int | None:
    """Return the number that a toll is sorted by: its best value, else the least that is counted."""
    return None if toll is None else toll.low if toll.best is None else toll.best


def _deadliest(tolls: Iterable[Toll]) -> dict[str, Toll]:
    """Return of each event the whole count of people killed that is highest; wars and years are not counted here."""
    found: dict[str, Toll] = {}
    for toll in sorted(tolls, key=lambda t: (-(_figure(t) or 0), t.id)):
        if toll.quantity == "killed" and toll.scope == "incident" and toll.parent is None:
            found.setdefault(toll.event, toll)
    return found


def _above(event: Event, claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """Return the ids of what the place of an event lies in, nearest first and its country last, as a claim has them."""
    identity = event.place.place if event.place else None
    if not identity:
        return ()
    here = (p for c in event.claims if c in claims for p in claims[c].places if p.place == identity and p.parents)
    return next(here, PlaceRole("location", None, None)).parents


def _claims(
    finished: Finished, ordered: Sequence[Event], documents: Mapping[str, int], numbers: Mapping[str, int]
) -> Iterator[ListedClaim]:
    events = {claim: rank for rank, event in enumerate(ordered) for claim in event.claims}
    families = finished.ledgers.claim_families
    for rank, claim in enumerate(sorted(finished.claims, key=lambda c: c.id)):
        time = claim.time
        yield ListedClaim(
            rank=rank,
            id=claim.id,
            document=documents[claim.document],
            event=events.get(claim.id),
            voice=numbers.get(families.get(claim.id, claim.family or "")),
            cls=claim.cls,
            kind=claim.cls.partition(".")[0],
            modality=claim.modality,
            polarity=claim.polarity,
            first=(time.start or time.end) if time else None,
            last=(time.end or time.start) if time else None,
            place=next((p.place for p in claim.places if p.place and p.lat is not None), None),
        )


def _words(ordered: Sequence[Event], claims: Mapping[str, Claim], names: Names) -> Iterator[ListedWords]:
    for rank, event in enumerate(ordered):
        known = [claims[c] for c in event.claims if c in claims]
        called = dict.fromkeys(
            [*(actor_name(actor) for claim in known for actor in claim.actors)]
            + [place_name(place) for claim in known for place in claim.places]
            + [names.name(voice.id) for voice in event.families]
        )
        told = dict.fromkeys(claim.evidence.text for claim in known)
        folded = sorted({spelling for name in called for spelling in _name_spellings(name)})
        yield ListedWords(rank, " ".join((event.summary, *called, *told, *folded)))


def _name_spellings(name: str) -> Iterator[str]:
    for word in _WORD.findall(name):
        yield from _spellings(word)


@lru_cache(maxsize=20_000)
def _spellings(word: str) -> tuple[str, ...]:
    """Return what stands for all spellings of one word of a name; nothing for figures, which have one."""
    folded = fold_key(word)
    return () if not folded or word.isdecimal() else tuple(_FOLDED + part for part in folded.split())
