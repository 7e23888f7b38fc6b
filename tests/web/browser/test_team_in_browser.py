"""Pages that only a team has, in a browser: nobody is kept out of them, nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crossbearing.accounts import accounts
from crossbearing.accounts.auditing import By
from crossbearing.accounts.roles import ADMIN, CODER, READER
from crossbearing.review.coding import assign, hand_in
from crossbearing.review.lanes import Lane
from crossbearing.store import clock
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.review.made import ADA, BEN, EVE, GAIN, STRIKE, TEXT, Archive, gain, strike, told
from tests.web.browser.running import Site, expect, new_tab, served
from tests.web.browser.test_every_page import FINDINGS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_passwords")]
PASSWORD = "seven grey herons"
LOOKS = [
    pytest.param({"width": 1280, "height": 900}, "light", id="light"),
    pytest.param({"width": 390, "height": 800}, "dark", id="dark phone"),
]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Site]:
    """A store with accounts, in which two have coded a report, each otherwise."""
    archive = Archive(str(tmp_path / "record.db"))
    document = told("North", f"North report. {TEXT}", outlet="North")
    archive.keep([(document, [strike(document), gain(document)])])
    by = By("root", "command line", clock.now())
    for name, role in (("root", ADMIN), ("ada", CODER), ("ben", CODER), ("rob", READER)):
        accounts.add_account(archive.store, name, role, PASSWORD, by)
    assign(archive.store, "pilot", "North", ["ada", "ben"], EVE)
    for who, second in ((ADA, "accept"), (BEN, "reject")):
        lane = Lane("pilot", who.who)
        archive.decide("North", "accept", STRIKE, who, lane)
        archive.decide("North", second, GAIN, who, lane)
        hand_in(archive.store, "pilot", "North", who)
    with served(create_app(Settings(archive.url))) as site:
        yield site


def wrong(page: Any, axe: str) -> list[str]:
    """Return what axe finds on the page, and whether it is wider than the window."""
    page.evaluate(axe)
    found = list(page.evaluate(FINDINGS))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} {one}" for one in ([*found, f"wider than the window by {wide}"] if wide > 0 else found)]


def signed_in(browser: Any, team: Site, name: str, size: Any, theme: str) -> Any:
    context = browser.new_context(base_url=team.address, viewport=size, color_scheme=theme, reduced_motion="reduce")
    page = new_tab(context)
    page.goto("/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_pages_of_a_team_keep_nobody_out(browser: Any, team: Site, axe: str, size: Any, theme: str) -> None:
    stranger = new_tab(browser.new_context(base_url=team.address, viewport=size, color_scheme=theme))
    stranger.goto("/login")
    found = wrong(stranger, axe)
    stranger.fill("[name=name]", "ada")
    stranger.fill("[name=password]", "not the password")
    with stranger.expect_navigation():
        stranger.keyboard.press("Enter")
    expect(stranger.locator("[role=alert]")).to_be_visible()
    found += wrong(stranger, axe)
    page = signed_in(browser, team, "root", size, theme)
    for address in (
        "/accounts", "/log", "/password", "/review/rounds", "/review/rounds/adjudicate?round=pilot&document=North",
        "/review/progress", "/review/history", "/nowhere",
    ):  # fmt: skip
        page.goto(address)
        found += wrong(page, axe)
    reader = signed_in(browser, team, "rob", size, theme)
    assert reader.goto("/review").status == 403
    found += wrong(reader, axe)
    for one in (stranger, page, reader):
        one.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_work_that_is_watched_keeps_nobody_out(browser: Any, team: Site, axe: str, size: Any, theme: str) -> None:
    page = signed_in(browser, team, "ada", size, theme)
    page.goto("/ingest")
    page.fill("[name=text]", "The army shelled Douma on Friday, killing 3 rebels, a monitor said.")
    page.fill("[name=published]", "2014-03-21")
    with page.expect_navigation():
        page.get_by_role("button", name="Read them").click()
    found = wrong(page, axe)
    expect(page.locator("main")).to_contain_text("1 new")
    found += wrong(page, axe)
    page.context.close()
    assert not found, "\n".join(found)
