"""The annotated development reports as claims and fingerprints, and the sides of their war, for tests only."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.derived import DocumentFingerprint, Event, Record, SideTable, Toll
from crossbearing.model.document import Document
from crossbearing.reconcile import reconcile
from crossbearing.text.shingles import fingerprint

_REPOSITORY = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CROSSBEARING_SHARED", _REPOSITORY.parent / "shared"))
GOLD = SHARED / "gold" / "dev"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason=f"annotated reports are not at {GOLD}")

_GOVERNMENT = (
    "sana", "syrian-government", "syrian-government-forces", "manar", "forces-allied-with-the-syrian-government",
    "russia", "russian-military", "russian-centre-for-reconciliation-in-syria", "sputnik",
)  # fmt: skip
_OPPOSITION = (
    "syrian-observatory-for-human-rights", "jaish-islam", "syrian-opposition-armed-groups-unspecified", "faylaq-sham",
    "nusra-front", "trt", "etilaf",
)  # fmt: skip
SIDES = SideTable(
    sides={
        **dict.fromkeys(_GOVERNMENT, "government"),
        **dict.fromkeys(_OPPOSITION, "opposition"),
        "islamic-state": "islamic-state",
    },
    opposed=(("government", "opposition"), ("government", "islamic-state"), ("opposition", "islamic-state")),
    monitors=("syrian-observatory-for-human-rights", "trt"),
)


@cache
def gold() -> tuple[tuple[Claim, ...], tuple[DocumentFingerprint, ...]]:
    """Return the claims and fingerprints of all annotated reports."""
    claims: list[Claim] = []
    documents: list[DocumentFingerprint] = []
    for path in sorted(GOLD.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        meta = json.loads((GOLD / f"{name}.meta.json").read_text(encoding="utf-8"))
        text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
        document = Document(id=name, text=text, outlet=meta.get("outlet"), published=meta.get("published"))
        documents.append(fingerprint(document))
        annotated = json.loads(path.read_text(encoding="utf-8"))["claims"]
        claims.extend(claim_from_json(value, document=name) for value in annotated)
    return tuple(claims), tuple(documents)


@cache
def record() -> Record:
    """Return the record of all annotated reports."""
    claims, documents = gold()
    return reconcile(claims, documents, SIDES)


def record_of(names: Sequence[str]) -> Record:
    """Return the record of some of the annotated reports."""
    claims, documents = gold()
    return reconcile([c for c in claims if c.document in names], [d for d in documents if d.id in names], SIDES)


def event_with(found: Record, claim: str) -> Event:
    """Return the event that a claim is in."""
    return next(e for e in found.events if claim in e.claims)


def toll(found: Record, event: str, quantity: str, category: str, side: str | None = None) -> Toll:
    """Return a toll of an event."""
    rows = [
        t
        for t in found.tolls
        if (t.event, t.quantity, t.category) == (event, quantity, category) and (side is None or t.side == side)
    ]
    assert len(rows) == 1, rows
    return rows[0]
