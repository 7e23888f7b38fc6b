"""What events are called, for pages that only point at them."""

from __future__ import annotations

from collections.abc import Collection

from crossbearing.store.store import Store
from crossbearing.web import slices
from crossbearing.web.scenes import scene


def titles(store: Store, ids: Collection[str]) -> dict[str, str]:
    """Return the heading of each event with its days, by id."""
    return {view.event.id: view.full_title for view in scene(slices.events(store, ids)).events}
