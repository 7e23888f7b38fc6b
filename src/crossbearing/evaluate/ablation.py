"""What each frame, rule, family and word list is worth on annotated documents: the micro F1 that is lost without it.

Documents are parsed and drafted once. Without a frame or a rule only those are judged again in which it proposed
something, from the drafts of the others; without a refinement, a family or a list they are drafted again. The
judge that ships keeps its weights, so a part that it can do without is worth little; what is worth nothing or less
should go.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

from crossbearing.evaluate.gold import Annotated, annotated
from crossbearing.evaluate.intervals import harmonic
from crossbearing.evaluate.scoring import Tally, score_document
from crossbearing.extract.arbitration import arbitrate
from crossbearing.extract.discovery import Family
from crossbearing.extract.engine import Extractor
from crossbearing.extract.fields import fill
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.extract.stages import Arbitrated, Drafts
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
        drafter = self._whole.drafter
        self._drafts = [[drafter.draft(reading) for reading in parsed.readings] for parsed in self._parsed]
        self._ruled = [[arbitrate(fill(one)) for one in drafts] for drafts in self._drafts]
        self._base = [self._score(number, self._whole, ruled) for number, ruled in enumerate(self._ruled)]
        self._proposed = self._where(lambda one: (c.rule for c in one.candidates))
        self._tried = self._where(lambda one: (*(c.rule for c in one.candidates), *(miss[0] for miss in one.near)))

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
        if kind in {"frame", "rule"}:
            extractor = copy(self._whole)
            extractor.families = changed
            return self._worth(kind, name, extractor.judged_by(shipped_weights()), self._proposed.get(name, ()), name)
        own = next(family for family in self.families if family.name == name)
        parts = [f.name for f in own.frames] + [r.name for r in own.rules]
        tried = sorted({number for part in parts for number in self._tried.get(part, ())})
        if not tried:
            return self._worth(kind, name, self._whole, [])
        extractor = Extractor(self._whole.matcher, self._whole.parser, changed, shipped_weights())
        return self._worth(kind, name, extractor, tried)

    def _worth(self, kind: str, name: str, extractor: Extractor, tried: Sequence[int], left_out: str = "") -> Worth:
        tallies = list(self._base)
        for number in tried:
            tallies[number] = self._score(number, extractor, self._ruled_without(number, extractor, left_out))
        base, left = self.base(), self._by_set(tallies)
        return Worth(kind, name, {key: base[key] - left[key] for key in base}, len(tried))

    def _ruled_without(self, number: int, extractor: Extractor, left_out: str) -> list[Arbitrated]:
        """Return what stands in a document without what one frame or rule drafted, else what the extractor finds."""
        if not left_out:
            return extractor.ruled_all(self._parsed[number])
        before = zip(self._drafts[number], self._ruled[number], strict=True)
        return [
            ruled if left is drafts else arbitrate(fill(left))
            for drafts, ruled in before
            for left in [_less(drafts, left_out)]
        ]

    def _score(self, number: int, extractor: Extractor, ruled: Sequence[Arbitrated]) -> Tally:
        parsed = self._parsed[number]
        one: Annotated = self._documents[number][1]
        found = extractor.disposed(parsed, ruled)
        claims = self._pipeline.resolver.resolve(parsed.document, found.claims, found.names)
        return score_document(one.gold, [claim_to_json(c) for c in sorted(claims, key=lambda c: c.id)])

    def _by_set(self, tallies: Sequence[Tally]) -> dict[str, float]:
        sets: dict[str, list[Tally]] = defaultdict(list)
        for (name, _), tally in zip(self._documents, tallies, strict=True):
            sets[name].append(tally)
        found = {name: f1_of(own) for name, own in sets.items()}
        return found | {"all": f1_of(tallies)} if len(found) > 1 else found

    def _where(self, names: Callable[[Drafts], Iterable[str]]) -> dict[str, list[int]]:
        """Return the documents in which the drafts have each name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, drafts in enumerate(self._drafts):
            for name in sorted({name for one in drafts for name in names(one)}):
                found[name].append(number)
        return found


def _less(drafts: Drafts, name: str) -> Drafts:
    """Return the drafts without what one frame or rule proposed or stopped short of; themselves, where neither."""
    if all(c.rule != name for c in drafts.candidates) and all(miss[0] != name for miss in drafts.near):
        return drafts
    kept = tuple(c for c in drafts.candidates if c.rule != name)
    return replace(drafts, candidates=kept, near=tuple(miss for miss in drafts.near if miss[0] != name))


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
