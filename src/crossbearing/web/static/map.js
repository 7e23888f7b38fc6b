// The map that can be moved. It comes after the page: without it, without WebGL, or while it loads, the drawn map stays.
// Everything that reports say is put in as text, never as HTML.
(() => {
  "use strict";
  const part = document.querySelector("[data-live-map]");
  const land = window.crossbearingLand, marks = window.crossbearingMarks;
  if (!part || !land || !marks) return;
  const one = (name) => part.querySelector(`[data-${name}]`);
  const holder = one("canvas"), drawn = one("drawn"), told = one("told"), list = one("list"), time = one("time");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const webgl = () => {
    try {
      const asked = document.createElement("canvas").getContext("webgl2");
      if (asked) asked.getExtension("WEBGL_lose_context")?.loseContext(); // a browser gives a page only so many
      return Boolean(asked);
    } catch { return false; }
  };
  const stay = (why) => {
    part.dataset.shown = "drawn";
    part.dataset.ready = "true";
    if (drawn) drawn.hidden = false;
    holder.hidden = true;
    if (time) time.hidden = true;
    told.textContent = why;
  };
  if (!webgl()) {
    stay("This browser cannot draw the map that moves (it has no WebGL), so the drawn one is shown.");
    return;
  }
  const make = (tag, words, extra = {}) => {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    for (const [name, value] of Object.entries(extra)) made.setAttribute(name, value);
    return made;
  };
  const number = (count, thing) => `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;

  // ---- what is asked for: the window, the day and the filters of the address
  const DAY = 86_400_000;
  const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);
  const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const wordsOf = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const { first, last } = part.dataset;
  const asked = new URLSearchParams(location.search);
  let day = /^\d{4}-\d\d-\d\d$/.test(asked.get("day") || "") ? asked.get("day") : "";
  const question = (extra) => {
    const said = new URLSearchParams(location.search);
    said.delete("day");
    for (const [name, value] of Object.entries(extra)) if (value !== "") said.set(name, value);
    return said.toString();
  };

  const data = { held: land.collection([]), areas: land.collection([]) };
  let map = null, paint = land.colours(), popup = null, running = null, features = [], heldNow = [], finest = "", waiting = 0;

  const put = (name, value) => {
    data[name] = value;
    const source = map && map.getSource(name);
    if (source) source.setData(value);
  };
  const point = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });

  // ---- popups and the list beside the map: one code for both
  const discs = (voices) => {
    const row = make("span", undefined, { class: "marks" });
    for (const voice of voices) {
      const disc = make("span", voice.letter, { class: `mark s${voice.colour}${voice.letter.length > 2 ? " long" : ""}${voice.denies ? " denies" : ""}`, title: voice.name, "aria-hidden": "true" });
      row.append(disc, make("span", `${voice.name}${voice.denies ? " denies it" : ""}. `, { class: "unseen" }));
    }
    return row;
  };
  const lineOf = (event) => {
    const line = make("li");
    if (event.when) line.append(make("span", `${event.when} `, { class: "at" }));
    line.append(make("a", event.title, { href: event.href }));
    for (const [is, words] of [[event.disputed, "disputed"], [event.planned, "planned or possible"], [event.denied, "said not to have happened"]]) {
      if (is) line.append(" ", make("span", words, { class: "tag no" }));
    }
    line.append(" ", discs(event.voices));
    return line;
  };
  const known = ({ ends, radius_km }) => (ends && ends.length ? "somewhere on the road between two places" : `known to ${radius_km} km`);
  const placeBody = (found) => {
    const body = make("div");
    body.append(make("p", known(found), { class: "note" }));
    const rows = make("ul");
    rows.append(...found.events.map(lineOf));
    if (found.more) rows.append(make("li", `and ${number(found.more, "more happening")}`));
    body.append(rows);
    return body;
  };
  const heldBody = (found) => {
    const body = make("div");
    body.append(make("p", `${found.words}${found.since ? `, ${found.since}` : ""}`));
    if (found.contested) body.append(make("span", "contested or told differently", { class: "tag no" }), " ");
    body.append(make("a", "who says so", { href: found.href }));
    return body;
  };
  const show = (feature, opener) => {
    const found = feature.properties;
    if (popup) popup.remove();
    const body = make("div", undefined, { class: "spot" });
    body.append(make("h3", found.name));
    body.append(found.kind === "control" ? heldBody(found) : placeBody(found));
    popup = new maplibregl.Popup({ maxWidth: "22rem", offset: 14, locale: undefined })
      .setLngLat(feature.geometry.coordinates).setDOMContent(body).addTo(map);
    const own = popup;
    body.closest(".maplibregl-popup").addEventListener("keydown", (press) => { if (press.key === "Escape") own.remove(); });
    popup.on("close", () => {
      if (popup === own) popup = null;
      if (map.getContainer().contains(opener)) opener.focus();
      else stand(opener);
    });
  };
  const move = (to) => (calm.matches ? map.jumpTo(to) : map.easeTo({ ...to, duration: 400 }));
  const apart = (found) => {
    const [west, south, east, north] = found.box;
    map.fitBounds([[west, south], [east, north]], { padding: 80, maxZoom: 14, animate: !calm.matches, duration: 400 });
  };
  // The list is written anew whenever the map moves; what was open in it, and who stood where, stays: at the same button
  // or link of the same place, or at its summary where that is gone or folded away, or at the list where the place is gone.
  if (list) list.tabIndex = -1;
  const keyOf = (feature) => `${feature.properties.kind} ${feature.properties.name} ${feature.geometry.coordinates}`;
  const stand = (was) => {
    const key = was.closest("[data-key]")?.dataset.key;
    const entry = [...list.children].find((one) => key && one.dataset.key === key);
    const stops = entry ? [...entry.querySelectorAll("summary, a, button")] : [];
    const same = stops.find((stop) => stop.tagName === was.tagName && stop.getAttribute("href") === was.getAttribute("href"));
    const takes = (stop) => { stop.focus({ preventScroll: true }); return document.activeElement === stop; };
    [same, stops[0], list, map.getCanvas()].some((stop) => stop && takes(stop));
  };
  const rewrite = () => {
    if (!list) return;
    const open = new Set([...list.querySelectorAll("details[open]")].map((part) => part.parentElement.dataset.key));
    const stood = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren();
    for (const feature of features) {
      const found = feature.properties, entry = make("li", undefined, { "data-key": keyOf(feature) });
      list.append(entry);
      if (found.kind === "crowd") {
        const nearer = make("button", `${number(found.count, "happening")} at ${number(found.places, "place")} around ${found.name}: look closer`, { type: "button" });
        nearer.addEventListener("click", () => { apart(found); map.getCanvas().focus({ preventScroll: true }); });
        entry.append(nearer);
        if (found.disputed) entry.append(" ", make("span", `${found.disputed} disputed`, { class: "tag no" }));
        continue;
      }
      const opened = make("details"), head = make("summary");
      opened.open = open.has(entry.dataset.key);
      head.append(make("bdi", found.name), " ", make("span", number(found.count, "happening"), { class: "meta" }));
      if (found.disputed) head.append(" ", make("span", "disputed", { class: "tag no" }));
      const there = make("button", "on the map", { type: "button", "aria-label": `${found.name} on the map` });
      there.addEventListener("click", () => { move({ center: feature.geometry.coordinates }); show(feature, there); });
      opened.append(head, placeBody(found), there);
      entry.append(opened);
    }
    if (heldNow.length) list.append(make("li", `Who holds what${day ? `, as of ${wordsOf(day)}` : ""}`, { class: "sub" }));
    for (const feature of heldNow) {
      const found = feature.properties, entry = make("li", undefined, { "data-key": keyOf(feature) });
      entry.append(make("bdi", found.name), ": ", heldBody(found));
      list.append(entry);
    }
    if (stood) stand(stood);
  };

  // ---- loading
  const rings = (feature) => {
    const found = feature.properties, at = feature.geometry.coordinates;
    const told = { colour: found.colour, disputed: Boolean(found.disputed) };
    if (found.ends && found.ends.length === 2) {
      return { type: "Feature", properties: { ...told, kind: "road" }, geometry: { type: "LineString", coordinates: found.ends } };
    }
    const { west, east } = seen();
    const vast = (found.radius_km / 111) * 2 > (east - west) / 2;
    return { type: "Feature", properties: { ...told, kind: "ring", vast }, geometry: { type: "Polygon", coordinates: land.circle(at, found.radius_km) } };
  };
  const seen = () => {
    const box = map.getBounds(), fixed = (value) => Number(value.toFixed(3));
    return { west: fixed(box.getWest()), south: fixed(Math.max(-85, box.getSouth())), east: fixed(box.getEast()), north: fixed(Math.min(85, box.getNorth())) };
  };
  const say = (counts, unplaced, leftOut) => {
    const parts = [`${number(counts.happenings, "happening")} at ${number(counts.places, "place")} in this part of the map`];
    if (counts.disputed) parts.push(`${counts.disputed} of them disputed`);
    if (day) parts.push(`as of ${wordsOf(day)}`);
    if (unplaced) parts.push(`${number(unplaced, "place")} whose control is told cannot be placed`);
    if (leftOut) parts.push(`who holds ${number(leftOut, "further place")} is not drawn`);
    told.textContent = `${parts.join("; ")}.`;
  };
  let asOf = "", states = null;
  const control = async (signal) => {
    if (!part.dataset.control || !last) return null;
    if (asOf !== (day || last)) {
      states = await land.read(`${part.dataset.control}?day=${day || last}`, signal);
      asOf = day || last;
    }
    return states;
  };
  const outdate = () => {
    clearTimeout(waiting);
    if (running) running.abort();
    running = null;
    part.dataset.ready = "";
  };
  const load = async () => {
    outdate();
    const mine = (running = new AbortController());
    const box = seen();
    const shown = question({ ...box, zoom: map.getZoom().toFixed(2), day });
    try {
      const [found, held, towns] = await Promise.all([
        land.read(`${part.dataset.events}?${shown}`, mine.signal),
        control(mine.signal),
        land.read(`${part.dataset.towns}?${new URLSearchParams({ ...box })}`, mine.signal),
      ]);
      if (mine !== running) return;
      features = found.features;
      const alone = features.filter((feature) => feature.properties.kind === "place");
      put("places", land.collection(features.map((feature, id) => point(feature.geometry.coordinates, {
        id, kind: feature.properties.kind, count: feature.properties.count, mark: marks.nameOf[feature.properties.kind](feature.properties),
        name: feature.properties.kind === "place" ? feature.properties.name : "",
      }))));
      put("rings", land.collection(alone.map(rings)));
      heldNow = held ? held.features : [];
      put("held", land.collection(heldNow.map((feature, id) => point(feature.geometry.coordinates, { id, mark: marks.nameOf.control(feature.properties) }))));
      put("areas", land.collection(heldNow.map((feature) => {
        const { holder, contender, contested, radius_km } = feature.properties;
        const colour = holder ? holder.colour : 0;
        return { type: "Feature", properties: { colour, contested, pattern: `hatch|${colour}|${contender ? contender.colour : ""}` }, geometry: { type: "Polygon", coordinates: land.circle(feature.geometry.coordinates, radius_km) } };
      })));
      put("towns", towns);
      say(found.seen, held ? held.unplaced : 0, held ? held.left_out : 0);
      rewrite();
      await finer(box);
      if (mine !== running) return;
      map.once("idle", () => { if (mine === running) part.dataset.ready = "true"; });
      map.triggerRepaint();
    } catch {
      if (mine === running) { told.textContent = "What is on this part of the map could not be loaded. Move it to try again."; part.dataset.ready = "true"; }
    }
  };
  // The finest coasts and borders are large: they come when the window is narrow enough to show them.
  const ground = { land: [], names: [], lakes: [], rivers: [] };
  let covered = null;
  const lay = ({ west, south, east, north }, again) => {
    const inside = covered && west >= covered[0] && south >= covered[1] && east <= covered[2] && north <= covered[3];
    if (inside && !again) return;
    const [wide, tall] = [east - west, north - south];
    covered = [west - wide, south - tall, east + wide, north + tall];
    for (const [name, features] of Object.entries(ground)) put(name, land.within(features, covered));
  };
  const finer = async (box) => {
    const wanted = box.east - box.west > 14 ? "coarse" : "fine";
    if (finest !== wanted && finest !== "fine") {
      finest = wanted;
      try {
        const found = land.countries(await land.read(part.dataset[wanted]));
        [ground.land, ground.names] = [found.areas, found.names];
        lay(seen(), true);
      } catch { finest = ""; }
    }
    lay(box, false);
  };
  const water = () => {
    for (const name of ["lakes", "rivers"]) {
      land.read(part.dataset[name]).then((found) => { ground[name] = found.features; lay(seen(), true); }, () => {});
    }
  };

  // ---- the day
  const slide = () => {
    const slider = one("slider"), said = one("day");
    if (!slider || !first || !last || first === last) return;
    time.hidden = false;
    slider.min = dayOf(first);
    slider.max = dayOf(last);
    slider.value = day ? dayOf(day) : slider.max;
    const tell = () => {
      const iso = isoOf(Number(slider.value));
      const words = Number(slider.value) === Number(slider.max) ? `${wordsOf(iso)} (all days)` : wordsOf(iso);
      said.textContent = words;
      slider.setAttribute("aria-valuetext", words);
    };
    const changed = () => {
      tell();
      day = Number(slider.value) === Number(slider.max) ? "" : isoOf(Number(slider.value));
      const address = question({ day });
      history.replaceState(history.state, "", `${location.pathname}${address ? `?${address}` : ""}${location.hash}`);
      outdate();
      waiting = setTimeout(load, 120);
    };
    slider.addEventListener("input", changed);
    for (const [name, step] of [["before", -1], ["after", 1]]) {
      one(name).addEventListener("click", () => { slider.value = Number(slider.value) + step; changed(); });
    }
    tell();
  };

  // ---- legend: the marks themselves, drawn small
  const legend = () => {
    const rows = one("legend");
    if (!rows) return;
    for (const row of rows.querySelectorAll("[data-mark]")) {
      row.querySelector("canvas")?.remove();
      const mark = marks.draw(paint, row.dataset.mark);
      mark.className = "drawn-mark";
      mark.setAttribute("aria-hidden", "true");
      row.prepend(mark);
    }
    rows.hidden = false;
    one("live-note").hidden = false;
  };

  const start = () => {
    maplibregl.setWorkerUrl(part.dataset.worker);
    part.dataset.shown = "live";
    holder.hidden = false;
    const [west, south, east, north] = part.dataset.box.split(",").map(Number);
    map = new maplibregl.Map({
      container: holder, style: land.style(data, paint), bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 40, maxZoom: 11 },
      attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: true, maxZoom: 16, fadeDuration: calm.matches ? 0 : 150,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
    map.getCanvas().setAttribute("aria-label", "Map: arrows move it, plus and minus zoom. The list beside it says the same.");
    map.on("styleimagemissing", ({ id }) => {
      const mark = marks.draw(paint, id);
      if (mark && !map.hasImage(id)) map.addImage(id, marks.pixels(mark), { pixelRatio: marks.SCALE });
    });
    for (const layer of ["places", "held"]) {
      map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    }
    map.on("click", (press) => {
      const [hit] = map.queryRenderedFeatures(press.point, { layers: ["places", "held"] });
      if (!hit) return;
      const feature = (hit.layer.id === "held" ? heldNow : features)[hit.properties.id];
      if (feature && feature.properties.kind === "crowd") apart(feature.properties);
      else if (feature) show(feature, map.getCanvas());
    });
    map.once("load", () => {
      if (drawn) drawn.hidden = true;
      slide();
      legend();
      water();
      load();
      map.on("moveend", load);
    });
    holder.querySelector("canvas").addEventListener("webglcontextlost", () => { map.remove(); stay("The graphics of this machine gave up the map that moves, so the drawn one is shown."); }, { once: true });
    const repaint = () => {
      paint = land.colours();
      for (const layer of land.style({}, paint).layers) {
        for (const [name, value] of Object.entries(layer.paint || {})) map.setPaintProperty(layer.id, name, value);
      }
      for (const id of map.listImages()) {
        const mark = marks.draw(paint, id);
        if (mark) map.updateImage(id, marks.pixels(mark));
      }
      legend();
    };
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    addEventListener("popstate", () => { day = new URLSearchParams(location.search).get("day") || ""; load(); });
    // for tests, and for whoever extends the page
    part.liveMap = map;
  };

  const sheet = make("link", undefined, { rel: "stylesheet", href: part.dataset.sheet });
  const script = make("script", undefined, { src: part.dataset.script });
  script.addEventListener("load", () => {
    try { start(); } catch { stay("The map that moves could not be started, so the drawn one is shown."); }
  });
  script.addEventListener("error", () => stay("The map that moves could not be loaded, so the drawn one is shown."));
  document.head.append(sheet, script);
})();
