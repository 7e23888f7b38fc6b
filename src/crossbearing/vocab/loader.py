"""The one strict loader of YAML lists: unknown keys, missing keys and wrong types are refused with file and entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from crossbearing.model.errors import VocabularyError

File = Path | Traversable


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one entry: the keys it must and may have, each with the types its value may have."""

    required: Mapping[str, tuple[type, ...]]
    optional: Mapping[str, tuple[type, ...]]


class _LineLoader(yaml.SafeLoader):
    """Safe YAML that keeps the line of every mapping and refuses a key given twice."""


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    result["__line__"] = node.start_mark.line + 1
    return result


# YAML 1.1 reads the prepositions "on" and "off" and the word "no" as truth values; only true and false are here.
_LineLoader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_LineLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(file: File) -> Any:
    """Parse a YAML file; every mapping in it gets its line under ``__line__``. Raises VocabularyError."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), _LineLoader)  # noqa: S506 - a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{file.name}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise VocabularyError(f"{file.name}: no valid YAML: {error}") from error


def check_entry(entry: Any, form: Form, place: str) -> dict[str, Any]:
    """Return ``entry`` without its line mark if it has the form; raise VocabularyError that names ``place`` if not.

    >>> check_entry({"name": "x"}, Form({"name": (str,)}, {}), "classes.yml:1")
    {'name': 'x'}
    """
    if not isinstance(entry, dict):
        raise VocabularyError(f"{place}: an entry must be a mapping, not {type(entry).__name__}")
    known = {**form.required, **form.optional}
    for key, value in entry.items():
        if key == "__line__":
            continue
        if key not in known:
            raise VocabularyError(f"{place}: unknown key {key!r}; known: {', '.join(sorted(known))}")
        if not isinstance(value, known[key]):
            names = " or ".join(t.__name__ for t in known[key])
            raise VocabularyError(f"{place}: {key!r} must be {names}, not {value!r}")
    for key in form.required:
        if key not in entry:
            raise VocabularyError(f"{place}: {key!r} is missing")
    return {k: v for k, v in entry.items() if k != "__line__"}


def load_entries(file: File, form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, entry) for a YAML list of entries of one form; ``place`` reads ``file:line``."""
    entries = read_yaml(file) or []
    if not isinstance(entries, list):
        raise VocabularyError(f"{file.name}: must be a list of entries")
    for number, entry in enumerate(entries, 1):
        line = entry.get("__line__", number) if isinstance(entry, dict) else number
        place = f"{file.name}:{line}"
        yield place, check_entry(entry, form, place)


def plain(value: Any) -> Any:
    """Return ``value`` without line marks, at any depth."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k != "__line__"}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value
