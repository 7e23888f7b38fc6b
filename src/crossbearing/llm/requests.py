"""Documents to request lines in the batch form of OpenAI-compatible servers; nothing is sent from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crossbearing.llm.form import reply_schema
from crossbearing.llm.marked import is_foreign, text_hash, user_message
from crossbearing.llm.passages import PIECE_WORDS, Piece, pieces_of
from crossbearing.llm.prompt import estimate_tokens, system_prompt
from crossbearing.model.document import Document

URL = "/v1/chat/completions"
# Replies run to some six times their report's tokens at the densest; a reply that needs more is cut and says so.
_REPLY_FACTOR = 12
_LEAST_REPLY, _MOST_REPLY = 2048, 32768
_CUSTOM_ID = re.compile(r"(?P<slug>[A-Za-z0-9_-]{0,24})-(?P<hash>[0-9a-f]{16})-(?P<first>\d{1,6})-(?P<last>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a custom id says: whose text (``text_hash``) and which passages, first to last, the request showed."""

    slug: str
    text_hash: str
    first: int
    last: int


def slug_of(document_id: str) -> str:
    """Return the readable part of a custom id: letters, digits and hyphens of the document's id, 24 at most.

    >>> slug_of("донбас/2014 report.txt")
    '2014-report-txt'
    """
    return re.sub(r"[^A-Za-z0-9_]+", "-", document_id).strip("-")[:24].strip("-")


def custom_id(document: Document, piece: Piece) -> str:
    """Return the name of a request: at most 64 letters, digits and hyphens, another for every piece.

    >>> document = Document("a b", "War ended.")
    >>> custom_id(document, pieces_of(document)[0])
    'a-b-f9c8e5948309d704-1-1'
    """
    numbers = [p.number for p in piece.passages]
    return f"{slug_of(document.id)}-{text_hash(document)}-{min(numbers)}-{max(numbers)}"


def read_custom_id(name: str) -> Asked | None:
    """Return what a custom id says, None for one that is none of ours.

    >>> read_custom_id("a-b-0123456789abcdef-1-7").last, read_custom_id("request-1")
    (7, None)
    """
    found = _CUSTOM_ID.fullmatch(name)
    return None if found is None else Asked(found["slug"], found["hash"], int(found["first"]), int(found["last"]))


def request_line(document: Document, piece: Piece, model: str) -> dict[str, Any]:
    """Return one request line for one piece of a document."""
    message = user_message(document, piece)
    shown = sum(estimate_tokens(document.text[p.start : p.end]) for p in piece.passages)
    return {
        "custom_id": custom_id(document, piece),
        "method": "POST",
        "url": URL,
        "body": {
            "model": model,
            "messages": [
                {"role": "system", "content": system_prompt().text},
                {"role": "user", "content": message},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": min(_MOST_REPLY, max(_LEAST_REPLY, _REPLY_FACTOR * shown)),
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": reply_schema(is_foreign(document))},
            },
        },
    }


def request_lines(documents: Iterable[Document], model: str, words: int = PIECE_WORDS) -> Iterator[dict[str, Any]]:
    """Yield the request lines of the documents in their order, the pieces of each in text order.

    ``words`` bounds the words of a report that one request holds. A document without any passage has no request.

    >>> [line["url"] for line in request_lines([Document("d", "War ended.")], "a-model")]
    ['/v1/chat/completions']
    """
    for document in documents:
        for piece in pieces_of(document, words):
            yield request_line(document, piece, model)
