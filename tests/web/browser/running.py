"""What browser tests and screenshots need: the application on loopback, a chromium, and every page by its links."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
import uvicorn
from fastapi import FastAPI

ROOT = Path(__file__).parents[3]
AXE = ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
"""Where ``make test`` puts axe-core; it goes into no wheel."""

PLAIN = ("--disable-gpu-rasterization", "--disable-gpu-compositing")
"""Draw all but WebGL without the graphics card that there is none of: imitating one takes a third longer."""

WEBGL = (*PLAIN, "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
"""Draw WebGL without a graphics card; ``--use-gl=swiftshader`` does not."""

NO_WEBGL = ("--disable-gpu", "--disable-3d-apis")
STEADY = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")

PATIENCE = 120 * 1000
"""A machine that does much else takes long to draw a map; who waits for longer waits in vain."""

SLOWED = float(os.environ.get("CROSSBEARING_SLOWED", "1"))
"""``CROSSBEARING_SLOWED=6`` gives scripts of pages a sixth of the processor: what depends on their speed fails."""

_LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"')


def chromium() -> str | None:
    """Return where a chromium is, None where there is none; ``CROSSBEARING_CHROMIUM`` names another one."""
    named = os.environ.get("CROSSBEARING_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


def expect(what: Any, message: str | None = None) -> Any:
    """Ask something of a part of a page again and again until it is so, as pages change after one acts on them.

    Reading first and asserting then looks at one moment; ``evaluate`` of a locator even finds the part in one moment
    and looks at it in another, when the page may have written it anew.
    """
    api = pytest.importorskip("playwright.sync_api")
    api.expect.set_options(timeout=PATIENCE)
    return api.expect(what, message)


def new_tab(context: Any) -> Any:
    """Open a tab in which nothing fails for being slow."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if SLOWED > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return page


@dataclass(frozen=True)
class Site:
    """An application that is served: its address, and what signs in the one person of a store without accounts."""

    address: str
    token: str

    def sign_in(self, context: Any) -> None:
        """Sign a browser's context in as that person."""
        assert context.request.get(f"{self.address}/healthz?token={self.token}").ok


@contextmanager
def served(app: FastAPI) -> Iterator[Site]:
    """Serve an application on a free port of loopback while the block runs."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE / 1000
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, "the application did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        single = app.state.keys.single
        yield Site(f"http://127.0.0.1:{port}", single.token if single else "")
    finally:
        server.should_exit = True
        thread.join(20)


def shape(address: str) -> str:
    """Return what kind of page an address is of: ids are stars, and of all questions one is as good as another.

    >>> shape("/events/ev-1#c2"), shape("/events/ev-1/history"), shape("/search?q=war&page=2"), shape("/documents")
    ('/events/*', '/events/*/history', '/search?', '/documents')
    """
    split = urlsplit(urldefrag(address).url)
    parts = split.path.strip("/").split("/")
    kept = [part if n == 0 or (n > 1 and part.isalpha()) else "*" for n, part in enumerate(parts)]
    return f"/{'/'.join(kept)}{'?' if split.query else ''}"


def links(html: str) -> list[str]:
    """Return the addresses of our own that a page leads to, without their anchors, each once."""
    found = (urldefrag(link.replace("&amp;", "&")).url for link in _LINK.findall(html))
    return list(dict.fromkeys(found))
