"""A finished run with all that formats may lose: emoji, formulas, open counts, parts, two sides, plans, denials."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from crossbearing.engines.facts import facts_of
from crossbearing.engines.local import run_documents
from crossbearing.export.facts import Facts
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder

EMOJI = (
    "😀 Rebels shelled Harasta on Tuesday, killing at least 7 civilians, including 2 children, state media said 🕊. "
    "The army shelled Douma on Tuesday and killed nine rebels, e\u0301 a monitor said. "
    "Warplanes struck Harasta on Wednesday and wounded dozens, residents said. "
    "Police shot dead two protesters in Homs on Monday."
)


@cache
def finished() -> Finished:
    documents = [
        *read_paths([folder()]).documents,
        Document(
            "emoji", EMOJI, outlet="=HYPERLINK(1)", published="2014-03-19", title="+1", url="https://example.org/a"
        ),
    ]
    return run_documents(documents, default_pipeline())


@cache
def facts() -> Facts:
    return facts_of(default_pipeline().packs)


def without_unexchanged(found: Finished) -> Finished:
    """Return it without what is no part of the exchange form: antecedents of speakers, reasons of actors, texts."""
    claims = []
    for claim in found.claims:
        sources = tuple(replace(source, antecedent=None) for source in claim.attribution.sources)
        actors = tuple(replace(actor, reason=None) for actor in claim.actors)
        claims.append(replace(claim, attribution=replace(claim.attribution, sources=sources), actors=actors))
    record = replace(found.ledgers, document_stories={}, document_events={})
    return Finished(tuple(replace(d, text="") for d in found.documents), tuple(claims), record)
