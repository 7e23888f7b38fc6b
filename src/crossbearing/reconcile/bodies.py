"""Names that several reports have for one body no pack knows: "Sidon's health authority", "health office of Sidon".

Its words but for what kind of body it is must be the same, and at least two: "the health ministry" alone is anybody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_KINDS = frozenset(
    "authority authorities directorate department administration office service services committee council ministry "
    "agency bureau official officials spokesman spokeswoman spokesperson".split()
)
_SMALL = frozenset("of the in for at s and province governorate city district local".split())
_LEAST = 2
# "Samir Hadad, head of Sidon's health authority" speaks for it.
_BEHIND_TITLE = re.compile(
    r"^(?:.*-)?(?:head|chief|director|chairman|chairwoman|manager|spokesman|spokeswoman)-(?:of|for)-"
)


def core_words(key: str) -> frozenset[str]:
    """Return the words of a body's key that say which it is.

    >>> sorted(core_words("directorate-of-health-in-idlib")) == sorted(core_words("new:idlibs-health-authority"))
    True
    >>> sorted(core_words("new:samir-hadad-head-of-sidons-health-authority"))
    ['health', 'sidon']
    """
    words = _BEHIND_TITLE.sub("", key.removeprefix("new:")).split("-")
    return frozenset(w.removesuffix("s") if len(w) > 4 else w for w in words if w not in _KINDS | _SMALL)


def one_body(keys: Iterable[str]) -> dict[str, str]:
    """Return for each key of an unknown body that others name otherwise the key all of them go by.

    >>> one_body(["directorate-of-health-in-idlib", "idlibs-health-authority", "health-ministry", "sy:sohr"])
    {'idlibs-health-authority': 'directorate-of-health-in-idlib'}
    """
    groups: dict[frozenset[str], set[str]] = defaultdict(set)
    for key in keys:
        bare = key.removeprefix("new:")
        if ":" in bare or not _KINDS & set(bare.split("-")):
            continue
        words = core_words(key)
        if len(words) >= _LEAST:
            groups[words].add(key)
    return {key: min(group) for group in groups.values() for key in sorted(group) if key != min(group)}
