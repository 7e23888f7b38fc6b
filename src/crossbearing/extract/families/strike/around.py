"""The words around a strike: what it was done with, which verb tells of its dead, whether a bare noun asserts it."""

from __future__ import annotations

from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.munitions import kind_of, kinds_at, ranked
from crossbearing.extract.phrases.tolls import toll_words
from crossbearing.text.tokens import Sentence, Token

_INSTRUMENT = ("with", "by", "using", "via", "involving", "from", "in")
_CARRIERS_ONLY = frozenset({"from", "in"})
_TOLL_NOUNS = frozenset(["toll", "dead", "death", "casualty", "victim", "killing", "number", "survivor", "fatality"])
_TOLL_PREPOSITIONS = frozenset(["in", "by", "from", "during", "after", "following", "of", "to"])


def instruments(sentence: Sentence, verb: Token) -> list[str]:
    """Return the kinds named by what a verb is done with: "with barrel bombs", "using drones", "in an air raid"."""
    found: list[str] = []
    for prep, noun in preposed(sentence, verb, *_INSTRUMENT):
        if prep.lower not in _CARRIERS_ONLY or noun.lemma in {"strike", "raid", "attack", "bombing", "bombardment", "airstrike", "aircraft", "helicopter", "plane", "air", "fire"}:  # fmt: skip
            found += kinds_at(sentence, noun)
    for child in sentence.children(verb, "advcl", "acl", "xcomp"):
        if child.lemma in {"use", "involve", "fire", "drop", "launch", "employ", "drive", "wear"}:
            found += [k for o in patients(sentence, child) for k in kinds_at(sentence, o)]
    return found


def kinds_of_verb(sentence: Sentence, verb: Token, objects: bool = False) -> list[str]:
    """Return the kinds a verb's clause names by its subject, its instruments and, with ``objects``, its object."""
    near = [k for t in agents(sentence, verb) for k in kinds_at(sentence, t)]
    near += instruments(sentence, verb)
    if objects:
        near += [k for t in patients(sentence, verb) for k in kinds_at(sentence, t)]
    if any(c.lower in {"airborne", "aerially"} for c in sentence.children(verb, "advmod")):
        near.append("air")
    return ranked(near)


def kinds_of_noun(sentence: Sentence, noun: Token, host: Token | None) -> list[str]:
    """Return the kinds an event noun is told with: its own modifiers first, else its doers and instruments."""
    own = kinds_at(sentence, noun)
    if own and own != ["explosive"]:
        return own
    near = list(own)
    for prep, other in preposed(sentence, noun, "by", "with", "using", "involving", "from", "of"):
        if prep.lower not in {"from", "of"} or kind_of(other) in {"air", "drone", "shelling", "explosive"}:
            near += kinds_at(sentence, other)
    for child in sentence.children(noun, "acl", "relcl"):
        if child.lemma in {"carry", "launch", "conduct", "use", "involve", "stage", "mount", "perpetrate", "deliver"}:
            near += kinds_of_verb(sentence, child, objects=child.lemma in {"use", "involve"})
    if host is not None and noun.dep in {"dobj", "nsubjpass"}:
        near += kinds_of_verb(sentence, host)
    elif host is not None and noun.dep == "nsubj" and host.lemma in {"involve", "be"}:
        near += [k for t in sentence.children(host, "dobj", "attr") for k in kinds_at(sentence, t)]
    return ranked(near)


def is_casualty(token: Token) -> bool:
    """Say whether the word tells of dead or hurt: kill, die, wounded, dead, toll."""
    tables = toll_words()
    for word in (token.lemma, token.lower):
        fates = {tables.verbs.get(word), tables.suffer.get(word), tables.words.get(word)}
        if fates & {"killed", "injured"} and word != "bury":
            return True
    return token.lemma in _TOLL_NOUNS


def casualty_above(sentence: Sentence, noun: Token) -> Token | None:
    """Return the word of death or injury an event noun explains: "killed in an air strike", "toll from the blast"."""
    top = noun
    while top.dep == "conj" and sentence.head(top).is_noun:
        top = sentence.head(top)
    head = sentence.head(top)
    if top.dep != "pobj" or head.lower not in _TOLL_PREPOSITIONS:
        return None
    for above in (sentence.head(head), *list(sentence.ancestors(sentence.head(head)))[:2]):
        if is_casualty(above):
            return above
        if above.is_verb and not above.tag.startswith("VBG"):
            return None
    return None


def clause_of(sentence: Sentence, word: Token) -> Token:
    """Return the verb whose clause a casualty word carries: itself, or that of the noun ("the death toll ... reached")."""
    if word.is_verb and word.dep not in {"amod"}:
        return word
    for above in sentence.ancestors(word):
        if above.is_verb:
            return above
        if not above.is_noun and not above.tag.startswith("JJ") and above.tag != "CD":
            return word
    return word


def casualty_matrix(sentence: Sentence, verb: Token) -> Token | None:
    """Return the casualty verb a striking verb explains: "two were killed when a drone hit their car"."""
    if verb.dep != "advcl":
        return None
    marks = {c.lower for c in sentence.children(verb, "mark", "advmod")}
    head = sentence.head(verb)
    return head if marks & {"when", "after", "as"} and head.is_verb and is_casualty(head) else None
