"""Runs every family's corpus, and checks that no rule and no word stands without an example."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from crossbearing.extract.discovery import Family, discover
from crossbearing.extract.engine import Extraction
from crossbearing.vocab.loader import Form, load_entries
from crossbearing.vocab.nouns import KINDS

from .corpus_reader import Example, all_examples, compare, examples, extractor, read_all

EXAMPLES = all_examples()
WORD = re.compile(r"[^\W\d_]+")
SETS = Form({"set": (str,), "words": (list,)}, {"note": (str,)})


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
def test_every_rule_has_a_positive_and_a_negative_example(family: Family) -> None:
    names = {f.name for f in family.frames} | {r.name for r in family.rules}
    own = examples(family)
    positive = {c["rule"] for e in own for c in e.claims or () if "rule" in c}
    negative = {n for e in own for n in e.not_}
    assert names - positive == set(), "rules without a positive example (a claim with `rule:`)"
    assert names - negative == set(), "rules without a negative example (`not:`)"
    assert (positive | negative) - names == set(), "examples name rules that do not exist"


@pytest.mark.parametrize("family", discover(), ids=lambda f: f.name)
def test_every_word_of_a_lexicon_stands_in_an_example(family: Family) -> None:
    seen = words_of_examples(family)
    words = {w for f in family.frames for w in (f.words | f.object | f.particle) - KINDS} | {
        w for r in family.rules for w in r.triggers
    }
    unused = sorted(w for w in words if not stands(w, seen))
    assert unused == [], "words that no example uses"


@pytest.mark.parametrize("family", discover(), ids=lambda f: f.name)
def test_every_word_of_a_set_or_a_restriction_stands_in_an_example(family: Family) -> None:
    assert unused_words(family) == [], "words that no example uses"


def unused_words(family: Family) -> list[str]:
    """Return the words of a family's sets and of its frames' restrictions that none of its examples has."""
    seen = words_of_examples(family)
    words = [w for f in family.frames for w in sorted((f.only_with | f.not_with | f.only_by | f.not_by) - KINDS)]
    file = files(f"crossbearing.extract.families.{family.name}") / "words.yml"
    if file.is_file():
        words += [str(word) for _, entry in load_entries(file, SETS) for word in entry["words"]]
    return [word for word in words if not stands(word, seen)]


def words_of_examples(family: Family) -> set[str]:
    """Return the words of a family's examples, as they stand and as lemmas of verbs, nouns and adjectives."""
    lemma = extractor().parser.lemma
    found: set[str] = set()
    for word in set(WORD.findall(" ".join(example.text for example in examples(family)).lower())):
        found |= {word, *(lemma(word, tag) for tag in ("VB", "NN", "JJ"))}
    return found


def stands(word: str, seen: set[str]) -> bool:
    """Say whether a word was seen; one of several words when each of them was."""
    return set(WORD.findall(word.lower())) <= seen
