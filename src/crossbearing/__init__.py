"""Crossbearing reads the reports of all sides of a war and keeps attributed claims.

The names below are the public surface; everything else may move between versions.

>>> from crossbearing import Document, read_claims
>>> [claim] = read_claims([Document("d", "Rebels seized the village of Maaret on Monday, a monitor said.")])
>>> claim.cls, claim.actors[0].mention.text, claim.attribution.sources[0].mention.text
('control.gain', 'Rebels', 'a monitor')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crossbearing.model.claim import Claim, claim_from_json, claim_to_json
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.model.errors import CrossbearingError
from crossbearing.model.mention import Mention

if TYPE_CHECKING:
    from crossbearing.engines.local import run_documents
    from crossbearing.model.finished import Finished
    from crossbearing.pipeline import Pipeline
    from crossbearing.pipeline import claims_of as read_claims
    from crossbearing.readers.paths import read_paths

__all__ = [
    "Claim",
    "CrossbearingError",
    "Document",
    "Finished",
    "Mention",
    "Pipeline",
    "Record",
    "claim_from_json",
    "claim_to_json",
    "read_claims",
    "read_paths",
    "run_documents",
]

# Loaded when first asked for: they bring the parser and the packs along.
_LAZY = {
    "Finished": ("crossbearing.model.finished", "Finished"),
    "run_documents": ("crossbearing.engines.local", "run_documents"),
    "Pipeline": ("crossbearing.pipeline", "Pipeline"),
    "read_claims": ("crossbearing.pipeline", "claims_of"),
    "read_paths": ("crossbearing.readers.paths", "read_paths"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'crossbearing' has no attribute {name!r}")
    module, attribute = _LAZY[name]
    return getattr(import_module(module), attribute)
