"""Copies of stories as trees: the report that stood there first, below it those that took their text from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from crossbearing.model.derived import Edge, Family
from crossbearing.model.document import Document
from crossbearing.report.marks import outlet_name


@dataclass(frozen=True, slots=True)
class Copied:
    """A report in a tree: its id, title, outlet and day; why it is taken for a copy (empty at the top); its copies."""

    document: str
    title: str
    outlet: str
    published: str | None
    evidence: str
    copies: tuple[Copied, ...] = ()

    @property
    def size(self) -> int:
        """Return how many reports the tree holds."""
        return 1 + sum(copy.size for copy in self.copies)


def copy_trees(documents: Iterable[Document], families: Iterable[Family]) -> tuple[Copied, ...]:
    """Return the trees of copied stories, the largest first.

    Of two reports that share their text the one of the earlier day (then of the lower id) is taken for the source.

    >>> copy_trees([], [])
    ()
    """
    known = {document.id: document for document in documents}
    edges = [e for f in families for e in f.edges if e.kind == "copy" and e.from_ in known and e.to in known]
    order = {d.id: n for n, d in enumerate(sorted(known.values(), key=lambda d: (d.published or "9999", d.id)))}
    above: dict[str, tuple[str, str]] = {}
    for edge in sorted(set(edges), key=lambda e: _order(e, order)):
        first, later = sorted((edge.from_, edge.to), key=lambda d: order[d])
        above.setdefault(later, (first, edge.evidence))
    below: dict[str, list[str]] = defaultdict(list)
    for later, (first, _) in above.items():
        below[first].append(later)

    def tree(document: str) -> Copied:
        found = known[document]
        copies = tuple(tree(c) for c in sorted(below.get(document, ()), key=lambda c: order[c]))
        evidence = above[document][1] if document in above else ""
        title = found.title or f"Report {found.id}"
        return Copied(document, title, outlet_name(found), found.published, evidence, copies)

    roots = [tree(document) for document in below if document not in above]
    return tuple(sorted(roots, key=lambda t: (-t.size, t.published or "9999", t.document)))


def _order(edge: Edge, order: dict[str, int]) -> tuple[list[int], str]:
    """Return the key that takes the earliest source of a report first."""
    return sorted((order[edge.from_], order[edge.to])), edge.evidence
