"""What a person should look at first where several readers read: ``review.jsonl``, the most urgent claim first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crossbearing.export.claims import json_line
from crossbearing.model.claim import Claim

NAME = "review"
MEDIA_TYPE = "application/jsonl"
FILE = "review.jsonl"

# What a wrong reading of the slot does to what is derived: a number or a denial turned round, before a weapon's words.
_WEIGHTS = {
    "polarity": 1.0,
    "counts": 1.0,
    "class": 0.9,
    "claim": 0.8,
    "modality": 0.8,
    "attribution": 0.7,
    "actors": 0.6,
    "places": 0.6,
    "time": 0.6,
    "extent": 0.4,
}
_ELSE = 0.2


def urgency(claim: Claim) -> float:
    """Return how urgently a claim should be looked at, 0 where its readers agree: 1 less the chance that all is right.

    >>> from crossbearing.model.claim import Difference
    >>> from crossbearing.model.mention import Mention
    >>> urgency(Claim("d:l01", "d", "control.gain", Mention(0, 2, "IS"), differences=(Difference("counts", "", 0.5),)))
    0.5
    """
    right = 1.0
    for difference in claim.differences:
        right *= 1 - difference.doubt * _WEIGHTS.get(difference.slot, _ELSE)
    return round(1 - right, 3)


def review_to_json(claim: Claim) -> dict[str, Any]:
    """Return the row of a claim: which, how urgent, and why in words."""
    why = [{"slot": d.slot, "words": d.words, "doubt": d.doubt} for d in claim.differences]
    return {"claim": claim.id, "document": claim.document, "urgency": urgency(claim), "why": why}


def review_lines(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the lines of ``review.jsonl``: claims on which readers differ, the most urgent first, then by id.

    >>> list(review_lines([]))
    []
    """
    asked = [claim for claim in claims if claim.differences]
    for claim in sorted(asked, key=lambda claim: (-urgency(claim), claim.id)):
        yield json_line(review_to_json(claim))
