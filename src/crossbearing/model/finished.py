"""What a run or a store comes to: documents, claims, and all that was derived from them."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record
from crossbearing.model.document import Document


@dataclass(frozen=True, slots=True)
class Finished:
    """A run to the end: documents with their segments and families, resolved claims by id, and what was derived."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    ledgers: Record
