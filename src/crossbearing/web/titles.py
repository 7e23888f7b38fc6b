"""What events and reports are called, for pages that only point at them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from crossbearing.store.listing import View
from crossbearing.store.schema import LISTED


def titles(view: View, ids: Collection[str]) -> dict[str, str]:
    """Return the heading of each event with its days, by id."""
    table, wanted = LISTED["events"], sorted(ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        asked = select(table.c.id, table.c.title, table.c.days).where(table.c.id.in_(wanted[start : start + 500]))
        rows = view.connection.execute(asked)
        found.update({row.id: f"{row.title}, {row.days}" if row.days else row.title for row in rows})
    return found


def report_titles(view: View, ids: Collection[str]) -> dict[str, str]:
    """Return the title of each report, by id; a report without one is called by its id."""
    table, wanted = LISTED["documents"], sorted(set(ids))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        asked = select(table.c.id, table.c.title).where(table.c.id.in_(wanted[start : start + 500]))
        found.update({row.id: row.title for row in view.connection.execute(asked)})
    return {identity: found.get(identity, identity) for identity in wanted}
