"""The one strict loader of YAML lists: unknown keys, missing keys and wrong types are refused with file and entry.

Packs are written by anybody, so a file is bounded in every way in which YAML can grow: bytes, texts, nodes, depth.
Aliases, by which ten lines can unfold to gigabytes, and tags, which name types to build, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import MOST_CHARACTERS, File, read_text, shown
from crossbearing.vocab.compiled import Texts
from crossbearing.vocab.yaml_events import Bounds, NotPlainError, built

MOST_YAML_BYTES = 1_000_000
"""The largest YAML file: without libyaml it is read letter by letter, up to four seconds a million.

The largest of ours has 115 KB.
"""

MOST_DEPTH = 20
"""How deep mappings and lists may nest; packs need four levels."""

MOST_NODES = 100_000
"""How many keys and values one file may hold: some six seconds of reading. The largest of ours has about 7,000."""

_KINDS: dict[type, str] = {
    str: "text (in quotes where it looks like a number or a day)",
    list: "a list",
    dict: "a mapping",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one entry: the keys it must and may have, each with the types its value may have."""

    required: Mapping[str, tuple[type, ...]]
    optional: Mapping[str, tuple[type, ...]]


class _LineLoader(yaml.SafeLoader):
    """Safe YAML that keeps the line of every mapping, refuses a key given twice, and is bounded as the module says."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose one node; every node comes by here, so here the bounds are kept."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused("anchors (&) and aliases (*) are not taken; write the value out, or put it in quotes", event)
        if getattr(event, "tag", None):
            raise _refused(
                f"tags ({shown(event.tag)}) are not taken; leave the tag out, or put the text in quotes", event
            )
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > MOST_CHARACTERS:
            raise _refused(f"a text has over {MOST_CHARACTERS:,} characters; shorten it", event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _refused(f"over {MOST_NODES:,} keys and values; split the file into packs that are smaller", event)
        if self._depth >= MOST_DEPTH:
            raise _refused(f"lists and mappings nest over {MOST_DEPTH} deep; write them flat", event)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def _refused(told: str, where: Any) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, told, where.start_mark)


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _refused("a key must be one word, not a list or mapping", key_node)
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise _refused(f"key {shown(key)} stands twice", key_node)
        if key == "__line__":
            raise _refused("the key '__line__' is kept for the program; call it something else", key_node)
        result[key] = loader.construct_object(value_node, deep=True)
    result["__line__"] = node.start_mark.line + 1
    return result


# YAML 1.1 reads the prepositions "on" and "off" and the word "no" as truth values; only true and false are here. Days
# stay the text that they are: whoever needs a day checks it, and says which field is wrong.
_NOT_RESOLVED = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_LineLoader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag not in _NOT_RESOLVED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_LineLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


# Of the texts that are plainly right alone: refusals are worded anew each time.
_READ = Texts("yaml", "crossbearing.vocab.yaml_events")


def _quickly(text: str) -> Any:
    return built(text, Bounds(MOST_DEPTH, MOST_NODES, MOST_CHARACTERS, _LineLoader.yaml_implicit_resolvers))


def read_yaml(file: File) -> Any:
    """Parse a YAML file; every mapping in it gets its line under ``__line__``. Raises VocabularyError."""
    text = read_text(file, MOST_YAML_BYTES)
    with suppress(NotPlainError):
        return _READ.read(text, _quickly)
    try:
        return yaml.load(text, _LineLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise VocabularyError(f"{file.name}{line}: no valid YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = f":{text.count(chr(10), 0, error.position) + 1}"
        raise VocabularyError(
            f"{file.name}{line}: no valid YAML: character {error.character:#x} is not allowed; remove it"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise VocabularyError(f"{file.name}: no valid YAML: {shown(str(error))}") from error


def check_entry(entry: Any, form: Form, place: str) -> dict[str, Any]:
    """Return ``entry`` without its line mark if it has the form; raise VocabularyError that names ``place`` if not.

    >>> check_entry({"name": "x"}, Form({"name": (str,)}, {}), "classes.yml:1")
    {'name': 'x'}
    """
    if not isinstance(entry, dict):
        raise VocabularyError(f"{place}: an entry must be a mapping (key: value), not {shown(entry)}")
    known = {**form.required, **form.optional}
    for key, value in entry.items():
        if key == "__line__":
            continue
        if key not in known:
            raise VocabularyError(f"{place}: unknown key {shown(key)}; known: {', '.join(sorted(known))}")
        if not isinstance(value, known[key]):
            raise VocabularyError(f"{place}: {key!r} must be {_kinds(known[key])}, not {shown(plain(value))}")
    for key in form.required:
        if key not in entry:
            raise VocabularyError(f"{place}: {key!r} is missing")
    return {k: v for k, v in entry.items() if k != "__line__"}


def _kinds(types: tuple[type, ...]) -> str:
    return " or ".join(_KINDS.get(t, t.__name__) for t in types)


def check_texts(values: list[Any], key: str, place: str) -> tuple[str, ...]:
    """Return the values of a list that must hold texts alone; raise VocabularyError that names ``place`` if not.

    >>> check_texts(["AFP"], "aliases", "outlets.yml:1")
    ('AFP',)
    """
    for value in values:
        if not isinstance(value, str):
            raise VocabularyError(f"{place}: {key!r} must hold {_KINDS[str]}, not {shown(plain(value))}")
    return tuple(values)


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
