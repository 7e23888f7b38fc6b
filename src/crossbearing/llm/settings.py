"""How a language model is asked: where, how many at a time, how long, how often, for how much."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crossbearing.model.errors import LanguageModelError

if TYPE_CHECKING:
    from crossbearing.llm.masking import Masker
    from crossbearing.llm.prices import Budget, Prices

KEY_VARIABLE = "CROSSBEARING_LLM_KEY"
_MOST_PARALLEL = 64


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go: one host, one port, one path; ``loopback`` says that it is this very machine."""

    host: str
    port: int
    path: str
    secure: bool
    loopback: bool

    @property
    def shown(self) -> str:
        """Return host and port for people.

        >>> address_of("https://api.example.org/v1").shown
        'api.example.org'
        """
        usual = self.port == (443 if self.secure else 80)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if usual else f"{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, by its name or number alone; no name is looked up for it.

    >>> [is_loopback(h) for h in ("localhost", "127.0.0.1", "::1", "10.0.0.1", "localhost.example.org")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_of(url: str) -> Address:
    """Return the address of ``--llm-url``, the part before ``/chat/completions``. Raises LanguageModelError.

    >>> address_of("http://127.0.0.1:8080/v1/")
    Address(host='127.0.0.1', port=8080, path='/v1/chat/completions', secure=False, loopback=True)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad_url("it cannot be read as one") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _bad_url("it must begin with http:// or https:// and name a host")
    if "@" in parts.netloc:  # the url itself is not printed: what stands before the @ is secret
        raise _bad_url(f"it must hold no user and no password; the key is read from {KEY_VARIABLE}")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise _bad_url("it must hold no ? and no #")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise _bad_url("it must be plain ASCII without spaces")
    secure = parts.scheme == "https"
    path = parts.path.rstrip("/") + "/chat/completions"
    return Address(parts.hostname, port or (443 if secure else 80), path, secure, is_loopback(parts.hostname))


def _bad_url(why: str) -> LanguageModelError:
    return LanguageModelError("llm_bad_url", f"--llm-url is no address to ask: {why}; write http://127.0.0.1:8080/v1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run with a language model is told. Times are in seconds.

    ``attempts`` counts the first; waits double from ``first_wait`` up to ``longest_wait``, without chance. A server
    that asks for a longer wait is not asked again. After ``breaker`` failures in a row nothing more is asked.
    ``yes`` permits a host that is not this machine. The key is no setting: it is read from the environment.

    >>> Settings("http://127.0.0.1:8080/v1", "small").parallel
    2
    """

    url: str
    model: str
    parallel: int = 2
    cache: Path | None = None
    cache_bytes: int = 1 << 30
    connect_seconds: float = 10.0
    request_seconds: float = 300.0
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    most_bytes: int = 8 << 20
    breaker: int = 5
    prices: Prices | None = None
    budget: Budget | None = None
    masker: Masker | None = None
    yes: bool = False

    def __post_init__(self) -> None:
        address_of(self.url)
        if not 1 <= self.parallel <= _MOST_PARALLEL:
            raise LanguageModelError("llm_bad_setting", f"--llm-parallel must be 1 to {_MOST_PARALLEL}")
        if min(self.attempts, self.breaker, self.most_bytes, self.cache_bytes) < 1:
            raise LanguageModelError("llm_bad_setting", "attempts, breaker and sizes must be at least 1")
        if min(self.connect_seconds, self.request_seconds) <= 0 or min(self.first_wait, self.longest_wait) < 0:
            raise LanguageModelError("llm_bad_setting", "times must be above 0, waits not below")
        if self.budget is not None:
            self.budget.check(self.model, self.prices)
