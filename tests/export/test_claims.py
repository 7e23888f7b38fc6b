"""The two files every run writes: sorted, keys sorted, readable back."""

from __future__ import annotations

import json

from crossbearing.export.claims import claim_lines, document_lines
from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.document import Document, Problem, Segment
from crossbearing.model.mention import Mention


def test_claims_are_sorted_and_come_back() -> None:
    claims = [
        Claim(id=f"d:c{n:02}", document="d", cls="control.gain", evidence=Mention(0, 4, "Dūmā")) for n in (3, 1, 2)
    ]
    lines = list(claim_lines(claims))
    read = [claim_from_json(json.loads(line)) for line in lines]
    assert read == sorted(claims, key=lambda claim: claim.id)
    assert "Dūmā" in lines[0]
    assert all(list(json.loads(line)) == sorted(json.loads(line)) for line in lines)


def test_documents_keep_segments_and_problems() -> None:
    document = Document(
        id="d", text="War.", segments=(Segment("heading", 0, 4),), problems=(Problem("no_date", "undated"),)
    )
    first, second = map(json.loads, document_lines([document, Document(id="a", text="Talks.")]))
    assert (first["id"], second["id"], second["chars"]) == ("a", "d", 4)
    assert second["segments"] == [{"kind": "heading", "start": 0, "end": 4}]
    assert second["problems"] == [{"code": "no_date", "message": "undated"}]
