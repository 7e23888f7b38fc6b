"""Two claims that are one: whose reading stands in each slot, and in what they differ, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
_Part = TypeVar("_Part", bound=ActorRole | PlaceRole | Count | Label | Mention)


def merge(model: Claim, rules: Claim, trust: Trust) -> Claim:
    """Return the claim that both readers read, under the id of the model's: each slot as ``trust`` says.

    Confidence rises from the higher of the two towards 0.99 by the share of slots on which both agree.

    >>> a = Claim("d:l01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"), reader="llm", confidence=0.5)
    >>> b = Claim("d:c01", "d", "control.hold", Mention(0, 16, "IS overran Qadam"), confidence=0.4)
    >>> both = merge(a, b, Trust({}, {}, 0.5, 0.9))
    >>> both.cls, both.reader, [d.slot for d in both.differences]
    ('control.gain', 'llm,rules', ['class'])
    """
    differences, taken = [], {}
    for slot in differing(model, rules):
        taken[slot], doubt = trust.slot(slot).choose(slot_features(slot, model, rules))
        differences.append(Difference(slot, _words_of(slot, model, rules, taken[slot]), doubt))
    differences.sort(key=lambda d: (-d.doubt, d.slot))
    alike = [slot for slot in _filled(model, rules) if slot not in taken]
    highest = max(model.confidence, rules.confidence)
    share = len(alike) / (len(alike) + len(differences))
    said = f"read by {LLM} and by {RULES}, alike in: {', '.join(alike) or 'nothing but the words'}"
    return replace(
        taking(model, rules, taken),
        confidence=round(highest + max(0.0, _MOST - highest) * share, 2),
        reasons=(*model.reasons, said, *(d.words for d in differences)),
        differences=tuple(differences),
    )


def taking(model: Claim, rules: Claim, taken: Mapping[str, str]) -> Claim:
    """Return the model's claim with what ``taken`` says of its slots; a slot that is not there stays the model's.

    >>> a = Claim("d:l01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"), reader="llm")
    >>> b = Claim("d:c01", "d", "control.hold", Mention(0, 16, "IS overran Qadam"))
    >>> taking(a, b, {"class": "rules"}).cls
    'control.hold'
    """
    of = {slot: taken.get(slot, LLM) for slot in SLOTS}
    read = {LLM: model, RULES: rules, BOTH: model}
    merged = replace(
        model,
        cls=read[of["class"]].cls,
        modality=read[of["modality"]].modality,
        polarity=read[of["polarity"]].polarity,
        extent=rules.extent if of["extent"] == RULES or (of["extent"] == BOTH and not model.extent) else model.extent,
        attribution=read[of["attribution"]].attribution,
        time=_time(model, rules, of["time"]),
        actors=_joined(model.actors, rules.actors, of["actors"], _words),
        places=_joined(model.places, rules.places, of["places"], _words),
        counts=_counts(model, rules, of),
        weapons=_joined(model.weapons, rules.weapons, of["weapons"], _itself),
        labels=_joined(model.labels, rules.labels, of["labels"], _words),
        persons=model.persons or rules.persons,
        rule=f"{model.rule}, {rules.rule}",
        reader=BOTH_READERS,
    )
    return replace(merged, actors=_allowed(merged, read[of["class"]]))


def slot_features(slot: str, model: Claim, rules: Claim) -> list[str]:
    """Return the names of what speaks for or against the rules in a slot in which two readings differ.

    >>> a = Claim("d:l01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"), polarity="negative")
    >>> b = Claim("d:c01", "d", "control.hold", Mention(0, 16, "IS overran Qadam"))
    >>> slot_features("polarity", a, b)
    ['bias', 'confidence 0', 'one family', 'llm negative', 'rules positive', 'llm negative, rules positive']
    """
    found = ["bias", f"confidence {min(9, int(rules.confidence * 10))}"]
    family = rules.cls.partition(".")[0]
    found.append("one family" if family == model.cls.partition(".")[0] else "two families")
    said = [_short(slot, claim) for claim in (model, rules)]
    return [*found, f"{LLM} {said[0]}", f"{RULES} {said[1]}", f"{LLM} {said[0]}, {RULES} {said[1]}"]


def _short(slot: str, claim: Claim) -> str:
    """Return what a claim says in a slot as one of few words: a code, or how many there are."""
    value = _value(claim, slot)
    if slot == "detail":
        return "counts"
    if slot == "attribution":
        return f"{value.mode} {min(2, len(value.sources))}"
    if slot == "time":
        return "words" if value else "none"
    if slot == "class":
        return str(value.partition(".")[0])
    return str(min(3, len(value))) if isinstance(value, tuple) else str(value or "none")


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


def _time(model: Claim, rules: Claim, take: str) -> DateRange | None:
    said = model.time is not None and model.time.mention is not None
    return rules.time or model.time if take == RULES or (take == BOTH and not said) else model.time


def _counts(model: Claim, rules: Claim, taken: Mapping[str, str]) -> tuple[Count, ...]:
    """Return the counts; of one that both read the number is the one's and category and scope may be the other's."""
    numbers = _joined(model.counts, rules.counts, taken["counts"], _words)
    detail = rules.counts if taken["detail"] == RULES else model.counts
    found = []
    for count in numbers:
        other = next((d for d in detail if same_words(d.mention, count.mention)), count)
        found.append(replace(count, category=other.category, scope=other.scope))
    return tuple(found)


def _allowed(merged: Claim, of_class: Claim) -> tuple[ActorRole, ...]:
    """Return the actors in roles that the class has: its reader's role for the same words, else none."""
    known = CLASSES.get(merged.cls)
    if known is None or "background" in known.traits:
        return merged.actors
    found = []
    for actor in merged.actors:
        if actor.role not in known.roles:
            others = (a for a in of_class.actors if same_words(a.mention, actor.mention))
            actor = replace(actor, role=next((a.role for a in others), actor.role))
        if actor.role in known.roles:
            found.append(actor)
    return tuple(found)


# -- in what they differ ----------------------------------------------------------------------------------------------


def differing(model: Claim, rules: Claim) -> list[str]:
    """Return the slots in which two readings of one claim differ.

    >>> a = Claim("d:l01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> differing(a, a)
    []
    """
    return [slot for slot in _filled(model, rules) if not _alike(model, rules, slot)]


def _words_of(slot: str, model: Claim, rules: Claim, take: str) -> str:
    stands = "what either read" if take == BOTH else f"that of {take}"
    return f"{slot}: {LLM} reads {_shown(model, slot)}, {RULES} read {_shown(rules, slot)}; {stands} stands"


def _filled(model: Claim, rules: Claim) -> list[str]:
    """Return the slots in which at least one of the two says something."""
    always = {"class", "modality", "polarity", "attribution"}
    return [slot for slot in SLOTS if slot in always or _value(model, slot) or _value(rules, slot)]


def _value(claim: Claim, slot: str) -> Any:
    if slot == "time":
        return claim.time.mention if claim.time else None
    if slot == "class":
        return claim.cls
    return getattr(claim, "counts" if slot == "detail" else slot)


def _alike(model: Claim, rules: Claim, slot: str) -> bool:
    a, b = _value(model, slot), _value(rules, slot)
    if slot == "time":
        return same_words(a, b)
    if slot == "attribution":
        return bool(a.mode == b.mode and _same_parts(a.sources[:1], b.sources[:1], lambda x, y: True))
    if slot == "counts":
        return _same_parts(a, b, _same_number)
    if slot == "detail":  # of counts whose words both read
        return all(_same_detail(x, y) for x in a for y in b if same_words(x.mention, y.mention))
    if slot in ("actors", "places"):
        return _same_parts(a, b, lambda x, y: x.role == y.role)
    if slot in ("weapons", "labels"):
        return _same_parts(a, b, lambda x, y: True)
    return bool(a == b)


def _same_number(a: Count, b: Count) -> bool:
    return all(getattr(a, name) == getattr(b, name) for name in ("quantity", "bound", "low", "best", "high"))


def _same_detail(a: Count, b: Count) -> bool:
    return (a.category, a.scope) == (b.category, b.scope)


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
    if slot == "detail":
        return ", ".join(f"{_quoted(c.mention)} {c.category} {c.scope}" for c in value) or "none"
    if slot == "counts":
        return ", ".join(f"{_quoted(c.mention)} {c.quantity} {c.bound} {c.best}" for c in value) or "none"
    if slot in ("actors", "places"):
        return ", ".join(f"{_quoted(p.mention)} as {p.role}" for p in value) or "none"
    if slot in ("weapons", "labels"):
        return ", ".join(_quoted(p if isinstance(p, Mention) else p.mention) for p in value) or "none"
    return str(value or "none")


def _quoted(mention: Mention | None) -> str:
    return "none" if mention is None else repr(" ".join(mention.text.split())[:60])
