"""What reconciliation finds in one report alone, kept with its reading: to add ten reports is no work over the others.

A report's fingerprint and which of its claims are one happening depend on nothing but that report as it was read, and
on the program, whose hash is part of what a reading is known by.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields, replace

from crossbearing.model.derived import DocumentFingerprint
from crossbearing.model.marks import Marks
from crossbearing.pipeline import Read
from crossbearing.reconcile.decisions import Join
from crossbearing.reconcile.inside import Happenings
from crossbearing.reconcile.run import Elsewhere, happenings_in
from crossbearing.text.shingles import fingerprint

_MARKS = frozenset({"shingles", "sentences", "terms"})


def work_out(read: Read) -> str | None:
    """Return what is found in a report alone, as text; None where the search fails: then the record meets that again.

    >>> from crossbearing.model.document import Document
    >>> report = Document("d", "War ended.", published="2018-04-08")
    >>> taken_up({"d": work_out(Read(report, ()))}).fingerprints["d"] == fingerprint(report)
    True
    """
    try:
        mark, happenings = fingerprint(read.document), happenings_in(read.claims, read.document.published)
    except Exception:
        return None
    told = [_told(name, getattr(mark, name)) for name in _names()]
    return json.dumps([told, happenings.claims, happenings.joins], ensure_ascii=False, separators=(",", ":"))


def taken_up(texts: Mapping[str, str | None]) -> Elsewhere:
    """Return what was found in reports before, by their ids; what is not there or cannot be read is found anew.

    >>> taken_up({"d": None, "e": "{"})
    Elsewhere(happenings={}, spread=<class 'map'>, fingerprints={})
    """
    found = {document: one for document, text in texts.items() if (one := _read(text)) is not None}
    happenings = {document: one for document, (_, one) in found.items()}
    return Elsewhere(happenings, fingerprints={document: one for document, (one, _) in found.items()})


def _names() -> list[str]:
    return [field.name for field in fields(DocumentFingerprint)]


def _told(name: str, value: object) -> object:
    return b64encode(Marks(value).packed()).decode() if name in _MARKS else value  # type: ignore[arg-type]


def _read(text: str | None) -> tuple[DocumentFingerprint, Happenings] | None:
    if text is None:
        return None
    try:
        told, claims, joins = json.loads(text)
        known = dict(zip(_names(), told, strict=True))
        mark = DocumentFingerprint(known.pop("id"))
        marks = {name: Marks.from_packed(b64decode(known.pop(name), validate=True)) for name in sorted(_MARKS)}
        mark = replace(mark, **{**known, **marks, "credits": tuple(known["credits"])})
        return mark, Happenings(
            tuple(tuple(of) for of in claims),
            tuple(Join(one, other, decision, score, tuple(why)) for one, other, decision, score, why in joins),
        )
    except (ValueError, TypeError, KeyError):
        return None
