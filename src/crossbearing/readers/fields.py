"""What is known about a report beside its text: the fields of a sidecar or article, checked one by one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from crossbearing.model.days import EARLIEST, LATEST, is_null
from crossbearing.model.document import FORMULA_STARTS, Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import BAD_DATE, CHANGED_ID, NULL_DATE
from crossbearing.readers.days import day_told
from crossbearing.readers.decode import check_text, sha256, shown
from crossbearing.text.languages.detect import language_of
from crossbearing.text.markup import leftover_markup

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
    problems: tuple[Problem, ...] = ()


def safe_id(identity: str) -> str:
    """Return the id of a document as it stands in every output: it is a key of joins, so no cell may alter it.

    An underscore goes before what a spreadsheet would run as a formula; what cannot be printed is a backslash escape.

    >>> safe_id("=1+1"), safe_id("004"), safe_id("a" + chr(10) + "b")
    ('_=1+1', '004', 'a\\\\nb')
    """
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown(identity))
    return f"_{plain}" if plain.startswith(FORMULA_STARTS) else plain


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
    if not value.isprintable():
        value = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return value.strip() or None


def _day(value: Any, key: str, name: str) -> str | None:
    words = _words(value, key, name)
    if words is None:
        return None
    day = iso_day(words) or day_told(words)
    if day is None:
        raise UnreadableDocumentError("bad_date", name, f"{key!r} is no date: {words!r}; write it as 2018-04-08")
    return day


def gathered(fields: Mapping[str, str | None], default_id: str) -> Header:
    """Return the header that a page, a feed or a mail tells: what is odd in it costs that field and is a problem.

    Words of days are read in English and in the language that is told.

    >>> head = gathered({"title": " Truce " + chr(10) + "ends", "published": "soon", "language": "en_GB"}, "a")
    >>> head.title, head.published, head.language, head.problems[0].code
    ('Truce ends', None, 'en-GB', 'bad_date')
    """
    told = {key: " ".join(shown(value).split())[:MAX_FIELD] for key, value in fields.items() if value}
    found: dict[str, Any] = {"id": told.get("id") or default_id}
    problems = []
    for key in ("outlet", "title", "url"):
        found[key] = told.get(key)
    code = told.get("language", "").replace("_", "-")
    code = code[:2].lower() + code[2:]
    found["language"] = code if _LANGUAGE.fullmatch(code) else None
    for key in ("published", "retrieved"):
        if words := told.get(key):
            found[key] = iso_day(words) or day_told(words, language=found["language"] or "")
            if found[key] is None:
                problems.append(Problem(BAD_DATE, f"{key!r} is no day that can be read: {words[:80]!r}", "read"))
    head = header(found, default_id, default_id)
    return replace(head, problems=(*head.problems, *problems))


def header(fields: Mapping[str, Any], default_id: str, name: str) -> Header:
    """Return the checked fields; raise UnreadableDocumentError that names the file and the field.

    >>> header({"published": "2018-04-08", "outlet": "Morning Star of Homs"}, "a", "a.meta.json").published
    '2018-04-08'
    """
    identity = fields.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    own = _words(identity, "id", name) or default_id
    key = safe_id(own)
    changed = (
        ()
        if key == own
        else (Problem(CHANGED_ID, f"id {shown(own)!r} cannot stand in every output; it is {key!r} there", "read"),)
    )
    language = _words(fields.get("language"), "language", name)
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UnreadableDocumentError("bad_field", name, f"'language' is no language code: {language!r}")
    return Header(
        id=key,
        outlet=_words(fields.get("outlet"), "outlet", name),
        published=_day(fields.get("published"), "published", name),
        retrieved=_day(fields.get("retrieved"), "retrieved", name),
        title=_words(fields.get("title"), "title", name),
        url=_words(fields.get("url"), "url", name),
        language=language,
        problems=changed,
    )


def _known_day(day: str | None, key: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the day, and where it is a null date no day and the problem that says so."""
    if day is None or not is_null(day):
        return day, ()
    advice = f"{key!r} is {day}, which is before {EARLIEST} or after {LATEST}: taken for a null date, so for no day"
    return None, (Problem(NULL_DATE, advice, "read"),)


_RAW: ContextVar[dict[str, bytes] | None] = ContextVar("raw", default=None)


@contextmanager
def raw_kept() -> Iterator[dict[str, bytes]]:
    """Keep the bytes that documents are read from in the block, by their ``raw_sha256``: those of the row or message.

    >>> with raw_kept() as raws:
    ...     made = document("War ended.", b"War ended.", Header("d"), "d.txt")
    >>> raws[made.raw_sha256]
    b'War ended.'
    """
    raws: dict[str, bytes] = {}
    before = _RAW.set(raws)
    try:
        yield raws
    finally:
        _RAW.reset(before)


def document(
    text: str,
    raw: bytes,
    head: Header,
    name: str,
    extra: tuple[tuple[str, str], ...] = (),
    provenance: Provenance | None = None,
    problems: tuple[Problem, ...] = (),
    plain: bool = True,
) -> Document:
    """Return the document of a text and a checked header; ``raw`` is what the text was read from.

    ``problems`` are what its reader has to say. A text that is not ``plain`` was made from markup: what looks like
    tags in it are words.

    >>> document("War ended.", b"War ended.", Header("d", published="2018-04-08"), "d.txt").published_basis
    'metadata'
    >>> null = document("War ended.", b"War ended.", Header("d", published="0001-01-01"), "d.txt")
    >>> null.published, null.problems[0].code
    (None, 'null_date')
    """
    published, null = _known_day(head.published, "published")
    retrieved, null_too = _known_day(head.retrieved, "retrieved")
    markup = leftover_markup(text) if plain else ()
    raw_sha256 = sha256(raw)
    if (raws := _RAW.get()) is not None:
        raws[raw_sha256] = raw
    return Document(
        id=head.id,
        text=check_text(text, name),
        outlet=head.outlet,
        published=published,
        title=head.title,
        url=head.url,
        language=head.language or language_of(text),
        retrieved=retrieved,
        published_basis="metadata" if published else "none",
        sha256=sha256(text.encode("utf-8")),
        raw_sha256=raw_sha256,
        problems=(*head.problems, *null, *null_too, *problems, *markup),
        metadata=extra,
        provenance=provenance,
    )


def extra_fields(fields: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return plain values as the metadata of a document, sorted, printable and cut at ``MAX_FIELD`` characters.

    >>> extra_fields({"section": "world", "tags": ["a"], "words": 120, "by": None})
    (('section', 'world'), ('words', '120'))
    """
    return tuple(
        (shown(key), shown(str(value))[:MAX_FIELD])
        for key, value in sorted(fields.items())
        if isinstance(value, str | int | float | bool) and value != ""
    )
