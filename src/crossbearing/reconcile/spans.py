"""Figures that sum up years and stand beside the toll of a day: "the worst since 2015, leaving 1,200 dead"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crossbearing.model.claim import Claim, Count
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.reconcile.stands import Statement

_SINCE = re.compile(
    r"\bsince\b[^.;,]*?\b\d{4}\b|\bsince\b[^.;,]*?\b(?:began|started|erupted|broke out)\b"
    r"|\b(?:began|started|erupted|broke out) in \d{4}\b|\b(?:so far )?this year\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have) (?:\w+ ){0,2}?(?:killed|died|claimed|left|cost|wounded|injured|lost)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FAR = SETTINGS["count_ratio"]
# Kinds of people whose counts are of all who were hit, where nobody else was.
_ALL = frozenset({"people", "civilians"})
_NO_YEAR = "year unknown"
Key = tuple[str, ...]


class Spans:
    """Where the reports of a run say since when something is summed up."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._told: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for claim in claims:
            words = claim.evidence
            for found in _SINCE.finditer(words.text):
                year = _YEAR.search(found.group())
                began = f"{year.group()}-01-01" if year else _NO_YEAR
                self._told[claim.document].append((words.start + found.end(), words.end, began))

    def since(self, claim: Claim, count: Count) -> str | None:
        """Return the first day of the year since which a figure behind such words would count, None without any."""
        if count.mention is None or claim.document not in self._told:
            return None
        at = count.mention.start
        return min((began for end, last, began in self._told[claim.document] if end <= at < last), default=None)


def _timeless(claim: Claim) -> bool:
    """Say whether a claim names no time of its own, whatever day it has from its event."""
    return claim.time is None or claim.time.mention is None


def _up_to_now(claim: Claim) -> bool:
    """Say whether a claim tells what has come about by now and not when: "shelling has killed 84 civilians"."""
    return _timeless(claim) and bool(_PERFECT.search(claim.evidence.text))


def scoped(told: Mapping[Key, list[Statement]]) -> dict[Key, list[Statement]]:
    """Give sums over a time that lie far above what else is told of the day to the time they sum up.

    They stand behind "since 2015" or tell what "has killed 84" by now. "The deadliest since 2015, leaving 34 dead" is
    of the day: the words alone decide nothing.
    """
    found: dict[Key, list[Statement]] = defaultdict(list)
    least_of: dict[str, int] = {}
    for key, statements in told.items():
        for statement in statements if key[1] == "incident" and key[3] in _ALL else ():
            if not statement.loose:
                least_of[key[2]] = min(statement.low, least_of.get(key[2], statement.low))
    for key, statements in told.items():
        least = min((s.low for s in statements if not s.loose), default=0)
        if key[3] in _ALL:
            least = min(least, least_of.get(key[2], least))
        for statement in statements:
            above = not statement.loose and statement.low > _FAR * max(least, 1)
            over_time = statement.since is not None or _up_to_now(statement.claim)
            summed = key[1] == "incident" and over_time and above
            found[(key[0], "cumulative", *key[2:]) if summed else key].append(statement)
    return found


def on_the_way(told: Mapping[Key, list[Statement]]) -> dict[Key, list[Statement]]:
    """Give sums of no known time in the tolls of one blow to the blow where they are near to what else is told of it.

    "43 dead so far" beside 23 counts the same dead later; 300,000 beside 23 counts those of a war.
    """
    least: dict[str, int] = {}
    for key, statements in told.items():
        if key[1] == "incident":
            numbers = [s.low for s in statements if not s.loose]
            least[key[2]] = min([*numbers, *([least[key[2]]] if key[2] in least else [])], default=0)
    found: dict[Key, list[Statement]] = defaultdict(list)
    for key, statements in told.items():
        for statement in statements:
            near = (
                _timeless(statement.claim)
                and key[2] in least
                and least[key[2]] <= statement.low <= _FAR * least[key[2]]
            )
            on_its_way = key[1] == "cumulative" and statement.since is None and near
            found[(key[0], "incident", *key[2:]) if on_its_way else key].append(statement)
    return found


def since(statements: Sequence[Statement]) -> str | None:
    """Return the first day since which all of them count, None where one counts the event itself."""
    days = {s.since for s in statements}
    return min(d for d in days if d) if days and None not in days and _NO_YEAR not in days else None
