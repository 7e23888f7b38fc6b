"""Fits the weights by which claims of one report come together: logistic regression over pairs of claims.

A claim tells of the happening whose telling its evidence overlaps most; two claims of one report are a pair that
belongs together or not. Claims that no telling covers teach nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crossbearing.evaluate.logistic import LEAST_SEEN, Example, learn
from crossbearing.evaluate.record_scoring import shared
from crossbearing.model.claim import Claim
from crossbearing.reconcile.comparison import day_number, view_of
from crossbearing.reconcile.inside import BIAS, KINDS, pairs_of, told_apart
from crossbearing.reconcile.pairs import features, told_of

STEPS = 600
RIDGE = 6.0
# A happening torn apart costs more tellings than one claim too many. By groups left out, given and own claims: 2 gives
# B-cubed 0.778 and 0.658, 3 gives 0.787 and 0.676, 4 gives 0.779 and 0.673.
TOGETHER = 3.0
# Reports read in one pass, of which there are five times as many, count together about as much as the linked groups.
OTHERS = 0.3

Happening = tuple[str, str]


def happenings_of(claims: Iterable[Claim], groups: Sequence[Mapping[str, Any]]) -> dict[str, Happening]:
    """Return the (group, happening) that each claim tells of, by the id of the claim."""
    tellings: dict[str, list[tuple[int, int, str, Happening]]] = defaultdict(list)
    for group in groups:
        for happening in group["happenings"]:
            for telling in happening["tellings"]:
                place = (telling["start"], telling["end"], happening["kind"], (group["group"], happening["id"]))
                tellings[telling["document"]].append(place)
    found = {}
    for claim in claims:
        words = (claim.evidence.start, claim.evidence.end)
        best: tuple[tuple[bool, int], Happening] | None = None
        for start, end, kind, happening_id in tellings[claim.document]:
            length = shared(words, (start, end))
            if not length or length < 0.5 * min(words[1] - words[0], end - start):
                continue
            key = (claim.cls.split(".")[0] == kind, length)
            if best is None or key > best[0]:
                best = (key, happening_id)
        if best is not None:
            found[claim.id] = best[1]
    return found


def examples(
    claims: Sequence[Claim], published: Mapping[str, str | None], groups: Sequence[Mapping[str, Any]]
) -> dict[str, list[Example]]:
    """Return the pairs of claims of one report, by group: what speaks for and against, and whether they are one."""
    told_by = happenings_of(claims, groups)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    found: dict[str, list[Example]] = defaultdict(list)
    for document in sorted(by_document):
        day = day_number(published.get(document))
        views = [v for c in by_document[document] if (v := view_of(c, day)) is not None]
        told = told_of(sorted(views, key=lambda v: v.position))
        compared, apart = pairs_of(told)
        # Blows told apart are never one whatever they weigh; what they share teaches how little that says.
        for i, j in [*compared, *(p for p in apart if told_apart(told[p[0]], told[p[1]]))]:
            one, other = (told_by.get(told[n].view.claim.id) for n in (i, j))
            if one is None or other is None:
                continue
            share = TOGETHER if one == other else 1.0
            found[one[0]].append(Example((BIAS, *features(told[i], told[j])), one == other, share))
    return found


def weighed(pair: Example, share: float) -> Example:
    """Return a pair that counts for a share of what it did.

    >>> weighed(Example(("in",), True, 3.0), 0.5).weight
    1.5
    """
    return replace(pair, weight=pair.weight * share)


def fitted(pairs: Iterable[Example]) -> str:
    """Return the file of the weights learned from pairs: the same bytes for the same pairs.

    Kinds that pairs brought together stand in it whatever they weigh: those that do not are never one.
    """
    every = list(pairs)
    weights = learn(every, STEPS, RIDGE)
    seen = Counter(name for pair in every if pair.right for name in pair.features if name.startswith(KINDS))
    weights.update({name: 0.0 for name, number in seen.items() if number >= LEAST_SEEN and name not in weights})
    return json.dumps(dict(sorted(weights.items())), indent=0) + "\n"


def write(pairs: Iterable[Example], file: Path) -> None:
    """Write the weights learned from pairs."""
    file.write_text(fitted(pairs), encoding="utf-8")
