"""Made-up reports, claims and events of an archive of years, of any number, and the record that they come to.

Ten reports of one day tell of the same ten events, one claim each. The same number and seed give the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

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
from crossbearing.model.mention import Mention
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


def outlet_of(document: int) -> int:
    """Return the number of the outlet of a report: some publish much more than others."""
    return (document * document + document // 7) % _OUTLETS * ((document * 31) % 100 < 60) + document % 7


def identity_of(document: int) -> str:
    """Return the id of a report by its number."""
    return f"r{document:07}"


def family_of(outlet: int) -> str:
    """Return the id of the voice of an outlet."""
    return f"outlet-{outlet:02}"


def side_of(outlet: int) -> str | None:
    """Return the side of an outlet."""
    return _SIDES[outlet % len(_SIDES)]


def _text(events: Sequence[Made], number: int) -> str:
    return "".join(f"{event.sentence} {event.killed[number]:6}." for event in events)


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    return {name: known.roles[0] for name, known in CLASSES.items() if known.roles}


def _claim(event: Made, document: int, number: int, at: int) -> Claim:
    """Return what report ``number`` of its ten says of an event, in its sentence ``at``."""
    identity = identity_of(document)
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
        family=family_of(outlet_of(document)),
    )


def _document(events: Sequence[Made], document: int, number: int) -> Document:
    identity, text = identity_of(document), _text(events, number)
    segments = tuple(Segment("paragraph", n * _LENGTH, (n + 1) * _LENGTH) for n in range(len(events)))
    told = sha256(text.encode()).hexdigest()
    published = (date.fromisoformat(events[0].day) + timedelta(days=1)).isoformat()
    title = f"{events[0].town.name}: report {identity}"
    return Document(
        identity, text, f"Outlet {outlet_of(document):02}", published, title, segments=segments,
        published_basis="metadata", sha256=told, raw_sha256=told, family=family_of(outlet_of(document)),
    )  # fmt: skip


def reports_of(events: Sequence[Made]) -> Iterator[tuple[int, Document, list[Claim]]]:
    """Yield each report with its number from 0 and its claims."""
    for group in range(0, len(events), TOGETHER):
        own = events[group : group + TOGETHER]
        for number in range(TOGETHER):
            document = group + number
            claims = [_claim(event, document, number, at) for at, event in enumerate(own)]
            yield document, _document(own, document, number), claims


def voices_of(event: Made) -> dict[str, list[str]]:
    """Return the claims of an event by the family that makes them."""
    found: dict[str, list[str]] = {}
    group = event.rank // TOGETHER * TOGETHER
    for number in range(TOGETHER):
        claim = f"{identity_of(group + number)}:c{event.rank - group + 1:02}"
        found.setdefault(family_of(outlet_of(group + number)), []).append(claim)
    return dict(sorted(found.items()))


def is_disputed(event: Made) -> bool:
    """Say whether one of its voices denies it."""
    return event.rank % 9 == 0


def _event(event: Made) -> Event:
    town, voices = event.town, voices_of(event)
    stance = ["denies" if is_disputed(event) and n == 0 else "affirms" for n in range(len(voices))]
    families = tuple(
        FamilyVoice(family, side_of(int(family[-2:])), tuple(claims), said)
        for (family, claims), said in zip(voices.items(), stance, strict=True)
    )
    group = event.rank // TOGETHER * TOGETHER
    return Event(
        id=event.id, cls=event.cls, level="incident", modality="real", polarity="positive", start=event.day,
        end=event.day, date_prec=1, place=EventPlace(town.id, town.name, town.lat, town.lon, 3.0, 1),
        actors=(EventActor(_roles().get(event.cls, "speaker"), f"made:{event.doer}", event.doer, None),),
        claims=tuple(sorted(claim for claims in voices.values() for claim in claims)),
        documents=tuple(identity_of(group + n) for n in range(TOGETHER)), families=families,
        grade=f"C{1 + event.rank % 5}", flags=(), part_of=None, related=(), summary=event.sentence.strip(),
        airwars="Fair",
    )  # fmt: skip


def _toll(event: Made) -> tuple[Toll, list[Position]] | None:
    if not any(event.killed):
        return None
    voices = voices_of(event)
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
    """Return who held each place: until the next one does."""
    found = sorted((_held(event) for event in events[::3]), key=lambda row: (row.place, row.start or "", row.id))
    ends = [later.start if later.place == row.place else None for row, later in pairwise(found)]
    return [replace(row, end=end) for row, end in zip(found, [*ends, None], strict=True)]


def _held(event: Made) -> ControlState:
    claim = next(iter(voices_of(event).values()))[0]
    return ControlState(
        f"ct-{event.rank:08x}", event.town.id, event.town.name, "held", f"made:{event.doer}", None, "full", event.day,
        None, "reconciled", "gain", (claim,),
    )  # fmt: skip


def _agreed(event: Made) -> Agreement:
    claim = next(iter(voices_of(event).values()))[0]
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
    outlets = sorted({outlet_of(document) for document in range(len(events))})
    tolls = [found for event in events if (found := _toll(event)) is not None]
    documents = {identity_of(n): family_of(outlet_of(n)) for n in range(len(events))}
    return Record(
        families=tuple(Family(family_of(n), (family_of(n),), (), side_of(n)) for n in outlets),
        events=tuple(_event(event) for event in events),
        tolls=tuple(toll for toll, _ in tolls),
        positions=tuple(position for _, told in tolls for position in told),
        control=tuple(_control(events)),
        agreements=tuple(_agreed(event) for event in events[::100]),
        sources=tuple(
            SourceProfile(family_of(n), "outlet", 10, 100, 3, 97, 1, (("made:Police", "police", 9),), side=side_of(n))
            for n in outlets
        ),
        claim_families={
            f"{identity}:c{at:02}": family for identity, family in documents.items() for at in range(1, TOGETHER + 1)
        },
        document_families=documents,
        document_events={identity_of(n): events[n // TOGETHER * TOGETHER].id for n in range(len(events))},
    )
