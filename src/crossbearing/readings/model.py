"""A language model as a reader: asked live, or its replies recorded in files; held to the text either way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crossbearing.extract.gate import Gate
from crossbearing.llm.consent import Confirm, Say, confirm_on_terminal, say_on_stderr
from crossbearing.llm.costs import Report
from crossbearing.llm.live import Plan, ask_planned, plan
from crossbearing.llm.passages import PIECE_WORDS, passages_of
from crossbearing.llm.prompt import PROMPT_VERSION, system_prompt
from crossbearing.llm.relevance import sift
from crossbearing.llm.replies import HeldDocument, Reply, hold_replies, sort_replies
from crossbearing.llm.requests import read_custom_id, request_lines
from crossbearing.llm.settings import Settings
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import Faults
from crossbearing.readings.reader import LLM, Unresolved
from crossbearing.text.segments import segment

_STAGE = "llm"


def _told(document: Document, held: HeldDocument, more: Sequence[Problem] = ()) -> Unresolved:
    return Unresolved(document, held.claims, (*more, *held.problems), held.unread)


class LiveReader:
    """Asks a server while it reads; what it asks and asked stands in ``estimate`` and ``report``.

    ``gate`` is given where only reports are sent in which the rules see something to read. ``said`` is called with the
    plan before anything is sent. Raises LanguageModelError for what can or may not be asked at all.
    """

    def __init__(
        self,
        settings: Settings,
        gate: Gate | None = None,
        words: int = PIECE_WORDS,
        said: Callable[[Plan], None] = lambda planned: None,
        say: Say = say_on_stderr,
        confirm: Confirm = confirm_on_terminal,
    ) -> None:
        self._settings = settings
        self._gate = gate
        self._words = words
        self._said = said
        self._say = say
        self._confirm = confirm
        self.report = Report()
        self.planned: Plan | None = None

    @property
    def name(self) -> str:
        """Return ``llm``."""
        return LLM

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return model, prompt and what was kept from the model; not the server, whose place changes no reply."""
        return {
            "model": self._settings.model,
            "prompt": system_prompt().sha256,
            "prompt_version": PROMPT_VERSION,
            "words": self._words,
            "masked": self._settings.masker is not None,
            "only_relevant": self._gate is not None,
        }

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        """Yield what the model makes of each document, in order; requests of later ones are on their way meanwhile."""
        known = [_cut(document) for document in documents]
        sifted = list(sift(known, self._gate)) if self._gate else [(document, None) for document in known]
        asked = {d.id: list(request_lines([d], self._settings.model, self._words)) for d, why in sifted if why is None}
        lines = [line for requests in asked.values() for line in requests]
        owners = {line["custom_id"]: id_ for id_, requests in asked.items() for line in requests}
        self.planned = plan(lines, self._settings, owners, self._say)
        self._said(self.planned)
        replies = ask_planned(self.planned, report=self.report, confirm=self._confirm)
        for document, why in sifted:
            names = [line["custom_id"] for line in asked.get(document.id, ())]
            answers = [(name, next(replies)) for name in names]
            told = [r for name, line in answers if (r := _reply(name, self._settings.model, line)) is not None]
            yield _told(document, hold_replies(document, told), [why] if why else [])
        for _ in replies:  # none is left, but the report is closed behind the last
            raise AssertionError("more replies than requests")


def _reply(name: str, model: str, line: Mapping[str, Any]) -> Reply | None:
    asked = read_custom_id(name)
    return None if asked is None else Reply(asked, model, line)


def _cut(document: Document) -> Document:
    """Return the document with its segments, which passages, gate and page would each find anew."""
    return document if document.segments else replace(document, segments=segment(document.text, document.title))


class RecordedReader:
    """Reads replies that were written down: the lines of requests and of replies, in any order.

    ``documents`` are all that the run will read. Replies and requests that concern none of them are ``unplaced``.
    """

    def __init__(
        self,
        requests: Sequence[Mapping[str, Any]],
        replies: Sequence[Mapping[str, Any]],
        documents: Sequence[Document],
    ) -> None:
        found = sort_replies(requests, replies, documents)
        self._replies = found.replies
        self.unplaced = found.unplaced
        self._settings = _settings_of(requests, replies)

    @property
    def name(self) -> str:
        """Return ``llm``."""
        return LLM

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return the models and prompts that the requests name, and a hash over what is used of both files."""
        return self._settings

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        """Yield what the replies hold of each document, in order."""
        for given in documents:
            document = _cut(given)
            replies = self._replies.get(document.id)
            if replies is None and passages_of(document):
                problem = Problem("no_request", "the file of requests asks nothing about this report", _STAGE)
                yield Unresolved(document, (), (problem,), ((0, len(document.text)),))
            else:
                yield _told(document, hold_replies(document, replies or ()))


def _settings_of(requests: Sequence[Mapping[str, Any]], replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    models, prompts = set(), set()
    for line in requests:
        body = line.get("body")
        if not isinstance(body, Mapping):
            continue
        if isinstance(body.get("model"), str):
            models.add(body["model"])
        for message in body.get("messages") or ():
            if isinstance(message, Mapping) and message.get("role") == "system":
                prompts.add(hashlib.sha256(str(message.get("content")).encode("utf-8", "replace")).hexdigest())
    digest = hashlib.sha256()
    for text in sorted(json.dumps(line, sort_keys=True) for line in (*requests, *replies)):
        digest.update(text.encode() + b"\n")
    return {"model": sorted(models), "prompt": sorted(prompts), "recorded": digest.hexdigest()}
