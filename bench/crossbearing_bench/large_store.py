"""A store as large as an archive of years: made-up reports, claims and events, put into the tables as a record is.

Nothing is read and nothing is reconciled: that would take hours and would tell nothing about the pages. Ten reports of
one day tell of the same ten events, one claim each; every row has the form that the program writes. The same number
and seed give the same rows.
"""

# Built as one record and not event by event: the tables are filled by the functions that fill them after a reconcile.

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Source
from crossbearing.model.derived import (
    Agreement,
    ControlState,
    Event,
    EventActor,
    EventPlace,
    Family,
    FamilyVoice,
    Position,
    Record,
    SourceProfile,
    Term,
    Toll,
)
from crossbearing.model.document import Document, Segment
from crossbearing.model.listed import (
    ListedClaim,
    ListedDocument,
    ListedEvent,
    ListedSource,
    ListedVoice,
    ListedWords,
    Listing,
    Voice,
)
from crossbearing.model.mention import Mention
from crossbearing.store.clock import Maker
from crossbearing.store.columns import listed_rows
from crossbearing.store.rows import as_json, claim_row, document_body, insert_many, revision_of, rows_of
from crossbearing.store.schema import CLAIMS, DOCUMENTS, READINGS, REPLACED, STATE
from crossbearing.store.store import LISTED_AS, LISTED_FORM, REVISION, State, Store
from crossbearing.vocab.contract import CLASSES, classes_with

TOGETHER = 10
"""Reports that tell of the same events, events that they tell of, and so claims of each."""
_TOWNS = 2000
_OUTLETS = 60
_SIDES = ("war:north", "war:south", "war:abroad", None)
_ACTORS = ("Northern army", "Southern rebels", "Coalition", "Border guard", "Militia of the plain", "Police")
_FIRST = date(2011, 3, 1)
_DAYS = 4000
_LENGTH = 96
"""Characters of one sentence of a report, the space behind it among them."""


@dataclass(frozen=True, slots=True)
class Town:
    """A made-up place: its id, name, degrees, and the ids of what it lies in."""

    id: str
    name: str
    lat: float
    lon: float
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An event that is to be told: when, where, what, and how many each of its reports counts killed."""

    rank: int
    id: str
    cls: str
    day: str
    town: Town
    doer: str
    killed: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """Return what a report says of it, always as long."""
        words = f"{self.doer} did {self.cls.replace('.', ' ')} in {self.town.name} on {self.day}, killing"
        return words[: _LENGTH - 8].ljust(_LENGTH - 8)


def _towns(chance: random.Random) -> list[Town]:
    """Return towns that crowd as towns do: a few regions, most places near their middle."""
    middles = [(chance.uniform(30, 50), chance.uniform(10, 60)) for _ in range(40)]
    found = []
    for number in range(_TOWNS):
        region = min(chance.randrange(40), chance.randrange(40))
        lat, lon = middles[region]
        name = f"{_syllables(chance)}{_syllables(chance).lower()} {number}"
        place = chance.gauss(lat, 0.4), chance.gauss(lon, 0.5)
        above = (f"made:district-{region}", f"country:X{region % 8}")
        found.append(Town(f"made:{number}", name, round(place[0], 4), round(place[1], 4), above))
    return found


def _syllables(chance: random.Random) -> str:
    return "".join(chance.choice("BDKLMNRSTZ").lower() + chance.choice("aeiou") for _ in range(2)).capitalize()


def made_events(number: int, seed: int = 1) -> list[Made]:
    """Return events in the order of days.

    >>> [event.rank for event in made_events(20)] == list(range(20)), made_events(20) == made_events(20)
    (True, True)
    """
    chance = random.Random(seed)  # noqa: S311
    towns = _towns(chance)
    kinds = sorted(name for name, known in CLASSES.items() if known.deed)
    deadly = classes_with("carries_harm")
    found = []
    for rank in range(number):
        group = rank // TOGETHER
        day = _FIRST + timedelta(days=group * _DAYS // max(1, number // TOGETHER))
        town = towns[min(chance.randrange(_TOWNS), chance.randrange(_TOWNS))]
        cls = kinds[min(chance.randrange(len(kinds)), chance.randrange(len(kinds)))]
        base = int(chance.paretovariate(0.9)) if cls in deadly else 0
        killed = tuple(max(0, base + chance.randrange(-2, 3)) if base else 0 for _ in range(TOGETHER))
        found.append(Made(rank, f"ev-{rank:012x}", cls, day.isoformat(), town, chance.choice(_ACTORS), killed))
    return found


def _outlet(document: int) -> int:
    """Return the number of the outlet of a report: some publish much more than others."""
    return (document * document + document // 7) % _OUTLETS * ((document * 31) % 100 < 60) + document % 7


def _identity(document: int) -> str:
    return f"r{document:07}"


def _family(outlet: int) -> str:
    return f"outlet-{outlet:02}"


def _side(outlet: int) -> str | None:
    return _SIDES[outlet % len(_SIDES)]


def _text(events: Sequence[Made], number: int) -> str:
    return "".join(f"{event.sentence} {event.killed[number]:6}." for event in events)


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    return {name: known.roles[0] for name, known in CLASSES.items() if known.roles}


def _claim(event: Made, document: int, number: int, at: int) -> Claim:
    """Return what report ``number`` of its ten says of an event, in its sentence ``at``."""
    identity = _identity(document)
    start = at * _LENGTH
    words = f"{event.sentence} {event.killed[number]:6}."
    mention = Mention(start, start + len(event.doer), event.doer)
    killed = event.killed[number]
    figure = Mention(start + _LENGTH - 7, start + _LENGTH - 1, f"{killed:6}")
    count = Count("n1", figure, "killed", "people", None, "incident", "exact", killed, killed, killed)
    town = event.town
    role = _roles().get(event.cls)
    return Claim(
        id=f"{identity}:c{at + 1:02}",
        document=identity,
        cls=event.cls,
        evidence=Mention(start, start + len(words), words),
        attribution=Attribution("indirect", "report", None, (Source("a monitor", None, True),)),
        actors=(ActorRole(role, event.doer, mention, f"made:{event.doer}", None),) if role else (),
        places=(PlaceRole("location", town.name, None, town.lat, town.lon, 3.0, town.id, town.parents, 1, 1),),
        time=DateRange(None, event.day, event.day, 1, "words"),
        counts=(count,) if killed else (),
        rule="made",
        confidence=0.8,
        family=_family(_outlet(document)),
    )


def _document(events: Sequence[Made], document: int, number: int) -> Document:
    identity, text = _identity(document), _text(events, number)
    segments = tuple(Segment("paragraph", n * _LENGTH, (n + 1) * _LENGTH) for n in range(len(events)))
    published = (date.fromisoformat(events[0].day) + timedelta(days=1)).isoformat()
    title = f"{events[0].town.name}: report {identity}"
    return Document(
        identity, text, f"Outlet {_outlet(document):02}", published, title, segments=segments,
        published_basis="metadata", sha256=identity, raw_sha256=identity, family=_family(_outlet(document)),
    )  # fmt: skip


def _told(events: Sequence[Made]) -> Iterator[tuple[int, int, Document, list[Claim]]]:
    """Yield (number of the report from 0, its place among its ten, the report, its claims)."""
    for group in range(0, len(events), TOGETHER):
        own = events[group : group + TOGETHER]
        for number in range(TOGETHER):
            document = group + number
            claims = [_claim(event, document, number, at) for at, event in enumerate(own)]
            yield document, number, _document(own, document, number), claims


def _voices(event: Made) -> dict[str, list[str]]:
    """Return the claims of an event by the family that makes them."""
    found: dict[str, list[str]] = {}
    group = event.rank // TOGETHER * TOGETHER
    for number in range(TOGETHER):
        claim = f"{_identity(group + number)}:c{event.rank - group + 1:02}"
        found.setdefault(_family(_outlet(group + number)), []).append(claim)
    return dict(sorted(found.items()))


def _disputed(event: Made) -> bool:
    return event.rank % 9 == 0


def _event(event: Made) -> Event:
    town, voices = event.town, _voices(event)
    stance = ["denies" if _disputed(event) and n == 0 else "affirms" for n in range(len(voices))]
    families = tuple(
        FamilyVoice(family, _side(int(family[-2:])), tuple(claims), said)
        for (family, claims), said in zip(voices.items(), stance, strict=True)
    )
    group = event.rank // TOGETHER * TOGETHER
    return Event(
        id=event.id, cls=event.cls, level="incident", modality="real", polarity="positive", start=event.day,
        end=event.day, date_prec=1, place=EventPlace(town.id, town.name, town.lat, town.lon, 3.0, 1),
        actors=(EventActor(_roles().get(event.cls, "speaker"), f"made:{event.doer}", event.doer, None),),
        claims=tuple(sorted(claim for claims in voices.values() for claim in claims)),
        documents=tuple(_identity(group + n) for n in range(TOGETHER)), families=families,
        grade=f"C{1 + event.rank % 5}", flags=(), part_of=None, related=(), summary=event.sentence.strip(),
        airwars="Fair",
    )  # fmt: skip


def _toll(event: Made) -> tuple[Toll, list[Position]] | None:
    if not any(event.killed):
        return None
    voices = _voices(event)
    low, high = min(event.killed), max(event.killed)
    best = sorted(event.killed)[len(event.killed) // 2]
    status = "disputed" if high > low + 3 else "consistent"
    identity = f"toll-{event.rank:08x}"
    toll = Toll(
        identity, event.id, "incident", event.day, event.day, event.town.id, "killed", "people", None, low, best, high,
        status, "median", tuple(voices), tuple(c for claims in voices.values() for c in claims),
    )  # fmt: skip
    told = [
        Position(identity, family, event.day, figure, figure, figure, "exact", claims[0])
        for (family, claims), figure in zip(voices.items(), event.killed, strict=False)
    ]
    return toll, told


def _control(events: Sequence[Made]) -> list[ControlState]:
    found = [_held(event) for event in events[:: max(1, TOGETHER // 3)]]
    return sorted(found, key=lambda row: (row.place, row.start or "", row.id))


def _held(event: Made) -> ControlState:
    claim = next(iter(_voices(event).values()))[0]
    return ControlState(
        f"ct-{event.rank:08x}", event.town.id, event.town.name, "held", f"made:{event.doer}", None, "full", event.day,
        None, "reconciled", "gain", (claim,),
    )  # fmt: skip


def _agreed(event: Made) -> Agreement:
    claim = next(iter(_voices(event).values()))[0]
    term = Term(claim, "the wounded leave first", event.day, "open", (), ())
    return Agreement(
        f"ag-{event.rank:08x}", "ceasefire", ("made:Northern army", "made:Southern rebels"), ("made:Northern army",),
        (), (), (term,), "in_force", (), None, None, (claim,), (), (event.town.id,), event.day,
    )  # fmt: skip


def made_record(events: Sequence[Made]) -> Record:
    """Return the record of events as ten reports tell each of them.

    >>> len(made_record(made_events(20)).claim_families)
    200
    """
    outlets = sorted({_outlet(document) for document in range(len(events))})
    tolls = [found for event in events if (found := _toll(event)) is not None]
    documents = {_identity(n): _family(_outlet(n)) for n in range(len(events))}
    return Record(
        families=tuple(Family(_family(n), (_family(n),), (), _side(n)) for n in outlets),
        events=tuple(_event(event) for event in events),
        tolls=tuple(toll for toll, _ in tolls),
        positions=tuple(position for _, told in tolls for position in told),
        control=tuple(_control(events)),
        agreements=tuple(_agreed(event) for event in events[::100]),
        sources=tuple(
            SourceProfile(_family(n), "outlet", 10, 100, 3, 97, 1, (("made:Police", "police", 9),), side=_side(n))
            for n in outlets
        ),
        claim_families={
            f"{identity}:c{at:02}": family for identity, family in documents.items() for at in range(1, TOGETHER + 1)
        },
        document_families=documents,
        document_events={_identity(n): events[n // TOGETHER * TOGETHER].id for n in range(len(events))},
    )


def made_listing(events: Sequence[Made], record: Record) -> Listing:
    """Return what lists are made of for the events; in the words of this module, not in those of the report."""
    families = [family.id for family in record.families]
    numbers = {family: number for number, family in enumerate(families)}
    tolls = {toll.event: toll for toll in record.tolls}
    told = {event.id: _voices(event) for event in events}
    pairs = [
        ListedVoice(event.rank, numbers[voice.id], voice.position, len(voice.claims))
        for event, derived in zip(events, record.events, strict=True)
        for voice in derived.families
    ]
    counted = [0] * len(families)
    for pair in pairs:
        counted[pair.voice] += 1
    return Listing(
        events=tuple(_listed_event(event, tolls.get(event.id), len(told[event.id])) for event in events),
        voices=tuple(
            Voice(n, family, f"Outlet {family[-2:]}", "O", n % 4, _side(int(family[-2:])), counted[n], counted[n])
            for n, family in enumerate(families)
        ),
        event_voices=tuple(pairs),
        event_documents=tuple(
            ListedSource(event.rank, event.rank // TOGETHER * TOGETHER + n) for event in events for n in range(TOGETHER)
        ),
        documents=tuple(_listed_documents(events, numbers)),
        claims=tuple(_listed_claims(events, numbers)),
        words=tuple(ListedWords(event.rank, f"{event.sentence} {event.town.name} {event.doer}") for event in events),
    )


def _listed_event(event: Made, toll: Toll | None, voices: int) -> ListedEvent:
    town = event.town
    best = toll.best if toll else None
    return ListedEvent(
        rank=event.rank, id=event.id, cls=event.cls, kind=event.cls.partition(".")[0],
        called=event.cls.replace(".", " "), title=f"{event.doer}: {event.cls.replace('.', ' ')} in {town.name}",
        days=event.day, first=event.day, last=event.day, modality="real", polarity="positive", level="incident",
        grade=f"C{1 + event.rank % 5}", airwars="Fair", located=town.name, place=town.id, place_name=town.name,
        district=town.parents[0], district_name=town.parents[0].title(), country=town.parents[1],
        country_name=town.parents[1], lat=town.lat, lon=town.lon, radius_km=3.0, documents=TOGETHER, claims=TOGETHER,
        voices=voices, disputed=_disputed(event), killed=best, killed_low=toll.low if toll else None,
        killed_best=best, killed_high=toll.high if toll else None,
        first_seen=event.rank // TOGETHER * TOGETHER + 1, part_of=None,
    )  # fmt: skip


def _listed_documents(events: Sequence[Made], numbers: dict[str, int]) -> Iterator[ListedDocument]:
    for document in range(len(events)):
        first = events[document // TOGETHER * TOGETHER]
        published = (date.fromisoformat(first.day) + timedelta(days=1)).isoformat()
        identity, outlet = _identity(document), _outlet(document)
        yield ListedDocument(
            document, identity, f"{first.town.name}: report {identity}", f"Outlet {outlet:02}", published, "en",
            numbers[_family(outlet)], TOGETHER, TOGETHER, 150,
        )  # fmt: skip


def _listed_claims(events: Sequence[Made], numbers: dict[str, int]) -> Iterator[ListedClaim]:
    rank = 0
    for document in range(len(events)):
        group = document // TOGETHER * TOGETHER
        for at in range(TOGETHER):
            event = events[group + at]
            yield ListedClaim(
                rank, f"{_identity(document)}:c{at + 1:02}", document, event.rank, numbers[_family(_outlet(document))],
                event.cls, event.cls.partition(".")[0], "occurred", "positive", event.day, event.day, event.town.id,
            )  # fmt: skip
            rank += 1


_BATCH = 500


def make(path: Path, number: int = 100_000, seed: int = 1) -> Store:
    """Make a store of ``number`` events, as many reports and ten times as many claims; ``number`` in whole tens."""
    number -= number % TOGETHER
    store = Store(str(path), create=True)
    events = made_events(number, seed)
    stamp = {**Maker("bench").stamp(), "made_at": "2026-01-01T00:00:00Z"}
    finished: list[dict[str, Any]] = []
    with store.writing() as connection:
        batch: list[tuple[int, Document, list[Claim]]] = []
        for document, _, report, claims in _told(events):
            batch.append((document + 1, report, claims))
            if len(batch) == _BATCH or document == number - 1:
                insert_many(connection, DOCUMENTS, [_document_row(n, d, stamp) for n, d, _ in batch])
                insert_many(connection, READINGS, [_reading_row(n, d, c, stamp) for n, d, c in batch])
                insert_many(connection, CLAIMS, [_claim_row(claim, n) for n, _, c in batch for claim in c])
                finished += [_finished_row(n, d) for n, d, _ in batch]
                batch = []
        record = made_record(events)
        state = State((number, 0), "bench", json.dumps({"as_of": None, "anchors": [], "document_seconds": 60}), "")
        rows = {**rows_of(record), "finished": finished}
        tables = {table.name: table for table in REPLACED}
        for name, told in rows.items():
            insert_many(connection, tables[name], told)
        for name, told in listed_rows(made_listing(events, record), record).items():
            insert_many(connection, tables[name], told)
        values = {"counts": as_json(state.counts), "program": "bench", "settings": state.settings, "packs": ""}
        values |= {REVISION: revision_of({}, (number, seed)), LISTED_AS: LISTED_FORM}
        insert_many(connection, STATE, [{"name": name, "value": value} for name, value in values.items()])
    return store


def _document_row(number: int, document: Document, stamp: dict[str, str]) -> dict[str, Any]:
    fields = ("id", "sha256", "raw_sha256", "url", "outlet", "published", "title", "language", "text")
    row = {name: getattr(document, name) for name in fields}
    known = {"number": number, "version": 1, "content": document.id, "origin": f"{document.id}.txt"}
    return {**row, **known, "body": document_body(document), "retrieved_at": None, **stamp}


def _reading_row(number: int, document: Document, claims: Sequence[Claim], stamp: dict[str, str]) -> dict[str, Any]:
    body = f"{document_body(document)}\n{as_json(tuple(claims))}"
    return {"number": number, "key": document.id, "document": number, "program": "bench", "body": body, **stamp}


def _claim_row(claim: Claim, reading: int) -> dict[str, Any]:
    return claim_row(claim, reading)


def _finished_row(number: int, document: Document) -> dict[str, Any]:
    body = document_body(replace(document, text=""))
    known = {"id": document.id, "published": document.published, "family": document.family, "body": body}
    return {"document": number, "reading": number, **known}
