"""A whole review by keyboard, fields set by selecting words, two coders who do not see each other; nobody kept out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crossbearing.accounts import accounts
from crossbearing.accounts.auditing import By
from crossbearing.accounts.roles import ADJUDICATOR, ADMIN, CODER
from crossbearing.review.coding import assign
from crossbearing.review.desk import desk
from crossbearing.store import clock
from crossbearing.store.judging import event_judgements
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.review.made import EVE, TEXT, Archive, gain, strike, told
from tests.web.browser.running import expect, new_tab, served
from tests.web.browser.test_every_page import FINDINGS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_passwords")]
PASSWORD = "seven grey herons"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    found = Archive(str(tmp_path / "record.db"))
    documents = [told(name, f"😀 {name} report. {TEXT}", outlet=name) for name in ("North", "South", "East")]
    found.keep([(d, [strike(d), gain(d)]) for d in documents])
    return found


@pytest.fixture
def alone(archive: Archive, browser: Any) -> Iterator[Any]:
    """A tab of the one person of a store, signed in; scripts may not fail in it."""
    app = create_app(Settings(archive.url, who="ada"))
    with served(app) as site:
        look = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(base_url=site.address, **look)
        page = new_tab(context)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"/?token={app.state.keys.single.token}")
        yield page
        context.close()
    assert errors == []


def keys(page: Any, *pressed: str) -> None:
    """Press keys, each of which leads to another page."""
    for key in pressed:
        with page.expect_navigation():
            page.keyboard.press(key)


def choose(page: Any, words: str) -> None:
    """Select words of the report as one does with the mouse."""
    page.evaluate(
        """(words) => {
          const pieces = [...document.querySelectorAll("[data-text] [data-at]")];
          const piece = pieces.find((one) => one.textContent.includes(words));
          const at = piece.textContent.indexOf(words), range = document.createRange();
          range.setStart(piece.firstChild, at);
          range.setEnd(piece.firstChild, at + words.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          piece.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }""",
        words,
    )


def verdicts(archive: Archive, document: str) -> list[str]:
    return [one.verdict for one in desk(archive.store, document).claims]


def test_a_whole_review_by_keyboard(alone: Any, archive: Archive) -> None:
    alone.goto("/review?order=document")
    keys(alone, "a", "r")
    assert verdicts(archive, "East") == ["accept", "reject"]
    # What was pressed by mistake is taken back where one is, by one key.
    keys(alone, "u")
    assert verdicts(archive, "East") == ["accept", ""]
    keys(alone, "r")
    assert verdicts(archive, "East") == ["accept", "reject"]
    # The fields of the next claim: a doer is set by selecting it in the report, saved without the mouse.
    alone.keyboard.press("e")
    alone.locator("[name='p0.actors.0.words']").focus()
    choose(alone, "Shells")
    expect(alone.locator("[name='p0.actors.0.words']")).to_have_value("Shells")
    at = len("😀 North report. ")
    expect(alone.locator("[name='p0.actors.0.at']")).to_have_value(f"{at}-{at + len('Shells')}")
    alone.locator("[name='p0.actors.0.role']").select_option("initiator")
    keys(alone, "Control+Enter")
    [first, _] = desk(archive.store, "North").claims
    found = first.claims[0].actors[0].mention
    assert (first.verdict, found and found.start) == (
        "correct",
        at,
    )
    alone.keyboard.press("Escape")
    assert "document=North" in alone.url
    keys(alone, "j")
    assert "document=South" in alone.url
    keys(alone, "k")
    assert "document=North" in alone.url
    alone.keyboard.press("?")
    expect(alone.locator("#keys[open]")).to_have_count(1)
    alone.goto(f"/review?document=North&subject={first.subject}")
    keys(alone, "u")
    assert verdicts(archive, "North") == ["", ""]
    keys(alone, "s")
    expect(alone.locator("fieldset legend", has_text="claim 2")).to_have_count(1)
    alone.locator("[name='p1.class']").select_option("casualty.report")
    alone.locator("[name='p1.evidence.words']").focus()
    keys(alone, "Control+Enter")
    assert verdicts(archive, "North")[0] == "split"
    alone.goto("/review?document=South")
    choose(alone, " the same day")
    keys(alone, "n")
    expect(alone.locator("[name='p0.evidence.words']")).to_have_value("the same day")
    alone.locator("[name='p0.class']").select_option("combat.offensive")
    alone.locator("[name='p0.evidence.words']").focus()
    keys(alone, "Control+Enter")
    assert verdicts(archive, "South").count("add") == 1
    alone.goto(f"/review?document=South&subject={desk(archive.store, 'South').claims[0].subject}")
    keys(alone, "m")
    expect(alone.locator("h1")).to_have_text("Join or split a happening")


def test_happenings_are_joined_split_and_taken_back_by_keyboard(alone: Any, archive: Archive) -> None:
    def decided() -> list[str]:
        return [row.verdict for row in event_judgements(archive.store)]

    west = told("West", f"At last. {TEXT}", "2014-03-14", outlet="West")
    archive.keep([(west, [strike(west)])])
    events = archive.store.finished().ledgers.events
    event = next(e for e in events if e.cls.startswith("strike") and len(e.claims) > 1)
    alone.goto(f"/review?document=South&subject={desk(archive.store, 'South').claims[0].subject}")
    keys(alone, "m")
    assert event.id in alone.url
    alone.keyboard.press("m")
    expect(alone.locator("button:focus")).to_have_text("The same as")
    keys(alone, "Enter")
    assert decided() == ["merge"]
    keys(alone, "u")
    assert decided() == ["merge", "undo"]
    # What is marked is split off, and that is taken back too.
    alone.keyboard.press("s")
    expect(alone.locator("input[type=checkbox]").first).to_be_focused()
    alone.keyboard.press("j")
    expect(alone.locator("input[type=checkbox]").nth(1)).to_be_focused()
    alone.keyboard.press("k")
    alone.keyboard.press("Space")
    keys(alone, "Enter")
    assert decided() == ["merge", "undo", "split"]
    keys(alone, "u")
    assert decided() == ["merge", "undo", "split", "undo"]


def test_two_coders_do_not_see_each_other(archive: Archive, browser: Any) -> None:
    by = By("root", "command line", clock.now())
    for name, role in (("root", ADMIN), ("ada", CODER), ("ben", CODER), ("eve", ADJUDICATOR)):
        accounts.add_account(archive.store, name, role, PASSWORD, by)
    assign(archive.store, "pilot", "North", ["ada", "ben"], EVE)
    with served(create_app(Settings(archive.url))) as site:
        tabs = {}
        for name in ("ada", "ben", "eve"):
            tabs[name] = new_tab(browser.new_context(base_url=site.address))
            tabs[name].goto("/login")
            tabs[name].fill("[name=name]", name)
            tabs[name].fill("[name=password]", PASSWORD)
            with tabs[name].expect_navigation():
                tabs[name].keyboard.press("Enter")
        for name, pressed in (("ada", ("a", "a")), ("ben", ("a", "r"))):
            page = tabs[name]
            page.goto("/review/rounds")
            with page.expect_navigation():
                page.get_by_role("link", name="Code it").click()
            assert page.locator(".waiting .meta", has_text="accepted").count() == 0
            keys(page, *pressed)
            with page.expect_navigation():
                page.get_by_role("button", name="Hand in").click()
        page = tabs["eve"]
        page.goto("/review/rounds/adjudicate?round=pilot&document=North")
        with page.expect_navigation():
            page.get_by_role("button", name="Take all on which they agree").click()
        with page.expect_navigation():
            page.locator("section.side:not(.agreed)").get_by_role("button", name="ada", exact=True).click()
        assert [one.verdict for one in desk(archive.store, "North").claims] == ["accept", "accept"]
        for tab in tabs.values():
            tab.context.close()


LOOKS = [
    pytest.param({"width": 1280, "height": 900}, "light", id="light"),
    pytest.param({"width": 420, "height": 800}, "dark", id="dark phone"),
]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_pages_of_review_keep_nobody_out(alone: Any, archive: Archive, axe: str, size: Any, theme: str) -> None:
    assign(archive.store, "pilot", "North", ["ada", "ben"], EVE)
    archive.decide("South", "reject", "Shells", comment="a rumour")
    event = archive.store.finished().ledgers.events[0].id
    alone.set_viewport_size(size)
    alone.emulate_media(color_scheme=theme)
    wrong = []
    for address in (
        "/review", "/review?document=South", "/review?document=North&adding=1", "/review?document=North&parts=2",
        "/review?document=North&round=pilot", "/review/rounds", "/review/progress", "/review/history",
        "/review/history?document=South", f"/review/events?event={event}",
    ):  # fmt: skip
        assert alone.goto(address).status == 200, address
        alone.evaluate(axe)
        found = alone.evaluate(FINDINGS)
        wide = alone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"wider than the window by {wide}")
        wrong += [f"{address} {finding}" for finding in found]
    assert not wrong, "\n".join(wrong)
