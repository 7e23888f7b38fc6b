"""What exports know of actors and places beside the claims: facts of the packs, handed over by who loads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Facts:
    """Types and countries of actors by id, names of places by id, names and numbers (ISO 3166) of states by ISO code.

    All may be empty.
    """

    actor_types: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    iso_numbers: Mapping[str, int] = field(default_factory=dict)


NO_FACTS = Facts()
