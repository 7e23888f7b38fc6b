"""Puts words into the slots of a frame: which phrase type fits, what its mention is, who stands with it."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.extract.phrases.actors import actor_kind, actor_mention, is_name_like, modifying_actors, opposed
from crossbearing.extract.phrases.arguments import preposed
from crossbearing.extract.phrases.calendar_names import tells_time
from crossbearing.extract.phrases.chunks import coordinated, through_partitive
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.naming import NAMING, names_of
from crossbearing.extract.phrases.places import PlacePhrase, is_place, place_mention
from crossbearing.extract.rule import IGNORED, Argument, Candidate, Frame, Reading, Slot
from crossbearing.text.tokens import Token


def fits(reading: Reading, slot: Slot, head: Token) -> bool:
    """Say whether the word can be what the slot asks for: a PLACE, an ACTOR, ANY noun, or one of the kinds named."""
    if slot.kinds:
        return not slot.kinds.isdisjoint(token_kinds(head)) and not in_time(reading, head)
    if slot.type == "PLACE":
        named = head.tag in {"NNP", "NNPS"} or (head.tag == "NN" and is_name_like(reading.sentence, head))
        named = named and not head.kind and not in_time(reading, head) and not tells_time(reading.sentence, head)
        return is_place(reading.sentence, head) or named or head.lower in {"there", "it"}
    if slot.type == "ACTOR":
        if in_time(reading, head):
            return False
        return actor_kind(reading.sentence, head) is not None or head.tag in {"WP", "CD"}
    return head.tag not in {"WDT", "EX"}


def in_time(reading: Reading, token: Token) -> bool:
    """Say whether the word belongs to a time phrase: "in December" names no place."""
    times = reading.times
    return bool(times) and any(t.start <= token.start and token.end <= t.end for t in times)


def bind(
    reading: Reading, slots: tuple[Slot, ...], head: Token, preposition: str, found: Candidate
) -> tuple[Candidate, Slot | None]:
    """Put ``head`` into the first slot whose type it fits; return the candidate with it, and that slot or None.

    "The town of X" and "X, a town" put X into a PLACE slot, "most of X" puts X into either; in "under IS control" and
    "in rebel hands" the actor stands before the noun.
    """
    head = through_partitive(reading.sentence, head)
    for slot in slots:
        if slot.type == "ACTOR" and head.lemma in _HANDS:
            owners = [
                *modifying_actors(reading.sentence, head),
                *(o for _, o in preposed(reading.sentence, head, "of")),
            ]
            for owner in (o for o in owners if o.lemma not in _HANDS):
                found, owned = bind(reading, (slot,), owner, preposition, found)
                if owned is not None:
                    return found, slot
            continue
        if not fits(reading, slot, head):
            continue
        if slot.role == IGNORED:
            return found, slot
        if slot.type == "PLACE":
            for place in named_places(reading, head):
                found = with_place(reading, slot.role, place, preposition, found)
        elif not any(a.head == head.i and a.role == slot.role for a in found.actors):
            found = found.adding(actors=[Argument(slot.role, head.i, actor_mention(reading.sentence, head))])
        return found, slot
    return found, None


_HANDS = frozenset({"hand", "control", "rule", "occupation", "siege", "grip", "command"})


def with_place(reading: Reading, role: str, head: Token, preposition: str, found: Candidate) -> Candidate:
    """Return the candidate with a place in a role, once; what only helps to find another is near it."""
    if any(p.head == head.i for _, p in found.places):
        return found
    phrase = next((p for p in reading.places if p.head == head.i), None)
    if phrase is None:
        phrase = PlacePhrase(place_mention(reading.sentence, head), head.i, preposition, head.kind == "place")
    # "Seized X, ten kilometres north of Y": what only helps to find X was not seized.
    return found.adding(places=[("near" if phrase.preposition == "near" else role, phrase)])


def bind_prepositions(
    frame: Frame, reading: Reading, governor: Token, found: Candidate, without_of: bool = False
) -> tuple[Candidate, set[str]]:
    """Bind what hangs on ``governor`` by a preposition that the frame names; return it with prepositions and types."""
    bound: set[str] = set()
    for noun in opposed(reading.sentence, governor) if "against" in frame.args else ():
        found, _ = bind(reading, frame.args["against"], noun, "against", found)
    for prep, noun in preposed(reading.sentence, governor):
        slots = None if without_of and prep.lower == "of" else frame.args.get(prep.lower)
        if slots and not (prep.lower == "by" and "agent" in frame.args and prep.dep == "agent"):
            found, slot = bind(reading, slots, noun, prep.lower, found)
            if slot:
                bound |= {prep.lower, slot.type}
    return found, bound


def bind_word(reading: Reading, slots: Iterable[Slot], token: Token, found: Candidate) -> Candidate | None:
    """Return the candidate with a bare word before a hyphen bound, which has no phrase; None where it fits no slot."""
    for slot in slots:
        if fits(reading, slot, token) or token.tag.startswith("JJ"):
            first = token.i
            tokens = reading.sentence.tokens
            while first > 0 and tokens[first - 1].head == token.i and tokens[first - 1].dep == "compound":
                first -= 1
            return found.adding(actors=[Argument(slot.role, token.i, reading.sentence.mention(first, token.i))])
    return None


def named_places(reading: Reading, noun: Token) -> list[Token]:
    """Return the names in "the rebel-held towns of X and Y" or "X, a rebel-held town", else the noun itself."""
    sentence = reading.sentence
    if noun.kind == "place":
        return [*coordinated(sentence, noun)]
    for child in sentence.children(noun):
        if child.kind == "place" and child.dep in {"appos", "nmod", "compound"} and child.i > noun.i:
            return [*coordinated(sentence, child)]
        if child.kind == "place" and child.dep == "compound" and noun.lemma in NAMING:
            return [child]
    names = names_of(sentence, noun)
    if names:
        return names
    owners = [c for c in sentence.children(noun, "poss") if c.kind == "place"]
    if owners and noun.lemma in {"area", "territory", "region", "part", "countryside", "side"}:
        return owners
    head = sentence.head(noun)
    if noun.dep == "appos" and head.kind == "place":
        return [head]
    if noun.dep == "attr" and head.lemma in {"be", "remain"}:
        subjects = [c for s in sentence.children(head, "nsubj") for c in coordinated(sentence, s)]
        if subjects and all(t.kind == "place" for t in subjects):
            return subjects
    return [noun]
