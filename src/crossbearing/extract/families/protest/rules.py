"""What a frame cannot say of protests: against whom "anti-government" is, and which marches are no protest."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.protest") / "words.yml")


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Read the target off "anti-government protests"; marches need a crowd."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    if trigger.is_noun:
        found = _target(reading, trigger, found)
        if not found.actors and not found.places and not reading.times:
            near(frame.name, trigger, "neither who, where, when nor against whom")
            return None
    if trigger.is_noun and found.clause == trigger.i:
        found = found.having(presupposed=True)
    if frame.name == "protest.march":
        heads = [sentence.tokens[a.head] for a in found.actors if a.role == "protester"]
        street = any(t.lemma == "street" for t in sentence.tokens)
        if not any(t.lemma in SETS["crowd"] for t in heads) or (trigger.lemma == "take" and not street):
            near(frame.name, trigger, "no crowd in the street")
            return None
    return found


def _target(reading: Reading, noun: Token, found: Candidate) -> Candidate:
    """ "anti-regime protests", whether the parser keeps the hyphen or not."""
    tokens = reading.sentence.tokens
    for i in range(noun.i - 1, max(noun.i - 6, -1), -1):
        if tokens[i].lower == "anti" and i + 2 < noun.i + 1 and tokens[i + 1].text in {"-", "–"}:
            against = tokens[i + 2]
        elif tokens[i].lower.startswith("anti-") and len(tokens[i].lower) > 5:
            against = tokens[i]
        else:
            continue
        word = against.lower.removeprefix("anti-")
        start = against.end - len(word)
        found = found.having(actors=tuple(a for a in found.actors if a.head not in {i, against.i}))
        if word in SETS["opposed"] or actor_kind(reading.sentence, against):
            mention = reading.sentence.mention(against.i, against.i)
            if start != against.start:
                mention = type(mention).of(reading.sentence.document_text, start, against.end)
            found = found.adding(actors=[Argument("target", against.i, mention)])
        return found
    return found


RULES: tuple[Rule, ...] = ()
