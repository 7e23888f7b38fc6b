"""The page of a report by keyboard: from claim to claim, its fields opened, its words lit in the text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browser.conftest import Opens
from tests.web.browser.running import expect

pytestmark = pytest.mark.slow
REPORT = "/documents/barada-2014-03-14"


def test_claims_are_walked_through_by_keys(browser: Any, opens: Opens) -> None:
    page = opens(browser, width=1280, reduced_motion="reduce").page
    page.goto(REPORT)
    first, second = page.locator("#c1"), page.locator("#c2")
    page.keyboard.press("j")
    expect(first.locator("summary")).to_be_focused()
    page.keyboard.press("j")
    expect(second.locator("summary")).to_be_focused()
    assert page.url.endswith(f"{REPORT}#c2"), "the claim is in the address"
    expect(page.locator("#t-c2 + .ev")).to_have_class("ev f-agreement n0 lit")
    page.keyboard.press("o")
    expect(second.locator("dl")).to_be_visible()
    expect(second.locator(".pieces")).to_contain_text("the gunmen")
    page.keyboard.press("t")
    expect(page.locator("#t-c2")).to_be_in_viewport()
    page.keyboard.press("o")
    expect(second.locator("dl")).to_be_hidden()
    page.keyboard.press("k")
    expect(first.locator("summary")).to_be_focused()
    expect(page.locator(".ev.lit")).to_have_count(1)


def test_words_light_up_with_the_claim_that_is_pointed_at(browser: Any, opens: Opens) -> None:
    page = opens(browser, width=1280).page
    page.goto(REPORT)
    page.locator("#c3").hover()
    expect(page.locator(".ev.lit")).to_have_count(1)
    expect(page.locator(".ev.lit")).to_contain_text("a ceasefire began at noon")
    page.locator("h1").hover()
    expect(page.locator(".ev.lit")).to_have_count(0)


def test_the_address_of_a_claim_opens_it(browser: Any, opens: Opens) -> None:
    page = opens(browser, width=1280).page
    page.goto("/claims/barada-2014-03-14%3Ac05")
    assert page.url.endswith(f"{REPORT}#c5")
    expect(page.locator("#c5 dl")).to_be_visible()
    expect(page.locator("#c5")).to_be_in_viewport()
