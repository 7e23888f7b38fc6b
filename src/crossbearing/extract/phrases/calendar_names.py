"""Names that stand in a clock or a calendar and are no places: "14:05 Kyiv time", "5 May 2024 (7 Shawwal 1445)"."""

from __future__ import annotations

import re

from crossbearing.text.tokens import Sentence, Token

# A remark in parentheses behind a date, which holds a number itself: the same day in another calendar or time zone.
_DATE_NOTE = re.compile(r"\d(?:[ap]m| ?[ap]\.m\.)?\s*\(([^()\n]*\d[^()\n]*)\)")
_CLOCK_NOUNS = frozenset({"time", "hours"})
_ZONES = frozenset({"gmt", "utc", "edt", "est", "cet", "cest", "bst", "pst", "msk"})
_TIMED = _CLOCK_NOUNS | _ZONES
_AGAIN = frozenset({"and", "after"})


def may_tell_time(sentence: Sentence) -> bool:
    """Say whether any name of a sentence may belong to a clock or a calendar: most sentences are done with by this."""
    noted = sentence.document_text.find("(", sentence.start, sentence.end) >= 0
    return noted or any(token.lower in _TIMED for token in sentence.tokens)


def tells_time(sentence: Sentence, token: Token) -> bool:
    """Say whether a name belongs to a clock or a calendar: "14:05 Kyiv time", "5 May 2024 (7 Shawwal 1445)"."""
    if token.lower in _ZONES:
        return True
    tokens, after = sentence.tokens, token.i + 1
    clock = after < len(tokens) and tokens[after].lower in _CLOCK_NOUNS
    if clock and (after + 1 == len(tokens) or tokens[after + 1].lower not in _AGAIN):
        return True
    if sentence.document_text.find("(", sentence.start, sentence.end) < 0:
        return False
    notes = _DATE_NOTE.finditer(sentence.document_text, sentence.start, sentence.end)
    return any(n.start(1) <= token.start and token.end <= n.end(1) for n in notes)
