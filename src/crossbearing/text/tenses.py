"""The tense around a time phrase, from words alone: enough to know whether "on Friday" lies behind or ahead."""

from __future__ import annotations

import re

_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|['’]ll|would|upcoming|(?:is|are|was|were|be) (?:to|due|set|scheduled|expected|planned|supposed|likely)"
    r"|expected|scheduled|expects?|plans?|planned|intends?|hopes?|aims?|going to|due|slated|deadline|ultimatum)\b",
)
_PAST = re.compile(r"\b(?:was|were|had|has|have|did|said|told|took|killed|began|went|came|left|held|met|hit|fell|won|lost|[a-z]{3,}ed)\b")
_STOP = re.compile(r"[.!?](?=\s+[\"“'‘`A-Z]|\s*$)|\n\s*\n")


def tense_near(text: str, start: int, end: int) -> str:
    """Return ``future`` where the nearest verb sign of the sentence points ahead, else ``past``.

    >>> tense_near("The convoy will leave on Friday.", 22, 31), tense_near("It left on Friday.", 8, 17)
    ('future', 'past')
    """
    window = text[max(0, start - 120) : start]
    stops = list(_STOP.finditer(window))
    before = window[stops[-1].end() :] if stops else window
    behind = text[end : end + 60]
    stop = _STOP.search(behind)
    after = behind[: stop.start()] if stop else behind
    future, past = _distance(_FUTURE, before, after), _distance(_PAST, before, after)
    return "future" if future < past else "past"


def _distance(cue: re.Pattern[str], before: str, after: str) -> int:
    """Return how many characters lie between the phrase and the nearest cue; those behind it count double."""
    left = [len(before) - m.end() for m in cue.finditer(before)]
    right = cue.search(after)
    return min([*left, 2 * right.start() + 10 if right else 999])
