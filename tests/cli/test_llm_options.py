"""Options of the llm reader become settings, or an error that names the option."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli.llm_options import settings_of
from crossbearing.llm.settings import Settings
from crossbearing.model.errors import LanguageModelError
from crossbearing.text.names import NameMatcher

URL = "http://127.0.0.1:8080/v1"


def made(**changes: Any) -> Settings:
    given: dict[str, Any] = {"url": URL, "model": "small", "parallel": 3, "seconds": 60.0, "cache": None}
    given |= {"prices": None, "budget": "", "yes": False, "mask_by": None}
    return settings_of(**(given | changes))


def test_options_become_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSBEARING_CACHE", str(tmp_path))
    prices = tmp_path / "prices.yml"
    prices.write_text("small: {in: 1, out: 2, currency: EUR}\n")
    settings = made(prices=prices, budget="2.50EUR", yes=True, mask_by=NameMatcher([]))
    assert (settings.parallel, settings.request_seconds, settings.yes) == (3, 60.0, True)
    assert settings.cache == tmp_path / "llm"
    assert settings.budget is not None
    assert settings.budget.money == Decimal("2.50")
    assert settings.masker is not None
    assert made(cache=tmp_path / "own").cache == tmp_path / "own"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": ""}, "--llm-url"),
        ({"model": ""}, "--llm-model"),
        ({"parallel": 0}, "--llm-parallel"),
        ({"parallel": 1000}, "--llm-parallel"),
        ({"budget": "much"}, "--llm-budget"),
        ({"budget": "1EUR"}, "--llm-prices"),
        ({"seconds": 0.0}, "times"),
    ],
)
def test_option_that_cannot_be_meant_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(LanguageModelError, match=named):
        made(**changes)
