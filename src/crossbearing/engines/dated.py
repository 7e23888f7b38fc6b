"""Days of publication over a whole run: the window in which an undated report may lie is set by the dated ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import Faults
from crossbearing.resolve.document_date import (
    LAST_DAY,
    MOST_CUES,
    Anchor,
    Dating,
    date_document,
    date_plainly,
    differing_dateline,
)
from crossbearing.resolve.packs import Packs

UNDATED = "undated"
"""Code of the problem that a document without a day of publication carries."""

DATELINE_DIFFERS = "dateline_differs"
"""Code of the problem that a document carries whose own dateline contradicts the day that its metadata give."""
LATE_DAY = "late_day"
"""Code of the problem of a document that is published later than can be."""
MANY_CUES = "many_cues"
"""Code of the problem of an undated document with more words for times than are weighed."""

_CERTAIN = frozenset({"metadata", "dateline", "url"})


def anchors_of(packs: Packs, names: Sequence[str]) -> tuple[Anchor, ...]:
    """Return the dated facts of the named packs, one for each way of putting them into words.

    Raises PackError for a pack that is not loaded.

    >>> from crossbearing.resolve.packs import load_packs
    >>> anchors_of(load_packs(["syria"]), [])
    ()
    """
    return tuple(
        Anchor(tuple(words.split()), date.fromisoformat(anchor.start), date.fromisoformat(anchor.end), anchor.source)
        for name in sorted(set(names))
        for anchor in packs.pack(name).anchors
        for words in anchor.words
    )


def _with(document: Document, dating: Dating) -> Document:
    """Return the document with what is known of its day; where none is known, the reason is one of its problems."""
    why = () if dating.published else (Problem(UNDATED, f"day of publication not known: {dating.summary}"),)
    if dating.cues_left_out:
        message = f"more words tell of the day of publication than are weighed: the {MOST_CUES} that tell most are"
        why = (*why, Problem(MANY_CUES, message, "date"))
    return replace(
        document,
        published=dating.published,
        published_basis=dating.basis,
        date_candidates=dating.candidates,
        problems=document.problems + why,
    )


def _with_own_dateline(document: Document, faults: Faults) -> Document:
    """Return the document dated by its own dateline where that contradicts the metadata, which it keeps and names."""
    told = None
    with faults.working_on(document, "date"):
        told = differing_dateline(document) if document.published_basis == "metadata" else None
    if told is None:
        return document
    words = document.text[told.start : told.end]
    message = (
        f"the metadata give {document.published} as the day of publication, the text's own dateline ({words!r}) is "
        f"{told.day}: days are counted from the dateline"
    )
    return replace(
        document,
        published=told.day,
        published_basis="dateline",
        problems=(*document.problems, Problem(DATELINE_DIFFERS, message, "date", told.start, told.end)),
        metadata=(*document.metadata, ("published", str(document.published))),
    )


_FAILED = Dating(None, "none", (), "the search for it failed")


def _dated(document: Document, search: Callable[[Document], Dating | None], faults: Faults) -> Dating | None:
    with faults.working_on(document, "date"):
        return search(document)
    return None


@dataclass(frozen=True, slots=True)
class _Plainly:
    """Documents by id, dated by their own dateline where that differs, and what is certain of the others' days."""

    ordered: tuple[Document, ...]
    certain: Mapping[str, Dating]

    def newest(self) -> date | None:
        known = [d.published for d in self.ordered if d.published]
        known += [dating.published for dating in self.certain.values() if dating.published]
        return date.fromisoformat(max(days)) if (days := [d for d in known if d <= LAST_DAY.isoformat()]) else None


def _plainly(documents: Sequence[Document], faults: Faults) -> _Plainly:
    ordered = [_with_own_dateline(d, faults) for d in sorted(documents, key=lambda document: document.id)]
    first = {document.id: _dated(document, date_plainly, faults) for document in ordered if not document.published}
    certain = {i: dating for i, dating in first.items() if dating and dating.basis in _CERTAIN and dating.published}
    return _Plainly(tuple(ordered), certain)


def latest_known(packs: Packs) -> date:
    """Return the day up to which the packs know the wars: the end of the window where no report is dated.

    >>> from crossbearing.resolve.packs import load_packs
    >>> latest_known(load_packs(["syria"])).year > 2000
    True
    """
    return date.fromisoformat(max(pack.as_of for pack in packs.packs))


def newest_day(documents: Sequence[Document]) -> date | None:
    """Return the newest day of publication that is certain; None where none is.

    Of parts of a collection: the window for undated reports ends with the newest of all.

    >>> newest_day([Document("d", "War ended.", published="2018-04-08", published_basis="metadata")])
    datetime.date(2018, 4, 8)
    """
    return _plainly(documents, Faults()).newest()


def date_documents(
    documents: Sequence[Document],
    packs: Packs,
    as_of: date | None = None,
    anchors: Sequence[Anchor] = (),
    faults: Faults | None = None,
) -> tuple[Document, ...]:
    """Return the documents, sorted by id, each with its day, the candidates for it, or why it is not known.

    The window ends at ``as_of``, else with the newest report that bears its day, else with the day up to which the
    packs know the wars; never at a clock, so that the same run gives the same days next year. A document over which the
    search fails stays undated, and ``faults`` says so (without it, FaultError is raised). A day of the metadata that
    the text's own dateline contradicts gives way to the dateline; a problem names both, and ``metadata`` keeps the day.

    >>> from crossbearing.resolve.packs import load_packs
    >>> dated = Document("d", "War ended.", published="2018-04-08", published_basis="metadata")
    >>> date_documents([dated], load_packs(["syria"]))[0].published
    '2018-04-08'
    """
    faults = faults or Faults(strict=True)
    plainly = _plainly(documents, faults)
    last = as_of or plainly.newest() or latest_known(packs)
    found = []
    for document in plainly.ordered:
        if document.published:
            found.append(_bounded(document))
            continue
        dating = plainly.certain.get(document.id)
        dating = dating or _dated(document, lambda undated: date_document(undated, last, anchors), faults) or _FAILED
        found.append(_bounded(_with(document, dating)))
    return tuple(found)


def _bounded(document: Document) -> Document:
    """Return the document; where its day is too late to be one, with the problem that says so."""
    if document.published is None or document.published <= LAST_DAY.isoformat():
        return document
    message = f"published {document.published}, later than {LAST_DAY}: no bound for the days of undated reports"
    return replace(document, problems=(*document.problems, Problem(LATE_DAY, message, "date")))
