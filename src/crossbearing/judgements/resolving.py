"""Whom, where and when the words mean that a person marked: by the program's resolver, where the person did not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.judgements.effective import PERSON
from crossbearing.model.claim import ActorRole, Attribution, Claim, DateRange, PlaceRole
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline


def resolved(pipeline: Pipeline, document: Document, claims: Sequence[Claim], faults: Faults) -> tuple[Claim, ...]:
    """Return the claims, those that a person left with ids, coordinates and days where it gave words alone.

    What a person said of a name, a place or a day stays. A fault of the resolver leaves the claims as they are.
    """
    if not any(claim.reader == PERSON and _is_open(claim) for claim in claims):
        return tuple(claims)
    answers: dict[str, Claim] = {}
    with faults.costing_only(document.id, "resolve"):
        names = tuple(pipeline.extractor.matcher.find(document.text))
        ordered = sorted(claims, key=lambda c: (c.evidence.start, c.id))
        answers = {claim.id: claim for claim in pipeline.resolver.resolve(document, ordered, names)}
    return tuple(_filled(c, answers[c.id]) if c.reader == PERSON and c.id in answers else c for c in claims)


def _is_open(claim: Claim) -> bool:
    """Say whether the words of a claim were not resolved."""
    open_places = any(p.mention is not None and p.lat is None and p.place is None for p in claim.places)
    open_actors = any(a.mention is not None and a.actor is None for a in claim.actors)
    open_sources = any(s.mention is not None and s.actor is None for s in claim.attribution.sources)
    return open_places or open_actors or open_sources or _is_undated(claim.time)


def _is_undated(time: DateRange | None) -> bool:
    return time is not None and time.mention is not None and time.start is None and time.end is None


def _filled(claim: Claim, answer: Claim) -> Claim:
    sources = tuple(
        next((replace(o, name=s.name or o.name) for o in answer.attribution.sources if o.mention == s.mention), s)
        if s.actor is None and s.mention is not None
        else s
        for s in claim.attribution.sources
    )
    said: Attribution = replace(claim.attribution, sources=sources)
    actors = tuple(_actor(a, answer.actors) for a in claim.actors)
    places = tuple(_place(p, answer.places) for p in claim.places)
    time = answer.time if _is_undated(claim.time) and answer.time is not None else claim.time
    return replace(claim, attribution=said, actors=actors, places=places, time=time)


def _actor(given: ActorRole, answers: Sequence[ActorRole]) -> ActorRole:
    if given.mention is None or given.actor is not None:
        return given
    found = next((a for a in answers if a.mention == given.mention and a.actor is not None), None)
    # A name that a person gave and the words do not is the person's own answer.
    if found is None or given.name not in (None, "", given.mention.text, found.name):
        return given
    return replace(found, role=given.role)


def _place(given: PlaceRole, answers: Sequence[PlaceRole]) -> PlaceRole:
    if given.mention is None or given.lat is not None or given.place is not None:
        return given
    found = next((p for p in answers if p.mention == given.mention and (p.place or p.lat is not None)), None)
    if found is None or given.name not in (None, "", given.mention.text, found.name):
        return given
    return replace(found, role=given.role)
