"""What became of people said to be shot, and how many they are when no word beside them counts the dead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crossbearing.extract.phrases.arguments import preposed
from crossbearing.extract.phrases.modality import HAPPENED
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.singles import one, single_person
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Token

_TELLING = frozenset(
    {"casualties.shot", "casualties.hit", "civilians.kill", "civilians.attack_noun", "casualties.slain"}
)
# Nouns that tell of somebody's death.
_SLAYING = frozenset(["death", "killing", "murder", "slaying", "homicide", "assassination", "execution", "lynching"])
_BEFORE_DEATH = frozenset({"casualties.in_care", "casualties.suffer_losses", "casualties.wounds", "casualties.harm"})


def is_fatal(reading: Reading, verb: Token) -> bool:
    """Say whether the verb of wounding killed ("fatally wounded")."""
    return any(c.lower in toll_words().mortal for c in reading.sentence.children(verb, "advmod"))


def shot_fate(reading: Reading, verb: Token) -> str:
    """Return whether the shot killed or injured: "fatally shot", "shot dead", "shot to death"."""
    tokens = reading.sentence.tokens
    behind = [t.lower for t in tokens[verb.i + 1 : verb.i + 6]]
    if behind[:2] == [",", "killed"]:
        return "killed"  # a heading's "and": "Guard shot, killed at depot"
    stops = [i for i, word in enumerate(behind) if word in {",", ";", "and", "-"}]
    behind = behind[: stops[0]] if stops else behind
    near = [t.lower for t in tokens[max(0, verb.i - 2) : verb.i]] + behind
    to_death = any(pair == ("to", "death") for pair in pairwise(near))
    return "killed" if to_death or (toll_words().mortal | {"dead"}) & set(near) else "injured"


def count_mortal(reading: Reading, found: Candidate) -> Candidate:
    """Add the dead of "four shot, one fatally", whom nothing but the adverb tells, and stretch the evidence to them."""
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
        found = found.having(
            counts=(*found.counts, (known or one(sentence, number.i, number.i, number), "killed")),
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


def settled_shot(candidates: Sequence[tuple[Reading, Candidate]]) -> list[tuple[Reading, Candidate]]:
    """Return the candidates, "was shot" turned from hurt to killed or hurt in a document that also tells of deaths.

    Who was shot is hurt as far as the words go; beside "she was pronounced dead" they may be the same person. "The
    victims were two women" tells of deaths where nothing else says what befell them.
    """
    told = [
        (word, reading, phrase)
        for reading, candidate in candidates
        for phrase, word in candidate.counts
        if candidate.polarity == "positive" and candidate.modality in HAPPENED and not _of_victims(reading, phrase)
    ]
    dead = [(reading, phrase) for word, reading, phrase in told if word == "killed"]
    hurt = any(word in {"injured", "killed_or_injured"} for word, _, _ in told)
    settled = []
    for reading, candidate in candidates:
        if hurt:
            fate = "killed_or_injured" if dead else "injured"
            candidate = candidate.having(
                counts=tuple((q, fate if w == "killed" and _of_victims(reading, q) else w) for q, w in candidate.counts)
            )
        if dead and candidate.rule in _TELLING:
            candidate = candidate.having(counts=tuple((q, _open(w)) for q, w in candidate.counts))
        elif dead and candidate.rule in _BEFORE_DEATH:
            candidate = candidate.having(counts=tuple((q, _open(w) if _known(q) else w) for q, w in candidate.counts))
        settled.append((reading, candidate))
    return settled


def _of_victims(reading: Reading, phrase: QuantityPhrase) -> bool:
    """Whether only the word "victims" says what befell those counted: "the victims were two women"."""
    tokens = reading.sentence.tokens
    links = [link for link in reading.links if link.phrase is phrase]
    if phrase.anchor is not None and tokens[phrase.anchor].lemma == "victim":
        return all(link.predicate < 0 for link in links)
    copular = {"be", "include", "comprise", "number"}
    return any(
        link.predicate >= 0 and tokens[link.predicate].lemma in copular and _victims_before(reading, link.predicate)
        for link in links
    )


def _victims_before(reading: Reading, verb: int) -> bool:
    return any(t.lemma == "victim" for t in reading.sentence.tokens[:verb])


def _open(word: str) -> str:
    return "killed_or_injured" if word == "injured" else word


def _known(phrase: QuantityPhrase) -> bool:
    """Whether the words mean one person told of before ("she", "the driver"), who may be the one that died."""
    opening = phrase.mention.text.lower().split()[0]
    return phrase.low == 1 and phrase.indefinite and opening not in {"a", "an", "another", "one"}
