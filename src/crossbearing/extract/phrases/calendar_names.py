"""Names that stand in a clock or a calendar and are no places: "14:05 Kyiv time", "5 May 2024 (7 Shawwal 1445)"."""

from __future__ import annotations

import re

from crossbearing.text.tokens import Sentence, Token

# A remark in parentheses behind a date, which holds a number itself: the same day in another calendar or time zone.
_DATE_NOTE = re.compile(r"\d(?:[ap]m| ?[ap]\.m\.)?\s*\(([^()\n]*\d[^()\n]*)\)")
_CLOCK_NOUNS = frozenset({"time", "hours"})
_ZONES = frozenset({"gmt", "utc", "edt", "est", "cet", "cest", "bst", "pst", "msk"})
_AGAIN = frozenset({"and", "after"})


def tells_time(sentence: Sentence, token: Token) -> bool:
    """Say whether a name belongs to a clock or a calendar: "14:05 Kyiv time", "5 May 2024 (7 Shawwal 1445)"."""
    if token.lower in _ZONES:
        return True
    after = [t.lower for t in sentence.tokens[token.i + 1 : token.i + 3]]
    if after[:1] and after[0] in _CLOCK_NOUNS and not _AGAIN & set(after[1:]):
        return True
    if sentence.document_text.find("(", sentence.start, sentence.end) < 0:
        return False
    notes = _DATE_NOTE.finditer(sentence.document_text, sentence.start, sentence.end)
    return any(n.start(1) <= token.start and token.end <= n.end(1) for n in notes)
