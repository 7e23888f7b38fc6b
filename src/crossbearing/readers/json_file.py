"""JSON: an article, a list of articles (bare or under any one key), or the export of a chat by Telegram Desktop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crossbearing.model.document import Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers import articles, telegram
from crossbearing.readers.encodings import Decoded, decode_any
from crossbearing.readers.source import Found, Source

NAME, WHAT = "json", "JSON"
SUFFIXES = (".json",)

MAX_JSON = 64_000_000
"""Bytes of one file: its values take some ten times as much memory. An export of 50,000 messages has about so many."""


def _value(source: Source) -> tuple[Any, bytes, Decoded]:
    raw = source.raw(MAX_JSON)
    told = decode_any(raw, source.name)
    if not told.text.strip():
        raise UnreadableDocumentError("empty", source.name, "is empty; there is nothing to read")
    try:
        return json.loads(told.text), raw, told
    except RecursionError as error:
        raise UnreadableDocumentError("bad_json", source.name, "is nested too deeply") from error
    except ValueError as error:
        raise UnreadableDocumentError("bad_json", source.name, f"is no valid JSON: {error}") from error


def _articles_of(value: Any) -> list[Any] | None:
    """Return the articles of a value, None where it holds none."""
    if articles.is_article(value):
        return [value]
    lists = [value] if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return next((each for each in lists if isinstance(each, list) and any(map(articles.is_article, each))), None)


def holds_reports(source: Source) -> bool:
    """Say whether a file holds articles or messages: a folder often holds the JSON of other programs as well.

    >>> holds_reports(Source("a.json", "a.json", "a", data=b'{"claims": []}'))
    False
    """
    try:
        value, _, _ = _value(source)
    except UnreadableDocumentError:
        return True
    return telegram.is_export(value) or _articles_of(value) is not None


def read(source: Source) -> Iterator[Found]:
    """Yield the articles or messages of a file, or the error that says why there are none.

    >>> [(name, found.text) for name, found in read(Source("a.json", "a.json", "a", data=b'[{"text": "War ended."}]'))]
    [('a.json:1', 'War ended.')]
    """
    try:
        value, raw, told = _value(source)
        if telegram.is_export(value):
            yield from telegram.messages(value, source, raw, told)
            return
        found = _articles_of(value)
        if found is None:
            advice = f"holds no article (an object with one of: {', '.join(articles.TEXTS)}) and no chat of Telegram"
            raise UnreadableDocumentError("bad_field", source.name, advice)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    alone = len(found) == 1 and found[0] is value
    stem = Path(source.identity).stem
    for number, fields in enumerate(found, 1):
        name = source.name if alone else f"{source.name}:{number}"
        identity = stem if alone else f"{stem}-{number}"
        part = source.part if alone else f"article {number}"
        provenance = Provenance(NAME, "crossbearing", told.encoding, part)
        try:
            if not isinstance(fields, dict):
                raise UnreadableDocumentError("bad_json", name, f"must be an object, not {type(fields).__name__}")
            own = raw if alone else json.dumps(fields, sort_keys=True).encode("utf-8", "surrogatepass")
            notes = (*source.notes, *told.problems)
            yield name, articles.article(fields, own, identity, name, provenance, notes)
        except UnreadableDocumentError as error:
            yield name, error
