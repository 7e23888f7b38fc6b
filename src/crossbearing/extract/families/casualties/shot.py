"""People shot, beaten or stabbed to death or pronounced dead, and single persons among the dead and hurt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crossbearing.extract.families.casualties.chains import SETS, is_harm
from crossbearing.extract.families.casualties.fates import count_mortal, count_people, fate_of, is_fatal
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.places import is_place
from crossbearing.extract.phrases.singles import single_person
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.telling import told_by, with_actor
from crossbearing.text.tokens import Token

CLASS = "casualty.report"
# What is shot in these directions is not hit.
_ELSEWHERE = frozenset(["down", "off", "up", "toward", "towards", "into", "for"])
_WHERE = frozenset(["FACILITY", "TIME"])
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
    """ "A farmer was shot at a checkpoint", "Man fatally shot", "two judges were stabbed to death"."""
    sentence = reading.sentence
    if verb.is_noun and verb.lower == "shot":
        yield from _shot_in_heading(reading, verb)
    if not verb.is_verb or verb.dep in {"amod", "compound"} or _aside(reading, verb):
        return
    people = patients(sentence, verb)
    if (verb.lower == "shot" or verb.lemma != "shoot") and not sentence.children(verb, "dobj") and not people:
        people = surface_subject(sentence, verb)  # a heading's "shot", and "froze to death"
    if any(t.lower in SELF for t in people):
        people = surface_subject(sentence, verb)
    fate = fate_of(reading, verb)
    if not any(_hit(reading, t) for t in people) or (fate == "injured" and verb.lemma != "shoot"):
        return
    yield from tell(reading, "casualties.shot", verb, verb, fate, people)


def _shot_in_heading(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "Four shot outside a bakery": what the tagger calls a noun is a participle behind a number above one."""
    if reading.sentence.segment != "heading":
        return
    tokens = reading.sentence.tokens
    phrase = next((p for p in reading.quantities if p.number[1] == noun.i - 1 and p.low > 1), None)
    if phrase is None or any(t.lower == "at" for t in tokens[noun.i + 1 : noun.i + 2]):
        return
    found = Candidate(CLASS, "casualties.shot", noun.i, noun.i, tokens[phrase.first].start, noun.end)
    found = found.adding(counts=[(phrase, fate_of(reading, noun))])
    found = count_mortal(reading, found)
    yield found


def _aside(reading: Reading, verb: Token) -> bool:
    """Whether another word tells it ("shot and killed"), or it is no hit: "shot at", "shot down", "shot a film"."""
    sentence = reading.sentence
    own = sentence.children(verb, "dobj")
    if any(is_harm(c) and not (own and sentence.children(c, "dobj")) for c in sentence.children(verb, "conj")):
        return True
    near = {t.lower for t in sentence.tokens[verb.i + 1 : verb.i + 2]}
    return bool(near & _ELSEWHERE) or ("at" in near and _aims(reading, verb))


def _aims(reading: Reading, verb: Token) -> bool:
    """Say whether "at" leads to what was aimed at, and not to where or when somebody was hit."""
    sentence = reading.sentence
    behind = [o for _, o in preposed(sentence, verb, "at")]
    if is_passive(sentence, verb):
        return not behind  # "was shot at by soldiers"
    forces = any(actor_kind(sentence, t) not in {None, "people", "pronoun"} for t in agents(sentence, verb))
    return forces or not any(o.tag == "CD" or _WHERE & token_kinds(o) or is_place(sentence, o) for o in behind)


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
