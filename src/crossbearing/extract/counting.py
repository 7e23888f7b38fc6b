"""Gives the counted phrases of a sentence to its candidates, and says what each figure spans."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.extract.ownership import owners
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.tolls_words import HARM
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.vocab.contract import CLASSES, classes_with

# Who may carry the dead: violent events, their tolls and the damage beside them; nobody dies of a statement.
_HARMING = classes_with("carries_harm")
_UNCOUNTED = classes_with("speech")
_TOLLS = classes_with("toll")
# What people in a claim are when no word of theirs says it: "a convoy carrying 5,000 people" evacuates them.
_BY_CLASS = {c.name: c.people for c in CLASSES.values() if c.people is not None}
_HOLDING = classes_with("holds_people")
_FREEING = classes_with("frees")
_STOCK = classes_with("stock")
_PERFECT = frozenset({"VBP", "VBZ"})
# Classes whose present perfect sums up what went before.
_SUMMED = classes_with("summed")
_DISPLACING = classes_with("displaces")
_EVENTS = frozenset(
    {"attack", "raid", "strike", "airstrike", "clash", "bombing", "blast", "explosion", "incident", "shelling"}
)
_MANY_STRIKES = 50


def give_counts(reading: Reading, candidates: Sequence[Candidate]) -> None:
    """Attach every linked quantity to the candidate of the nearest predicate above it that can carry it, in place.

    A candidate whose class says what becomes of people takes the people in its evidence that no word is linked to.
    """
    linked = {id(link.phrase) for link in reading.links}
    for link in reading.links:
        able = [c for c in candidates if _carries(c, link.quantity)]
        direct = [c for c in able if c.predicate == link.predicate and _reaches(c, link.phrase)]
        mention = link.phrase.mention
        for candidate in direct or owners(reading, able, link.phrase.head, mention.start, mention.end):
            _add(candidate, link.phrase, link.quantity)
    for quantity in reading.quantities:
        if id(quantity) in linked or quantity.kind != "people" or quantity.indefinite:
            continue
        takers = [c for c in candidates if c.cls in _BY_CLASS and _fits(c, quantity)]
        for candidate in owners(reading, takers, quantity.head, quantity.mention.start, quantity.mention.end):
            if all(q is not quantity for q, _ in candidate.counts):
                _add(candidate, quantity, _BY_CLASS[candidate.cls])


def _reaches(candidate: Candidate, phrase: QuantityPhrase) -> bool:
    """Say whether the phrase lies in the evidence, or right behind its predicate: then the evidence is stretched to it.

    The parser makes "massacred 250 troops taken hostage" a clause of its own; the words know better.
    """
    mention = phrase.mention
    if candidate.start <= mention.start and mention.end <= candidate.end:
        return True
    if phrase.first != candidate.predicate + 1:
        return False
    candidate.end = max(candidate.end, mention.end)
    return True


def _add(candidate: Candidate, quantity: QuantityPhrase, word: str) -> None:
    """Add the count, once; those whose release is refused are still what the words call them.

    A claim that something did not happen counts nobody to whom it happened.
    """
    own = word == _BY_CLASS.get(candidate.cls, word) and (word in HARM or candidate.cls in _HOLDING)
    if candidate.polarity == "negative" and own:
        return
    if candidate.cls in _FREEING and candidate.polarity == "negative":
        candidate.counts = [(q, w) for q, w in candidate.counts if q is not quantity]
    if all(q is not quantity for q, _ in candidate.counts):
        candidate.counts.append((quantity, word))


def _carries(candidate: Candidate, word: str) -> bool:
    if candidate.cls in _UNCOUNTED:
        return False
    if candidate.cls in _TOLLS:
        return word in HARM or word == "missing"
    return word not in HARM or candidate.cls in _HARMING


def _fits(candidate: Candidate, quantity: QuantityPhrase) -> bool:
    return _BY_CLASS[candidate.cls] != "fighters" or quantity.category == "combatants"


def scope_of(reading: Reading, candidate: Candidate, phrase: QuantityPhrase, quantity: str, period: bool) -> str:
    """Return the scope of a count: subset, stock, cumulative or incident; ``period`` says a time word spans a period.

    Deaths told in the present perfect ("have been killed") sum up what went before, and so do hundreds of strikes.
    """
    if phrase.subset_of is not None:
        return "subset"
    if phrase.indefinite and phrase.low == 1 and quantity in HARM:
        return "incident"  # one person dies once, whatever the tense and the time words
    if candidate.cls in _STOCK or (candidate.cls in _FREEING and quantity != "released"):
        return "stock"  # "refused to release 40 hostages": they are held
    if quantity == "strikes" or phrase.kind == "times":
        return "cumulative" if period or phrase.kind == "times" or phrase.low >= _MANY_STRIKES else "incident"
    if period:
        return "cumulative"
    if phrase.bound != "vague" and candidate.cls in _SUMMED and _in_perfect(reading, candidate):
        return "cumulative"
    if candidate.cls in _DISPLACING and _in_perfect(reading, candidate):
        return "cumulative"
    return "cumulative" if candidate.cls in _TOLLS and _many_events(reading, candidate) else "incident"


def _many_events(reading: Reading, candidate: Candidate) -> bool:
    """Whether the toll is of several attacks at several places ("four killed in attacks in A and B")."""
    inside = [t for t in reading.sentence.tokens if candidate.start <= t.start and t.end <= candidate.end]
    plural = any(t.tag in {"NNS", "NNPS"} and t.lemma in _EVENTS for t in inside)
    return plural and len(candidate.places) > 1


def _in_perfect(reading: Reading, candidate: Candidate) -> bool:
    sentence = reading.sentence
    verb = sentence.tokens[candidate.clause]
    for _ in range(4):
        if any(c.lemma == "have" and c.tag in _PERFECT for c in sentence.children(verb, "aux")):
            return True
        above = sentence.head(verb)
        shared = verb.dep == "acl" and above.dep == "conj"  # "have been killed and millions displaced"
        if verb.dep not in {"conj", "xcomp", "oprd"} and not shared:
            break
        verb = sentence.head(above) if shared else above
    return False
