"""E-mails (``.eml``): the sender's own words; reports that are attached are documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import QUOTED_MAIL
from crossbearing.readers.encodings import Decoded, decode_any
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.formats import choose
from crossbearing.readers.fragments import text_of
from crossbearing.readers.sidecar import completed
from crossbearing.readers.source import Found, Source, one, reading

NAME, WHAT = "mail", "an e-mail"
SUFFIXES = (".eml",)

MAX_MAIL = 25_000_000
"""Bytes of one mail with its attachments, which the mail program of no provider exceeds."""
MAX_ATTACHMENTS = 100
_LONGEST_HEADER = 10_000
_QUOTE = re.compile(
    r"^[ \t]*>.*$|^On .{5,200} wrote:[ \t]*$|^-{2,}[ \t]*(?:Original Message|Forwarded message)[ \t]*-{2,}$"
)
_SIGNATURE = re.compile(r"^-- ?$")
_NOT_REPORTS = (
    "image/",
    "audio/",
    "video/",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "text/calendar",
)


class _Bounded(EmailPolicy):
    """The usual policy, which takes of a header's value what people write: parsing it takes memory by its square."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """Return the value of a header as an object, cut where it is longer than any mail's."""
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER] if isinstance(value, str) else value)


def read(source: Source) -> Iterator[Found]:
    """Yield the document of a mail and those of its attachments, or the error that says why there is none.

    >>> raw = b"From: Hill Post <news@hill.example>\\nDate: Mon, 17 Mar 2014 09:00:00 +0200\\n\\nThe army left.\\n"
    >>> [(d.outlet, d.published, d.text) for _, d in read(Source("a.eml", "a.eml", "a", data=raw))]
    [('Hill Post', '2014-03-17', 'The army left.')]
    """
    try:
        with reading(source.name, "e-mail"):
            raw = source.raw(MAX_MAIL)
            mail: Any = BytesParser(EmailMessage, policy=_Bounded()).parsebytes(raw)
            attached = list(mail.iter_attachments()) if mail.is_multipart() else []
            known = _known(mail)
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    parts = [part for part in attached if not part.get_content_type().startswith(_NOT_REPORTS)]
    for name, found in one(source, lambda own: _document(mail, raw, known, own)):
        # A mail may be no more than the envelope of what is attached.
        if not (isinstance(found, UnreadableDocumentError) and found.code == "empty" and parts):
            yield name, found
    for number, part in enumerate(parts[:MAX_ATTACHMENTS], 1):
        yield from _attachment(part, number, known, source)
    if len(parts) > MAX_ATTACHMENTS:
        advice = f"has {len(parts):,} attachments, the first {MAX_ATTACHMENTS} are read; save the others as files"
        yield source.name, UnreadableDocumentError("too_large", source.name, advice)


def _header(mail: Any, key: str) -> str:
    """Return a header as text; one that breaks every rule is no header."""
    try:
        return str(mail.get(key) or "")
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""


def _known(mail: Any) -> dict[str, str]:
    """Return what the head of a mail tells: its list or sender as the outlet, its day, its subject."""
    sender = _header(mail, "From")
    named = re.match(r"\s*\"?([^\"<]{2,100}?)\"?\s*<", sender)
    listed = re.match(r"\s*\"?([^\"<]{2,100}?)\"?\s*<", _header(mail, "List-Id"))
    found = {
        "outlet": (listed or named or [None, sender])[1] or "",
        "published": _header(mail, "Date"),
        "title": _header(mail, "Subject"),
    }
    return {key: value for key, value in found.items() if value}


def _document(mail: Any, raw: bytes, known: dict[str, str], source: Source) -> Document:
    with reading(source.name, "e-mail"):
        body = mail.get_body(("plain", "html"))
        told = _decoded(body, source) if body is not None else Decoded("", "")
        html = body is not None and body.get_content_type() == "text/html"
    text = text_of(told.text, source.name) if html else told.text
    own, problems = _own_words(text)
    provenance = Provenance(NAME, "crossbearing", told.encoding, source.part)
    extra = {"from": _header(mail, "From"), "message_id": _header(mail, "Message-ID")}
    head = completed(gathered(known, source.identity), source)
    notes = (*source.notes, *told.problems, *problems)
    return document(own, raw, head, source.name, extra_fields(extra), provenance, notes, plain=not html)


def _decoded(part: Any, source: Source) -> Decoded:
    payload = part.get_payload(decode=True) or b""
    return decode_any(payload, source.name, part.get_content_charset() or "") if payload.strip() else Decoded("", "")


def _own_words(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return a mail without what it quotes and without its signature, and what is said of that.

    >>> _own_words("We held on.\\n\\nOn Monday, A wrote:\\n> They fled.\\n-- \\nA")[0]
    'We held on.'
    """
    lines = text.splitlines()
    end = next((at for at in range(len(lines) - 1, -1, -1) if _SIGNATURE.match(lines[at])), len(lines))
    kept = [line for line in lines[:end] if not _QUOTE.match(line)]
    own = "\n".join(kept).strip()
    left = sum(1 for line in lines if line.strip()) - sum(1 for line in kept if line.strip())
    if not left:
        return own, ()
    message = f"{left:,} lines quoted from other mails, or of the signature, are not read; read those mails themselves"
    return own, (Problem(QUOTED_MAIL, message, "read"),)


def _attachment(part: Any, number: int, known: dict[str, str], source: Source) -> Iterator[Found]:
    file = re.sub(r"[\\/\x00-\x1f]", "-", str(part.get_filename() or ""))[-100:] or f"{number}.txt"
    name = f"{source.name}: attachment {number} ({file})"
    try:
        with reading(name, "attachment"):
            if part.get_content_type() == "message/rfc822":
                data, file = part.get_payload(0).as_bytes(), f"{number}.eml"
            else:
                data = part.get_payload(decode=True) or b""
    except UnreadableDocumentError as error:
        yield name, error
        return
    if source.packed and source.part.startswith("attachment"):
        yield name, UnreadableDocumentError("nested", name, "is attached to an attached mail; save it as a file")
        return
    inner = Source(
        name, file, f"{source.identity}-{number}", None, data, f"attachment {number}", known, "", True, source.columns
    )
    chosen = choose(inner, named=True)
    if chosen is None or isinstance(chosen, UnreadableDocumentError):
        yield name, chosen
    else:
        reader, inner = chosen
        yield from reader.read(inner)
