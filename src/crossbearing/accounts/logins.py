"""Logging in and out of an account, and changing one's own password: slowed, logged, each with a new session."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import update

from crossbearing.accounts import passwords
from crossbearing.accounts.accounts import name_form, row_of, set_password
from crossbearing.accounts.attempts import begin, succeeded
from crossbearing.accounts.auditing import By, log
from crossbearing.accounts.sessions import end_session, open_session
from crossbearing.store.account_tables import ACCOUNTS
from crossbearing.store.store import Store

NOBODY = "nobody"
"""Stands in the log where no account is known: what was typed as a name is at times a password."""
_OF_THIS_PROCESS = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """What became of a login: the ``token`` of a session, or none and the seconds to ``wait`` before the next."""

    token: str = ""
    wait: int = 0


def log_in(store: Store, name: str, password: str, address: str, at: str, former: str = "") -> LoggedIn:
    """Log in from an address in the second ``at``; ``former`` is the token of the session that this one replaces."""
    name = name_form(name)[:64]
    with store.reading() as connection:
        row = row_of(connection, name)
    shown = NOBODY if row is None else name
    attempt = begin(store, name if row is not None else _stand_in(name), address, at)
    if attempt.wait:
        return LoggedIn(wait=attempt.wait)
    right = passwords.fits(None if row is None or row["disabled"] else row["password"], password)
    by = By(shown, address, at)
    with store.writing() as connection:
        now = row_of(connection, name)
        if row is None or now is None or now["disabled"] or not right or now["password"] != row["password"]:
            log(connection, by, "login_failed", shown, "and slowed from here on" if attempt.slowed else "")
            return LoggedIn()
        succeeded(connection, name, address)
        if former:
            end_session(connection, former)
        if passwords.is_outdated(row["password"]):
            renewed = {"password": passwords.hashed(password)}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.number == row["number"]).values(**renewed))
        token = open_session(connection, name, address, at)
        log(connection, by, "login", name)
    return LoggedIn(token)


def _stand_in(name: str) -> str:
    """Return what the failures of a name are counted under that is no account's: it is slowed, and not kept."""
    return hmac.new(_OF_THIS_PROCESS, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def log_out(store: Store, token: str, by: By) -> None:
    """End a session."""
    with store.writing() as connection:
        end_session(connection, token)
        log(connection, by, "logout", by.who)


def change_password(store: Store, former: str, password: str, by: By) -> LoggedIn:
    """Change one's own password, where the ``former`` one is right; all sessions end and one begins.

    A wrong one counts as a failed login. Raises AccountError where the new one cannot be a password.
    """
    with store.reading() as connection:
        row = row_of(connection, by.who)
    attempt = begin(store, by.who, by.address, by.at)
    if attempt.wait:
        return LoggedIn(wait=attempt.wait)
    if row is None or not passwords.fits(row["password"], former):
        with store.writing() as connection:
            log(connection, by, "login_failed", by.who, "former password")
        return LoggedIn()
    set_password(store, by.who, password, by)
    with store.writing() as connection:
        succeeded(connection, by.who, by.address)
        return LoggedIn(open_session(connection, by.who, by.address, by.at))
