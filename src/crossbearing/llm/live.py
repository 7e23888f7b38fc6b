"""Runs request lines against a server: results in the order of requests, whatever comes back first.

A budget is weighed in the order of requests too: a request is asked when what all before it used, and the most that it
can use itself, stay within. Which requests a budget leaves out therefore does not depend on who answers first.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from crossbearing.llm import faults
from crossbearing.llm.cache import Cache, key_of
from crossbearing.llm.client import Client, Outcome
from crossbearing.llm.consent import Confirm, Say, confirm_on_terminal, permit, say_on_stderr
from crossbearing.llm.costs import Estimate, Report, Size, estimate, size_of
from crossbearing.llm.faults import ReplyLine, RequestLine
from crossbearing.llm.masking import Mask
from crossbearing.llm.settings import Settings, address_of
from crossbearing.model.errors import LanguageModelError

_AHEAD = 4  # requests begun for each thread beyond the first that is waited for


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it is sent: with its names masked, its name in the cache, its size, and the reply where known."""

    custom_id: str
    document: str
    body: Mapping[str, Any]
    key: str
    size: Size
    mask: Mask | None = None
    reply: dict[str, Any] | None = None
    problem: tuple[str, str] | None = None


class Plan:
    """Requests that were checked, masked and looked up in the cache, with the estimate of what is left to ask."""

    def __init__(self, asked: Sequence[_Asked], settings: Settings, cache: Cache | None, say: Say) -> None:
        self.asked = tuple(asked)
        self.settings = settings
        self.cache = cache
        self.say = say
        price = (settings.prices or {}).get(settings.model)
        new = [one for one in asked if one.reply is None and one.problem is None]
        cached = sum(one.reply is not None for one in asked)
        self.estimate: Estimate = estimate([one.size for one in new], len({one.document for one in new}), cached, price)


def plan(
    requests: Sequence[RequestLine],
    settings: Settings,
    documents: Mapping[str, str] | None = None,
    say: Say = say_on_stderr,
) -> Plan:
    """Return what would be asked; sends nothing. Raises LanguageModelError for a request line that is none.

    ``documents`` says of which document a request is (by ``custom_id``); without it each is one of its own.
    """
    seen: set[str] = set()
    for number, request in enumerate(requests, 1):
        _check(request, number, settings.model, seen)
    cache = Cache(settings.cache, settings.cache_bytes, say) if settings.cache else None
    owners = {r["custom_id"]: (documents or {}).get(r["custom_id"], r["custom_id"]) for r in requests}
    masks = _masks(requests, owners, settings)
    return Plan([_asked(r, owners[r["custom_id"]], masks, cache) for r in requests], settings, cache, say)


def ask(
    requests: Sequence[RequestLine],
    settings: Settings,
    step: Callable[[], None] = lambda: None,
    report: Report | None = None,
    documents: Mapping[str, str] | None = None,
    say: Say = say_on_stderr,
    confirm: Confirm = confirm_on_terminal,
) -> Iterator[ReplyLine]:
    """Yield one reply line a request, in the order of requests; ``step`` is called for each, ``report`` is filled.

    A request without an answer has an ``error`` with a code of ``faults``. Raises LanguageModelError at once, before
    anything is sent: for a request line that is none, a cache that cannot be written, a host that nobody permitted.
    """
    return ask_planned(plan(requests, settings, documents, say), step, report, confirm)


def ask_planned(
    planned: Plan,
    step: Callable[[], None] = lambda: None,
    report: Report | None = None,
    confirm: Confirm = confirm_on_terminal,
) -> Iterator[ReplyLine]:
    """Yield one reply line a request of a plan, as ``ask`` does; for who shows the estimate of the plan before."""
    settings = planned.settings
    masked = settings.masker is not None
    permit(address_of(settings.url), planned.estimate, masked, settings.yes, planned.say, confirm)
    return _Run(planned, Report() if report is None else report).lines(step)


def _check(request: RequestLine, number: int, model: str, seen: set[str]) -> None:
    body = request.get("body")
    custom_id = request.get("custom_id")
    wrong = ""
    if not isinstance(custom_id, str) or not custom_id or custom_id in seen:
        wrong = "custom_id must be text of its own"
    elif not isinstance(body, Mapping) or not isinstance(body.get("messages"), list):
        wrong = "body.messages must be a list"
    elif not all(isinstance(m, Mapping) and isinstance(m.get("content"), str) for m in body["messages"]):
        wrong = "every message must have a content of text"
    elif body.get("model") != model:
        wrong = f"body.model must be {model!r}"
    elif type(body.get("max_tokens")) is not int or body["max_tokens"] < 1:
        wrong = "body.max_tokens must be a number: without it an answer may have no end"
    elif body.get("stream"):
        wrong = "body.stream must be left out: answers are read whole"
    if wrong:
        raise LanguageModelError("llm_bad_request", f"request {number}: {wrong}")
    seen.add(str(custom_id))


def _masks(requests: Sequence[RequestLine], owners: Mapping[str, str], settings: Settings) -> dict[str, Mask]:
    """Return one mask a document, over all its requests: a surname may stand in another part than the name."""
    if settings.masker is None:
        return {}
    texts: dict[str, list[str]] = {}
    for request in requests:
        own = [m["content"] for m in request["body"]["messages"] if m.get("role") == "user"]
        texts.setdefault(owners[request["custom_id"]], []).extend(own)
    return {owner: settings.masker.mask(parts) for owner, parts in texts.items()}


def _asked(request: RequestLine, owner: str, masks: Mapping[str, Mask], cache: Cache | None) -> _Asked:
    body: dict[str, Any] = dict(request["body"])
    mask = masks.get(owner)
    problem = None
    if mask is not None:
        if mask.impossible:
            problem = (faults.CANNOT_MASK, f"not asked: {mask.impossible}")
        hidden = [m | {"content": mask.hide(m["content"])} if m.get("role") == "user" else m for m in body["messages"]]
        body["messages"] = hidden
    key = key_of(body)
    reply = cache.get(key) if cache and problem is None else None
    return _Asked(request["custom_id"], owner, body, key, size_of(body), mask, reply, problem)


class _Run:
    """One run over a plan: what is on its way, what it used, whether it goes on."""

    def __init__(self, planned: Plan, report: Report) -> None:
        self._plan = planned
        self._settings = planned.settings
        self._report = report
        report.price = (planned.settings.prices or {}).get(planned.settings.model)
        self._client = Client(planned.settings, report)
        self._waiting: deque[tuple[_Asked, Future[Outcome] | ReplyLine]] = deque()
        self._spent: list[int] = [0, 0]
        self._failures = 0
        self._stop: tuple[str, str] | None = None
        self._shared: str = ""  # a failure that every request shares: threads begin nothing after it

    def lines(self, step: Callable[[], None]) -> Iterator[ReplyLine]:
        began = time.monotonic()
        pool = ThreadPoolExecutor(self._settings.parallel, thread_name_prefix="llm")
        try:
            for one in self._plan.asked:
                while len(self._waiting) >= self._settings.parallel * _AHEAD:
                    yield self._next(step)
                while self._waiting and self._stop is None and not self._affords(one):
                    yield self._next(step)  # what those before it really used may leave room
                self._waiting.append((one, self._begin(one, pool)))
            while self._waiting:
                yield self._next(step)
        finally:
            if self._waiting:  # nobody wants the rest: an error of the caller, or the keyboard
                self._client.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            self._report.notes = self._client.notes
            self._report.seconds += time.monotonic() - began

    def _begin(self, one: _Asked, pool: ThreadPoolExecutor) -> Future[Outcome] | ReplyLine:
        if one.problem is not None:
            return faults.failed(one.custom_id, *one.problem)
        if one.reply is not None:
            return faults.answered(one.custom_id, one.reply)
        if self._stop is None and not self._affords(one):
            self._stop = (faults.OVER_BUDGET, "not asked: --llm-budget is used up")
        if self._stop is not None:
            return faults.failed(one.custom_id, *self._stop)
        return pool.submit(self._work, one)

    def _work(self, one: _Asked) -> Outcome:
        if self._shared:
            return Outcome(faults.failed(one.custom_id, faults.STOPPED, _why(_SHARED, self._shared)))
        outcome = self._client.answer(one.custom_id, one.body)
        if outcome.final and not self._shared:
            self._shared = outcome.line["error"]["message"]
        response = outcome.line["response"]
        if self._plan.cache and not outcome.line["error"] and is_sound(response["body"], one.body):
            self._plan.cache.put(one.key, response["body"])
        return outcome

    def _affords(self, one: _Asked) -> bool:
        """Say whether a request stays within the budget, those on their way taken at the most they can use."""
        budget = self._settings.budget
        if budget is None or one.reply is not None or one.problem is not None:
            return True
        sizes = [waiting.size for waiting, known in self._waiting if isinstance(known, Future)] + [one.size]
        into = self._spent[0] + sum(size.into for size in sizes)
        out = self._spent[1] + sum(size.most for size in sizes)
        return budget.allows(into, out, self._report.price)

    def _next(self, step: Callable[[], None]) -> ReplyLine:
        """Return the line of the oldest request, waiting for it."""
        one, known = self._waiting[0]
        if isinstance(known, Future):
            line = self._settled(one, known)
        else:
            line = known
            self._report.cached += not line["error"]
        self._waiting.popleft()
        error = line["error"]
        if error or isinstance(known, Future):
            self._report.ended(error["code"] if error else "")
        step()
        return _restored(line, one.mask)

    def _settled(self, one: _Asked, future: Future[Outcome]) -> ReplyLine:
        if self._stop is not None and self._stop[0] == faults.STOPPED and future.cancel():
            return faults.failed(one.custom_id, *self._stop)
        outcome = future.result()
        self._count(one, outcome)
        return outcome.line

    def _count(self, one: _Asked, outcome: Outcome) -> None:
        error = outcome.line["error"]
        if error and error["code"] == faults.STOPPED:
            return
        self._spend(one, outcome.line)
        self._failures = self._failures + 1 if error else 0
        stopped = self._stop is not None and self._stop[0] == faults.STOPPED
        if error and not stopped and (outcome.final or self._failures >= self._settings.breaker):
            often = _SHARED if outcome.final else f"{self._failures} failures in a row"
            self._stop = (faults.STOPPED, _why(often, error["message"]))
            self._plan.say(f"nothing more is asked: {often}: {error['message']}")

    def _spend(self, one: _Asked, line: ReplyLine) -> None:
        error = line["error"]
        if error and error["code"] not in faults.MAY_COST:
            return
        usage = line["response"]["body"].get("usage") if not error else None
        self._spent[0] += usage["prompt_tokens"] if usage else one.size.into
        self._spent[1] += usage["completion_tokens"] if usage else one.size.most


_SHARED = "a failure that all requests share"


def _why(often: str, message: str) -> str:
    return f"not asked: the run stopped after {often}: {message}"


def is_sound(reply: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Say whether a reply is worth keeping: it ended by itself and, where a form was asked for, is a JSON object.

    >>> good = {"choices": [{"message": {"content": '{"claims": []}'}, "finish_reason": "stop"}]}
    >>> is_sound(good, {"response_format": {"type": "json_schema"}})
    True
    """
    choice = reply["choices"][0]
    if choice["finish_reason"] != "stop":
        return False
    if "response_format" not in body:
        return True
    text = choice["message"]["content"].strip()
    if text.startswith("```") and text.endswith("```"):
        text = text.strip("`").removeprefix("json")
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _restored(line: ReplyLine, mask: Mask | None) -> ReplyLine:
    """Return a reply line with the names of the text back in its quotes."""
    if mask is None or line["error"]:
        return line
    body = line["response"]["body"]
    choice = body["choices"][0]
    message = choice["message"] | {"content": mask.restore(choice["message"]["content"])}
    return faults.answered(line["custom_id"], body | {"choices": [choice | {"message": message}]})
