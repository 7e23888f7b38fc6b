"""Files that a page loads, ours and those of other projects: known by a hash of their bytes, so they stay cached."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from crossbearing.report.render import own

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
"""Types of the files that are handed out, by the end of their name; no other is."""

_OF_REPORT = {"report.css": "style.css", "report.js": "script.js"}
"""Files of the static report that the pages use too, by the name they have here."""


def _within(root: Traversable, path: str) -> Traversable | None:
    """Return a file below ``root``; None where the path leads out of it or there is none."""
    found = root
    for part in path.split("/"):
        if part in ("", ".", "..") or "\\" in part or "\0" in part:
            return None
        found = found / part
    return found if found.is_file() else None


@cache
def static(name: str) -> bytes | None:
    """Return a file of ours, None where there is none of that name.

    >>> static("report.css") == own("style.css").encode(), static("../app.py"), static("nothing.css")
    (True, None, None)
    """
    if name in _OF_REPORT:
        return own(_OF_REPORT[name]).encode()
    found = _within(files("crossbearing.web") / "static", name)
    return None if found is None else found.read_bytes()


@cache
def vendor(name: str) -> bytes | None:
    """Return a file of another project that the build put into the package, None where there is none of that name."""
    found = _within(files("crossbearing") / "vendor", name)
    return None if found is None else found.read_bytes()


def _mark(raw: bytes | None) -> str:
    return hashlib.sha256(raw).hexdigest()[:16] if raw else "missing"


@cache
def static_address(name: str) -> str:
    """Return the address of a file of ours; it changes when the file does."""
    return f"/static/{name}?v={_mark(static(name))}"


@cache
def vendor_address(name: str) -> str:
    """Return the address of a file of another project; it changes when the file does."""
    return f"/vendor/{name}?v={_mark(vendor(name))}"
