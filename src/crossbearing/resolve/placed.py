"""Words for a place and where they were found to lie."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.model.made import made_often
from crossbearing.resolve.gazetteer import Candidate


@made_often
@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words for a place and where they stand in the document's text."""

    text: str
    start: int = 0

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.text)


@made_often
@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where a mention lies, or why it is not known: all position fields are None then. Degrees and kilometres."""

    mention: PlaceMention
    name: str | None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    place: str | None = None
    parents: tuple[str, ...] = ()
    where_prec: int | None = None
    geo_precision: int | None = None
    reason: str = ""


def geo_precision(where_prec: int) -> int:
    """Return ACLED's code for a UCDP where_prec: 1 town, 2 part of a region, 3 region.

    >>> geo_precision(1), geo_precision(3), geo_precision(6)
    (1, 2, 3)
    """
    return 1 if where_prec == 1 else 2 if where_prec <= 3 else 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was weighed for one mention's name: candidates, features before and after the other names were placed."""

    name: str
    candidates: tuple[Candidate, ...]
    first: tuple[tuple[float, ...], ...]
    second: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...]
