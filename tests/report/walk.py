"""A walk over the rendered page: where each text and mark stands, and where its links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br"}
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
        return any(part.classes & set(classes) or part.attributes.get("id") in classes for part in (*self.above, self))

    @property
    def link(self) -> str | None:
        return next((part.href for part in reversed((*self.above, self)) if part.href), None)


class Walk(HTMLParser):
    """Every element of a page, and every text with the element it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.texts: list[tuple[Part, str]] = []
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
        if self._open and text.strip():
            self.texts.append((self._open[-1], text.strip()))

    @property
    def ids(self) -> set[str]:
        return {part.attributes["id"] for part in self.parts if "id" in part.attributes}


CLAIM = re.compile(r"#(t-)?c\d+-\d+")


def walked(html: str) -> Walk:
    """Return the walk of a page of which every link resolves, nothing runs or is fetched, every figure is linked."""
    walk = Walk(html)
    for part in walk.parts:
        assert part.tag not in {"script", "iframe", "object", "embed", "link", "img", "image", "use", "form", "base"}
        assert not {"src", "srcset", "style", "xlink:href", "background"} & set(part.attributes)
        assert not any(name.startswith("on") for name in part.attributes)
        if part.href is not None:
            # Only a document's own address leads out of the page, and only when the reader presses it.
            assert part.href[1:] in walk.ids or (part.within("document") and part.attributes["rel"]), part.href
        for value in part.attributes.values():
            assert "url(" not in value or value == "url(#hatch)"
    style = "".join(text for part, text in walk.texts if part.tag == "style")
    assert not re.search(r"@import|@font-face|https?:|url\((?!#)", style)
    assert_tolls(walk)
    assert_agreements(walk)
    assert_time(walk)
    return walk


def assert_tolls(walk: Walk) -> None:
    """Every number of the bars and of the table is a link to a claim."""
    for part, text in walk.texts:
        if not part.within("tolls") or part.within("note", "meta", "tag", "sentence", "when") or part.tag == "bdi":
            continue
        if FIGURE.search(text) and (part.within("total", "said", "number") or part.tag == "q"):
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
        if part.tag == "rect" and part.within("time"):
            assert part.link is not None
            assert re.fullmatch(r"#e\d+", part.link)
    for part, text in walk.texts:
        if "count" in part.classes and part.within("time"):
            assert text.isdecimal()
            assert part.link is not None
            assert re.fullmatch(r"#on\d+", part.link)
        if FIGURE.search(text) and part.within("time") and "note" in part.classes:
            raise AssertionError(f"a figure without a link: {text}")
