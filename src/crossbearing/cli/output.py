"""Where words go: tables and JSON to standard output, messages and progress to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.table import Table

from crossbearing.model.document import Problem
from crossbearing.model.errors import UnreadableDocumentError


class Step(Protocol):
    """What long work calls with the number of parts done."""

    def __call__(self, done: int = 1) -> None:
        """Count ``done`` more parts."""


def say(message: str) -> None:
    """Print one line on standard error, without markup: file names may hold brackets."""
    Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print(message)


def show(table: Table) -> None:
    """Print a table on standard output; a file or pipe gets lines long enough that no cell is cut."""
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=160)
    console.print(table)


def write(text: str) -> None:
    """Print a line on standard output as it is."""
    sys.stdout.write(text + "\n")


def write_json(value: Any) -> None:
    """Print one JSON value on standard output, keys sorted; the only thing that a command with --json prints there."""
    write(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False))


def one_line(text: str) -> str:
    """Return text without line breaks and control characters, since file names and documents may hold both.

    >>> one_line("a\\nb\\x1b[31m")
    'a b [31m'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def counted(number: int, plural: str) -> str:
    """Return the number with its noun.

    >>> counted(1, "tolls"), counted(0, "tolls")
    ('1 toll', '0 tolls')
    """
    return f"{number} {plural if number != 1 else plural.removesuffix('s')}"


def say_problems(problems: Iterable[UnreadableDocumentError]) -> None:
    """Print one line a problem on standard error."""
    for problem in problems:
        say(f"not read: {one_line(str(problem))}")


def say_noted(problems: Sequence[tuple[str, Problem]], shown: int = 20) -> None:
    """Print one line a problem of a document that was read, the first few of many."""
    for name, problem in problems[:shown]:
        say(f"{one_line(name)}: {one_line(problem.message)}")
    if len(problems) > shown:
        say(f"{len(problems) - shown} more problems are in documents.jsonl")


def say_left_alone(names: tuple[str, ...], shown: int = 5) -> None:
    """Name the files that no reader is for, the first few of many."""
    if names:
        more = f" and {len(names) - shown} more" if len(names) > shown else ""
        say(f"left alone: {', '.join(one_line(name) for name in names[:shown])}{more}")


@contextmanager
def progress(what: str, total: int) -> Iterator[Step]:
    """Show a progress bar on standard error while the block runs; nothing where standard error is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)

        def step(done: int = 1) -> None:
            bar.advance(task, done)

        yield step
