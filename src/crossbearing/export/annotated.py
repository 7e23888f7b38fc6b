"""What comes back from an annotation tool: a claim as somebody left it, and what that says of ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.model.errors import ExportError
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES

ACCEPT, REJECT, CORRECT, ADD, UNSEEN = "accept", "reject", "correct", "add", "unseen"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim as it came back: ``claim`` with what was changed, ``before`` as it was sent, None where it is new.

    ``verdict`` is accept, reject, correct, add, or unseen where nobody touched it.
    """

    verdict: str
    claim: Claim
    before: Claim | None
    comment: str = ""
    who: str = ""


def judged(
    before: Claim | None,
    document: str,
    cls: str,
    evidence: Mention,
    verdict: str = "",
    comment: str = "",
    who: str = "",
) -> Annotated:
    """Return what a class and a span say of the claim that was sent; raise ExportError for a class that is none.

    >>> judged(None, "d", "strike.air", Mention(0, 3, "War")).verdict
    'add'
    """
    if cls not in CLASSES:
        raise ExportError(f"{cls!r} is no class of claims")
    if before is None:
        identity = f"{document}:j{evidence.start}-{evidence.end}-{cls}"
        return Annotated(ADD, Claim(identity, document, cls, evidence, rule="judgement"), None, comment, who)
    if verdict == REJECT:
        return Annotated(REJECT, before, before, comment, who)
    text = evidence.text or before.evidence.text
    changed = replace(before, cls=cls, evidence=replace(evidence, text=text))
    if changed != before:
        return Annotated(CORRECT, changed, before, comment, who)
    return Annotated(ACCEPT if verdict == ACCEPT else UNSEEN, before, before, comment, who)


def judgement_rows(
    found: Sequence[Annotated], source: str, texts: Mapping[str, str]
) -> tuple[list[dict[str, str]], list[str]]:
    """Return rows for the store, and what could not be taken: a document that is not there, a quote that is not.

    ``source`` names the format; a row's key is a hash of all it says, so that a file read twice is kept once.
    """
    rows: list[dict[str, str]] = []
    refused: list[str] = []
    for one in found:
        if one.verdict == UNSEEN:
            continue
        seen = one.claim.evidence
        text = texts.get(one.claim.document)
        if text is None:
            refused.append(f"{one.claim.id}: document {one.claim.document!r} is not in the store")
            continue
        if seen.text and text[seen.start : seen.end] != seen.text:
            refused.append(
                f"{one.claim.id}: {seen.text!r} is not what stands at {seen.start} of {one.claim.document!r}"
            )
            continue
        claim = replace(one.claim, evidence=replace(seen, text=text[seen.start : seen.end]))
        body: dict[str, Any] = {"claim": claim_to_json(claim), "comment": one.comment, "by": one.who}
        told = json.dumps(body, ensure_ascii=False, sort_keys=True)
        key = hashlib.sha256(f"{source}\0{one.verdict}\0{told}".encode()).hexdigest()
        rows.append(
            {
                "key": key,
                "claim": claim.id,
                "document": claim.document,
                "verdict": one.verdict,
                "body": told,
                "source": source,
            }
        )
    return rows, refused
