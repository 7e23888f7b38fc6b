"""What the map of a store can show: its happenings by place and its control, kept while the store stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crossbearing.model.claim import Claim
from crossbearing.model.derived import ControlState
from crossbearing.report.finder import SEPARATOR, Row
from crossbearing.report.happenings import EventView
from crossbearing.report.map import Place, places_of
from crossbearing.report.map_features import Json, Window, control_days, control_features, place_features
from crossbearing.report.page import Derived, derived
from crossbearing.store.store import State, Store
from crossbearing.web import addresses


@dataclass(frozen=True, slots=True)
class Asked:
    """What the happenings of a map are narrowed to, as filters write it into an address; empty is not narrowed.

    ``day`` leaves what began later out: the map as of that ISO day.
    """

    day: str = ""
    first: str = ""
    last: str = ""
    place: str = ""
    kind: str = ""
    voice: str = ""
    disputed: bool = False

    def fits(self, row: Row) -> bool:
        """Say whether a happening is shown; one without a day is never of a stretch of days, and of every day.

        >>> row = Row("2018-04-07", "2018-04-08", "Douma", "strikes", "SANA", False)
        >>> Asked(day="2018-04-06").fits(row), Asked(first="2018-04-08").fits(row), Asked(disputed=True).fits(row)
        (False, True, False)
        """
        return (
            not (self.day and row.first > self.day)
            and not (self.first and not (row.last and row.last >= self.first))
            and not (self.last and not (row.first and row.first <= self.last))
            and self.place in ("", row.place)
            and self.kind in ("", row.kind)
            and (not self.voice or self.voice in row.voices.split(SEPARATOR))
            and (row.disputed or not self.disputed)
        )


@dataclass(frozen=True, slots=True)
class Contents:
    """The happenings of a store as the report shows them, and the states of control with the claims behind them."""

    shown: Derived
    disputed: frozenset[str]
    control: tuple[ControlState, ...]
    claims: Mapping[str, Claim]

    def asked(self, asked: Asked) -> tuple[tuple[EventView, ...], tuple[Place, ...]]:
        """Return the happenings that are asked for, and their places."""
        shown = tuple(view for view in self.shown.events if asked.fits(self.shown.rows[view.event.id]))
        return shown, places_of(shown, self.disputed)

    def places(self, asked: Asked, window: Window) -> Json:
        """Return the places of what is asked for in a window as GeoJSON."""
        _, places = self.asked(asked)
        return place_features(places, self.shown.by_id, self.disputed, window, addresses.event)

    def held(self, day: str) -> Json:
        """Return who held what on a day as GeoJSON; raises ValueError for a day that is none."""
        return control_features(self.control, self.claims, self.shown.names, day, addresses.CONTROL)

    def days(self) -> tuple[str, str] | None:
        """Return the first and the last day of happenings and control, None where no day is known."""
        found = self.shown.finder
        known = [day for day in (found.first, found.last, *(control_days(self.control) or ())) if day]
        return (min(known), max(known)) if known else None


def contents(store: Store) -> Contents:
    """Return what the map of a store can show: what was loaded for its record before, while that is the same."""
    return _loaded(store.url, store.state())


@lru_cache(maxsize=2)
def _loaded(url: str, state: State | None) -> Contents:
    finished = Store(url).finished()
    shown = derived(finished.documents, finished.claims, finished.ledgers)
    return Contents(
        shown=shown,
        disputed=frozenset(identity for identity, row in shown.rows.items() if row.disputed),
        control=finished.ledgers.control,
        claims={claim.id: claim for claim in finished.claims},
    )
