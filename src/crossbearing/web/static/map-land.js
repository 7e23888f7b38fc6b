// What lies under the map: countries from TopoJSON, lakes, rivers, names; drawn in the colours of the page's style sheet.
(() => {
  "use strict";
  const KM_A_DEGREE = 111.2;
  const read = (address, signal) => fetch(address, { signal, headers: { accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  });
  const collection = (features) => ({ type: "FeatureCollection", features });

  // A ring is a list of arcs, `~n` is arc n walked backwards; an arc is a first position and then steps, both quantized.
  const countries = (topology) => {
    const { scale: [kx, ky], translate: [tx, ty] } = topology.transform;
    const arcs = topology.arcs.map((steps) => {
      let x = 0, y = 0;
      return steps.map(([dx, dy]) => [(x += dx) * kx + tx, (y += dy) * ky + ty]);
    });
    const ring = (numbers) => {
      const found = [];
      for (const number of numbers) {
        const points = number >= 0 ? arcs[number] : [...arcs[~number]].reverse();
        for (let at = found.length ? 1 : 0; at < points.length; at += 1) found.push(points[at]);
      }
      return found;
    };
    const areas = [], names = [];
    for (const { type, arcs: own, properties } of topology.objects.countries.geometries) {
      const polygons = ({ Polygon: [own], MultiPolygon: own }[type] || []).map((polygon) => polygon.map(ring));
      if (!polygons.length) continue;
      for (const coordinates of polygons) areas.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } });
      names.push(named(properties.name, polygons));
    }
    return { areas, names };
  };

  // The whole world at once would keep the map waiting: it is given what lies around the window.
  const boxes = new WeakMap();
  const boxOf = (feature) => {
    if (!boxes.has(feature)) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const reach = (part) => {
        if (typeof part[0] !== "number") { for (const inner of part) reach(inner); return; }
        box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1]);
        box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1]);
      };
      reach(feature.geometry.type === "Polygon" ? feature.geometry.coordinates[0] : feature.geometry.coordinates);
      boxes.set(feature, box);
    }
    return boxes.get(feature);
  };
  const within = (features, [west, south, east, north]) => collection(features.filter((feature) => {
    const [left, bottom, right, top] = boxOf(feature);
    return bottom <= north && top >= south && [-360, 0, 360].some((turn) => left + turn <= east && right + turn >= west);
  }));

  // A country is named in the middle of its largest part.
  const named = (name, polygons) => {
    let best = { area: -1, x: 0, y: 0 };
    for (const [outer] of polygons) {
      let area = 0, x = 0, y = 0;
      for (let at = 1; at < outer.length; at += 1) {
        const [[ax, ay], [bx, by]] = [outer[at - 1], outer[at]];
        const cross = ax * by - bx * ay;
        area += cross; x += (ax + bx) * cross; y += (ay + by) * cross;
      }
      if (area && Math.abs(area) > best.area) best = { area: Math.abs(area), x: x / (3 * area), y: y / (3 * area) };
    }
    return { type: "Feature", properties: { name, area: best.area }, geometry: { type: "Point", coordinates: [best.x, best.y] } };
  };

  // The edge of what is uncertain, as wide on the ground as it is said to be.
  const circle = ([lon, lat], km) => {
    const tall = km / KM_A_DEGREE;
    const wide = tall / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    const points = [];
    for (let step = 0; step <= 72; step += 1) {
      const turn = (step * Math.PI) / 36;
      points.push([lon + wide * Math.cos(turn), Math.max(-89, Math.min(89, lat + tall * Math.sin(turn)))]);
    }
    return [points];
  };

  // Colours are the style sheet's, so that the map follows light and dark.
  const colours = () => {
    const of = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();
    const root = document.documentElement;
    const found = {};
    for (const name of ["paper", "ink", "soft", "line", "land", "sea", "border", "water"]) found[name] = of(root, `--${name}`);
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    found.sides = [0, 1, 2, 3, 4, 5].map((number) => { probe.className = `s${number}`; return of(probe, "--s"); });
    probe.remove();
    found.side = (number) => found.sides[number] || found.ink;
    return found;
  };

  const text = (size, extra = {}) => ({ "text-font": ["sans-serif"], "text-size": size, ...extra });
  const style = (data, paint) => {
    const source = (name, extra = {}) => ({ type: "geojson", data: data[name] || collection([]), ...extra });
    const halo = { "text-halo-color": paint.land, "text-halo-width": 1.6 };
    const side = ["match", ["get", "colour"], ...[0, 1, 2, 3, 4, 5].flatMap((n) => [n, paint.sides[n]]), paint.ink];
    const is = (kind) => ["==", ["get", "kind"], kind];
    return {
      version: 8,
      transition: { duration: 0, delay: 0 },
      sources: {
        land: source("land", { tolerance: 0.2 }), names: source("names"), lakes: source("lakes"), rivers: source("rivers"),
        towns: source("towns"), areas: source("areas"), held: source("held"), rings: source("rings"), places: source("places"),
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": paint.sea } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": paint.land } },
        { id: "rivers", type: "line", source: "rivers", filter: ["<=", ["get", "min_zoom"], ["+", ["zoom"], 1]], paint: { "line-color": paint.water, "line-width": 1.1 } },
        { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": paint.sea, "fill-outline-color": paint.water } },
        { id: "borders", type: "line", source: "land", paint: { "line-color": paint.border, "line-width": 1.1 } },
        { id: "areas", type: "fill", source: "areas", filter: ["!", ["get", "contested"]], paint: { "fill-color": side, "fill-opacity": 0.2 } },
        { id: "contested", type: "fill", source: "areas", filter: ["get", "contested"], paint: { "fill-pattern": ["get", "pattern"], "fill-opacity": 0.6 } },
        { id: "rings", type: "fill", source: "rings", filter: is("ring"), paint: { "fill-color": side, "fill-opacity": ["case", ["get", "vast"], 0, 0.12] } },
        { id: "ring-edges", type: "line", source: "rings", filter: ["all", is("ring"), ["!", ["get", "vast"]]], paint: { "line-color": side, "line-width": 1.4 } },
        { id: "vast-edges", type: "line", source: "rings", filter: ["all", is("ring"), ["get", "vast"]], paint: { "line-color": side, "line-width": 1.2, "line-dasharray": [2, 3] } },
        { id: "roads", type: "line", source: "rings", filter: ["all", is("road"), ["!", ["get", "disputed"]]], layout: { "line-cap": "round" }, paint: { "line-color": side, "line-width": 5, "line-opacity": 0.75 } },
        { id: "disputed-roads", type: "line", source: "rings", filter: ["all", is("road"), ["get", "disputed"]], paint: { "line-color": side, "line-width": 5, "line-dasharray": [1.4, 1] } },
        { id: "names", type: "symbol", source: "names", maxzoom: 8, layout: text(13, { "text-field": ["get", "name"], "text-letter-spacing": 0.12, "symbol-sort-key": ["-", 0, ["get", "area"]] }), paint: { "text-color": paint.soft, ...halo } },
        { id: "towns", type: "symbol", source: "towns", layout: text(["match", ["get", "kind"], "city", 12, 11], { "text-field": ["get", "name"], "symbol-sort-key": ["-", 0, ["get", "population"]], "text-padding": 6 }), paint: { "text-color": paint.soft, ...halo } },
        { id: "held", type: "symbol", source: "held", layout: { "icon-image": ["get", "mark"], "icon-allow-overlap": true, "icon-offset": [-19, -15] } },
        { id: "places", type: "symbol", source: "places", layout: text(13, { "icon-image": ["get", "mark"], "icon-allow-overlap": true, "symbol-sort-key": ["-", 0, ["get", "count"]], "text-field": ["get", "name"], "text-optional": true, "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 1.25, "text-justify": "auto" }), paint: { "text-color": paint.ink, ...halo } },
      ],
    };
  };
  window.crossbearingLand = { read, collection, countries, within, circle, colours, style };
})();
