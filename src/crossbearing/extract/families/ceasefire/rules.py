"""What a frame cannot say of ceasefires: when the bare noun asserts one, and what taking effect takes."""

from __future__ import annotations

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import noun_evidence, verb_evidence
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.modality import asked_for
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

_TRUCE = frozenset({"ceasefire", "truce", "cessation", "armistice", "pause"})
_EFFECT = frozenset({"force", "effect", "hold", "place"})
_NOTED = frozenset({"report", "record", "register", "document", "observe", "note", "log", "count"})
# Nouns that stand for a truce when it stands before them: "the ceasefire deal".
_DEALS = frozenset({"agreement", "deal", "accord", "pact", "regime"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Refuse pauses that are no truce, truces only spoken of, and verbs of beginning that begin something else."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    found, reason = _reason(reading, frame, found, trigger)
    if reason:
        near(frame.name, trigger, reason)
        return None
    verb = sentence.head(trigger)
    if trigger.is_noun and trigger.dep == "nsubjpass" and verb.lemma in _NOTED and found.clause == trigger.i:
        found = found.having(clause=verb.i)
        start, end = verb_evidence(sentence, verb, (trigger.i,))
        found = found.having(start=start, end=end)
    if frame.name in {"ceasefire.takes_effect", "ceasefire.collapse"}:
        found = _between(reading, trigger, found)
    if trigger.is_verb and trigger.tag == "VBN" and trigger.dep == "acl":
        found = found.having(presupposed=True)
    if trigger.lemma == "broker":  # who brokers a truce is no party to it
        doers = {t.i for t in agents(sentence, trigger)}
        found = found.having(actors=tuple(a for a in found.actors if a.head not in doers))
    if frame.name == "ceasefire.agree":
        found = found.having(modality="agreed" if found.modality in {"occurred", "ongoing"} else found.modality)
    return found


def _between(reading: Reading, verb: Token, found: Candidate) -> Candidate:
    """ "A truce between A and B took effect": the parties stand with the noun."""
    sentence = reading.sentence
    for truce in agents(sentence, verb) or patients(sentence, verb):
        for prep, side in preposed(sentence, truce, "between", "with", "in"):
            type_, role = ("PLACE", "location") if prep.lower == "in" else ("ACTOR", "party")
            found = bind(reading, (Slot(type_, role),), side, prep.lower, found)[0]
    return found


def _reason(reading: Reading, frame: Frame, found: Candidate, trigger: Token) -> tuple[Candidate, str]:
    """Return why the candidate does not stand, or an empty string."""
    sentence = reading.sentence
    name = frame.name.partition(".")[2]
    if name == "takes_effect":
        if not any(_is_truce(reading, t) for t in agents(sentence, trigger)):
            return found, "no truce begins"
        words = {o.lemma for _, o in preposed(sentence, trigger)} | {t.lemma for t in patients(sentence, trigger)}
        if trigger.lemma in {"come", "take", "go", "enter"} and not words & _EFFECT:
            return found, "takes no effect"
    if name == "collapse":
        subjects = agents(sentence, trigger) or patients(sentence, trigger)
        if not any(_is_truce(reading, t) for t in subjects):
            return found, "no truce ends"
        down = any(c.lower in {"down", "up", "apart"} for c in sentence.children(trigger, "prt", "advmod", "prep"))
        if trigger.lemma == "break" and not down:
            return found, "breaks something else"
    if name == "call_off" and trigger.lemma == "call" and not any(c.lower == "off" for c in sentence.children(trigger)):
        return found, "is not called off"
    if name == "violate" and trigger.is_noun and not _of_truce(reading, trigger):
        return found, "no truce is violated"
    if name == "truce":
        return _noun_reason(reading, found, trigger)
    return found, ""


def _is_truce(reading: Reading, token: Token) -> bool:
    near = [token, *reading.sentence.children(token, "compound", "nmod")] if token.lemma in _DEALS else [token]
    return any(t.lemma in _TRUCE - {"pause"} for t in near) or (
        token.lemma == "pause" and _humanitarian(reading, token)
    )


def _of_truce(reading: Reading, noun: Token) -> bool:
    words = [
        *reading.sentence.children(noun, "compound", "nmod", "amod"),
        *(o for _, o in preposed(reading.sentence, noun, "of", "to")),
    ]
    return any(w.lemma in _TRUCE for t in words for w in [t, *reading.sentence.children(t, "compound", "nmod")])


def _humanitarian(reading: Reading, noun: Token) -> bool:
    words = {c.lower for c in reading.sentence.children(noun, "amod", "compound", "nmod", "nummod")}
    aid = any(
        o.lemma in {"aid", "delivery", "evacuation", "fighting", "hostility"}
        for _, o in preposed(reading.sentence, noun)
    )
    return aid or bool(words & {"humanitarian", "daily", "weekly", "tactical", "operational"})


def _signed(reading: Reading, found: Candidate, noun: Token) -> Candidate:
    """ "Signed a declaration of cessation of hostilities": who signs is party, the signing is the evidence."""
    sentence = reading.sentence
    paper = sentence.head(sentence.head(noun))
    verb = sentence.head(paper)
    if noun.dep != "pobj" or paper.lemma not in _DEALS | {"declaration", "document"} or paper.dep != "dobj":
        return found
    if verb.lemma in {"sign", "reach", "announce", "conclude", "adopt"}:
        for token in agents(sentence, verb):
            found = bind(reading, (Slot("ACTOR", "party"),), token, "", found)[0]
        start, end = verb_evidence(sentence, verb, (noun.i,))
        found = found.having(start=start, end=end, clause=verb.i)
    return found


def _noun_reason(reading: Reading, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    """The noun alone asserts a truce when it is asked for, or when it is told between whom it is."""
    sentence = reading.sentence
    found = _signed(reading, found, noun)
    if noun.lemma == "pause" and not _humanitarian(reading, noun):
        return found, "a pause of something else"
    if noun.lemma == "cessation" and not any(
        o.lemma in {"hostility", "hostilities", "fire", "fighting"} for _, o in preposed(sentence, noun, "of")
    ):
        return found, "a cessation of something else"
    asked = asked_for(sentence, noun)
    definite = any(c.lower in {"the", "this", "that"} for c in sentence.children(noun, "det"))
    head = sentence.head(noun)
    if asked is not None and asked[0] == "agreed":
        return found, "who agrees to it says so"
    if asked is not None:
        return found, ("" if not definite else "a truce already spoken of")
    if found.clause != noun.i and noun.dep != "pobj":
        return found, f"{head.text!r} says what becomes of it"
    if found.actors:
        found = found.having(presupposed=found.clause == noun.i)
        return found, ""
    if noun.dep == "pobj" and sentence.head(head).lemma in {"announcement", "start", "declaration"}:
        start, end = noun_evidence(sentence, noun)
        found = found.having(start=start, end=end)
        return found, ""
    return found, "only spoken of"


RULES: tuple[Rule, ...] = ()
