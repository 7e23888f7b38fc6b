"""Builds the values of a YAML file from the events of libyaml, some fifteen times as fast as PyYAML reads them.

It only ever says yes: what is out of bounds, not taken or wrong is left to the strict loader, which reads the text anew
and tells where and why. So there is one place that words refusals, and machines without libyaml get the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

# None where PyYAML was built without libyaml.
_Parser: Callable[[str], Any] | None = getattr(getattr(yaml, "cyaml", None), "CParser", None)

# What libyaml takes and PyYAML does not, or takes otherwise: tabs between words, odd line ends. See `_scalar` for "?".
_READ_OTHERWISE = re.compile("[\t\x85\u2028\u2029\ufeff]")


class NotPlainError(Exception):
    """The text is not one that the quick way reads."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a file may grow (``characters`` of one text) and how a plain word is read, by its first letter."""

    depth: int
    nodes: int
    characters: int
    resolvers: Mapping[str, list[tuple[str, Any]]]


# The plain words that are values of their own; "<<" and "=" of YAML 1.1 are the loader's.
_READ: dict[str, Callable[[Any, yaml.ScalarNode], Any]] = {
    f"tag:yaml.org,2002:{name}": yaml.SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{name}"]
    for name in ("null", "bool", "int", "float")
}


def built(text: str, bounds: Bounds) -> Any:
    """Return the values of a text as the strict loader would, every mapping with its line under ``__line__``.

    Raises NotPlainError for every text that is not plainly right, and where libyaml is missing.

    >>> built("- killed: 12", Bounds(20, 100, 100, {}))
    [{'killed': '12', '__line__': 1}]
    """
    if _Parser is None or _READ_OTHERWISE.search(text):
        raise NotPlainError
    try:
        return _Builder(_Parser(text), bounds).document()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotPlainError from error


class _Builder:
    def __init__(self, parser: Any, bounds: Bounds) -> None:
        self._get: Callable[[], Any] = parser.get_event
        self._scalars = yaml.constructor.SafeConstructor()
        self._bounds = bounds
        self._nodes = 0

    def document(self) -> Any:
        self._get()
        if isinstance(self._get(), yaml.StreamEndEvent):
            return None
        value = self._value(self._get(), 0)
        self._get()
        if not isinstance(self._get(), yaml.StreamEndEvent):
            raise NotPlainError
        return value

    def _value(self, event: Any, depth: int) -> Any:
        self._nodes += 1
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor or event.tag:
            raise NotPlainError
        if self._nodes > self._bounds.nodes or depth >= self._bounds.depth:
            raise NotPlainError
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return self._list(depth + 1) if kind is yaml.SequenceStartEvent else self._mapping(event, depth + 1)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if len(text) > self._bounds.characters:
            raise NotPlainError
        if event.implicit[0]:  # not in quotes
            if "?" in text:  # PyYAML takes none in a list or mapping in brackets
                raise NotPlainError
            for tag, pattern in self._bounds.resolvers.get(text[:1], ()):
                if pattern.match(text):
                    if tag not in _READ:
                        raise NotPlainError
                    return _READ[tag](self._scalars, yaml.ScalarNode(tag, text))
        return text

    def _list(self, depth: int) -> list[Any]:
        values: list[Any] = []
        while type(event := self._get()) is not yaml.SequenceEndEvent:
            values.append(self._value(event, depth))
        return values

    def _mapping(self, start: Any, depth: int) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        while type(event := self._get()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise NotPlainError
            key = self._value(event, depth)
            if key in values or key == "__line__":
                raise NotPlainError
            values[key] = self._value(self._get(), depth)
        values["__line__"] = start.start_mark.line + 1
        return values
