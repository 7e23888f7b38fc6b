"""Makes every page of the sample reports at two widths, in light and dark: ``make screenshots``."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browser.running import STEADY, WEBGL, chromium, served, shape
from tests.web.browser.test_every_page import pages
from tests.web.made import demo_store

_LOOKS = (("wide", 1280, "light"), ("wide-dark", 1280, "dark"), ("phone", 420, "light"))


def main(folder: Path) -> int:
    """Write the pictures into a folder; return the exit code."""
    path = chromium()
    if path is None:
        sys.stderr.write("there is no chromium here: apt-get install chromium\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as running:
        store = demo_store(Path(made) / "record.db")
        with served(create_app(Settings(str(store), who="ada"))) as site:
            browser = running.chromium.launch(executable_path=path, args=[*STEADY, *WEBGL])
            for name, width, theme in _LOOKS:
                look = {"viewport": {"width": width, "height": 900}, "color_scheme": theme, "reduced_motion": "reduce"}
                context = browser.new_context(base_url=site.address, **look)
                site.sign_in(context)
                tab = context.new_page()
                for address, _ in pages(context.request):
                    tab.goto(address)
                    if tab.locator("[data-live-map]").count():
                        tab.wait_for_selector('[data-live-map][data-ready="true"]', timeout=60_000)
                    # What lies below the window is not laid out before it is seen, so the window is made as tall.
                    height = tab.evaluate("document.documentElement.scrollHeight")
                    tab.set_viewport_size({"width": width, "height": height})
                    tab.wait_for_timeout(300)
                    kind = (
                        re.sub(r"\W+", "-", shape(address).replace("*", "one").replace("?", " asked")).strip("-")
                        or "overview"
                    )
                    tab.screenshot(path=folder / f"{kind}.{name}.png", full_page=True)
                    tab.set_viewport_size({"width": width, "height": 900})
                context.close()
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
