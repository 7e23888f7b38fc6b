"""Every address of an application: what its routes take, filled with what a store holds, and all that pages lead to."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urldefrag

from fastapi import FastAPI
from starlette.testclient import TestClient

from crossbearing.export.formats import formats
from crossbearing.store.store import Store

OPEN = {"/login", "/healthz", "/favicon.ico", "/static/{name:path}", "/vendor/{name:path}"}
"""The routes that need no session."""
_LEADS = re.compile(r'\s(?:href|src|action|hx-get|data-[\w-]+)="(/[^"]*)"')
_ALIKE = 3
_NOT_ASKED = ("/static/", "/vendor/", "/licences/", "/map/lands/", "/map/towns", "/logout")


def _flat(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _flat(inner.routes, prefix + route.include_context.prefix)
        else:
            yield from ((method, prefix + route.path) for method in sorted(route.methods))


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Return method and path of every route, of included routers too."""
    return sorted(set(_flat(app.routes)))


def filled(path: str) -> str:
    """Return an address of a route, its parts filled with their own names, or with a number."""
    return path.replace("{number}", "1").replace(":path", "").replace("{", "").replace("}", "")


def ids_of(store: Store) -> dict[str, list[str]]:
    """Return the ids of what a store holds, by what the first part of an address calls it."""
    finished = store.finished()
    return {
        "documents": [document.id for document in finished.documents],
        "claims": [claim.id for claim in finished.claims],
        "events": [event.id for event in finished.ledgers.events],
        "tolls": [toll.id for toll in finished.ledgers.tolls],
        "agreements": [agreement.id for agreement in finished.ledgers.agreements],
        "export": sorted(formats()),
    }


def addresses(app: FastAPI, ids: dict[str, list[str]]) -> list[str]:
    """Return every address that can be read, with each of the ids where a route takes one."""
    found: list[str] = []
    for method, path in routes(app):
        if method != "GET" or path in OPEN or path.startswith(_NOT_ASKED):
            continue
        slots = re.findall(r"{[^}]*}", path)
        kind = next((part for part in path.split("/") if part in ids), "")
        if len(slots) == 1 and kind:
            found += [path.replace(slots[0], quote(identity, safe="")) for identity in ids[kind]]
        else:
            found.append(filled(path))
    return found


def walked(browser: TestClient, starts: Iterable[str], most: int = 1000) -> Iterator[tuple[str, Any]]:
    """Yield (address, answer) of the starts and of all that their pages lead to, each once; fails beyond ``most``.

    Filters can be put together without end: a page that is narrowed already leads no further, and of those that differ
    in what they are narrowed to a few are asked.
    """
    waiting = list(dict.fromkeys(starts))
    seen = set(waiting)
    alike: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address)
        yield address, answer
        if "?" in address or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for led in _LEADS.findall(answer.text):
            target = urldefrag(html.unescape(led)).url
            kind = re.sub(r"=[^&]*", "", target)
            if target in seen or target.startswith(_NOT_ASKED) or ("?" in target and alike[kind] >= _ALIKE):
                continue
            alike[kind] += 1
            seen.add(target)
            waiting.append(target)
        assert len(seen) <= most, "the pages lead on and on"


def words_in(answer: Any) -> str:
    """Return all words of an answer, of packed ones too."""
    raw = answer.content
    if raw.startswith(b"PK"):
        return _unpacked(raw)
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    return html.unescape(raw.decode("utf-8", "replace"))


def _unpacked(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = [name + "\n" + packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return html.unescape("\n".join(parts))
