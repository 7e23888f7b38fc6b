"""Whether a claim that a person left is one: its words stand where it says, and its codes are those of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crossbearing.judgements.matching import with_mentions
from crossbearing.model.claim import Claim, Count
from crossbearing.model.errors import ReviewError
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES, CODES


def checked(claim: Claim, text: str) -> Claim:
    """Return the claim; raise ReviewError for the first field that is not as the contract has it.

    >>> checked(Claim("d:c01", "d", "control.gain", Mention(0, 3, "War")), "War ended.").cls
    'control.gain'
    """
    for problem in problems(claim, text):
        raise ReviewError(problem)
    return claim


def problems(claim: Claim, text: str) -> Iterator[str]:
    """Yield what is wrong with a claim, one sentence a field.

    >>> list(problems(Claim("d:c01", "d", "war.won", Mention(0, 3, "War")), "War ended."))
    ["class: 'war.won' is no class of claims"]
    """
    wrong: list[Mention] = []

    def look(mention: Mention) -> Mention:
        if not 0 <= mention.start < mention.end <= len(text) or text[mention.start : mention.end] != mention.text:
            wrong.append(mention)
        return mention

    with_mentions(claim, look)
    for mention in wrong:
        yield f"{mention.text!r} is not what stands at {mention.start} to {mention.end} of the report"
    if claim.cls not in CLASSES:
        yield f"class: {claim.cls!r} is no class of claims"
        return
    coded = (
        ("modality", claim.modality),
        ("polarity", claim.polarity),
        ("extent", claim.extent),
        ("mode", claim.attribution.mode),
        ("speech_act", claim.attribution.speech_act),
    )
    for name, value in coded:
        if value not in CODES[name] and not (name == "extent" and value is None):
            yield f"{name}: {value!r} is none of {', '.join(CODES[name])}"
    roles = CLASSES[claim.cls].roles
    for actor in claim.actors:
        if roles and actor.role not in roles:
            yield f"actor: of {claim.cls} an actor is {', '.join(roles)}, not {actor.role!r}"
    for place in claim.places:
        if place.role not in CODES["place_role"]:
            yield f"place: {place.role!r} is none of {', '.join(CODES['place_role'])}"
    yield from _days(claim)
    for count in claim.counts:
        yield from _count(count)


def _days(claim: Claim) -> Iterator[str]:
    if claim.time is None:
        return
    for name, day in (("start", claim.time.start), ("end", claim.time.end)):
        if day is not None and not _is_day(day):
            yield f"time: {name} {day!r} is no day; write it as 2018-04-28"
            return
    if claim.time.start and claim.time.end and claim.time.start > claim.time.end:
        yield f"time: it ends {claim.time.end}, before it starts ({claim.time.start})"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _count(count: Count) -> Iterator[str]:
    coded = (("quantity", count.quantity), ("category", count.category), ("scope", count.scope), ("bound", count.bound))
    for name, value in coded:
        if value not in CODES[name]:
            yield f"count: {name} {value!r} is none of {', '.join(CODES[name])}"
    known = [value for value in (count.low, count.best, count.high) if value is not None]
    if not known:
        yield "count: give at least one of low, best and high"
    if any(value < 0 for value in known) or known != sorted(known):
        yield f"count: low, best and high must not fall ({', '.join(map(str, known))}), and none is below 0"
