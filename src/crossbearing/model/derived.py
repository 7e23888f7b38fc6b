"""What reconciliation derives from claims: families, events, tolls, control, agreements and the comparison of sources.

Every dataclass here can be rebuilt from claims and names the claims it came from. Field names are those of the files
that a run writes. Days are ISO strings, open ends None; ``low``, ``best`` and ``high`` count people or things and None
means unbounded or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from crossbearing.model.marks import NO_MARKS

Number = int | None


@dataclass(frozen=True, slots=True)
class DocumentFingerprint:
    """What reconciliation knows of a document besides its claims: enough to see copies, nothing to read.

    ``shingles`` are hashes of five-word runs and ``sentences`` of whole sentences outside quotation marks, both taken
    from paragraphs only; ``terms`` of names, pairs of names, ages and words of the title. ``credits`` hold agency ids
    (``afp``); a leading ``not:`` marks a disclaimer of authorship.
    """

    id: str
    outlet: str | None = None
    published: str | None = None
    shingles: Set[int] = NO_MARKS
    sentences: Set[int] = NO_MARKS
    credits: tuple[str, ...] = ()
    words: int = 0
    title: str | None = None
    terms: Set[int] = NO_MARKS


@dataclass(frozen=True, slots=True)
class SideTable:
    """Who stands where, from the packs. Keys are actor, outlet or source ids, or their names where no id is known.

    ``opposed`` holds pairs of sides at war with one another, ``organisations`` leads from a spokesman or office to the
    body that speaks through it, ``neutral`` lists sides that belong to no party, ``monitors`` sources that lean to a
    side and are no party: what they say of it is no admission. A state and its media take one side in one war and
    another in the next: ``stances`` leads from such a key to its sides by war, ``wars`` from a side or land to wars.

    >>> table = SideTable(sides={"sana": "government", "sohr": "opposition"}, opposed=(("government", "opposition"),))
    >>> table.are_opposed("opposition", "government")
    True
    """

    sides: Mapping[str, str] = field(default_factory=dict)
    opposed: tuple[tuple[str, str], ...] = ()
    organisations: Mapping[str, str] = field(default_factory=dict)
    neutral: tuple[str, ...] = ()
    monitors: tuple[str, ...] = ()
    stances: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def side_in(self, wars: Iterable[str], *keys: str | None) -> str | None:
        """Return the side of the first key that has one, for those that differ by war the side taken in ``wars``.

        Where the wars leave two answers, a state's media keep their state as their side, and others have none.

        >>> stances = {"state:RU": {"syria": "syria:government", "ukraine": "ukraine:russia"}}
        >>> table = SideTable(sides={"sputnik": "state:RU"}, stances=stances)
        >>> table.side_in(["syria"], "sputnik"), table.side_in([], "sputnik")
        ('syria:government', 'state:RU')
        """
        side = self.side(*keys)
        taken = next((self.stances[k] for k in (side, *keys) if k and k in self.stances), {})
        found = {taken[war] for war in wars if war in taken}
        return found.pop() if len(found) == 1 else side

    def side(self, *keys: str | None) -> str | None:
        """Return the side of the first key that has one."""
        for key in keys:
            if key and key in self.sides:
                return self.sides[key]
        return None

    def are_opposed(self, one: str | None, other: str | None) -> bool:
        """Say whether the packs list the two sides as opposed."""
        if not one or not other:
            return False
        return (one, other) in self.opposed or (other, one) in self.opposed


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Why two voices are one: ``kind`` is credit, copy, numbers, outlet, chain or document (nothing says who wrote it).

    A ``passage`` that two documents share ties no voices and is kept to be seen.
    """

    from_: str
    to: str
    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Family:
    """Voices that count as one: the documents and sources that go back to the same originator."""

    id: str
    members: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    side: str | None = None


@dataclass(frozen=True, slots=True)
class FamilyVoice:
    """What one family says of an event: ``position`` is affirms, denies, disputes or mentions.

    Whoever speaks in headings only mentions it, and so does who denies a deed of its own that nobody tells.
    """

    id: str
    side: str | None
    claims: tuple[str, ...]
    position: str


@dataclass(frozen=True, slots=True, order=True)
class Inherited:
    """A claim and what of its event it does not say itself: some of ``days``, ``place`` and ``doers``."""

    claim: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where: degrees and kilometres; all None where the place was not resolved."""

    place: str | None
    name: str | None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    where_prec: int | None = None


@dataclass(frozen=True, slots=True)
class EventActor:
    """Who, in which role: ``actor`` is an id or None, ``name`` what it is called in most claims."""

    role: str
    actor: str | None
    name: str | None
    side: str | None


@dataclass(frozen=True, slots=True, order=True)
class RelatedEvent:
    """A tie to another event: realises, contradicts, disputes, causes, elaborates, possible; and why, in words."""

    type: str
    event: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Crowd:
    """Where not all could be compared with all: ``accounts`` met at the place and days of an event.

    Each was compared with the ``neighbours`` before and after it in the order of day, place, class, actors and figures.
    What lies further apart may be one event and stand here as two.
    """

    accounts: int
    neighbours: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, was planned or was denied, as far as the claims agree that it is one thing.

    ``level`` is incident or campaign, ``grade`` C0 to C5, ``airwars`` the equivalent grade for civilian harm; ``crowd``
    is None where all accounts of its place and days were compared with one another. ``inherited`` are the claims that
    do not say themselves when or where it was or who did it, with what of it they have from the event alone.
    """

    id: str
    cls: str
    level: str
    modality: str
    polarity: str
    start: str | None
    end: str | None
    date_prec: int | None
    place: EventPlace | None
    actors: tuple[EventActor, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    families: tuple[FamilyVoice, ...]
    grade: str
    flags: tuple[str, ...]
    part_of: str | None
    related: tuple[RelatedEvent, ...]
    summary: str
    airwars: str
    crowd: Crowd | None = None
    inherited: tuple[Inherited, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One statement of a family behind a toll; ``superseded_by`` is the claim that replaced it.

    ``revision`` is True where the family's later figure is lower: both values are kept.
    """

    toll: str
    family: str
    as_of: str | None
    low: Number
    best: Number
    high: Number
    bound: str
    claim: str
    superseded_by: str | None = None
    revision: bool = False


@dataclass(frozen=True, slots=True)
class Toll:
    """A derived figure: ``status`` single, consistent, growing or disputed; ``best_basis`` says how best was chosen.

    ``parent`` is the toll this one is part of (never added to it); the residual is what of it no part accounts for.
    """

    id: str
    event: str
    scope: str
    start: str | None
    end: str | None
    place: str | None
    quantity: str
    category: str
    side: str | None
    low: int
    best: Number
    high: Number
    status: str
    best_basis: str
    families: tuple[str, ...]
    claims: tuple[str, ...]
    parent: str | None = None
    residual_low: Number = None
    residual_high: Number = None


@dataclass(frozen=True, slots=True)
class ControlState:
    """One stretch of a control timeline: state held, besieged, contested, transfer_pending or lost."""

    id: str
    place: str
    name: str | None
    state: str
    holder: str | None
    contender: str | None
    extent: str | None
    start: str | None
    end: str | None
    timeline: str
    kind: str
    claims: tuple[str, ...]
    contradiction: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """What an agreement says: ``status`` open, begun, fulfilled, refused or overdue.

    ``claim`` tells it most fully, ``also`` are the claims that tell it again, ``claims`` those that tell of its fate.
    """

    claim: str
    what: str
    deadline: str | None
    status: str
    claims: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """Somebody is said to have broken the agreement: by whom and who alleges it (None: the outlet's own voice)."""

    claim: str
    by: str | None
    alleged_by: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A deal through its life.

    ``status`` is mentioned, negotiated, refused, announced_one_side, reported, confirmed, in_force, overdue,
    partly_implemented, implemented, ended or breached.
    """

    id: str
    type: str
    parties: tuple[str, ...]
    announced_by: tuple[str, ...]
    silent: tuple[str, ...]
    mediator: tuple[str, ...]
    terms: tuple[Term, ...]
    status: str
    breaches: tuple[Breach, ...]
    predecessor: str | None
    successor: str | None
    claims: tuple[str, ...]
    flags: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    start: str | None = None


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """How an outlet or source compares with the others: counts only, never one number for credibility.

    ``omits`` counts events of its documents' days and places that others report and it does not; ``leads`` and
    ``lags`` count shared events it reported before or after the first other voice; ``labels`` are
    (actor, word, times).
    """

    id: str
    kind: str
    documents: int
    claims: int
    only_here: int
    shared: int
    contradicted: int
    labels: tuple[tuple[str, str, int], ...]
    leads: int = 0
    lags: int = 0
    omits: int = 0
    side: str | None = None


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """A scored pair: ``decision`` is merge, possible or apart, ``reasons`` one sentence for each feature."""

    event: str
    claims: tuple[str, ...]
    decision: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim that is in no event and no ledger: a stable code and a sentence for people."""

    claim: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything derived from a set of claims, sorted; the same whatever the order the claims came in.

    ``document_stories`` groups reports of one happening, ``document_events`` gives the event a report is about.
    """

    families: tuple[Family, ...] = ()
    events: tuple[Event, ...] = ()
    tolls: tuple[Toll, ...] = ()
    positions: tuple[Position, ...] = ()
    control: tuple[ControlState, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    sources: tuple[SourceProfile, ...] = ()
    merges: tuple[MergeDecision, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    claim_families: Mapping[str, str] = field(default_factory=dict)
    document_families: Mapping[str, str] = field(default_factory=dict)
    document_stories: Mapping[str, str] = field(default_factory=dict)
    document_events: Mapping[str, str] = field(default_factory=dict)
