"""The words that stand with a word of a sentence, by which frames are restricted: gathered once for all frames."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

from crossbearing.extract.phrases.actors import MANY
from crossbearing.extract.phrases.arguments import complements, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.text.tokens import Sentence, Token, once_a_word

# Prepositions before whoever is on the other side.
_ADVERSE = frozenset({"from", "by", "against", "with", "to"})


@once_a_word
def company(sentence: Sentence, token: Token) -> frozenset[str]:
    """Return the words that stand with a noun: itself and its modifiers, small and as lemmas, and its own kinds."""
    near = [token, *sentence.children(token, "compound", "amod", "nmod", "poss", "det", "nummod")]
    if token.lemma in MANY:
        counted = [o for _, o in preposed(sentence, token, "of")]
        near.extend(counted)
        kinds: set[str] = {k for o in counted for k in token_kinds(o)}
    else:
        kinds = set(token_kinds(token))
    # The last word of a name says what it names: "Castello Road" is a road.
    return frozenset(kinds).union(
        w
        for t in near
        for w in (t.lower, t.lemma, *((t.lower.removesuffix("s"), t.lower.split()[-1]) if t.kind else ()))
    )


@once_a_word
def beside_verb(sentence: Sentence, verb: Token) -> frozenset[str]:
    """Return the particles, adverbs and states beside a verb, and what completes it."""
    beside = sentence.children(verb, "prt", "advmod", "acomp", "oprd", "prep")
    return frozenset((*(t.lower for t in beside), *(t.lemma for t in complements(sentence, verb))))


@once_a_word
def hanging(sentence: Sentence, governor: Token) -> tuple[Set[str], Set[str]]:
    """Return the words that hang on another by a preposition, and of these whoever is on the other side."""
    return _hanging(sentence, governor, _ADVERSE)


@once_a_word
def hanging_on_carrier(sentence: Sentence, carrier: Token) -> tuple[Set[str], Set[str]]:
    """Return the same for a noun that carries the deed: "access to news" is of a kind and against nobody."""
    return _hanging(sentence, carrier, _ADVERSE - {"to"})


def _hanging(sentence: Sentence, governor: Token, adverse: Set[str]) -> tuple[Set[str], Set[str]]:
    near: set[str] = set()
    far: set[str] = set()
    for prep, noun in preposed(sentence, governor):
        near.add(prep.lower)
        (far if prep.lower in adverse else near).update(company(sentence, noun))
    return frozenset(near), frozenset(far)


@lru_cache(maxsize=4_000)
def listed(words: Set[str]) -> str:
    """Return words as a reason tells them.

    >>> listed(frozenset({"town", "city"}))
    'city, town'
    """
    return ", ".join(sorted(words))


@once_a_word
def beside_noun(sentence: Sentence, noun: Token) -> frozenset[str]:
    """Return the words that stand with an event noun, those of what hangs on it and what it hangs on."""
    beside = {*company(sentence, noun)}
    for prep, other in preposed(sentence, noun):
        beside.update((prep.lower, *company(sentence, other)))
    if noun.dep in {"dobj", "nsubj", "nsubjpass", "pobj"}:
        head = sentence.head(noun)
        beside.add(head.lemma if noun.dep != "pobj" else head.lower)
    return frozenset(beside)
