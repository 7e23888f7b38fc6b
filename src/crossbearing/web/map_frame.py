"""What stands in a page before the map that moves is loaded: the drawn map, its list, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from crossbearing.report.map import Atlas, atlas_of, narrowed
from crossbearing.report.map_features import Json, place_features
from crossbearing.report.marks import Names
from crossbearing.report.places import Place
from crossbearing.report.render import Look, part
from crossbearing.report.topojson import Box
from crossbearing.store.asked import EventsAsked
from crossbearing.store.listing import View
from crossbearing.store.mapped import largest
from crossbearing.web import addresses
from crossbearing.web.assets import vendor_address
from crossbearing.web.map_contents import days, drawn_places, has_control
from crossbearing.web.rendering import linked

LANDS = {
    "coarse": "world-atlas/countries-50m.json",
    "fine": "world-atlas/countries-10m.json",
    "lakes": "mapeo-offline-map/lakes.json",
    "rivers": "mapeo-offline-map/rivers.json",
}
"""What lies under the map: the name it has here and the file of the package it is."""

MOST_PLACES = 24
"""Places listed beside the map before it moves; the list says how many more there are."""

MOST_DRAWN = 80
"""Places of the drawn map, those of most happenings."""

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


def map_frame(view: View, wanted: EventsAsked | None = None) -> MapFrame | None:
    """Return the map of what is asked for; None where the store has nothing with a place."""
    whole = largest(view, EventsAsked(), MOST_DRAWN, MOST_PLACES)
    if not whole.marks:
        return None
    found = largest(view, wanted, MOST_DRAWN, MOST_PLACES) if wanted and wanted != EventsAsked() else whole
    places = drawn_places(found)
    atlas, lands = _drawn(drawn_places(whole))
    features = place_features(view, found.marks[:MOST_PLACES], addresses.event)
    first, last = days(view) or ("", "")
    return MapFrame(
        box=_box(places or atlas.places),
        first=first,
        last=last,
        has_control=has_control(view),
        drawn=lands + _shown(narrowed(atlas, places, found.unplaced), found.events + found.unplaced),
        features=tuple(features),
        anchors=tuple(place.anchor for place in places[:MOST_PLACES]),
        counts={"places": found.places, "happenings": found.events},
        left_out=max(0, found.places - MOST_PLACES),
        unplaced=found.unplaced,
        lands={name: land_address(name) for name in LANDS},
    )


def land_address(name: str) -> str:
    """Return the address of a part of what lies under the map; it changes when the file does."""
    return f"/map/lands/{name}.json?{vendor_address(LANDS[name]).partition('?')[2]}"


def _box(places: tuple[Place, ...]) -> Box:
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return min(lons) - _AROUND, min(lats) - _AROUND, max(lons) + _AROUND, max(lats) + _AROUND


@lru_cache(maxsize=8)
def _drawn(places: tuple[Place, ...]) -> tuple[Atlas, Markup]:
    """Return the drawn maps of places and the lands under them: a second of work, the same while the record is."""
    atlas = atlas_of(places)
    return atlas, part("map.html.j2", "lands_part", atlas.maps)


def _shown(atlas: Atlas, total: int) -> Markup:
    """Return the drawn maps of the report, their places led to the list in this page."""
    look = Look({}, {}, {}, Names([], [], None), {}, {}, {}, {}, {}, {}, atlas.maps)
    return linked(part("map.html.j2", "map_part", look, atlas, total), "#{}".format)
