"""The accounts of a store: added, given roles, disabled; every change stands in the log.

The first account is an admin's, and the last admin who may log in keeps that role: a store with accounts never is one
that nobody can look after.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from crossbearing.accounts import passwords
from crossbearing.accounts.auditing import By, log
from crossbearing.accounts.roles import ADMIN, known_role
from crossbearing.model.errors import AccountError
from crossbearing.store.account_tables import ACCOUNTS, SESSIONS
from crossbearing.store.store import Store

_NAME = re.compile(r"\w[\w.@+-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it may be shown: everything but the hash of its password."""

    name: str
    role: str
    disabled: bool
    made_at: str
    changed_at: str


def name_form(name: str) -> str:
    """Return the one form of an account's name: small letters, composed.

    >>> name_form(" Ada@Example.org ")
    'ada@example.org'
    """
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def accounts_of(store: Store) -> list[Account]:
    """Return all accounts, by name."""
    with store.reading() as connection:
        rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)).mappings()
        return [_account(row) for row in rows]


def has_accounts(store: Store) -> bool:
    """Say whether the store is one of a team: then everybody logs in, on loopback too."""
    with store.reading() as connection:
        return connection.execute(select(ACCOUNTS.c.number).limit(1)).first() is not None


def account_named(store: Store, name: str) -> Account | None:
    """Return the account of this name; None where there is none, or it is disabled."""
    with store.reading() as connection:
        row = row_of(connection, name)
        return None if row is None or row["disabled"] else _account(row)


def row_of(connection: Connection, name: str) -> RowMapping | None:
    """Return the row of an account, disabled or not, within a transaction; None also for what can be no name."""
    if _NAME.fullmatch(name_form(name)) is None:
        return None
    query = select(ACCOUNTS).where(ACCOUNTS.c.name == name_form(name))
    return connection.execute(query).mappings().first()


def add_account(store: Store, name: str, role: str, password: str, by: By) -> Account:
    """Add an account; raise AccountError for a name, a role or a password that cannot be, or a name that is taken."""
    name, role = name_form(name), known_role(role)
    if _NAME.fullmatch(name) is None:
        raise AccountError(f"{name!r} is no name of an account: letters, digits and . _ - @ +, at most 64")
    passwords.check(password, name)
    encoded = passwords.hashed(password)
    with store.writing() as connection:
        if row_of(connection, name) is not None:
            raise AccountError(f"there is an account {name!r} already")
        if role != ADMIN and connection.execute(select(ACCOUNTS.c.number).limit(1)).first() is None:
            raise AccountError(f"the first account is that of an admin: --role {ADMIN}")
        row = {"name": name, "role": role, "password": encoded, "disabled": False, "made_at": by.at}
        connection.execute(insert(ACCOUNTS).values(**row, changed_at=by.at))
        log(connection, by, "account_added", name, role)
    return Account(name, role, False, by.at, by.at)


def set_role(store: Store, name: str, role: str, by: By) -> None:
    """Give an account another role; raise AccountError where there is none, or it is the last admin."""
    role = known_role(role)
    with store.writing() as connection:
        row = _there(connection, name)
        if role != ADMIN:
            _not_the_last_admin(connection, row)
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.number == row["number"]).values(role=role))
        log(connection, by, "role_changed", row["name"], f"{row['role']} to {role}")


def set_disabled(store: Store, name: str, disabled: bool, by: By) -> None:
    """Let an account log in no more, or again; its sessions end. Raises AccountError as ``set_role`` does."""
    with store.writing() as connection:
        row = _there(connection, name)
        if disabled:
            _not_the_last_admin(connection, row)
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.number == row["number"]).values(disabled=disabled))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == row["name"]))
        log(connection, by, "account_disabled" if disabled else "account_enabled", row["name"])


def set_password(store: Store, name: str, password: str, by: By) -> None:
    """Give an account another password and end all its sessions; raise AccountError where it cannot be that."""
    with store.reading() as connection:
        name = str(_there(connection, name)["name"])
    passwords.check(password, name)
    encoded = passwords.hashed(password)
    with store.writing() as connection:
        row = _there(connection, name)
        changed = {"password": encoded, "changed_at": by.at}
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.number == row["number"]).values(**changed))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == name))
        log(connection, by, "password_changed", name)


def _account(row: RowMapping) -> Account:
    return Account(row["name"], row["role"], bool(row["disabled"]), row["made_at"], row["changed_at"])


def _there(connection: Connection, name: str) -> RowMapping:
    row = row_of(connection, name)
    if row is None:
        raise AccountError(f"there is no account {name_form(name)!r}; crossbearing accounts list --db STORE shows them")
    return row


def _not_the_last_admin(connection: Connection, row: RowMapping) -> None:
    if row["role"] != ADMIN or row["disabled"]:
        return
    admins = select(func.count()).select_from(ACCOUNTS).where(ACCOUNTS.c.role == ADMIN, ACCOUNTS.c.disabled.is_(False))
    if connection.execute(admins).scalar_one() <= 1:
        raise AccountError(f"{row['name']!r} is the last admin; make another one first")
