"""A browser over the sample reports. Where there is no chromium, or no playwright, these tests skip and say so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browser.running import AXE, NO_WEBGL, STEADY, WEBGL, Site, chromium, expect, new_tab, served


@dataclass
class Watched:
    """A tab, and what it complained of: errors of scripts, and requests that left the machine."""

    page: Any
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def ready(self) -> None:
        """Wait until the map, where the page has one, shows what was asked for last."""
        if self.page.locator("[data-live-map]").count():
            expect(self.page.locator("[data-live-map]")).to_have_attribute("data-ready", "true")

    def open(self, address: str) -> int:
        """Go to an address, wait for its map and return the status of the answer."""
        answer = self.page.goto(address)
        self.ready()
        return int(answer.status)


Opens = Callable[..., Watched]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """The library that steers browsers."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (the dev extra has it)")
    with api.sync_playwright() as running:
        yield running


def _launched(playwright: Any, flags: tuple[str, ...]) -> Any:
    path = chromium()
    if path is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    return playwright.chromium.launch(executable_path=path, args=[*STEADY, *flags])


@pytest.fixture(scope="session")
def browser(playwright: Any) -> Iterator[Any]:
    """A browser that draws WebGL, by its processor where it must."""
    running = _launched(playwright, WEBGL)
    yield running
    running.close()


@pytest.fixture(scope="session")
def plain_browser(playwright: Any) -> Iterator[Any]:
    """A browser without WebGL."""
    running = _launched(playwright, NO_WEBGL)
    yield running
    running.close()


@pytest.fixture(scope="session")
def site(demo: Path) -> Iterator[Site]:
    """An application over the sample reports, which no test may change."""
    with served(create_app(Settings(str(demo), who="ada"))) as site:
        yield site


@pytest.fixture
def opens(site: Site) -> Iterator[Opens]:
    """Opens a tab with what a context takes (width, theme, script); at the end nothing may have gone wrong."""
    contexts: list[Any] = []
    tabs: list[Watched] = []

    def tab(browser: Any, width: int = 1000, height: int = 700, **wanted: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=site.address, **wanted)
        site.sign_in(context)
        contexts.append(context)
        watched = Watched(new_tab(context))
        tabs.append(watched)
        page = watched.page
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on("console", lambda said: watched.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: _look(asked.url, site.address, watched))
        return watched

    yield tab
    for context in contexts:
        context.close()
    assert [watched.errors for watched in tabs if watched.errors] == []
    assert [watched.elsewhere for watched in tabs if watched.elsewhere] == []


def _look(url: str, site: str, watched: Watched) -> None:
    if not url.startswith((site + "/", "data:", "blob:")):
        watched.elsewhere.append(url)


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    if not AXE.is_file():
        if os.environ.get("CI"):
            pytest.skip("axe-core could not be fetched")
        pytest.skip(f"{AXE} is missing: make build/npm fetches it")
    return AXE.read_text(encoding="utf-8")
