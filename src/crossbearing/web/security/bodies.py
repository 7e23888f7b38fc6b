"""What a request may bring: how much, and the CSRF token in its form, found before anything else reads the form."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_OF_A_FORM = 1_000_000
"""Bytes of a form without files."""
_HEAD = 65_536
"""Bytes in which the token of a form with files must stand: it is the first field of every form of ours."""
_BOUNDARY = re.compile(r'boundary="?([^";,\s]{1,70})"?', re.IGNORECASE)
_NAMED = re.compile(rb'content-disposition:\s*form-data;\s*name="csrf"\s*$', re.IGNORECASE | re.MULTILINE)


class TooLarge(HTTPException):
    """A request brings more than is taken at once."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"That is more than is taken at once ({most:,} bytes).")


def kind_of(headers: Headers) -> str:
    """Return the type of what a request brings, without its parameters.

    >>> kind_of(Headers({"content-type": "Multipart/Form-Data; boundary=x"}))
    'multipart/form-data'
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def limited(receive: Receive, headers: Headers, most: int) -> Receive:
    """Return ``receive`` that raises TooLarge once more than ``most`` bytes came, whatever their number was said to be.

    Raises TooLarge at once where the request itself says that it is more.
    """
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > most:
        raise TooLarge(most)
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLarge(most)
        return message

    return counted


async def token_in_form(receive: Receive, headers: Headers) -> tuple[str, Receive]:
    """Return the CSRF token of a form, empty where it has none, and a ``receive`` that brings all of it once more."""
    kind = kind_of(headers)
    if kind not in (FORM, FILES):
        return "", receive
    messages: list[Message] = []
    body = b""
    while not messages or messages[-1].get("more_body", False):
        if kind == FILES and len(body) >= _HEAD:
            break
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
    found = _in_files(body, headers["content-type"]) if kind == FILES else _in_form(body)

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return found, again


def _in_form(body: bytes) -> str:
    """Return the token of a form; one with thousands of fields is none of ours.

    >>> _in_form(b"csrf=abc&name=x"), _in_form(b"name=csrf")
    ('abc', '')
    """
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=2000)
    except ValueError:
        return ""
    return next((value for name, value in fields if name == "csrf"), "")


def _in_files(body: bytes, kind: str) -> str:
    r"""Return the token of a form with files, which is its first field.

    >>> part = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--x--'
    >>> [_in_files(some, "multipart/form-data; boundary=x") for some in (part, b"--y\r\n" + part)]
    ['abc', '']
    """
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        return ""
    mark = b"--" + boundary[1].encode("latin-1", "replace")
    start, _, rest = body.partition(mark + b"\r\n")
    head, _, rest = rest.partition(b"\r\n\r\n")
    value, end, _ = rest.partition(b"\r\n" + mark)
    return value.decode("ascii", "replace") if not start and end and _NAMED.search(head) else ""
