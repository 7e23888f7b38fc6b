"""What a frame cannot say of movements: who has others moved, and places inside the mover's own phrase."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

from crossbearing.extract.binding import bind
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

SETS = word_sets(files(__package__ or "crossbearing.extract.families.movement") / "words.yml")
_ROLES = {
    "from": "origin",
    "to": "destination",
    "into": "destination",
    "for": "destination",
    "towards": "destination",
    "toward": "destination",
}
RULES: tuple[Rule, ...] = ()


def _places_of(reading: Reading, head: Token, found: Candidate) -> Candidate:
    """Bind the places in the mover's own phrase: "residents of X", "evacuees from the towns of X and Y"."""
    for prep, noun in preposed(reading.sentence, head, *_ROLES):
        if prep.i > head.i:
            found = bind(reading, (Slot("PLACE", _ROLES[prep.lower]),), noun, prep.lower, found)[0]
    return found


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Find the places inside the mover's phrase and refuse what moves nobody."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    found = _settle_roles(reading, name, trigger, found)
    for mover in [a for a in found.actors if a.role == "mover"]:
        found = _places_of(reading, sentence.tokens[mover.head], found)
    reason = _reason(reading, name, trigger, found)
    if reason:
        near(frame.name, trigger, reason)
        return None
    movers = [sentence.tokens[a.head].lemma for a in found.actors if a.role == "mover"]
    if name == "leave" and movers and set(movers) <= SETS["regulars"]:
        found = found.having(cls="movement.withdrawal")
    return found


def _reason(reading: Reading, name: str, trigger: Token, found: Candidate) -> str:
    """Return why nobody moves, or an empty string."""
    sentence = reading.sentence
    if name == "displace" and not any(a.role == "mover" for a in found.actors):
        return "nobody moves"
    if name in {"withdraw", "pull_out"} and any(
        o.lemma in SETS["spoken"] for _, o in preposed(sentence, trigger, "from", "of")
    ):
        return "withdraws from words, not from ground"
    heads = {sentence.tokens[p.head].lemma for _, p in found.places}
    if name == "bring_out" and heads and heads <= SETS["ward"]:
        return "to a hospital"
    if name == "leave" and not _leaves(reading, found):
        return "no people or forces leave a place"
    return ""


def _settle_roles(reading: Reading, name: str, trigger: Token, found: Candidate) -> Candidate:
    """Who has others moved organises it; "announced the retreat of" moves those of the retreat; no place moves."""
    sentence = reading.sentence
    if name == "return" and trigger.is_verb and patients(sentence, trigger) and not is_passive(sentence, trigger):
        doers = {t.i for t in agents(sentence, trigger)}
        found = found.having(actors=tuple(replace(a, role="organiser") if a.head in doers else a for a in found.actors))
    if name == "evacuate" and trigger.is_verb and not is_passive(sentence, trigger) and not patients(sentence, trigger):
        found = found.having(actors=tuple(replace(a, role="mover") for a in found.actors))
    if name == "displace" and trigger.tag in {"VBD", "VBN"} and not patients(sentence, trigger):
        found = found.having(actors=tuple(replace(a, role="mover") for a in found.actors))  # "millions displaced"
    if trigger.is_noun and found.clause != trigger.i:
        doers = {t.i for t in agents(sentence, sentence.tokens[found.clause])} - {trigger.i}
        if any(a.role == "mover" and a.head not in doers for a in found.actors):
            found = found.having(actors=tuple(a for a in found.actors if a.head not in doers or a.role != "mover"))
    grounds = {p.head for _, p in found.places}
    return found.having(actors=tuple(a for a in found.actors if a.role != "mover" or a.head not in grounds))


def _is_house(reading: Reading, head: int) -> bool:
    return "FACILITY" in token_kinds(reading.sentence.tokens[head])


def _leaves(reading: Reading, found: Candidate) -> bool:
    movers = [reading.sentence.tokens[a.head] for a in found.actors if a.role == "mover"]
    kinds = {actor_kind(reading.sentence, t) for t in movers}
    if kinds == {"people"} and all(not p.named and _is_house(reading, p.head) for _, p in found.places):
        return False  # pupils leave a school every day; troops who leave one give it up
    return bool(
        kinds & {"forces", "people", "pronoun", "group", "demonym"}
        or any(t.lemma in SETS["vehicle"] | {"evacuee"} for t in movers)
    ) and bool(found.places)
