"""How a server begins: for one person on loopback by a token that it prints, for a team by accounts.

On loopback without accounts whoever opens the printed address is the person who started the server. Other users of the
same machine, and pages of other sites in the same browser, do not know the token. Its sessions live in the server.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from ipaddress import ip_address

from crossbearing.accounts.accounts import has_accounts
from crossbearing.accounts.roles import ADMIN, Person
from crossbearing.accounts.sessions import HOURS, digest, new_token
from crossbearing.model.errors import AccountError
from crossbearing.store import clock
from crossbearing.store.store import Store


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches what listens on a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_start(host: str, team: bool) -> None:
    """Raise AccountError where a server would listen beyond this machine for a store without accounts.

    >>> check_start("127.0.0.1", team=False)
    >>> check_start("0.0.0.0", team=True)
    """
    if not team and not is_loopback(host):
        raise AccountError(
            f"{host}: without accounts the pages are for this machine only; add one first "
            "(crossbearing accounts add NAME --role admin --db STORE) or serve on 127.0.0.1"
        )


@dataclass(slots=True)
class SinglePerson:
    """The one person of a server without accounts: the token that lets them in, and their sessions."""

    name: str
    token: str = field(default_factory=new_token, repr=False)
    _sessions: dict[str, str] = field(default_factory=dict, repr=False)

    def exchange(self, token: str, at: str) -> str:
        """Return the token of a new session for the one that was printed; empty for any other.

        >>> person = SinglePerson("ada")
        >>> session = person.exchange(person.token, "2024-01-01T08:00:00Z")
        >>> person.person_of(session, "2024-01-01T09:00:00Z")
        Person(name='ada', role='admin', local=True)
        >>> person.exchange("guessed", "2024-01-01T08:00:00Z"), person.person_of("guessed", "2024-01-01T08:00:00Z")
        ('', None)
        """
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return ""
        for key in [key for key, end in self._sessions.items() if end <= at]:
            del self._sessions[key]
        session = new_token()
        self._sessions[digest(session)] = clock.later(at, HOURS * 3600)
        return session

    def person_of(self, session: str, at: str) -> Person | None:
        """Return the person whose session it is; None where it has ended or never was."""
        end = self._sessions.get(digest(session))
        return None if end is None or end <= at else Person(self.name, ADMIN, local=True)

    def end(self, session: str) -> None:
        """End a session."""
        self._sessions.pop(digest(session), None)


def single_person(store: Store, name: str = "") -> SinglePerson | None:
    """Return the one person of a store without accounts; None for that of a team."""
    return None if has_accounts(store) else SinglePerson(name or clock.who())
