"""A document on somebody's desk: its text, what the machine read, what people decided; and how one decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.export.annotated import ACCEPT, ADD, CORRECT, REJECT
from crossbearing.judgements.effective import SPLIT, UNDO, VERDICTS, Effective, effective, standing
from crossbearing.judgements.matching import subject_of
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import ReviewError
from crossbearing.review.checking import checked
from crossbearing.review.lanes import MACHINE, Lane, may_write, read_from
from crossbearing.store.clock import Maker
from crossbearing.store.judging import (
    ADDED,
    CONFLICT,
    Coded,
    Decision,
    Judged,
    decide,
    on_desk,
    text_hash,
)
from crossbearing.store.store import Store

MOST_COMMENT = 2000
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """A document with what holds of its claims in one lane."""

    document: Document
    claims: tuple[Effective, ...]
    lane: Lane
    steps: tuple[Coded, ...] = ()

    def of(self, subject: str) -> Effective | None:
        """Return the claim of a subject, None where there is none."""
        return next((one for one in self.claims if one.subject == subject), None)

    @property
    def open(self) -> tuple[Effective, ...]:
        """The claims that nobody decided on in this lane."""
        return tuple(one for one in self.claims if not one.verdict and one.machine is not None)


@dataclass(frozen=True, slots=True)
class Act:
    """A decision to be made on the claim of a subject (empty for one that is added), with the state that was ``seen``.

    ``claims`` are the claims as they are left, none where the verdict says it all; ``machine`` accepts what the machine
    reads today in the place of what a person decided before. ``source`` is where it was made, ``by`` whom
    another tool names as the one who did.
    """

    document: str
    verdict: str
    subject: str = ""
    seen: str = ""
    claims: tuple[Claim, ...] = ()
    comment: str = ""
    machine: bool = False
    source: str = "review"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a decision: added, same or conflict; ``now`` is the claim as it stands after it.

    Of a conflict ``other`` is the decision that came between; without one the machine read the claim anew meanwhile.
    """

    what: str
    now: Effective | None
    other: Judged | None = None


def desk(store: Store, document: str, lane: Lane | None = None) -> Desk:
    """Return a document as it stands in a lane, the open one if none is named; StoreError where it is not there."""
    lane = lane or Lane()
    there = on_desk(store, document, lane.name)
    shown = read_from(lane, there.steps) if lane.name else MACHINE
    claims = effective(there.document, there.machine if shown == MACHINE else (), there.rows)
    return Desk(there.document, claims, lane, there.steps)


def act(store: Store, one: Act, maker: Maker, lane: Lane | None = None) -> Done:
    """Make a decision, beside all that was decided before. Raises ReviewError for one that cannot be taken."""
    lane = lane or Lane()
    if one.verdict not in VERDICTS:
        raise ReviewError(f"verdict: {one.verdict!r} is none of {', '.join(VERDICTS)}")
    if len(one.comment) > MOST_COMMENT:
        raise ReviewError(f"comment: has over {MOST_COMMENT} characters")
    before = desk(store, one.document, lane)
    if lane.name:
        may_write(lane, maker.who, before.steps)
    if one.verdict == ADD or (one.verdict == REJECT and not one.subject):
        decision = _addition(before, one)
    else:
        subject = before.of(one.subject)
        if subject is None:
            raise ReviewError("the claim is not there any more; load the page again")
        turn, _, state = one.seen.partition(".")
        if not turn.isdigit() or not state:
            raise ReviewError("the form does not say what was seen; load the page again")
        if state != subject.seen.partition(".")[2]:
            return Done(CONFLICT, subject, subject.history[-1] if subject.history else None)
        decision = _decision(before, subject, one, int(turn))
    outcome = decide(store, decision, maker)
    return Done(outcome.what, desk(store, one.document, lane).of(decision.subject), outcome.other)


def _addition(before: Desk, one: Act) -> Decision:
    """Return the decision to add a claim that the machine does not read, or that another's is none.

    What a person took back or rejected before may be added again.
    """
    [claim] = _claims(before, one, 1, 1)
    subject = f"j{subject_of(claim)}"
    there = before.of(subject)
    seen = 0 if there is None or standing(there.history) else there.turn
    name = f"{before.document.id}:{subject}"
    return _made(before, one, name, subject, seen, (claim,), None)


def _decision(before: Desk, subject: Effective, one: Act, seen: int) -> Decision:
    machine = subject.machine
    claims: tuple[Claim, ...] = ()
    if one.verdict == ACCEPT:
        held = (machine,) if machine is not None and (one.machine or not subject.claims) else subject.claims
        if not held:
            raise ReviewError("there is no claim to accept: it was rejected, and the machine reads none there")
        claims = held
    elif one.verdict == CORRECT:
        claims = _claims(before, one, 1, 1)
    elif one.verdict == SPLIT:
        claims = _claims(before, one, 2, MOST_PARTS)
    elif one.verdict == REJECT:
        claims = (subject.shown,)
    elif one.verdict == UNDO and not subject.history:
        raise ReviewError("there is nothing to take back")
    return _made(before, one, subject.shown.id, subject.subject, seen, claims, machine or subject.machine_then)


def _claims(before: Desk, one: Act, least: int, most: int) -> tuple[Claim, ...]:
    if not least <= len(one.claims) <= most:
        raise ReviewError(f"{one.verdict}: takes {least} to {most} claims, not {len(one.claims)}")
    return tuple(checked(claim, before.document.text) for claim in one.claims)


def _made(
    before: Desk, one: Act, name: str, subject: str, seen: int, claims: Sequence[Claim], machine: Claim | None
) -> Decision:
    body = {
        "claims": [claim_to_json(claim) for claim in claims],
        "machine": None if machine is None else claim_to_json(machine),
        "comment": one.comment,
        **({"by": one.by} if one.by else {}),
    }
    sha256 = text_hash(before.document.text)
    lane, source = before.lane.name, one.source
    return Decision(name, before.document.id, one.verdict, body, subject, seen, sha256, lane, source)


__all__ = ["ADDED", "CONFLICT", "Act", "Desk", "Done", "act", "desk"]
