"""The toll table straight from claims: every number with who says it, parts indented under their whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim, Count
from crossbearing.model.derived import Event
from crossbearing.report.days import time_days, time_words
from crossbearing.report.wording import category_words, place_name, plain_name, words


@dataclass(frozen=True, slots=True)
class TollRow:
    """One count of one claim; ``depth`` is how many wholes it is part of, ``again`` the claims that repeat it.

    ``taken`` says that the day is not the claim's own, but that of the happening it belongs to.
    """

    claim: Claim
    count: Count
    where: str
    when: str
    depth: int
    again: tuple[Claim, ...] = ()
    taken: bool = False

    @property
    def whom(self) -> str:
        """Return who or what is counted, and of which side."""
        side = f", {plain_name(self.count.side)}" if self.count.side else ""
        return f"{category_words(self.count.category)}{side}"


def _where(claim: Claim) -> str:
    return ", ".join(dict.fromkeys(place_name(place) for place in claim.places))


def _when(claim: Claim, events: Mapping[str, Event]) -> tuple[str, bool]:
    """Return the days of a number in words, and whether they are those of its happening alone."""
    event = events.get(claim.id)
    if (claim.time is not None and claim.time.mention is not None) or event is None:
        return time_words(claim.time), False
    return time_days(event.start, event.end), event.start is not None


def toll_rows(claims: Sequence[Claim], events: Mapping[str, Event] | None = None) -> dict[str, tuple[TollRow, ...]]:
    """Return the rows of every quantity of people harmed or moved, by place, day and document.

    ``events`` by claim give their days to numbers that name none.

    >>> toll_rows([])
    {}
    """
    owners = {count.id: (claim, count) for claim in claims for count in claim.counts}
    parts: dict[str, list[str]] = {}
    for identity, (_, count) in owners.items():
        parts.setdefault(count.parent if count.parent in owners else "", []).append(identity)
    found: dict[str, list[TollRow]] = {}

    def place(identity: str, depth: int, quantity: str) -> None:
        claim, count = owners[identity]
        when, taken = _when(claim, events or {})
        found[quantity].append(TollRow(claim, count, _where(claim), when, depth, taken=taken))
        for part in sorted(parts.get(identity, ())):
            place(part, depth + 1, quantity)

    def order(identity: str) -> tuple[str, str, str, int, str]:
        claim, count = owners[identity]
        start = claim.time.start if claim.time and claim.time.start else "9999"
        return (_where(claim) or "\uffff", start, claim.document, count.mention.start if count.mention else 0, count.id)

    for quantity in words("tolls"):
        found[quantity] = []
        for identity in sorted((i for i in parts.get("", ()) if owners[i][1].quantity == quantity), key=order):
            place(identity, 0, quantity)
    return {quantity: _folded(rows) for quantity, rows in found.items() if rows}


def _folded(rows: Sequence[TollRow]) -> tuple[TollRow, ...]:
    """Return the rows with a number that one document gives again in the same words for the same place put into one."""
    first: dict[tuple[object, ...], int] = {}
    kept: list[TollRow] = []
    for row in rows:
        n, claim = row.count, row.claim
        speakers = tuple((s.name, s.mention.text if s.mention else None) for s in claim.attribution.sources)
        key = (claim.document, speakers, n.category, n.side, n.low, n.best, n.high, row.where, row.depth)
        if key in first and row.depth == 0:
            whole = kept[first[key]]
            kept[first[key]] = replace(whole, again=(*whole.again, claim))
        else:
            first[key] = len(kept)
            kept.append(row)
    return tuple(kept)
