"""The one clock of the store: who kept a row and when. Nothing that is derived or exported asks it."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version


def now() -> str:
    """Return the present second in UTC, in ISO form.

    >>> len(now()), now()[-1]
    (20, 'Z')
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def who() -> str:
    """Return who works with the store: ``CROSSBEARING_WHO``, else the name under which one is logged in."""
    try:
        return os.environ.get("CROSSBEARING_WHO") or getpass.getuser()
    except (OSError, KeyError):
        return "not known"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes rows and with what: ``packs`` are their ids with the days up to which they know their wars."""

    who: str
    packs: str = ""

    def stamp(self) -> dict[str, str]:
        """Return the columns that every kept row has.

        >>> sorted(Maker("ada", "syria@2024-12-31").stamp())
        ['made_at', 'packs', 'tool', 'who']
        """
        return {"who": self.who, "made_at": now(), "tool": version("crossbearing"), "packs": self.packs}
