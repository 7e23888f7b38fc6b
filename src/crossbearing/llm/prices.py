"""Price tables and budgets: what tokens cost is only known where the user says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from crossbearing.model.errors import LanguageModelError, VocabularyError
from crossbearing.vocab.loader import Form, check_entry, read_yaml

_FORM = Form({"in": (int, float), "out": (int, float), "currency": (str,)}, {})
_CURRENCY = re.compile(r"[A-Z]{3}")
_TOKENS = re.compile(r"[1-9][0-9]{0,14}")
_MONEY = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?([A-Z]{3})")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost that go in and that come out."""

    into: Decimal
    out: Decimal
    currency: str

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """Return the price of some tokens.

        >>> Price(Decimal(2), Decimal(8), "EUR").of(500_000, 250_000)
        Decimal('3')
        """
        return (self.into * tokens_in + self.out * tokens_out) / _MILLION


Prices = Mapping[str, Price]


def load_prices(file: Path) -> dict[str, Price]:
    """Return the prices of a YAML file ``model: {in: 0.10, out: 0.40, currency: USD}``, a million tokens each.

    Raises VocabularyError with file, line and field.
    """
    table = read_yaml(file)
    if not isinstance(table, dict) or len(table) < 2:  # its line mark is one key
        raise VocabularyError(f"{file.name}: must be a table of models, each with in, out and currency")
    prices: dict[str, Price] = {}
    for model, entry in table.items():
        if model == "__line__":
            continue
        line = entry.get("__line__", 1) if isinstance(entry, dict) else table["__line__"]
        place = f"{file.name}:{line}"
        if not isinstance(model, str):
            raise VocabularyError(f"{place}: {model!r} must be the name of a model; put it in quotes")
        prices[model] = _price(check_entry(entry, _FORM, place), place)
    return prices


def _price(entry: Mapping[str, object], place: str) -> Price:
    for key in ("in", "out"):
        amount = Decimal(str(entry[key])) if not isinstance(entry[key], bool) else None
        if amount is None or not amount.is_finite() or amount < 0:
            raise VocabularyError(f"{place}: {key!r} must be a price of 0 or more, not {entry[key]!r}")
    if not _CURRENCY.fullmatch(str(entry["currency"])):
        raise VocabularyError(f"{place}: 'currency' must be three capitals as in EUR, not {entry['currency']!r}")
    return Price(Decimal(str(entry["in"])), Decimal(str(entry["out"])), str(entry["currency"]))


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a run may use: tokens (in and out together) or money."""

    tokens: int | None = None
    money: Decimal | None = None
    currency: str = ""

    def check(self, model: str, prices: Prices | None) -> None:
        """Raise LanguageModelError where the budget is money and no price is known to hold it against."""
        if self.money is None:
            return
        price = (prices or {}).get(model)
        if price is None:
            raise LanguageModelError(
                "llm_no_price", f"--llm-budget is money, but no price of {model!r} is known; give one with --llm-prices"
            )
        if price.currency != self.currency:
            raise LanguageModelError(
                "llm_no_price", f"--llm-budget is in {self.currency}, the price of {model!r} in {price.currency}"
            )

    def allows(self, tokens_in: int, tokens_out: int, price: Price | None) -> bool:
        """Say whether this much stays within the budget.

        >>> Budget(tokens=100).allows(60, 40, None), Budget(tokens=100).allows(60, 41, None)
        (True, False)
        """
        if self.tokens is not None:
            return tokens_in + tokens_out <= self.tokens
        return self.money is None or price is None or price.of(tokens_in, tokens_out) <= self.money


def budget_of(words: str) -> Budget:
    """Return the budget of ``--llm-budget``: a number of tokens, or money with its currency. Raises LanguageModelError.

    >>> budget_of("200000")
    Budget(tokens=200000, money=None, currency='')
    >>> budget_of("2.50 EUR").money
    Decimal('2.50')
    """
    if _TOKENS.fullmatch(words):
        return Budget(tokens=int(words))
    money = _MONEY.fullmatch(words)
    if money and Decimal(money.group(1)) > 0:
        return Budget(money=Decimal(money.group(1)), currency=money.group(2))
    raise LanguageModelError(
        "llm_bad_setting", f"--llm-budget {words!r} is no budget; write tokens as 200000 or money as 2.50EUR"
    )
