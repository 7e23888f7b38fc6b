"""What the routes of the record answer: events, tolls, and what lists are narrowed to. Days are ISO days."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Figure = Annotated[int | None, Field(description="people or things; null is unbounded or not known")]
Day = Annotated[str | None, Field(description="ISO day; null is not known", examples=["2014-03-11"])]


class Answer(BaseModel):
    """What every answer has in common: no field that is not described."""

    model_config = ConfigDict(extra="forbid")


class Named(Answer):
    """Something with an id and what it is called."""

    id: str = Field(examples=["sy:harasta"])
    name: str = Field(examples=["Harasta"])


class Where(Answer):
    """A place of the record with what it lies in; degrees and kilometres are null where it was not resolved."""

    id: str | None = Field(examples=["sy:harasta"])
    name: str | None = Field(examples=["Harasta"])
    district: Named | None
    country: Named | None
    lat: float | None = Field(examples=[33.5584])
    lon: float | None = Field(examples=[36.364])
    radius_km: float | None = Field(examples=[3.0], description="how far from the point it may have been")


class VoiceOfEvent(Answer):
    """A family of sources and what it says of an event: affirms, denies, disputes or mentions."""

    id: str = Field(examples=["sy:sohr"])
    name: str
    side: str | None = Field(examples=["syria:opposition"])
    stance: str = Field(examples=["affirms"])
    claims: int


class Range(Answer):
    """A figure: no less than ``low``, no more than ``high``, most likely ``best``."""

    low: Figure
    best: Figure
    high: Figure


class EventSummary(Answer):
    """An event as lists show it."""

    id: str = Field(examples=["ev-f93049481bc6"])
    title: str = Field(examples=["Strike on crowded market in Harasta"], description="a sentence in our words")
    days: str = Field(examples=["11 March 2014"], description="the days in words")
    cls: str = Field(alias="class", description="class of the vocabulary")
    kind: str = Field(description="family of its class")
    called: str = Field(examples=["air strike"])
    first: Day
    last: Day
    ongoing: bool = Field(description="it began and is not said to have ended")
    modality: str = Field(examples=["real"])
    polarity: str = Field(examples=["positive"])
    level: str = Field(examples=["incident"])
    grade: str = Field(examples=["C3"], description="who reports it, not whether it is true")
    located: str = Field(description="where it was, in words; empty where nobody says")
    place: Where | None
    documents: int
    claims: int
    voices: list[VoiceOfEvent]
    disputed: bool
    killed: Range | None = Field(description="the figure of its deadliest toll of an incident")
    part_of: str | None
    page: str = Field(examples=["/events/ev-f93049481bc6"], description="its page in this application")


class Statement(Answer):
    """What one voice says of a toll at one time; ``superseded_by`` is the claim that took its place."""

    voice: str
    as_of: Day
    low: Figure
    best: Figure
    high: Figure
    bound: str = Field(examples=["exact"])
    claim: str
    superseded_by: str | None
    revision: bool


class TollSummary(Answer):
    """A derived figure: status is single, consistent, growing or disputed; ``parent`` is the toll it is part of."""

    id: str
    event: str
    scope: str = Field(examples=["incident"])
    first: Day
    last: Day
    place: str | None
    quantity: str = Field(examples=["killed"])
    category: str = Field(examples=["civilians"])
    side: str | None
    low: int
    best: Figure
    high: Figure
    status: str = Field(examples=["disputed"])
    best_basis: str
    voices: list[str]
    claims: list[str]
    parent: str | None
    residual_low: Figure
    residual_high: Figure


class Toll(TollSummary):
    """A derived figure with the statements behind it."""

    statements: list[Statement]


class Actor(Answer):
    """Who, in which role of an event."""

    role: str
    id: str | None
    name: str | None
    side: str | None


class Tie(Answer):
    """A tie to another event, and why in words."""

    type: str = Field(examples=["contradicts"])
    event: str
    reason: str


class Event(EventSummary):
    """An event with everything that is derived of it; its claims are at ``/api/v1/claims?event=ID``."""

    actors: list[Actor]
    claim_ids: list[str]
    document_ids: list[str]
    flags: list[str]
    related: list[Tie]
    summary: str
    airwars: str
    tolls: list[Toll]


class Rows(Answer):
    """One page of a list: how many there are in all, and the cursor of the next page, null on the last one."""

    total: int = Field(examples=[33], description="how many meet what was asked")
    next: str | None = Field(description="give it as `cursor` to go on")


class Events(Rows):
    """A page of events."""

    rows: list[EventSummary]


class Tolls(Rows):
    """A page of tolls."""

    rows: list[TollSummary]


class Control(Answer):
    """One stretch of time in which a place was held, besieged, contested, to be handed over, or lost."""

    id: str
    place: str
    name: str | None
    state: str = Field(examples=["held"])
    holder: str | None
    contender: str | None
    extent: str | None
    first: Day
    last: Day
    timeline: str = Field(description="a voice, or `reconciled` for what all together come to")
    kind: str
    claims: list[str]
    contradiction: str | None
    note: str | None


class Controls(Rows):
    """A page of who held what."""

    rows: list[Control]


class Term(Answer):
    """What an agreement says; status is open, begun, fulfilled, refused or overdue."""

    claim: str
    what: str
    deadline: Day
    status: str
    claims: list[str]
    also: list[str]


class Breach(Answer):
    """Who is said to have broken an agreement, and by whom."""

    claim: str
    by: str | None
    alleged_by: str | None


class Agreement(Answer):
    """A deal through its life."""

    id: str
    type: str
    parties: list[str]
    announced_by: list[str]
    silent: list[str]
    mediator: list[str]
    terms: list[Term]
    status: str = Field(examples=["in_force"])
    breaches: list[Breach]
    predecessor: str | None
    successor: str | None
    claims: list[str]
    flags: list[str]
    places: list[str]
    first: Day


class Agreements(Rows):
    """A page of agreements."""

    rows: list[Agreement]


class Word(Answer):
    """A word that a source has for an actor, and how often."""

    actor: str
    word: str
    times: int


class Source(Answer):
    """How an outlet or a source compares with the others: counts only, never one number for credibility."""

    id: str
    kind: str = Field(examples=["outlet"])
    side: str | None
    documents: int
    claims: int
    only_here: int
    shared: int
    contradicted: int
    leads: int
    lags: int
    omits: int
    words: list[Word]


class Voice(Answer):
    """A family of sources that counts as one, with the letters and the number of the colour of its mark."""

    id: str = Field(examples=["sy:sohr"])
    name: str
    letter: str
    colour: int
    side: str | None
    events: int
    claims: int


class Sources(Rows):
    """A page of outlets and sources."""

    rows: list[Source]


class Choice(Answer):
    """One value of a filter and how many events it would show."""

    id: str = Field(examples=["strike"])
    name: str = Field(examples=["strike"])
    events: int


class Bar(Answer):
    """Days of the time line, both ends within, and how many events began in them."""

    since: str
    until: str
    events: int
    disputed: int


class Facets(Answer):
    """What a list of events can be narrowed to. A facet counts under all conditions but its own."""

    total: int
    disputed: int
    killed: int = Field(description="events in which somebody counts a death")
    undated: int
    unplaced: int
    places: list[Choice]
    districts: list[Choice]
    countries: list[Choice]
    kinds: list[Choice]
    voices: list[Choice]
    sides: list[Choice]
    days: list[Bar]


class Point(Answer):
    """A point of GeoJSON: longitude first."""

    type: str = Field(default="Point", examples=["Point"])
    coordinates: list[float] = Field(min_length=2, max_length=2, examples=[[36.364, 33.5584]])


class AtPlace(Answer):
    """An event that a place of the map names."""

    id: str
    title: str
    days: str
    kind: str
    modality: str
    disputed: bool


class MarkOf(Answer):
    """A place (``places`` is 1) or a cluster of several."""

    places: int
    name: str | None = Field(description="what a place is called; null for a cluster")
    radius_km: float | None
    events: int
    disputed: int
    bbox: list[float] = Field(min_length=4, max_length=4, description="west, south, east, north")
    some: list[AtPlace] = Field(description="some events of a place, the deadliest first; none for a cluster")


class Feature(Answer):
    """A mark of the map as a feature of GeoJSON."""

    type: str = Field(default="Feature", examples=["Feature"])
    geometry: Point
    properties: MarkOf


class Map(Answer):
    """What a window shows, as GeoJSON."""

    type: str = Field(default="FeatureCollection", examples=["FeatureCollection"])
    features: list[Feature]
    events: int = Field(description="events that lie in the window")
    unplaced: int = Field(description="events that meet the conditions and have no place")


class Counts(Answer):
    """What the record holds, and the name of its present state."""

    revision: str = Field(description="the same for the same record")
    documents: int
    claims: int
    events: int
    tolls: int
    control: int
    agreements: int
    sources: int
    voices: int


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no event ev-1 in this store."])


def fields(value: Any, renamed: bool = True) -> dict[str, Any]:
    """Return the fields of a row; those named ``start`` and ``end`` under the names that lists give days."""
    found = {name: getattr(value, name) for name in value.__dataclass_fields__}
    for old, new in (("start", "first"), ("end", "last")) if renamed else ():
        if old in found:
            found[new] = found.pop(old)
    return found
