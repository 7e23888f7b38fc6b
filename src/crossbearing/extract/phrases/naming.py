"""Nouns that a name beside them specifies: "the town of X" is X."""

from __future__ import annotations

from crossbearing.extract.phrases.chunks import coordinated
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence, Token


def names_of(sentence: Sentence, noun: Token) -> list[Token]:
    """Return the names that "the town of X" or "the districts of X and Y" stands for.

    A plural with one name ("neighbourhoods of Aleppo") is a part of what is named, not the named place: no names.
    """
    if noun.lemma not in NAMING:
        return []
    for child in sentence.children(noun, "prep"):
        if child.lower == "of":
            for inner in sentence.children(child, "pobj"):
                if inner.kind == "place" or inner.tag in {"NNP", "NNPS"}:
                    names = coordinated(sentence, inner)
                    return [*names] if noun.tag != "NNS" or len(names) > 1 else []
    return []


def covered_by_name(sentence: Sentence, token: Token) -> bool:
    """The noun in "the town of X" or "X province" adds nothing to the name it stands with."""
    for child in sentence.children(token):
        if child.kind == "place" and child.dep in {"compound", "nmod", "appos"}:
            return True
    if names_of(sentence, token):
        return True
    return token.dep == "appos" and sentence.head(token).kind == "place"


# Nouns that a name specifies: "the town of X" is X.
NAMING = frozenset(
    """town city village capital hamlet camp settlement district neighbourhood neighborhood quarter suburb enclave
    province governorate region area county state port island township municipality community stronghold bastion
    redoubt holdout locality""".split()
)


def specified(sentence: Sentence, noun: Token, mention: Mention, named: Mention) -> bool:
    """Say whether a noun for ground only leads to the place behind it: "the areas of the settlements A, B and C"."""
    if noun.lemma not in NAMING | _ROUND or mention.end > named.start:
        return False
    between = sentence.at(mention.end, named.start)
    return all(t.lower in _LEADING or t.lemma in NAMING for t in between)


_ROUND = frozenset({"vicinity", "oasis", "surroundings"})
_LEADING = frozenset({"of", "the", "near", "around"})
