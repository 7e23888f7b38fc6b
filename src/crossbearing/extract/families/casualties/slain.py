"""Deaths of single people told by a noun ("the killing of a baker") or by their life ("claimed the life of")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crossbearing.extract.clauses import noun_evidence
from crossbearing.extract.families.casualties.chains import SETS
from crossbearing.extract.families.casualties.fates import count_people, count_slain, slain_people
from crossbearing.extract.phrases.arguments import patients, preposed
from crossbearing.extract.phrases.chunks import coordinated
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.phrases.quantities import QuantityPhrase
from crossbearing.extract.phrases.singles import one
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.telling import with_actor
from crossbearing.text.tokens import Token

CLASS = "casualty.report"
_MULTIPLE = {"double": 2, "triple": 3, "quadruple": 4}


def slain(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "The killing of Samira Haddad", "charged in the shooting death of a boy", "a double homicide"."""
    sentence = reading.sentence
    if not noun.is_noun and noun.tag != "VBG":
        return
    found = Candidate(CLASS, "casualties.slain", noun.i, noun.i, 0, 0)
    found = count_slain(reading, found, noun)
    people = slain_people(reading, noun)
    together = None if people else _together(reading, noun)
    if together is not None:
        found = found.adding(counts=[(together, "killed")])
    if not found.counts:
        return
    start, end = noun_evidence(sentence, noun, max((t.i for t in people), default=None))
    found = found.having(start=start, end=end)
    read = modality_of(sentence, noun)
    found = found.having(modality="occurred" if read.modality == "ongoing" else read.modality)
    for token in (t for t in people if t.tag != "CD"):
        found = with_actor(reading, found, "victim", token)
    # The day of a trial is not that of the death: what is taken for granted shares no time with its clause.
    granted = sentence.segment != "heading" and found.modality == "occurred"
    yield found.having(presupposed=granted, polarity=read.polarity)


def _together(reading: Reading, noun: Token) -> QuantityPhrase | None:
    """Return the count that "a double homicide" or "the triple murder" states of its dead, or None."""
    sentence = reading.sentence
    before = sentence.children(noun, "amod", "compound", "det", "nummod")
    number = next((_MULTIPLE[c.lower] for c in before if c.lower in _MULTIPLE), None)
    if number is None or noun.lemma not in SETS["crime"] or noun.tag == "NNS":
        return None
    phrase = one(sentence, min(c.i for c in before), noun.i, noun)
    return replace(phrase, low=number, best=number, high=number, category="people", indefinite=False)


def count_lives(reading: Reading, found: Candidate, verb: Token) -> Candidate:
    """Count one for every single person whose life the verb takes: "claimed the life of", "cost the cook his life"."""
    sentence = reading.sentence
    lives = [o for o in patients(sentence, verb) if o.lemma == "life"]
    lives += [c for c in sentence.children(verb, "dobj") if c.lemma == "life"]
    people = [t for life in lives for _, t in preposed(sentence, life, "of")]
    people += [t for t in sentence.children(verb, "dative", "dobj") if t.lemma != "life"]
    people += [c for life in lives for c in sentence.children(life, "poss") if c.tag != "PRP$"]
    people += [sentence.head(life) for life in lives if life.dep == "appos"]
    return count_people(reading, found, "killed", [c for t in people for c in coordinated(sentence, t)])
