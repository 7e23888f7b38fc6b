"""``events.csv``: a row for each event."""

from __future__ import annotations

from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import EVENT_FIELDS, csv_bytes, event_rows
from crossbearing.model.finished import Finished

NAME = "events_csv"
MEDIA_TYPE = "text/csv"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``events.csv``."""
    return {"events.csv": csv_bytes(EVENT_FIELDS, event_rows(Index(finished)))}
