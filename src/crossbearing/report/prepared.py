"""What only all claims together tell (naming, copies, the network of voices), made with the record and kept beside it.

A page that shows one screen of it cannot read every claim. Each part is cut as the page shows it and kept as JSON under
a name (``namings/0``, ``namings/1``, ...); it is replaced with the record and the same for the same record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from crossbearing.model.exchange import from_plain, to_plain
from crossbearing.model.finished import Finished
from crossbearing.model.listed import Prepared
from crossbearing.report.copies import Copied, copy_trees
from crossbearing.report.marks import Names
from crossbearing.report.naming import Naming, Word, columns, namings
from crossbearing.report.naming_pairs import Pair, pairs
from crossbearing.report.network import Network, network

NAMINGS, PAIRS, COPIES, NETWORK, COLUMNS = "namings", "pairs", "copies", "network", "columns"
A_SCREEN = {NAMINGS: 15, PAIRS: 5, COPIES: 40}
"""Rows of one part of each: what a page shows at once."""
MOST_PAIRS = 200
KEPT_CLAIMS = 3
"""Claims that a word of the matrix leads to; how often it stands is counted over all."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one outlet."""

    outlet: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A naming as it is kept: JSON of ours knows no mapping of rows."""

    actor: str
    by_outlet: tuple[_Words, ...]


@dataclass(frozen=True, slots=True)
class _Differing:
    """A pair of outlets as it is kept."""

    one: str
    other: str
    namings: tuple[_Named, ...]


def _kept(naming: Naming) -> _Named:
    return _Named(
        naming.actor,
        tuple(
            _Words(outlet, tuple(replace(word, claims=word.claims[:KEPT_CLAIMS]) for word in words))
            for outlet, words in naming.by_outlet.items()
        ),
    )


def _naming(kept: _Named) -> Naming:
    return Naming(kept.actor, {one.outlet: one.words for one in kept.by_outlet})


def _cut(name: str, values: Sequence[Any]) -> Iterator[Prepared]:
    size = A_SCREEN[name]
    for number in range(max(1, -(-len(values) // size))):
        yield _row(f"{name}/{number}", tuple(values[number * size : (number + 1) * size]))


def _row(name: str, value: Any) -> Prepared:
    return Prepared(name, json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")))


def prepared(finished: Finished, names: Names) -> tuple[Prepared, ...]:
    """Return the parts of a record that are kept beside it, by name.

    >>> from crossbearing.model.derived import Record
    >>> [row.name for row in prepared(Finished((), (), Record()), Names([], [], None))]
    ['columns', 'copies/0', 'namings/0', 'network', 'pairs/0']
    """
    found = namings(finished.documents, finished.claims)
    differing, _ = pairs(found, MOST_PAIRS)
    rows = [
        _row(COLUMNS, columns(found)),
        *_cut(COPIES, copy_trees(finished.documents, finished.ledgers.families)),
        *_cut(NAMINGS, [_kept(naming) for naming in found]),
        _row(NETWORK, network(finished.ledgers.events, names)),
        *_cut(PAIRS, [_Differing(p.one, p.other, tuple(_kept(n) for n in p.namings)) for p in differing]),
    ]
    return tuple(sorted(rows, key=lambda row: row.name))


def _read(form: type[_Value], body: str) -> tuple[_Value, ...]:
    return tuple(from_plain(form, value) for value in json.loads(body))


def namings_of(body: str) -> tuple[Naming, ...]:
    """Return the namings of a part.

    >>> row = _row("namings/0", (_kept(Naming("Army", {"A": (Word("forces", 2, False, ("c1", "c2")),)})),))
    >>> namings_of(row.body)[0].by_outlet["A"][0].times
    2
    """
    return tuple(_naming(kept) for kept in _read(_Named, body))


def pairs_of(body: str) -> tuple[Pair, ...]:
    """Return the pairs of outlets of a part."""
    return tuple(Pair(p.one, p.other, tuple(_naming(n) for n in p.namings)) for p in _read(_Differing, body))


def copies_of(body: str) -> tuple[Copied, ...]:
    """Return the trees of copies of a part.

    >>> copies_of('[["a","A","Wire",null,"",[["b","B","Post","2014-03-11","the same words",[]]]]]')[0].size
    2
    """
    return tuple(_copied(value) for value in json.loads(body))


def _copied(value: list[Any]) -> Copied:
    """Return one tree: a form within itself, which the exchange does not read."""
    document, title, outlet, published, evidence, copies = value
    return Copied(document, title, outlet, published, evidence, tuple(_copied(copy) for copy in copies))


def network_of(body: str) -> Network:
    """Return the network of voices."""
    return from_plain(Network, json.loads(body))


def columns_of(body: str) -> tuple[str, ...]:
    """Return the outlets that have a column of the matrix."""
    return tuple(json.loads(body))


def claims_of(found: Iterable[Naming]) -> set[str]:
    """Return the claims that words of namings lead to."""
    return {c for naming in found for words in naming.by_outlet.values() for word in words for c in word.claims}
