"""When, where and of what kind two accounts are: what many accounts share, and is therefore worked out once.

Source of the rule: section A.4 of the reconciliation design.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from crossbearing.reconcile.comparison import SIEGES, Spot
from crossbearing.reconcile.document_events import ASSUMED, Scene
from crossbearing.reconcile.places import distance_km
from crossbearing.reconcile.settings import KINSHIP, SETTINGS
from crossbearing.vocab.contract import classes_with

_PAD = int(SETTINGS["pad_days"])
_NEAR_KM = SETTINGS["near_km"]
_FAR_KM = SETTINGS["block_km"]
# Two reports whose stories are at one place: as much as a place inside another.
_STORY_PLACE = 0.7
_WAR_DAYS = 180
_WAR_RATIO = 3
_CAMPAIGN_KIN = 0.6
_WARFARE = classes_with("fighting") | classes_with("bombards")
# A lasting state, or news of these days: as much as days that mostly overlap.
_LASTING = 0.8
_SEASON = int(SETTINGS["held_days"])
_NEWS_SPAN = 6


class Meeting(NamedTuple):
    """How two scenes meet: the veto of days or kind in words, or how near days, kind and places are, from 0 to 1.

    None is what one of the two does not say; ``apart`` is the veto of places.
    """

    veto: str | None
    time: float | None = None
    kin: float = 0.0
    place: float | None = None
    apart: str | None = None


# Reports of one day and town make few scenes, so that pairs of them recur; days pass, so that old ones do not.
@lru_cache(maxsize=50_000)
def meeting(one: Scene, other: Scene) -> Meeting:
    """Return how two scenes of one kind meet."""
    time, veto = _time(one, other)
    if veto is None and (kin := _class(one, other)) == 0.0:
        veto = "kinds of event that are never one"
    if veto is not None:
        return Meeting(veto)
    place, apart = _places(one, other)
    return Meeting(None, time, kin, place, apart)


def within(one: int | None, other: int | None, days: int) -> bool:
    """Say whether two days, by number, are known and no more than ``days`` apart.

    >>> within(3, 5, 2), within(3, None, 2)
    (True, False)
    """
    return one is not None and other is not None and abs(one - other) <= days


def _spot_pair(one: Spot, other: Spot) -> tuple[float, float | None]:
    if one.key == other.key and ASSUMED not in (one.role, other.role):
        if (one.role == "endpoint") != (other.role == "endpoint"):
            return _STORY_PLACE, 0.0  # a road to a town is not the town
        return (0.85 if "near" in (one.role, other.role) else 1.0), 0.0
    return _spots_apart(one, other)


@lru_cache(maxsize=100_000)
def _spots_apart(one: Spot, other: Spot) -> tuple[float, float | None]:
    near = "near" in (one.role, other.role)
    distance = distance_km(one, other)
    if ASSUMED in (one.role, other.role):
        close = distance is not None and distance <= max(one.radius, other.radius)
        return (_STORY_PLACE, distance) if close else (0.0, None)
    inside = one.key in other.parents or other.key in one.parents
    if distance is None:
        return (0.7 if inside else 0.0), None
    big = max(one.radius, other.radius)
    # Names differ between reports (Foua, al-Foua): one point is one place.
    if distance < 0.8 and abs(one.radius - other.radius) <= 2:
        return 0.95, distance
    scale = big + (_NEAR_KM if near else 0.0)
    score = math.exp(-distance / scale)
    if inside or distance <= scale:
        score = max(score, 0.7)
    return score, distance


def _places(one: Scene, other: Scene) -> tuple[float | None, str | None]:
    fine_one, fine_other = one.fine, other.fine
    # Two convoys to one town are two movements: where both say where people left from, only that counts.
    if one.origins and other.origins:
        fine_one, fine_other = one.origins, other.origins
    if not fine_one or not fine_other:
        return None, None
    best = -1.0
    nearest: float | None = None
    for a in fine_one:
        for b in fine_other:
            score, distance = _spot_pair(a, b)
            if distance is None and score == 0.0:
                continue
            best = max(best, score)
            if distance is not None and (nearest is None or distance < nearest):
                nearest = distance
    if best < 0:
        return None, None
    if best < 0.7 and nearest is not None:
        radius = max(s.radius for s in (*fine_one, *fine_other))
        if nearest > _FAR_KM + radius:
            return best, "places too far apart"
    return best, None


def _other_scale(one: int, other: int) -> bool:
    """Say whether two spans of days differ as an offensive does from a war: their tolls never meet."""
    short, long = sorted((one, other))
    return long > _WAR_DAYS and long > _WAR_RATIO * short


def _time(one: Scene, other: Scene) -> tuple[float | None, str | None]:
    if (
        one.classes == other.classes
        and SIEGES.issuperset(one.classes)
        and within(one.published, other.published, _SEASON)
    ):
        return _LASTING, None
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return _news_time(one, other), None
    if one.level == "campaign" and _other_scale(one.end - one.start + 1, other.end - other.start + 1):
        return 0.0, "an offensive and a war"
    shared = min(one.end, other.end) - max(one.start, other.start) + 1
    shortest = min(one.end - one.start, other.end - other.start) + 1
    if shared >= 1:
        return (0.5 if one.vague or other.vague else min(1.0, shared / shortest)), None
    if shared + 2 * _PAD >= 1:
        # "Saturday" in the one and "Sunday" in the other are no day of the report or of the local night.
        return 0.5 if shared == 0 and not (one.worded and other.worded) else 0.35, None
    return 0.0, "days that do not meet"


def _news_time(one: Scene, other: Scene) -> float | None:
    """Return how far an undated piece of news fits the days of another, or of another piece of news."""
    mine = one.news if one.start is None else (one.start, one.end or one.start)
    theirs = other.news if other.start is None else (other.start, other.end or other.start)
    if mine is None or theirs is None or max(mine[1] - mine[0], theirs[1] - theirs[0]) > _NEWS_SPAN:
        return None
    return _LASTING if max(mine[0], theirs[0]) <= min(mine[1], theirs[1]) else None


def _class(one: Scene, other: Scene) -> float:
    best = _nearest_kinship(one.acts, other.acts)
    # An offensive is fought with strikes as much as with clashes.
    if one.level == "campaign" and one.group == "violence" and best < _CAMPAIGN_KIN:
        return _CAMPAIGN_KIN if _WARFARE.issuperset((*one.acts, *other.acts)) else best
    return best


@lru_cache(maxsize=20_000)
def _nearest_kinship(acts: tuple[str, ...], others: tuple[str, ...]) -> float:
    return max(KINSHIP.get((a, b), 0.0) for a in acts for b in others)
