"""What people said of claims in an annotation tool, taken as decisions like those made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.export.annotated import ADD, REJECT, UNSEEN, Annotated
from crossbearing.judgements.effective import Effective, claims_in, said_by
from crossbearing.model.claim import Claim
from crossbearing.model.errors import CrossbearingError
from crossbearing.review.desk import ADDED, CONFLICT, Act, Desk, act, desk
from crossbearing.store.clock import Maker
from crossbearing.store.judging import Judged
from crossbearing.store.store import Store

HERE = frozenset({"review", "adjudication"})
"""Sources of decisions that were made before the report itself, with all that was decided before."""


def take(store: Store, found: Sequence[Annotated], source: str, maker: Maker) -> tuple[int, int, list[str]]:
    """Make the decisions; return how many stand, how many of them are new, and in words which could not be taken.

    A decision is not taken where the claim is not there, or somebody decided on it here since it was sent. Of several
    annotators of one claim the last is what holds, and all stand in its history.
    """
    stands = new = 0
    refused: list[str] = []
    for one in found:
        if one.verdict == UNSEEN:
            continue
        try:
            there = desk(store, one.claim.document)
            was_new = _take(store, there, one, source, maker)
        except CrossbearingError as error:
            refused.append(f"{one.claim.id}: {error}")
            continue
        if was_new is None:
            refused.append(f"{one.claim.id}: somebody decided on it since it was sent")
            continue
        stands += 1
        new += was_new
    return stands, new, refused


def _take(store: Store, there: Desk, one: Annotated, source: str, maker: Maker) -> bool | None:
    """Return whether the decision is new, None where another one came between."""
    claim = _quoted(one.claim, there.document.text)
    if one.verdict == ADD:
        made = Act(claim.document, ADD, claims=(claim,), comment=one.comment, source=source, by=one.who)
    else:
        subject = _sent(there, one.before or claim)
        if subject is None:
            raise CrossbearingError("is no claim of the store any more")
        if any(row.source == source and _says(row, one, claim) for row in subject.history):
            return False
        if subject.history and subject.history[-1].source.partition(":")[0] in HERE:
            return None
        left = () if one.verdict == REJECT else (claim,)
        made = Act(
            claim.document, one.verdict, subject.subject, subject.seen, left, one.comment, False, source, one.who
        )
    done = act(store, made, maker)
    return None if done.what == CONFLICT else done.what == ADDED


def _says(row: Judged, one: Annotated, claim: Claim) -> bool:
    """Say whether a decision is the one that came from the tool."""
    same = row.verdict == one.verdict and row.body.get("by", "") == one.who
    return same and (one.verdict == REJECT or said_by(claims_in(row)[0]) == said_by(claim))


def _quoted(claim: Claim, text: str) -> Claim:
    """Return a claim whose evidence has its words, where the tool gave characters alone."""
    seen = claim.evidence
    return claim if seen.text else replace(claim, evidence=replace(seen, text=text[seen.start : seen.end]))


def _sent(there: Desk, before: Claim) -> Effective | None:
    """Return the claim of today that was sent: the same characters and class."""
    told = (before.evidence.start, before.evidence.end, before.cls)
    for one in there.claims:
        claim = one.machine or one.machine_then
        if claim is not None and (claim.evidence.start, claim.evidence.end, claim.cls) == told:
            return one
    return None
