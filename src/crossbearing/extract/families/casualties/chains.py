"""Which words of harm tell one claim together: "12 dead, 30 injured", "killed 14 and wounded another nine"."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.phrases.tolls import TollLink, toll_words
from crossbearing.extract.rule import Reading
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.casualties") / "words.yml")
HARM = frozenset({"killed", "injured", "killed_or_injured", "missing"})
_JOINING = frozenset([",", "and", "or", ";", "&", "while", "with"])


def links_of(reading: Reading) -> list[TollLink]:
    """Return the sentence's links of counted people to harm."""
    return [link for link in reading.links if link.quantity in HARM]


def told_with(reading: Reading, verb: Token) -> Token | None:
    """Return the word of harm before this one that tells it too ("were killed and 12 wounded")."""
    sentence = reading.sentence
    for chain in _chains(reading):
        said = [k.predicate for k in chain]
        if verb.i in said and said[0] not in {verb.i, -1}:
            return sentence.tokens[said[0]]
    head = sentence.head(verb)
    if verb.dep in {"conj", "dep", "advcl"} and head.i < verb.i and is_harm(head):
        marked = sentence.children(verb, "mark", "advmod")
        return head if verb.dep != "advcl" or not marked else None
    return None


def _chains(reading: Reading) -> list[list[TollLink]]:
    """Return the links in runs with nothing but commas and conjunctions between them ("12 dead, 30 injured")."""
    if "casualties.chains" not in reading.kept:
        reading.kept["casualties.chains"] = _runs(reading)
    chains: list[list[TollLink]] = reading.kept["casualties.chains"]
    return chains


def _runs(reading: Reading) -> list[list[TollLink]]:
    tokens = reading.sentence.tokens
    runs: list[list[TollLink]] = []
    for link in links_of(reading):
        before = runs[-1][-1] if runs else None
        # "killing 30 soldiers, five militiamen and a medic": the list shares the one word before it.
        shared = before is not None and link.predicate == before.predicate and link.predicate < before.phrase.first
        first = link.phrase.first if shared else min(i for i in (link.phrase.first, link.predicate) if i >= 0)
        end = max(before.phrase.last, before.predicate) if before is not None else 0
        between = [t.lower for t in tokens[end + 1 : first]]
        if before is not None and end < first and all(w in _JOINING for w in between):
            runs[-1].append(link)
        else:
            runs.append([link])
    return runs


def run_of(reading: Reading, word: Token) -> tuple[int, ...]:
    """Return the tokens of the run of links that begins with this word."""
    for chain in _chains(reading):
        if any(k.predicate == word.i or k.phrase.head == word.i for k in chain):
            return tuple(i for k in chain for i in (k.phrase.first, k.phrase.last, k.predicate) if i >= 0)
    return ()


def is_harm(token: Token) -> bool:
    """Say whether the word tells of death or injury by a verb or a state: "killed", "perished", "dead"."""
    tables = toll_words()
    known = tables.verbs.get(token.lemma) or tables.suffer.get(token.lemma) or tables.words.get(token.lower)
    return known in {"killed", "injured"} and (token.is_verb or token.lower in SETS["state"])


def coordinated_harm(reading: Reading, verb: Token) -> tuple[int, ...]:
    """Return the harm verbs coordinated with this one, so that the evidence holds them."""
    found: list[int] = []
    pending = [verb]
    while pending:
        for child in reading.sentence.children(pending.pop(), "conj"):
            if is_harm(child):
                found.append(child.i)
                pending.append(child)
    return tuple(found)


def is_person(token: Token) -> bool:
    """Say whether the noun is one for people: "militants", not "threat" or "convoy"."""
    unit = lexicon().nouns.get(token.lemma)
    return unit is not None and unit.kind == "people"
