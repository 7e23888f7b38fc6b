"""One page or feed from a public address: bounded, without cookies or scripts, asked only for what is new.

The name of a host is resolved once, every answer must be public, and the connection goes to that very address; so it
does for every address that one is sent on to. No proxy is used: a proxy would resolve the name by itself.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin

from crossbearing.fetch.addresses import Address, checked, is_public, resolved
from crossbearing.model.errors import FetchError

MAX_BYTES = 20_000_000
"""Bytes of one answer, unpacked: a feed of a thousand whole articles has less."""
SECONDS = 30.0
MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: ``body`` is None where nothing has changed since it was last asked."""

    status: int
    url: str
    body: bytes | None
    media_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at before, under the name of its host."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        host = parts.hostname or ""
        super().__init__(host, parts.port or (443 if parts.scheme == "https" else 80), timeout=SECONDS)
        self._address, self._secure, self._name = address, parts.scheme == "https", host

    def connect(self) -> None:
        """Open the socket to the address; the certificate must be that of the name."""
        self.sock = socket.create_connection((self._address, self.port), SECONDS)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._name)


def fetch(
    url: str,
    etag: str | None = None,
    last_modified: str | None = None,
    allowed: Callable[[Address], bool] = is_public,
) -> Answer:
    """Return what stands at ``url``, following up to five redirects; ``etag`` and ``last_modified`` ask for news only.

    Raises FetchError for what is not public, too large, too slow, or answered with an error.
    """
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        found, onwards = _ask(at, etag, last_modified, allowed)
        if onwards is None:
            return found
        at = urljoin(at, onwards)
    raise FetchError("too_many_redirects", url, f"leads on more than {MOST_REDIRECTS} times")


def _ask(
    url: str, etag: str | None, last_modified: str | None, allowed: Callable[[Address], bool]
) -> tuple[Answer, str | None]:
    parts = checked(url)
    connection = _Pinned(parts, resolved(url, allowed)[0])
    asked = {"User-Agent": f"crossbearing/{version('crossbearing')}", "Accept-Encoding": "gzip", "Accept": "*/*"}
    if etag:
        asked["If-None-Match"] = etag
    if last_modified:
        asked["If-Modified-Since"] = last_modified
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path.encode("ascii", "ignore").decode() or "/", headers=asked)
        response = connection.getresponse()
        return _read(url, response)
    except (OSError, http.client.HTTPException, zlib.error) as error:
        raise FetchError("no_answer", url, f"did not answer as it should: {error or type(error).__name__}") from error
    finally:
        connection.close()


def _read(url: str, response: http.client.HTTPResponse) -> tuple[Answer, str | None]:
    if response.status in _MOVED:
        onwards = response.headers.get("Location")
        if not onwards:
            raise FetchError("no_answer", url, f"answers {response.status} and leads nowhere")
        return Answer(response.status, url, None), onwards
    if response.status == 304:
        return Answer(304, url, None), None
    if response.status != 200:
        raise FetchError("refused", url, f"answers {response.status} {response.reason}")
    headers = response.headers
    body = _body(url, response, (headers.get("Content-Encoding") or "").lower() == "gzip")
    kind = headers.get_content_type()
    return Answer(200, url, body, kind, headers.get("ETag"), headers.get("Last-Modified")), None


def _body(url: str, response: http.client.HTTPResponse, packed: bool) -> bytes:
    unpacker = zlib.decompressobj(wbits=31) if packed else None
    found = bytearray()
    while piece := response.read(1 << 16):
        found += unpacker.decompress(piece, MAX_BYTES + 1) if unpacker else piece
        if len(found) > MAX_BYTES:
            raise FetchError("too_large", url, f"has over {MAX_BYTES:,} bytes")
    return bytes(found)
