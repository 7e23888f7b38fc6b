"""Opens a store: one SQLite file or a PostgreSQL database, brought to the newest form, its errors told in one line."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.pool import NullPool

from crossbearing.model.errors import StoreError

_STEPS = Path(__file__).parent / "migrations" / "versions"
_WAIT_SECONDS = 120
"""How long a writer waits for another one: writers hold the store for a batch of documents or one set of ledgers."""
_PAUSE_SECONDS = 0.02
_KEPT_OPEN, _MOST_OPEN = 4, 60
"""Connections to a server that one process keeps for its next question, and has at most."""
_LOCK = 0x63726F73
"""The advisory lock that writers of one PostgreSQL store take in turn."""
_SAID = (
    ("disk is full", "the disk is full; what was kept before this step is unchanged"),
    ("No space left on device", "the disk is full; what was kept before this step is unchanged"),
    ("disk I/O error", "the disk cannot be written (full or failing); what was kept before this step is unchanged"),
    ("database is locked", f"another process held it for over {_WAIT_SECONDS} seconds; try again"),
    ("not a database", "is no store; give --db the name of another file"),
    ("malformed", "is damaged; put back a backup, or see what verify says"),
    ("unable to open", "cannot be opened; does its folder exist, and may you write there?"),
    ("readonly", "cannot be written; is it yours?"),
    ("Can't create a connection", "no server answers there; does PostgreSQL run, and is host and port right?"),
    ("password authentication failed", "the server does not take this user and password"),
    ("28P01", "the server does not take this user and password"),
    ("28000", "the server does not let this user in from here"),
    ("3D000", "the server has no database of that name; createdb makes one"),
)


def is_server(url: str) -> bool:
    """Say whether ``--db`` names a PostgreSQL database and no file.

    >>> is_server("postgresql://team@localhost/record"), is_server("record.db")
    (True, False)
    """
    return url.startswith(("postgresql://", "postgres://", "postgresql+pg8000://"))


def shown_url(url: str) -> str:
    """Return the name of a store as it may be shown: without its password.

    >>> shown_url("postgresql://team:secret@localhost/record")
    'postgresql://team:***@localhost/record'
    """
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1:***@", url)


def open_engine(url: str, create: bool) -> Engine:
    """Return an engine for the store; raise StoreError where there is none and ``create`` does not ask to make it."""
    if is_server(url):
        return _server(url)
    if re.match(r"\w[\w+.-]*://", url):
        raise StoreError(f"{shown_url(url)}: is no store; --db takes the name of a file or postgresql://user@host/name")
    path = Path(url)
    if not create and not path.exists():
        raise StoreError(f"{url}: no such store; crossbearing ingest PATH... --db {url} makes it")
    if path.is_dir():
        raise StoreError(f"{url}: is a folder; give --db the name of a file")
    engine = create_engine(f"sqlite:///{path.resolve()}", poolclass=NullPool, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _server(url: str) -> Engine:
    if find_spec("pg8000") is None:
        raise StoreError("PostgreSQL needs pg8000: pip install 'crossbearing[postgresql]'")
    plain = make_url(re.sub(r"^postgres(ql)?(\+pg8000)?://", "postgresql+pg8000://", url))
    # The driver reads all certificates of the machine for each connection it makes: far longer than a question takes.
    return create_engine(plain, pool_size=_KEPT_OPEN, max_overflow=_MOST_OPEN - _KEPT_OPEN, pool_pre_ping=True)


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    """Set a SQLite connection up: a kill or a power cut loses nothing committed, what is deleted is overwritten."""
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Put a store into write-ahead mode: of several that open a new file at once SQLite refuses all but one.

    It does so at once, without the wait that it keeps for other locks, so it is asked again for as long.
    """
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(url: str) -> Iterator[None]:
    """Run the block so that what the database says comes as one StoreError that names the store."""
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        raw = str(getattr(error, "orig", None) or error)
        for words, advice in _SAID:
            if words in raw:
                raise StoreError(f"{shown_url(url)}: {advice}") from error
        raise StoreError(f"{shown_url(url)}: {' '.join(raw.split())[:300]}") from error
    except exc.SQLAlchemyError as error:
        raise StoreError(f"{shown_url(url)}: {' '.join(str(error).split())[:300]}") from error


class _Queue:
    """Threads that wait for one file, in the order in which they came: a lock might let the same one in again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def enter(self) -> None:
        """Wait for the turn; raise sqlite3.OperationalError as SQLite does where it does not come in time."""
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            if len(self._waiting) == 1:
                mine.set()
        if mine.wait(_WAIT_SECONDS):
            return
        with self._guard:
            if not mine.is_set():
                self._waiting.remove(mine)
                raise sqlite3.OperationalError("database is locked")

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


_queues: dict[str, _Queue] = {}
if hasattr(os, "register_at_fork"):  # a child must not wait for a thread that it does not have
    os.register_at_fork(after_in_child=_queues.clear)


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Let the threads of this process write a file in turn.

    SQLite has no queue: who waits asks again now and then, and of fifty that ask one may never be the first.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    queue = _queues.setdefault(str(engine.url.database), _Queue())
    queue.enter()
    try:
        yield
    finally:
        queue.leave()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that alone may write: nothing that it reads is changed by others before it ends."""
    with _turn(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that sees the store as it is at its first statement, whatever others write meanwhile."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    with connection, connection.begin():
        yield connection


def newest_form() -> str:
    """Return the id of the newest form of the store: the files of the steps bear their ids.

    >>> newest_form()
    '0007'
    """
    return max(file.name[1:5] for file in _STEPS.glob("v[0-9]*.py"))


def _form(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up(engine: Engine, url: str, create: bool) -> None:
    """Make the tables of a new store and run the steps that an older one lacks.

    Raises StoreError for a database that holds something else, or a store that a newer version has made.
    """
    with reading(engine) as connection:
        present = _form(connection)
        if present == newest_form():
            return
        names = inspect(connection).get_table_names()
    # Loaded here alone: a store is brought up once, and opened by every command.
    migrating = import_module("crossbearing.store.migrating")
    if present is not None and present not in migrating.known_forms():
        raise StoreError(f"{shown_url(url)}: was made by a newer version (form {present}); update crossbearing")
    if present is None and names:
        raise StoreError(f"{shown_url(url)}: holds something else ({names[0]}); give --db another name")
    if present is None and not create:
        raise StoreError(f"{shown_url(url)}: holds no store; crossbearing ingest PATH... --db makes it")
    with writing(engine) as connection:
        # Two processes may find the store missing at once; the second sees here what the first has made.
        if _form(connection) != newest_form():
            migrating.upgrade(connection)
