"""Which addresses may be fetched: public ones only, so that no page or feed leads into the network one works in."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from crossbearing.model.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet: not of this machine, a private net, or a group.

    Addresses that carry another one (mapped, 6to4, Teredo, NAT64) are as public as the one they carry.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    >>> inside = ("::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "fe80::1")
    >>> any(is_public(ipaddress.ip_address(address)) for address in inside)
    False
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if carried is None and address in _NAT64:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
    return address.is_global and not address.is_multicast and not address.is_reserved


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be fetched; raise FetchError for another scheme or a name in it.

    >>> checked("https://example.org/news").hostname
    'example.org'
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise FetchError("bad_address", url, f"is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("bad_address", url, "is no address of the web; it begins with https:// or http://")
    if parts.username or parts.password:
        raise FetchError("bad_address", url, "holds a name or password; such addresses are not fetched")
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise FetchError("bad_address", url, "holds white space or control characters")
    return parts


def resolved(url: str, allowed: Callable[[Address], bool] = is_public) -> list[str]:
    """Return the addresses of the host of ``url``, all of them allowed; raise FetchError where one is not.

    A connection must be made to one of these, never by the name again: the next answer may be another.

    >>> resolved("http://127.0.0.1/")
    Traceback (most recent call last):
        ...
    crossbearing.model.errors.FetchError: http://127.0.0.1/: leads to 127.0.0.1, which is no public address; save the \
page and ingest the file
    """
    parts = checked(url)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("no_host", url, f"its host {host!r} is not known here: {error}") from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if not allowed(ipaddress.ip_address(address.partition("%")[0])):
            advice = f"leads to {address}, which is no public address; save the page and ingest the file"
            raise FetchError("not_public", url, advice)
    return addresses
