"""What no part of a toll accounts for, voice by voice, and under which whole a row of parts hangs."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.model.claim import Claim
from crossbearing.model.derived import SideTable
from crossbearing.reconcile import reconcile
from tests.reconcile.made import count_of, document_of, strike


def _with_children(claim_id: str, low: int, children: int, source: str, category: str = "people") -> Claim:
    """Return a claim of one strike with a whole and the children in it."""
    whole = count_of(f"{claim_id}n1", low, category=category)
    part = count_of(f"{claim_id}n2", children, scope="subset", category="children", parent=whole.id)
    return replace(strike(claim_id, None, source=source), counts=(whole, part))


def test_what_one_voice_says_of_some_takes_nothing_from_what_another_says_of_all() -> None:
    claims = [_with_children("d0:c1", 34, 9, "monitor"), strike("d1:c1", 20, source="ministry")]
    record = reconcile(claims, [document_of("d0", "2020-05-01"), document_of("d1", "2020-05-01")], SideTable())
    [people] = [t for t in record.tolls if t.category == "people"]
    assert (people.low, people.high) == (20, 34)
    assert (people.residual_low, people.residual_high) == (25, 25)


def test_the_residual_of_several_voices_is_as_wide_as_theirs_together() -> None:
    claims = [_with_children("d0:c1", 34, 9, "monitor"), _with_children("d1:c1", 24, 6, "agency")]
    record = reconcile(claims, [document_of("d0", "2020-05-01"), document_of("d1", "2020-05-01")], SideTable())
    [people] = [t for t in record.tolls if t.category == "people"]
    assert (people.residual_low, people.residual_high) == (18, 25)


def test_a_row_of_parts_hangs_under_the_whole_that_most_voices_tell_it_to_be_part_of() -> None:
    claims = [
        _with_children("d0:c1", 9, 1, "ministry", "civilians"),
        _with_children("d1:c1", 34, 9, "monitor"),
        _with_children("d2:c1", 24, 6, "agency"),
    ]
    documents = [document_of(f"d{n}", "2020-05-01") for n in range(3)]
    record = reconcile(claims, documents, SideTable())
    row = {t.category: t for t in record.tolls}
    assert row["children"].parent == row["people"].id
    # The ministry's own child is still part of its own nine.
    assert (row["civilians"].residual_low, row["civilians"].residual_high) == (8, 8)
