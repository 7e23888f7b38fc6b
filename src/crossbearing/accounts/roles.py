"""The four roles, each with all that the one before may do, and a person as the pages know them."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.model.errors import AccountError

READER, CODER, ADJUDICATOR, ADMIN = "reader", "coder", "adjudicator", "admin"
ROLES = (READER, CODER, ADJUDICATOR, ADMIN)
"""In the order of what they may do: read; judge and ingest; decide between coders; look after accounts and the log."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks for a page: ``local`` is the one person of a server on loopback without accounts."""

    name: str
    role: str
    local: bool = False

    def may(self, role: str) -> bool:
        """Say whether this person may do what ``role`` is needed for.

        >>> Person("ada", "coder").may("reader"), Person("ada", "coder").may("admin")
        (True, False)
        """
        return ROLES.index(self.role) >= ROLES.index(role)


def known_role(role: str) -> str:
    """Return the role, or raise AccountError for a word that is none.

    >>> known_role("coder")
    'coder'
    """
    if role not in ROLES:
        raise AccountError(f"{role!r} is no role; the roles are {', '.join(ROLES)}")
    return role
