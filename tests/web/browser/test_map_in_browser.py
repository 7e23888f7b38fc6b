"""The map in a browser: drawn with WebGL, by keyboard, by day, in both themes; the drawn one where WebGL is missing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.browser.conftest import SECONDS, Opens, Watched

pytestmark = pytest.mark.slow

MAP = "document.querySelector('[data-live-map]').liveMap"

COLOURS = """() => {
  const from = document.querySelector(".maplibregl-canvas");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [160, 100];
  return new Promise((done) => {
    const map = document.querySelector("[data-live-map]").liveMap;
    map.once("render", () => {
      canvas.getContext("2d").drawImage(from, 0, 0, 160, 100);
      const pixels = canvas.getContext("2d").getImageData(0, 0, 160, 100).data;
      const found = new Set();
      for (let at = 0; at < pixels.length; at += 4) found.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
      done(found.size);
    });
    map.triggerRepaint();
  });
}"""
"""How many colours the map shows: one that failed to draw has one or two."""


def told(tab: Watched) -> str:
    return str(tab.page.inner_text("[data-told]"))


def happenings(tab: Watched) -> int:
    found = re.match(r"([\d,]+) happening", told(tab))
    assert found, told(tab)
    return int(found[1].replace(",", ""))


def at_rest(tab: Watched) -> None:
    tab.page.wait_for_timeout(300)  # the slider waits a moment for a hand that moves on
    tab.ready()


def test_the_map_is_drawn_and_its_list_says_the_same(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    assert tab.open("/map") == 200
    part = tab.page.locator("[data-live-map]")
    assert part.get_attribute("data-shown") == "live"
    assert tab.page.evaluate(COLOURS) > 20
    assert not tab.page.locator("[data-drawn]").is_visible()
    whole = happenings(tab)
    tab.page.locator("[data-list] button", has_text="look closer").first.click()
    at_rest(tab)
    listed = tab.page.locator("[data-list] > li:has(details)")
    assert listed.count() > 1
    counts = [int(text.split()[0]) for text in tab.page.locator("[data-list] summary .meta").all_inner_texts()]
    assert sum(counts) == happenings(tab) <= whole
    rings = tab.page.evaluate(f"{MAP}.queryRenderedFeatures({{layers: ['ring-edges', 'roads']}}).length")
    assert rings > 1, "uncertain places have rings as wide as they are, roads are lines"


def test_a_place_opens_as_text_with_links_and_closes_by_escape(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    tab.open("/map")
    tab.page.locator("[data-list] button", has_text="look closer").first.click()
    at_rest(tab)
    tab.page.locator("[data-list] summary").first.click()
    opener = tab.page.locator("[data-list] button", has_text="on the map").first
    opener.click()
    popup = tab.page.locator(".maplibregl-popup")
    link = popup.locator("a[href^='/events/']").first
    assert link.is_visible()
    link.focus()
    tab.page.keyboard.press("Escape")
    assert popup.count() == 0
    assert opener.evaluate("element => element === document.activeElement"), "focus goes back to where it came from"


def test_what_reports_say_is_text_in_popups(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    hostile = "<img src=x onerror=window.broken=1>{{7*7}}</li><script>window.broken=1</script>"

    def spoiled(route: Any) -> None:
        answer = route.fetch()
        found = answer.json()
        for feature in found["features"]:
            feature["properties"]["name"] = hostile
            for event in feature["properties"].get("events", []):
                event["title"] = event["when"] = hostile
                event["voices"] = [{"name": hostile, "letter": "<b>", "colour": 1, "denies": True}]
        route.fulfill(response=answer, json=found)

    tab.page.route(re.compile(r"/map/(places|control)\.json"), spoiled)
    tab.open("/map")
    tab.page.locator("[data-list] button", has_text="look closer").first.click()
    at_rest(tab)
    tab.page.locator("[data-list] summary").first.click()
    tab.page.locator("[data-list] button", has_text="on the map").first.click()
    assert hostile in tab.page.inner_text(".maplibregl-popup")
    assert tab.page.locator("[data-live-map] img, [data-live-map] script").count() == 0
    assert tab.page.evaluate("window.broken") is None
    at_rest(tab)
    tab.page.unroute_all(behavior="ignoreErrors")  # an answer still under way is nobody's any more


def test_the_day_is_moved_by_keys_and_kept_in_the_address(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    tab.open("/map")
    whole = happenings(tab)
    slider = tab.page.locator("[data-slider]")
    slider.focus()
    tab.page.keyboard.press("Home")
    at_rest(tab)
    first = tab.page.locator("[data-live-map]").get_attribute("data-first")
    assert f"day={first}" in tab.page.url
    assert happenings(tab) < whole
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    at_rest(tab)
    assert "as of" in told(tab)
    words = slider.get_attribute("aria-valuetext")
    few = happenings(tab)
    address = tab.page.url
    again = opens(browser, reduced_motion="reduce")
    again.open(address)
    assert again.page.locator("[data-slider]").get_attribute("aria-valuetext") == words
    assert happenings(again) == few
    tab.page.keyboard.press("End")
    at_rest(tab)
    assert "day=" not in tab.page.url
    assert happenings(tab) == whole


def test_control_changes_with_the_day(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    held = []
    for day in ("2014-03-12", "2014-03-20"):
        tab.open(f"/map?day={day}")
        held.append(tab.page.locator("[data-list] > li:has(a[href^='/control?day='])").all_inner_texts())
    assert held[1]
    assert held[0] != held[1]
    contested = tab.page.evaluate(f"{MAP}.querySourceFeatures('areas').filter(f => f.properties.contested).length")
    told_so = sum("contested" in line for line in held[1])
    assert (contested > 0) == (told_so > 0)


def test_the_filters_of_the_address_narrow_the_map(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    tab.open("/map")
    whole = happenings(tab)
    tab.open("/map?disputed=yes")
    assert 0 < happenings(tab) < whole


def test_the_map_follows_the_theme(browser: Any, opens: Opens) -> None:
    tab = opens(browser, color_scheme="light")
    tab.open("/map")
    colour = f"{MAP}.getPaintProperty('land', 'fill-color')"
    light = tab.page.evaluate(colour)
    tab.page.click("[data-theme-switch]")
    tab.page.wait_for_function(f"{colour} !== '{light}'", timeout=SECONDS)
    assert tab.page.evaluate(colour) == tab.page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--land').trim()"
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_without_webgl_the_drawn_map_stays(plain_browser: Any, opens: Opens, script: bool) -> None:
    tab = opens(plain_browser, java_script_enabled=script)
    if script:
        tab.open("/map")
    else:
        tab.page.goto("/map")
    drawn = tab.page.locator("[data-drawn] figure svg").first
    assert drawn.is_visible()
    assert not tab.page.locator("[data-canvas]").is_visible()
    assert drawn.locator("circle.ring").count() > 0
    if script:
        assert "no WebGL" in told(tab)
    tab.page.locator("[data-list] summary").first.click()
    assert tab.page.locator("[data-list] a[href^='/events/']").first.is_visible()
