"""Who looks at a page, and what a page is open to: what the modules of pages need of ``accounts`` and ``security``."""

from __future__ import annotations

from crossbearing.accounts.roles import ADJUDICATOR, ADMIN, CODER, READER, Person
from crossbearing.web.security.roles import person_of, require

__all__ = ["ADJUDICATOR", "ADMIN", "CODER", "READER", "Person", "person_of", "require"]
