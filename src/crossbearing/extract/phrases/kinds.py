"""What kind of thing a noun of a sentence is: our own lists first, then WordNet's table; names by what they name."""

from __future__ import annotations

from functools import cache

from crossbearing.extract.phrases.lexicon import words
from crossbearing.text.tokens import Token
from crossbearing.vocab.nouns import Kind, kinds_of

_OF_ACTORS: dict[str, frozenset[Kind]] = {
    "forces": frozenset({"FORCE"}),
    "authority": frozenset({"GROUP"}),
    "group": frozenset({"GROUP"}),
    "people": frozenset({"PERSON"}),
    "carrier": frozenset({"VEHICLE"}),
}
_OF_PLACES: dict[str, frozenset[Kind]] = {
    "settlement": frozenset({"SETTLEMENT"}),
    "region": frozenset({"REGION"}),
    "point": frozenset({"FACILITY"}),
    "line": frozenset({"FACILITY"}),
}
_OF_NAMES: dict[str, frozenset[Kind]] = {
    "actor": frozenset({"GROUP"}),
    "outlet": frozenset({"GROUP"}),
    "person": frozenset({"PERSON"}),
    "place": frozenset({"SETTLEMENT", "REGION"}),
}
_NOTHING: frozenset[Kind] = frozenset()
_PEOPLE: frozenset[Kind] = frozenset({"PERSON"})
_PERSONAL = frozenset({"they", "them", "he", "him", "she", "her", "we", "us", "who", "whom"})


@cache
def word_kinds(lemma: str) -> frozenset[Kind]:
    """Return the kinds of a noun: those of our lists of actors and places where it stands in any, else WordNet's.

    >>> sorted(word_kinds("rebel")), sorted(word_kinds("village")), sorted(word_kinds("belligerent"))
    (['FORCE'], ['SETTLEMENT'], ['PERSON'])
    """
    own = _OF_ACTORS.get(words("actors").get(lemma, ""), _NOTHING) | _OF_PLACES.get(
        words("places").get(lemma, ""), _NOTHING
    )
    return own or kinds_of(lemma)


def token_kinds(token: Token) -> frozenset[Kind]:
    """Return the kinds of what a token names; nothing for a verb, an adjective or a capitalised word of no list."""
    if token.kind:
        return _OF_NAMES.get(token.kind, _NOTHING)
    if token.lower in _PERSONAL:
        return _PEOPLE
    return word_kinds(token.lemma) if token.tag in {"NN", "NNS"} else _NOTHING


@cache
def actor_word(lemma: str) -> str | None:
    """Return what kind of actor a noun names by our list or, where it is on none, by WordNet's only kind; else None.

    >>> actor_word("rebel"), actor_word("belligerent"), actor_word("hussar"), actor_word("table")
    ('forces', 'people', 'forces', None)
    """
    kind = words("actors").get(lemma)
    if kind or lemma in words("places"):
        return kind
    found = kinds_of(lemma)
    if not found or not found <= {"PERSON", "FORCE"}:
        return None
    return "forces" if "FORCE" in found else "people"
