"""Two claims that are one: whose reading stands in each slot, and in what they differ, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from crossbearing.model.claim import RULES, ActorRole, Claim, Count, DateRange, Difference, Label, PlaceRole
from crossbearing.model.mention import Mention
from crossbearing.readings.pairing import same_words
from crossbearing.readings.reader import LLM
from crossbearing.readings.trust import BOTH, SLOTS, Trust
from crossbearing.vocab.contract import CLASSES

BOTH_READERS = f"{LLM},{RULES}"
_MOST = 0.99
_Part = TypeVar("_Part", ActorRole, PlaceRole, Count, Label, Mention)


def merge(model: Claim, rules: Claim, trust: Trust) -> Claim:
    """Return the claim that both readers read, under the id of the model's: each slot as ``trust`` says.

    Confidence rises from the higher of the two towards 0.99 by the share of slots on which both agree.

    >>> a = Claim("d:l01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"), reader="llm", confidence=0.5)
    >>> b = Claim("d:c01", "d", "control.hold", Mention(0, 16, "IS overran Qadam"), confidence=0.4)
    >>> both = merge(a, b, Trust({}, {}, 0.5, 0.9))
    >>> both.cls, both.reader, [d.slot for d in both.differences]
    ('control.gain', 'llm,rules', ['class'])
    """
    read = {LLM: model, RULES: rules}
    taken = {slot: trust.slot(slot).take for slot in SLOTS}
    merged = replace(
        model,
        cls=_one(read, taken["class"]).cls,
        modality=_one(read, taken["modality"]).modality,
        polarity=_one(read, taken["polarity"]).polarity,
        extent=_one(read, taken["extent"]).extent if taken["extent"] != BOTH else model.extent or rules.extent,
        attribution=_one(read, taken["attribution"]).attribution,
        time=_time(read, taken["time"]),
        actors=_joined(model.actors, rules.actors, taken["actors"], _words),
        places=_joined(model.places, rules.places, taken["places"], _words),
        counts=_counts(model, rules, taken),
        weapons=_joined(model.weapons, rules.weapons, taken["weapons"], _itself),
        labels=_joined(model.labels, rules.labels, taken["labels"], _words),
        persons=model.persons or rules.persons,
        rule=f"{model.rule}, {rules.rule}",
        reader=BOTH_READERS,
    )
    merged = replace(merged, actors=_allowed(merged, read, taken["class"]))
    differences = differing(model, rules, trust)
    alike = [slot for slot in _filled(model, rules) if slot not in {d.slot for d in differences}]
    highest = max(model.confidence, rules.confidence)
    share = len(alike) / (len(alike) + len(differences))
    said = f"read by {LLM} and by {RULES}, alike in: {', '.join(alike) or 'nothing but the words'}"
    return replace(
        merged,
        confidence=round(highest + max(0.0, _MOST - highest) * share, 2),
        reasons=(*model.reasons, said, *(d.words for d in differences)),
        differences=differences,
    )


def _one(read: dict[str, Claim], take: str) -> Claim:
    return read[RULES if take == RULES else LLM]


def _words(part: ActorRole | PlaceRole | Count | Label) -> Mention | None:
    return part.mention


def _itself(part: Mention) -> Mention | None:
    return part


def _joined(
    model: tuple[_Part, ...], rules: tuple[_Part, ...], take: str, words: Callable[[_Part], Mention | None]
) -> tuple[_Part, ...]:
    if take != BOTH:
        return rules if take == RULES else model
    more = [part for part in rules if not any(same_words(words(part), words(known)) for known in model)]
    return (*model, *more)


def _time(read: dict[str, Claim], take: str) -> DateRange | None:
    first, second = (read[RULES], read[LLM]) if take == RULES else (read[LLM], read[RULES])
    said = first.time is not None and first.time.mention is not None
    return first.time if said or take != BOTH else second.time or first.time


def _counts(model: Claim, rules: Claim, taken: dict[str, str]) -> tuple[Count, ...]:
    """Return the counts; of one that both read the number is the one's and category and scope may be the other's."""
    numbers = _joined(model.counts, rules.counts, taken["counts"], _words)
    detail = rules.counts if taken["detail"] == RULES else model.counts
    found = []
    for count in numbers:
        other = next((d for d in detail if same_words(d.mention, count.mention)), count)
        found.append(replace(count, category=other.category, scope=other.scope))
    return tuple(found)


def _allowed(merged: Claim, read: dict[str, Claim], take: str) -> tuple[ActorRole, ...]:
    """Return the actors in roles that the class has: one reader's role for the words, where the other's class stands."""
    known = CLASSES.get(merged.cls)
    if known is None or merged.cls == "context.background":
        return merged.actors
    found = []
    for actor in merged.actors:
        if actor.role not in known.roles:
            others = (a for a in _one(read, take).actors if same_words(a.mention, actor.mention))
            actor = replace(actor, role=next((a.role for a in others), actor.role))
        if actor.role in known.roles:
            found.append(actor)
    return tuple(found)


# -- in what they differ ----------------------------------------------------------------------------------------------


def differing(model: Claim, rules: Claim, trust: Trust) -> tuple[Difference, ...]:
    """Return in what two readings of one claim differ, with whose stands and how sure that is, the doubtful first."""
    found = []
    for slot in _filled(model, rules):
        said = tuple(_shown(claim, slot) for claim in (model, rules))
        if _alike(model, rules, slot):
            continue
        fitted = trust.slot(slot)
        stands = "what either read" if fitted.take == BOTH else f"{fitted.take}'s"
        words = f"{slot}: {LLM} reads {said[0]}, {RULES} read {said[1]}; {stands} stands"
        found.append(Difference(slot, words, fitted.doubt))
    return tuple(sorted(found, key=lambda d: (-d.doubt, d.slot)))


def _filled(model: Claim, rules: Claim) -> list[str]:
    """Return the slots in which at least one of the two says something."""
    always = {"class", "modality", "polarity", "attribution"}
    return [slot for slot in SLOTS if slot in always or _value(model, slot) or _value(rules, slot)]


def _value(claim: Claim, slot: str) -> Any:
    if slot == "time":
        return claim.time.mention if claim.time else None
    if slot == "class":
        return claim.cls
    if slot == "detail":
        return None  # said with the counts it belongs to
    return getattr(claim, slot)


def _alike(model: Claim, rules: Claim, slot: str) -> bool:
    a, b = _value(model, slot), _value(rules, slot)
    if slot == "time":
        return same_words(a, b)
    if slot == "attribution":
        return bool(a.mode == b.mode and _same_parts(a.sources[:1], b.sources[:1], lambda x, y: True))
    if slot == "counts":
        return _same_parts(a, b, _same_number)
    if slot in ("actors", "places"):
        return _same_parts(a, b, lambda x, y: x.role == y.role)
    if slot in ("weapons", "labels"):
        return _same_parts(a, b, lambda x, y: True)
    return bool(a == b)


def _same_number(a: Count, b: Count) -> bool:
    names = ("quantity", "bound", "low", "best", "high", "category", "scope")
    return all(getattr(a, name) == getattr(b, name) for name in names)


def _same_parts(one: Sequence[Any], two: Sequence[Any], same: Callable[[Any, Any], bool]) -> bool:
    def words(part: Any) -> Mention | None:
        return part if isinstance(part, Mention) else part.mention

    return len(one) == len(two) and all(any(same_words(words(a), words(b)) and same(a, b) for b in two) for a in one)


def _shown(claim: Claim, slot: str) -> str:
    """Return what a claim says in a slot, short and on one line."""
    value = _value(claim, slot)
    if slot == "attribution":
        named = " < ".join(_quoted(s.mention) for s in value.sources) or "nobody"
        return f"{value.mode} of {named}"
    if slot == "time":
        return _quoted(value)
    if slot == "counts":
        return ", ".join(f"{_quoted(c.mention)} {c.quantity} {c.bound} {c.best}" for c in value) or "none"
    if slot in ("actors", "places"):
        return ", ".join(f"{_quoted(p.mention)} as {p.role}" for p in value) or "none"
    if slot in ("weapons", "labels"):
        return ", ".join(_quoted(p if isinstance(p, Mention) else p.mention) for p in value) or "none"
    return str(value or "none")


def _quoted(mention: Mention | None) -> str:
    return "none" if mention is None else repr(" ".join(mention.text.split())[:60])
