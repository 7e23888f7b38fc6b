"""The options of every command that asks a language model, and the settings that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crossbearing.model.errors import LanguageModelError

if TYPE_CHECKING:
    from crossbearing.llm.settings import Settings
    from crossbearing.text.names import NameMatcher

URL = typer.Option(
    "", "--llm-url", metavar="URL", help="A server that speaks as OpenAI's does, as http://127.0.0.1:8080/v1."
)
MODEL = typer.Option("", "--llm-model", metavar="NAME", help="The model, as the server calls it.")
PARALLEL = typer.Option(2, "--llm-parallel", metavar="N", help="How many requests are on their way at a time.")
SECONDS = typer.Option(300.0, "--llm-timeout", metavar="SECONDS", help="How long one answer may take.")
CACHE = typer.Option(
    None, "--llm-cache", metavar="FOLDER", help="Where replies are kept; by default beside the gazetteer's index."
)
PRICES = typer.Option(
    None, "--llm-prices", metavar="FILE", help="YAML with lines `model: {in: 0.10, out: 0.40, currency: USD}`."
)
BUDGET = typer.Option(
    "", "--llm-budget", metavar="AMOUNT", help="Ask no more than this: tokens as 200000, or money as 2.50EUR."
)
YES = typer.Option(False, "--llm-yes", help="Send the reports to a host that is not this machine without a question.")
MASK = typer.Option(False, "--llm-mask-persons", help="Hide names and ages of private persons before sending.")
RELEVANT = typer.Option(False, "--llm-only-relevant", help="Send no report in which the rules see nothing to read.")


def settings_of(
    url: str,
    model: str,
    parallel: int,
    seconds: float,
    cache: Path | None,
    prices: Path | None,
    budget: str,
    yes: bool,
    mask_by: NameMatcher | None,
) -> Settings:
    """Return the settings that the options ask for; ``mask_by`` is the matcher of all packs, None not to mask.

    Raises LanguageModelError and VocabularyError, each naming the option or the line.
    """
    from crossbearing.llm.masking import Masker
    from crossbearing.llm.prices import budget_of, load_prices
    from crossbearing.llm.settings import Settings
    from crossbearing.resolve.cache_files import cache_dir

    if not url or not model:
        missing = "--llm-url" if not url else "--llm-model"
        raise LanguageModelError("llm_bad_setting", f"{missing} is missing: the llm reader must know whom to ask")
    return Settings(
        url,
        model,
        parallel=parallel,
        request_seconds=seconds,
        cache=cache or cache_dir() / "llm",
        prices=load_prices(prices) if prices else None,
        budget=budget_of(budget) if budget else None,
        masker=Masker(mask_by) if mask_by else None,
        yes=yes,
    )


def documents_of(custom_ids: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return of which document each request is, from the requests of each document.

    >>> documents_of({"report.txt": ["report-1-4", "report-5-9"]})
    {'report-1-4': 'report.txt', 'report-5-9': 'report.txt'}
    """
    return {custom_id: document for document, names in custom_ids.items() for custom_id in names}
