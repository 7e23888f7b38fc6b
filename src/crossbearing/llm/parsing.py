"""Reads the text of a reply as JSON: strictly, and with one repair where the server could not be held to a schema."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

_CUT_AFTER = 2_000_000
# A string, also one that is cut off, is stepped over whole: each character is looked at once.
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))|,(?=\s*[\]}])', re.DOTALL)
_CLAIMS = re.compile(r'\{\s*"claims"\s*:\s*\[')


class _NotJsonError(ValueError):
    """A value that JSON does not have, such as NaN."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply's text holds: the claims as JSON values, keys beside them, and what had to be done to read it.

    ``repairs`` are (code, reason) pairs; an answer that could not be read at all has no claims and one repair.
    """

    claims: tuple[Any, ...]
    other_keys: tuple[str, ...] = ()
    repairs: tuple[tuple[str, str], ...] = field(default=())


def _refuse(name: str) -> NoReturn:
    raise _NotJsonError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def parse_reply(content: str) -> Answer:
    """Return the claims of a reply's text; never raises.

    Strict JSON is taken as it is. Else, once: what stands around the object (a fence, a preface) is left away,
    trailing commas are taken out, and of a reply that was cut the claims before the cut are kept.

    >>> parse_reply('{"claims": []}').repairs
    ()
    >>> cut = parse_reply('```json\\n{"claims": [{"id": 1,}, {"id": 2')
    >>> len(cut.claims), [code for code, _ in cut.repairs]
    (1, ['reply_repaired', 'reply_cut'])
    """
    try:
        return _checked(_DECODER.decode(content.strip().removeprefix("\ufeff")))
    except (ValueError, RecursionError):
        return _repaired(content)


def _checked(value: Any) -> Answer:
    if not isinstance(value, dict) or not isinstance(value.get("claims"), list):
        return Answer((), (), (("wrong_schema", "the reply is JSON, but no object with a list of claims"),))
    return Answer(tuple(value["claims"]), tuple(sorted(set(value) - {"claims"})))


def _repaired(content: str) -> Answer:
    begin = _CLAIMS.search(content)
    if begin is None:
        return Answer((), (), (("reply_not_json", "the reply holds no JSON object with a list of claims"),))
    text = _TRAILING_COMMA.sub(lambda m: m[1] or "", content[begin.end() : begin.end() + _CUT_AFTER])
    claims: list[Any] = []
    at = _skip(text, 0, " \t\r\n")
    while at < len(text) and text[at] != "]":
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return Answer(tuple(claims), (), (*_MENDED, ("reply_cut", _cut(len(claims)))))
        claims.append(value)
        at = _skip(text, at, " \t\r\n")
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1, " \t\r\n")
        elif text[at : at + 1] != "]":
            return Answer(tuple(claims), (), (*_MENDED, ("reply_cut", _cut(len(claims)))))
    if at >= len(text):
        return Answer(tuple(claims), (), (*_MENDED, ("reply_cut", _cut(len(claims)))))
    return Answer(tuple(claims), (), _MENDED)


_MENDED = (("reply_repaired", "the reply is no strict JSON: read once more without fences and trailing commas"),)


def _cut(kept: int) -> str:
    return f"the reply breaks off or goes wrong behind claim {kept}; what follows is not read"


def _skip(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at
