"""Drafts: what the frames and rules of all families propose in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from crossbearing.extract.assembly import clipped
from crossbearing.extract.discovery import Family
from crossbearing.extract.frames import FrameMatcher
from crossbearing.extract.rule import Candidate, Frame, Near, Reading, Refine, Rule
from crossbearing.extract.stages import Drafts, NearMiss
from crossbearing.text.tokens import Token

_T = TypeVar("_T", Frame, Rule)
Tried = tuple[tuple[Frame, Refine | None], ...]
"""Frames, each with its family's last word on what it finds."""


class Drafter:
    """Tries the frames and rules of its families on the words of a sentence."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._refine = {f.name: f.refine for f in families if f.refine is not None}
        self._started = lru_cache(maxsize=20_000)(self._started_by)
        self._frames: dict[str, list[Frame]] = defaultdict(list)
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        self._opening = frozenset[str]().union(
            *(f.opening for one in families for f in one.frames), *(r.opening for one in families for r in one.rules)
        )
        for family in families:
            for frame in family.frames:
                for word in sorted(frame.words):
                    self._frames[word].append(frame)
            for rule in family.rules:
                for word in sorted(rule.triggers):
                    self._rules[word].append(rule)

    def _started_by(self, lemma: str, lower: str) -> tuple[Tried, tuple[Rule, ...]]:
        """Return the frames and the rules that start from a word."""
        frames = _of(self._frames, lemma, lower)
        tried = tuple((frame, self._refine.get(frame.name.partition(".")[0])) for frame in frames)
        return tried, tuple(_of(self._rules, lemma, lower))

    @property
    def triggers(self) -> frozenset[str]:
        """Every word that a frame or a rule starts from."""
        return frozenset(self._frames) | frozenset(self._rules)

    @property
    def opening(self) -> frozenset[str]:
        """Words of which one is in every sentence that a frame or a rule finds something in: those of the gate."""
        return self._opening

    def draft(self, reading: Reading, near: Near | None = None) -> Drafts:
        """Return the drafts of a sentence; ``near`` is told of every frame and rule that stopped short, too."""
        missed: list[NearMiss] = []

        def tell(name: str, trigger: Token, reason: str) -> None:
            missed.append((name, trigger.i, reason))
            if near is not None:
                near(name, trigger, reason)

        matcher = FrameMatcher(tell)
        found: list[Candidate] = []
        for token in reading.sentence.tokens:
            if token.kind:
                continue
            frames, rules = self._started(token.lemma, token.lower)
            for frame, refine in frames:
                candidate = matcher.match(frame, reading, token)
                if candidate is not None and refine is not None:
                    candidate = refine(reading, frame, candidate, tell)
                if candidate is not None:
                    found.append(candidate)
            for rule in rules:
                found.extend(rule.find(reading, token))
        return Drafts(reading, tuple(clipped(reading, candidate) for candidate in found), tuple(missed))


def _of(index: dict[str, list[_T]], lemma: str, lower: str) -> list[_T]:
    by_lemma = index.get(lemma, [])
    if lower == lemma:
        return by_lemma
    return by_lemma + [x for x in index.get(lower, []) if x not in by_lemma]
