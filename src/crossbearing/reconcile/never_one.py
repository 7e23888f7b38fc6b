"""Two blows of one report that are never one: far apart in the open, or the day's news and a deed long past."""

from __future__ import annotations

from crossbearing.reconcile.pairs import LEADING, Told
from crossbearing.reconcile.places import distance_km

# Places that something leads to or lies by, which is not where the story is.
ELSEWHERE = frozenset({"destination", "endpoint", "near"})
# Beyond what the places are wide themselves: what is hit at once lies nearer (a town and its outskirts, two villages).
_APART_KM = 50.0
# A report tells as news what is days old; what is older is told of beside it ("the attack in Ghouta in August 2013").
_LONG_PAST_DAYS = 30


def two_sites(one: Told, other: Told) -> bool:
    """Say whether each of two blows names where it was, and each place of the one lies far from each of the other."""
    mine, theirs = ([s for s in told.fine if s.role not in ELSEWHERE] for told in (one, other))
    for spot in mine:
        for place in theirs:
            if spot.key == place.key or spot.key in place.parents or place.key in spot.parents:
                return False
            apart = distance_km(spot, place)
            if apart is None or apart < _APART_KM + spot.radius + place.radius:
                return False
    return bool(mine) and bool(theirs)


def old_beside_news(one: Told, other: Told) -> bool:
    """Say whether one of two blows is what a dated report is about, with no day, and the other of a day long past."""
    return _old_beside(one, other) or _old_beside(other, one)


def _old_beside(news: Told, old: Told) -> bool:
    published, end = news.view.published, old.view.end
    if published is None or end is None or news.dated or not old.dated:
        return False
    return (news.view.heading or news.rank < LEADING) and end < published - _LONG_PAST_DAYS
