"""The price table is read strictly; a budget is tokens or money and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crossbearing.llm.prices import budget_of, load_prices
from crossbearing.model.errors import LanguageModelError, VocabularyError


def test_prices_are_a_million_tokens(tmp_path: Path) -> None:
    file = tmp_path / "prices.yml"
    file.write_text("small: {in: 0.10, out: 0.4, currency: USD}\n'large:free': {in: 0, out: 0, currency: EUR}\n")
    prices = load_prices(file)
    assert sorted(prices) == ["large:free", "small"]
    assert prices["small"].of(3_000_000, 1_000_000) == Decimal("0.7")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "table"),
        ("- small", "table"),
        ("small: 3", "mapping"),
        ("small: {in: 1, out: 1}", "currency"),
        ("small: {in: 1, out: 1, currency: USD, per: 1000}", "per"),
        ("small: {in: -1, out: 1, currency: USD}", "in"),
        ("small: {in: .nan, out: 1, currency: USD}", "in"),
        ("small: {in: true, out: 1, currency: USD}", "in"),
        ("small: {in: 1, out: .inf, currency: USD}", "out"),
        ("small: {in: '1', out: 1, currency: USD}", "in"),
        ("small: {in: 1, out: 1, currency: dollars}", "currency"),
        ("7: {in: 1, out: 1, currency: USD}", "quotes"),
        ("small: {in: 1, out: 1, currency: USD}\nsmall: {in: 2, out: 2, currency: USD}", "twice"),
    ],
)
def test_prices_that_cannot_be_meant_are_refused(text: str, field: str, tmp_path: Path) -> None:
    file = tmp_path / "prices.yml"
    file.write_text(text)
    with pytest.raises(VocabularyError, match=field):
        load_prices(file)


@pytest.mark.parametrize("words", ["", "0", "-5", "many", "1.5", "5", "0EUR", "5 eur", "1e6", "٣٠٠", "5EURO"])
def test_budget_is_tokens_or_money(words: str) -> None:
    if words == "5":
        assert budget_of(words).tokens == 5
        return
    with pytest.raises(LanguageModelError, match="budget"):
        budget_of(words)
