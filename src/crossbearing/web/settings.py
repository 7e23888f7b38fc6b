"""What the web application is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crossbearing.accounts.proxies import Proxy
from crossbearing.care.measures import Measures
from crossbearing.extract.judge.weights import Weights


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is and how it is shown; ``packs`` are folders known besides the bundled ones, for ingest.

    ``host`` and ``port`` are where it listens, for what it says of itself; ``who`` stands beside what a person does
    where there are no accounts. ``largest`` is the most bytes of one upload; ``beside`` are csv files of other data
    sets to compare with: (ucdp or acled, path). ``names`` are those under which browsers ask for it besides localhost
    and addresses in digits; ``proxy`` is believed of whom it lets in. ``readers`` is what is done for those who may
    only read, counted from ``today``, or the present day for None. ``judge`` is one that a team taught.
    """

    db: str
    title: str = "Crossbearing"
    host: str = "127.0.0.1"
    port: int = 8000
    who: str = ""
    packs: tuple[Path, ...] = ()
    largest: int = 64_000_000
    beside: tuple[tuple[str, Path], ...] = ()
    names: tuple[str, ...] = ()
    proxy: Proxy = field(default_factory=Proxy)
    readers: Measures = field(default_factory=Measures)
    today: date | None = None
    judge: Weights | None = None
