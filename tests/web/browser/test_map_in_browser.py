"""The map in a browser: drawn with WebGL, by keyboard, by day, in both themes; the drawn one where WebGL is missing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.browser.conftest import Opens, Watched
from tests.web.browser.running import expect

pytestmark = pytest.mark.slow

CLOSER = "[data-list] button:has-text('look closer')"
ON_THE_MAP = "[data-list] button:has-text('on the map')"
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


def near(tab: Watched) -> Watched:
    """Open the map and look closer, where the list is of places."""
    tab.open("/map")
    tab.page.locator(CLOSER).first.click()
    tab.ready()
    return tab


def hold(tab: Watched) -> list[Any]:
    """From now on places that the map asks for wait until they are let go."""
    waiting: list[Any] = []
    tab.page.route(re.compile(r"/map/places\.json"), lambda route: waiting.append(route))
    return waiting


def let_go(tab: Watched, waiting: list[Any]) -> None:
    while not waiting:
        tab.page.wait_for_timeout(20)
    for route in waiting:
        route.continue_()
    tab.ready()


def test_the_map_is_drawn_and_its_list_says_the_same(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    assert tab.open("/map") == 200
    expect(tab.page.locator("[data-live-map]")).to_have_attribute("data-shown", "live")
    assert tab.page.evaluate(COLOURS) > 20
    expect(tab.page.locator("[data-drawn]")).to_be_hidden()
    whole = happenings(tab)
    tab.page.locator(CLOSER).first.click()
    tab.ready()
    listed = tab.page.locator("[data-list] > li:has(details)")
    assert listed.count() > 1
    counts = [int(text.split()[0]) for text in tab.page.locator("[data-list] summary .meta").all_inner_texts()]
    assert sum(counts) == happenings(tab) <= whole
    rings = tab.page.evaluate(f"{MAP}.queryRenderedFeatures({{layers: ['ring-edges', 'roads']}}).length")
    assert rings > 1, "uncertain places have rings as wide as they are, roads are lines"


def test_a_place_opens_as_text_with_links_and_closes_by_escape(browser: Any, opens: Opens) -> None:
    tab = near(opens(browser, reduced_motion="reduce"))
    tab.page.locator("[data-list] summary").first.click()
    opener = tab.page.locator(ON_THE_MAP).first
    opener.click()
    popup = tab.page.locator(".maplibregl-popup")
    link = popup.locator("a[href^='/events/']").first
    expect(link).to_be_visible()
    link.focus()
    tab.page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(opener, "focus goes back to where it came from").to_be_focused()


@pytest.mark.parametrize("late", [False, True], ids=["before it closes", "after it closed"])
def test_focus_goes_back_to_a_list_that_is_written_anew(browser: Any, opens: Opens, late: bool) -> None:
    tab = near(opens(browser, reduced_motion="reduce"))
    tab.page.locator("[data-list] summary").first.click()
    opener = tab.page.locator(ON_THE_MAP).first
    opener.evaluate("button => { button.dataset.old = 'yes'; }")
    waiting = hold(tab)
    opener.click()
    expect(tab.page.locator(".maplibregl-popup a").first).to_be_focused()
    if late:
        tab.page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(opener).to_have_attribute("data-old", "yes")
        let_go(tab, waiting)
    else:
        let_go(tab, waiting)
        tab.page.keyboard.press("Escape")
    expect(opener).not_to_have_attribute("data-old", "yes")
    expect(opener).to_be_focused()


def test_who_stands_in_the_list_stays_there_when_it_is_written_anew(browser: Any, opens: Opens) -> None:
    tab = near(opens(browser, reduced_motion="reduce"))
    head, there = tab.page.locator("[data-list] summary").first, tab.page.locator(ON_THE_MAP).first
    link = tab.page.locator("[data-list] details").first.locator("a[href^='/events/']").nth(1)
    head.click()
    for stop in (head, link, there):
        stop.focus()
        tab.page.evaluate(f"{MAP}.panBy([3, 0], {{ animate: false }})")
        tab.ready()
        expect(stop).to_be_focused()
    there.click()
    expect(tab.page.locator(".maplibregl-popup a").first).to_be_focused()
    tab.ready()
    head.click()
    tab.page.locator(".maplibregl-popup-close-button").click()
    expect(head, "what is folded away cannot be stood at").to_be_focused()
    tab.page.evaluate(f"{MAP}.jumpTo({{ center: [-150, -50] }})")
    tab.ready()
    expect(tab.page.locator("[data-list] summary")).to_have_count(0)
    expect(tab.page.locator("[data-list]"), "the place is gone").to_be_focused()


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
    near(tab)
    tab.page.locator("[data-list] summary").first.click()
    tab.page.locator(ON_THE_MAP).first.click()
    expect(tab.page.locator(".maplibregl-popup")).to_contain_text(hostile)
    tab.ready()
    assert tab.page.locator("[data-live-map] img, [data-live-map] script").count() == 0
    assert tab.page.evaluate("window.broken") is None
    tab.page.unroute_all(behavior="ignoreErrors")  # an answer still under way is nobody's any more


def test_the_day_is_moved_by_keys_and_kept_in_the_address(browser: Any, opens: Opens) -> None:
    tab = opens(browser, reduced_motion="reduce")
    tab.open("/map")
    whole = happenings(tab)
    slider = tab.page.locator("[data-slider]")
    slider.focus()
    tab.page.keyboard.press("Home")
    tab.ready()
    first = tab.page.locator("[data-live-map]").get_attribute("data-first")
    assert f"day={first}" in tab.page.url
    assert happenings(tab) < whole
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    tab.ready()
    assert "as of" in told(tab)
    words = slider.get_attribute("aria-valuetext")
    few = happenings(tab)
    address = tab.page.url
    again = opens(browser, reduced_motion="reduce")
    again.open(address)
    expect(again.page.locator("[data-slider]")).to_have_attribute("aria-valuetext", words)
    assert happenings(again) == few
    tab.page.keyboard.press("End")
    tab.ready()
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
    land = "getComputedStyle(document.documentElement).getPropertyValue('--land').trim()"
    tab.page.wait_for_function(f"{colour} !== '{light}' && {colour} === {land}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_without_webgl_the_drawn_map_stays(plain_browser: Any, opens: Opens, script: bool) -> None:
    tab = opens(plain_browser, java_script_enabled=script)
    if script:
        tab.open("/map")
    else:
        tab.page.goto("/map")
    drawn = tab.page.locator("[data-drawn] figure svg").first
    expect(drawn).to_be_visible()
    expect(tab.page.locator("[data-canvas]")).to_be_hidden()
    expect(drawn.locator("circle.ring")).not_to_have_count(0)
    if script:
        assert "no WebGL" in told(tab)
    tab.page.locator("[data-list] summary").first.click()
    expect(tab.page.locator("[data-list] a[href^='/events/']").first).to_be_visible()
