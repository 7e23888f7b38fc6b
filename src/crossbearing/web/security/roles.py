"""Who asks, and what a page is open to."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from starlette.exceptions import HTTPException

from crossbearing.accounts.roles import READER, Person, known_role


def person_of(request: Request, role: str = READER) -> Person:
    """Return who asks; raise HTTPException 403 where this is not open to them, 401 where nobody has signed in."""
    found: Person | None = getattr(request.state, "person", None)
    if found is None:
        raise HTTPException(401, "Sign in first.")
    if not found.may(role):
        raise HTTPException(403, f"This is open to the role {role}, and you are {found.role}.")
    return found


def require(role: str) -> Callable[[Request], Person]:
    """Return a dependency of a page or a router that lets in who may do what ``role`` is needed for.

    ``APIRouter(dependencies=[Depends(require(ADMIN))])`` is all that pages for admins need. Raises AccountError for a
    word that is no role.
    """
    known_role(role)

    def asked(request: Request) -> Person:
        return person_of(request, role)

    return asked
