"""Spoils claims in the form of a reply: a share of their fields, drawn with a fixed seed, becomes wrong.

A strong reader's annotation spoiled so stands in for a model that errs in one field of ten: to fit and to test how
readers are joined where no second annotation is. What real models get wrong is not spread so evenly.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from typing import Any

from crossbearing.llm.form import roles_of
from crossbearing.vocab.contract import CLASSES, CODES

SEED = 20310510
ReplyClaim = dict[str, Any]

_WAS = "was"  # under which number a count stood before claims and counts were left out
_CODES = ("modality", "mode", "speech_act")
_NEGATIVE = 0.05  # one claim in twenty denies: so many times rarer is a denial that nobody made
_COUNT_CODES = ("quantity", "category", "scope", "bound")


def spoiled(claims: Sequence[ReplyClaim], name: str, share: float, seed: int = SEED) -> list[ReplyClaim]:
    """Return copies of the claims with about ``share`` of their fields wrong, some claims left out, some false ones.

    The draw hangs on ``seed`` and the reply's ``name`` alone, so that replies may come in any order. Raises ValueError
    for a share outside 0 to 1.

    >>> spoiled([], "d", 0.1)
    []
    >>> spoiled([], "d", 2.0)
    Traceback (most recent call last):
        ...
    ValueError: a share of 0 to 1 is wanted, not 2.0
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of 0 to 1 is wanted, not {share}")
    draw = random.Random(f"{seed}:{name}")  # noqa: S311 - a fixed draw, no secret
    spoiler = _Spoiler(draw, share, claims)
    found: list[ReplyClaim] = []
    for number, claim in enumerate(claims, 1):
        if draw.random() < share:
            continue
        named = copy.deepcopy(claim)
        for position, count in enumerate(named["counts"], 1):
            count[_WAS] = f"{claim['id']}.{position}"
        found.append(spoiler.spoil(named))
        if draw.random() < share:
            found.append({**spoiler.false_claim(claim), "id": len(claims) + number})
    now = {count.pop(_WAS): f"{c['id']}.{n}" for c in found for n, count in enumerate(c["counts"], 1)}
    for count in (count for claim in found for count in claim["counts"]):
        count["part_of"] = now.get(count["part_of"])
    return found


class _Spoiler:
    """Draws what goes wrong in one document; ``claims`` are those of the document, unspoiled."""

    def __init__(self, draw: random.Random, share: float, claims: Sequence[ReplyClaim]) -> None:
        self._draw = draw
        self._share = share
        self._claims = claims

    def _hit(self) -> bool:
        return self._draw.random() < self._share

    def _other(self, code: str, known: Sequence[str]) -> str:
        return self._draw.choice([k for k in known if k != code])

    def spoil(self, claim: ReplyClaim) -> ReplyClaim:
        """Spoil each field of a claim by itself."""
        if self._hit():
            claim["class"] = self._class(claim["class"])
        for name in _CODES:
            if self._hit():
                claim[name] = self._other(claim[name], sorted(CODES[name]))
        if claim["polarity"] == "negative" and self._hit():
            claim["polarity"] = "positive"
        elif claim["polarity"] == "positive" and self._draw.random() < self._share * _NEGATIVE:
            claim["polarity"] = "negative"
        if claim["extent"] and self._hit():
            claim["extent"] = None
        cls = claim["class"]
        claim["sources"] = self._each(claim["sources"], self._source)
        for name in ("actors", "places"):
            claim[name] = self._each(claim[name], lambda one: self._role(one, cls))
        claim["counts"] = self._each(claim["counts"], self._count)
        if claim["time"] and self._hit():
            claim["time"] = None
        return claim

    def _each(self, listed: Sequence[Any], spoil: Callable[[Any], Any]) -> list[Any]:
        """Leave out or change what is hit: half and half."""
        kept = []
        for one in listed:
            if not self._hit():
                kept.append(one)
            elif self._draw.random() < 0.5:
                kept.append(spoil(one))
        return kept

    def _class(self, cls: str) -> str:
        family = cls.partition(".")[0] + "."
        near = [name for name in sorted(CLASSES) if name.startswith(family) and name != cls]
        return self._draw.choice(near) if near and self._draw.random() < 0.5 else self._other(cls, sorted(CLASSES))

    def _source(self, one: dict[str, Any]) -> dict[str, Any]:
        others = [s["quote"] for claim in self._claims for s in claim["sources"] if s["quote"] != one["quote"]]
        return {**one, "quote": self._draw.choice(others)} if others else {**one, "anonymous": not one["anonymous"]}

    def _role(self, one: dict[str, Any], cls: str) -> dict[str, Any]:
        known = sorted(CODES["place_role"] if one["role"] in CODES["place_role"] else roles_of(cls))
        others = [role for role in known if role != one["role"]]
        return {**one, "role": self._draw.choice(others)} if others else one

    def _count(self, one: dict[str, Any]) -> dict[str, Any]:
        name = self._draw.choice((*_COUNT_CODES, "number"))
        if name != "number":
            return {**one, name: self._other(one[name], sorted(CODES[name]))}
        return {**one, **{key: None if one[key] is None else 2 * one[key] + 1 for key in ("low", "best", "high")}}

    def false_claim(self, near: ReplyClaim) -> ReplyClaim:
        """Return a claim that nobody made: the words of another, read as something else."""
        claim = copy.deepcopy(near)
        words = claim["evidence"].split(" ")
        half = " ".join(words[len(words) // 2 :])
        claim.update(evidence=half or claim["evidence"], near=claim["evidence"], counts=[], actors=[], sources=[])
        claim["class"] = self._other(claim["class"], sorted(CLASSES))
        return claim
