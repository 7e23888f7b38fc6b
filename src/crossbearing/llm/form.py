"""The form of a reply: its keys, and the JSON schema that servers are given, made from the words of the contract."""

from __future__ import annotations

from functools import cache
from typing import Any

from crossbearing.vocab.contract import CLASSES, CODES, classes_with

QUOTE_KEYS = ("q", "p", "near")
SOURCE_KEYS = ("quote", "anonymous")
ROLE_KEYS = ("role", "quote")
TIME_KEYS = ("quote", "start", "end")
COUNT_KEYS = ("quote", "quantity", "category", "side", "scope", "bound", "low", "best", "high", "part_of")
CLAIM_KEYS = (
    "id",
    "p",
    "evidence",
    "near",
    "class",
    "modality",
    "polarity",
    "extent",
    "mode",
    "speech_act",
    "cue",
    "sources",
    "actors",
    "places",
    "time",
    "counts",
    "weapons",
    "labels",
)
GLOSS = "gloss"
"""The one key more that a claim of a report in another language than English may have."""

GLOSS_KEYS = ("sentence", "names")
GLOSS_NAME_KEYS = ("quote", "english")
# Codes that a claim cannot do without: there is no value that would not assert something the reader did not say.
NEEDED_CODES = ("modality", "polarity", "mode", "speech_act")


@cache
def all_roles() -> tuple[str, ...]:
    """Return every role of every class, sorted.

    >>> "besieger" in all_roles()
    True
    """
    return tuple(sorted({role for cls in CLASSES.values() for role in cls.roles}))


def roles_of(cls: str) -> frozenset[str]:
    """Return the roles that actors of a class may have; the contract allows any in background.

    >>> sorted(roles_of("custody.hold")), "besieged" in roles_of("context.background")
    (['captive', 'captor'], True)
    """
    return frozenset(all_roles() if cls in classes_with("background") else CLASSES[cls].roles)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _or_null(*types: str) -> dict[str, Any]:
    return {"type": [*types, "null"]}


def _code(name: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(CODES[name])}


def _count(quote: dict[str, Any]) -> dict[str, Any]:
    return _object(
        {
            "quote": quote,
            **{name: _code(name) for name in ("quantity", "category")},
            "side": _or_null("string"),
            **{name: _code(name) for name in ("scope", "bound")},
            **{name: _or_null("integer") for name in ("low", "best", "high")},
            "part_of": _or_null("string"),
        }
    )


def _gloss() -> dict[str, Any]:
    text = {"type": "string"}
    return _object({"sentence": text, "names": _list(_object(dict.fromkeys(GLOSS_NAME_KEYS, text)))})


def _claim(quote: dict[str, Any], glossed: bool) -> dict[str, Any]:
    null = {"type": "null"}
    role = {"type": "string", "enum": list(all_roles())}
    time = _object({"quote": quote, "start": _or_null("string"), "end": _or_null("string")})
    return _object(
        {
            "id": {"type": "integer"},
            "p": {"type": "integer"},
            "evidence": {"type": "string"},
            "near": _or_null("string"),
            "class": {"type": "string", "enum": sorted(CLASSES)},
            "modality": _code("modality"),
            "polarity": _code("polarity"),
            "extent": {"anyOf": [_code("extent"), null]},
            "mode": _code("mode"),
            "speech_act": _code("speech_act"),
            "cue": {"anyOf": [*quote["anyOf"], null]},
            "sources": _list(_object({"quote": quote, "anonymous": {"type": "boolean"}})),
            "actors": _list(_object({"role": role, "quote": quote})),
            "places": _list(_object({"role": _code("place_role"), "quote": quote})),
            "time": {"anyOf": [time, null]},
            "counts": _list(_count(quote)),
            "weapons": _list(quote),
            "labels": _list(quote),
            **({GLOSS: {"anyOf": [_gloss(), null]}} if glossed else {}),
        }
    )


def reply_schema(glossed: bool = False) -> dict[str, Any]:
    """Return the JSON schema of a reply: strict, every key required, no other key allowed.

    ``glossed`` asks for the English of every claim too: for reports in another language.

    >>> tuple(reply_schema()["$defs"]["claim"]["properties"]) == CLAIM_KEYS
    True
    """
    text = {"type": "string"}
    quote = {"anyOf": [text, {"$ref": "#/$defs/placed"}]}
    placed = _object({"q": text, "p": _or_null("integer"), "near": _or_null("string")})
    whole = _object({"claims": _list({"$ref": "#/$defs/claim"})})
    return {**whole, "$defs": {"placed": placed, "claim": _claim(quote, glossed)}}
