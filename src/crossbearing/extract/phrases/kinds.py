"""What kind of thing a noun of a sentence is: our own lists first, then WordNet's table; names by what they name."""

from __future__ import annotations

from functools import cache, lru_cache

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


@cache
def listed_kinds(lemma: str) -> frozenset[Kind]:
    """Return the kinds of a noun by our lists of actors and places alone.

    >>> sorted(listed_kinds("rebel")), sorted(listed_kinds("grocer"))
    (['FORCE'], [])
    """
    actors = _OF_ACTORS.get(words("actors").get(lemma, ""), _NOTHING)
    return actors | _OF_PLACES.get(words("places").get(lemma, ""), _NOTHING)


def token_kinds(token: Token) -> frozenset[Kind]:
    """Return the kinds of what a token names; a pronoun, a verb and a capitalised word of no list have none.

    A word of our lists keeps its kind under any tag: the tagger takes "the wounded" for an adjective and the nouns of
    a headline for names.
    """
    if token.kind:
        return _OF_NAMES.get(token.kind, _NOTHING)
    tag = token.tag
    if tag[:2] == "VB" and tag != "VBN":
        return _NOTHING
    return _kinds_of_word(token.lemma, token.lower, tag in {"NN", "NNS"})


@lru_cache(maxsize=20_000)
def _kinds_of_word(lemma: str, lower: str, common: bool) -> frozenset[Kind]:
    own = listed_kinds(lemma.lower()) or listed_kinds(lower)
    return own or (kinds_of(lemma) if common else _NOTHING)


@cache
def actor_word(lemma: str) -> str | None:
    """Return what kind of actor a noun names by our list or, where it is on none, by WordNet's only kind; else None.

    >>> actor_word("rebel"), actor_word("grocer"), actor_word("hussar"), actor_word("table")
    ('forces', 'people', 'forces', None)
    """
    kind = words("actors").get(lemma)
    if kind or lemma in words("places"):
        return kind
    found = kinds_of(lemma)
    if not found or not found <= {"PERSON", "FORCE"}:
        return None
    return "forces" if "FORCE" in found else "people"
