"""A run that goes on where it stopped asks again what a server failed on, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli.reader_options import Readers
from crossbearing.engines.local import read_documents
from crossbearing.engines.unfinished import Unfinished
from crossbearing.llm.requests import request_lines
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import Faults
from crossbearing.pipeline import default_pipeline
from crossbearing.readings.model import RecordedReader
from crossbearing.readings.reader import LLM, Unresolved


class Failing:
    """Reads nothing; fails on the documents named."""

    name = LLM

    def __init__(self, *failing: str, model: str = "small") -> None:
        self._failing = failing
        self.seen: list[str] = []
        self.settings: Mapping[str, Any] = {"model": model}

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        for document in documents:
            self.seen.append(document.id)
            problems = (Problem("llm_busy", "too many requests", LLM),) if document.id in self._failing else ()
            yield Unresolved(document, (), problems)


def documents() -> list[Document]:
    return [Document(name, "The army left.", published="2021-03-09") for name in ("a", "b", "c")]


def test_what_a_server_failed_on_is_asked_again(tmp_path: Path) -> None:
    first, second = Failing("b"), Failing()
    for reader in (first, second):
        unfinished = Unfinished(tmp_path / "unfinished", "program")
        unfinished.open()
        reads = read_documents(documents(), default_pipeline(), unfinished=unfinished, readers=[reader])
        unfinished.close()
    assert (first.seen, second.seen) == (["a", "b", "c"], ["b"])
    assert all(read.document.problems == () for read in reads)


def test_readings_of_other_readers_are_not_gone_on_with() -> None:
    rules = Readers().key("program")
    small = Readers((Failing(),), names=("llm",)).key("program")
    large = Readers((Failing(model="large"),), names=("llm",)).key("program")
    both = Readers((Failing(),), names=("rules", "llm")).key("program")
    assert rules == "program"
    assert len({rules, small, large, both}) == 4


@pytest.mark.parametrize("asked", [0, 2])
def test_recorded_replies_say_what_was_never_asked(asked: int) -> None:
    given = documents()
    requests = list(request_lines(given[:asked], "small"))
    reader = RecordedReader(requests, [], given)
    told = list(reader.read(given, Faults()))
    assert [one.problems[0].code for one in told] == ["no_reply"] * asked + ["no_request"] * (3 - asked)
    assert all(one.unread == ((0, 14),) for one in told)
    assert reader.settings["model"] == (["small"] if asked else [])
    assert len(reader.settings["prompt"]) == bool(asked)
