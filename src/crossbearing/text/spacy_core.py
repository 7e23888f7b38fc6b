"""spaCy without its command line, which a third of its import is spent on (clients for downloads, forms, HTTP).

``spacy/__init__.py`` imports ``spacy.cli.info`` for a function that nobody here calls. While it is imported for the
first time, empty modules stand in that place; then they are gone, and whoever imports ``spacy.cli`` gets the real one.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_STANDINS = ("spacy.cli", "spacy.cli.info")


def _imported() -> Any:
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    placed: dict[str, ModuleType] = {name: ModuleType(name) for name in _STANDINS}
    placed["spacy.cli"].__path__ = []
    placed["spacy.cli.info"].__dict__["info"] = None
    sys.modules.update(placed)
    try:
        return importlib.import_module("spacy")
    finally:
        for name in _STANDINS:
            if sys.modules.get(name) is placed[name]:
                del sys.modules[name]
        if "spacy" in sys.modules:
            vars(sys.modules["spacy"]).pop("cli", None)  # else the name would still lead to the empty module


spacy = _imported()
"""The library."""
attributes: Any = importlib.import_module("spacy.attrs")
"""Numbers of what is read off a parsed sentence."""
NumpyOps: Any = importlib.import_module("thinc.api").NumpyOps
"""What multiplies matrices."""

UNREAD_TOKENIZER = "crossbearing.unread"
"""Name of a tokenizer without rules: all of them are read from the package's own file a moment later."""


@spacy.registry.tokenizers(UNREAD_TOKENIZER)  # type: ignore[untyped-decorator]
def _unread_tokenizer() -> Any:
    tokenizer: Any = importlib.import_module("spacy.tokenizer").Tokenizer
    return lambda nlp: tokenizer(nlp.vocab)
