"""One exchange over HTTP with one host, bounded in time and bytes whatever the server does.

``http.client`` knows no deadline for a whole answer and follows no proxy variable and no redirect; the deadline and the
cap are put beneath it, where every byte passes (status line, headers, chunks and trailers alike).
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import TYPE_CHECKING, cast

from crossbearing.llm import faults
from crossbearing.llm.faults import Fault
from crossbearing.llm.settings import Address, is_loopback

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 1 << 16
_OFTEN = 99  # as often as the settings allow
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, type of content without parameters, ``Retry-After`` as it stands, and the bytes."""

    status: int
    content_type: str
    retry_after: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one exchange: seconds to connect, seconds in all, bytes of the whole answer."""

    connect_seconds: float
    request_seconds: float
    most_bytes: int


class _TooMuch(Exception):  # noqa: N818 - a signal inside this module
    """More bytes came than are read."""


class _Counted(io.RawIOBase):
    """The bytes of a socket until a deadline and up to a number."""

    def __init__(self, sock: socket.socket, deadline: float, most: int) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come, waiting no longer than the deadline."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._sock.settimeout(seconds)
        number = self._raw.readinto(buffer) or 0
        self._left -= number
        if self._left < 0:
            raise _TooMuch
        return number

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _Source:
    """What ``HTTPResponse`` needs of a socket."""

    def __init__(self, raw: _Counted) -> None:
        self._raw = raw

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._raw)


def exchange(
    address: Address,
    headers: dict[str, str],
    body: bytes,
    limits: Limits,
    opened: Callable[[socket.socket], None] = lambda sock: None,
) -> Answer:
    """Post ``body`` and return the answer. Raises Fault for everything that keeps it from coming whole.

    ``opened`` is given the socket, so that another thread can shut it down.
    """
    deadline = time.monotonic() + limits.request_seconds
    connection = _connection(address, limits.connect_seconds)
    try:
        _connect(connection, address)
        opened(connection.sock)
        connection.sock.settimeout(max(0.001, deadline - time.monotonic()))
        connection.request("POST", address.path, body, headers)
        counted = _Counted(connection.sock, deadline, limits.most_bytes)
        with HTTPResponse(cast(socket.socket, _Source(counted)), method="POST") as response:
            return _read(response, limits.most_bytes)
    except TimeoutError:
        text = f"no whole answer within {limits.request_seconds:g} s"
        raise Fault(faults.TIMEOUT, text, _TWICE) from None
    except _TooMuch:
        raise _endless(limits.most_bytes) from None
    except IncompleteRead:
        raise Fault(faults.CUT_OFF, "the answer broke off", _OFTEN) from None
    except HTTPException as error:
        kind = type(error).__name__
        if isinstance(error, ConnectionError):
            raise Fault(faults.CUT_OFF, "the server hung up without an answer", _OFTEN) from None
        raise Fault(faults.BROKEN_HTTP, f"the answer is no HTTP that can be read ({kind})", _TWICE) from None
    except OSError as error:
        raise Fault(faults.CUT_OFF, f"the connection broke ({type(error).__name__})", _OFTEN) from None
    finally:
        connection.close()


def _connection(address: Address, seconds: float) -> HTTPConnection:
    if address.secure:
        return HTTPSConnection(address.host, address.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(address.host, address.port, timeout=seconds)


def _connect(connection: HTTPConnection, address: Address) -> None:
    try:
        connection.connect()
    except ssl.SSLCertVerificationError as error:
        text = f"the certificate of {address.shown} does not hold: {error.verify_message}"
        raise Fault(faults.CERTIFICATE, text, final=True) from None
    except (OSError, UnicodeError) as error:
        reason = "no connection in time" if isinstance(error, TimeoutError) else type(error).__name__
        raise Fault(faults.UNREACHABLE, f"{address.shown} cannot be reached ({reason})", _OFTEN) from None
    # The name may be pointed elsewhere; nothing was said to the user of another machine.
    if address.loopback and not is_loopback(str(connection.sock.getpeername()[0]).partition("%")[0]):
        raise Fault(faults.UNREACHABLE, f"{address.shown} is not this machine", final=True)


def _endless(most: int) -> Fault:
    return Fault(faults.ENDLESS, f"the answer is longer than {most:,} bytes")


def _read(response: HTTPResponse, most: int) -> Answer:
    response.begin()
    given = response.getheader("Content-Length") or ""
    if response.length is not None and response.length > most:
        raise _endless(most)
    expected = response.length
    parts: list[bytes] = []
    while part := response.read(_CHUNK):
        parts.append(part)
    content = b"".join(parts)
    if expected is not None and len(content) < expected:
        raise Fault(faults.CUT_OFF, f"the answer broke off after {len(content):,} of {given[:20]} bytes", _OFTEN)
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Fault(faults.WRONG_TYPE, "the answer is packed though no packing was asked for")
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    return Answer(response.status, kind, (response.getheader("Retry-After") or "").strip(), content)
