"""Reads the fields of one claim of a reply by type: what has the wrong one, or an unknown key, is refused and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crossbearing.llm.form import QUOTE_KEYS
from crossbearing.llm.quotes import Quote
from crossbearing.llm.shown import shown
from crossbearing.model.document import Problem
from crossbearing.model.mention import Mention

STAGE = "llm"
_MOST = 10**12


@dataclass(slots=True)
class Refusals:
    """Collects what was not taken from a reply; ``evidence`` gives the claim being read its place in the text."""

    problems: list[Problem] = field(default_factory=list)
    evidence: Mention | None = None

    def say(self, code: str, message: str) -> None:
        """Keep one reason, at the claim's evidence where that is known."""
        start, end = (self.evidence.start, self.evidence.end) if self.evidence else (None, None)
        self.problems.append(Problem(code, message, STAGE, start, end))

    def keys(self, value: dict[str, Any], known: Sequence[str], what: str) -> None:
        """Refuse every key that the form of a reply does not have."""
        for key in sorted(set(value) - set(known)):
            self.say("unknown_key", f"{what}: key {shown(key)} is no part of a reply")

    def objects(self, value: Any, what: str, known: Sequence[str]) -> list[dict[str, Any]]:
        """Return the objects of a list; anything else in it, or in its place, is refused."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.say("wrong_type", f"{what}: a list is wanted, not {shown(value)}")
            return []
        found = []
        for one in value:
            if isinstance(one, dict):
                self.keys(one, known, what)
                found.append(one)
            else:
                self.say("wrong_type", f"{what}: an object is wanted, not {shown(one)}")
        return found

    def code(self, value: Any, known: Sequence[str] | frozenset[str], what: str, code: str) -> str | None:
        """Return a word of a closed list, None (and a reason) for any other value."""
        if isinstance(value, str) and value in known:
            return value
        self.say(code, f"{what}: {shown(value)} is none that the contract knows")
        return None

    def quote(self, value: Any, what: str) -> Quote | None:
        """Return a quote in either of its forms; None (and a reason) where there is none."""
        if isinstance(value, dict):
            self.keys(value, QUOTE_KEYS, what)
            words, passage, near = value.get("q"), value.get("p"), value.get("near")
        else:
            words, passage, near = value, None, None
        if not isinstance(words, str) or not words.strip():
            self.say("no_quote", f"{what}: no words of the text are given, but {shown(words)}")
            return None
        if not (near is None or isinstance(near, str)) or not (passage is None or is_whole(passage)):
            self.say("wrong_type", f"{what}: {shown(value)} has neighbours or a passage of the wrong type")
            return None
        return Quote(words, passage, near or None)

    def day(self, value: Any, what: str) -> str | None:
        """Return an ISO day, None for null; None and a reason for what is no day."""
        if value is None:
            return None
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            self.say("bad_day", f"{what}: {shown(value)} is no day; the words are kept without days")
            return None


def is_whole(value: object) -> bool:
    """Say whether a JSON value is a whole number of a size that reports count in; true and false are none.

    >>> is_whole(3), is_whole(True), is_whole(3.0)
    (True, False, False)
    """
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST
