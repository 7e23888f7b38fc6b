"""An article as a JSON object: which key holds what, on a line of its own or in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.fields import document, extra_fields, header

TEXTS = ("text", "body", "content", "articleBody", "maintext")
"""Keys under which the words of an article stand; the first that is there counts."""

_ALIASES = {"source": "outlet", "lang": "language"}
_KNOWN = frozenset({"id", "url", "outlet", "source", "title", "published", "retrieved", "lang", "language"})


def is_article(value: Any) -> bool:
    """Say whether a JSON value is an article: an object with words.

    >>> is_article({"text": "War ended."}), is_article({"claims": []}), is_article({"text": ["War", "ended."]})
    (True, False, False)
    """
    return isinstance(value, dict) and any(isinstance(value.get(key), str) for key in TEXTS)


def article(
    fields: Mapping[str, Any],
    raw: bytes,
    default_id: str,
    name: str,
    provenance: Provenance | None = None,
    problems: tuple[Problem, ...] = (),
) -> Document:
    """Return the document of one article; raise UnreadableDocumentError. Other keys with plain values are its metadata.

    >>> article({"text": "War ended.", "source": "Homs Courier"}, b"", "news-1", "news.jsonl:1").outlet
    'Homs Courier'
    """
    found = dict(fields)
    for alias, key in _ALIASES.items():
        if found.get(alias) is not None:
            if found.get(key) not in (None, found[alias]):
                raise UnreadableDocumentError("bad_field", name, f"{alias!r} and {key!r} differ; keep one")
            found[key] = found[alias]
    key = next((key for key in TEXTS if found.get(key) is not None), "text")
    text = found.get(key)
    if not isinstance(text, str):
        raise UnreadableDocumentError("bad_field", name, f"{key!r} must be there and be text")
    extra = extra_fields({k: v for k, v in found.items() if k not in _KNOWN and k != key})
    return document(text, raw, header(found, default_id, name), name, extra, provenance, problems)
