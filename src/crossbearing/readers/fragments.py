"""The words of a piece of HTML that is a report as a whole: a mail, an article of a feed, a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.decode import MAX_BYTES
from crossbearing.readers.source import library, reading

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title", "select", "button"}
)
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody td tfoot th thead tr ul br".split()
)
_SPACE = re.compile(r"[^\S\n]+")


def text_of(html: str, name: str) -> str:
    """Return the words of a piece of HTML, one block a paragraph; scripts, styles and comments are no words.

    Raises UnreadableDocumentError where the library that reads HTML is missing or finds nothing it can read.

    >>> text_of("<p>The army<br>left.<script>alert(1)</script></p><p>It&nbsp;rained.</p>", "a")
    'The army\\n\\nleft.\\n\\nIt rained.'
    """
    html_reader = library("lxml.html", "a text with HTML in it", name)
    if not html.strip():
        return ""
    if len(html) > MAX_BYTES:
        advice = f"has a text of {len(html):,} characters, the limit is {MAX_BYTES:,}; split it"
        raise UnreadableDocumentError("too_large", name, advice)
    with reading(name, "HTML"):
        # lxml takes no text that declares its encoding; what is left of such a line is a comment to it.
        tree = html_reader.fromstring("<div>" + re.sub(r"<\?xml[^>]*>", "", html) + "</div>")
        return words_of(tree)


def words_of(tree: Any) -> str:
    """Return the words below an element of lxml, one block a paragraph."""
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(_pieces(tree)).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _pieces(tree: Any) -> Iterator[str]:
    """Yield words, and a line end wherever a block begins or ends; nesting may be endless, so nothing recurs."""
    stack: list[Any] = [tree]
    while stack:
        this = stack.pop()
        if isinstance(this, str):
            yield this
            continue
        stack.append(" ".join((this.tail or "").split("\n")) if this is not tree else "")
        if not isinstance(this.tag, str) or this.tag.lower() in _UNSEEN:
            continue
        block = this.tag.lower() in _BLOCKS
        inside: list[Any] = ["\n" if block else "", " ".join((this.text or "").split("\n")), *this]
        if block:
            inside.append("\n")
        stack.extend(reversed(inside))
