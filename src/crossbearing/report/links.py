"""Links to claims: what a report is full of, so they are written here and not by a template, at a tenth of the cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from markupsafe import Markup, escape

from crossbearing.report.page import ClaimView
from crossbearing.report.wording import shorten

_MOST = 24
"""Claims that are linked in one place; of more their number is told."""


class Looking(Protocol):
    """What the claims are looked up in."""

    @property
    def views(self) -> Mapping[str, ClaimView]:
        """Return the claims that are shown, by id."""

    def to(self, anchor: str) -> Markup:
        """Return the address of an anchor, as a page has it before links are resolved."""


def _about(view: ClaimView) -> str:
    return f"{escape(view.outlet)}: {escape(shorten(view.claim.evidence.text, 60))}"


def claim_links(look: Looking, ids: Iterable[str]) -> Markup:
    """Return the numbers of claims, each leading to its sentence in the report; of very many the first ones."""
    known = [look.views[claim] for claim in ids if claim in look.views]
    links = [
        f'<a class="no" href="{look.to(view.anchor)}" title="{_about(view)}">{view.number}</a>'
        for view in known[:_MOST]
    ]
    if len(known) > _MOST:
        links.append(f'<span class="meta">and {len(known) - _MOST} more</span>')
    return Markup("".join(links))  # noqa: S704 - all that is not ours is escaped


def claim_figure(look: Looking, ids: Iterable[str], text: str) -> Markup:
    """Return a number that leads to the first of its claims that is shown, the number alone where none is."""
    view = next((look.views[claim] for claim in ids if claim in look.views), None)
    if view is None:
        return escape(text)
    link = f'<a class="figure" href="{look.to(view.anchor)}" title="{_about(view)}">{escape(text)}</a>'
    return Markup(link)  # noqa: S704 - all that is not ours is escaped
