"""What is known about a report beside its text: the fields of a sidecar or article, checked one by one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import check_text, sha256

MAX_FIELD = 2_000
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][0-9:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Header:
    """The checked fields of one report; all but ``id`` may be None."""

    id: str
    outlet: str | None = None
    published: str | None = None
    retrieved: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None


def iso_day(value: str) -> str | None:
    """Return the ISO day of an ISO day or time stamp, None when there is no such day.

    >>> iso_day("2018-04-08T10:20:00Z"), iso_day("2018-02-30"), iso_day("last week")
    ('2018-04-08', None, None)
    """
    match = _DAY.fullmatch(value.strip())
    if match is None:
        return None
    try:
        return datetime.date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def _words(value: Any, key: str, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        advice = f"{key!r} must be text or null, not {type(value).__name__}"
        raise UnreadableDocumentError("bad_field", name, advice)
    if len(value) > MAX_FIELD:
        raise UnreadableDocumentError("bad_field", name, f"{key!r} has over {MAX_FIELD:,} characters")
    if any(not c.isprintable() for c in value):
        value = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return value.strip() or None


def _day(value: Any, key: str, name: str) -> str | None:
    words = _words(value, key, name)
    if words is None:
        return None
    day = iso_day(words)
    if day is None:
        raise UnreadableDocumentError("bad_date", name, f"{key!r} is no date: {words!r}; write it as 2018-04-08")
    return day


def header(fields: Mapping[str, Any], default_id: str, name: str) -> Header:
    """Return the checked fields; raise UnreadableDocumentError that names the file and the field.

    >>> header({"published": "2018-04-08", "outlet": "Morning Star of Homs"}, "a", "a.meta.json").published
    '2018-04-08'
    """
    identity = fields.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    own = _words(identity, "id", name)
    language = _words(fields.get("language"), "language", name)
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UnreadableDocumentError("bad_field", name, f"'language' is no language code: {language!r}")
    return Header(
        id=own or default_id,
        outlet=_words(fields.get("outlet"), "outlet", name),
        published=_day(fields.get("published"), "published", name),
        retrieved=_day(fields.get("retrieved"), "retrieved", name),
        title=_words(fields.get("title"), "title", name),
        url=_words(fields.get("url"), "url", name),
        language=language,
    )


def document(text: str, raw: bytes, head: Header, name: str, extra: tuple[tuple[str, str], ...] = ()) -> Document:
    """Return the document of a checked text and header; ``raw`` is what the text was read from.

    >>> document("War ended.", b"War ended.", Header("d", published="2018-04-08"), "d.txt").published_basis
    'metadata'
    """
    return Document(
        id=head.id,
        text=check_text(text, name),
        outlet=head.outlet,
        published=head.published,
        title=head.title,
        url=head.url,
        language=head.language or "en",
        retrieved=head.retrieved,
        published_basis="metadata" if head.published else "none",
        sha256=sha256(text.encode("utf-8")),
        raw_sha256=sha256(raw),
        metadata=extra,
    )
