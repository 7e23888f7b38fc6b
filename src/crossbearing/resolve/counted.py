"""Whom a number counts whose own words do not say it: "30 of them children", "10 civilians killed and 15 injured".

A part "of the dead" is of the kind named behind it; a bare number behind a counted kind is of that kind (of 31 such
numbers in annotated reports 24 are).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.model.claim import Count
from crossbearing.resolve.actor_words import actor_nouns

_PART = re.compile(r"\bof (?:them|whom|those|the (?:dead|killed|victims|wounded|injured|fatalities|casualties))$", re.I)
# Words behind such a part, in its clause: "were opposition fighters".
_BEHIND = re.compile(r"[\w-]+")
_CLAUSE = re.compile(r"[^.,;:()\n]*")
_WORDS = 3
_BARE = re.compile(
    r"(?:(?:at least|more than|up to|over|about|around|some|nearly|almost|another)\s+)?"
    r"(?:[\d,.]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds)"
    r"(?:\s+(?:more|others?))?",
    re.IGNORECASE,
)
_KINDS = ("civilians", "children", "women", "journalists", "medics", "families", "prisoners")
_CARRIED = frozenset({"civilians", "combatants", "journalists", "medics", "aid_workers", "prisoners"})
_HURT = frozenset({"killed", "injured", "killed_or_injured"})
# Characters between two numbers of one list.
_BETWEEN = 60


def with_kinds(text: str, counts: Sequence[Count]) -> tuple[Count, ...]:
    """Return the counts of a claim with the kind of people that the words around a number say.

    >>> from crossbearing.model.mention import Mention
    >>> text = "86 died, 30 of them children"
    >>> part = Count("n", Mention(9, 19, text[9:19]), "killed", "people", None, "subset", "exact", 30, 30, 30)
    >>> [c.category for c in with_kinds(text, [part])]
    ['children']
    """
    found: list[Count] = []
    for count in counts:
        if count.category == "people" and count.side is None and count.mention is not None:
            found.append(_part(text, count) if count.scope == "subset" else _carried(count, found))
        else:
            found.append(count)
    return tuple(found)


def _part(text: str, count: Count) -> Count:
    words = count.mention
    if words is None or not _PART.search(words.text):
        return count
    clause = _CLAUSE.match(text, words.end)
    for noun in _BEHIND.findall(clause.group() if clause else "")[:_WORDS]:
        kind = noun.lower() if noun.lower() in _KINDS else "combatants" if noun.lower() in _fighting() else None
        if kind is not None:
            return replace(count, category=kind)
    return count


def _fighting() -> frozenset[str]:
    """Return the plural nouns for people who fight."""
    nouns = actor_nouns()
    return frozenset(n for n in (*nouns["foes"], "fighters", "soldiers", "troops", "servicemen") if n.endswith("s"))


def _carried(count: Count, before: Sequence[Count]) -> Count:
    words = count.mention
    if words is None or count.quantity not in _HURT or not _BARE.fullmatch(words.text.strip()):
        return count
    whole = [c for c in before if c.scope != "subset" and c.mention is not None and c.mention.end <= words.start]
    last = whole[-1] if whole else None
    if last is None or last.mention is None or last.category not in _CARRIED or last.quantity not in _HURT:
        return count
    if last.quantity == count.quantity or words.start - last.mention.end > _BETWEEN:
        return count
    return replace(count, category=last.category, side=last.side)
