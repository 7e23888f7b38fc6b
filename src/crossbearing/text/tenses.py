"""The tense around a time phrase, from words alone: enough to know whether "on Friday" lies behind or ahead."""

from __future__ import annotations

import re

_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|['’]ll|upcoming"
    r"|(?:is|are|was|were|be) (?:to|due|set|scheduled|expected|planned|supposed|likely)"
    r"|expected|scheduled|expects?|plans? to|planned|intends?|hopes to|aims? to|going to|due|slated|deadline"
    r"|ultimatum)\b",
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|took|killed|began|went|came|left|held|met|hit|fell|won|lost"
    r"|(?!expected|scheduled|planned|slated|supposed)[a-z]{3,}ed)\b"
)
_STOP = re.compile(r"[.!?](?=\s+[\"“'‘`A-Z]|\s*$)|\n\s*\n")
_SPOKEN = re.compile(r"\b(?:said|told \w+|announced|reported|added)(?: (?:on|in|late|early))*\s*$")
_EARLIEST = re.compile(r"\bas (?:early|soon) as\s*$")
_NEAR = 45


def tense_near(text: str, start: int, end: int) -> str:
    """Return ``future`` or ``past`` after the nearest verb sign of the sentence, ``present`` where none stands near.

    A day right behind "said" is the day of saying and past, a day behind "by" or "until" most often lies ahead.

    >>> tense_near("The convoy will leave on Friday.", 22, 31), tense_near("It left on Friday.", 8, 17)
    ('future', 'past')
    >>> tense_near("The deal ends the siege by 4 May.", 24, 32)
    'present'
    """
    window = text[max(0, start - 120) : start]
    stops = list(_STOP.finditer(window))
    before = window[stops[-1].end() :] if stops else window
    if _SPOKEN.search(before) or text[end : end + 2] in ("'s", "’s"):
        return "past"
    if _EARLIEST.search(before):
        return "future"
    behind = text[end : end + 40]
    stop = _STOP.search(behind)
    after = behind[: stop.start()] if stop else behind
    future = _distance(_FUTURE, before, after)
    past = _distance(_PAST, before, after)
    if text[start:end].lower().startswith(("by ", "until ", "till ", "through ")) and past > 1:
        return "future" if future < past else "present"
    if future < past:
        return "future"
    return "past" if past <= _NEAR else "present"


def _distance(cue: re.Pattern[str], before: str, after: str) -> int:
    """Return how many characters lie between the phrase and the nearest cue.

    What stands behind the phrase is asked only where it opens the sentence.
    """
    left = [len(before) - m.end() for m in cue.finditer(before)]
    right = cue.search(after) if len(before.split()) <= 3 else None
    return min([*left, right.start() if right else 999])
