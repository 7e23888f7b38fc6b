"""Every page in a browser: no error, nothing from elsewhere, nobody kept out (axe-core), nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browser.conftest import Opens
from tests.web.browser.running import expect, links, shape

pytestmark = pytest.mark.slow

MOST = 60
_LOOKS = [
    pytest.param({"width": 1280, "color_scheme": "light"}, id="light"),
    pytest.param({"width": 420, "color_scheme": "dark"}, id="dark phone"),
]
FINDINGS = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  const why = (node) => (node.failureSummary || "").split("\\n")[1] || "";
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target[0]}${why(node)}`));
}"""

_CUT_OFF = """() => {
  const within = document.querySelector(".network").getBoundingClientRect();
  const parts = [...document.querySelectorAll(".network circle, .network .letters li, .network .voice-letter")];
  return parts.map((part) => part.getBoundingClientRect())
    .filter((box) => box.left < within.left || box.right > within.right || box.top < within.top)
    .map((box) => [box.left, box.right, box.top]);
}"""
"""Parts of the drawing of voices that lie outside of what is shown of it."""


def pages(opener: Any) -> Iterator[tuple[str, str]]:
    """Yield an address of each kind of page that links lead to from the first one, with its words."""
    waiting, met = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        answer = opener.get(address)
        assert answer.status < 400, f"{address} is linked and answers {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        html = answer.text()
        yield address, html
        for link in links(html):
            if shape(link) not in met and not link.startswith(("/static/", "/vendor/")):
                met.add(shape(link))
                waiting.append(link)
        assert len(met) < MOST, sorted(met)


@pytest.mark.parametrize("look", _LOOKS)
def test_every_page_has_no_error_and_keeps_nobody_out(
    browser: Any, opens: Opens, axe: str, look: dict[str, Any]
) -> None:
    tab = opens(browser, **look, reduced_motion="reduce")
    wrong: list[str] = []
    seen = []
    for address, _ in pages(tab.page.context.request):
        assert tab.open(address) == 200
        seen.append(shape(address))
        tab.page.evaluate(axe)
        found = tab.page.evaluate(FINDINGS)
        wide = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"wider than the window by {wide}")
        wrong += [f"{address} {finding}" for finding in found[:8]]
    assert not wrong, "\n".join(wrong)
    assert {"/", "/documents", "/documents/*", "/events/*"} <= set(seen)


def test_the_head_of_a_page_is_one_line_on_a_desk(browser: Any, opens: Opens) -> None:
    tab = opens(browser, width=1280)
    tab.open("/documents")
    high = tab.page.evaluate("document.querySelector('.bar-top').getBoundingClientRect().height")
    line = tab.page.evaluate("document.querySelector('.seek').getBoundingClientRect().height")
    assert high < 2 * line


def test_drawings_on_a_phone_cut_no_name_off(browser: Any, opens: Opens) -> None:
    tab = opens(browser, width=390)
    tab.open("/sources")
    figure = tab.page.locator(".network")
    expect(figure.locator(".letters li").first).to_be_visible()
    expect(figure.locator(".voice-name").first).to_be_hidden()
    cut = tab.page.evaluate(_CUT_OFF)
    assert cut == []
    assert len(tab.page.locator(".network circle").all()) == figure.locator(".letters li").count()
    tab.open("/")
    bars = tab.page.locator(".bars-of-days")
    expect(bars.locator(".degree").first).to_be_hidden()
    expect(bars.locator(".days-ends")).to_be_visible()
    assert tab.page.evaluate("document.querySelector('.bars-of-days svg').getBoundingClientRect().height") > 60


def test_every_page_reads_without_script(browser: Any, opens: Opens) -> None:
    tab = opens(browser, java_script_enabled=False)
    for address, _ in pages(tab.page.context.request):
        tab.page.goto(address)
        assert tab.page.locator("main h1").first.inner_text().strip(), f"{address} has no heading"
        assert len(tab.page.inner_text("main")) > 40, f"{address} says nothing"
