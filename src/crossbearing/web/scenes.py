"""Scenes: a slice put into the views and names of the report, with the address of everything that it links to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from crossbearing.model.document import Document
from crossbearing.report import finder
from crossbearing.report.agreement_views import AgreementView, agreement_views
from crossbearing.report.disputed import disputed_events
from crossbearing.report.disputes import Dispute, card_of_event, disputes
from crossbearing.report.happenings import EventView, event_views
from crossbearing.report.map import Map
from crossbearing.report.marks import Names
from crossbearing.report.page import claim_views
from crossbearing.report.render import Look, part
from crossbearing.report.toll_views import toll_views
from crossbearing.web import addresses
from crossbearing.web.rendering import linked
from crossbearing.web.slices import Slice

_CLAIM = re.compile(r"(t-)?c(\d+)-(\d+)")
_NUMBERED = re.compile(r"([de])(\d+)")
_PARTS = {
    "control": addresses.CONTROL,
    "agreements": addresses.AGREEMENTS,
    "naming": addresses.SOURCES,
    "sources": addresses.SOURCES,
    "documents": addresses.DOCUMENTS,
    "disputes": addresses.asking(addresses.OVERVIEW, [("disputed", "yes")]),
}
"""Where the parts of the static report stand here."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the templates of the report look up, over a slice, and where its links lead."""

    look: Look
    documents: tuple[Document, ...]
    events: tuple[EventView, ...]
    disputes: tuple[Dispute, ...]
    agreements: tuple[AgreementView, ...]

    @property
    def names(self) -> Names:
        """Return what ids are called."""
        return self.look.names

    def with_maps(self, maps: Sequence[Map]) -> Scene:
        """Return the same with maps to draw; their places lead to what happened there."""
        return replace(self, look=replace(self.look, maps=tuple(maps)))

    def part(self, template: str, macro: str, *values: object) -> Markup:
        """Return what a macro of the report makes of the scene and values, its links led to their addresses."""
        return linked(part(template, macro, self.look, *values), self.address)

    def address(self, anchor: str) -> str:
        """Return the address of an anchor of the report."""
        if found := _CLAIM.fullmatch(anchor):
            in_text, document, number = found.groups()
            return addresses.document(self.documents[int(document) - 1].id, int(number), bool(in_text))
        if found := _NUMBERED.fullmatch(anchor):
            kind, number = found.groups()
            if kind == "d":
                return addresses.document(self.documents[int(number) - 1].id)
            return addresses.event(self.events[int(number) - 1].event.id)
        for drawn in self.look.maps:
            for spot in drawn.spots:
                if spot.place.anchor == anchor:
                    return addresses.asking(addresses.OVERVIEW, [("place", spot.place.name)])
        return _PARTS.get(anchor, addresses.OVERVIEW)


def _places(of: Slice) -> dict[str, tuple[str, int]]:
    """Return anchor and number of every claim: the place of its document in the slice, its number in the document."""
    at = {document.id: number for number, document in enumerate(of.documents, 1)}
    return {c.id: (f"c{at[c.document]}-{of.numbers[c.id]}", of.numbers[c.id]) for c in of.claims}


def scene(of: Slice) -> Scene:
    """Return the scene of a slice.

    >>> scene(Slice()).events
    ()
    """
    names = Names(of.documents, of.claims, of.ledgers, of.palette)
    by_id = {claim.id: claim for claim in of.claims}
    events = event_views(of.ledgers, by_id, names)
    tolls = toll_views(of.ledgers, names, by_id)
    agreed = agreement_views(of.ledgers, by_id, names)
    cards = disputes(of.ledgers, events, tolls, agreed, names, by_id)
    disputed = disputed_events(of.ledgers, by_id)
    look = Look(
        views=claim_views(of.documents, of.claims, _places(of)),
        document_anchors={document.id: f"d{number}" for number, document in enumerate(of.documents, 1)},
        document_titles={document.id: document.title or f"Report {document.id}" for document in of.documents},
        names=names,
        events=events,
        event_anchors={identity: f"e{number}" for number, identity in enumerate(events, 1)},
        event_disputes=card_of_event(cards),
        event_tolls=tolls,
        rows={identity: finder.row(view, identity in disputed) for identity, view in events.items()},
        insets={},
        maps=(),
    )
    return Scene(look, of.documents, tuple(events.values()), cards, agreed)
