"""What frames cannot say of damage: only things are destroyed, and shells and raids are not those who do it."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.binding import in_time
from crossbearing.extract.phrases.lexicon import word_sets, words
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Rule
from crossbearing.extract.targets import settled
from crossbearing.text.tokens import Token

RULES: tuple[Rule, ...] = ()
SETS = word_sets(files(__package__ or "crossbearing.extract.families.infrastructure") / "words.yml")


def refine(reading: Reading, frame: Frame, found: Candidate, near: Near) -> Candidate | None:
    """Sort what was damaged into things and ground; refuse damage to people, forces and ideas, or only spoken of."""
    if frame.name == "infrastructure.suffer_damage":  # whoever suffers damage is hit, be it an army
        return settled(reading, found, lambda head: True)
    reason = _unfit(reading, found, frame.name.partition(".")[2])
    if reason:
        near(frame.name, reading.sentence.tokens[found.predicate], reason)
        return None
    return settled(reading, found, lambda head: _fits(reading, head, found))


def _unfit(reading: Reading, found: Candidate, frame: str) -> str:
    sentence = reading.sentence
    trigger = sentence.tokens[found.predicate]
    heads = [sentence.tokens[a.head] for a in found.actors if a.role == "target"]
    if frame in {"destroy", "loot"} and not heads:
        told = found.places if frame == "destroy" else found.actors
        return "" if found.nominal and told else "nothing is destroyed or taken"
    if frame == "damage_to":
        governor = sentence.head(trigger)
        if not heads or governor.lemma in SETS["quiet"] or trigger.dep == "dobj":
            return "damage only spoken of"
    return "" if not heads or any(_fits(reading, t, found) for t in heads) else f"{heads[0].text!r} is no thing"


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


def _fits(reading: Reading, head: Token, found: Candidate) -> bool:
    """Say whether the word can be what this claim says was destroyed, put out of service or taken."""
    if found.cls.endswith("looting"):
        return head.lemma not in words("actors") or _thing(reading, head)
    return _thing(reading, head)
