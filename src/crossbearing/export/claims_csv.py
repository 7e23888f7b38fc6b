"""``claims.csv``: a row for each claim."""

from __future__ import annotations

from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import CLAIM_FIELDS, claim_rows, csv_bytes
from crossbearing.model.finished import Finished

NAME = "claims_csv"
MEDIA_TYPE = "text/csv"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``claims.csv``."""
    return {"claims.csv": csv_bytes(CLAIM_FIELDS, claim_rows(Index(finished)))}
