"""What the routes of documents, claims and search answer. Offsets count characters of the document's text."""

from __future__ import annotations

from pydantic import Field

from crossbearing.web.api.answers import Answer, Day, EventSummary, Figure, Named, Rows


class Span(Answer):
    """Characters of the text, from ``start`` to before ``end``."""

    start: int
    end: int
    text: str


class Quoted(Answer):
    """Somebody quoted: nearest speaker first."""

    name: str | None
    mention: Span | None
    anonymous: bool
    actor: str | None


class Attribution(Answer):
    """Who says so, how, and in which words."""

    mode: str = Field(examples=["indirect"])
    speech_act: str = Field(examples=["report"])
    cue: Span | None
    sources: list[Quoted]


class ActorOfClaim(Answer):
    """Who, in which role, in which words."""

    role: str = Field(examples=["initiator"])
    name: str | None
    mention: Span | None
    actor: str | None
    side: str | None


class PlaceOfClaim(Answer):
    """Where, in which words; degrees and kilometres, null where not resolved."""

    role: str = Field(examples=["location"])
    name: str | None
    mention: Span | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    place: str | None
    parents: list[str]
    where_prec: int | None
    geo_precision: int | None
    reason: str | None


class Time(Answer):
    """When: first and last possible day, and how they are known."""

    mention: Span | None
    start: Day
    end: Day
    date_prec: int | None
    basis: str = Field(examples=["words"])


class CountOfClaim(Answer):
    """A number of people or things with its bound."""

    id: str
    mention: Span | None
    quantity: str = Field(examples=["killed"])
    category: str = Field(examples=["civilians"])
    side: str | None
    scope: str
    bound: str = Field(examples=["at_least"])
    low: Figure
    best: Figure
    high: Figure
    parent: str | None


class Weapon(Answer):
    """What it was done with, in the words of the text."""

    mention: Span


class LoadedWord(Answer):
    """A loaded word for an actor."""

    mention: Span
    target: str | None


class PersonOfClaim(Answer):
    """Somebody the text names as killed, hurt, held or missing."""

    mention: Span
    name: str
    age: int | None
    sex: str | None
    fate: str | None


class TieOfClaim(Answer):
    """A tie to another claim."""

    type: str
    target: str


class DifferenceOfReaders(Answer):
    """On what readers of a claim differ."""

    slot: str
    words: str
    doubt: float


class NameGloss(Answer):
    """A name of another writing, and what a reader made of it."""

    text: str
    english: str


class Claim(Answer):
    """One claim in its exchange form, with its event, its voice, and what it says as a sentence in our words."""

    id: str = Field(examples=["levant-2014-03-12:c03"])
    document: str
    event: str | None
    sentence: str = Field(examples=["9 civilians killed in Harasta, 11 March 2014"])
    page: str
    cls: str = Field(alias="class", description="class of the vocabulary")
    evidence: Span
    modality: str
    polarity: str
    extent: str | None
    attribution: Attribution
    actors: list[ActorOfClaim]
    places: list[PlaceOfClaim]
    time: Time | None
    counts: list[CountOfClaim]
    weapons: list[Weapon]
    labels: list[LoadedWord]
    persons: list[PersonOfClaim]
    relations: list[TieOfClaim]
    rule: str
    extractor: str
    confidence: float
    reasons: list[str]
    family: str | None = Field(description="the voice")
    reader: str | None = None
    differences: list[DifferenceOfReaders] = Field(default_factory=list)
    gloss: str | None = None
    name_glosses: list[NameGloss] = Field(default_factory=list)


class Claims(Rows):
    """A page of claims."""

    rows: list[Claim]


class DocumentSummary(Answer):
    """A report as lists show it."""

    id: str = Field(examples=["levant-2014-03-12"])
    title: str
    outlet: str = Field(description="empty where nothing says who published it")
    published: Day
    language: str = Field(examples=["en"])
    voice: Named | None
    claims: int
    events: int
    words: int
    page: str


class Documents(Rows):
    """A page of reports."""

    rows: list[DocumentSummary]


class SegmentOfText(Answer):
    """A stretch of the text: heading, paragraph, byline, dateline, credit or boilerplate."""

    kind: str
    start: int
    end: int


class Trouble(Answer):
    """What could not be done with a report."""

    code: str
    message: str
    stage: str
    start: int | None
    end: int | None


class Document(DocumentSummary):
    """A report with its text; its claims are at ``/api/v1/claims?document=ID``."""

    text: str
    url: str | None
    published_basis: str = Field(examples=["metadata"])
    retrieved: Day
    sha256: str
    segments: list[SegmentOfText]
    problems: list[Trouble]


class FoundDocument(Answer):
    """A report in which the words stand; the words in brackets."""

    id: str
    outlet: str | None
    published: Day
    words: str
    page: str


class FoundClaim(Answer):
    """A claim in whose sentence the words stand."""

    id: str
    document: str
    cls: str = Field(alias="class")
    evidence: str
    event: str | None
    page: str


class Found(Answer):
    """What has all of the words: events, reports and claims, and how many events there are in all."""

    total: int
    events: list[EventSummary]
    documents: list[FoundDocument]
    claims: list[FoundClaim]
