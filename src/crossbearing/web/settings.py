"""What the web application is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is and how it is shown; ``packs`` are folders known besides the bundled ones, for ingest.

    ``host`` and ``port`` are where it listens, for what it says of itself; ``who`` stands beside what a person does
    where there are no accounts. ``largest`` is the most bytes of one upload.
    """

    db: str
    title: str = "Crossbearing"
    host: str = "127.0.0.1"
    port: int = 8000
    who: str = ""
    packs: tuple[Path, ...] = ()
    largest: int = 64_000_000

    @property
    def is_local(self) -> bool:
        """Say whether only this machine reaches it.

        >>> Settings("record.db").is_local, Settings("record.db", host="0.0.0.0").is_local
        (True, False)
        """
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine and nothing else.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "192.168.1.4", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
