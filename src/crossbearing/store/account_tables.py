"""Tables of those who work with a store over the network: accounts, their sessions, failed logins, and the log.

Rows of ``accounts`` change; what was changed, when and by whom stands in ``audit``, which is only added to: triggers
of the database see to it. No table holds a password or a token, only hashes of them.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text

from crossbearing.store.schema import METADATA

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)
"""``password`` is the encoded hash; ``changed_at`` the second in which it was last set."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("address", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
)
"""``token`` is the SHA-256 of what the browser holds: who reads the file cannot log in with it."""

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("until", Text, nullable=False),
)
"""Failed logins in a row, by account, by address and by both; ``until`` is the second before which none is tried."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("made_at", Text, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("what", Text, nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("said", Text, nullable=False),
)

LASTING = (ACCOUNTS, AUDIT)
"""What a copy into another database takes along; sessions and failed logins are of the server that was."""


def guards(dialect: str) -> list[str]:
    """Return the statements by which the database refuses to change or remove a row of the log.

    >>> len(guards("sqlite")), len(guards("postgresql"))
    (2, 2)
    """
    if dialect == "postgresql":
        return [
            "CREATE FUNCTION audit_unchanged() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'rows of audit are never changed'; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_unchanged()",
        ]
    refused = "BEGIN SELECT RAISE(ABORT, 'rows of audit are never changed'); END"
    return [
        f"CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit {refused}",
        f"CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit {refused}",
    ]
