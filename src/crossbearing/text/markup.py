"""Finds what a saved web page leaves in a text: tags, scripts, character references."""

from __future__ import annotations

import re

from crossbearing.model.document import Problem

# An opening or closing tag: a name, then attributes that hold no further bracket.
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,300})?/?>")
_REFERENCE = re.compile(r"&(?:amp|nbsp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#x?[0-9A-Fa-f]{2,6});")
# A text about web pages may quote one tag.
_FEW = 3


def leftover_markup(text: str) -> tuple[Problem, ...]:
    """Return the problem of a text that still holds the markup of a page, with the stretch it lies in; else nothing.

    The text itself is never changed: offsets count it as it was read. Tags are no words of its sentences.

    >>> leftover_markup("<p>The army left.</p><p>It returned.</p>")[0].code, leftover_markup("3 < 5 > 2")
    ('markup', ())
    """
    tags = list(TAG.finditer(text))
    marks = sorted([*tags, *_REFERENCE.finditer(text)], key=lambda m: m.start())
    if len(marks) < _FEW:
        return ()
    message = (
        f"{len(tags)} tags and {len(marks) - len(tags)} character references of a web page stand in the text; "
        "save the page as .html, or its words alone, and read it again: menus and captions may pass for sentences"
    )
    return (Problem("markup", message, "read", marks[0].start(), marks[-1].end()),)
