"""The whole of reconciliation: claims and fingerprints in, the record out, the same for any order of either."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from crossbearing.model.claim import Claim
from crossbearing.model.derived import (
    Agreement,
    ControlState,
    DocumentFingerprint,
    Event,
    MergeDecision,
    Record,
    SideTable,
    Unplaced,
)
from crossbearing.model.faults import Faults
from crossbearing.reconcile.agreements import build_agreements
from crossbearing.reconcile.bonds import NO_BONDS, Bonds
from crossbearing.reconcile.certainty import is_unsure
from crossbearing.reconcile.comparison import REAL, STATES, day_number, event_group, view_of
from crossbearing.reconcile.contradictions import mark_contradictions
from crossbearing.reconcile.control import build_control
from crossbearing.reconcile.decisions import Join
from crossbearing.reconcile.document_events import DocumentEvent, by_document
from crossbearing.reconcile.event_records import build_events
from crossbearing.reconcile.events import Cluster, Spread, cluster_accounts, main_accounts
from crossbearing.reconcile.families import Families, find_families
from crossbearing.reconcile.flags import flag_events
from crossbearing.reconcile.inside import Happenings, Weights, accounts_of, happenings_of
from crossbearing.reconcile.isolation import without_culprits
from crossbearing.reconcile.links import Tie, campaign_ties, denial_ties, fulfilment_ties, stated_ties
from crossbearing.reconcile.similar_reports import similar_reports, stories_of
from crossbearing.reconcile.sources import compare_sources
from crossbearing.reconcile.tolls import build_tolls
from crossbearing.reconcile.totals import add_totals
from crossbearing.vocab.contract import classes_with


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Work done on other machines, or before: ``happenings`` and ``fingerprints`` of reports, by id, found where they
    were read, and a ``map`` for the comparison of blocks of accounts. One merge of all follows here.
    """

    happenings: Mapping[str, Happenings] = field(default_factory=dict)
    spread: Spread = map
    fingerprints: Mapping[str, DocumentFingerprint] = field(default_factory=dict)


def happenings_in(claims: Iterable[Claim], published: str | None) -> Happenings:
    """Return the happenings that one report of that day tells of.

    >>> happenings_in([], "2018-04-08")
    Happenings(claims=(), joins=())
    """
    day = day_number(published)
    ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
    return happenings_of([v for c in ordered if (v := view_of(c, day)) is not None])


def reconcile(
    claims: Sequence[Claim],
    documents: Sequence[DocumentFingerprint],
    sides: SideTable,
    faults: Faults | None = None,
    by: Weights | None = None,
    bonds: Bonds = NO_BONDS,
    elsewhere: Elsewhere | None = None,
) -> Record:
    """Derive families, events and ledgers from claims. Nothing is edited; every claim ends in one of the lists.

    ``documents`` may lack some of the claims' documents: those then have no outlet, no day and no copies. The order of
    either sequence does not matter, nor does it whether claims arrive at once or are added to earlier ones. A fault
    costs the row or the document that it met and is kept in ``faults``; without it the first one raises FaultError.
    ``by`` are weights to join the claims of one report by, instead of those that ship; ``bonds`` is what people said of
    claims being one event or two; ``elsewhere`` is what other machines did or may do of this: it changes nothing in
    what comes of it.

    >>> reconcile([], [], SideTable()).events
    ()
    """
    faults, work = faults or Faults(strict=True), elsewhere or Elsewhere()
    with _uncollected():
        return without_culprits(
            claims,
            documents,
            faults,
            lambda some, those, trial: _reconcile(some, those, sides, trial, by, bonds, work),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles: none are made here, and to look through millions of rows costs a quarter."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reconcile(
    claims: Sequence[Claim],
    documents: Sequence[DocumentFingerprint],
    sides: SideTable,
    faults: Faults,
    by: Weights | None,
    bonds: Bonds,
    elsewhere: Elsewhere,
) -> Record:
    ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
    fingerprints = sorted({d.id: d for d in documents}.values(), key=lambda d: d.id)
    published = {d.id: day_number(d.published) for d in fingerprints}
    families = find_families(ordered, fingerprints, sides)
    similar = similar_reports(fingerprints)
    found = _find_events(ordered, published, families, similar, sides, by, bonds, elsewhere)
    by_id = {c.id: c for c in ordered}
    sure = [c for c in ordered if not is_unsure(c)]
    agreements = build_agreements(sure, found.event_of, found.fulfilments, families, sides, published, faults)
    control = mark_contradictions(*build_control(sure, families, published, sides, faults))
    tolls, positions = build_tolls(found.events, by_id, families, published, sides, add_totals, faults)
    events = flag_events(found.events, tolls, agreements, by_id)
    about = _main_events(found.main, by_id, found.event_of)
    return Record(
        families=families.families,
        events=tuple(sorted(events, key=lambda e: e.id)),
        tolls=tuple(tolls),
        positions=tuple(positions),
        control=tuple(control),
        agreements=tuple(agreements),
        sources=tuple(compare_sources(ordered, fingerprints, events, found.event_of, sides)),
        merges=found.merges,
        unplaced=tuple(_unplaced(ordered, events, control, agreements)),
        claim_families=families.by_claim,
        document_families=families.by_document,
        document_stories=stories_of(fingerprints, about, similar),
        document_events=about,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is kept of the search for events; accounts and views, most of its memory, end with it."""

    events: list[Event]
    event_of: dict[str, str]
    fulfilments: dict[str, tuple[str, ...]]
    main: dict[str, str]
    merges: tuple[MergeDecision, ...]


def _find_events(
    claims: Sequence[Claim],
    published: Mapping[str, int | None],
    families: Families,
    similar: Mapping[tuple[str, str], float],
    sides: SideTable,
    by: Weights | None,
    bonds: Bonds,
    elsewhere: Elsewhere,
) -> _Found:
    joins: list[Join] = []
    found = _search(claims, published, families, similar, sides, joins, by, bonds, elsewhere)
    events, event_of, fulfilments, main = found
    return _Found(events, event_of, fulfilments, main, _decisions(joins, event_of))


def _search(
    claims: Sequence[Claim],
    published: Mapping[str, int | None],
    families: Families,
    similar: Mapping[tuple[str, str], float],
    sides: SideTable,
    joins: list[Join],
    by: Weights | None,
    bonds: Bonds,
    elsewhere: Elsewhere,
) -> tuple[list[Event], dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the events, the event of each claim, the acts that fulfil a plan and what each document is about."""
    clusters, possible, main = _clusters(claims, published, families, similar, joins, by, bonds, elsewhere)
    merged = [c.merged() for c in clusters]
    of_claim = {v.claim.id: n for n, a in enumerate(merged) for v in a.views}
    ties = _ties(merged, of_claim, possible)
    events, ids = build_events(merged, ties, families, sides, [c.crowd for c in clusters])
    event_of = {claim: ids[n] for claim, n in of_claim.items()}
    return events, event_of, _fulfilments(merged, ties), main


def _clusters(
    claims: Sequence[Claim],
    published: Mapping[str, int | None],
    families: Families,
    similar: Mapping[tuple[str, str], float],
    joins: list[Join],
    by: Weights | None,
    bonds: Bonds,
    elsewhere: Elsewhere,
) -> tuple[list[Cluster], list[tuple[str, str, str]], dict[str, str]]:
    views = [v for c in claims if (v := view_of(c, published.get(c.document))) is not None]
    accounts: list[DocumentEvent] = []
    for document, members in by_document(views).items():
        accounts.extend(accounts_of(members, joins.append, by, bonds, elsewhere.happenings.get(document)))
    clusters, possible = cluster_accounts(accounts, families.copies, similar, joins.append, bonds, elsewhere.spread)
    return clusters, possible, main_accounts(accounts)


def _ties(
    accounts: Sequence[DocumentEvent], of_claim: Mapping[str, int], possible: Sequence[tuple[str, str, str]]
) -> list[Tie]:
    ties = list(stated_ties(accounts, of_claim))
    ties.extend(campaign_ties(accounts))
    ties.extend(fulfilment_ties(accounts))
    ties.extend(denial_ties(accounts))
    # Thousands of pairs may tie the same two events.
    for a, b, kind in dict.fromkeys((of_claim[one], of_claim[other], kind) for one, other, kind in possible):
        if a != b:
            reason = "may be one event" if kind == "possible" else "cannot both hold"
            ties.extend([(a, kind, b, reason), (b, kind, a, reason)])
    return ties


def _fulfilments(accounts: Sequence[DocumentEvent], ties: Sequence[Tie]) -> dict[str, tuple[str, ...]]:
    acts: dict[int, set[int]] = defaultdict(set)
    for act, kind, plan, _ in ties:
        if kind == "realises":
            acts[plan].add(act)
    found: dict[str, tuple[str, ...]] = {}
    for plan, numbers in acts.items():
        claims = tuple(sorted(v.claim.id for n in numbers for v in accounts[n].core))
        promised = [v for v in accounts[plan].views if v.modality == "planned"]
        found.update((v.claim.id, claims) for v in promised)
    return found


def _main_events(main: Mapping[str, str], claims: Mapping[str, Claim], event_of: Mapping[str, str]) -> dict[str, str]:
    """Return the event each report is about; reports that tell of no violence are about none in particular."""
    return {d: event_of[c] for d, c in main.items() if event_group(claims[c].cls) == "violence"}


def _decisions(joins: list[Join], event_of: Mapping[str, str]) -> tuple[MergeDecision, ...]:
    """Return the log of merges, sorted; empties ``joins`` on the way, so that millions of pairs are not held twice."""
    of_event: dict[str, list[MergeDecision]] = defaultdict(list)
    while joins:
        join = joins.pop()
        event = event_of[join.one]
        of_event[event].append(MergeDecision(event, (join.one, join.other), join.decision, join.score, join.reasons))
    for members in of_event.values():
        members.sort(key=lambda m: (m.claims, m.decision, -m.score, m.reasons))
    return tuple(m for event in sorted(of_event) for m in of_event[event])


def _unplaced(
    claims: Sequence[Claim], events: Sequence[Event], control: Sequence[ControlState], agreements: Sequence[Agreement]
) -> list[Unplaced]:
    placed = {c for e in events for c in e.claims}
    placed.update(c for row in control for c in row.claims)
    placed.update(c for a in agreements for c in a.claims)
    return [Unplaced(c.id, *_why_unplaced(c)) for c in claims if c.id not in placed]


def _why_unplaced(claim: Claim) -> tuple[str, str]:
    if claim.cls in classes_with("speech"):
        return "speech_only", "the claim tells what was said, not what happened"
    if claim.cls in classes_with("background"):
        return "background", "general history makes no event"
    if event_group(claim.cls) is None:
        return "unknown_class", f"no ledger keeps claims of class {claim.cls}"
    if is_unsure(claim):
        return "unsure", f"read with a confidence of {claim.confidence:.2f} alone: too little to say who holds what"
    if claim.cls in STATES:
        if claim.polarity == "negative":
            return "state_denied", "a state that is denied opens no row in the control ledger"
        if not claim.places:
            return "no_place", "the claim names no place, and control is kept by place"
        if claim.modality not in REAL:
            return "state_intended", "the state is planned or predicted, and the control ledger keeps what is"
        return "place_or_holder_unknown", "the place is a province or country, or nobody is named who holds it"
    return "not_comparable", "no event could be made of the claim"
