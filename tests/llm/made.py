"""A made-up report and sound claims of a reply to it, for tests to break."""

from __future__ import annotations

import copy
import json
from typing import Any

from crossbearing.evaluate.recorded import reply_line
from crossbearing.llm.held import HeldClaim, hold
from crossbearing.llm.passages import passages_of, pieces_of
from crossbearing.llm.quotes import HeldText
from crossbearing.llm.replies import HeldReplies, claims_of_replies
from crossbearing.llm.requests import custom_id, request_lines
from crossbearing.model.document import Document, Problem
from crossbearing.model.mention import Mention

TEXT = (
    "Two killed in Orlo\n\n"
    "Government jets bombed the bakery in Orlo on Friday, killing two women and hurting at least 12 people, a nurse "
    "told the Tal agency. The rebels said the army had lost 12 tanks.\n\n"
    "The army shelled Orlo again on Saturday. The army denied that it had used gas.\n\n"
    "Aid reached 1,200 families in the camp, the Tal agency said."
)
DOCUMENT = Document("report/1", TEXT, "Valley Post", "2031-05-10", "Two killed in Orlo")
SOUND: dict[str, Any] = {
    "id": 1,
    "p": 2,
    "evidence": "Government jets bombed the bakery in Orlo on Friday, killing two women and hurting at least 12 people",
    "near": None,
    "class": "strike.air",
    "modality": "occurred",
    "polarity": "positive",
    "extent": None,
    "mode": "indirect",
    "speech_act": "report",
    "cue": "told",
    "sources": [{"quote": "a nurse", "anonymous": True}, {"quote": "the Tal agency", "anonymous": False}],
    "actors": [{"role": "initiator", "quote": "Government jets"}, {"role": "target", "quote": "the bakery"}],
    "places": [{"role": "location", "quote": "Orlo"}],
    "time": {"quote": "on Friday", "start": "2031-05-09", "end": "2031-05-09"},
    "counts": [
        {
            "quote": "two women",
            "quantity": "killed",
            "category": "women",
            "side": None,
            "scope": "incident",
            "bound": "exact",
            "low": 2,
            "best": 2,
            "high": 2,
            "part_of": None,
        },
        {
            "quote": "at least 12 people",
            "quantity": "injured",
            "category": "people",
            "side": None,
            "scope": "incident",
            "bound": "at_least",
            "low": 12,
            "best": 12,
            "high": None,
            "part_of": None,
        },
    ],
    "weapons": [],
    "labels": [],
}


def sound(**changed: Any) -> dict[str, Any]:
    """Return the sound claim with some keys changed."""
    return {**copy.deepcopy(SOUND), **changed}


def held(*claims: Any, document: Document = DOCUMENT) -> tuple[list[HeldClaim], list[Problem]]:
    """Hold claims to the whole of a document."""
    passages = passages_of(document)
    return hold(claims, HeldText(document.text, passages), frozenset(p.number for p in passages))


def answered(content: Any, document: Document = DOCUMENT) -> HeldReplies:
    """Answer the one request of a document with a text, or with JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    line = reply_line(custom_id(document, pieces_of(document)[0]), text)
    return claims_of_replies(request_lines([document], "a-model"), [line], [document])


def mentions(claim: HeldClaim) -> list[Mention]:
    """Return every mention of a held claim."""
    said = claim.attribution
    found = [claim.evidence, said.cue, claim.time.mention, *claim.weapons, *claim.labels]
    found += [s.mention for s in said.sources] + [a.mention for a in claim.actors] + [p.mention for p in claim.places]
    found += [c.count.mention for c in claim.counts]
    return [m for m in found if m is not None]
