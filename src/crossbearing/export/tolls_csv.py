"""``tolls.csv`` and ``positions.csv``: the derived figures, and the statements behind each."""

from __future__ import annotations

from crossbearing.export import outputs
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.model.finished import Finished

NAME = "tolls_csv"
MEDIA_TYPE = "text/csv"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return both tables as a run writes them."""
    return {name: "".join(outputs.lines(name, finished.ledgers)).encode() for name in ("tolls.csv", "positions.csv")}
