"""What is done to a record before it is given on, in one place for files, exports and pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crossbearing.care.coarsening import coarsen
from crossbearing.care.holding import BondsOf, hold_back
from crossbearing.care.measures import Measures
from crossbearing.care.redacting import redact
from crossbearing.engines.facts import facts_of
from crossbearing.engines.local import side_table
from crossbearing.llm.masking import Masker
from crossbearing.model.finished import Finished
from crossbearing.resolve.packs import Packs
from crossbearing.text.names import NameMatcher


def with_care(
    finished: Finished,
    measures: Measures,
    packs: Packs,
    today: date,
    first: Mapping[str, int] | None = None,
    bonds: BondsOf | None = None,
) -> Finished:
    """Return the record as it may be given on; ``first`` is the order of a store's documents.

    ``bonds`` gives the joins and splits of people, as ``judged.bonds_held`` does for a store.

    Raises ExportError where the texts are not at hand that an embargo or the hiding of names needs.
    """
    if measures.days:
        finished = hold_back(finished, measures.days, today, side_table(packs), first, bonds)
    if measures.km:
        finished = coarsen(finished, measures.km, facts_of(packs).places)
    if measures.redact:
        finished = redact(finished, Masker(NameMatcher(packs.names())))
    return finished
