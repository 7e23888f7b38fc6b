"""What a run with a language model will cost, and what it did: tokens, calls, failures, seconds, money."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crossbearing.llm import faults
from crossbearing.llm.prices import Price

# Tokenisers cut English into pieces of some 4 letters and other scripts finer; this is meant to be a little too high.
_LATIN_TOKEN = 3.6
_OTHER_TOKEN = 1.5
_OTHER = re.compile(r"[^\x00-\u024f\u2010-\u203a]")
_ROLE_TOKENS = 4
# Over 221 requests with the replies of a strong reader, an answer is 5.2 times as long as the report it is about
# (one in ten more than 6.1, the longest 8.0 times).
_ANSWER_SHARE = 5.2
_CENT = Decimal("0.0001")
_MOST_TOKENS = 1_000_000_000


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has: a letter of Latin script is 1/3.6 of one, any other 1/1.5.

    >>> tokens_of("The army left the town."), tokens_of("غادر الجيش البلدة")
    (7, 11)
    """
    other = len(_OTHER.findall(text))
    return round((len(text) - other) / _LATIN_TOKEN + other / _OTHER_TOKEN + 0.5)


@dataclass(frozen=True, slots=True)
class Size:
    """Tokens of one request: in (estimate), out (estimate), out at most (what the request allows)."""

    into: int
    out: int
    most: int


def size_of(body: Mapping[str, Any]) -> Size:
    """Return the size of a request; the answer is reckoned from the last message, which holds the report.

    >>> size_of({"messages": [{"role": "user", "content": "x" * 360}], "max_tokens": 200})
    Size(into=104, out=200, most=200)
    """
    lengths = [tokens_of(str(message.get("content", ""))) for message in body["messages"]]
    most = int(body["max_tokens"])
    out = min(most, round(_ANSWER_SHARE * (lengths[-1] if lengths else 0)))
    return Size(sum(lengths) + _ROLE_TOKENS * len(lengths), out, most)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will ask, before it does. ``requests`` are those to be sent; ``cached`` need no call."""

    documents: int
    requests: int
    cached: int
    tokens_in: int
    tokens_out: int
    tokens_out_most: int
    price: Decimal | None = None
    price_most: Decimal | None = None
    currency: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the estimate as plain values; prices are text, so that no digit is lost."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _COUNTED}
        if self.price is not None and self.price_most is not None:
            values |= {"price": money(self.price), "price_most": money(self.price_most), "currency": self.currency}
        return values

    def sentence(self) -> str:
        """Return the estimate in one line for people.

        >>> Estimate(3, 4, 1, 9000, 2000, 8000).sentence()
        '4 requests for 3 documents (1 more cached): about 9,000 tokens in, 2,000 out (at most 8,000)'
        """
        said = f"{self.requests} requests for {self.documents} documents ({self.cached} more cached): "
        said += f"about {self.tokens_in:,} tokens in, {self.tokens_out:,} out (at most {self.tokens_out_most:,})"
        if self.price is not None and self.price_most is not None:
            said += f", {money(self.price)} {self.currency} (at most {money(self.price_most)})"
        return said


_COUNTED = ("documents", "requests", "cached", "tokens_in", "tokens_out", "tokens_out_most")


def estimate(sizes: Sequence[Size], documents: int, cached: int, price: Price | None) -> Estimate:
    """Return what requests of these sizes will cost, all of them asked once.

    >>> estimate([Size(100, 20, 50)], 1, 0, None).tokens_out_most
    50
    """
    into, out, most = (sum(getattr(size, name) for size in sizes) for name in ("into", "out", "most"))
    found = Estimate(documents, len(sizes), cached, into, out, most)
    if price is None:
        return found
    return Estimate(
        documents, len(sizes), cached, into, out, most, price.of(into, out), price.of(into, most), price.currency
    )


def money(amount: Decimal) -> str:
    """Return an amount to a hundredth of a cent.

    >>> money(Decimal("0.12345"))
    '0.1235'
    """
    return str(amount.quantize(_CENT, rounding="ROUND_HALF_UP"))


@dataclass(slots=True)
class Report:
    """What a run did. ``failed`` and ``not_asked`` count by code, ``calls`` every attempt, ``notes`` are for people.

    Tokens are as the server reports them; where it reports none (``unreported`` calls, lost ones too) they are our own
    estimate, at its highest. ``seconds`` is a clock's and belongs into no file that must not change.
    """

    calls: int = 0
    answered: int = 0
    cached: int = 0
    retried: int = 0
    unreported: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    not_asked: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()
    price: Price | None = None
    seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def called(self, again: bool) -> None:
        """Count one attempt; ``again`` where it is not the first of its request."""
        with self._lock:
            self.calls += 1
            self.retried += again

    def used(self, tokens_in: int, tokens_out: int, reported: bool) -> None:
        """Count the tokens of one attempt that the server worked on."""
        with self._lock:
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out
            self.unreported += not reported

    def ended(self, code: str) -> None:
        """Count a request by how it ended; an empty code is an answer."""
        with self._lock:
            if not code:
                self.answered += 1
            elif code in faults.NOT_ASKED:
                self.not_asked[code] += 1
            else:
                self.failed[code] += 1

    @property
    def cost(self) -> Decimal | None:
        """Return the price of all tokens, None where no price is known."""
        return self.price.of(self.tokens_in, self.tokens_out) if self.price else None

    def as_json(self, timed: bool = True) -> dict[str, Any]:
        """Return the report as plain values, without the clock where ``timed`` is false."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _REPORTED}
        values |= {"failed": dict(sorted(self.failed.items())), "not_asked": dict(sorted(self.not_asked.items()))}
        values["notes"] = list(self.notes)
        if self.price is not None and self.cost is not None:
            values |= {"price": money(self.cost), "currency": self.price.currency}
        if timed:
            values["seconds"] = round(self.seconds, 1)
        return values

    def sentence(self) -> str:
        """Return the report in one line for people.

        >>> Report(calls=3, answered=2, retried=1, failed=Counter({"llm_busy": 1})).sentence()
        '2 answered, 0 from the cache, 1 failed, 0 not asked; 3 calls (1 again), 0 tokens in, 0 out, 0.0 s'
        """
        said = f"{self.answered} answered, {self.cached} from the cache, {self.failed.total()} failed, "
        said += f"{self.not_asked.total()} not asked; {self.calls} calls ({self.retried} again), "
        said += f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out, {self.seconds:.1f} s"
        return said + (f", {money(self.cost)} {self.price.currency}" if self.price and self.cost is not None else "")


_REPORTED = ("calls", "answered", "cached", "retried", "unreported", "tokens_in", "tokens_out")


def usage_of(body: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the tokens in and out that a reply reports, None where it reports none that can be.

    >>> usage_of({"usage": {"prompt_tokens": 10, "completion_tokens": 3}}), usage_of({"usage": {"prompt_tokens": -1}})
    ((10, 3), None)
    """
    usage = body.get("usage")
    if not isinstance(usage, Mapping):
        return None
    numbers = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    found = [n for n in numbers if isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= _MOST_TOKENS]
    return (found[0], found[1]) if len(found) == len(numbers) else None
