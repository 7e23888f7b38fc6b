"""Which accounts are compared at all: those that meet in a block of place and days, of a person, a figure or a text.

Source of the rule: section A.4 of the reconciliation design. In a block an account is compared with the accounts that
sort nearest to it, so the pairs grow with the accounts and not with their square.
"""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from crossbearing.model.derived import Crowd
from crossbearing.reconcile.document_events import DocumentEvent
from crossbearing.reconcile.settings import SETTINGS

_WINDOW = int(SETTINGS["window"])
_CROWD = int(SETTINGS["crowd"])
_CROWD_WINDOW = int(SETTINGS["crowd_window"])
_PAD = int(SETTINGS["pad_days"])
_DAY_BUCKET = {"incident": 4, "campaign": 60}
_CELL_DEGREES = 0.5
_MOST_SPOTS = 3
_MOST_BUCKETS = 4

Block = tuple[object, ...]


def _day_buckets(account: DocumentEvent) -> Iterator[tuple[int, int]]:
    if account.start is None or account.end is None:
        return
    width = _DAY_BUCKET[account.level]
    # Two grids, half a bucket apart: whatever lies within half a bucket shares a bucket in one of them.
    for grid in (0, 1):
        shift = grid * width // 2
        first, last = (account.start - _PAD + shift) // width, (account.end + _PAD + shift) // width
        for number in range(first, min(last, first + _MOST_BUCKETS) + 1):
            yield grid, number


def _cells(account: DocumentEvent) -> Iterator[tuple[object, ...]]:
    for spot in sorted(account.fine, key=lambda s: (s.radius, s.key))[:_MOST_SPOTS]:
        if spot.lat is None or spot.lon is None:
            yield ("name", spot.key)
            continue
        for grid in range(4):
            lat = spot.lat + (grid & 1) * _CELL_DEGREES / 2
            lon = spot.lon + (grid >> 1) * _CELL_DEGREES / 2
            yield (grid, math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES))


def blocks_of(account: DocumentEvent, copy_root: Callable[[str], str | None]) -> set[Block]:
    """Return the blocks of an account: place and days, named persons, rare figures with the day, copied texts."""
    kind = account.kind
    days = list(_day_buckets(account))
    found: set[Block] = set()
    for cell in _cells(account):
        if days:
            found.update((kind, cell, day) for day in days)
        else:
            found.add((kind, cell, "undated"))
    for person in account.persons:
        found.add((kind, "person", person))
    for quantity, number in account.rare:
        found.update((kind, quantity, number, day) for day in days)
    for document in account.documents:
        if root := copy_root(document):
            found.add((kind, "copy", root))
    return found


def _sort_key(account: DocumentEvent) -> tuple[object, ...]:
    spot = account.narrowest
    counts = sorted((k, c[0]) for k, c in account.counts.items())
    return (
        account.start or 0,
        account.end or 0,
        spot.key if spot else "",
        account.classes,
        [(key, side or "") for key, side in account.agents[:1]],
        counts,
        account.id,
    )


class _Blocks:
    """The blocks of accounts as numbers: the words of a block are needed once, to find who else is in it."""

    def __init__(self, accounts: Sequence[DocumentEvent], copy_root: Callable[[str], str | None]) -> None:
        numbers: dict[Block, int] = {}
        self.of_account: list[array[int]] = []
        self.sizes = array("l")
        for account in accounts:
            own = array("l")
            for block in blocks_of(account, copy_root):
                number = numbers.setdefault(block, len(numbers))
                if number == len(self.sizes):
                    self.sizes.append(0)
                self.sizes[number] += 1
                own.append(number)
            self.of_account.append(own)


def candidate_pairs(
    accounts: Sequence[DocumentEvent],
    copy_root: Callable[[str], str | None],
    told_together: Mapping[int, Sequence[int]],
    crowds: dict[int, Crowd],
) -> Iterator[tuple[int, int]]:
    """Yield each pair of accounts to compare once, the smaller number first.

    ``told_together`` leads from an account to others, and from each of these back to it, that are compared whatever
    their blocks: main accounts of reports that share rare names. ``crowds`` is given the largest block of each account
    of which not all members are compared with one another.
    """
    order = sorted(range(len(accounts)), key=lambda n: _sort_key(accounts[n]))
    blocks = _Blocks([accounts[n] for n in order], copy_root)
    left = array("l", blocks.sizes)
    # The last members of each block that is not yet at its end: days pass, so few are open at a time.
    recent: dict[int, deque[int]] = {}
    seen = bytearray(len(order))
    for rank, number in enumerate(order):
        near = {other for other in told_together.get(number, ()) if seen[other]}
        seen[number] = 1
        for block in blocks.of_account[rank]:
            size = blocks.sizes[block]
            window = _CROWD_WINDOW if size > _CROWD else _WINDOW
            if size > window + 1:
                known = crowds.get(number)
                if known is None or size > known.accounts:
                    crowds[number] = Crowd(size, window)
            left[block] -= 1
            before = recent.get(block)
            if before is not None:
                near.update(before)
            elif left[block]:
                before = recent[block] = deque(maxlen=window)
            if before is not None:
                before.append(number)
                if not left[block]:
                    del recent[block]
        for other in sorted(near):  # a set keeps no order that holds in the next process
            yield (number, other) if number < other else (other, number)
