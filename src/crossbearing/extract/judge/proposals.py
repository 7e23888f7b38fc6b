"""Makes a candidate of any class on any word: its arguments stand where those of the class's frames usually stand.

No frame knows the word; what the frames of a class agree on (who does it is the subject, what it is done to stands
behind "on" or "against") is taken from them, so that no second list of arguments has to be kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from crossbearing.extract.frames import FrameMatcher
from crossbearing.extract.rule import IGNORED, Argument, Candidate, Frame, Reading, Slot
from crossbearing.text.tokens import Token
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import CLASSES

# A place for an argument counts as usual where this share of the class's frames has it.
_USUAL = 0.2
_REST = Slot("ANY", IGNORED)


def usual_frames(frames: Iterable[Frame]) -> dict[str, Frame]:
    """Return for every class a frame with the arguments that its frames usually have, else those of its family."""
    listed = list(frames)
    found: dict[str, Frame] = {}
    for cls in CLASSES:
        family = cls.partition(".")[0]
        own = [f for f in listed if f.cls == cls]
        kin = [f for f in listed if f.cls.partition(".")[0] == family]
        args = _usual(own if len(own) > 2 else kin, CLASSES[cls].roles)
        nothing: frozenset[str] = frozenset()
        found[cls] = Frame(f"judge.{cls}", cls, nothing, nothing, nothing, args)
    return found


def _usual(frames: list[Frame], roles: tuple[str, ...]) -> dict[str, tuple[Slot, ...]]:
    """Return the usual slots of each argument, the commonest first; what fits none of them does not stop the frame."""
    keys = Counter(key for f in frames for key in f.args)
    found: dict[str, tuple[Slot, ...]] = {}
    for key, number in sorted(keys.items()):
        if number < _USUAL * len(frames):
            continue
        slots = Counter(slot for f in frames for slot in dict.fromkeys(f.args.get(key, ())))
        usual = sorted(
            (s for s in slots if s.role != IGNORED and (s.type == "PLACE" or s.role in roles)),
            key=lambda s: (s.type == "ANY", -slots[s], s.type, s.role),
        )
        found[key] = (*usual, _REST)
    return found


def propose(frames: Mapping[str, Frame], reading: Reading, token: Token, cls: str) -> Candidate | None:
    """Return a candidate of a class on a word, with what the usual arguments of the class find around it."""
    return FrameMatcher().open(frames[cls], reading, token)


def recast(candidate: Candidate, cls: str, reason: str) -> Candidate:
    """Return a candidate under another class: who acts in it acts in that one too, and so those acted upon.

    >>> recast(Candidate("combat.raid", "combat.attack", 1, 1, 0, 9), "strike.air", "it flies").cls
    'strike.air'
    """
    roles = CLASSES[cls].roles
    actors = [a if a.role in roles else _in_role(a, roles) for a in candidate.actors]
    return candidate.having(
        cls=cls, actors=tuple(a for a in actors if a is not None), reasons=(*candidate.reasons, reason)
    )


def _in_role(actor: Argument, roles: tuple[str, ...]) -> Argument | None:
    """Return an actor in the role of a class that says the same of it, None where the class has none."""
    for side in (coding().acting, coding().acted_upon):
        if actor.role in side:
            found = next((role for role in roles if role in side), None)
            return None if found is None else replace(actor, role=found)
    return None
