"""Arbitration between readers, in one place: claims that both read are merged, claims of one alone are weighed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim, Difference, Relation
from crossbearing.model.document import Problem
from crossbearing.readings.merging import merge
from crossbearing.readings.pairing import pair, same_words
from crossbearing.readings.reader import LLM
from crossbearing.readings.trust import Trust, likelihood

NOT_TAKEN = "claim_not_taken"
"""Code of the problem that a claim of the rules leaves which the model did not read and which is likely wrong."""
STAGE = "join"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Joined:
    """The claims of one document from both readers, in text order, and why some of the rules' are not among them."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def join(rules: Sequence[Claim], model: Sequence[Claim], unread: Sequence[Span], trust: Trust) -> Joined:
    """Return the claims of both readers of one document as one set, each with its readers and their differences.

    ``unread`` are the stretches that the model could not read: there the rules stand alone, as without it.

    >>> from crossbearing.model.mention import Mention
    >>> alone = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> trust = Trust({}, {"bias": -3.0}, 0.5, 0.9)
    >>> join([alone], [], [], trust).problems[0].code, len(join([alone], [], [(0, 20)], trust).claims)
    ('claim_not_taken', 1)
    """
    pairs = dict(pair(model, rules))
    partner = {j: i for i, j in pairs.items()}
    claims = [
        merge(claim, rules[pairs[i]], trust) if i in pairs else _model_alone(claim, trust)
        for i, claim in enumerate(model)
    ]
    problems = []
    for j, claim in enumerate(rules):
        if j in partner:
            continue
        if any(start < claim.evidence.end and claim.evidence.start < end for start, end in unread):
            claims.append(claim)
            continue
        likely = likelihood(trust.weights, features_of(claim, model))
        if likely >= trust.least:
            claims.append(_rules_alone(claim, likely))
        else:
            problems.append(_not_taken(claim, likely))
    same = {rules[j].id: model[i].id for i, j in pairs.items()}
    claims.sort(key=lambda c: (c.evidence.start, c.evidence.end, c.id))
    return Joined(tuple(_tied(claims, same, [*rules, *model])), tuple(problems))


def _model_alone(claim: Claim, trust: Trust) -> Claim:
    words = f"claim: {LLM} alone read it; the rules read no such claim here"
    found = Difference("claim", words, round(1 - trust.model_alone, 3))
    return replace(claim, reasons=(*claim.reasons, words), differences=(found,))


def _rules_alone(claim: Claim, likely: float) -> Claim:
    words = f"claim: the rules alone read it; {LLM} read no such claim here"
    return replace(
        claim, reasons=(*claim.reasons, words), differences=(Difference("claim", words, round(1 - likely, 3)),)
    )


def _not_taken(claim: Claim, likely: float) -> Problem:
    said = " ".join(claim.evidence.text.split())[:80]
    message = f"{claim.cls} {said!r}: the rules alone read it, which is right in {likely:.0%} of such cases"
    return Problem(NOT_TAKEN, message, STAGE, claim.evidence.start, claim.evidence.end)


def features_of(claim: Claim, model: Sequence[Claim]) -> Iterator[str]:
    """Yield the names of what speaks for or against a claim that the rules alone read.

    >>> from crossbearing.model.mention import Mention
    >>> list(features_of(Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam")), []))
    ['bias', 'family control', 'mode unattributed', 'confidence 0', 'clear of model']
    """
    yield "bias"
    yield f"family {claim.cls.partition('.')[0]}"
    yield f"mode {claim.attribution.mode}"
    yield f"confidence {min(9, int(claim.confidence * 10))}"
    beside = any(m.evidence.start < claim.evidence.end and claim.evidence.start < m.evidence.end for m in model)
    yield "beside model" if beside else "clear of model"
    if claim.counts:
        yield "counts"
    if claim.actors:
        yield "actors"
    if claim.places:
        yield "places"
    if claim.time is not None and claim.time.mention is not None:
        yield "time"


# -- ids that tie claims and counts -----------------------------------------------------------------------------------


def _tied(claims: Sequence[Claim], same: Mapping[str, str], before: Sequence[Claim]) -> Iterator[Claim]:
    """Number the counts of each claim anew, and lead ties to what is gone to what stands for it."""
    kept = {claim.id for claim in claims}
    now: dict[str, str] = {}
    holder = {count.id: claim.id for claim in before for count in claim.counts}
    for claim in claims:
        for number, count in enumerate(claim.counts, 1):
            now[count.id] = f"{claim.id}n{number}"
    gone = {c.id: c for claim in before for c in claim.counts if c.id not in now}
    by_id = {claim.id: claim for claim in claims}
    for id_, count in gone.items():
        stands = by_id.get(same.get(holder[id_], holder[id_]))
        like = next((c for c in stands.counts if same_words(c.mention, count.mention)), None) if stands else None
        if like is not None:
            now[id_] = now[like.id]
    wholes = _wholes(claims, now)
    for claim in claims:
        counts = tuple(replace(c, id=now[c.id], parent=wholes.get(now[c.id])) for c in claim.counts)
        relations = (Relation(r.type, same.get(r.target, r.target)) for r in claim.relations)
        ties = tuple(dict.fromkeys(r for r in relations if r.target in kept and r.target != claim.id))
        yield replace(claim, counts=counts, relations=ties)


def _wholes(claims: Sequence[Claim], now: Mapping[str, str]) -> dict[str, str]:
    """Return the whole of each count that is a part; two readers together must not make a count part of itself."""
    wholes: dict[str, str] = {}
    for count in (count for claim in claims for count in claim.counts):
        id_, parent = now[count.id], now.get(count.parent or "")
        above = parent
        while above is not None and above != id_:
            above = wholes.get(above)
        if parent is not None and above is None:
            wholes[id_] = parent
    return wholes
