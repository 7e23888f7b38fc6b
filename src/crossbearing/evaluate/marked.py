"""Marked words of texts that others own: which word of which text tells a claim of which class; no text lies here.

A table (``bench/marks``) names the file of texts (JSON, one a line), and the fields that hold a text and its id; where
the id has no field, it is the number of the line. Each further line is a text that was read whole: its id, its length,
and the offset and class of every claim. What is not marked tells none. Where the roles of a claim were read they follow
after a second colon, each with the offset of the word that fills it; where it was read how the claim is told, that
follows after a third, without what is the rule (occurred, positive, unattributed), with the offsets of its sources;
where its counts were read, these after a fourth, by the offset of the number, without what is the rule (people,
incident): ``41:strike.air:initiator=4,location=57:planned,indirect,source=80:killed=20/civilians``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crossbearing.evaluate.claim_cases import Counted, Telling
from crossbearing.evaluate.lessons import Lesson
from crossbearing.extract.judge.roles import ROLES
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.vocab.contract import CLASSES, CODES

_HEAD = ("file", "id", "text")


def marked(tables: Path, texts: Path) -> list[Lesson]:
    """Return the marked texts of all tables in a folder; the files of texts lie below ``texts``.

    Raises EvaluationError, with table and line, where a table is not in that form or not of the text that is there.
    """
    found = sorted(tables.glob("*.tsv"))
    if not found:
        raise EvaluationError(f"{tables}: no tables of marks (*.tsv) there")
    return [lesson for table in found for lesson in _marked(table, texts)]


def _marked(table: Path, texts: Path) -> Iterator[Lesson]:
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    head = {line[0]: line[-1] if len(line) > 1 else "" for line in lines[: len(_HEAD)]}
    if tuple(head) != _HEAD:
        raise EvaluationError(f"{table.name}: begins with the lines {', '.join(_HEAD)}, each with what it names")
    given = _texts(texts / head["file"], head)
    for number, line in enumerate(lines[len(_HEAD) :], len(_HEAD) + 1):
        place = f"{table.name}:{number}"
        try:
            name, length, marks = line
            read = [_mark(mark) for mark in marks.split()]
            text = given[name]
        except (ValueError, KeyError) as error:
            raise EvaluationError(f"{place}: not the id of a text, its length and its marks: {error}") from error
        if len(text) != int(length) or any(at >= len(text) for one in read for at in _offsets(one)):
            raise EvaluationError(f"{place}: the text of {name} is another than the one that was marked")
        _check(read, place)
        yield Lesson(
            Document(f"{table.stem}-{name}", text),
            tuple((one.at, one.cls) for one in read),
            {one.at: one.roles for one in read if one.roles is not None},
            {one.at: _telling(one) for one in read if one.told is not None},
            {one.at: one.counts for one in read if one.counts is not None},
        )


class _Mark(NamedTuple):
    """A mark; ``roles`` and ``told`` are None where nobody read them."""

    at: int
    cls: str
    roles: tuple[tuple[str, int], ...] | None = None
    told: tuple[str, ...] | None = None
    sources: tuple[tuple[str, int], ...] = ()
    counts: tuple[Counted, ...] | None = None


def _mark(mark: str) -> _Mark:
    """Return a mark with what was read of its claim.

    >>> _mark("41:strike.air:initiator=4")[2:], _mark("41:strike.air::planned,source=80")[2:]
    (((('initiator', 4),), None, (), None), ((), ('planned',), (('source', 80),), None))
    >>> _mark("41:strike.air:::killed=20/civilians").counts
    (Counted(start=20, end=21, quantity='killed', scope='incident'),)
    >>> _mark("41:strike.air:").roles, _mark("41:strike.air").roles
    ((), None)
    """
    at, cls, *read = mark.split(":")
    if not read:
        return _Mark(int(at), cls)
    roles, *rest = read
    if not rest:
        return _Mark(int(at), cls, _filled(roles))
    told, *counts = rest
    words = None if told == _UNREAD else tuple(one for one in told.split(",") if one and "=" not in one)
    sources = _filled(",".join(one for one in told.split(",") if "=" in one))
    if not counts:
        return _Mark(int(at), cls, _filled(roles), words, sources)
    (listed,) = counts
    return _Mark(int(at), cls, _filled(roles), words, sources, tuple(map(_count, filter(None, listed.split(",")))))


_UNREAD = "?"
"""Stands where it was not read how a claim is told, but what it counts."""


def _count(told: str) -> Counted:
    quantity, _, rest = told.partition("=")
    where, *named = rest.split("/")
    scope = next((one for one in named if one in CODES["scope"]), "incident")
    return Counted(int(where), int(where) + 1, quantity, scope)


def _offsets(mark: _Mark) -> Iterator[int]:
    yield mark.at
    yield from (where for _, where in (*(mark.roles or ()), *mark.sources))
    yield from (one.start for one in mark.counts or ())


def _filled(listed: str) -> tuple[tuple[str, int], ...]:
    pairs = (one.partition("=") for one in listed.split(",") if one)
    return tuple((role, int(where)) for role, _, where in pairs)


_TOLD = frozenset({*CODES["modality"], *CODES["mode"], "negative"})


def _check(read: Sequence[_Mark], place: str) -> None:
    """Raise EvaluationError for a class, a role or a way of telling that the contract does not know."""
    for kind, given, known in (
        ("class of claims", {one.cls for one in read}, set(CLASSES)),
        ("role of a claim", {role for one in read for role, _ in one.roles or ()}, set(ROLES)),
        ("quantity", {one.quantity for mark in read for one in mark.counts or ()}, set(CODES["quantity"])),
        ("way to tell a claim", {word for one in read for word in one.told or ()}, _TOLD),
    ):
        if unknown := sorted(given - known):
            raise EvaluationError(f"{place}: no {kind}: {', '.join(unknown)}")


def _telling(mark: _Mark) -> Telling:
    told = mark.told or ()
    modality = next((word for word in told if word in CODES["modality"]), "occurred")
    mode = next((word for word in told if word in CODES["mode"]), "unattributed")
    return Telling(modality, mode)


def _texts(file: Path, head: Mapping[str, str]) -> dict[str, str]:
    try:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{file}: no texts, a JSON object a line: {error}") from error
    try:
        return {str(row[head["id"]] if head["id"] else n): row[head["text"]] for n, row in enumerate(rows, 1)}
    except KeyError as error:
        raise EvaluationError(f"{file}: a text without {error}") from error
