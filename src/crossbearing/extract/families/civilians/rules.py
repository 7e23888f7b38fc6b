"""What frames cannot say of violence against civilians: whose war it belongs to, and captives told from the free."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.event_nouns import asserts, is_definite, refers_back
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.denied import foilers, is_thwarted
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.munitions import kinds_at
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.extract.shot_fates import count_people, count_slain, shot_fate
from crossbearing.text.tokens import Token

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.civilians") / "words.yml")


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Leave to strikes and fighting what they tell, drop nouns that only refer, call the killing of captives so."""
    trigger = reading.sentence.tokens[found.predicate]
    if found.nominal:
        found, reason = _noun(reading, frame, found, trigger)
    else:
        reason = _verb(reading, frame, found, trigger)
    if reason:
        near(frame.name, trigger, reason)
        return None
    found = found.having(actors=tuple(a for a in found.actors if reading.sentence.tokens[a.head].tag != "CD"))
    if trigger.lemma == "shoot" and trigger.is_verb:
        found = count_people(reading, found, shot_fate(reading, trigger), patients(reading.sentence, trigger))
    elif trigger.is_verb and trigger.lemma in {"kill", "murder", "slay", "behead", "execute", "assassinate"}:
        found = count_people(reading, found, "killed", patients(reading.sentence, trigger))
    elif found.nominal and is_thwarted(reading.sentence, trigger):
        found = found.having(polarity="negative", reasons=(*found.reasons, "negated: not brought off"))
    elif found.nominal:
        found = count_slain(reading, found, trigger)
    if found.nominal:
        found = found.having(actors=tuple(a for a in found.actors if a.head not in foilers(reading.sentence, trigger)))
    if found.cls == "civilians.attack" and trigger.lemma in {"massacre", "slaughter", "shoot", "murder", "kill"}:
        found = _of_captives(reading, found, trigger)
    return found


def _verb(reading: Reading, frame: Frame, found: Candidate, verb: Token) -> str:
    sentence = reading.sentence
    if frame.name == "civilians.execute":
        return _hanged(reading, verb)
    if frame.name == "civilians.massacre":
        targets = [sentence.tokens[a.head] for a in found.actors if a.role == "target"]
        return "" if not targets or any(_person(reading, t) for t in targets) else "no people are killed"
    if frame.name != "civilians.kill":
        return ""
    doers = agents(sentence, verb)
    if verb.dep == "relcl" and reading.sentence.head(verb).kind == "place":
        return "a place kills nobody"
    if verb.tag == "VBG" and verb.dep in {"advcl", "acl", "pcomp"}:
        return "the result of something else"
    counted = {p.head for p, _ in reading.tolls if verb.i == p.last + 1}
    if not any(_may_attack(reading, t) for t in doers if t.i not in counted):
        return "nobody attacks"
    near = [o for p, o in preposed(sentence, verb, "in", "by", "with", "from", "during", "after", "when")]
    told = [t for t in (*near, *doers) if t.lemma in SETS["war_event"] or kinds_at(sentence, t)]
    if told and verb.lemma not in {"shoot", "gun", "stab"}:
        return f"told by {told[0].text!r}"
    if verb.lemma in {"attack", "ambush", "target"} and any(kinds_at(sentence, o) for p, o in preposed(sentence, verb)):
        return "a strike"
    if any(t.lemma in SETS["armed"] for t in patients(sentence, verb)):
        return "fighters are killed"
    return _explained(reading, verb)


def _person(reading: Reading, token: Token) -> bool:
    unit = lexicon().nouns.get(token.lemma)
    known = unit is not None and unit.kind == "people"
    return known or actor_kind(reading.sentence, token) is not None or token.tag in {"PRP", "NNP", "NNPS", "CD"}


def _may_attack(reading: Reading, token: Token) -> bool:
    if token.lemma in SETS["attacker"]:
        return True
    return actor_kind(reading.sentence, token) in {
        "forces",
        "authority",
        "group",
        "name",
        "demonym",
        "pronoun",
        "state",
    }


def _explained(reading: Reading, verb: Token) -> str:
    """A killing beside a strike of the same doer is its toll: "shelled the town and killed nine residents"."""
    head = reading.sentence.head(verb)
    if verb.dep != "conj" or not head.is_verb:
        return ""
    objects = [*patients(reading.sentence, head), head]
    return "the toll of the verb before it" if any(kinds_at(reading.sentence, t) for t in objects) else ""


def _hanged(reading: Reading, verb: Token) -> str:
    """ "Hang" and "execute" need people: plans are executed, pictures hang."""
    if verb.lemma not in {"execute", "hang"}:
        return ""
    sentence = reading.sentence
    people = [t for t in patients(sentence, verb) if actor_kind(sentence, t) or t.tag == "CD"]
    return "" if people else "nobody is put to death"


def _noun(reading: Reading, frame: Frame, found: Candidate, noun: Token) -> tuple[Candidate, str]:
    sentence = reading.sentence
    host = sentence.tokens[found.clause] if found.clause != found.predicate else None
    if refers_back(sentence, noun, host):
        return found, "only refers to it"
    if frame.name == "civilians.attack_noun":
        if kinds_at(sentence, noun):
            return found, "a strike"
        if not any(a.role == "target" for a in found.actors):
            return found, "nobody is attacked"
    governor = sentence.head(noun)
    if noun.dep in {"compound", "nmod"} and governor.is_noun:
        return found, "only modifies a noun"
    if host is None and not found.actors and not found.places:
        return found, "nobody is named"
    if (
        host is None
        and is_definite(sentence, noun)
        and not any(a.role in {"initiator", "target"} for a in found.actors)
    ):
        return found, "only refers to it"
    if host is None:
        found, told = asserts(sentence, noun, found)
        return found, "" if told or found.actors else "only refers to it"
    return found, ""


def _of_captives(reading: Reading, found: Candidate, trigger: Token) -> Candidate:
    """The massacre of captives is an execution (claim contract, "Rulings")."""
    sentence = reading.sentence
    for actor in found.actors:
        if actor.role != "target":
            continue
        head = sentence.tokens[actor.head]
        words = {head.lemma, *(c.lower for c in sentence.children(head, "amod", "compound"))}
        held = any(c.dep in {"acl", "relcl"} and c.lemma in SETS["captured"] for c in sentence.children(head))
        if words & SETS["captive"] or held:
            found = found.having(cls="civilians.execution")
            return found.adding(reasons=["class: those killed were captives"])
    return found
