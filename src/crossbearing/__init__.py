"""Crossbearing reads the reports of all sides of a war and keeps attributed claims.

The names below are the public surface; everything else may move between versions.

>>> import crossbearing as cb
>>> [claim] = cb.read("Rebels seized the village of Maaret on Monday, a monitor said.").claims
>>> claim.cls, claim.actors[0].mention.text, claim.attribution.sources[0].mention.text
('control.gain', 'Rebels', 'a monitor')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crossbearing.model.claim import Claim
    from crossbearing.model.derived import Event, Toll
    from crossbearing.model.document import Document
    from crossbearing.model.errors import CrossbearingError
    from crossbearing.pipeline import Pipeline
    from crossbearing.runs import Run, Table, explain, load, read
    from crossbearing.store.store import Store

__all__ = [
    "Claim",
    "CrossbearingError",
    "Document",
    "Event",
    "Pipeline",
    "Run",
    "Store",
    "Table",
    "Toll",
    "explain",
    "load",
    "read",
]

# Loaded when first asked for: some bring the parser and the packs along, and a command line may want none of them.
_LAZY = {
    "Claim": "crossbearing.model.claim",
    "CrossbearingError": "crossbearing.model.errors",
    "Document": "crossbearing.model.document",
    "Event": "crossbearing.model.derived",
    "Pipeline": "crossbearing.pipeline",
    "Run": "crossbearing.runs",
    "Store": "crossbearing.store.store",
    "Table": "crossbearing.runs",
    "Toll": "crossbearing.model.derived",
    "explain": "crossbearing.runs",
    "load": "crossbearing.runs",
    "read": "crossbearing.runs",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'crossbearing' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
