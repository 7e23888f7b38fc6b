"""Which reports hold which word, small enough to stand in a page: the full-text search of a run of many pages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_LEAST = 3
_LIMIT = 1_200_000
"""Characters of the whole index: with the list of reports, a page that opens at once."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def folded(text: str) -> str:
    """Return text as it is searched: small letters without the marks above and below them.

    >>> folded("Dūmā")
    'duma'
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def base36(number: int) -> str:
    """Return a number in digits and letters, as JavaScript's parseInt reads it.

    >>> base36(0), base36(35), base36(36)
    ('0', 'z', '10')
    """
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits


def _steps(numbers: Iterable[int]) -> str:
    found, before = [], 0
    for number in numbers:
        found.append(base36(number - before))
        before = number
    return ",".join(found)


def words_index(texts: Iterable[tuple[int, str]]) -> str:
    """Return JSON of the reports (by number, in steps from one to the next, base 36) that hold each word.

    Words of most reports tell them apart least: they are left out first where the index grows too long. The JSON can
    stand in a script block: it holds no mark that HTML reads.

    >>> words_index([(1, "Shells hit Douma"), (4, "Douma fell")])
    '{"douma":"1,3","fell":"4","hit":"1","shells":"1"}'
    """
    found: dict[str, list[int]] = {}
    for number, text in sorted(texts):
        for word in sorted({word for word in _WORD.findall(folded(text)) if len(word) >= _LEAST}):
            found.setdefault(word, []).append(number)
    size, kept = 0, {}
    for word in sorted(found, key=lambda word: (len(found[word]), word)):
        steps = _steps(found[word])
        size += len(word) + len(steps) + 6
        if size > _LIMIT:
            break
        kept[word] = steps
    said = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
