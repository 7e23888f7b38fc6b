"""Fresh reports held back: what was published within so many days, or on no known day, is as if it had never come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from crossbearing.engines.event_ids import with_lasting_ids
from crossbearing.engines.local import finish
from crossbearing.model.claim import Claim
from crossbearing.model.derived import SideTable
from crossbearing.model.errors import ExportError
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Read
from crossbearing.reconcile.bonds import NO_BONDS, Bonds

BondsOf = Callable[[Collection[str]], Bonds]
"""Gives what people said of claims of some documents being one event or two."""


def hold_back(
    finished: Finished,
    days: int,
    today: date,
    sides: SideTable,
    first: Mapping[str, int] | None = None,
    bonds: BondsOf | None = None,
) -> Finished:
    """Return the record of reports published ``days`` or more before ``today``, derived from these alone.

    A report whose day is not known is held back too. ``first`` is the order of a store's documents, by which its events
    are named; ``bonds`` gives the joins and splits of people that its events were made with. Raises ExportError where
    the texts are not at hand, from which copies are known.

    >>> from crossbearing.model.derived import Record
    >>> hold_back(Finished((), (), Record()), 30, date(2018, 5, 1), SideTable()).documents
    ()
    """
    if any(not document.text for document in finished.documents):
        raise ExportError("an embargo needs the texts of the reports: give a store (--db), or run with --embargo")
    last = (today - timedelta(days=days)).isoformat()
    kept = [document for document in finished.documents if document.published and document.published <= last]
    claims: dict[str, list[Claim]] = {document.id: [] for document in kept}
    for claim in finished.claims:
        if claim.document in claims:
            claims[claim.document].append(replace(claim, family=None))
    reads = [Read(replace(document, family=None), tuple(claims[document.id])) for document in kept]
    said = NO_BONDS if bonds is None else bonds({document.id for document in kept})
    found = finish(reads, sides, Faults(), bonds=said)
    return found if first is None else replace(found, ledgers=with_lasting_ids(found.ledgers, first))
