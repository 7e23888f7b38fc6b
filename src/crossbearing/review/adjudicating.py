"""Adjudication: what coders and the machine read side by side, and what a third person decides on each line of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.export.annotated import ACCEPT, ADD, CORRECT, REJECT
from crossbearing.judgements.effective import Effective, said_by
from crossbearing.judgements.matching import subject_of
from crossbearing.model.claim import Claim
from crossbearing.model.errors import ReviewError
from crossbearing.readings.pairing import pair
from crossbearing.review.coding import coding, reading
from crossbearing.review.desk import Act, Done, act, desk
from crossbearing.review.lanes import ADJUDICATE, Coding, coding_of
from crossbearing.store.clock import Maker
from crossbearing.store.judging import Coded, document_of, step
from crossbearing.store.store import Store

OWN, MACHINES, NONE = "own", "machine", "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """Claims of the readings that are one and the same: by coder, None where a coder has none; beside the machine's."""

    by_coder: Mapping[str, Claim | None]
    machine: Claim | None
    agreed: bool
    decided: Effective | None = None

    @property
    def at(self) -> str:
        """What the line is known by."""
        return subject_of(self.shown)

    @property
    def shown(self) -> Claim:
        """The first claim there is."""
        found = next((claim for claim in (*self.by_coder.values(), self.machine) if claim is not None), None)
        assert found is not None
        return found


def compared(store: Store, round_: str, document: str, viewer: str) -> list[Compared]:
    """Return the readings of all coders and the machine's side by side, in text order.

    Raises ReviewError before all coders have handed in.
    """
    one = coding(store, round_, document)
    if not one.is_in:
        raise ReviewError("nobody sees the reading of another coder before all have handed in")
    readings = {coder: reading(store, round_, document, coder, viewer) for coder in sorted(one.coders)}
    _, machine = document_of(store, document)
    there = desk(store, document)
    found = [_as_compared(row, sorted(readings)) for row in aligned([*readings.values(), machine])]
    return [_with_decision(row, there.claims) for row in found]


def aligned(readings: Sequence[Sequence[Claim]]) -> list[tuple[Claim | None, ...]]:
    """Return claims of several readings that are the same side by side, each once, in text order.

    >>> from crossbearing.model.mention import Mention
    >>> one = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> [[claim is not None for claim in row] for row in aligned([[one], [], [one]])]
    [[True, False, True]]
    """
    rows: list[list[Claim | None]] = []
    for number, claims in enumerate(readings):
        ordered = sorted(claims, key=lambda c: (c.evidence.start, c.evidence.end, c.id))
        leads = [next(c for c in row if c is not None) for row in rows]
        to = {j: i for i, j in pair(leads, ordered)}
        for j, claim in enumerate(ordered):
            if j in to:
                rows[to[j]][number] = claim
            else:
                row: list[Claim | None] = [None] * len(readings)
                row[number] = claim
                rows.append(row)
    return sorted((tuple(row) for row in rows), key=_position)


def _position(row: Sequence[Claim | None]) -> tuple[int, int, str]:
    first = next(claim for claim in row if claim is not None)
    return (first.evidence.start, first.evidence.end, first.cls)


def _as_compared(row: Sequence[Claim | None], coders: Sequence[str]) -> Compared:
    by_coder = dict(zip(coders, row, strict=False))
    told = {None if claim is None else told_by(claim) for claim in by_coder.values()}
    return Compared(by_coder, row[-1], len(told) == 1)


def told_by(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, whoever says it: two coders agree where it is equal."""
    said = claim.attribution
    return (
        claim.evidence,
        claim.cls,
        claim.modality,
        claim.polarity,
        claim.extent,
        (said.mode, said.speech_act, tuple(s.mention for s in said.sources)),
        tuple(sorted((a.role, a.name or "") for a in claim.actors if a.mention is None)),
        tuple(sorted((a.role, a.mention) for a in claim.actors if a.mention is not None)),
        tuple(sorted((p.role, p.mention) for p in claim.places if p.mention is not None)),
        None if claim.time is None else (claim.time.mention, claim.time.start, claim.time.end),
        tuple(sorted((c.quantity, c.category, c.scope, c.bound, c.low or 0, c.best or 0) for c in claim.counts)),
    )


def _with_decision(row: Compared, there: Sequence[Effective]) -> Compared:
    """Return the row with what the open lane says of it: what an adjudicator decides is decided there."""
    shown = row.machine or row.shown
    exact = (one for one in there if one.machine is not None and row.machine is not None and one.machine == row.machine)
    found = next(exact, None)
    if found is None:
        added = [one for one in there if one.machine is None]
        pairs = pair([shown], [one.shown for one in added])
        found = added[pairs[0][1]] if pairs else None
    return Compared(row.by_coder, row.machine, row.agreed, found)


def settle(
    store: Store,
    round_: str,
    document: str,
    at: str,
    taken: str,
    seen: str,
    maker: Maker,
    own: Claim | None = None,
    comment: str = "",
) -> Done:
    """Decide in the open lane what holds of one line of ``compared``; ``at`` is what its shown claim is known by.

    ``taken`` says whose reading it is: the name of a coder, ``machine``, ``own`` with the claim ``own``, or ``none``
    where no such claim is made. The decision keeps it. Raises ReviewError before all are in.
    """
    row = next((row for row in compared(store, round_, document, maker.who) if row.at == at), None)
    if row is None:
        raise ReviewError("there is no such line to adjudicate any more; load the page again")
    claim = {**row.by_coder, MACHINES: row.machine, OWN: own, NONE: None}.get(taken)
    if claim is None and taken != NONE:
        raise ReviewError(f"taken: {taken!r} has no claim there")
    subject = "" if row.decided is None else row.decided.subject
    claims = (claim,) if claim is not None else ()
    verdict, machine = (CORRECT if subject else ADD), False
    if claim is None:
        verdict, claims = REJECT, () if subject else (row.shown,)
    elif subject and said_by(claim) == said_by(row.machine):
        verdict, claims, machine = ACCEPT, (), True
    source = f"adjudication:{round_}:{taken}"
    return act(store, Act(document, verdict, subject, seen, claims, comment, machine, source), maker)


def settle_agreed(store: Store, round_: str, document: str, maker: Maker) -> int:
    """Take every line on which all coders agree and nobody decided; return how many there were."""
    taken = 0
    for row in compared(store, round_, document, maker.who):
        if not row.agreed or (row.decided is not None and row.decided.verdict):
            continue
        coder, claim = next(iter(row.by_coder.items()))
        seen = "" if row.decided is None else row.decided.seen
        settle(store, round_, document, row.at, NONE if claim is None else coder, seen, maker)
        taken += 1
    return taken


def close(store: Store, round_: str, document: str, maker: Maker) -> Coding:
    """Say that a report is adjudicated: what the open lane holds of it is the result. Raises ReviewError."""

    def allowed(rows: list[Coded]) -> str:
        one = coding_of(rows, round_, document)
        if one is None or not one.is_in:
            return "there is nothing to adjudicate before all have handed in"
        return "it is adjudicated already" if one.adjudicated else ""

    if why := step(store, (round_, document, maker.who, ADJUDICATE), {}, maker, allowed):
        raise ReviewError(why)
    return coding(store, round_, document)
