"""Values to HTML: the templates with their words, the policy of a page, and links that are resolved at the end.

A template writes a link as ``<#anchor>``, which nothing from a document can write, since all of it is escaped. When it
is known which page holds which anchor, the links of every page are put in their place.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2 import __version__ as jinja
from jinja2.bccache import Bucket
from markupsafe import Markup

from crossbearing.report import days, figures, highlight, wording
from crossbearing.report.disputes import Dispute
from crossbearing.report.finder import Row
from crossbearing.report.happenings import EventView
from crossbearing.report.insets import Inset
from crossbearing.report.links import claim_figure, claim_links
from crossbearing.report.map import Map
from crossbearing.report.marks import Names
from crossbearing.report.page import ClaimView, Page
from crossbearing.report.scripts import isolated
from crossbearing.report.toll_views import TollView
from crossbearing.vocab.compiled import keep, key_of, load

_LINK = re.compile(r'"<#([\w-]+)>"')
_ANCHOR = re.compile(r'id="(?<=\sid=")([\w-]+)"')
"""It begins with letters, which are sought much faster than any white space: that before them is looked at after."""

# Control characters of a text are no HTML: their signs stand in their place. Tabs and line ends are white space.
_SIGNS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {127: "\u2421"}
_SIGNED = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")


@dataclass(frozen=True, slots=True)
class Look:
    """What every template may look up: claims, happenings and their anchors, by id; nothing of files."""

    views: Mapping[str, ClaimView]
    document_anchors: Mapping[str, str]
    document_titles: Mapping[str, str]
    names: Names
    events: Mapping[str, EventView]
    event_anchors: Mapping[str, str]
    event_disputes: Mapping[str, Dispute]
    event_tolls: Mapping[str, tuple[TollView, ...]]
    rows: Mapping[str, Row]
    insets: Mapping[str, Inset]
    maps: Sequence[Map]

    @staticmethod
    def to(anchor: str) -> Markup:
        """Return the address of an anchor, to be resolved when it is known on which page it stands."""
        return Markup(f"<#{anchor}>")  # noqa: S704 - anchors are made of our letters and numbers alone


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the parts of a page; ``part`` is empty on the first page."""

    title: str
    part: str
    current: str
    summary: str
    menu: tuple[tuple[str, str], ...]
    body: Markup
    lands: Markup
    style: Markup
    script: Markup
    policy: str


def look_of(page: Page) -> Look:
    """Return what the templates may look up of a page."""
    ledgers = page.ledgers
    return Look(
        views=page.views,
        document_anchors=page.document_anchors,
        document_titles={view.document.id: view.title for view in page.documents},
        names=ledgers.names if ledgers else Names([], [], None),
        events=ledgers.by_id if ledgers else {},
        event_anchors=ledgers.event_anchors if ledgers else {},
        event_disputes=ledgers.event_disputes if ledgers else {},
        event_tolls=ledgers.event_tolls if ledgers else {},
        rows=ledgers.rows if ledgers else {},
        insets=ledgers.insets if ledgers else {},
        maps=ledgers.atlas.maps if ledgers else (),
    )


def number_of(number: int, thing: str) -> str:
    """Return a number with its word in the right form.

    >>> number_of(1, "claim"), number_of(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def signed(value: object) -> object:
    """Return a text with the signs of control characters in their place, anything else as it is.

    >>> signed("bell" + chr(7)) == "bell" + chr(0x2407), signed(3)
    (True, 3)
    """
    return value.translate(_SIGNS) if isinstance(value, str) and _SIGNED.search(value) else value


class _Compiled(BytecodeCache):
    """Templates as code, in the user's own cache; what is done with each value is part of that code."""

    def __init__(self, finalized: bool) -> None:
        self._finalized = finalized

    def load_bytecode(self, bucket: Bucket) -> None:
        raw = load(self._file(bucket))
        if raw is not None:
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> str:
        key = key_of(__name__, [bucket.checksum.encode(), jinja.encode(), b"finalized" if self._finalized else b""])
        return f"template_{bucket.key}-{key}.bin"


def environment_of(loader: BaseLoader, finalize: Callable[[object], object] | None = signed) -> Environment:
    """Return an environment with the words of the report whose templates ``loader`` finds.

    ``finalize`` is done with every value that is put into a page; None where ``signed`` is done with what was made,
    which costs a tenth less of a page.
    """
    environment = Environment(
        finalize=finalize,
        loader=loader,
        bytecode_cache=_Compiled(finalize is not None),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Callable[..., str]] = {
        "word": wording.word,
        "kind_words": wording.kind_words,
        "reason_words": wording.reason_words,
        "shorten": wording.shorten,
        "count_words": wording.count_words,
        "count_figure": figures.count_figure,
        "time_words": days.time_words,
        "time_days": days.time_days,
        "day_words": days.day_words,
        "number_of": number_of,
    }
    environment.globals.update(words)
    environment.globals["field_mentions"] = highlight.field_mentions
    environment.globals.update(claim_links=claim_links, claim_figure=claim_figure)
    environment.filters["isolated"] = isolated
    environment.filters["reasoned"] = wording.reason_words
    return environment


@cache
def _environment() -> Environment:
    return environment_of(PackageLoader("crossbearing.report"), None)


def part(template: str, macro: str, *values: object) -> Markup:
    """Return what a macro of a template makes of values.

    >>> str(part("section.html.j2", "empty_part", "<b>"))
    '<p class="empty">&lt;b&gt;</p>'
    """
    made: Markup = getattr(_environment().get_template(template).module, macro)(*values)
    return Markup(made.translate(_SIGNS)) if _SIGNED.search(made) else made  # noqa: S704 - signs are no HTML


@cache
def own(name: str) -> str:
    """Return a file of ours that stands in the page as it is: the style sheet or the script."""
    return (files("crossbearing.report") / "templates" / name).read_text(encoding="utf-8")


def policy() -> str:
    """Return the content security policy: our style and our script by their hashes, and nothing else.

    >>> "unsafe" in policy(), policy().startswith("default-src 'none'")
    (False, True)
    """

    def hashed(name: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(own(name).encode()).digest()).decode()}'"

    allowed = f"style-src {hashed('style.css')}; script-src {hashed('script.js')}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def framed(frame: Frame, look: Look) -> str:
    """Return a whole page, its links not yet resolved."""
    made = _environment().get_template("base.html.j2").render(frame=frame, look=look) + "\n"
    return made.translate(_SIGNS) if _SIGNED.search(made) else made


def anchors(html: str) -> list[str]:
    """Return the anchors that stand in a piece of a page: no text can hold one, its quotation marks are escaped.

    >>> anchors('<p id="e1">a &#34; id=</p>')
    ['e1']
    """
    return _ANCHOR.findall(html)


def resolved(html: str, address: Callable[[str], str]) -> str:
    """Return a page with the address of every anchor in its place.

    >>> resolved('<a href="<#e1>">', lambda anchor: "#" + anchor)
    '<a href="#e1">'
    """
    return _LINK.sub(lambda link: f'"{address(link[1])}"', html)
