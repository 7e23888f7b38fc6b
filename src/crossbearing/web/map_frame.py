"""What stands in a page before the map that moves is loaded: the drawn map, its list, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from crossbearing.report.map import Atlas, Place, narrowed
from crossbearing.report.map_features import APART_FROM, Json, Window, place_features
from crossbearing.report.render import Look, part
from crossbearing.report.topojson import Box
from crossbearing.store.store import Store
from crossbearing.web import addresses
from crossbearing.web.assets import vendor_address
from crossbearing.web.map_contents import Asked, Contents, contents
from crossbearing.web.rendering import linked

LANDS = {
    "coarse": "world-atlas/countries-50m.json",
    "fine": "world-atlas/countries-10m.json",
    "lakes": "mapeo-offline-map/lakes.json",
    "rivers": "mapeo-offline-map/rivers.json",
}
"""What lies under the map: the name it has here and the file of the package it is."""

MOST_PLACES = 60
"""Places listed beside the map before it moves; the list says how many more there are."""

_WORLD: Box = (-180.0, -85.0, 180.0, 85.0)
_AROUND = 0.2


@dataclass(frozen=True, slots=True)
class MapFrame:
    """The map of a page: its window in degrees, the days of its slider, the drawn maps, and its places as features.

    ``anchors`` are the places' names in the page, which the drawn maps lead to. ``left_out`` counts places that are
    not listed, ``unplaced`` happenings that have no place; ``lands`` are the addresses of what lies under the map.
    """

    box: Box
    first: str
    last: str
    has_control: bool
    drawn: Markup
    features: tuple[Json, ...]
    anchors: tuple[str, ...]
    counts: Json
    left_out: int
    unplaced: int
    lands: Mapping[str, str]


def map_frame(store: Store, asked: Asked | None = None) -> MapFrame | None:
    """Return the map of what is asked for; None where the store has nothing with a place."""
    asked = asked or Asked()
    known = contents(store)
    if not known.shown.atlas.maps:
        return None
    shown, places = known.asked(asked)
    listed = places[:MOST_PLACES]
    unplaced = len(shown) - sum(len(place.events) for place in places)
    found = place_features(listed, known.shown.by_id, known.disputed, Window(_WORLD, APART_FROM), addresses.event)
    first, last = known.days() or ("", "")
    return MapFrame(
        box=_box(places or known.shown.atlas.places),
        first=first,
        last=last,
        has_control=bool(known.control),
        drawn=_drawn(known, narrowed(known.shown.atlas, places, unplaced)),
        features=tuple(found["features"]),
        anchors=tuple(place.anchor for place in listed),
        counts=found["seen"],
        left_out=len(places) - len(listed),
        unplaced=unplaced,
        lands={name: land_address(name) for name in LANDS},
    )


def land_address(name: str) -> str:
    """Return the address of a part of what lies under the map; it changes when the file does."""
    return f"/map/lands/{name}.json?{vendor_address(LANDS[name]).partition('?')[2]}"


def _box(places: tuple[Place, ...]) -> Box:
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return min(lons) - _AROUND, min(lats) - _AROUND, max(lons) + _AROUND, max(lats) + _AROUND


def _drawn(known: Contents, atlas: Atlas) -> Markup:
    """Return the drawn maps of the report, their places led to the list in this page."""
    look = Look(
        views={},
        document_anchors={},
        document_titles={},
        names=known.shown.names,
        events=known.shown.by_id,
        event_anchors=known.shown.event_anchors,
        event_disputes=known.shown.event_disputes,
        event_tolls={},
        rows=known.shown.rows,
        insets={},
        maps=atlas.maps,
    )
    lands = part("map.html.j2", "lands_part", atlas.maps)
    return lands + linked(part("map.html.j2", "map_part", look, atlas, len(known.shown.events)), "#{}".format)
