"""Places no nearer than so many kilometres: points go to the middle of a square, names to what the place lies in.

For hospitals, shelters, places where people still are. The words of the reports stay what they are: a quote may name
the place, so that a release of coarse places is one without quotes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import Event, EventPlace
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished

_KM_OF_DEGREE = 111.2
_LEAST, _MOST = 1.0, 500.0


def coarsen(finished: Finished, km: float, names: Mapping[str, str]) -> Finished:
    """Return the record with every place within ``km`` kilometres made so wide; ``names`` are those of places by id.

    Raises ExportError for fewer than one kilometre or more than five hundred.

    >>> from crossbearing.model.derived import Record
    >>> coarsen(Finished((), (), Record()), 10, {}).claims
    ()
    """
    if not _LEAST <= km <= _MOST:
        raise ExportError(f"--coarsen {km:g}: give kilometres between {_LEAST:g} and {_MOST:g}")
    above = {p.place: p.parents for c in finished.claims for p in c.places if p.place and p.parents}
    near = {p.place for c in finished.claims for p in c.places if p.place and _is_near(p, km)}
    events = tuple(_event(event, km, above, names) for event in finished.ledgers.events)
    ledgers = replace(
        finished.ledgers,
        events=events,
        # Control and tolls are kept by place: what is finer stands under what it lies in.
        control=tuple(
            replace(state, place=_wider(state.place, above, names)[0], name=_wider(state.place, above, names)[1])
            if state.place in above
            else state
            for state in finished.ledgers.control
        ),
        tolls=tuple(
            replace(toll, place=_wider(toll.place, above, names)[0]) if toll.place in above else toll
            for toll in finished.ledgers.tolls
        ),
        agreements=tuple(
            replace(deal, places=_all_wider(deal.places, near, above, names)) for deal in finished.ledgers.agreements
        ),
    )
    return replace(finished, claims=tuple(_claim(c, km, names) for c in finished.claims), ledgers=ledgers)


def squared(lat: float, lon: float, km: float) -> tuple[float, float]:
    """Return the middle of the square of ``km`` kilometres that a point lies in: the same for all points in it.

    >>> squared(33.571, 36.402, 10) == squared(33.58, 36.41, 10)
    True
    """
    step = km / _KM_OF_DEGREE
    row = math.floor(lat / step) * step + step / 2
    across = step / max(math.cos(math.radians(row)), 0.01)
    column = math.floor(lon / across) * across + across / 2
    return round(max(-90.0, min(90.0, row)), 4), round(max(-180.0, min(180.0, column)), 4)


def _wider(place: str | None, above: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> tuple[str, str | None]:
    """Return id and name of the first place above that has a name; nothing where none is known."""
    for parent in above.get(place or "", ()):
        if parent in names:
            return parent, names[parent]
    return "", None


def _all_wider(
    places: tuple[str, ...], near: Collection[str], above: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return ids of places with what those lie in that are too near; one that lies in nothing named is left out."""
    wide = (_wider(place, above, names)[0] if place in near else place for place in places)
    return tuple(sorted({place for place in wide if place}))


def _is_near(place: PlaceRole, km: float) -> bool:
    return place.lat is not None and place.lon is not None and (place.radius_km or 0) < km


def _precision(where_prec: int | None, km: float) -> int:
    return max(where_prec or 1, 2 if km <= 25 else 3 if km <= 50 else 4)


def _claim(claim: Claim, km: float, names: Mapping[str, str]) -> Claim:
    return replace(claim, places=tuple(_place(place, km, names) for place in claim.places))


def _place(place: PlaceRole, km: float, names: Mapping[str, str]) -> PlaceRole:
    if place.lat is None or place.lon is None or (place.radius_km or 0) >= km:
        return place
    lat, lon = squared(place.lat, place.lon, km)
    identity, name = _wider(place.place, {place.place or "": place.parents}, names)
    wide = _precision(place.where_prec, km)
    return replace(
        place,
        lat=lat,
        lon=lon,
        radius_km=km,
        place=identity or None,
        name=name,
        where_prec=wide,
        geo_precision=max(place.geo_precision or 1, 2 if wide < 4 else 3),
    )


def _event(event: Event, km: float, above: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> Event:
    place = event.place
    if place is None or place.lat is None or place.lon is None or (place.radius_km or 0) >= km:
        return event
    lat, lon = squared(place.lat, place.lon, km)
    identity, name = _wider(place.place, above, names)
    coarse = EventPlace(identity or None, name, lat, lon, km, _precision(place.where_prec, km))
    summary = event.summary
    if place.name:
        summary = summary.replace(f" at {place.name}", f" in {name}" if name else " at a place held back")
    return replace(event, place=coarse, summary=summary)
