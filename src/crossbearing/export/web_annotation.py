"""W3C Web Annotations (JSON-LD): a page of annotations, one for each claim, on the characters of its evidence.

Both ways. The first body classifies, the second holds the claim in our form. A person who agrees, disagrees or corrects
changes the class, or adds a body of the purpose ``assessing`` (accept, reject) or ``commenting``; ``parse`` reads that.
Offsets are code points, which is what the standard counts.
"""

from __future__ import annotations

import json
from typing import Any

from crossbearing.export.annotated import Annotated, judged
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.model.claim import Claim, claim_from_json, claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from crossbearing.model.mention import Mention

NAME = "web_annotation"
MEDIA_TYPE = "application/ld+json"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Code points before and after a quote that are given with it, so that it is found in a text that has moved."""


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``annotations.jsonld``; where the texts are not at hand the quotes stand without what is around them."""
    documents = {document.id: document for document in finished.documents}
    items = [_annotation(claim, documents.get(claim.document)) for claim in sorted(finished.claims, key=lambda c: c.id)]
    page = {"@context": _CONTEXT, "id": "urn:crossbearing:annotations", "type": "AnnotationPage", "items": items}
    return {"annotations.jsonld": (json.dumps(page, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()}


def _annotation(claim: Claim, document: Document | None) -> dict[str, Any]:
    start, end = claim.evidence.start, claim.evidence.end
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": claim.evidence.text}
    text = document.text if document else ""
    if text:
        quote |= {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    url = document.url if document else None
    return {
        "id": f"urn:crossbearing:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": claim.cls},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps(claim_to_json(claim), ensure_ascii=False, sort_keys=True),
            },
        ],
        "target": {
            "source": url or f"urn:crossbearing:document:{claim.document}",
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote],
        },
    }


def parse(raw: bytes) -> list[Annotated]:
    """Return what a page of annotations says of claims; raise ExportError for what is no such page.

    >>> parse(b'{"type": "AnnotationPage", "items": []}')
    []
    """
    try:
        page = json.loads(raw)
        items = page if isinstance(page, list) else page["items"]
        return [_parsed(item) for item in items]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise ExportError(f"is no page of web annotations: {type(error).__name__}: {error}") from error


def _parsed(item: dict[str, Any]) -> Annotated:
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    said = {body.get("purpose", "commenting"): str(body["value"]) for body in bodies}
    selectors = item["target"]["selector"]
    place = {s["type"]: s for s in (selectors if isinstance(selectors, list) else [selectors])}
    at, quote = place["TextPositionSelector"], place.get("TextQuoteSelector", {})
    evidence = Mention(int(at["start"]), int(at["end"]), str(quote.get("exact", "")))
    before = claim_from_json(json.loads(said["describing"])) if "describing" in said else None
    document = before.document if before else str(item["target"]["source"]).removeprefix("urn:crossbearing:document:")
    verdict, comment = said.get("assessing", ""), said.get("commenting", "")
    who = item.get("creator") or ""
    return judged(
        before, document, said["classifying"], evidence, verdict, comment, who if isinstance(who, str) else ""
    )
