"""Says why a claim was missed or is too much, from what ``explain`` sees of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.evaluate.scoring import ClaimJson, family, shared, span_f1
from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.extract.explain import NearMiss
from crossbearing.extract.rule import Reading
from crossbearing.text.tokens import Token

# Kinds of causes, in the order in which they are looked for.
GATE = "not parsed (gate)"
OTHER = "read as another kind of claim"
LOST = "lost in arbitration"
SHORT = "a frame stopped short"
SPAN = "found, but with other evidence"
FAMILY = "read as a claim of another family"
UNKNOWN = "no trigger known"
EXTRA = "fired where nobody annotated"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why one claim is wrong: the kind of cause, the claim's class and evidence, and the line that says why."""

    kind: str
    document: str
    cls: str
    start: int
    evidence: str
    why: str


def _cause(kind: str, extraction: Extraction, claim: ClaimJson, why: str) -> Cause:
    mention = claim["evidence"]
    return Cause(kind, extraction.document.id, claim["class"], mention["start"], mention["text"], why)


def cause_of_missed(claim: ClaimJson, extraction: Extraction, extractor: Extractor) -> Cause:
    """Return why a gold claim has no partner among what was extracted from its document."""
    span = (claim["evidence"]["start"], claim["evidence"]["end"])
    readings = [r for r in extraction.readings if shared((r.sentence.start, r.sentence.end), span)]
    if all(not r.sentence.tokens for r in readings):
        return _cause(GATE, extraction, claim, "gate: no word of the sentence is a trigger, a cue or a quantity")
    lost = [d for d in extraction.dropped if span_f1(span, (d.candidate.start, d.candidate.end)) >= 0.2]
    for drop in lost:
        if drop.candidate.family == family(claim["class"]):
            return _cause(LOST, extraction, claim, f"dropped: {drop.candidate.rule}: {drop.reason}")
    inside = [c for c in extraction.claims if shared((c.evidence.start, c.evidence.end), span)]
    for other in inside:
        if family(other.cls) == family(claim["class"]):
            return _cause(SPAN, extraction, claim, f"fired: {other.rule} {other.cls} on {other.evidence.text!r}")
    near = _nearest(claim, readings, extraction, extractor)
    if near is not None:
        return _cause(SHORT, extraction, claim, f"near: {near.rule} on {near.word!r}: {near.reason}")
    for other in inside:
        if span_f1(span, (other.evidence.start, other.evidence.end)) >= 0.5:
            return _cause(OTHER, extraction, claim, f"fired: {other.rule} {other.cls} on {other.evidence.text!r}")
    words = _unknown_words(span, readings, extractor)
    return _cause(UNKNOWN, extraction, claim, f"words in no lexicon: {', '.join(words) or 'none'}")


def _nearest(
    claim: ClaimJson, readings: Sequence[Reading], extraction: Extraction, extractor: Extractor
) -> NearMiss | None:
    """Return the near miss of the claim's own family on a word of its evidence."""
    start, end = claim["evidence"]["start"], claim["evidence"]["end"]
    found: list[NearMiss] = []

    def tell(name: str, token: Token, reason: str) -> None:
        if start <= token.start and token.end <= end and name.partition(".")[0].startswith(_folder(claim)):
            found.append(NearMiss(name, token.text, reason))

    for reading in readings:
        extractor.candidates(reading, tell)
    return found[0] if found else None


def _folder(claim: ClaimJson) -> str:
    """Folders of families are plurals ("agreements", "casualties"): the first letters of class and folder agree."""
    return family(claim["class"])[:6]


def _unknown_words(span: tuple[int, int], readings: Sequence[Reading], extractor: Extractor) -> list[str]:
    tokens = [t for r in readings for t in r.sentence.at(*span)]
    content = [t for t in tokens if not t.kind and (t.is_verb or (t.is_noun and not t.tag.startswith("NNP")))]
    return sorted({t.lemma for t in content if extractor.gate.decide(t.text) is None})


def cause_of_other_family(gold: ClaimJson, claim: ClaimJson, extraction: Extraction) -> Cause | None:
    """Return what was read where the partner of a gold claim is of another family (scored as no claim), else None."""
    if family(gold["class"]) == family(claim["class"]):
        return None
    return _cause(FAMILY, extraction, gold, f"fired: {claim.get('rule', '')} {claim['class']}")


def cause_of_spurious(claim: ClaimJson, gold: Sequence[ClaimJson], extraction: Extraction) -> Cause:
    """Return what made a claim that no gold claim stands for."""
    span = (claim["evidence"]["start"], claim["evidence"]["end"])
    near = [g for g in gold if shared((g["evidence"]["start"], g["evidence"]["end"]), span)]
    same = [g for g in near if family(g["class"]) == family(claim["class"])]
    fired = f"fired: {claim.get('rule', '')}"
    if same:
        return _cause(SPAN, extraction, claim, f"{fired}; annotated is {same[0]['evidence']['text']!r}")
    if near:
        best = max(near, key=lambda g: span_f1((g["evidence"]["start"], g["evidence"]["end"]), span))
        if span_f1((best["evidence"]["start"], best["evidence"]["end"]), span) >= 0.5:
            return _cause(OTHER, extraction, claim, f"{fired}; annotated is {best['class']}")
    return _cause(EXTRA, extraction, claim, fired)
