"""What is to be done to a record before it is given on: a word for it that costs nothing to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """What is done: names hidden, places no nearer than ``km``, reports of the last ``days`` held back; 0 is none."""

    redact: bool = False
    km: float = 0.0
    days: int = 0

    @property
    def asked(self) -> bool:
        """Say whether anything is to be done.

        >>> Measures().asked, Measures(days=30).asked
        (False, True)
        """
        return self.redact or self.km > 0 or self.days > 0
