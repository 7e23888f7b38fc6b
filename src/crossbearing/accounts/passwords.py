"""Passwords: what one must be, and its hash by argon2id (second choice of RFC 9106: 64 MiB, 3 passes, 4 lanes)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from crossbearing.model.errors import AccountError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 12, 256
"""Characters; the upper bound is there so that nobody makes the server hash a book."""
_DISTINCT = 5
_AT_ONCE = threading.BoundedSemaphore(2)
"""A hash takes 64 MiB and a tenth of a second: so many logins are checked at a time, the others wait their turn."""


def check(password: str, name: str) -> None:
    """Raise AccountError, which says why, for a password that may not be that of the account ``name``.

    >>> check("correct horse battery", "ada")
    """
    plain = _form(password)
    if not plain.isprintable():
        raise AccountError("a password has letters, digits, signs and blanks only")
    if not LEAST <= len(plain) <= MOST:
        raise AccountError(f"a password has {LEAST} to {MOST} characters; a sentence that only you know is a good one")
    if len(set(plain)) < _DISTINCT:
        raise AccountError(f"a password has at least {_DISTINCT} different characters")
    if name.casefold() in plain.casefold() and len(plain) - len(name) < LEAST:
        raise AccountError("a password does not live off the name of its account")


def hashed(password: str) -> str:
    """Return the encoded hash of a password, with its salt and parameters."""
    with _AT_ONCE:
        return _hasher().hash(_form(password))


def fits(encoded: str | None, password: str) -> bool:
    """Say whether a password is that of the hash; for no hash it takes as long and says no."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - an extra

    with _AT_ONCE:
        try:
            return _hasher().verify(encoded or _of_nobody(), _form(password[:MOST])) and encoded is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(encoded: str) -> bool:
    """Say whether a hash was made with other parameters than those of today, so that it should be made anew."""
    return _hasher().check_needs_rehash(encoded)


def _form(password: str) -> str:
    """Return the password in one form, since keyboards write the same letter in several ways."""
    return unicodedata.normalize("NFC", password.encode("utf-8", "replace").decode())


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher, profiles  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise AccountError("accounts need argon2-cffi: pip install 'crossbearing[web]'") from error
    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@cache
def _of_nobody() -> str:
    return _hasher().hash("the password of no account at all")
