"""Runs every family's corpus, and checks that no rule and no word stands without an example."""

from __future__ import annotations

import re

import pytest

from crossbearing.extract.discovery import discover
from crossbearing.extract.engine import Extraction
from crossbearing.vocab.nouns import KINDS

from .corpus_reader import Example, all_examples, compare, examples, extractor, read_all

EXAMPLES = all_examples()


@pytest.fixture(scope="module")
def extractions() -> dict[str, Extraction]:
    """All examples read once; an engine that fails does so once, not for each of two thousand examples."""
    return read_all()


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.place for e in EXAMPLES])
def test_example(example: Example, extractions: dict[str, Extraction]) -> None:
    compared = compare(example, extractions[example.place])
    problems = compared.missing + compared.extra
    if example.gap:
        assert problems, f"{example.place} is a known gap no more: take the flag off"
        pytest.xfail("known gap: " + "; ".join(problems))
    assert not problems, f"{example.place}: {example.text!r}\n  " + "\n  ".join(problems)


@pytest.mark.parametrize("family", discover(), ids=lambda f: f.name)
def test_every_rule_has_a_positive_and_a_negative_example(family) -> None:  # type: ignore[no-untyped-def]
    names = {f.name for f in family.frames} | {r.name for r in family.rules}
    own = examples(family)
    positive = {c["rule"] for e in own for c in e.claims or () if "rule" in c}
    negative = {n for e in own for n in e.not_}
    assert names - positive == set(), "rules without a positive example (a claim with `rule:`)"
    assert names - negative == set(), "rules without a negative example (`not:`)"
    assert (positive | negative) - names == set(), "examples name rules that do not exist"


@pytest.mark.parametrize("family", discover(), ids=lambda f: f.name)
def test_every_word_of_a_lexicon_stands_in_an_example(family) -> None:  # type: ignore[no-untyped-def]
    lemma = extractor().parser.lemma
    seen: set[str] = set()
    for example in examples(family):
        for word in re.findall(r"[^\W\d_]+", example.text.lower()):
            seen |= {word, lemma(word, "VB"), lemma(word, "NN")}
    words = {w for f in family.frames for w in (f.words | f.object | f.particle) - KINDS} | {
        w for r in family.rules for w in r.triggers
    }
    # A trigger of several words counts when each of them is seen.
    unused = sorted(w for w in words if not set(re.findall(r"[^\W\d_]+", w)) <= seen)
    assert unused == [], "words that no example uses"
