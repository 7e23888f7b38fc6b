"""Which countries a document speaks of, in shares: names of states, demonyms and the actors of packs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from crossbearing.resolve.packs import Packs, states

# Possessive, so that a run of white space is walked once.
_WORD = re.compile(r"[A-Z][\w.'’-]*(?:\s++(?:(?:of|and|the)\s*+)?[A-Z][\w.-]*){0,3}")
# What one occurrence says about where the report plays.
_NAME, _DEMONYM, _ACTOR = 1.0, 1.0, 0.7


@cache
def _state_words() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for state in states().values():
        for text in (state.name, *state.aliases):
            found[text.removeprefix("the ").lower()] = (state.iso, _NAME)
        for text in state.demonyms:
            found.setdefault(text.lower(), (state.iso, _DEMONYM))
    return found


def country_shares(text: str, packs: Packs, countries: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return each country's share (summing to 1) of what ``text`` says; empty where it names none.

    ``countries`` adds weight from outside. Names of states count, as do demonyms and the pack actors of a country.
    """
    told = packs.last_text.get(text)
    if told is None:
        told = _weights(text, packs.countries_of_actors)
        packs.last_text.clear()
        packs.last_text[text] = told
    weight = defaultdict(float, told)
    for iso, extra in (countries or {}).items():
        weight[iso] += extra
    total = sum(weight.values())
    return {iso: value / total for iso, value in sorted(weight.items())} if total else {}


def _weights(text: str, actors: Mapping[str, str]) -> dict[str, float]:
    weight: defaultdict[str, float] = defaultdict(float)
    table = _state_words()
    for found in _WORD.finditer(text):
        parts = found[0].replace("’s", "").replace("'s", "").split()
        i = 0
        while i < len(parts):
            i += _count_at(parts, i, table, actors, weight)
    return weight


def _count_at(
    parts: list[str],
    i: int,
    table: Mapping[str, tuple[str, float]],
    actors: Mapping[str, str],
    weight: dict[str, float],
) -> int:
    """Count the longest known word group that starts at ``i``; return how many words it took."""
    for size in range(min(4, len(parts) - i), 0, -1):
        key = " ".join(parts[i : i + size]).strip(".,").lower()
        if key in table:
            weight[table[key][0]] += table[key][1]
            return size
        if key in actors:
            weight[actors[key]] += _ACTOR
            return size
    return 1
