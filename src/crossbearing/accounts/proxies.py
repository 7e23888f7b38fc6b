"""A proxy that has logged people in already and names them in a header: believed from its own address only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from crossbearing.accounts.starting import is_loopback
from crossbearing.model.errors import AccountError


@dataclass(frozen=True, slots=True)
class Proxy:
    """Addresses, single ones or networks, whose word is taken; ``header`` names an account, where they tell it."""

    addresses: tuple[str, ...] = ()
    header: str = ""

    def __post_init__(self) -> None:
        """Raise AccountError for an address that is none, or a header that anybody could send."""
        for address in self.addresses:
            try:
                ip_network(address)
            except ValueError as error:
                raise AccountError(
                    f"{address!r} is no address of a proxy; write it as 10.0.0.2 or 10.0.0.0/28"
                ) from error
        if self.header and not self.addresses:
            raise AccountError("a header that names accounts needs the address of the proxy that sends it")

    def is_trusted(self, address: str) -> bool:
        """Say whether a request from this address is one of the proxy's.

        >>> Proxy(("10.0.0.0/28",)).is_trusted("10.0.0.2"), Proxy(("10.0.0.2",)).is_trusted("10.0.0.3")
        (True, False)
        """
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in ip_network(one) for one in self.addresses)

    def address(self, peer: str, header: Callable[[str], str]) -> str:
        """Return the address that a request is from: what the proxy added last to ``X-Forwarded-For``, else the peer.

        >>> Proxy(("10.0.0.2",)).address("10.0.0.2", {"x-forwarded-for": "6.6.6.6, 192.0.2.7"}.get)
        '192.0.2.7'
        >>> Proxy(("10.0.0.2",)).address("10.0.0.9", {"x-forwarded-for": "192.0.2.7"}.get)
        '10.0.0.9'
        """
        if not self.is_trusted(peer):
            return peer
        told = (header("x-forwarded-for") or "").rpartition(",")[2].strip()
        try:
            return str(ip_address(told))
        except ValueError:
            return peer

    def is_secure(self, peer: str, scheme: str, header: Callable[[str], str]) -> bool:
        """Say whether the browser asked by https: of us, or of the proxy that says so.

        >>> Proxy(("10.0.0.2",)).is_secure("10.0.0.2", "http", {"x-forwarded-proto": "https"}.get)
        True
        """
        return scheme == "https" or (self.is_trusted(peer) and header("x-forwarded-proto") == "https")

    def account(self, peer: str, header: Callable[[str], str]) -> str:
        """Return the name of the account that the proxy names; empty where it is not the proxy that asks.

        >>> Proxy(("10.0.0.2",), "X-Remote-User").account("10.0.0.2", {"x-remote-user": "ada"}.get)
        'ada'
        >>> Proxy(("10.0.0.2",), "X-Remote-User").account("10.0.0.3", {"x-remote-user": "ada"}.get)
        ''
        """
        return (header(self.header.lower()) or "") if self.header and self.is_trusted(peer) else ""


def crosses_a_network(host: str, proxy: Proxy) -> bool:
    """Say whether passwords would cross a network in the clear: no proxy speaks https for a server beyond loopback.

    >>> crosses_a_network("0.0.0.0", Proxy()), crosses_a_network("127.0.0.1", Proxy())
    (True, False)
    """
    return not is_loopback(host) and not proxy.addresses
