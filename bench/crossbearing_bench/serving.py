"""How long every page and route takes over a large store: the 95th percentile, of one worker.

``python -m crossbearing_bench.serving --db large.db --events 100000`` makes the store where it is not there, asks each
page and route of the application over it in many ways, and prints a table. What counts is the time of the processor,
which neighbours on a shared machine change least; the clock stands beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.testclient import TestClient

from crossbearing.web.api import routes as api
from crossbearing.web.app import create_app
from crossbearing.web.looking import prepare
from crossbearing.web.pages import ROUTERS
from crossbearing.web.settings import Settings
from crossbearing_bench.large_store import make

TIMES = 40
"""Questions of one route, each another one."""
SLOW_MS = 200.0

Asking = Callable[[random.Random, "Known"], str]


@dataclass(frozen=True, slots=True)
class Known:
    """Ids and values of the store that questions are made of."""

    events: tuple[str, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    tolls: tuple[str, ...]
    agreements: tuple[str, ...]
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    voices: tuple[str, ...]
    sides: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: milliseconds of the processor and of the clock."""

    status: int
    body: bytes
    used: float
    took: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One route: milliseconds of the processor (median, 95th percentile, most) and of the clock; largest bytes."""

    route: str
    median: float
    p95: float
    most: float
    clock: float
    largest: int
    statuses: tuple[int, ...]


def _asked(path: str, **values: Any) -> str:
    pairs = [(name, one) for name, value in values.items() for one in (value if isinstance(value, list) else [value])]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _conditions(chance: random.Random, known: Known) -> dict[str, Any]:
    """Return conditions of events as people narrow a list: often none or one, seldom many."""
    day = f"{chance.randrange(2011, 2022)}-{chance.randrange(1, 13):02}-01"
    choices: dict[str, Any] = {
        "since": day,
        "place": chance.choice(known.places),
        "kind": [chance.choice(known.kinds), chance.choice(known.kinds)],
        "voice": chance.choice(known.voices),
        "side": chance.choice(known.sides),
        "disputed": "true",
        "killed_over": chance.choice([0, 5, 50]),
        "text": chance.choice(known.words),
    }
    return {name: choices[name] for name in chance.sample(sorted(choices), chance.choice([0, 0, 1, 1, 2, 3]))}


def _page_conditions(chance: random.Random, known: Known) -> dict[str, Any]:
    """Return the same under the names that the pages have for them."""
    found = _conditions(chance, known)
    if "text" in found:
        found["q"] = found.pop("text")
    return found


def _window(chance: random.Random) -> dict[str, Any]:
    zoom = chance.choice([1, 2, 3, 4, 5, 7])
    width = 360 / 2**zoom
    west, south = chance.uniform(5, 60), chance.uniform(28, 50)
    east, north = min(180.0, west + width), min(85.0, south + width / 2)
    return {"bbox": f"{west:.3f},{south:.3f},{east:.3f},{north:.3f}", "zoom": zoom}


def _one(path: str, ids: str) -> Asking:
    return lambda chance, known: path.format(id=quote(chance.choice(getattr(known, ids)), safe=""))


def _many(path: str, *values: str) -> Asking:
    return lambda chance, known: _asked(
        path, **_conditions(chance, known), **{v: chance.choice([50, 200]) for v in values}
    )


ASKING: Mapping[str, Asking] = {
    "/": lambda chance, known: _asked("/", **_page_conditions(chance, known)),
    "/events/{identity}": _one("/events/{id}", "events"),
    "/review/events": _one("/review/events?event={id}", "events"),
    "/events/{identity}/map": _one("/events/{id}/map", "events"),
    "/events/{identity}/card": _one("/events/{id}/card", "events"),
    "/documents/{identity}": _one("/documents/{id}", "documents"),
    "/claims/{identity}": _one("/claims/{id}", "claims"),
    "/agreements/{identity}": _one("/agreements/{id}", "agreements"),
    "/search": lambda chance, known: _asked("/search", q=chance.choice(known.words)),
    "/map/places.json": lambda chance, known: _asked("/map/places.json", **_sides_of(_window(chance))),
    "/map/control.json": lambda chance, known: _asked("/map/control.json", day=f"{chance.randrange(2011, 2022)}-05-01"),
    "/map/towns.json": lambda chance, known: "/map/towns.json?west=30&south=30&east=40&north=40",
    "/api/v1/events": lambda chance, known: _asked(
        "/api/v1/events",
        **_conditions(chance, known),
        order=chance.choice(["day", "-day", "-killed", "-voices", "-seen"]),
        limit=chance.choice([50, 200]),
    ),
    "/api/v1/facets": _many("/api/v1/facets"),
    "/api/v1/map": lambda chance, known: _asked("/api/v1/map", **_conditions(chance, known), **_window(chance)),
    "/api/v1/claims": lambda chance, known: _asked(
        "/api/v1/claims",
        **{n: v for n, v in _conditions(chance, known).items() if n in ("since", "place", "kind", "voice")},
    ),
    "/api/v1/documents": lambda chance, known: _asked(
        "/api/v1/documents", **{n: v for n, v in _conditions(chance, known).items() if n in ("since", "voice")}
    ),
    "/api/v1/tolls": lambda chance, known: _asked("/api/v1/tolls", status=chance.choice(["disputed", "consistent"])),
    "/api/v1/control": lambda chance, known: _asked("/api/v1/control", on=f"{chance.randrange(2011, 2022)}-05-01"),
    "/api/v1/search": lambda chance, known: _asked("/api/v1/search", text=chance.choice(known.words)),
    "/api/v1/events/{id}": _one("/api/v1/events/{id}", "events"),
    "/api/v1/claims/{id}": _one("/api/v1/claims/{id}", "claims"),
    "/api/v1/documents/{id}": _one("/api/v1/documents/{id}", "documents"),
    "/api/v1/tolls/{id}": _one("/api/v1/tolls/{id}", "tolls"),
    "/api/v1/agreements/{id}": _one("/api/v1/agreements/{id}", "agreements"),
}
"""How a route is asked that has parameters; one that has none is asked as it is."""

NOT_MEASURED = frozenset(
    "/export/{form} /export/release.zip /static/{name} /vendor/{name} /licences/{name} /map/lands/{name}.json "
    "/ingest/{number} /compare/{number} /compare/{number}.csv /events.csv".split()
)
"""What writes the whole record, files, and what follows one piece of long work."""


def _sides_of(window: Mapping[str, Any]) -> dict[str, Any]:
    west, south, east, north = str(window["bbox"]).split(",")
    return {"west": west, "south": south, "east": east, "north": north, "zoom": window["zoom"]}


class Client:
    """Asks one application as its one worker would: what it takes of the processor is all that an answer costs."""

    def __init__(self, db: str) -> None:
        app = create_app(Settings(db))
        prepare(app.state.store)
        headers = {"Authorization": f"Bearer {app.state.keys.single.token}"}
        self._client = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False, headers=headers)

    def get(self, at: str) -> Answered:
        """Return what one question came to; no redirect is followed."""
        begun, used = time.perf_counter(), time.process_time()
        answer = self._client.get(at, follow_redirects=False)
        took = (time.process_time() - used) * 1000, (time.perf_counter() - begun) * 1000
        return Answered(answer.status_code, answer.content, *took)

    def json(self, at: str) -> Any:
        """Return what a route of the record answers."""
        return json.loads(self.get(at).body)


def known_of(client: Client, chance: random.Random) -> Known:
    """Return what questions are made of."""
    facets = client.json("/api/v1/facets?most=200")

    def ids(what: str) -> tuple[str, ...]:
        return tuple(row["id"] for row in client.json(f"/api/v1/{what}?limit=200")["rows"])

    def choices(what: str) -> tuple[str, ...]:
        return tuple(choice["id"] for choice in facets[what])

    names = [choice["name"].split()[0] for choice in facets["places"]]
    words = ("Northern army", "rebels killing", "Police", "killing", *chance.sample(names, min(20, len(names))))
    places = (*choices("places"), *choices("districts"), *choices("countries"))
    return Known(
        ids("events"), ids("claims"), ids("documents"), ids("tolls"), ids("agreements"), places, choices("kinds"),
        choices("voices"), choices("sides"), words,
    )  # fmt: skip


def routes_of() -> list[str]:
    """Return the routes that can be read, as ``ASKING`` names them.

    >>> {"/", "/api/v1/map", "/documents/{identity}"} <= set(routes_of())
    True
    """
    found = {
        re.sub(r":\w+\}", "}", path)
        for router in (*ROUTERS, api.router)
        for route in router.routes
        if "GET" in (getattr(route, "methods", None) or ()) and (path := getattr(route, "path", ""))
    }
    return sorted(found - set(NOT_MEASURED))


def measured(client: Client, route: str, known: Known, times: int = TIMES) -> Measured | None:
    """Return how long a route takes; None for one with parameters that nobody says how to ask."""
    asking = ASKING.get(route)
    if asking is None and "{" in route:
        return None
    chance = random.Random(route)  # noqa: S311
    asked = [asking(chance, known) if asking else route for _ in range(times)]
    client.get(asked[0])
    answers = [client.get(at) for at in asked]
    used = [answer.used for answer in answers]
    return Measured(
        route=route,
        median=statistics.median(used),
        p95=_p95(used),
        most=max(used),
        clock=_p95([answer.took for answer in answers]),
        largest=max(len(answer.body) for answer in answers),
        statuses=tuple(sorted({answer.status for answer in answers})),
    )


def _p95(values: Sequence[float]) -> float:
    """Return the 95th percentile: the smallest value that 95 of 100 do not pass.

    >>> _p95([float(n) for n in range(1, 101)])
    95.0
    """
    return sorted(values)[-(-len(values) * 95 // 100) - 1]


def _marked(p95: float) -> str:
    return f"**{p95:.0f}**" if p95 > SLOW_MS else f"{p95:.0f}"


HEAD = "| route | median ms | p95 ms | most ms | p95 of the clock | largest KB | answers |\n" + "|---" * 7 + "|\n"


def line(row: Measured) -> str:
    """Return one line of the table; what is slow stands in bold."""
    statuses = ", ".join(map(str, row.statuses))
    times = f"{row.median:.0f} | {_marked(row.p95)} | {row.most:.0f} | {row.clock:.0f} | {row.largest / 1000:.0f}"
    return f"| `{row.route}` | {times} | {statuses} |\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return 1 where a route is slow or fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True, help="the store; it is made where it is not there")
    parser.add_argument("--events", type=int, default=100_000, help="how many events it is made with")
    parser.add_argument("--times", type=int, default=TIMES, help="questions of each route")
    parser.add_argument("--only", default="", help="routes that begin so")
    given = parser.parse_args(arguments)
    if not Path(given.db).exists():
        make(Path(given.db), given.events)
    routes = [route for route in routes_of() if route.startswith(given.only)]
    client = Client(given.db)
    known = known_of(client, random.Random(1))  # noqa: S311
    sys.stdout.write(HEAD)
    left, bad = [], 0
    for route in routes:
        row = measured(client, route, known, given.times)
        if row is None:
            left.append(route)
            continue
        sys.stdout.write(line(row))
        sys.stdout.flush()
        bad += row.p95 > SLOW_MS or row.statuses[-1] >= 500
    if left:
        sys.stdout.write(f"\nnot asked: {', '.join(left)}\n")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
