"""What goes wrong with one document or row costs that document or row: it is kept with its stage, never the run's end.

A fault is an error that nobody raised on purpose: a defect of the program that some text brought to light. Errors of
the installation (no parser, a damaged gazetteer, a broken pack) are none: they would meet every document, and stop the
run.
"""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crossbearing.model.budget import SECONDS, OverBudgetError, processor_time, seconds_for
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import (
    FaultError,
    GazetteerError,
    OutputError,
    PackError,
    ParserUnavailableError,
    VocabularyError,
)

FAULT = "fault"
"""Code of a problem that a defect of the program left; the message says where in the program it lies."""
TOO_SLOW = "too_slow"
"""Code of a problem of a document that took more than its budget of processor time."""
NO_MEMORY = "no_memory"
"""Code of a problem of a document for which the memory did not suffice."""
NOT_READ = "language_not_read"
"""Code of a problem of a document that the rules did not read, since it is not in English."""

_OF_THE_INSTALLATION = (ParserUnavailableError, GazetteerError, PackError, VocabularyError, OutputError, FaultError)
_PACKAGE = Path(__file__).parents[1]


def fault_words(error: BaseException) -> str:
    """Return the kind of the error and the line of this package in which it came up, nothing that varies by machine.

    >>> try:
    ...     Problem("only a code")
    ... except TypeError as error:
    ...     fault_words(error).partition(":")[0]
    'TypeError'
    """
    said = next(iter(str(error).splitlines()), "")[:200]
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).is_relative_to(_PACKAGE):
            where = f" at {Path(frame.filename).relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return f"{type(error).__name__}{f': {said}' if said else ''}{where}"


def problem_of(
    error: BaseException, stage: str, start: int | None = None, end: int | None = None, what: str = ""
) -> Problem:
    """Return the problem that an error leaves on its document; ``what`` was left out, all of the document where empty.

    >>> problem_of(OverBudgetError("took over 20 seconds"), "extract").code
    'too_slow'
    """
    if isinstance(error, OverBudgetError):
        return Problem(TOO_SLOW, str(error), stage, start, end)
    if isinstance(error, MemoryError):
        return Problem(NO_MEMORY, "the memory did not suffice; split the text into several reports", stage, start, end)
    lost = f"{what or 'this part'} was left out by a defect of the program, please report it"
    return Problem(FAULT, f"{lost}: {fault_words(error)}", stage, start, end)


class Faults:
    """The problems that came up while documents were worked on, by document; with ``strict`` the first ends the run.

    ``seconds`` of processor time are given to each document, more to long ones.

    >>> faults = Faults()
    >>> with faults.costing_only("a", "extract", 0, 20):
    ...     raise KeyError("gone")
    >>> [(p.code, p.stage, p.start) for p in faults.of("a")]
    [('fault', 'extract', 0)]
    """

    def __init__(self, strict: bool = False, seconds: float = SECONDS) -> None:
        self.strict = strict
        self.seconds = seconds
        self._problems: dict[str, list[Problem]] = defaultdict(list)

    def of(self, document: str) -> tuple[Problem, ...]:
        """Return the problems of one document, in the order in which they came up, each once."""
        return tuple(dict.fromkeys(self._problems.get(document, ())))

    def take(self, others: Faults) -> None:
        """Keep the problems of ``others`` too: those of a trial that was the last."""
        for document, problems in others._problems.items():
            self._problems[document].extend(problems)

    def add(self, document: str, problem: Problem) -> None:
        """Keep a problem of a document."""
        self._problems[document].append(problem)

    def keep(
        self, error: Exception, document: str, stage: str, start: int | None = None, end: int | None = None
    ) -> None:
        """Keep an error as a problem of its document; raise it where it is no fault, FaultError where ``strict``."""
        what = "the document" if start is None else "the sentence"
        self._keep(error, document, problem_of(error, stage, start, end, what))

    def _keep(self, error: Exception, document: str, problem: Problem) -> None:
        if isinstance(error, _OF_THE_INSTALLATION):
            raise error
        if self.strict:
            raise FaultError(
                f"{document}: {problem.stage}: {problem.message}; without --strict the run goes on"
            ) from error
        self.add(document, problem)

    @contextmanager
    def costing_only(
        self, document: str, stage: str, start: int | None = None, end: int | None = None
    ) -> Iterator[None]:
        """Run the block so that a fault in it ends the block alone; what took too long ends its document."""
        try:
            yield
        except Exception as error:
            if start is not None and isinstance(error, OverBudgetError):
                raise
            self.keep(error, document, stage, start, end)

    @contextmanager
    def working_on(self, document: Document, stage: str) -> Iterator[None]:
        """Run the block, one stage of a document, so that a fault in it or too much time ends the block alone."""
        with self.costing_only(document.id, stage), processor_time(seconds_for(document.text, self.seconds)):
            yield

    @contextmanager
    def costing_row(self, documents: Iterable[str], what: str) -> Iterator[None]:
        """Run the block so that a fault in it ends the block alone; ``what`` names the row that is then missing.

        >>> faults = Faults()
        >>> with faults.costing_row(["a"], "a toll"):
        ...     raise KeyError("gone")
        >>> faults.of("a")[0].message.partition(",")[0]
        'a toll was left out by a defect of the program'
        """
        try:
            yield
        except Exception as error:
            for document in sorted(set(documents)):
                self._keep(error, document, problem_of(error, "reconcile", what=what))
