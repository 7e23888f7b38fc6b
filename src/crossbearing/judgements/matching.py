"""What a decision was on, found again: in a new reading of the same text, or in a new version of it.

Ids of claims change with the program. What was judged is known by its characters and its class, and of a new reading by
being told in much the same characters. A decision carried to the wrong claim is worse than one that fits nothing, so
that the bounds are stricter than those by which readings are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from crossbearing.model.claim import Claim
from crossbearing.model.mention import Mention
from crossbearing.readings.pairing import overlap, same_words

_SAME_CLASS, _SAME_FAMILY = 0.5, 0.8


def subject_of(claim: Claim) -> str:
    """Return what a claim is known by within its text: its characters and its class.

    >>> subject_of(Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam")))
    '0-16-control.gain'
    """
    return f"{claim.evidence.start}-{claim.evidence.end}-{claim.cls}"


def subjects_of(claims: Sequence[Claim], taken: Sequence[str] = ()) -> dict[str, str]:
    """Return the subject of each claim by its id, numbered where several are of the same characters and class.

    >>> one = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> subjects_of([one, replace(one, id="d:c02")], ["0-16-control.gain"])
    {'d:c01': '0-16-control.gain-2', 'd:c02': '0-16-control.gain-3'}
    """
    used, found = set(taken), {}
    for claim in sorted(claims, key=lambda c: (c.evidence.start, c.evidence.end, c.cls, c.id)):
        base = subject_of(claim)
        name, number = base, 1
        while name in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name)
        found[claim.id] = name
    return found


def matched(judged: Sequence[Claim], machine: Sequence[Claim]) -> dict[int, int]:
    """Return for the claims that were judged the claims of a reading that are the same, by index, the likest first.

    >>> one = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> matched([one], [replace(one, id="d:c07", evidence=Mention(3, 16, "overran Qadam"))])
    {0: 0}
    >>> matched([one], [replace(one, cls="strike.air")])
    {}
    """
    weighed = []
    for i, one in enumerate(judged):
        for j, other in enumerate(machine):
            near = overlap(one.evidence, other.evidence)
            if near < _SAME_CLASS:
                continue
            same = one.cls == other.cls
            if not same and (near < _SAME_FAMILY or one.cls.partition(".")[0] != other.cls.partition(".")[0]):
                continue
            counted = any(same_words(x.mention, y.mention) for x in one.counts for y in other.counts)
            alike = (near, same, one.polarity == other.polarity, counted, one.id == other.id)
            weighed.append((-sum(alike), i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(weighed):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def moved(claim: Claim, text: str) -> Claim | None:
    """Return a claim with its characters where they stand in another version of the text; None where they do not.

    Its evidence must stand there once; what lies outside it must stand as far from it as before, or once.

    >>> one = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> moved(one, "On Monday IS overran Qadam.").evidence
    Mention(start=10, end=26, text='IS overran Qadam')
    """
    seen = claim.evidence
    if text[seen.start : seen.end] == seen.text:
        by = 0
    else:
        first = text.find(seen.text)
        if first < 0 or text.find(seen.text, first + 1) >= 0:
            return None
        by = first - seen.start

    def place(mention: Mention) -> Mention:
        start, end = mention.start + by, mention.end + by
        if start >= 0 and text[start:end] == mention.text:
            return Mention(start, end, mention.text)
        first = text.find(mention.text)
        if first < 0 or text.find(mention.text, first + 1) >= 0:
            raise LookupError(mention.text)
        return Mention(first, first + len(mention.text), mention.text)

    try:
        found: Claim = with_mentions(claim, place)
    except LookupError:
        return None
    return found


def with_mentions(value: Any, change: Callable[[Mention], Mention]) -> Any:
    """Return a claim, or a part of one, in which every mention is what ``change`` makes of it.

    >>> with_mentions((Mention(0, 2, "IS"), None, 3), lambda m: replace(m, start=1, end=3))
    (Mention(start=1, end=3, text='IS'), None, 3)
    """
    if isinstance(value, Mention):
        return change(value)
    if isinstance(value, tuple):
        return tuple(with_mentions(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        return replace(value, **{name: with_mentions(part, change) for name, part in parts.items()})
    return value
