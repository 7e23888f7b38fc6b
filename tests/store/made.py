"""Reports, claims and databases for the tests of the store, in our own words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import create_engine, make_url, text

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Source
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.readers.decode import sha256
from crossbearing.store.clock import Maker
from crossbearing.store.store import Given

MAKER = Maker("ada", "syria@2024-12-31")


@contextmanager
def server(name: str) -> Iterator[str]:
    """Make a database of its own on the server of the tests, and remove it."""
    base = make_url(os.environ["CROSSBEARING_POSTGRESQL"])
    engine = create_engine(base.set(drivername="postgresql+pg8000"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield base.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def report(identity: str, words: str = "Shells fell on Douma.", **known: str) -> Document:
    raw = words.encode()
    return replace(Document(identity, words, sha256=sha256(raw), raw_sha256=sha256(raw)), **known)  # type: ignore[arg-type]


def given(document: Document, origin: str = "a.txt", raw: bytes | None = None) -> Given:
    return Given(document, origin, None, raw)


def claim_of(document: Document, number: int = 1, killed: int = 3) -> Claim:
    """Return a claim with every field that a row or a format could lose."""
    words = document.text.split(".")[0]
    evidence = Mention(0, len(words), words)
    first = Mention(0, len(words.split()[0]), words.split()[0])
    return Claim(
        id=f"{document.id}:c{number:02}",
        document=document.id,
        cls="strike.shelling",
        evidence=evidence,
        attribution=Attribution("indirect", "report", first, (Source("a monitor", first, True, "sy:sohr", first),)),
        actors=(ActorRole("initiator", "army", first, "sy:army", "syria:government", None),),
        places=(PlaceRole("location", "Douma", first, 33.57, 36.4, 3.0, "gn:170892", ("gn:1",), 1, 1, None),),
        time=DateRange(first, "2014-03-11", "2014-03-11", 1, "words"),
        counts=(Count("n1", first, "killed", "civilians", None, "event", "exact", killed, killed, killed),),
        rule="test",
        confidence=0.75,
        reasons=("because",),
    )
