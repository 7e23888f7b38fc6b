"""What frames cannot say of damage: only things are destroyed, and shells and raids are not those who do it."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.binding import bind, in_time
from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.phrases.munitions import kind_of
from crossbearing.extract.rule import Argument, Candidate, Frame, Near, Reading, Rule, Slot
from crossbearing.text.tokens import Token

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.infrastructure") / "words.yml")
_LOCATION = (Slot("PLACE", "location"),)
_GROUND = frozenset({"settlement", "region", "line"})
# Verbs whose subject suffers the damage instead of doing it.
_SUFFERING = frozenset({"suffer", "sustain"})
# Verbs whose subject only tells of it.
_TELLING = frozenset({"report", "see"})
# Lines that are built things and no ground.
_BUILT = frozenset({"pipeline", "railway", "track", "canal", "line"})


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Sort what was damaged into things, ground and what cannot be; refuse damage to people, forces and ideas."""
    trigger = reading.sentence.tokens[found.predicate]
    short = frame.name.partition(".")[2]
    reason = _unfit(reading, found, trigger, short)
    if not reason:
        found = _sorted_actors(reading, found, trigger)
        if short in {"destroy", "shoot_down"} and not (_targets(found) or found.places):
            reason = "nothing that can be destroyed"
    if reason:
        near(frame.name, trigger, reason)
        return None
    return found


def _targets(found: Candidate) -> list[Argument]:
    return [a for a in found.actors if a.role == "target"]


def _unfit(reading: Reading, found: Candidate, trigger: Token, frame: str) -> str:
    sentence = reading.sentence
    heads = [sentence.tokens[a.head] for a in _targets(found)]
    if frame in {"destroy", "loot"} and not heads and not (found.nominal and found.actors):
        return "nothing is destroyed"
    if frame == "shoot_down":
        flying = any(t.lemma in SETS["flying"] or kind_of(t) in {"air", "drone"} for t in heads)
        down = trigger.lemma == "down" or any(c.lower == "down" for c in sentence.children(trigger, "prt", "advmod"))
        return "" if flying and down else "nothing is shot down"
    if frame == "collapse":
        return "" if any(t.lemma in SETS["structure"] for t in heads) else "nothing built collapses"
    if frame == "out_of_service":
        return "" if any(t.lemma in SETS["served"] for t in heads) else "nothing goes out of service"
    if found.nominal and frame == "damage_to":
        governor = sentence.head(trigger)
        if not _targets(found) or governor.lemma in SETS["quiet"] or trigger.dep == "dobj":
            return "damage only spoken of"
    if found.nominal and frame in {"destroy", "loot"} and not (_targets(found) or found.places or found.actors):
        return "nothing is named as destroyed or taken"
    if frame in {"damage_to", "cause_damage", "destroy", "set_fire", "blow_up"} and heads:
        return "" if any(_thing(reading, t) for t in heads) else f"{heads[0].text!r} is no thing"
    return ""


def _thing(reading: Reading, head: Token) -> bool:
    """Say whether the word is a thing: no people, no forces, nothing abstract; machines that fight are things here."""
    if head.lemma in SETS["no_thing"] or head.lower in SETS["no_thing"] or in_time(reading, head):
        return False
    if head.kind == "place":
        return True
    kind = words("actors").get(head.lemma)
    if head.kind in {"actor", "person", "outlet"} or kind in {"people", "forces", "group"}:
        return head.lemma in {"artillery", "camp"}
    return head.tag not in {"PRP", "WP", "CD"} or head.lower in {"it", "them"}


def _sorted_actors(reading: Reading, found: Candidate, trigger: Token) -> Candidate:
    kept: list[Argument] = []
    for argument in found.actors:
        head = reading.sentence.tokens[argument.head]
        if argument.role == "initiator":
            suffers = trigger.lemma in _SUFFERING
            acting = actor_kind(reading.sentence, head) is not None and (
                not kind_of(head) or head.lemma in words("actors") or bool(head.kind)
            )
            if suffers and not in_time(reading, head):
                kept.append(Argument("target", argument.head, argument.mention))
            elif acting and not suffers and trigger.lemma not in _TELLING and not in_time(reading, head):
                kept.append(argument)
        elif not _fits(reading, head, found):
            continue
        elif head.kind == "place" or (words("places").get(head.lemma) in _GROUND and head.lemma not in _BUILT):
            found = bind(reading, _LOCATION, head, "", found)[0]
        else:
            kept.append(argument)
    return found.having(actors=tuple(kept))


def _fits(reading: Reading, head: Token, found: Candidate) -> bool:
    """Say whether the word can be what this claim says was destroyed, put out of service or taken."""
    if found.cls.endswith("looting"):
        return head.lemma not in words("actors") or _thing(reading, head)
    if found.rule.endswith("out_of_service"):
        return head.lemma in SETS["served"]
    return _thing(reading, head)
