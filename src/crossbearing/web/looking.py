"""A look at the record: one moment of it for a whole answer, with lists and columns whatever made the record."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from crossbearing.report.listed import ensure_listed
from crossbearing.store.listing import View, viewing
from crossbearing.store.store import Store
from crossbearing.web.opened import store_of


@contextmanager
def looking(request: Request) -> Iterator[View]:
    """Begin a look at the record of the application's store.

    Where a record was made by an older version, the first look makes its lists, which takes as long as reading all of
    it; every other look costs a question.
    """
    store = store_of(request)
    with viewing(store) as view:
        if view.columns.is_listed:
            yield view
            return
    ensure_listed(store)
    with viewing(store) as view:
        yield view


def prepare(store: Store) -> None:
    """Make and load what lists are made of before anybody asks, and let what is there then be looked at no more.

    What an application holds when it begins it holds to its end; to look through all of it for what could go would
    cost a tenth of a second every so many answers.
    """
    ensure_listed(store)
    with viewing(store) as view:
        view.columns.sides, view.columns.spots  # noqa: B018 # worked out on the first look
    gc.collect()
    gc.freeze()
