"""The two sample reports without a date, dated from their words and by a pack's facts."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from crossbearing.engines.dated import anchors_of, date_documents
from crossbearing.model.document import Document
from crossbearing.resolve.packs import load_packs

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2].parent / "shared"))
AS_OF = date(2026, 11, 22)


def sample(name: str) -> Document:
    file = SHARED / "samples" / f"{name}.txt"
    if not file.is_file():
        pytest.skip(f"{file} is not here: the sample reports are not part of the repository")
    return Document(name, file.read_text(encoding="utf-8"))


def test_three_days_fit_the_words_of_004() -> None:
    [dated] = date_documents([sample("004")], load_packs(["global", "syria"]), AS_OF)
    assert dated.published is None
    assert [c.day for c in dated.date_candidates] == ["2018-04-28", "2019-04-27", "2024-04-27"]


def test_a_dated_fact_of_the_pack_leaves_one_day() -> None:
    packs = load_packs(["global", "syria"])
    [dated] = date_documents([sample("004")], packs, AS_OF, anchors_of(packs, ["syria"]))
    assert (dated.published, dated.published_basis) == ("2018-04-28", "constraints")


def test_any_sunday_fits_000_and_it_says_so() -> None:
    [dated] = date_documents([sample("000")], load_packs(["global", "syria"]), AS_OF)
    assert dated.published is None
    assert "any Sunday" in dated.problems[-1].message
