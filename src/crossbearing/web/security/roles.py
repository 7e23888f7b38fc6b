"""Who asks, and what a page is open to."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from starlette.exceptions import HTTPException

from crossbearing.accounts.roles import Person, known_role


def person_of(request: Request) -> Person:
    """Return who asks. Raises HTTPException 401 where nobody has signed in, which only pages open to all ever see."""
    found: Person | None = getattr(request.state, "person", None)
    if found is None:
        raise HTTPException(401)
    return found


def require(role: str) -> Callable[[Request], Person]:
    """Return a dependency of a page or a router that lets in who may do what ``role`` is needed for.

    ``APIRouter(dependencies=[Depends(require(ADMIN))])`` is all that pages for admins need. Raises AccountError for a
    word that is no role.
    """
    known_role(role)

    def asked(request: Request) -> Person:
        person = person_of(request)
        if not person.may(role):
            raise HTTPException(403, f"This is open to the role {role}, and you are {person.role}.")
        return person

    return asked
