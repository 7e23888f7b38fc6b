"""The words around a strike: what it was done with, and which verb tells of its dead."""

from __future__ import annotations

from crossbearing.extract.families.strike.words import SETS
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.munitions import kind_of, kinds_at, ranked
from crossbearing.extract.phrases.tolls import toll_words
from crossbearing.text.tokens import Sentence, Token

_INSTRUMENT = ("with", "by", "using", "via", "involving", "from", "in", "through")
_PLACES_TOO = frozenset({"from", "in", "by", "through"})
_TOLL_PREPOSITIONS = frozenset(["in", "by", "from", "during", "after", "following", "of", "to", "with"])
_PASSIVE_HARM = frozenset({"killed", "injured", "killed_or_injured"})


def instruments(sentence: Sentence, verb: Token) -> list[str]:
    """Return the kinds named by what a verb is done with: "with barrel bombs", "using drones", "in an air raid"."""
    found: list[str] = []
    for prep, noun in preposed(sentence, verb, *_INSTRUMENT):
        if prep.lower not in _PLACES_TOO or noun.lemma in SETS["instrument_event"] or prep.dep == "agent":
            found += kinds_at(sentence, noun)
    for child in sentence.children(verb, "advcl", "acl", "xcomp"):
        if child.lemma in SETS["using"] and child.tag == "VBG":
            found += [k for o in patients(sentence, child) for k in kinds_at(sentence, o)]
    return found


def kinds_of_verb(sentence: Sentence, verb: Token, objects: bool = False) -> list[str]:
    """Return the kinds a verb's clause names by its subject, its instruments and, with ``objects``, its object."""
    near = [k for t in agents(sentence, verb) for k in kinds_at(sentence, t)]
    near += instruments(sentence, verb)
    if objects:
        near += [k for t in patients(sentence, verb) for k in kinds_at(sentence, t)]
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
        if child.lemma in SETS["carried"] | SETS["using"]:
            near += kinds_of_verb(sentence, child, objects=child.lemma in {"use", "involve"})
    if host is not None and noun.dep in {"dobj", "nsubjpass"}:
        near += kinds_of_verb(sentence, host)
    elif host is not None and noun.dep == "nsubj" and host.lemma in {"involve", "be"}:
        near += [k for t in sentence.children(host, "dobj", "attr") for k in kinds_at(sentence, t)]
    elif host is not None:
        near += [k for v in sentence.children(host, "xcomp") for k in kinds_of_verb(sentence, v)]
    return ranked(near)


def is_casualty(token: Token) -> bool:
    """Say whether the word tells of dead or hurt: kill, die, wounded, dead, toll."""
    tables = toll_words()
    if token.lemma in SETS["toll_noun"]:
        return True
    for word in (token.lemma, token.lower):
        fates = {tables.verbs.get(word), tables.suffer.get(word), tables.words.get(word)}
        if fates & _PASSIVE_HARM and word not in {"bury", "hang", "execute", "behead"}:
            return True
    return False


def casualty_above(sentence: Sentence, noun: Token) -> Token | None:
    """Return the word of death or injury an event noun explains: "killed in an air strike", "toll from the blast"."""
    top = noun
    while True:
        head = sentence.head(top)
        if top.dep == "conj" and head.is_noun:
            top = head
        elif top.dep == "pobj" and head.lower == "of" and sentence.head(head).lemma in SETS["summing"]:
            top = sentence.head(head)
        else:
            break
    if top.dep != "pobj" or head.lower not in _TOLL_PREPOSITIONS:
        return None
    for above in (sentence.head(head), *list(sentence.ancestors(sentence.head(head)))[:2]):
        if is_casualty(above):
            return _first_of(sentence, above)
        if above.is_verb and above.tag != "VBG":
            return None
    return None


def _first_of(sentence: Sentence, word: Token) -> Token:
    """ "Two were killed and nine wounded by shells": the first of the coordinated words tells the clause."""
    while word.dep == "conj" and is_casualty(sentence.head(word)):
        word = sentence.head(word)
    return word


def clause_of(sentence: Sentence, word: Token) -> Token:
    """Return the verb whose clause a word of death carries: itself, or that of the noun ("the toll has reached")."""
    if word.is_verb and word.dep != "amod":
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
    return _first_of(sentence, head) if marks & {"when", "after", "as"} and head.is_verb and is_casualty(head) else None
