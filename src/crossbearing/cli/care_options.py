"""``--redact``, ``--coarsen`` and ``--embargo``: what is given on with care, by every command that writes a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import typer

from crossbearing.cli.run_days import last_day

if TYPE_CHECKING:
    from crossbearing.model.finished import Finished
    from crossbearing.resolve.packs import Packs
    from crossbearing.store.store import Store

REDACT = typer.Option(False, "--redact", help="Hide names and ages of private persons everywhere, quotes included.")
COARSEN = typer.Option(0.0, "--coarsen", metavar="KM", min=0, help="Say no place nearer than so many kilometres.")
EMBARGO = typer.Option(0, "--embargo", metavar="DAYS", min=0, help="Hold back reports younger than so many days.")
TODAY = typer.Option("", "--today", metavar="DAY", help="The day that --embargo counts from; today if not given.")


@dataclass(frozen=True, slots=True)
class Care:
    """What is done to a record before it is given on; nothing where nothing is asked for."""

    redact: bool = False
    km: float = 0.0
    days: int = 0
    today: str = ""

    @property
    def asked(self) -> bool:
        """Say whether anything is to be done."""
        return self.redact or self.km > 0 or self.days > 0

    def day(self) -> date:
        """Return the day that the embargo counts from: the one that was given, else that of the clock."""
        return last_day(self.today, "--today") or datetime.now(UTC).date()

    def shown(self) -> dict[str, Any]:
        """Return what a manifest shows of it: nothing where nothing was asked for."""
        if not self.asked:
            return {}
        until = self.day().isoformat() if self.days else None
        return {"redacted": self.redact, "coarsened_km": self.km, "embargo_days": self.days, "embargo_from": until}

    def taken(
        self,
        finished: Finished,
        packs: Packs,
        first: Mapping[str, int] | None = None,
        store: Store | None = None,
    ) -> Finished:
        """Return the record as it may be given on; ``first`` is the order of a store's documents.

        From the ``store`` come the joins and splits of people where events have to be made anew.
        """
        if not self.asked:
            return finished
        from functools import partial

        from crossbearing.care.giving import with_care
        from crossbearing.care.measures import Measures

        bonds = None
        if store is not None and self.days:
            from crossbearing.engines.judged import bonds_held

            bonds = partial(bonds_held, store)
        measures = Measures(self.redact, self.km, self.days)
        return with_care(finished, measures, packs, self.day(), first, bonds)
