"""A set of 64-bit hashes in eight bytes each, where a Python set takes some eighty: reports hold hundreds of them."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set

_BYTES = 8


class Marks(Set[int]):
    """An unchanging set of whole numbers from 0 to 2 ** 64 - 1, in their order.

    >>> Marks([3, 1, 3]) & {1, 2} == {1}, 3 in Marks([3, 1]), len(Marks([3, 1, 3])), list(Marks([3, 1]))
    (True, True, 2, [1, 3])
    >>> Marks([1, 2]) == Marks([2, 1]) == {1, 2}, hash(Marks([1, 2])) == hash(Marks([2, 1]))
    (True, True)
    """

    __slots__ = ("_packed",)

    def __init__(self, marks: Iterable[int] = ()) -> None:
        self._packed = array("Q", sorted(set(marks))).tobytes()

    def packed(self) -> bytes:
        """Return the numbers in eight bytes each, the lowest byte first on every machine.

        >>> Marks.from_packed(Marks([3, 1]).packed()) == Marks([1, 3])
        True
        """
        return self._packed if sys.byteorder == "little" else _turned(self._packed)

    @classmethod
    def from_packed(cls, packed: bytes) -> Marks:
        """Return the set that ``packed`` was called of; raise ValueError for bytes that are no whole numbers."""
        if len(packed) % _BYTES:
            raise ValueError(f"{len(packed)} bytes are no numbers of {_BYTES}")
        found = cls()
        found._packed = packed if sys.byteorder == "little" else _turned(packed)
        return found

    def _numbers(self) -> memoryview[int]:
        return memoryview(self._packed).cast("Q")

    def __len__(self) -> int:
        return len(self._packed) // _BYTES

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers())

    def __contains__(self, mark: object) -> bool:
        if not isinstance(mark, int):
            return False
        numbers = self._numbers()
        at = bisect_left(numbers, mark)
        return at < len(numbers) and numbers[at] == mark

    def __and__(self, other: Set[object]) -> Set[int]:
        return frozenset(self).intersection(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Marks):
            return self._packed == other._packed
        return isinstance(other, Set) and frozenset(self) == frozenset(other)

    def __hash__(self) -> int:
        return hash(self._packed)

    def __repr__(self) -> str:
        return f"Marks({list(self)})"


def _turned(packed: bytes) -> bytes:
    numbers = array("Q", packed)
    numbers.byteswap()
    return numbers.tobytes()


NO_MARKS = Marks()
"""The set of none."""
