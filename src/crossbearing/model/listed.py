"""What lists, facets and the map need of a record: one short row for each event, voice, document and claim.

A page that shows fifty of a hundred thousand events cannot read all claims to find out what they are called. So these
rows are made when the record is, in the words of the report, and replaced with it. Everything here follows from the
record: it can be made again at any time and comes out the same. Days are ISO strings, None where not known.
"""

from __future__ import annotations

from dataclasses import dataclass

OPEN_END = "9999-12-31"
"""Last day of what began and is not said to have ended."""


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event as lists show it; ``rank`` is its place in the order of days, from 0.

    ``kind`` is the family of its class ("strike"), ``called`` what it is called ("air strike"). ``located`` is where it
    was in words, empty where nobody says; ``place``, ``district`` and ``country`` are ids of places, with their names;
    degrees and kilometres as in the record. Of what was on the road between two places they are those of its middle and
    half its length, ``from_lat`` to ``to_lon`` those of its ends; these are None of all else. ``killed_low`` to
    ``killed_high`` are the figure of its deadliest toll of an incident, all None where nobody counted; ``killed`` is
    what it is sorted by: its best value, else its low one. ``first_seen`` is the row of the document of it that was
    kept first.
    """

    rank: int
    id: str
    cls: str
    kind: str
    called: str
    title: str
    days: str
    first: str | None
    last: str | None
    modality: str
    polarity: str
    level: str
    grade: str
    airwars: str
    located: str
    place: str | None
    place_name: str | None
    district: str | None
    district_name: str | None
    country: str | None
    country_name: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    from_lat: float | None
    from_lon: float | None
    to_lat: float | None
    to_lon: float | None
    documents: int
    claims: int
    voices: int
    disputed: bool
    killed: int | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    first_seen: int
    part_of: str | None


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """What one voice (a family of sources) does in an event: affirms, denies, disputes or mentions."""

    event: int
    voice: int
    stance: str
    claims: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of the record: what it is called, the letters of its mark and the number of its side's colour.

    ``number`` is its place in the order of ids; ``events`` and ``claims`` are how many it has.
    """

    number: int
    id: str
    name: str
    letter: str
    colour: int
    side: str | None
    events: int
    claims: int


@dataclass(frozen=True, slots=True)
class ListedSource:
    """An event and a document that tells of it."""

    event: int
    document: int


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as lists show it; ``rank`` is its place in the order of days, undated ones last, from 0."""

    rank: int
    id: str
    title: str
    outlet: str
    published: str | None
    language: str
    voice: int | None
    claims: int
    events: int
    words: int


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim as lists find it; ``rank`` is its place in the order of ids, ``event`` and ``document`` are ranks."""

    rank: int
    id: str
    document: int
    event: int | None
    voice: int | None
    cls: str
    kind: str
    modality: str
    polarity: str
    first: str | None
    last: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class ListedWords:
    """The words by which an event is found: names in several spellings, and the sentences that tell of it."""

    event: int
    words: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A part of what only all claims together tell, as JSON under a name (``report/prepared.py``)."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place of the control ledger and the region that it is or lies in; empty where nobody knows."""

    place: str
    region: str
    region_name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one record, each kind in the order of its ranks."""

    events: tuple[ListedEvent, ...] = ()
    voices: tuple[Voice, ...] = ()
    event_voices: tuple[ListedVoice, ...] = ()
    event_documents: tuple[ListedSource, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    claims: tuple[ListedClaim, ...] = ()
    words: tuple[ListedWords, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    places: tuple[ListedPlace, ...] = ()
