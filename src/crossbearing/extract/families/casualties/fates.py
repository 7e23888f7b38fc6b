"""What became of people whom a verb hurts, and how many they are when no word beside them counts the dead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crossbearing.extract.phrases.arguments import preposed
from crossbearing.extract.phrases.singles import one, single_person
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Sentence, Token

# Nouns that tell of somebody's death.
_SLAYING = frozenset(["death", "killing", "murder", "slaying", "homicide", "assassination", "execution", "lynching"])


def is_fatal(reading: Reading, verb: Token) -> bool:
    """Say whether the verb of wounding killed ("fatally wounded")."""
    return any(c.lower in toll_words().mortal for c in reading.sentence.children(verb, "advmod"))


def fate_of(reading: Reading, verb: Token) -> str:
    """Return whether the verb killed or injured: "fatally stabbed", "beaten to death", "shot dead"."""
    tokens = reading.sentence.tokens
    behind = [t.lower for t in tokens[verb.i + 1 : verb.i + 6]]
    if behind[:2] == [",", "killed"]:
        return "killed"  # a heading's "and": "Guard shot, killed at depot"
    stops = [i for i, word in enumerate(behind) if word in {",", ";", "and", "-"}]
    behind = behind[: stops[0]] if stops else behind
    near = [t.lower for t in tokens[max(0, verb.i - 2) : verb.i]] + behind
    deadly = toll_words().mortal | ({"dead"} if verb.lemma in {"shoot", "shot"} else set())
    to_death = ("to", "death") in pairwise(near) or any(
        o.lower == "death" for _, o in preposed(reading.sentence, verb, "to")
    )
    return "killed" if to_death or deadly & set(near) else "injured"


def is_way_of_dying(sentence: Sentence, noun: Token) -> bool:
    """Say whether "death" only ends what a verb tells: "beaten to death"."""
    above = sentence.head(noun)
    return noun.lower == "death" and above.lower == "to" and not noun.children


def count_mortal(reading: Reading, found: Candidate) -> Candidate:
    """Add the dead of "four shot, one fatally", whom nothing but the adverb tells, and stretch the evidence to them.

    Of the four some are then dead, so that they are killed or hurt.
    """
    sentence = reading.sentence
    for adverb in sentence.tokens[found.predicate + 2 :]:
        if adverb.lower not in toll_words().mortal:
            continue
        of_them = [t.lower for t in sentence.tokens[adverb.i - 2 : adverb.i]] in (["of", "them"], ["of", "whom"])
        number = sentence.tokens[adverb.i - (3 if of_them else 1)]
        if number.tag != "CD":
            continue
        if any(t.is_verb for t in sentence.tokens[adverb.i + 1 : adverb.i + 2]):
            continue
        known = next((p for p in reading.quantities if p.number[1] == number.i), None)
        if known is None and number.lower not in {"one", "1"}:
            continue
        whole = ((q, "killed_or_injured" if w == "injured" else w) for q, w in found.counts)
        found = found.having(
            counts=(*whole, (known or one(sentence, number.i, number.i, number), "killed")),
            end=max(found.end, adverb.end),
        )
    return found


def count_people(reading: Reading, found: Candidate, quantity: str, people: Sequence[Token]) -> Candidate:
    """Add the counts of the people to the candidate: their own figures where no word took them, or one for a person."""
    linked = {link[0].head for link in reading.tolls}
    people_counted = [p for p in reading.quantities if p.kind in {"people", ""}]
    counted = {p.number[1]: p for p in people_counted} | {p.head: p for p in people_counted}
    for token in people:
        if token.i in linked:
            continue
        phrase = counted.get(token.i) or single_person(reading.sentence, token)
        if phrase is not None and all(q.head != phrase.head for q, _ in found.counts):
            found = found.adding(counts=[(phrase, quantity)])
    return found


def slain_people(reading: Reading, noun: Token) -> list[Token]:
    """Return the single people that a noun of death or shooting names behind "of" or as its owner ("his death")."""
    sentence = reading.sentence
    people = [o for _, o in preposed(sentence, noun, "of")]
    if noun.lemma == "death":
        people += [c for c in sentence.children(noun, "poss") if c.tag in {"NN", "NNP"}]
    return [t for t in people if single_person(sentence, t) is not None]


def count_slain(reading: Reading, found: Candidate, noun: Token) -> Candidate:
    """Add the dead or hurt that an event noun names: "the murder of a baker", "the fatal shooting of two boys"."""
    described = {c.lower for c in reading.sentence.children(noun, "amod", "compound", "advmod")}
    if described & toll_words().not_done:
        return found
    if noun.lemma in _SLAYING or (noun.lemma == "shooting" and described & toll_words().deadly):
        fate = "killed"
    elif noun.lemma == "shooting":
        fate = "injured"
    else:
        return found
    return count_people(reading, found, fate, slain_people(reading, noun))
