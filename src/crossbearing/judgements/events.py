"""Events that people joined or parted, as marks of the claims that hold now.

A decision on events is kept as the claims that they held when it was made, each told by its characters and class, so
that it outlives new readings, new reports and new ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.judgements.effective import UNDO, Effective
from crossbearing.judgements.matching import matched, moved
from crossbearing.model.claim import Claim
from crossbearing.model.mention import Mention
from crossbearing.reconcile.bonds import Bonds, bonds_from
from crossbearing.store.judging import EventJudged, text_hash

MERGE, PART = "merge", "split"

Anchor = Mapping[str, Any]
FormerText = Callable[[str, str], str]
"""Gives the text of a document (by id) that had a hash, empty where it is not there any more."""


def anchor_of(one: Effective, document: str, sha256: str) -> dict[str, Any]:
    """Return by what a claim is found again; no words of the report, which may have to be forgotten."""
    claim = one.shown
    seen = claim.evidence
    at = {"start": seen.start, "end": seen.end, "class": claim.cls}
    return {"document": document, "sha256": sha256, "subject": one.subject, **at}


def standing_decisions(rows: Sequence[EventJudged]) -> list[EventJudged]:
    """Return the decisions on events that nobody has undone, the newest first."""
    undone = {row.undoes for row in rows if row.verdict == UNDO}
    return [row for row in reversed(rows) if row.verdict != UNDO and row.number not in undone]


def documents_in(rows: Iterable[EventJudged]) -> set[str]:
    """Return the documents whose claims decisions on events are told by."""
    return {anchor["document"] for row in rows for group in row.body.get("groups", ()) for anchor in group}


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as it stands: its text, and what holds of its claims."""

    text: str
    claims: Sequence[Effective]


def bonds_of(rows: Sequence[EventJudged], found: Mapping[str, Standing], former_text: FormerText) -> Bonds:
    """Return what decisions on events ask of the claims that hold; ``found`` is by document."""
    said: list[tuple[list[str], list[list[str]]]] = []
    for row in standing_decisions(rows):
        groups = [_claims(group, found, former_text) for group in row.body["groups"]]
        if row.verdict == MERGE:
            said.append(([claim for group in groups for claim in group], []))
        else:
            said.append((groups[0], groups[1:]))
    return bonds_from(said)


def _claims(group: Sequence[Anchor], found: Mapping[str, Standing], former_text: FormerText) -> list[str]:
    """Return the ids of the claims that a group of anchors means today; what is not there any more is left out."""
    ids: list[str] = []
    for anchor in group:
        standing = found.get(anchor["document"])
        one = None if standing is None else meant(anchor, standing, former_text)
        ids.extend(claim.id for claim in (one.claims if one is not None else ()))
    return ids


def meant(anchor: Anchor, standing: Standing, former_text: FormerText) -> Effective | None:
    """Return the claim of today that an anchor means, None where there is none."""
    same_text = anchor["sha256"] == text_hash(standing.text)
    for one in standing.claims:
        # Of another text the characters mean others; a decision on the claim keeps its subject through all versions.
        if one.subject == anchor["subject"] and (same_text or one.history):
            return one
    text = standing.text if same_text else former_text(anchor["document"], anchor["sha256"])
    words = text[anchor["start"] : anchor["end"]]
    if not words:
        return None
    then = Claim("", anchor["document"], anchor["class"], Mention(anchor["start"], anchor["end"], words))
    now = moved(then, standing.text)
    machine = [one for one in standing.claims if one.machine is not None]
    pairs = {} if now is None else matched([now], [one.machine for one in machine if one.machine is not None])
    return machine[pairs[0]] if 0 in pairs else None
