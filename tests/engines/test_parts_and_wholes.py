"""What holds of every figure, over made sentences: bounds in order, no part above its whole, none added to it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.claim import Count
from crossbearing.model.derived import Position, Toll
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline

NUMBERS = (
    "nine", "12", "at least 30", "around 40", "more than 10 million", "about 10 million", "dozens of", "two", "three",
    "100", "5-3", "up to 7", "between 8 and 12", "several", "a few", "nearly 50", "another 6", "less than 5", "over 80",
)  # fmt: skip
PEOPLE = ("soldiers", "civilians", "people", "rebels", "women and children", "residents", "fighters")
PARTS = ("children", "women", "civilians", "medics", "women and four children", "journalists", "officers")
FATES = ("killed", "wounded", "displaced", "injured", "captured")
SHAPES = (
    "{0} {w} were {f} in Harasta, {1} {p}.",
    "{0} {w} were {f}, including {1} {p} and {2} {q}, when a shell struck Harasta on Monday.",
    "Shells {f} {0} {w} in Harasta, among them {1} {p} and {2} {q}.",
    "{0} {w} {f}, {1} of them {p}.",
    "{0} {w} were {f} ({1} {p}, {2} {q}).",
    "The army said {0} {w} were {f} in Harasta. The monitor said {1} {w} were {f} in Harasta.",
    "{1} of the {0} {w} {f} in Harasta were {p}.",
    "A strike on Harasta left {0} {w} dead and {1} {p} wounded, {2} of them {q}.",
    "The strike on Harasta {f} {0} {w}; {1} {p} were among the dead.",
)
Row = Count | Toll | Position


@st.composite
def sentences(draw: st.DrawFn) -> str:
    numbers = [draw(st.sampled_from(NUMBERS)) for _ in range(3)]
    words = {name: draw(st.sampled_from(of)) for name, of in (("w", PEOPLE), ("p", PARTS), ("q", PARTS), ("f", FATES))}
    told = draw(st.sampled_from(SHAPES)).format(*numbers, **words)
    return told.upper() if draw(st.booleans()) else told[0].upper() + told[1:]


def read(texts: list[str]) -> Finished:
    documents = [
        Document(f"d{n}", text, outlet="Hill Courier", published=f"2014-03-1{n}", published_basis="metadata")
        for n, text in enumerate(texts)
    ]
    return run_documents(documents, default_pipeline())


def in_order(row: Row) -> bool:
    known = [n for n in (row.low, row.best, row.high) if n is not None]
    return known == sorted(known)


def is_within(part: Count | Toll, whole: Count | Toll) -> bool:
    if whole.high is None:
        return True
    return (part.low or 0) <= whole.high and (part.high is None or part.high <= whole.high)


def check(found: Finished) -> None:
    counts = {count.id: count for claim in found.claims for count in claim.counts}
    tolls = {toll.id: toll for toll in found.ledgers.tolls}
    rows: list[Row] = [*counts.values(), *tolls.values(), *found.ledgers.positions]
    assert [row for row in rows if not in_order(row)] == []
    assert [c for c in counts.values() if c.parent in counts and not is_within(c, counts[c.parent])] == []
    assert [t for t in tolls.values() if t.parent and not is_within(t, tolls[t.parent])] == []
    by_claim = {claim.id: claim for claim in found.claims}
    for total in (t for t in tolls.values() if t.best_basis == "sum"):
        summed = [t for t in tolls.values() if t.parent == total.id]
        told_as_parts = [
            t for t in summed if all(c.scope == "subset" for claim in t.claims for c in by_claim[claim].counts
                                     if (c.quantity, c.category) == (t.quantity, t.category))
        ]  # fmt: skip
        # Parts are summed among themselves alone, and say nothing of how many there were at most.
        assert not told_as_parts or (len(told_as_parts) == len(summed) and total.high is None)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sentences(), min_size=1, max_size=3))
def test_a_few_made_reports(texts: list[str]) -> None:
    check(read(texts))


@pytest.mark.slow
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sentences(), min_size=1, max_size=3))
def test_many_made_reports(texts: list[str]) -> None:
    check(read(texts))
