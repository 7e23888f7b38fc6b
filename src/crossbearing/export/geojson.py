"""GeoJSON (RFC 7946): a feature for each event; an event without a place has no geometry."""

from __future__ import annotations

import json

from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.export.figures import Index
from crossbearing.export.tables import event_rows
from crossbearing.model.finished import Finished

NAME = "geojson"
MEDIA_TYPE = "application/geo+json"


def write(finished: Finished, facts: Facts = NO_FACTS) -> dict[str, bytes]:
    """Return ``events.geojson``; ``radius_m`` of a feature is how far around the point the event may lie."""
    features = []
    for row in event_rows(Index(finished)):
        lat, lon, radius = row.pop("lat"), row.pop("lon"), row.pop("radius_km")
        properties = {**row, "radius_m": None if radius is None else round(radius * 1000)}
        geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties})
    whole = {"type": "FeatureCollection", "features": features}
    return {"events.geojson": (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()}
