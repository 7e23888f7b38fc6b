"""Finds the families: every folder under ``extract/families`` with a lexicon or rules; there is no list to keep."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec

from crossbearing.extract import families as families_package
from crossbearing.extract.lexicon import load_frames
from crossbearing.extract.rule import Frame, Refine, Rule


@dataclass(frozen=True, slots=True)
class Family:
    """A family of claims: its frames, its rules and what it has to say about a frame's candidate before it counts."""

    name: str
    frames: tuple[Frame, ...]
    rules: tuple[Rule, ...]
    refine: Refine | None = None

    def triggers(self) -> frozenset[str]:
        """Every lemma that may start a claim of this family."""
        words = [f.words for f in self.frames] + [r.triggers for r in self.rules]
        return frozenset().union(*words)


@cache
def discover() -> tuple[Family, ...]:
    """Return all families, sorted by name.

    >>> "control" in [f.name for f in discover()]
    True
    """
    found = []
    for module in sorted(pkgutil.iter_modules(families_package.__path__), key=lambda m: m.name):
        if not module.ispkg:
            continue
        package = f"{families_package.__name__}.{module.name}"
        lexicon = files(package) / "lexicon.yml"
        frames = load_frames(lexicon, module.name) if lexicon.is_file() else ()
        rules: tuple[Rule, ...] = ()
        refine: Refine | None = None
        if find_spec(f"{package}.rules") is not None:
            code = import_module(f"{package}.rules")
            rules = tuple(code.RULES)
            refine = getattr(code, "refine", None)
        found.append(Family(module.name, frames, rules, refine))
    return tuple(found)
