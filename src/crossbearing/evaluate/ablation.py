"""What each frame, rule, family and word list is worth on annotated documents: the micro F1 that is lost without it.

Documents are parsed once, and only those are read again in which the part was tried. The judge that ships keeps its
weights, so a part that the judge can do without is worth little; what is worth nothing or less should go.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from crossbearing.evaluate.gold import Annotated, annotated
from crossbearing.evaluate.intervals import harmonic
from crossbearing.evaluate.scoring import Tally, score_document
from crossbearing.extract.discovery import Family
from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.extract.parsing import Parsed
from crossbearing.model.claim import claim_to_json
from crossbearing.model.errors import EvaluationError
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline

KINDS = ("frame", "rule", "refine", "family", "list")
_LISTS = ("SETS", "EVENT_WORDS")
_EXTRACT = "crossbearing.extract"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a part is worth: the F1 lost without it (0 to 1) in each set, and in how many documents it was tried."""

    kind: str
    name: str
    lost: Mapping[str, float]
    tried: int


def f1_of(tallies: Iterable[Tally]) -> float:
    """Return the micro F1 over all slots, not rounded: one frame may be worth a ten-thousandth.

    >>> f1_of([{"claim": Counter(gold=2, pred=2, hit=1)}])
    0.5
    """
    total: Counter[str] = Counter()
    for tally in tallies:
        for counted in tally.values():
            total.update(counted)
    return harmonic(total["hit"] / max(total["pred"], 1), total["hit"] / max(total["gold"], 1))


class Ablation:
    """Annotated documents, parsed once, that can be read by any set of families."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._documents = [(folder.name, one) for folder in folders for one in annotated(folder)]
        if not self._documents:
            raise EvaluationError("no annotated documents; name a folder of them")
        self._pipeline = Pipeline()
        self._whole = self._pipeline.extractor
        documents = (one.document for _, one in self._documents)
        self._parsed = list(self._whole.parsing.parse(documents, Faults(strict=True)))
        self._base = [self._score(number, self._whole) for number in range(len(self._parsed))]
        self._tried = self._where_tried()

    @property
    def families(self) -> tuple[Family, ...]:
        """All families."""
        return self._whole.families

    def base(self) -> dict[str, float]:
        """Return the F1 of each set, and of all together, with everything on."""
        return self._by_set(self._base)

    def without(self, kind: str, name: str) -> Worth:
        """Return what a part is worth."""
        if kind == "list":
            with _emptied(name):
                return self._worth(kind, name, self._whole, range(len(self._parsed)))
        changed = tuple(_changed(self.families, kind, name))
        tried: set[int] = set()
        for family in self.families:
            if family.name == name or kind in {"frame", "rule"}:
                known = [f.name for f in family.frames] + [r.name for r in family.rules]
                own = [name] if kind in {"frame", "rule"} else known
                tried.update(i for part in own for i in self._tried.get(part, ()))
        if not tried:
            return self._worth(kind, name, self._whole, [])
        extractor = Extractor(self._whole.matcher, self._whole.parser, changed, shipped_weights())
        return self._worth(kind, name, extractor, sorted(tried))

    def _worth(self, kind: str, name: str, extractor: Extractor, tried: Sequence[int]) -> Worth:
        tallies = list(self._base)
        for number in tried:
            tallies[number] = self._score(number, extractor)
        base, left = self.base(), self._by_set(tallies)
        return Worth(kind, name, {key: base[key] - left[key] for key in base}, len(tried))

    def _score(self, number: int, extractor: Extractor) -> Tally:
        parsed: Parsed = self._parsed[number]
        one: Annotated = self._documents[number][1]
        found = extractor.extracted(parsed)
        claims = self._pipeline.resolver.resolve(parsed.document, found.claims, found.names)
        return score_document(one.gold, [claim_to_json(c) for c in sorted(claims, key=lambda c: c.id)])

    def _by_set(self, tallies: Sequence[Tally]) -> dict[str, float]:
        sets: dict[str, list[Tally]] = defaultdict(list)
        for (name, _), tally in zip(self._documents, tallies, strict=True):
            sets[name].append(tally)
        found = {name: f1_of(own) for name, own in sets.items()}
        return found | {"all": f1_of(tallies)} if len(found) > 1 else found

    def _where_tried(self) -> dict[str, set[int]]:
        """Return the documents in which each frame and rule proposed something or stopped short."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, parsed in enumerate(self._parsed):
            for reading in parsed.readings:
                drafts = self._whole.drafter.draft(reading)
                for name in (*(c.rule for c in drafts.candidates), *(name for name, _, _ in drafts.near)):
                    found[name].add(number)
        return found


def _changed(families: Iterable[Family], kind: str, name: str) -> Iterator[Family]:
    """Yield the families without one frame, one rule, one refinement, or one of themselves."""
    for family in families:
        if kind == "family" and family.name == name:
            continue
        if kind == "refine" and family.name == name:
            yield replace(family, refine=None)
        elif kind in {"frame", "rule"}:
            frames = tuple(f for f in family.frames if kind != "frame" or f.name != name)
            rules = tuple(r for r in family.rules if kind != "rule" or r.name != name)
            yield replace(family, frames=frames, rules=rules)
        else:
            yield family


def word_lists() -> dict[str, dict[str, frozenset[str]]]:
    """Return the word lists of the loaded families and of event nouns, by module and name of the set."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    seen: set[int] = set()
    for name in sorted(n for n in sys.modules if n.startswith(_EXTRACT)):
        for attribute in _LISTS:
            sets = getattr(sys.modules[name], attribute, None)
            if isinstance(sets, dict) and id(sets) not in seen and sys.modules[name].__file__:
                seen.add(id(sets))
                found.update({f"{name.removeprefix(_EXTRACT + '.')}:{key}": sets for key in sorted(sets)})
    return found


@contextmanager
def _emptied(name: str) -> Iterator[None]:
    """Take the words out of a list for a while."""
    sets, key = word_lists()[name], name.partition(":")[2]
    words = sets[key]
    sets[key] = frozenset()
    try:
        yield
    finally:
        sets[key] = words


def parts(ablation: Ablation, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield kind and name of every part of the kinds asked for."""
    for family in ablation.families:
        named = {
            "frame": [f.name for f in family.frames],
            "rule": [r.name for r in family.rules],
            "refine": [family.name] if family.refine is not None else [],
            "family": [family.name],
        }
        yield from ((kind, name) for kind in kinds if kind != "list" for name in named[kind])
    if "list" in kinds:
        yield from (("list", name) for name in word_lists())


def ablate(
    folders: Sequence[Path], kinds: Sequence[str] = KINDS[:-1], step: Callable[[], None] = lambda: None
) -> tuple[dict[str, float], list[Worth]]:
    """Return the F1 of each set with everything on, and what every part is worth, the least first.

    Raises EvaluationError for a kind that is none or folders without annotated documents.
    """
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise EvaluationError(f"no kind of part: {', '.join(unknown)}; known: {', '.join(KINDS)}")
    ablation = Ablation(folders)
    found = []
    for kind, name in parts(ablation, kinds):
        found.append(ablation.without(kind, name))
        step()
    return ablation.base(), sorted(found, key=lambda w: (list(w.lost.values())[-1], w.kind, w.name))
