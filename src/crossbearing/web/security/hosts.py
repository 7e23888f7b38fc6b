"""Under which names the application answers, and whether a page of its own asks.

A page of another site may let its own name lead to this machine (DNS rebinding): its browser then takes our answers
for that site's. Such a request bears the other name, and is refused. An address in digits cannot be led elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers


def is_ours(host: str, names: Collection[str]) -> bool:
    """Say whether a ``Host`` header names this application: by digits, as localhost, or by one of ``names``.

    >>> [is_ours(h, ["press.example"]) for h in ("127.0.0.1:8000", "[::1]:8000", "localhost", "press.example:443")]
    [True, True, True, True]
    >>> [is_ours(h, ["press.example"]) for h in ("evil.example", "press.example.evil", "", "a@127.0.0.1", "1.2.3.nip")]
    [False, False, False, False, False]
    """
    name = _name(host)
    if name == "localhost" or name in {known.casefold() for known in names}:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(headers: Headers, host: str) -> bool:
    """Say whether a request that writes comes from a page of ours, as far as the browser tells.

    >>> is_same_origin(Headers({"origin": "http://127.0.0.1:8000"}), "127.0.0.1:8000")
    True
    >>> is_same_origin(Headers({"origin": "http://evil.example"}), "127.0.0.1:8000")
    False
    >>> is_same_origin(Headers({"sec-fetch-site": "same-site"}), "127.0.0.1:8000"), is_same_origin(Headers({}), "a")
    (False, True)
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.casefold() == host.casefold()


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").casefold()
    return host.partition(":")[0].casefold() if host.count(":") <= 1 else ""
