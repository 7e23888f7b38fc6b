"""The reports of a happening in the order of their days, with their sentences; copies of a story below the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.report.happenings import EventView
from crossbearing.report.marks import Mark, Names, outlet_name
from crossbearing.report.sentences import Said


@dataclass(frozen=True, slots=True)
class Telling:
    """One report that tells of a happening: its sentences, and the reports that take their story from the same voice.

    ``said`` are the sentences that stand in this report first, ``again`` the claims that say in it what an earlier one
    said in the same words.
    """

    document: Document
    outlet: str
    mark: Mark | None
    said: tuple[Said, ...]
    again: tuple[str, ...]
    copies: tuple[Telling, ...] = ()


def _order(document: Document) -> tuple[str, str]:
    return document.published or "9999", document.id


def tellings(
    view: EventView, documents: Sequence[Document], claims: Mapping[str, Claim], names: Names
) -> tuple[Telling, ...]:
    """Return the reports that tell of a happening, the earliest first; those of one voice follow its earliest.

    >>> from crossbearing.model.derived import Event
    >>> none = Event("e", "", "incident", "real", "positive", *(None,) * 4, (), (), (), (), "C1", (), None, (), "", "")
    >>> tellings(EventView(none, "", "", "", ()), [], {}, Names([], [], None))
    ()
    """
    wanted = set(view.event.documents)
    of_voice: dict[str, list[Telling]] = {}
    for document in sorted((d for d in documents if d.id in wanted), key=_order):
        said = tuple(s for s in view.said if s.claim in claims and claims[s.claim].document == document.id)
        again = tuple(c for s in view.said for c in s.again if c in claims and claims[c].document == document.id)
        if not said and not again:
            continue
        mark = names.mark(document.family) if document.family else None
        one = Telling(document, outlet_name(document), mark, said, again)
        of_voice.setdefault(document.family or f"document:{document.id}", []).append(one)
    return tuple(
        Telling(first.document, first.outlet, first.mark, first.said, first.again, tuple(rest))
        for first, *rest in of_voice.values()
    )
