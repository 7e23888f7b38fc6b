"""Outlet against outlet: which two name most actors in different words, found without setting each against each.

Thousands of reports without a named outlet are thousands of outlets. So the outlets that name an actor otherwise are
bits of one number, and for one outlet the numbers of all its actors are added up for many others at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heapreplace

from crossbearing.report.naming import Naming

_AT_ONCE = 8192
"""Outlets that are counted together: bits of one number, a kilobyte for each way in which an actor is named."""

_Ranked = tuple[int, int, int]
"""How many actors two outlets name differently, and the outlets by their numbers, negative: the greater comes first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two outlets and the actors that both name, in different words."""

    one: str
    other: str
    namings: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """One of several ways to name an actor: who names it so, and who names it at all, by their numbers, ascending."""

    own: Sequence[int]
    everybody: Sequence[int]


def pairs(found: Iterable[Naming], most: int) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs of outlets that differ on most actors, at most so many, and how many more differ on some.

    >>> from crossbearing.report.naming import Word
    >>> one = Naming("Army", {"A": (Word("regime forces", 2, True),), "B": (Word("Syrian army", 1, False),)})
    >>> [(pair.one, pair.other) for pair in pairs([one], 40)[0]]
    [('A', 'B')]
    """
    listed = list(found)
    outlets = sorted({outlet for naming in listed for outlet in naming.by_outlet})
    ways = list(_ways(listed, {outlet: number for number, outlet in enumerate(outlets)}))
    ranked, total = _ranked(ways, len(outlets), most)
    kept = tuple(_pair(outlets[-one], outlets[-other], listed) for _, one, other in sorted(ranked, reverse=True))
    return kept, total - len(kept)


def _said(naming: Naming, outlet: str) -> frozenset[str]:
    return frozenset(word.text.lower() for word in naming.by_outlet[outlet])


def _ways(listed: Iterable[Naming], numbers: dict[str, int]) -> Iterator[_Way]:
    """Yield the ways in which each actor is named, of those that are named in several."""
    for naming in listed:
        by_words: dict[frozenset[str], list[int]] = {}
        for outlet in naming.by_outlet:
            by_words.setdefault(_said(naming, outlet), []).append(numbers[outlet])
        if len(by_words) > 1:
            everybody = sorted(numbers[outlet] for outlet in naming.by_outlet)
            yield from (_Way(sorted(own), everybody) for own in by_words.values())


def _pair(one: str, other: str, listed: Iterable[Naming]) -> Pair:
    differing = (
        Naming(n.actor, {one: n.by_outlet[one], other: n.by_outlet[other]})
        for n in listed
        if one in n.by_outlet and other in n.by_outlet and _said(n, one) != _said(n, other)
    )
    return Pair(one, other, tuple(differing))


def _ranked(ways: Sequence[_Way], outlets: int, most: int) -> tuple[list[_Ranked], int]:
    """Return the pairs of outlets that differ most, and how many pairs differ at all."""
    told: list[list[int]] = [[] for _ in range(outlets)]
    for number, way in enumerate(ways):
        for outlet in way.own:
            told[outlet].append(number)
    best: list[_Ranked] = []
    total = 0
    for start in range(0, outlets, _AT_ONCE):
        end = min(start + _AT_ONCE, outlets)
        others = _others(ways, start, end)
        for one in range(end):
            later = -1 << max(0, one + 1 - start)  # each pair once: with the outlets that come after this one
            planes = _sum(others[number] & later for number in told[one])
            any_of = 0
            for plane in planes:
                any_of |= plane
            total += any_of.bit_count()
            if any_of:
                _keep(best, most, one, start, planes)
    return best, total


def _others(ways: Sequence[_Way], start: int, end: int) -> list[int]:
    """Return for each way the outlets of a stretch that name its actor in another one, as bits."""

    def bits(numbers: Sequence[int]) -> int:
        found = bytearray((end - start + 7) // 8)
        for number in numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]:
            found[(number - start) >> 3] |= 1 << ((number - start) & 7)
        return int.from_bytes(found, "little")

    everybody: dict[int, int] = {}
    for way in ways:
        if id(way.everybody) not in everybody:
            everybody[id(way.everybody)] = bits(way.everybody)
    return [everybody[id(way.everybody)] ^ bits(way.own) for way in ways]


def _sum(masks: Iterable[int]) -> list[int]:
    """Return how often each bit is set, as the binary digits of all counts: the lowest digits in one number, and so on.

    >>> _sum([0b011, 0b001, 0b101])
    [7, 1]
    """
    planes: list[int] = []
    for carry in masks:
        for digit, plane in enumerate(planes):
            planes[digit], carry = plane ^ carry, plane & carry
            if not carry:
                break
        if carry:
            planes.append(carry)
    return planes


def _keep(best: list[_Ranked], most: int, one: int, start: int, planes: Sequence[int]) -> None:
    """Keep what is among the best so far of the pairs of one outlet."""
    left = _at_least(best[0][0] if len(best) == most else 1, planes)
    while left:
        bit = left & -left
        left ^= bit
        times = sum(1 << digit for digit, plane in enumerate(planes) if plane & bit)
        pair = (times, -one, -(start + bit.bit_length() - 1))
        if len(best) < most:
            heappush(best, pair)
        elif pair > best[0]:
            heapreplace(best, pair)
            left &= _at_least(best[0][0], planes)
        else:  # what is left comes later: of those that differ as often as the last one kept, none is kept
            left &= _at_least(best[0][0] + 1, planes)


def _at_least(number: int, planes: Sequence[int]) -> int:
    """Return the bits whose count is at least ``number``.

    >>> _at_least(2, [0b111, 0b001]), _at_least(1, [0b111, 0b001])
    (1, 7)
    """
    if number.bit_length() > len(planes):
        return 0
    more, equal = 0, -1
    for digit in reversed(range(len(planes))):
        if number >> digit & 1:
            equal &= planes[digit]
        else:
            more |= equal & planes[digit]
            equal &= ~planes[digit]
    return more | equal
