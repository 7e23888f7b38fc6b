"""Names and ages of private persons out of a whole record: texts, quotes, ledgers and reasons alike.

In a text each letter of a name becomes a block, so that all offsets still hold and every quote is what stands in the
text. Elsewhere (names of sources, ids made of them, summaries) a number stands for the person. Whom a pack knows, and
who speaks by an office, is public. What is hidden is what ``text/private_names.py`` finds, and what claims have as
``persons``, whoever read them: it hides too much rather than too little, and still misses some, which the manual says;
a text in a script without capitals is hidden as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from crossbearing.care.persons import Persons
from crossbearing.llm.masking import Mask, Masker
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Record
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from crossbearing.model.mention import Mention

T = TypeVar("T")
BLOCK = "█"
HIDDEN_WHOLE = "hidden_whole"
"""Code of the problem of a document in which names cannot be told from other words, so that all of it is hidden."""
_MAPPINGS = ("claim_families", "document_families", "document_stories", "document_events")


def redact(finished: Finished, masker: Masker) -> Finished:
    """Return the record without names and ages of private persons; raise ExportError where the texts are not at hand.

    >>> from crossbearing.text.names import NameMatcher
    >>> document = Document("d", "Farmer Tarek Salloum, 34, was killed.")
    >>> redact(Finished((document,), (), Record()), Masker(NameMatcher([]))).documents[0].text
    'Farmer █████ ███████, ██, was killed.'
    """
    if any(not document.text for document in finished.documents):
        raise ExportError("names can only be hidden where the texts are: give a store (--db), or run with --redact")
    named: dict[str, set[str]] = defaultdict(set)
    for claim in finished.claims:
        named[claim.document].update(form for p in claim.persons for form in (p.name, p.mention.text))
    masks = {
        d.id: masker.mask([part for part in (d.text, d.title or "") if part], named[d.id]) for d in finished.documents
    }
    persons = Persons(masks)
    persons.name_anew(finished.documents)
    documents = tuple(_document(d, masks[d.id], persons) for d in finished.documents)
    texts = {one.id: hidden.text for one, hidden in zip(finished.documents, documents, strict=True)}
    claims = tuple(_claim(claim, texts.get(claim.document), persons) for claim in finished.claims)
    return Finished(documents, claims, _record(finished.ledgers, persons))


def _blocks(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"\w", BLOCK, text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _document(document: Document, mask: Mask, persons: Persons) -> Document:
    title = document.title
    mask = persons.mask_of(mask, f"{document.text}\n\n{title or ''}")
    problems = [replace(problem, message=persons(problem.message)) for problem in document.problems]
    if mask.impossible:
        text = re.sub(r"\w", BLOCK, document.text)
        problems.append(Problem(HIDDEN_WHOLE, f"all of it is hidden: {mask.impossible}", "export"))
        title = re.sub(r"\w", BLOCK, title) if title else title
    else:
        text = _blocks(document.text, mask.spans(document.text))
        title = _blocks(title, mask.spans(title)) if title else title
    # A hash of the words would let anybody try names until it fits.
    whole = text == document.text and title == document.title
    return replace(
        document,
        id=persons(document.id),
        sha256=document.sha256 if whole else "",
        raw_sha256=document.raw_sha256 if whole else "",
        text=text,
        title=title,
        outlet=persons(document.outlet) if document.outlet else None,
        # A path that tells a name in capitals or joined words is no address that could be given on in part.
        url=persons(document.url) if document.url and not persons.is_told_by(document.url) else None,
        family=persons(document.family) if document.family else None,
        problems=tuple(problems),
        metadata=tuple((key, persons(value)) for key, value in document.metadata),
        provenance=_mapped(document.provenance, persons),
    )


def _claim(claim: Claim, text: str | None, persons: Persons) -> Claim:
    def mention(found: Mention) -> Mention:
        if text is None:
            return replace(found, text=re.sub(r"\w", BLOCK, found.text))
        return replace(found, text=text[found.start : found.end])

    named = tuple(replace(p, name=f"[person {n}]", age=None) for n, p in enumerate(claim.persons, 1))
    return _mapped(replace(claim, persons=named), persons, mention)


def _record(record: Record, persons: Persons) -> Record:
    lists = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in _MAPPINGS}
    changed: dict[str, Any] = {name: tuple(_mapped(v, persons) for v in values) for name, values in lists.items()}
    for name in _MAPPINGS:
        changed[name] = {persons(key): persons(value) for key, value in getattr(record, name).items()}
    return Record(**changed)


@cache
def _names(form: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(form)) if is_dataclass(form) else ()


def _mapped(value: T, words: Callable[[str], str], mention: Callable[[Mention], Mention] | None = None) -> T:
    """Return the value with every string in it changed, those of mentions by ``mention``."""
    if isinstance(value, Mention) and mention is not None:
        return mention(value)  # type: ignore[return-value]
    if isinstance(value, str):
        return words(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_mapped(part, words, mention) for part in value)  # type: ignore[return-value]
    form: Any = type(value)
    names = _names(form)
    if not names:
        return value
    changed = {name: _mapped(getattr(value, name), words, mention) for name in names}
    return replace(value, **changed)  # type: ignore[type-var]
