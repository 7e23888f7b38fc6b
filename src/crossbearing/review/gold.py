"""Judgements as annotated documents: what ``crossbearing evaluate gold --data`` reads, from what people decided."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from crossbearing.judgements.effective import Effective, claims_that_hold
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.review.coding import all_codings
from crossbearing.review.desk import desk
from crossbearing.store.judging import judged_documents, text_hash
from crossbearing.store.store import Store

_UNSAFE = re.compile(r"[^\w.-]+")
_LEFT_OUT = ("rule", "extractor", "confidence", "reasons", "family", "reader", "differences", "document")


@dataclass(frozen=True, slots=True)
class Gold:
    """Files by name, and the documents that were left out, each with the reason."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, str]


def gold(store: Store, documents: Collection[str] | None = None, part: bool = False) -> Gold:
    """Return annotated documents: those of which every claim was decided on, or that were adjudicated.

    ``documents`` are the ids to take, all if None; ``part`` takes those that are judged in part, the rest of whose
    claims are then the machine's. A document's files are ``NAME.txt``, ``NAME.meta.json`` and ``NAME.gold.json``.
    """
    adjudicated = {one.document for one in all_codings(store) if one.adjudicated}
    wanted = judged_documents(store) | adjudicated
    if documents is not None:
        wanted &= set(documents)
    files: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    names: dict[str, str] = {}
    for document in sorted(wanted):
        there = desk(store, document)
        if there.open and not part and document not in adjudicated:
            left_out[document] = f"{len(there.open)} claims are not judged yet"
            continue
        lost = [one for one in there.claims if not one.matched and not one.claims and one.verdict not in ("", "reject")]
        if lost:
            left_out[document] = f"{len(lost)} judgements fit nothing in its text any more"
            continue
        name = _name(document, names)
        text = there.document.text
        held = _held(there.claims, decided_only=document in adjudicated)
        head = {"id": name, "outlet": there.document.outlet, "published": there.document.published}
        counted = {"sha256": text_hash(text), "chars": len(text)}
        files[f"{name}.txt"] = text.encode()
        files[f"{name}.meta.json"] = _json({**head, "title": there.document.title})
        files[f"{name}.gold.json"] = _json({"document": {**head, **counted}, "claims": annotated(held)})
    return Gold(files, left_out)


def _held(claims: Collection[Effective], decided_only: bool) -> tuple[Claim, ...]:
    """Return the claims that hold; of what was adjudicated those that were decided on alone."""
    return claims_that_hold(one for one in claims if one.verdict or not decided_only)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _name(document: str, taken: dict[str, str]) -> str:
    """Return a file name for a document that no other one has."""
    base = _UNSAFE.sub("_", document).strip("._") or "document"
    name, number = base, 1
    while taken.get(name.lower(), document) != document:
        number += 1
        name = f"{base}-{number}"
    taken[name.lower()] = document
    return name


def annotated(claims: Collection[Claim]) -> list[dict[str, Any]]:
    """Return claims in the form of annotated documents: numbered in the order of the text, counts within claims.

    >>> from crossbearing.model.mention import Mention
    >>> annotated([Claim("d:j9", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))])[0]["id"]
    'c01'
    """
    ordered = sorted(claims, key=lambda c: (c.evidence.start, c.evidence.end, c.cls, c.id))
    ids = {claim.id: f"c{n:02}" for n, claim in enumerate(ordered, 1)}
    counts = {k.id: f"{ids[claim.id]}n{m}" for claim in ordered for m, k in enumerate(claim.counts, 1)}
    found = []
    for claim in ordered:
        plain = {name: value for name, value in claim_to_json(claim).items() if name not in _LEFT_OUT}
        plain["id"] = ids[claim.id]
        for count in plain["counts"]:
            count["id"] = counts[count["id"]]
            count["parent"] = counts.get(count["parent"] or "")
        ties = [tie for tie in plain["relations"] if tie["target"] in ids]
        plain["relations"] = [{"type": tie["type"], "target": ids[tie["target"]]} for tie in ties]
        found.append(plain)
    return found
