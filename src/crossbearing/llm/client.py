"""Asks one server one request at a time: tries again where that can help, waits where it is told to, gives up in time.

Waits grow by doubling and hold no chance, so that two runs over the same faults behave alike.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from crossbearing.llm import faults
from crossbearing.llm.costs import Report, size_of, usage_of
from crossbearing.llm.faults import Fault, ReplyLine
from crossbearing.llm.settings import KEY_VARIABLE, Settings, address_of
from crossbearing.llm.shape import Shape
from crossbearing.llm.wire import Answer, Limits, exchange
from crossbearing.model.errors import LanguageModelError

_OFTEN = 99
_TWICE = 2
_MESSAGE = 300
_SHORT_SECRET = 12  # a key that is a word ("EMPTY", "none") is no secret and may stand in a report
_FINAL = frozenset({401, 402, 403, 404, 405})
_WAITING = frozenset({429, 503})
_RESHAPED = 5  # schema, object, none; seed, temperature, names: more refusals show nothing new


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended: its reply line, and whether every other request would end like it."""

    line: ReplyLine
    final: bool = False


def key_from_environment() -> str:
    """Return the key of the server, empty where none is set. Raises LanguageModelError where it can be none."""
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if key and (not key.isascii() or not key.isprintable() or " " in key):
        raise LanguageModelError("llm_bad_key", f"{KEY_VARIABLE} must be plain ASCII without spaces")
    return key


class Client:
    """Asks the server of ``settings``; threads may share it. What it did is counted in ``report``."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self._settings = settings
        self._address = address_of(settings.url)
        self._limits = Limits(settings.connect_seconds, settings.request_seconds, settings.most_bytes)
        self._key = key_from_environment()
        self._report = report
        self._shape = Shape()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._not_before = 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out about the server."""
        return self._shape.notes

    def stop(self) -> None:
        """End waits and cut what is on its way: no request is begun or tried again after this."""
        self._stopped.set()
        with self._lock:
            for sock in self._open:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def answer(self, custom_id: str, body: Mapping[str, Any]) -> Outcome:
        """Return how a request ends, at the latest after all its attempts and waits. Raises nothing."""
        tried = 0
        while True:
            tried += 1
            try:
                return Outcome(faults.answered(custom_id, self._attempt(body, tried > 1)))
            except Fault as fault:
                last = fault
            if tried >= min(last.tries, self._settings.attempts) or not self._may_wait(last, tried):
                break
        message = last.message if tried == 1 else f"{last.message} (tried {tried} times)"
        return Outcome(faults.failed(custom_id, last.code, message, last.status), last.final)

    def _may_wait(self, fault: Fault, tried: int) -> bool:
        """Wait before the next attempt; False where that is longer than is waited, or the run was stopped."""
        seconds = min(self._settings.first_wait * 2 ** (tried - 1), self._settings.longest_wait)
        if fault.wait is not None:
            if fault.wait > self._settings.longest_wait:
                fault.message += f"; it asks to wait {fault.wait:,.0f} s"
                return False
            seconds = max(seconds, fault.wait)
            with self._lock:  # the server is busy for all threads, not for this one alone
                self._not_before = max(self._not_before, time.monotonic() + fault.wait)
        return not self._stopped.wait(seconds)

    def _attempt(self, body: Mapping[str, Any], again: bool) -> dict[str, Any]:
        """Ask once, or more often where the server refuses the form of the request and another is left."""
        for _ in range(_RESHAPED + 1):
            self._stopped.wait(max(0.0, self._not_before - time.monotonic()))
            if self._stopped.is_set():
                raise _not_asked()
            sent = self._shape.fit(body)
            self._report.called(again)
            again = True
            answer = self._exchanged(sent, body)
            message = self._complaint(answer)
            if answer.status == 200 or not self._shape.learns(sent, answer.status, message):
                break
        if answer.status != 200:
            raise _refused(answer, message)
        try:
            return self._reply(answer, body)
        except Fault as fault:
            self._lost(fault, body)
            raise

    def _exchanged(self, sent: Mapping[str, Any], body: Mapping[str, Any]) -> Answer:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "crossbearing",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        opened: list[socket.socket] = []

        def register(sock: socket.socket) -> None:
            with self._lock:
                opened.append(sock)
                self._open.add(sock)
                if self._stopped.is_set():  # while it was being opened: nobody else will cut it
                    raise _not_asked()

        try:
            payload = json.dumps(sent, ensure_ascii=True, sort_keys=True, allow_nan=False).encode()
            return exchange(self._address, headers, payload, self._limits, register)
        except Fault as fault:
            self._lost(fault, body)
            raise
        finally:
            with self._lock:
                self._open.difference_update(opened)

    def _lost(self, fault: Fault, body: Mapping[str, Any]) -> None:
        if fault.code in faults.MAY_COST:
            size = size_of(body)
            self._report.used(size.into, size.most, reported=False)

    def _complaint(self, answer: Answer) -> str:
        if answer.status == 200:
            return ""
        text = answer.content[: 1 << 16].decode("utf-8", "replace")
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            error = value.get("error", value) if isinstance(value, dict) else value
            found = error.get("message", error.get("detail")) if isinstance(error, dict) else error
            text = found if isinstance(found, str) else text
        return self._without_key(_one_line(text))[:_MESSAGE]

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text

    def _reply(self, answer: Answer, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of a chat completion: model, text, how it ended, usage; no id and no clock."""
        value = _completion(answer)
        choice = _first_choice(value)
        message = choice.get("message")
        content = _text_of(message.get("content")) if isinstance(message, dict) else ""
        if not content.strip():
            refusal = message.get("refusal") if isinstance(message, dict) else None
            why = f": it says {_one_line(refusal)[:_MESSAGE]!r}" if isinstance(refusal, str) and refusal else ""
            raise Fault(faults.NO_ANSWER, self._without_key(f"the answer holds no text{why}"), _TWICE)
        if len(self._key) >= _SHORT_SECRET:
            content = self._without_key(content)
        ended = choice.get("finish_reason")
        kept: dict[str, Any] = {
            "object": "chat.completion",
            "model": body["model"],
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content},
                    "finish_reason": ended if ended in ("stop", "length", "content_filter") else "unknown",
                }
            ],
        }
        usage = usage_of(value)
        size = size_of(body)
        self._report.used(*(usage or (size.into, size.most)), reported=usage is not None)
        if usage is not None:
            kept["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
        return kept


def _not_asked() -> Fault:
    return Fault(faults.STOPPED, "not asked: the run was stopped")


def _completion(answer: Answer) -> dict[str, Any]:
    kind = answer.content_type
    if kind != "application/json" and not kind.endswith("+json"):
        raise Fault(faults.WRONG_TYPE, f"the answer is {_one_line(kind)[:60] or 'of no type'}, not JSON", _TWICE)
    try:
        value = json.loads(answer.content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Fault(faults.NOT_JSON, "the answer is no valid JSON", _TWICE) from None
    if not isinstance(value, dict):
        raise Fault(faults.NOT_JSON, "the answer is no JSON object", _TWICE)
    return value


def _first_choice(value: Mapping[str, Any]) -> dict[str, Any]:
    choices = value.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise Fault(faults.NO_ANSWER, "the answer holds no choices", _TWICE)
    return choices[0]


def _text_of(content: Any) -> str:
    """Return the text of a message, given whole or in parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        return ""
    try:
        content.encode("utf-8")
    except UnicodeEncodeError:
        raise Fault(faults.NOT_JSON, "the answer holds half characters", _TWICE) from None
    return content


def _refused(answer: Answer, message: str) -> Fault:
    status = answer.status
    said = f"the server answers {status}" + (f": {message}" if message else "")
    if status in _WAITING:
        return Fault(faults.BUSY, said, _OFTEN, _seconds(answer.retry_after), status=status)
    if status in (408, 500, 502, 504):
        return Fault(faults.SERVER_ERROR, said, _OFTEN, status=status)
    if 300 <= status < 400:
        return Fault(faults.REDIRECT, f"the server answers {status}, to look elsewhere; that is not followed",
                     final=True, status=status)  # fmt: skip
    if 400 <= status < 500:
        return Fault(faults.REFUSED, said, final=status in _FINAL, status=status)
    return Fault(faults.SERVER_ERROR, said, status=status)


def _seconds(words: str) -> float | None:
    """Return how long ``Retry-After`` asks to wait, given in seconds or as a day and time."""
    if words.isascii() and words.isdigit():
        return float(words[:9])
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(words).timestamp() - time.time())
    return None


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
