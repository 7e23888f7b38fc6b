"""What a frame cannot say of movements: evacuees on their way, safe passage, places inside the mover's own phrase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

from crossbearing.extract.binding import bind
from crossbearing.extract.clauses import verb_evidence
from crossbearing.extract.phrases.actors import actor_kind, actor_mention
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed, surface_subject
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.modality import modality_of
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
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
_MEN = frozenset({"forces", "people", "group", "name", "pronoun", "demonym", "state"})


def _places_of(reading: Reading, head: Token, found: Candidate) -> Candidate:
    """Bind the places in the mover's own phrase: "residents of X", "evacuees from the towns of X and Y"."""
    for prep, noun in preposed(reading.sentence, head, *_ROLES):
        if prep.i > head.i:
            found = bind(reading, (Slot("PLACE", _ROLES[prep.lower]),), noun, prep.lower, found)[0]
    return found


def _evacuees(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "Evacuees from X waited to enter Y"."""
    sentence = reading.sentence
    head, verb = noun, reading.head_of(noun)
    while head.dep in {"pobj", "prep"} and reading.head_of(head).i != head.i:
        head = reading.head_of(head)
        verb = reading.head_of(head)
    if not verb.is_verb or head.dep not in {"nsubj", "nsubjpass"} or verb.lemma not in SETS["on_the_way"]:
        return
    found = Candidate("movement.evacuation", "movement.evacuees", noun.i, verb.i, 0, 0)
    found = found.adding(actors=[Argument("mover", head.i, actor_mention(sentence, head))])
    found = _places_of(reading, noun, found)
    for prep, place in preposed(sentence, verb, *_ROLES):
        found = bind(reading, (Slot("PLACE", _ROLES[prep.lower]),), place, prep.lower, found)[0]
    for inner in sentence.children(verb, "xcomp"):
        for place in sentence.children(inner, "dobj"):
            found = bind(reading, (Slot("PLACE", "destination"),), place, "", found)[0]
    start, end = verb_evidence(sentence, verb, tuple(c.i for c in sentence.children(verb, "xcomp")))
    found = found.having(start=start, end=end)
    read = modality_of(sentence, verb)
    found = found.having(modality=read.modality, polarity=read.polarity)
    yield found


def _passage(reading: Reading, noun: Token) -> Iterable[Candidate]:
    """ "Gunmen were given safe passage from X": they were let go, which is agreed."""
    sentence, verb = reading.sentence, reading.head_of(noun)
    safe = any(c.lower in {"safe", "secure", "free"} for c in sentence.children(noun, "amod"))
    if not safe or not verb.is_verb or noun.dep not in {"dobj", "nsubjpass", "oprd"}:
        return
    places = [(p, o) for g in (noun, verb) for p, o in preposed(sentence, g, "of", "from", "to")]
    movers = surface_subject(sentence, verb) if is_passive(sentence, verb) else sentence.children(verb, "dative")
    movers = [t for t in movers if actor_kind(sentence, t) in _MEN and t is not noun]
    found = Candidate("movement.evacuation", "movement.passage", noun.i, verb.i, 0, 0)
    for prep, place in places:
        found = bind(
            reading, (Slot("PLACE", "destination" if prep.lower == "to" else "origin"),), place, prep.lower, found
        )[0]
    found = found.having(actors=tuple(Argument("mover", t.i, actor_mention(sentence, t)) for t in movers))
    if not found.places or not found.actors:
        return
    if not is_passive(sentence, verb):
        found = found.adding(
            actors=[
                Argument("organiser", t.i, actor_mention(sentence, t))
                for t in agents(sentence, verb)
                if actor_kind(sentence, t)
            ]
        )
    start, end = verb_evidence(sentence, verb, (noun.i,))
    found = found.having(start=start, end=end)
    read = modality_of(sentence, verb)
    agreed = any(t.lemma in {"deal", "agreement", "accord"} for t in sentence.tokens)
    found = found.having(
        modality="agreed" if agreed and read.modality == "occurred" else read.modality, polarity=read.polarity
    )
    yield found


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Find the places inside the mover's phrase and refuse what moves nobody."""
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    name = frame.name.partition(".")[2]
    found = _late_mover(reading, name, trigger, found)
    found = _settle_roles(reading, name, trigger, found)
    for mover in [a for a in found.actors if a.role == "mover"]:
        head = sentence.tokens[mover.head]
        found = _places_of(reading, head, found)
        if name in {"evacuate", "bring_out"}:
            found = _home_of(reading, head, found)
    reason = _reason(reading, name, trigger, found)
    if reason:
        near(frame.name, trigger, reason)
        return None
    movers = [sentence.tokens[a.head].lemma for a in found.actors if a.role == "mover"]
    if name == "leave" and movers and set(movers) <= SETS["regulars"]:
        found = found.having(cls="movement.withdrawal")
    return _tidy(reading, trigger, found)


def _reason(reading: Reading, name: str, trigger: Token, found: Candidate) -> str:
    """Return why nobody moves, or an empty string."""
    sentence = reading.sentence
    movers = [sentence.tokens[a.head] for a in found.actors if a.role == "mover"]
    if trigger.is_verb and trigger.dep == "amod":
        return "only modifies a noun"
    if trigger.is_noun and sentence.tokens[found.clause].lemma in {"broker", "mediate"}:
        return "only spoken of as agreed"
    if name in _NEEDS_MOVER and not movers:
        return "nobody moves"
    if name in {"withdraw", "pull_out"} and any(
        o.lemma in SETS["spoken"] for _, o in preposed(sentence, trigger, "from", "of")
    ):
        return "withdraws from words, not from ground"
    if name in {"send", "deploy"} and all(actor_kind(sentence, t) == "people" for t in movers):
        return "no forces are sent"
    if name == "cross_into" and not {actor_kind(sentence, t) for t in movers} & {"people", "demonym"}:
        return "forces cross, nobody flees"
    heads = {sentence.tokens[p.head].lemma for _, p in found.places}
    if name == "bring_out" and not found.places and not _on_wheels(reading, trigger):
        return "from nowhere to nowhere"
    if (
        name in {"bring_out", "flee"}
        and heads & SETS["no_ground"]
        and not any(r == "origin" and p.named for r, p in found.places)
    ):
        return "to a hospital or out of a prison"
    if name == "bring_out" and heads and heads <= SETS["ward"]:
        return "to a hospital"
    if name == "evacuate" and trigger.is_noun and not (found.actors or found.places):
        return "nobody from nowhere"
    if name == "leave" and not _leaves(reading, found):
        return "no people or forces leave a place"
    if name == "flee" and trigger.is_verb and trigger.dep == "advcl" and not found.places:
        return "an aside without a place"
    return ""


_NEEDS_MOVER = frozenset(
    [
        "withdraw",
        "pull_out",
        "withdraw_forces",
        "deploy",
        "mass",
        "send",
        "displace",
        "force_out",
        "return",
        "flee",
        "leave",
    ]
)


def _settle_roles(reading: Reading, name: str, trigger: Token, found: Candidate) -> Candidate:
    """Who has others moved organises it; "announced the retreat of" moves those of the retreat; no place moves."""
    sentence = reading.sentence
    if name == "return" and trigger.is_verb and patients(sentence, trigger) and not is_passive(sentence, trigger):
        doers = {t.i for t in agents(sentence, trigger)}
        found = found.having(actors=tuple(replace(a, role="organiser") if a.head in doers else a for a in found.actors))
    if name == "evacuate" and trigger.is_verb and not is_passive(sentence, trigger) and not patients(sentence, trigger):
        found = found.having(actors=tuple(replace(a, role="mover") for a in found.actors))
    if trigger.is_noun and found.clause != trigger.i:
        doers = {t.i for t in agents(sentence, sentence.tokens[found.clause])} - {trigger.i}
        if any(a.role == "mover" and a.head not in doers for a in found.actors):
            found = found.having(actors=tuple(a for a in found.actors if a.head not in doers or a.role != "mover"))
    grounds = {p.head for _, p in found.places}
    return found.having(actors=tuple(a for a in found.actors if a.role != "mover" or a.head not in grounds))


_COUNTED = {
    "movement.evacuation": "evacuated",
    "movement.displacement": "displaced",
    "movement.return": "returned",
    "movement.withdrawal": "fighters",
    "movement.deployment": "fighters",
}


def _tidy(reading: Reading, trigger: Token, found: Candidate) -> Candidate:
    """Vehicles organise nothing; movers are counted; a participle after a noun presupposes or goes on."""
    sentence = reading.sentence
    found = found.having(
        actors=tuple(
            a
            for a in found.actors
            if a.role != "organiser"
            or not (
                sentence.tokens[a.head].lemma in SETS["vehicle"]
                or actor_kind(sentence, sentence.tokens[a.head]) == "carrier"
            )
        )
    )
    movers = {a.head for a in found.actors if a.role == "mover"}
    for quantity in reading.quantities:
        if quantity.head in movers and quantity.category != "things":
            found = found.adding(counts=[(quantity, _COUNTED[found.cls])])
    if trigger.is_verb and trigger.dep == "acl" and found.cls != "movement.deployment":
        found = found.having(
            presupposed=trigger.tag == "VBN" or (trigger.tag == "VBG" and found.cls == "movement.evacuation")
        )
    if trigger.tag == "VBG" and trigger.dep == "acl" and found.modality == "occurred":
        found = found.having(modality="ongoing")
    return found


def _late_mover(reading: Reading, name: str, verb: Token, found: Candidate) -> Candidate:
    """Read the mover where the parser took a participle for a past tense or hung it on another noun."""
    if any(a.role == "mover" for a in found.actors):
        return found
    if name == "displace" and verb.tag in {"VBD", "VBN"} and not patients(reading.sentence, verb):
        found = found.having(actors=tuple(replace(a, role="mover") for a in found.actors if a.role == "organiser"))
    before = reading.sentence.tokens[verb.i - 1] if verb.i else verb
    if name == "flee" and verb.tag == "VBG" and actor_kind(reading.sentence, before) in _MEN:
        found = found.adding(actors=[Argument("mover", before.i, actor_mention(reading.sentence, before))])
    return found


def _home_of(reading: Reading, head: Token, found: Candidate) -> Candidate:
    """ "evacuating residents of X": where they live is where they leave."""
    for _, place in preposed(reading.sentence, head, "of"):
        if place.kind == "place" or actor_kind(reading.sentence, place) is None:
            found = bind(reading, (Slot("PLACE", "origin"),), place, "of", found)[0]
    return found


def _on_wheels(reading: Reading, verb: Token) -> bool:
    return any(t.lemma in SETS["vehicle"] for t in [*agents(reading.sentence, verb), *patients(reading.sentence, verb)])


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


RULES = (
    Rule("movement.evacuees", frozenset({"evacuee"}), _evacuees),
    Rule("movement.passage", frozenset({"passage"}), _passage),
)
