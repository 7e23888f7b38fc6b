"""What the judge learns from: features of words with what each of them carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from crossbearing.evaluate.claim_cases import ClaimCases, Place
from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.anchors import may_carry
from crossbearing.extract.judge.features import Around, Story, features_of
from crossbearing.extract.stages import Arbitrated
from crossbearing.resolve.packs import load_packs
from crossbearing.text.names import NameMatcher
from crossbearing.text.tokens import Sentence

NOTHING = ""
"""Stands in the place of a class where a word carries no claim."""


class Told(NamedTuple):
    """A sentence with what each of its words carries: a class, NOTHING, or None where it teaches nothing."""

    sentence: Sentence
    carried: tuple[str | None, ...]


@dataclass(slots=True)
class Cases:
    """What a document teaches: features of words with whether they carry a claim, and of those that do the class.

    ``sentences`` is the same for who reads whole sentences, ``claims`` what its claims teach of their roles
    and of how they are told.
    """

    claim: list[tuple[list[str], bool]] = field(default_factory=list)
    classes: list[tuple[list[str], str]] = field(default_factory=list)
    sentences: list[Told] = field(default_factory=list)
    claims: ClaimCases = field(default_factory=ClaimCases)


def words_of(sentences: Sequence[Arbitrated], labels: Mapping[Place, str], unsure: Set[Place]) -> Cases:
    """Return what the words of a document teach: ``labels`` say which class a word carries, all others carry none.

    Of the words in ``unsure`` nothing is learned.
    """
    told = Story((s.reading.number, c) for s in sentences for c in s.kept)
    found = Cases()
    for number, sentence in enumerate(sentences):
        kept = {c.predicate for c in sentence.kept}
        around = Around(sentence, told)
        carried: list[str | None] = [None] * len(sentence.reading.sentence.tokens)
        for token in sentence.reading.sentence.tokens:
            cls = labels.get((number, token.i))
            asked = token.i in kept or may_carry(sentence.reading.sentence, token)
            if cls is None and ((number, token.i) in unsure or not asked):
                continue
            features = sorted(features_of(sentence.reading, token, around))
            found.claim.append((features, cls is not None))
            carried[token.i] = cls or NOTHING
            if cls is not None:
                found.classes.append((features, cls))
        found.sentences.append(Told(sentence.reading.sentence, tuple(carried)))
    return found


def rules_alone(packs: list[str] | None = None) -> Extractor:
    """Return an extractor without a judge, over the packs named, all where none is; shipped weights are not read."""
    return Extractor(NameMatcher(load_packs(packs).names()))
