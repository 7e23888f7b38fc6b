"""Text of any script on an English page: what runs from right to left is kept from turning the line around it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from crossbearing.model.document import Document
from crossbearing.text.languages.detect import UNKNOWN, reading_language

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# From its first letter to its last, with what stands between two of them on the way: blanks, marks, digits.
_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[^{_RIGHT_TO_LEFT}A-Za-z]{{0,12}}[{_RIGHT_TO_LEFT}])*")


def language_tag(document: Document) -> str:
    """Return the ``lang`` of a document's text, empty for English, which the page is in, and where none is known.

    >>> language_tag(Document("d", "Les combats ont cessé.", language="fr")), language_tag(Document("d", "War ended."))
    ('fr', '')
    """
    code = reading_language(document)
    return "" if code in ("en", UNKNOWN) else code


def isolated(text: str) -> Markup:
    """Return a text escaped for HTML, every stretch of right-to-left writing in it isolated from the words around it.

    >>> isolated("<قوات النظام> shelled it")
    Markup('&lt;<bdi>قوات النظام</bdi>&gt; shelled it')
    """
    if _RUN.search(text) is None:
        return escape(text)
    found = Markup("")
    at = 0
    for run in _RUN.finditer(text):
        found += escape(text[at : run.start()]) + Markup("<bdi>{}</bdi>").format(run.group())
        at = run.end()
    return found + escape(text[at:])
