"""What answers a blow, counts it or points back at one comes to the blow that the report tells of, whatever its words.

Denials, claims to it, guilt and tolls name little of what they are of, so that pairs speak weakly for them; these
clusters are looked at after the others (``inside``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from crossbearing.reconcile.bonds import APART
from crossbearing.reconcile.comparison import SAID, TOLL
from crossbearing.reconcile.pairs import LEADING, SENTENCE, Told
from crossbearing.reconcile.settings import SETTINGS
from crossbearing.vocab.contract import CLASSES

# Words that say what a statement is about where that is no blow.
NO_BLOWS = frozenset({"hold", "leave", "truce", "siege", "talks"})
# What answers a blow, and how far pairs may speak against it and it still be of that blow.
_ANSWERS = frozenset(c.name for c in CLASSES.values() if c.act in ("deny", "claim"))
_LOOSE = -1.0
# A place so small says where a blow was; of a province people only come from.
_SITE_KM = SETTINGS["block_km"]


def _hangs(told: Told) -> bool:
    """Say whether a claim is of a blow that others tell of: denial, a claim to it, guilt, a toll, "the attack".

    A toll with a small place of its own, told as news, is of a blow that nobody else tells of. "Such attacks must stop"
    goes on, and is of none in particular but those that are told.
    """
    view = told.view
    if view.claim.cls in _ANSWERS or (view.group == "violence" and view.polarity == "negative"):
        return True
    summed = any(c.scope == "cumulative" for c in view.claim.counts)
    if view.group != "violence" or summed:
        return False
    if told.thin and told.guilt and not view.claim.counts:
        return True
    if view.level != "incident":
        return told.points and told.thin and not told.agents and not told.patients
    small = any(s.radius <= _SITE_KM for s in told.fine)
    if view.claim.cls == TOLL:
        return told.points or not small
    return told.points and told.thin


def _all_hang(members: Sequence[Told]) -> bool:
    """Say whether a cluster tells of a blow that others tell of, and of nothing else but what was said of it."""
    hanging = [_hangs(told) for told in members]
    return any(hanging) and all(h or told.view.group == SAID for h, told in zip(hanging, members, strict=True))


def hung_on(
    told: Sequence[Told], clusters: Sequence[list[int]], scores: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """Give clusters of nothing but what only answers or counts a blow, or points back at one, to the best such blow.

    Who denies that a place was lost or taken answers what is told of who holds it.
    """
    hanging = [_all_hang([told[n] for n in members]) for members in clusters]
    by_group = {
        group: [
            number
            for number, members in enumerate(clusters)
            if not hanging[number]
            and any(told[n].view.group == group and told[n].view.modality == "real" for n in members)
        ]
        for group in ("violence", "control")
    }
    joined = [list(members) for members in clusters]
    for number, members in enumerate(clusters):
        own = [n for n in members if _hangs(told[n])] if hanging[number] else []
        blows = by_group["control" if own and all(_of_holding(told[n]) for n in own) else "violence"]
        if not own or not blows:
            continue
        # All that is told with it comes along, and to all that came to the blow before.
        fits = [
            (_mean(own, clusters[blow], scores), -blow)
            for blow in blows
            if not _parted(members, joined[blow], scores) and not _told_later(own, clusters[blow], told)
        ]
        if not fits:
            continue
        best, blow = max(fits)
        if best >= _LOOSE:
            joined[-blow].extend(members)
            joined[number] = []
    return sorted(sorted(members) for members in joined if members)


def _of_holding(told: Told) -> bool:
    return told.family == SAID and "hold" in told.heads and told.heads <= NO_BLOWS


def _told_later(own: Sequence[int], blow: Sequence[int], told: Sequence[Told]) -> bool:
    """Say whether a blow is told, with a day of its own, only well behind what names no day: nothing points forward.

    Heading and lead may say what the report goes on to tell.
    """
    last, first = max(own), min(blow)
    if last < LEADING or any(told[n].dated for n in own) or not any(told[n].dated for n in blow):
        return False
    return told[first].view.claim.evidence.start - told[last].view.claim.evidence.end > SENTENCE


def _parted(one: Sequence[int], other: Sequence[int], scores: Mapping[tuple[int, int], float]) -> bool:
    """Say whether a person parted a claim of the one from a claim of the other."""
    return any(scores.get((min(i, j), max(i, j)), 0.0) <= APART for i in one for j in other)


def _mean(one: Sequence[int], other: Sequence[int], scores: Mapping[tuple[int, int], float]) -> float:
    found = [s for i in one for j in other if (s := scores.get((min(i, j), max(i, j)))) is not None]
    return sum(found) / len(found) if found else -inf
