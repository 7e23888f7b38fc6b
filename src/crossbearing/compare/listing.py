"""A comparison as a table and in figures."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from crossbearing.compare.matching import Compared, Ours, Pair
from crossbearing.compare.theirs import Theirs

FIELDS = (
    "status", "ours", "theirs", "score", "our_class", "their_kind", "our_start", "our_end", "their_start", "their_end",
    "days", "our_place", "their_place", "km", "our_sides", "their_sides", "our_low", "our_best", "our_high",
    "their_low", "their_best", "their_high", "best_within", "our_grade", "our_families", "differences",
)  # fmt: skip


def rows(compared: Compared) -> Iterator[dict[str, Any]]:
    """Yield a row for each pair, then for each event that only we or only they have."""
    for pair in compared.pairs:
        yield {
            **_ours(pair.ours),
            **_theirs(pair.theirs),
            "status": "matched",
            "score": pair.score,
            "days": pair.days,
            "km": pair.km,
            "best_within": pair.best_within,
            "differences": "; ".join(differences(pair)),
        }
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    for ours in compared.only_ours:
        yield empty | _ours(ours) | {"status": "only ours"}
    for theirs in compared.only_theirs:
        yield empty | _theirs(theirs) | {"status": "only theirs"}


def differences(pair: Pair) -> list[str]:
    """Return in words in what a pair differs: the place by over 2 km, the day, the deaths."""
    found = []
    if pair.km > 2:
        place = pair.ours.event.place
        found.append(f"{pair.km:g} km apart ({place.name if place else ''} and {pair.theirs.place})")
    if pair.days:
        found.append(f"{abs(pair.days)} days {'later' if pair.days > 0 else 'earlier'} with them")
    deaths, theirs = pair.ours.deaths, pair.theirs
    if deaths is None:
        found.append(f"no count with us, {theirs.best} dead with them")
    elif not pair.best_within:
        found.append(f"{_span(deaths.low, deaths.high)} dead with us, {theirs.best} with them")
    return found


def _span(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _ours(one: Ours) -> dict[str, Any]:
    event = one.event
    return {
        "ours": event.id,
        "our_class": event.cls,
        "our_start": event.start,
        "our_end": event.end,
        "our_place": event.place.name if event.place else None,
        "our_sides": " - ".join(one.names),
        "our_low": one.deaths.low if one.deaths else None,
        "our_best": one.deaths.best if one.deaths else None,
        "our_high": one.deaths.high if one.deaths else None,
        "our_grade": event.grade,
        "our_families": tuple(voice.id for voice in event.families),
    }


def _theirs(one: Theirs) -> dict[str, Any]:
    return {
        "theirs": one.id,
        "their_kind": one.kind,
        "their_start": one.start.isoformat(),
        "their_end": one.end.isoformat(),
        "their_place": one.place,
        "their_sides": " - ".join(side for side in one.sides if side),
        "their_low": one.low,
        "their_best": one.best,
        "their_high": one.high,
    }


def summary(compared: Compared) -> dict[str, Any]:
    """Return the figures: how many of each, how far apart pairs are, how often their best lies in our low..high."""
    counted = [pair for pair in compared.pairs if pair.best_within is not None]
    inside = sum(bool(pair.best_within) for pair in counted)
    deadly = [one for one in compared.only_ours if one.deaths and one.deaths.likely]
    found: dict[str, Any] = {
        "matched": len(compared.pairs),
        "only_ours": len(compared.only_ours),
        "only_ours_deadly": len(deadly),
        "only_theirs": len(compared.only_theirs),
        "ours_without_day_or_place": compared.left_out,
        "ours_outside_their_days": compared.outside,
        "same_day": sum(pair.days == 0 for pair in compared.pairs),
        "median_km": round(median(pair.km for pair in compared.pairs), 1) if compared.pairs else None,
        "with_our_count": len(counted),
        "their_best_within_ours": inside,
        "their_best_above_ours": sum(_above(pair) for pair in counted),
    }
    found["their_best_below_ours"] = len(counted) - inside - found["their_best_above_ours"]
    return found


def _above(pair: Pair) -> bool:
    deaths = pair.ours.deaths
    return deaths is not None and deaths.high is not None and pair.theirs.best > deaths.high
