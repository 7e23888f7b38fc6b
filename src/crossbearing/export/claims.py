"""``claims.jsonl`` and ``documents.jsonl``: what every run writes, one object a line, sorted by id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.model.document import Document, Problem

NAME = "claims"
MEDIA_TYPE = "application/jsonl"


def json_line(value: Mapping[str, Any]) -> str:
    """Return one line of JSON: keys sorted, UTF-8 kept as it is, no NaN, a newline at the end.

    >>> json_line({"b": 1, "a": "Dūmā"})
    '{"a": "Dūmā", "b": 1}\\n'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return the exchange form of a problem; stage and offsets stand in it where they are known.

    >>> problem_to_json(Problem("undated", "no day is named"))
    {'code': 'undated', 'message': 'no day is named'}
    """
    found: dict[str, Any] = {"code": problem.code, "message": problem.message}
    if problem.stage:
        found["stage"] = problem.stage
    if problem.start is not None:
        found.update(start=problem.start, end=problem.end)
    return found


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the exchange form of a document: everything about it but its text.

    >>> document_to_json(Document(id="d", text="War ended."))["chars"]
    10
    """
    return {
        "id": document.id,
        "outlet": document.outlet,
        "published": document.published,
        "retrieved": document.retrieved,
        "published_basis": document.published_basis,
        "date_candidates": [
            {"day": c.day, "satisfied": list(c.satisfied), "violated": list(c.violated)}
            for c in document.date_candidates
        ],
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "sha256": document.sha256,
        "raw_sha256": document.raw_sha256,
        "chars": len(document.text),
        "family": document.family,
        "segments": [{"kind": s.kind, "start": s.start, "end": s.end} for s in document.segments],
        "problems": [problem_to_json(problem) for problem in document.problems],
        "metadata": dict(document.metadata),
        "provenance": _provenance(document),
    }


def _provenance(document: Document) -> dict[str, Any] | None:
    """Return what the document was read from: what is not known, or does not apply, is left out."""
    if document.provenance is None:
        return None
    return {key: value for key, value in asdict(document.provenance).items() if value}


def claim_lines(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the lines of ``claims.jsonl``: one claim a line, sorted by id.

    >>> list(claim_lines([]))
    []
    """
    for claim in sorted(claims, key=lambda claim: claim.id):
        yield json_line(claim_to_json(claim))


def document_lines(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the lines of ``documents.jsonl``: one document a line, sorted by id.

    >>> next(document_lines([Document(id="d", text="War ended.")]))[:12]
    '{"chars": 10'
    """
    for document in sorted(documents, key=lambda document: document.id):
        yield json_line(document_to_json(document))
