"""``--readers`` and what goes with it: from options to readers, and what they say before and after."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crossbearing.cli import output
from crossbearing.cli.llm_options import settings_of
from crossbearing.model.claim import RULES
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.llm.live import Plan
    from crossbearing.pipeline import Pipeline
    from crossbearing.readings.model import LiveReader, RecordedReader
    from crossbearing.readings.reader import Reader

LLM = "llm"  # as in readings/reader.py, which the command line starts without
READERS = typer.Option(
    RULES, "--readers", metavar="NAMES", help="Who reads: rules, llm (a language model), or rules,llm."
)
REPLIES = typer.Option(None, "--llm-replies", metavar="FILE", help="Read these recorded replies; ask no server.")
CLAIMS = typer.Option(
    None, "--claims", metavar="DIR", help="Take the claims from NAME.gold.json files in DIR; read no text."
)
REQUESTS = typer.Option(None, "--llm-requests", metavar="FILE", help="The requests that --llm-replies answer.")


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """The options that say who reads; ``names`` is the text of ``--readers``."""

    names: str = RULES
    url: str = ""
    model: str = ""
    parallel: int = 2
    seconds: float = 300.0
    cache: Path | None = None
    prices: Path | None = None
    budget: str = ""
    yes: bool = False
    mask: bool = False
    relevant: bool = False
    replies: Path | None = None
    requests: Path | None = None
    claims: Path | None = None

    def chosen(self) -> tuple[str, ...]:
        """Return the names of the readers. Raises CrossbearingError for options that do not go together."""
        from crossbearing.readings.reader import reader_names

        names = reader_names(self.names)
        if self.claims is not None and LLM in names:
            raise CrossbearingError("--claims takes the place of all readers: leave --readers out")
        asked = bool(self.url or self.model)
        recorded = self.replies is not None or self.requests is not None
        if LLM not in names and (asked or recorded):
            raise CrossbearingError(f"--llm options are given, but --readers names {self.names} alone; add llm to it")
        if asked and recorded:
            raise CrossbearingError("give --llm-url to ask a server or --llm-replies for recorded replies, not both")
        if recorded and (self.replies is None or self.requests is None):
            raise CrossbearingError("--llm-replies and --llm-requests go together: replies alone name no passages")
        return names


@dataclass(slots=True)
class Readers:
    """The readers of a run, and what is known of the language model among them."""

    readers: tuple[Reader, ...] = ()
    unplaced: tuple[Problem, ...] = ()
    live: LiveReader | None = None
    names: tuple[str, ...] = field(default=(RULES,))

    @property
    def with_model(self) -> bool:
        """Say whether a language model is among them."""
        return LLM in self.names

    def shown(self) -> dict[str, Any]:
        """Return what the manifest says of them."""
        settings = {reader.name: dict(reader.settings) for reader in self.readers if reader.settings}
        return {"readers": list(self.names), **settings}

    def key(self, program: str) -> str:
        """Return a hash over the program and the readers: readings of another model are not gone on with."""
        if not any(reader.settings for reader in self.readers):
            return program
        return hashlib.sha256(json.dumps([program, self.shown()], sort_keys=True).encode()).hexdigest()

    def say_after(self) -> None:
        """Say what the model's server did, and which replies belong to no report."""
        for problem in self.unplaced:
            output.say(f"not read: {output.one_line(problem.message)}")
        if self.live is not None and self.live.planned is not None:
            output.say(f"llm: {self.live.report.sentence()}")
            for note in self.live.report.notes:
                output.say(f"llm: {output.one_line(note)}")

    def summary(self, problems: Iterable[tuple[str, Problem]]) -> dict[str, Any]:
        """Return what ``--json`` says of the model: estimate, report, and what was not taken from it, by code."""
        if not self.with_model:
            return {}
        found: dict[str, Any] = {"not_taken": self.not_taken(problems)}
        if self.live is not None and self.live.planned is not None:
            estimate, report = self.live.planned.estimate.as_json(), self.live.report.as_json(timed=False)
            found["llm"] = {"estimate": estimate, "report": report}
        return found

    def not_taken(self, problems: Iterable[tuple[str, Problem]]) -> dict[str, int]:
        """Return how often each thing was not taken from the model's replies, or from the rules beside it."""
        stages = ("llm", "join")
        found = Counter(problem.code for _, problem in problems if problem.stage in stages)
        found.update(problem.code for problem in self.unplaced)
        return dict(sorted(found.items()))


def readers_of(options: ReaderOptions, pipeline: Pipeline, documents: tuple[Document, ...]) -> Readers:
    """Return the readers that the options ask for, over the documents of the run; nothing is sent yet.

    Raises LanguageModelError and CrossbearingError that name the option, OSError for a file that is not there.
    """
    names = options.chosen()
    if options.claims is not None:
        from crossbearing.readings.given import GivenReader

        given = GivenReader(options.claims)
        return Readers((given,), names=(given.name,))
    if LLM not in names:
        return Readers(names=names)
    from crossbearing.readings.rules import RulesReader

    made = Readers(names=names)
    rules: tuple[Reader, ...] = (RulesReader(pipeline.extractor),) if RULES in names else ()
    model: Reader
    if options.replies is not None and options.requests is not None:
        model, made.unplaced = recorded_reader(options.requests, options.replies, documents)
    else:
        made.live = model = _live(options, pipeline)
    made.readers = (*rules, model)
    return made


def recorded_reader(
    requests: Path, replies: Path, documents: Iterable[Document]
) -> tuple[RecordedReader, tuple[Problem, ...]]:
    """Return a reader of recorded replies, and the lines of both files that belong to no document."""
    from crossbearing.llm.lines import read_lines
    from crossbearing.readings.model import RecordedReader

    asked, bad_requests = read_lines(requests)
    answered, bad_replies = read_lines(replies)
    if not asked:
        raise CrossbearingError(f"{requests} holds no request; name the file that crossbearing llm requests wrote")
    reader = RecordedReader(asked, answered, list(documents))
    return reader, (*bad_requests, *bad_replies, *reader.unplaced)


def _live(options: ReaderOptions, pipeline: Pipeline) -> LiveReader:
    from crossbearing.readings.model import LiveReader

    settings = settings_of(
        options.url,
        options.model,
        options.parallel,
        options.seconds,
        options.cache,
        options.prices,
        options.budget,
        options.yes,
        pipeline.extractor.matcher if options.mask else None,
    )
    gate = pipeline.extractor.gate if options.relevant else None
    return LiveReader(settings, gate, said=_say_before, say=_say, confirm=_confirm)


def _say_before(planned: Plan) -> None:
    output.say(f"llm: {planned.estimate.sentence()}")


def _say(line: str) -> None:
    output.say(f"llm: {output.one_line(line)}")


def _confirm(question: str) -> bool | None:
    """Return what a person at the terminal answers, None where nobody is there; on lines that no bar overwrites."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    output.say(f"{question} [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def title_of(readers: Readers, title: str) -> str:
    """Return the title of a report: it says so where a language model read."""
    if not readers.with_model:
        return title
    both = "by the rules and by a language model" if RULES in readers.names else "by a language model"
    return f"{title}: read {both}, held to the text"
