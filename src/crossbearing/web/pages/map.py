"""``/map``: the map on a page of its own, and what it asks for while it is moved: places, control, towns, lands."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from crossbearing.resolve.towns import towns_in
from crossbearing.store.mapped import Window
from crossbearing.web import addresses, assets, map_contents
from crossbearing.web.asked import filter_of
from crossbearing.web.errors import Missing
from crossbearing.web.looking import looking
from crossbearing.web.map_frame import LANDS, map_frame
from crossbearing.web.opened import store_of
from crossbearing.web.rendering import page

MENU = ("Map", addresses.MAP)
router = APIRouter(include_in_schema=False)

_DAY = r"^(\d{4}-\d{2}-\d{2})?$"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}

Lat = Annotated[float, Query(ge=-90, le=90)]
Lon = Annotated[float, Query(ge=-540, le=540)]
Day = Annotated[str, Query(pattern=_DAY)]


@router.get("/map")
def map_page(request: Request) -> HTMLResponse:
    """Show the map alone."""
    with looking(request) as view:
        frame = map_frame(view, filter_of(request.query_params).wanted())
    return page(request, "map_page.html.j2", title="Map", map=frame)


@router.get("/map/places.json")
def places(
    request: Request,
    west: Lon = -180,
    south: Lat = -85,
    east: Lon = 180,
    north: Lat = 85,
    zoom: Annotated[float, Query(ge=0, le=24)] = 5,
    day: Day = "",
) -> Response:
    """Return the places of happenings in a window; those that would cover one another at this zoom are one.

    ``day`` leaves out what began later; the filters are those of every list of happenings.
    """
    wanted = filter_of(request.query_params).wanted()
    if day and (wanted.until is None or day < wanted.until):
        wanted = replace(wanted, until=_known(day))
    with looking(request) as view:
        return JSONResponse(map_contents.places(view, wanted, _window(west, south, east, north), zoom))


def _known(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise Missing(f"There is no day {day}.") from error


def _window(west: float, south: float, east: float, north: float) -> Window:
    """Return a window whose edges may lie beyond 180 degrees as the store takes it: then west is east of east."""
    if east - west >= 360:
        return Window(-180.0, south, 180.0, north)
    return Window((west + 180) % 360 - 180, south, (east + 180) % 360 - 180, north)


@router.get("/map/control.json")
def control(request: Request, day: Annotated[str, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")]) -> Response:
    """Return who held what on a day."""
    return JSONResponse(map_contents.held(store_of(request), _known(day)))


@router.get("/map/towns.json")
def towns(west: Lon, south: Lat, east: Lon, north: Lat) -> Response:
    """Return the largest settlements of a window, for their names."""
    # A window that was moved a little asks for the same again.
    found = towns_in(round(west, 1), round(south, 1), round(east, 1), round(north, 1), most=80)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [town.lon, town.lat]},
            "properties": {"name": town.name, "kind": town.kind, "population": town.population},
        }
        for town in found
    ]
    return JSONResponse({"type": "FeatureCollection", "features": features})


@cache
def _packed(name: str) -> bytes | None:
    raw = assets.vendor(LANDS[name])
    return None if raw is None else gzip.compress(raw, 6, mtime=0)


@router.get("/map/lands/{name}.json")
def lands(request: Request, name: str, v: str = "") -> Response:
    """Return borders, lakes or rivers: megabytes of figures, so they travel packed."""
    packed = _packed(name) if name in LANDS else None
    if packed is None:
        raise Missing("There is no such part of the map.")
    headers = {"Vary": "Accept-Encoding", **(_FOREVER if v else {})}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
