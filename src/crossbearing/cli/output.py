"""Where words go: tables and JSON to standard output, messages and progress to standard error.

Nothing is printed but through here: texts and file names may hold escape sequences, which would steer the terminal, and
marks that turn the order of letters around.
"""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

# Loaded when something is printed: the list of commands is printed without.
if TYPE_CHECKING:
    from rich.table import Table

    from crossbearing.model.document import Problem
    from crossbearing.model.errors import UnreadableDocumentError

# What JSON need not escape and a terminal may obey: delete, C1, marks of direction, line separators, halves of pairs.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Step(Protocol):
    """What long work calls with the number of parts done."""

    def __call__(self, done: int = 1, of: int | None = None) -> None:
        """Count ``done`` more parts; ``of`` says of how many in all, where that was not known at first."""


def any_encoding() -> None:
    """Let standard output and error take every letter: what their encoding lacks is printed as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def clean(text: str) -> str:
    """Return text that a terminal only prints: line breaks stay, what else steers it is written as its escape.

    >>> clean("a\\x1b[31mb\\u202ec")
    'a\\\\x1b[31mb\\\\u202ec'
    """
    return text if text.isprintable() else "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    blank = character == "\t" or unicodedata.category(character) == "Zs"
    return " " if blank else character.encode("unicode_escape").decode("ascii")


def _one_cell(text: str) -> str:
    """Return the text of a table cell with a blank for all that steers, since its width is reckoned already."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


def say(message: str) -> None:
    """Print one line on standard error, without markup: file names may hold brackets."""
    from rich.console import Console

    Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print(clean(message))


def show(table: Table) -> None:
    """Print a table on standard output; a file or pipe gets lines long enough that no cell is cut."""
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=160)
    # The style of a cell stands apart from its text, so that only what the text brings is taken out.
    parts = (p if p.control else Segment(_one_cell(p.text), p.style) for p in console.render(table))
    console.print(Segments(parts), end="")


def write(text: str) -> None:
    """Print a line on standard output."""
    sys.stdout.write(clean(text) + "\n")


def write_json(value: Any) -> None:
    """Print one JSON value on standard output, keys sorted; the only thing that a command with --json prints there.

    It is UTF-8 whatever the terminal's encoding; letters that a terminal may obey are escaped: no value changes.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    found = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    sys.stdout.write(_STEERING.sub(lambda letter: f"\\u{ord(letter[0]):04x}", found) + "\n")


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


def say_noted(problems: Sequence[tuple[str, Problem]], shown: int = 20, where: str = "documents.jsonl") -> None:
    """Print one line a problem of a document that was read, the first few of many; of those passed over how many."""
    from crossbearing.text.relevance import PASSED_OVER

    told = [(name, problem) for name, problem in problems if problem.code != PASSED_OVER]
    for name, problem in told[:shown]:
        say(f"{one_line(name)}: {one_line(problem.message)}")
    if len(told) > shown:
        say(f"{len(told) - shown} more problems are in {where}")
    if len(told) < len(problems):
        passed = counted(len(problems) - len(told), "reports")
        say(f"passed over as other news: {passed} (--all reads everything)")


def say_left_alone(names: tuple[str, ...], shown: int = 5) -> None:
    """Name the files that no reader is for, the first few of many."""
    if names:
        more = f" and {len(names) - shown} more" if len(names) > shown else ""
        say(f"left alone: {', '.join(one_line(name) for name in names[:shown])}{more}")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Step]:
    """Show a bar with rate and time left on standard error while the block runs; nothing where it is no terminal.

    Where the total is not known, None, the bar tells what is done, until a step says of how many.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, rate="")

        def step(done: int = 1, of: int | None = None) -> None:
            row = bar.tasks[0]
            rate = (row.completed + done) / max(row.elapsed or 0, 0.001)
            bar.update(task, advance=done, total=of or row.total, rate=f"{rate:.1f}/s")

        yield step
