"""How surely a claim is told: a layer beside the rules of modality.

Rules read modality off auxiliaries, adverbs and the verbs above; whether "is holding" goes on needs the whole sentence.
The layer sees the claim's word, the word that governs its clause, and what the rules made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from crossbearing.extract.ended import OVER
from crossbearing.extract.judge.layer import Layer, Question
from crossbearing.extract.judge.network import Network
from crossbearing.extract.phrases.modality import HAPPENED
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import CODES

MODALITIES = CODES["modality"]
"""The answers."""
FEATURES = (
    "class",
    "rule",
    "told",
    "polarity",
    "label",
    "tag",
    "clause_label",
    "clause_tag",
    "helpers",
    "marker",
    "governor",
    "cue",
    "commitment",
    "segment",
    "determiner",
    "time",
    "quoted",
)
QUESTION = Question("manner.npz", FEATURES, MODALITIES)
HELPING = ("aux", "auxpass", "neg")


def told_of(reading: Reading, candidate: Candidate) -> tuple[str, ...]:
    """Return what is told of a claim, in the order of ``FEATURES``."""
    sentence = reading.sentence
    word, verb = sentence.tokens[candidate.predicate], sentence.tokens[candidate.clause]
    above = governor(reading, candidate)
    holding = [said for said in reading.reported if said.holds(word.start, word.end)]
    said = min(holding, key=lambda one: (one.size, one.sentence), default=None)
    helpers = " ".join(sorted(child.lower for child in sentence.children(verb, *HELPING)))
    marker = " ".join(child.lower for child in sentence.children(verb, "mark", "advmod"))
    before = sentence.document_text[sentence.start : word.start]
    return (
        candidate.cls,
        f"presupposed {candidate.modality}" if candidate.presupposed else candidate.modality,
        "framed" if not candidate.rule.startswith("judge.") else "judged",
        candidate.polarity,
        word.dep,
        word.tag,
        verb.dep,
        verb.tag,
        helpers,
        marker,
        "" if above.i == verb.i else above.lemma,
        "" if said is None or said.cue is None else " ".join(said.cue.text.lower().split()),
        "" if said is None else said.commitment,
        sentence.segment,
        " ".join(child.lower for child in sentence.children(word, "det", "poss")),
        candidate.times[0].kind if candidate.times else "",
        "quoted" if sum(before.count(mark) for mark in '"“”') % 2 else "",
    )


def governor(reading: Reading, candidate: Candidate) -> Token:
    """Return the word on which the clause of a claim hangs, past those it is coordinated with."""
    sentence = reading.sentence
    verb = sentence.tokens[candidate.clause]
    for _ in range(_STEPS):
        if verb.dep != "conj":
            break
        verb = sentence.head(verb)
    return sentence.head(verb)


_STEPS = 6
# How likely a modality has to be to count against the rules: chosen by cross-validation over documents
# (docs/quality.md).
SURE = 0.85


def told_as(
    manner: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims of a document told as the whole of their sentences has it."""
    if not candidates:
        return []
    own, above = rows_of(network, candidates)
    shares = manner.shares(own, above, manner.numbers(told_of(*one) for one in candidates)).tolist()
    return [(reading, read_as(one, row)) for (reading, one), row in zip(candidates, shares, strict=True)]


def rows_of(network: Network, candidates: Sequence[tuple[Reading, Candidate]]) -> tuple[Any, Any]:
    """Return what is known in numbers of the word of each claim and of the word that governs it, a row a claim each."""
    heard = [network.heard(reading.sentence).rows for reading, _ in candidates]
    own = [rows[candidate.predicate] for rows, (_, candidate) in zip(heard, candidates, strict=True)]
    above = [rows[governor(*one).i] for rows, one in zip(heard, candidates, strict=True)]
    return numpy.array(own), numpy.array(above)


def read_as(candidate: Candidate, shares: Sequence[float]) -> Candidate:
    """Return a claim told as the likeliest modality has it where it is sure, else as the rules read it.

    What the words call planned, agreed or over stays so: rules know these words better than any sum does.
    """
    if candidate.modality not in HAPPENED or OVER in candidate.reasons:
        return candidate
    share, modality = max(zip(shares, MODALITIES, strict=True))
    if modality == candidate.modality or share < SURE:
        return candidate
    reason = f"told as {modality}, not {candidate.modality} ({share:.2f})"
    return candidate.having(modality=modality, reasons=(*candidate.reasons, reason))
