"""Who published a page and when, as it declares it: schema.org in JSON-LD, meta tags, the time element of its head.

Nothing is guessed from the words of a page here: that is for whoever dates reports, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

from crossbearing.readers.source import library

# Keys of meta tags (name, property or itemprop, in small letters), the best first.
_TAGS = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.created", "dcterms.date", "pubdate", "publishdate", "parsely-pub-date", "sailthru.date",
        "citation_publication_date", "publication_date", "article.published",
    ),
    "title": ("og:title", "twitter:title", "headline", "dc.title", "title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title"),
    "url": ("og:url", "twitter:url"),
    "language": ("og:locale", "language", "dc.language"),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "last-modified"),
}  # fmt: skip
_ARTICLES = ("Article", "Report", "BlogPosting", "WebPage", "SocialMediaPosting")
_DEPTH = 12
_MAX_JSON = 2_000_000
_BESIDE = frozenset({"author", "modified"})


def declared_fields(html: str) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return the fields of a page's header, and what else it declares (author, day of the last change).

    >>> told, more = declared_fields('<html><head><meta property="og:site_name" content="Hill Post">'
    ...     '<meta name="author" content="A. B."><script type="application/ld+json">{"@type": "NewsArticle", '
    ...     '"datePublished": "2014-03-17T09:00:00Z"}</script></head><body><p>The army left.</p></body></html>')
    >>> told["outlet"], told["published"], more
    ('Hill Post', '2014-03-17T09:00:00Z', {'author': 'A. B.'})
    """
    tree = library("trafilatura.utils", "a web page", "").load_html(html)
    if tree is None:
        return {}, {}
    told, tags = _from_json(tree), _meta(tree)
    found: dict[str, str | None] = {
        key: told.get(key) or next((tags[name] for name in names if name in tags), None) for key, names in _TAGS.items()
    }
    found["url"] = found.get("url") or _first(tree, "//link[@rel='canonical']/@href")
    found["language"] = found.get("language") or _first(tree, "/html/@lang")
    found["published"] = found.get("published") or _time(tree)
    found["title"] = found.get("title") or _first(tree, "//h1[1]//text()") or _first(tree, "//title/text()")
    extra = {key: value for key in sorted(_BESIDE) if (value := found.pop(key, None)) and not _is_address(value)}
    if not _is_address(found["url"]):
        found["url"] = None
    return found, extra


def _is_address(value: str | None) -> bool:
    return value is not None and value.startswith(("http://", "https://"))


def _first(tree: Any, path: str) -> str | None:
    return next((str(value).strip() for value in tree.xpath(path) if str(value).strip()), None)


def _time(tree: Any) -> str | None:
    """Return the time of the only ``<time datetime>`` of a page, or of the one that says it is that of publication."""
    said = _first(tree, "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'publish')]/@datetime")
    if said:
        return said
    times = {str(value)[:10] for value in tree.xpath("//article//time/@datetime | //header//time/@datetime")}
    return times.pop() if len(times) == 1 else None


def _meta(tree: Any) -> dict[str, str]:
    """Return the content of meta tags by their key, the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = (tag.get("content") or "").strip()
        for key in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if key and content:
                found.setdefault(key.strip().lower(), content)
    return found


def _from_json(tree: Any) -> dict[str, str]:
    """Return what the first article described in JSON-LD says of itself."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        if len(script) > _MAX_JSON:
            continue
        try:
            value = json.loads(str(script))
        except (ValueError, RecursionError):
            continue
        for thing in _things(value, 0):
            kinds = thing.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in named) and thing.get("datePublished"):
                return _of_article(thing)
    return {}


def _things(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(value.get(key), depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _things(each, depth + 1)


def _of_article(thing: dict[str, Any]) -> dict[str, str]:
    found = {
        "published": thing.get("datePublished"),
        "modified": thing.get("dateModified"),
        "title": thing.get("headline") or thing.get("name"),
        "outlet": _name(thing.get("publisher")),
        "author": _name(thing.get("author")),
        "language": thing.get("inLanguage"),
        "url": thing.get("url"),
    }
    # Some systems escape what they write into JSON once more.
    return {key: unescape(value).strip() for key, value in found.items() if isinstance(value, str) and value.strip()}


def _name(value: Any) -> str | None:
    """Return the name of a publisher or author, those of several in one text."""
    if isinstance(value, list):
        names = [name for name in map(_name, value[:10]) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None
