"""A walk over the rendered page: where each text and mark stands, and where its links lead."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = {"meta", "br", "input"}
FIGURE = re.compile(r"\d")


@dataclass
class Part:
    """An element with its text; ``above`` are the tags with classes and links it stands in, outermost first."""

    tag: str
    classes: frozenset[str]
    href: str | None
    above: tuple[Part, ...] = ()
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    def within(self, *classes: str) -> bool:
        return any(not part.names.isdisjoint(classes) for part in (self, *self.above))

    @cached_property
    def names(self) -> frozenset[str]:
        """Classes and id."""
        return self.classes | {self.attributes.get("id", "")}

    @property
    def link(self) -> str | None:
        return next((part.href for part in reversed((*self.above, self)) if part.href), None)


class Walk(HTMLParser):
    """Every element of a page, and every text with the element it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.texts: list[tuple[Part, str]] = []
        self.raw: dict[int, str] = {}
        self._open: list[Part] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        part = Part(tag, frozenset(known.get("class", "").split()), known.get("href"), tuple(self._open), "", known)
        self.parts.append(part)
        if tag not in VOID:
            self._open.append(part)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, text: str) -> None:
        if self._open and self._open[-1].tag in ("style", "script"):
            self.raw[id(self._open[-1])] = self.raw.get(id(self._open[-1]), "") + text
        if self._open and text.strip():
            self.texts.append((self._open[-1], text.strip()))

    @cached_property
    def ids(self) -> set[str]:
        return {part.attributes["id"] for part in self.parts if "id" in part.attributes}


CLAIM = re.compile(r"[^#]*#(t-)?c\d+-\d+")
FETCHING = {"iframe", "object", "embed", "link", "img", "image", "form", "base", "video", "audio", "source", "track"}


def walked(html: str) -> Walk:
    """Return the walk of a report of one page: sound, and every link leads to a place in it."""
    return walked_site({"report.html": html})["report.html"]


def walked_site(files: Mapping[str, str]) -> dict[str, Walk]:
    """Return the walks of all pages of a report: nothing is fetched, only our script runs, every link resolves."""
    walks = {name: Walk(html) for name, html in files.items()}
    for name, walk in walks.items():
        assert len(walk.ids) == sum("id" in part.attributes for part in walk.parts), name
        assert_closed(walk)
        assert_policy(walk)
        for part in walk.parts:
            assert_leads(part, name, walks)
        assert_tolls(walk)
        assert_agreements(walk)
        assert_time(walk)
    return walks


def assert_closed(walk: Walk) -> None:
    """Nothing of the page can fetch or run anything but our one script."""
    for part in walk.parts:
        assert part.tag not in FETCHING, part.tag
        assert not {"src", "srcset", "style", "xlink:href", "background", "action"} & set(part.attributes)
        assert not any(name.startswith("on") for name in part.attributes)
        if part.tag == "use":
            assert part.href
            assert part.href[1:] in walk.ids
        for value in part.attributes.values():
            assert "url(" not in value or value == "url(#hatch)"
    style = "".join(text for part, text in walk.texts if part.tag == "style")
    assert not re.search(r"@import|@font-face|https?:|url\((?!#)", style)


def assert_policy(walk: Walk) -> None:
    """The policy names our style and our script by their hashes and allows nothing else."""
    [policy] = [
        p.attributes["content"] for p in walk.parts if p.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert {rules["default-src"], rules["base-uri"], rules["form-action"]} == {"'none'"}
    for tag in ("style", "script"):
        running = [p for p in walk.parts if p.tag == tag and p.attributes.get("type") != "application/json"]
        hashes = {base64.b64encode(hashlib.sha256(walk.raw[id(p)].encode()).digest()).decode() for p in running}
        assert len(running) == 1
        assert rules[f"{tag}-src"] == f"'sha256-{hashes.pop()}'"


def assert_leads(part: Part, name: str, walks: Mapping[str, Walk]) -> None:
    """A link leads to a place on a page of the report; only a report's own address leads out of it."""
    if part.href is None or part.tag == "use":
        return
    file, _, anchor = part.href.partition("#")
    if part.within("document") and part.attributes.get("rel"):
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
    assert target in walks, part.href
    assert anchor in walks[target].ids, part.href


def assert_tolls(walk: Walk) -> None:
    """Every number of the bars and of the table is a link to a claim."""
    for part, text in walk.texts:
        if not (part.within("toll", "tolled") or (part.within("tolls") and part.within("number"))):
            continue
        if part.within("meta", "tag") or part.tag in ("bdi", "summary", "title") or not FIGURE.search(text):
            continue
        if part.within("said", "number") or "figure" in part.classes:
            assert part.link is not None, text
            assert CLAIM.fullmatch(part.link), text


def assert_agreements(walk: Walk) -> None:
    """Every card and every term leads to the sentences it was read from."""
    cards = [part for part in walk.parts if "agreement" in part.classes]
    terms = [part for part in walk.parts if part.tag == "li" and part.above and "terms" in part.above[-1].classes]
    for holder in (*cards, *terms):
        inside = [part for part in walk.parts if any(above is holder for above in part.above) and part.href]
        assert inside
        assert all(CLAIM.fullmatch(part.href or "") for part in inside)


def assert_time(walk: Walk) -> None:
    """Every box leads to its event, every count to the list of its day."""
    for part in walk.parts:
        if part.tag == "rect" and part.within("time") and not part.within("hidden"):
            assert part.link is not None
            assert re.fullmatch(r"[^#]*#(e|on)\d+", part.link)
    for part, text in walk.texts:
        if "count" in part.classes and part.within("time"):
            assert text.isdecimal()
            assert part.link is not None
            assert re.fullmatch(r"[^#]*#on\d+", part.link)
        if FIGURE.search(text) and part.within("time") and "note" in part.classes:
            raise AssertionError(f"a figure without a link: {text}")
