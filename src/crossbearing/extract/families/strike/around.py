"""The words around a strike: what it was done with, who did it and what was hit."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.phrases.munitions import kind_of, kinds_at, ranked
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.targets import settled
from crossbearing.text.tokens import Sentence, Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.strike") / "words.yml")
_INSTRUMENT = ("with", "by", "using", "via", "involving", "from", "in", "through")
_PLACES_TOO = frozenset({"from", "in", "by", "through"})


def instruments(sentence: Sentence, verb: Token) -> list[str]:
    """Return the kinds named by what a verb is done with: "with barrel bombs", "using drones", "in an air raid"."""
    found: list[str] = []
    for prep, noun in preposed(sentence, verb, *_INSTRUMENT):
        if prep.lower not in _PLACES_TOO or noun.lemma in SETS["instrument_event"] or prep.dep == "agent":
            found += kinds_at(sentence, noun)
    return found


def kinds_of_verb(sentence: Sentence, verb: Token, objects: bool = False) -> list[str]:
    """Return the kinds a verb's clause names by its subject, its instruments and, with ``objects``, its object."""
    near = [k for t in agents(sentence, verb) for k in kinds_at(sentence, t)]
    near += instruments(sentence, verb)
    if objects:
        things: Sequence[Token] = patients(sentence, verb)
        for child in [c for t in things for c in sentence.children(t, "acl", "relcl") if c.lemma in SETS["filled"]]:
            things = [*things, *sentence.children(child, "dobj"), *(n for _, n in preposed(sentence, child, "with"))]
        near += [k for t in things for k in kinds_at(sentence, t)]
    return ranked(near)


def kinds_of_noun(sentence: Sentence, noun: Token, host: Token | None) -> list[str]:
    """Return the kinds an event noun is told with: its own modifiers first, else its doers and instruments."""
    own = kinds_at(sentence, noun)
    if own and own != ["explosive"]:
        return own
    near = list(own)
    if host is not None and noun.dep in {"dobj", "nsubjpass"}:
        near += kinds_of_verb(sentence, host)
    return ranked(near)


def settle_roles(reading: Reading, found: Candidate) -> Candidate:
    """Drop weapons from the initiators, and sort what is hit into targets and locations."""
    own = reading.sentence.tokens[found.predicate]
    return settled(reading, found, lambda head: head is not own and _may_be_hit(reading, head), named_ground=True)


def _may_be_hit(reading: Reading, head: Token) -> bool:
    if {head.lower, head.lemma} & (SETS["no_target"] | SETS["reflexive"]):
        return False
    return bool(head.kind) or kind_of(head) is None or head.lemma in words("actors")
