"""People hit, wounded or brought to care, where no verb of harm says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crossbearing.extract.families.casualties.chains import SETS, is_harm
from crossbearing.extract.families.casualties.shot import tell
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.phrases.singles import single_person
from crossbearing.extract.phrases.tolls_words import toll_words
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.text.tokens import Token


def is_fatal_wound(reading: Reading, wounds: Sequence[Token]) -> bool:
    """Say whether one of the wounds killed: "a fatal gunshot wound"."""
    return any(c.lower in toll_words().deadly for o in wounds for c in reading.sentence.children(o, "amod", "compound"))


def hit(reading: Reading, verb: Token) -> Iterable[Candidate]:
    """ "A porter was hit by gunfire", "a splinter struck her in the neck", "grazed by a bullet"."""
    sentence = reading.sentence
    missiles = any(t.lemma in SETS["projectile"] for t in agents(sentence, verb))
    wounded = any(o.lemma in SETS["body_part"] for _, o in preposed(sentence, verb, "in", "on", "through"))
    if not missiles and not wounded and not _fired(reading, verb):
        return
    yield from tell(reading, "casualties.hit", verb, verb, "injured", patients(sentence, verb))


def _fired(reading: Reading, verb: Token) -> bool:
    """Whether the hit is the result of a shot: "opened fire, hitting two"."""
    above = reading.sentence.head(verb)
    fire = any(o.lemma in SETS["projectile"] for o in patients(reading.sentence, above))
    return above.lemma in SETS["firing"] or fire


def _person(reading: Reading, token: Token) -> bool:
    counted = any(token.i in {p.head, p.number[1]} and p.kind == "people" for p in reading.quantities)
    return counted or single_person(reading.sentence, token) is not None


def in_care(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "He is in critical condition", "a student was taken to hospital", "found a trader with gunshot wounds"."""
    sentence = reading.sentence
    prep = sentence.head(noun)
    verb = next((t for t in sentence.ancestors(noun) if t.is_verb), None)
    if verb is None or prep.lower not in {"in", "to", "with", "for", "into"}:
        return
    bearer = sentence.head(prep)
    if noun.lemma == "wound" and prep.lower == "with" and _person(reading, bearer):
        fate = "killed" if is_fatal_wound(reading, [noun]) else "injured"
        yield from tell(reading, "casualties.in_care", noun, verb, fate, [bearer])
        return
    people = _cared_for(reading, noun, verb)
    behind = sentence.tokens[noun.i :]
    if (verb.dep == "conj" and is_harm(sentence.head(verb))) or any(
        t.lower in {"died", "dead", "dies", "precaution"} for t in behind
    ):
        return  # "taken to a hospital, where he died"
    yield from tell(reading, "casualties.in_care", noun, verb, "injured", people)


def _cared_for(reading: Reading, noun: Token, verb: Token) -> Sequence[Token]:
    """Return who is hurt as the verb and the noun of wounds, of a state or of a house of care tell it."""
    sentence = reading.sentence
    passive = is_passive(sentence, verb)
    subject = patients(sentence, verb) if passive else surface_subject(sentence, verb)
    if noun.lemma == "condition":
        words = {c.lower for c in sentence.children(noun, "amod", "compound", "conj")}
        return subject if verb.lemma in SETS["lying"] and words & SETS["grave"] else []
    if noun.lemma == "wound":
        return subject if verb.lemma in SETS["bringing"] | SETS["lying"] else []
    if verb.lemma in SETS["bringing"]:
        return subject if passive else [t for t in sentence.children(verb, "dobj") if _person(reading, t)]
    if verb.lemma in SETS["sending"] and not any(actor_kind(sentence, t) for t in agents(sentence, verb)):
        return [t for t in patients(sentence, verb) if _person(reading, t)]  # the blast sent her, no superior did
    return []
