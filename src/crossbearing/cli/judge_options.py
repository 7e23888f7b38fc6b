"""``--judge``: with which judge the rules read, the one that ships or one that a team taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from crossbearing.extract.judge.weights import Weights

JUDGE = typer.Option(
    "", "--judge", metavar="MODEL", help="Read with the judge that learn wrote into this folder; shipped: the usual."
)


def judge_of(named: str) -> Weights | None:
    """Return the judge that ``--judge`` names, None for the one that ships; raises JudgeError for a folder of none."""
    from crossbearing.extract.judge.learned import SHIPPED, load_learned

    return None if named in ("", SHIPPED) else load_learned(Path(named))
