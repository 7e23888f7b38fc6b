"""Who looks at a page. Where there are no accounts it is one person, on this machine, who may do everything."""

from __future__ import annotations

from dataclasses import dataclass

READER, CODER, ADJUDICATOR, ADMIN = "reader", "coder", "adjudicator", "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the keyboard and what that person may do."""

    name: str
    roles: frozenset[str]

    def may(self, role: str) -> bool:
        """Say whether the person has a role.

        >>> Person("ada", frozenset({READER})).may(ADMIN)
        False
        """
        return role in self.roles


def alone(name: str) -> Person:
    """Return the one person of an application without accounts."""
    return Person(name, frozenset({READER, CODER, ADJUDICATOR, ADMIN}))
