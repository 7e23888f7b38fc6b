"""An article as a JSON object: which key holds what, on a line of its own or in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.days import day_told
from crossbearing.readers.decode import shown
from crossbearing.readers.fields import MAX_FIELD, document, extra_fields, header

TEXTS = ("text", "body", "content", "articleBody", "maintext")
"""Keys under which the words of an article stand; the first that is there counts."""

_ALIASES = {"source": "outlet", "lang": "language"}
_ELSEWHERE = {
    "title": ("headline", "article_title"),
    "outlet": ("publisher", "sitename", "site_name", "source_domain"),
    "published": ("datePublished", "date_publish", "date_published", "published_at", "pubDate", "date"),
    "language": ("inLanguage",),
    "url": ("link", "mainEntityOfPage"),
}
"""Keys of schema.org and of the commoner programs that save articles, for what ours do not tell."""
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
        has = ", ".join(repr(shown(each)[:40]) for each in list(fields)[:12])
        advice = f"{key!r} must be there and be text" + (f"; it has: {has}" if has and text is None else "")
        raise UnreadableDocumentError("bad_field", name, advice)
    found |= _told_elsewhere(found)
    extra = extra_fields({k: v for k, v in found.items() if k not in _KNOWN and k != key})
    return document(text, raw, header(found, default_id, name), name, extra, provenance, problems)


def _told_elsewhere(found: Mapping[str, Any]) -> dict[str, str]:
    """Return what keys of other programs tell of an article where ours tell nothing; what is odd in them is not taken.

    >>> told = {"headline": "War ended", "publisher": {"@type": "Organization", "name": "Homs Courier"}, "date": "soon"}
    >>> _told_elsewhere(told)
    {'title': 'War ended', 'outlet': 'Homs Courier'}
    """
    told = {}
    for field, keys in _ELSEWHERE.items():
        if found.get(field) is not None:
            continue
        for key in keys:
            value = found.get(key)
            words = value.get("name") if isinstance(value, Mapping) else value
            if not isinstance(words, str) or not words.strip() or len(words) > MAX_FIELD:
                continue
            if field == "published":
                words = day_told(words)
            elif field == "url" and not words.startswith(("http://", "https://")):
                continue
            elif field == "language":
                words = words if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", words) else None
            if words:
                told[field] = words
                break
    return told
