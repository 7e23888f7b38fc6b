"""Feeds (RSS, Atom): every entry is a report, in the words that the feed itself holds; links are not followed here."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import SUMMARY_ONLY
from crossbearing.readers.encodings import Decoded, decode_any
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.fragments import text_of
from crossbearing.readers.source import Found, Source, library, made_by, reading
from crossbearing.text.languages.detect import UNKNOWN, language_of

NAME, WHAT = "feed", "a feed (RSS, Atom)"
SUFFIXES = (".rss", ".atom", ".xml", ".rdf")

MAX_FEED = 20_000_000
MAX_ENTRIES = 20_000
MAX_ELEMENTS = 400_000
"""Elements of one feed; each takes a kilobyte where they are nested, and an entry has some fifteen."""
_LONG = 1_000


def read(source: Source) -> Iterator[Found]:
    """Yield the entries of a feed, or the error that says why there are none.

    >>> next(read(Source("a.rss", "a.rss", "a", data=b"<rss><!ENTITY a 'b'></rss>")))[1].code
    'bad_xml'
    """
    try:
        parsed, told = _parsed(source)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    for number, entry in enumerate(parsed.entries[:MAX_ENTRIES], 1):
        name = f"{source.name}: entry {number}"
        try:
            yield name, _entry(entry, parsed.feed, source, name, told, number)
        except UnreadableDocumentError as error:
            yield name, error
    if len(parsed.entries) > MAX_ENTRIES:
        advice = f"has {len(parsed.entries):,} entries, the first {MAX_ENTRIES:,} are read; split it"
        yield source.name, UnreadableDocumentError("too_large", source.name, advice)


def _parsed(source: Source) -> tuple[Any, Decoded]:
    feedparser = library("feedparser", WHAT, source.name)
    raw = source.raw(MAX_FEED)
    told = decode_any(raw, source.name, source.encoding or _declared(raw))
    if "<!ENTITY" in told.text:
        raise UnreadableDocumentError("bad_xml", source.name, "defines entities, which no feed needs; it is not opened")
    if told.text.count("<") > MAX_ELEMENTS:
        advice = f"has over {MAX_ELEMENTS:,} elements, the limit for a feed; split it"
        raise UnreadableDocumentError("too_large", source.name, advice)
    with reading(source.name, "feed", len(raw)):
        # The bytes are given again as UTF-8 and said to be so: what the head declares is then no matter.
        headers = {"content-type": "application/xml; charset=utf-8", "content-location": ""}
        body = io.BytesIO(told.text.encode("utf-8", "replace"))
        parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        what = "is a feed without entries" if parsed.get("version") else "is XML, and no feed"
        advice = f"{what}; there is nothing to read" if parsed.get("version") else f"{what}; save its words as .txt"
        raise UnreadableDocumentError("empty" if parsed.get("version") else "unknown_format", source.name, advice)
    return parsed, told


def _declared(raw: bytes) -> str:
    head = raw[:200].decode("ascii", "ignore")
    _, found, rest = head.partition("encoding=")
    return rest[1:].partition(rest[0])[0] if found and rest and rest[0] in "\"'" else ""


def _entry(
    entry: Mapping[str, Any], feed: Mapping[str, Any], source: Source, name: str, told: Decoded, number: int
) -> Document:
    """Return the document of one entry; its id is made of the id that the feed gives it, so that it stays."""
    contents = [c.get("value") or "" for c in entry.get("content") or () if c.get("value")]
    summary = entry.get("summary") or ""
    text = max((text_of(html, name) for html in (*contents, summary)), key=len)
    title = text_of(entry.get("title") or "", name).replace("\n\n", " ")
    if not text:
        text = title
    key = entry.get("id") or entry.get("link") or f"{title}\n{text}"
    identity = f"{source.identity}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:10]}"
    origin = entry.get("source") or {}
    own = language_of(text)
    fields = {
        "outlet": origin.get("title") or feed.get("title") or source.known.get("outlet"),
        "published": _when(entry),
        "retrieved": source.known.get("retrieved"),
        "title": title,
        "url": link if (link := entry.get("link") or "").startswith(("http://", "https://")) else None,
        "language": own if own != UNKNOWN else (entry.get("language") or feed.get("language")),
    }
    head = gathered(fields, identity)
    extra = {"author": entry.get("author"), "updated": _plain(entry, "updated"), "feed": feed.get("link")}
    notes = [*source.notes, *told.problems]
    if not contents and len(text) < _LONG:
        notes.append(
            Problem(
                SUMMARY_ONLY,
                "the feed holds a summary alone; ingest its address with --follow, or save the page behind its link",
                "read",
            )
        )
    provenance = Provenance(NAME, made_by("feedparser"), told.encoding, f"entry {number}")
    raw = f"{key}\n{''.join(contents)}\n{summary}".encode("utf-8", "replace")
    return document(text, raw, head, name, extra_fields(extra), provenance, tuple(notes), plain=False)


def _plain(entry: Mapping[str, Any], key: str) -> Any:
    """Return a value that stands in the entry itself: the library answers for "updated" with the day of publication."""
    return entry[key] if key in set(entry.keys()) else None


def _when(entry: Mapping[str, Any]) -> Any:
    return entry.get("published") or _plain(entry, "updated")
