"""What frames cannot say of violence against civilians: whose war it belongs to."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.event_nouns import is_casualty, with_conjoined_harm
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.arguments import agents, patients, preposed
from crossbearing.extract.phrases.lexicon import word_sets
from crossbearing.extract.phrases.munitions import kinds_at
from crossbearing.extract.phrases.quantities_lexicon import lexicon
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.text.tokens import Token

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.civilians") / "words.yml")


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Leave to strikes and fighting what they tell."""
    trigger = reading.sentence.tokens[found.predicate]
    reason = "" if found.nominal else _verb(reading, frame, found, trigger)
    if reason:
        near(frame.name, trigger, reason)
        return None
    found = found.having(actors=tuple(a for a in found.actors if reading.sentence.tokens[a.head].tag != "CD"))
    if is_casualty(trigger) and trigger.is_verb:
        found = with_conjoined_harm(reading.sentence, trigger, found)
    return found


def _verb(reading: Reading, frame: Frame, found: Candidate, verb: Token) -> str:
    sentence = reading.sentence
    if frame.name == "civilians.massacre":
        targets = [sentence.tokens[a.head] for a in found.actors if a.role == "target"]
        return "" if not targets or any(_person(reading, t) for t in targets) else "no people are killed"
    if frame.name != "civilians.kill":
        return ""
    doers = agents(sentence, verb)
    if all(t.lemma not in SETS["attacker"] and actor_kind(sentence, t) in {None, "people", "carrier"} for t in doers):
        return "nobody attacks"
    if verb.dep == "relcl" and reading.sentence.head(verb).kind == "place":
        return "a place kills nobody"
    if verb.tag == "VBG" and verb.dep in {"advcl", "acl", "pcomp"}:
        return "the result of something else"
    near = [o for p, o in preposed(sentence, verb, "in", "by", "with", "from", "during", "after", "when")]
    told = [t for t in (*near, *doers) if t.lemma in SETS["war_event"] or kinds_at(sentence, t)]
    if told and verb.lemma not in {"shoot", "gun", "stab"}:
        return f"told by {told[0].text!r}"
    if verb.lemma in {"attack", "ambush", "target"} and any(kinds_at(sentence, o) for p, o in preposed(sentence, verb)):
        return "a strike"
    if any(t.lemma in SETS["armed"] for t in patients(sentence, verb)):
        return "fighters are killed"
    return ""


def _person(reading: Reading, token: Token) -> bool:
    unit = lexicon().nouns.get(token.lemma)
    known = unit is not None and unit.kind == "people"
    return known or actor_kind(reading.sentence, token) is not None or token.tag in {"PRP", "NNP", "NNPS", "CD"}
