"""Which happenings are disputed: by the ledgers alone, so that a list of very many need not write a card for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event, Position, Record
from crossbearing.report.happenings import names_doer

CONTRARY = frozenset({"contradicts", "disputes"})
"""Ties between two events of which both cannot be so."""


def disputed_events(ledgers: Record, claims: Mapping[str, Claim]) -> frozenset[str]:
    """Return the ids of the events with a claim that stands in a dispute; ``claims`` by id name the doers.

    >>> disputed_events(Record(), {})
    frozenset()
    """
    of_claim = {claim: event.id for event in ledgers.events for claim in event.claims}
    told = {of_claim[claim] for claim in _claims(ledgers) if claim in of_claim}
    known = {event.id: event for event in ledgers.events}
    return frozenset(told | set(_by_ties(known)) | {e.id for e in ledgers.events if _within(e, claims)})


def _within(event: Event, claims: Mapping[str, Claim]) -> bool:
    """Say whether voices of one event dispute who did it or whether it was."""
    positions = {voice.position for voice in event.families}
    if "denies" in positions:
        return True
    return "disputes" in positions and any(
        names_doer(claims[c])
        for voice in event.families
        if voice.position != "mentions"
        for c in voice.claims
        if c in claims
    )


def _by_ties(events: Mapping[str, Event]) -> Iterator[str]:
    for event in events.values():
        for tie in event.related:
            if tie.type not in CONTRARY or tie.event not in events:
                continue
            for own in (event, events[tie.event]):
                if any(voice.position != "mentions" and voice.claims for voice in own.families):
                    yield own.id


def _claims(ledgers: Record) -> Iterator[str]:
    """Yield the claims of numbers that do not meet, of places held by two, of deals that each side is said to break."""
    known = {event.id for event in ledgers.events}
    contested = {toll.id for toll in ledgers.tolls if toll.status == "disputed" and toll.event in known}
    figures: dict[tuple[object, ...], list[Position]] = defaultdict(list)
    for p in ledgers.positions:
        if p.toll in contested:
            figures[p.toll, p.family, p.as_of, p.low, p.best, p.high].append(p)
    for same in figures.values():
        if any(p.superseded_by is None for p in same):
            yield from (p.claim for p in same)
    for row in ledgers.control:
        if row.contradiction and row.timeline != "reconciled":
            yield from row.claims
    for agreement in ledgers.agreements:
        if len({breach.by for breach in agreement.breaches if breach.by}) > 1:
            yield from (breach.claim for breach in agreement.breaches if breach.by and breach.alleged_by)
