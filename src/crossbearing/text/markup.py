"""Finds what a saved web page leaves in a text: tags, scripts, character references."""

from __future__ import annotations

import re

from crossbearing.model.document import Problem

# An opening or closing tag: a name, then attributes that hold no further bracket.
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,300})?/?>")
_REFERENCE = re.compile(r"&(?:amp|nbsp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#x?[0-9A-Fa-f]{2,6});")
# A text about web pages may quote one tag.
_FEW = 3


MARKUP = "markup"
"""Code of the problem of a document with the tags of a page in it: no claims are read, for menus pass for sentences."""
REFERENCES = "character_references"
"""Code of the problem of a document that writes characters as a page does (``&quot;``): it is read as it stands."""


def leftover_markup(text: str) -> tuple[Problem, ...]:
    """Return the problem of a text that still holds the markup of a page, with the stretch it lies in; else nothing.

    The text itself is never changed: offsets count it as it was read.

    >>> leftover_markup("<p>The army left.</p><p>It returned.</p>")[0].code, leftover_markup("3 < 5 > 2")
    ('markup', ())
    """
    tags = list(TAG.finditer(text))
    references = list(_REFERENCE.finditer(text))
    if len(tags) >= _FEW:
        message = (
            f"not read: {len(tags):,} tags of a web page stand in the text; save the page as .html, or its words alone,"
            " and read it again: menus and captions would pass for sentences"
        )
        return (Problem(MARKUP, message, "read", tags[0].start(), tags[-1].end()),)
    if len(references) >= _FEW:
        message = (
            f"{len(references):,} character references of a web page stand in the text, which is read as it stands; "
            "save the page as .html, or its words alone"
        )
        return (Problem(REFERENCES, message, "read", references[0].start(), references[-1].end()),)
    return ()
