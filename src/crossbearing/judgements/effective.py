"""What holds now of the claims of a document: the machine's reading, and beside it what people decided.

A decision stands whatever the machine reads later: the claim as the person left it is what holds. Where a new reading
has no such claim, or a new version of the text no such words, the decision is shown as one that matches nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.export.annotated import ACCEPT, ADD, CORRECT, REJECT
from crossbearing.judgements.matching import matched, moved, subject_of, subjects_of
from crossbearing.model.claim import Claim, claim_from_json, claim_to_json
from crossbearing.model.document import Document
from crossbearing.store.judging import Judged

SPLIT, UNDO = "split", "undo"
VERDICTS = (ACCEPT, CORRECT, REJECT, SPLIT, ADD, UNDO)
PERSON = "person"
"""The reader of claims that a person left as they are."""
_WORDS = {
    ACCEPT: "a person accepted it",
    CORRECT: "a person corrected it",
    SPLIT: "a person split it off",
    ADD: "a person added it",
}


@dataclass(frozen=True, slots=True)
class Effective:
    """One claim of a document as it stands: the machine's (None where it reads none), and what people made of it.

    ``verdict`` is the decision that holds, empty where none does; ``claims`` are what goes into the record: none where
    it was rejected, several where it was split. ``seen`` says what a decision on it must say that it has seen.
    ``machine_then`` is the machine's claim as the person saw it, ``matched`` False where the decision fits nothing now,
    ``history`` all decisions, the oldest first, undone ones too.
    """

    subject: str
    machine: Claim | None
    claims: tuple[Claim, ...]
    verdict: str
    turn: int
    seen: str
    machine_then: Claim | None
    matched: bool
    history: tuple[Judged, ...] = ()

    @property
    def shown(self) -> Claim:
        """The claim to show: what holds, else the machine's, else what was last judged."""
        for one in (*self.claims[:1], self.machine, self.machine_then):
            if one is not None:
                return one
        return next(claims[0] for row in reversed(self.history) if (claims := claims_in(row)))

    @property
    def differs(self) -> bool:
        """Whether the machine reads it otherwise today than when the person decided."""
        return bool(self.verdict) and self.machine is not None and said_by(self.machine) != said_by(self.machine_then)


def claims_in(row: Judged) -> tuple[Claim, ...]:
    """Return the claims as a decision left them."""
    body = row.body
    found = body.get("claims") or ([body["claim"]] if body.get("claim") else [])
    return tuple(claim_from_json(value) for value in found)


def said_by(claim: Claim | None) -> str:
    """Return what a claim says, without what it is called and how sure the machine is."""
    if claim is None:
        return ""
    plain = claim_to_json(replace(claim, id="", confidence=0.0, rule="", reasons=(), family=None, differences=()))
    for count in plain["counts"]:
        count["id"] = count["parent"] = None
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def seen_state(turn: int, machine: Claim | None) -> str:
    """Return what a page says that it has seen: how many decisions, and which claim of the machine.

    >>> seen_state(2, None)
    '2.e3b0c442'
    """
    return f"{turn}.{hashlib.sha256(said_by(machine).encode()).hexdigest()[:8]}"


def standing(rows: Sequence[Judged]) -> list[Judged]:
    """Return the decisions on one subject that hold, the last one last; an undo takes back the last that held."""
    stack: list[Judged] = []
    for row in rows:
        if row.verdict == UNDO:
            if stack:
                stack.pop()
        else:
            stack.append(row)
    return stack


@dataclass(frozen=True, slots=True)
class _Chain:
    """The decisions on one subject, with their claims where they stand in the text of today."""

    subject: str
    rows: tuple[Judged, ...]
    anchor: Claim | None
    claims: tuple[Claim, ...]
    lost: bool

    @property
    def turn(self) -> int:
        return max((row.turn or 0 for row in self.rows), default=0)

    @property
    def holds(self) -> Judged | None:
        found = standing(self.rows)
        return found[-1] if found else None


def _chains(document: Document, rows: Iterable[Judged]) -> list[_Chain]:
    by_subject: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        known = row.subject or subject_of(_anchor([row]) or claims_in(row)[0])
        by_subject[known].append(row)
    found = []
    for subject, members in sorted(by_subject.items()):
        held = standing(members)
        anchor = _anchor(members)
        claims = claims_in(held[-1]) if held and held[-1].verdict != REJECT else ()
        placed = [moved(claim, document.text) for claim in claims]
        there = None if anchor is None else moved(anchor, document.text)
        lost = (anchor is not None and there is None) or any(claim is None for claim in placed)
        whole = () if lost else tuple(claim for claim in placed if claim is not None)
        found.append(_Chain(subject, tuple(members), there, whole, lost))
    return found


def _anchor(rows: Sequence[Judged]) -> Claim | None:
    """Return the machine's claim that the decisions were on, as it was last seen; None for one that a person added.

    Rows that came from an annotation tool before the store kept it hold only the claim as it was left.
    """
    for row in reversed(rows):
        if row.body.get("machine"):
            return claim_from_json(row.body["machine"])
    first = rows[0]
    return claims_in(first)[0] if first.subject is None and first.verdict != ADD else None


def effective(document: Document, machine: Sequence[Claim], rows: Iterable[Judged]) -> tuple[Effective, ...]:
    """Return what holds of a document's claims in text order; ``rows`` are the decisions of one lane.

    >>> effective(Document("d", "War ended."), (), ())
    ()
    """
    chains = _chains(document, rows)
    anchored = [chain for chain in chains if chain.anchor is not None]
    ordered = sorted(machine, key=lambda c: (c.evidence.start, c.evidence.end, c.cls, c.id))
    pairs = matched([chain.anchor for chain in anchored if chain.anchor is not None], ordered)
    of_chain = {anchored[i].subject: ordered[j] for i, j in pairs.items()}
    free = [claim for claim in ordered if claim.id not in {c.id for c in of_chain.values()}]
    fresh = subjects_of(free, [chain.subject for chain in chains])
    found = [Effective(fresh[c.id], c, (c,), "", 0, seen_state(0, c), None, True) for c in free]
    found.extend(_judged_claim(document, chain, of_chain.get(chain.subject)) for chain in chains)
    found = [one for one in found if one.machine is not None or one.history]
    return tuple(sorted(found, key=lambda e: (e.shown.evidence.start, e.shown.evidence.end, e.subject)))


def _judged_claim(document: Document, chain: _Chain, machine: Claim | None) -> Effective:
    holds = chain.holds
    claims: tuple[Claim, ...] = () if machine is None else (machine,)
    verdict = ""
    if holds is not None:
        name = machine.id if machine is not None else f"{document.id}:j{chain.subject.removeprefix('j')}"
        claims = tuple(_named(claim, name, n, holds.verdict) for n, claim in enumerate(chain.claims, 1))
        verdict = holds.verdict
    then = claim_from_json(holds.body["machine"]) if holds is not None and holds.body.get("machine") else None
    fits = not chain.lost and (machine is not None or chain.anchor is None)
    seen = seen_state(chain.turn, machine)
    return Effective(chain.subject, machine, claims, verdict, chain.turn, seen, then, fits, chain.rows)


def _named(claim: Claim, name: str, number: int, verdict: str) -> Claim:
    """Return a person's claim under the id that it bears now, its counts with it."""
    identity = name if number == 1 else f"{name}s{number}"
    names = {count.id: f"{identity}n{n}" for n, count in enumerate(claim.counts, 1)}
    counts = tuple(replace(c, id=names[c.id], parent=names.get(c.parent or "", c.parent)) for c in claim.counts)
    return replace(
        claim,
        id=identity,
        counts=counts,
        confidence=1.0,
        reasons=(_WORDS[verdict],),
        reader=claim.reader if verdict == ACCEPT else PERSON,
        differences=(),
        family=None,
    )


def claims_that_hold(found: Iterable[Effective]) -> tuple[Claim, ...]:
    """Return the claims that go into the record: sorted by id, with no tie to a claim that is not there."""
    claims = sorted((claim for one in found for claim in one.claims), key=lambda c: c.id)
    ids = {claim.id for claim in claims}
    counts = {count.id for claim in claims for count in claim.counts}
    return tuple(_tied(claim, ids, counts) for claim in claims)


def _tied(claim: Claim, ids: set[str], counts: set[str]) -> Claim:
    relations = tuple(r for r in claim.relations if r.target in ids)
    whole = tuple(c if c.parent is None or c.parent in counts else replace(c, parent=None) for c in claim.counts)
    return replace(claim, relations=relations, counts=whole)


def by_document(rows: Iterable[Judged]) -> Mapping[str, list[Judged]]:
    """Return decisions by the document that they are on."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        found[row.document].append(row)
    return found
