"""The pages behind a feed of summaries alone: fetched where that was asked for, each put in the place of its entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select

from crossbearing.model.errors import FetchError, UnreadableDocumentError
from crossbearing.readers.codes import SUMMARY_ONLY
from crossbearing.store.schema import DOCUMENTS
from crossbearing.store.store import Given, Store

MOST_PAGES = 200
"""Pages that one feed may lead to at a time; entries beyond them stay summaries."""

Fetching = Callable[[str], tuple[list[Given], list[UnreadableDocumentError]]]
"""Fetches one address and reads what is there; nothing comes of one that has not changed. Raises FetchError."""


def pages_behind(
    entries: Sequence[Given], fetch: Fetching, store: Store
) -> tuple[list[Given], list[UnreadableDocumentError]]:
    """Return the entries with the page behind each summary in its place, and what could not be fetched or read.

    The id stays that of the entry, and what the page does not say itself is said by the feed. Where a page has not
    changed since it was kept, or fails once it was kept, nothing takes its place: a summary is no correction of it.
    """
    found: list[Given] = []
    problems: list[UnreadableDocumentError] = []
    asked = 0
    for entry in entries:
        url = entry.document.url
        if url is None or asked >= MOST_PAGES or all(p.code != SUMMARY_ONLY for p in entry.document.problems):
            found.append(entry)
            continue
        asked += 1
        try:
            pages, bad = fetch(url)
        except FetchError as error:
            pages, bad = [], [UnreadableDocumentError(error.code, error.url, error.advice)]
        problems.extend(bad)
        if len(pages) == 1:
            found.append(_in_place(entry, pages[0]))
        elif not _is_kept(store, url):
            found.append(entry)
    return found, problems


def _in_place(entry: Given, page: Given) -> Given:
    """Return the page under the id and the address of the entry, with what the feed alone tells of it."""
    told, own = entry.document, page.document
    document = replace(
        own,
        id=told.id,
        url=told.url,
        outlet=own.outlet or told.outlet,
        title=own.title or told.title,
        published=own.published or told.published,
        published_basis=own.published_basis if own.published else told.published_basis,
        metadata=tuple(sorted({**dict(told.metadata), **dict(own.metadata)}.items())),
    )
    return replace(page, document=document, origin=entry.origin)


def _is_kept(store: Store, url: str) -> bool:
    with store.reading() as connection:
        return connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.url == url).limit(1)).first() is not None
