"""Which claim a counted phrase belongs to, what it counts there and what it spans: two layers beside the rules.

Rules link a number to the nearest word of harm or movement; where the word is one that no rule knows, or the phrase
stands apart from it, they see nothing. The layers are asked of every counted phrase of a claim's sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crossbearing.extract.assembly import scope_in
from crossbearing.extract.judge import manner
from crossbearing.extract.judge.layer import Layer, Question
from crossbearing.extract.judge.network import Network
from crossbearing.extract.judge.roles import FEATURES as PAIR
from crossbearing.extract.judge.roles import Asked, asked, shares_of
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.vocab.contract import CODES, classes_with

NONE = ""
COUNTED = (NONE, *CODES["quantity"])
COUNT_FEATURES = (*PAIR, "taken", "linked", "category", "kind_of_count", "bound", "part")
COUNT = Question("count.npz", COUNT_FEATURES, COUNTED)
SCOPES = CODES["scope"]
SCOPE_FEATURES = (
    "class",
    "rule",
    "quantity",
    "category",
    "kind",
    "bound",
    "modality",
    "time",
    "helpers",
    "tag",
    "label",
    "number",
)
SCOPE = Question("scope.npz", SCOPE_FEATURES, SCOPES)

# From which share on a count is added, and a scope counts against the rules: chosen by cross-validation over documents
# (docs/quality.md). What the rules counted stays: leaving out what is unlikely was no better.
NEW = 0.85
SURE = 0.9
_UNCOUNTED = classes_with("speech")
_MANY = 1_000


class Phrases(NamedTuple):
    """The counted phrases of a claim's sentence, with what is told of each for the claim."""

    phrases: tuple[QuantityPhrase, ...]
    words: tuple[Asked, ...]


def phrases_of(reading: Reading, candidate: Candidate) -> Phrases:
    """Return the counted phrases that may belong to a claim, in the order of ``COUNT_FEATURES``."""
    if candidate.cls in _UNCOUNTED or not reading.quantities:
        return Phrases((), ())
    heads = {phrase.head: phrase for phrase in reversed(reading.quantities)}
    taken = {phrase.head: word for phrase, word in candidate.counts}
    linked = {link.phrase.head: link.quantity for link in reading.links}
    phrases, words = [], []
    for one in asked(reading, candidate, heads):
        phrase = heads[one.word]
        part = "" if phrase.subset_of is None else "part"
        told = (taken.get(one.word, NONE), linked.get(one.word, ""), phrase.category, phrase.kind, phrase.bound, part)
        phrases.append(phrase)
        words.append(Asked(one.word, (*one.told, *told)))
    return Phrases(tuple(phrases), tuple(words))


def scope_told(reading: Reading, candidate: Candidate, phrase: QuantityPhrase, quantity: str) -> tuple[str, ...]:
    """Return what is told of a count for its scope, in the order of ``SCOPE_FEATURES``."""
    sentence = reading.sentence
    word, verb = sentence.tokens[candidate.predicate], sentence.tokens[candidate.clause]
    time = candidate.times[0] if candidate.times else None
    return (
        candidate.cls,
        scope_in(reading, candidate, phrase, quantity),
        quantity,
        phrase.category,
        phrase.kind,
        phrase.bound,
        candidate.modality,
        "" if time is None else f"{time.kind} {time.text.split()[0].lower()}",
        " ".join(sorted(child.lower for child in sentence.children(verb, *manner.HELPING))),
        word.tag,
        word.dep,
        "many" if phrase.low >= _MANY else str(min(phrase.low, _MANY).bit_length()),
    )


def count(
    counting: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims of a document with their counts, as the whole of their sentences has them."""
    found = [phrases_of(*one) for one in candidates]
    claims = [(reading, one, held.words) for (reading, one), held in zip(candidates, found, strict=True)]
    told: list[tuple[Reading, Candidate]] = []
    for (reading, candidate), held, shares in zip(candidates, found, shares_of(counting, network, claims), strict=True):
        rows = {phrase.head: row for phrase, row in zip(held.phrases, shares.tolist(), strict=True)}
        told.append((reading, _counted(candidate, held.phrases, rows)))
    return told


def _counted(candidate: Candidate, phrases: Sequence[QuantityPhrase], shares: dict[int, list[float]]) -> Candidate:
    """Return a claim with the counts that are likely enough beside those of the rules."""
    taken = {phrase.head for phrase, _ in candidate.counts}
    counts, reasons = list(candidate.counts), []
    for phrase in phrases:
        row = shares[phrase.head]
        share, word = max(zip(row[1:], COUNTED[1:], strict=True))
        if phrase.head not in taken and share >= NEW:
            counts.append((phrase, word))
            reasons.append(f"count: {phrase.mention.text!r} {word} ({share:.2f})")
    if not reasons:
        return candidate
    return candidate.having(counts=tuple(counts), reasons=(*candidate.reasons, *reasons))


def span(
    scope: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims with the scopes of their counts where the layer is sure of another than the rules'."""
    claims = [
        (reading, one, [Asked(phrase.head, scope_told(reading, one, phrase, word)) for phrase, word in one.counts])
        for reading, one in candidates
    ]
    return [
        (reading, _spanned(one, words, shares.tolist()))
        for (reading, one, words), shares in zip(claims, shares_of(scope, network, claims), strict=True)
    ]


def _spanned(candidate: Candidate, words: Sequence[Asked], shares: Sequence[Sequence[float]]) -> Candidate:
    """Return a claim with the scopes that are sure; what is part of another count the grammar alone says."""
    scopes, reasons = {}, []
    for (phrase, _), word, row in zip(candidate.counts, words, shares, strict=True):
        share, best = max(zip(row, SCOPES, strict=True))
        known = word.told[SCOPE_FEATURES.index("rule")]
        if best != known and share >= SURE and "subset" not in (best, known):
            scopes[phrase.head] = best
            reasons.append(f"scope: {phrase.mention.text!r} {best}, not {known} ({share:.2f})")
    if not scopes:
        return candidate
    return candidate.having(scopes=tuple(sorted(scopes.items())), reasons=(*candidate.reasons, *reasons))
