"""The one clock of the store: who kept a row and when. Nothing that is derived or exported asks it."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Return the present second in UTC, in ISO form.

    >>> len(now()), now()[-1]
    (20, 'Z')
    """
    return datetime.now(UTC).strftime(_FORM)


def later(at: str, seconds: int) -> str:
    """Return the second so many seconds after ``at``, both as ``now`` gives them.

    >>> later("2024-02-28T23:59:59Z", 1)
    '2024-02-29T00:00:00Z'
    """
    return (datetime.fromisoformat(at) + timedelta(seconds=seconds)).strftime(_FORM)


def seconds_between(at: str, until: str) -> int:
    """Return how many seconds it is from ``at`` to ``until``, fewer than none where it lies before.

    >>> seconds_between("2024-01-01T00:00:00Z", "2024-01-01T00:01:00Z")
    60
    """
    return int((datetime.fromisoformat(until) - datetime.fromisoformat(at)).total_seconds())


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
