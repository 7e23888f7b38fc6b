"""People shot or pronounced dead, and single persons among the dead and hurt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crossbearing.extract.families.casualties.chains import SETS, is_harm
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.phrases.singles import single_person
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.shot_fates import count_mortal, count_people, is_fatal, shot_fate
from crossbearing.extract.telling import told_by, with_actor
from crossbearing.text.tokens import Token

CLASS = "casualty.report"
SELF = frozenset(["himself", "herself", "themselves", "self"])


def count_singles(reading: Reading, found: Candidate, verb: Token) -> Candidate:
    """Count one for every single person the verb of harm happens to, where no figure was linked to it."""
    tables = toll_words()
    quantity = tables.verbs.get(verb.lemma) or tables.suffer.get(verb.lemma)
    if quantity not in {"killed", "injured"}:
        return found
    if quantity == "injured" and is_fatal(reading, verb):
        quantity = "killed"
    happens = patients(reading.sentence, verb) if verb.lemma in tables.verbs else agents(reading.sentence, verb)
    if harms_self(reading, verb):
        others = (t for t in happens if t.lower not in SELF)
        happens = (*others, *surface_subject(reading.sentence, verb))
    return count_people(reading, found, quantity, happens)


def harms_self(reading: Reading, verb: Token) -> bool:
    """Say whether the doer is among those harmed: "killed himself", "killed his daughter and himself"."""
    sentence = reading.sentence
    objects = sentence.children(verb, "dobj")
    listed = [sentence.tokens[i] for o in objects for i in sentence.subtree(o)]
    return any(t.lower in SELF and (t in objects or t.dep in {"conj", "appos"}) for t in listed)


def tell(
    reading: Reading, name: str, trigger: Token, clause: Token, quantity: str, people: Sequence[Token]
) -> Iterable[Candidate]:
    """Make the claim, where anybody in it can be counted."""
    found = Candidate(CLASS, name, trigger.i, clause.i, 0, 0)
    found = count_people(reading, found, quantity, people)
    linked = [p for p, q in reading.tolls if q in {"killed", "injured"} and any(p.head == t.i for t in people)]
    if not found.counts and not linked:
        return
    found = told_by(reading, found, clause, trigger.i, *(t.i for t in people), done=True)
    if trigger.lemma == "shoot":
        found = count_mortal(reading, found)
    for token in people:
        if token.tag != "CD" and token.lower not in {"others", "other", "another"}:
            found = with_actor(reading, found, "victim", token)
    yield found


def shot(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "A farmer was shot at a checkpoint", "Man fatally shot", "the guard shot a student in the leg"."""
    sentence = reading.sentence
    if verb.is_noun and verb.lower == "shot":
        yield from _shot_in_heading(reading, verb)
    if not verb.is_verb or verb.dep in {"amod", "compound"} or _aside(reading, verb):
        return
    people = patients(sentence, verb)
    if verb.lower == "shot" and not sentence.children(verb, "dobj") and not people:
        people = surface_subject(sentence, verb)
    if any(t.lower in SELF for t in people):
        people = surface_subject(sentence, verb)
    if not any(_hit(reading, t) for t in people):
        return
    yield from tell(reading, "casualties.shot", verb, verb, shot_fate(reading, verb), people)


def _shot_in_heading(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "Four shot outside a bakery": what the tagger calls a noun is a participle behind a number above one."""
    if reading.sentence.segment != "heading":
        return
    tokens = reading.sentence.tokens
    phrase = next((p for p in reading.quantities if p.number[1] == noun.i - 1 and p.low > 1), None)
    if phrase is None or any(t.lower == "at" for t in tokens[noun.i + 1 : noun.i + 2]):
        return
    found = Candidate(CLASS, "casualties.shot", noun.i, noun.i, tokens[phrase.first].start, noun.end)
    found = found.adding(counts=[(phrase, shot_fate(reading, noun))])
    found = count_mortal(reading, found)
    yield found


def _aside(reading: Reading, verb: Token) -> bool:
    """Whether another word tells it ("shot and killed"), or it is no hit: "shot at", "shot down", "shot a film"."""
    sentence = reading.sentence
    own = sentence.children(verb, "dobj")
    if any(is_harm(c) and not (own and sentence.children(c, "dobj")) for c in sentence.children(verb, "conj")):
        return True
    near = sentence.tokens[verb.i + 1 : verb.i + 2]
    return any(t.lower in {"at", "down", "off", "up", "toward", "towards", "into", "for"} for t in near) and not any(
        o.lemma in SETS["hour"] or o.tag == "CD" for p, o in preposed(sentence, verb, "at", "around", "for")
    )


def _hit(reading: Reading, token: Token) -> bool:
    counted = any(token.i in {p.head, p.number[1]} and p.kind in {"people", ""} for p in reading.quantities)
    return counted or single_person(reading.sentence, token) is not None


def pronounced(reading: Reading, word: Token) -> Iterable[Candidate]:
    """ "The driver was pronounced dead", "a trader was found dead", "medics found Karim Haddad dead"."""
    sentence = reading.sentence
    verb = sentence.head(word)
    if any(link.predicate == word.i for link in reading.links):
        return  # a number tells it: "left seven pilgrims dead"
    if word.dep == "amod" and word.i < verb.i and verb.is_noun:  # "found a deceased man"
        above = sentence.head(verb)
        if above.lemma in SETS["pronouncing"] and verb.dep == "dobj":
            yield from tell(reading, "casualties.pronounced", word, above, "killed", [verb])
        return
    if word.dep not in {"oprd", "acomp", "advcl", "xcomp", "amod", "ccomp"} or not verb.is_verb:
        return
    if verb.lemma not in SETS["pronouncing"]:
        return
    objects = [t for t in sentence.children(verb, "dobj") if t.i < word.i]
    people = objects or (patients(sentence, verb) if is_passive(sentence, verb) else surface_subject(sentence, verb))
    yield from tell(reading, "casualties.pronounced", word, verb, "killed", people)
