"""Which claims of two readers are one and the same: by their words, their class, what they count and their polarity."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.model.claim import Claim
from crossbearing.model.mention import Mention

# As the claim contract pairs: so much of the words of one class family is shared, or so much of any.
_NEAR, _WITHIN, _ANY_CLASS = 0.3, 0.2, 0.6
_SAME_MENTION = 0.5


def overlap(one: Mention | None, two: Mention | None) -> float:
    """Return the character F1 of two mentions, 0 where one is missing.

    >>> overlap(Mention(0, 4, "Army"), Mention(0, 4, "Army")), overlap(Mention(0, 4, "Army"), None)
    (1.0, 0.0)
    """
    if one is None or two is None:
        return 0.0
    shared = max(0, min(one.end, two.end) - max(one.start, two.start))
    return 2 * shared / ((one.end - one.start) + (two.end - two.start)) if shared else 0.0


def same_words(one: Mention | None, two: Mention | None) -> bool:
    """Say whether two mentions are the same words of the text, give or take an article.

    >>> same_words(Mention(0, 8, "the army"), Mention(4, 8, "army"))
    True
    """
    return overlap(one, two) >= _SAME_MENTION


def pair(one: Sequence[Claim], two: Sequence[Claim]) -> list[tuple[int, int]]:
    """Return the index pairs of claims of one document that are the same claim, each in one pair, likest first.

    >>> a = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> b = Claim("d:l01", "d", "control.advance", Mention(3, 16, "overran Qadam"))
    >>> pair([a], [b])
    [(0, 0)]
    """
    weighed = []
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            weight = _likeness(a, b)
            if weight:
                weighed.append((-weight, abs(a.evidence.start - b.evidence.start), i, j))
    left, right, found = set[int](), set[int](), []
    for _, _, i, j in sorted(weighed):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def _likeness(a: Claim, b: Claim) -> float:
    """Return how like two claims are, 0 where they are not the same."""
    near = overlap(a.evidence, b.evidence)
    if not near:
        return 0.0
    family = a.cls.partition(".")[0] == b.cls.partition(".")[0]
    within = a.evidence.holds(b.evidence) or b.evidence.holds(a.evidence)
    if not (near >= _ANY_CLASS or (family and (near >= _NEAR or (within and near >= _WITHIN)))):
        return 0.0
    weight = near + (1.0 if a.cls == b.cls else 0.5 if family else 0.0)
    weight += 0.1 * (a.polarity == b.polarity)
    return weight + 0.2 * any(same_words(x.mention, y.mention) for x in a.counts for y in b.counts)
