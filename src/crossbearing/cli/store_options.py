"""``--db`` and what goes with it: how every command that works on a store opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crossbearing.cli import run
from crossbearing.cli.judge_options import judge_of

if TYPE_CHECKING:
    from crossbearing.engines.stored import StoreSettings, StoreWork
    from crossbearing.store.clock import Maker
    from crossbearing.store.store import Store

DB = typer.Option(..., "--db", metavar="STORE", help="The store: a file (record.db) or postgresql://user@host/name.")
MAYBE_DB = typer.Option("", "--db", metavar="STORE", help="The store: a file (record.db) or postgresql://...")
WHO = typer.Option("", "--who", metavar="NAME", help="Who does this; the name you are logged in with if not given.")


def opened(db: str, create: bool = False) -> Store:
    """Return the store that --db names."""
    from crossbearing.store.store import Store

    return Store(db, create)


def maker_of(who: str, packs: Sequence[tuple[str, str]] = ()) -> Maker:
    """Return who makes the rows, and with which packs."""
    from crossbearing.store import clock

    return clock.Maker(who or clock.who(), " ".join(f"{name}@{day}" for name, day in sorted(packs)))


def work_on(store: Store, who: str, settings: StoreSettings, packs: Sequence[Path] = (), judge: str = "") -> StoreWork:
    """Return the store with the tools to read into it; ``judge`` is what ``--judge`` names.

    Raises StoreError where none is named and the record was read by one that a team taught.
    """
    from crossbearing.engines.stored import StoreWork, judge_not_forgotten
    from crossbearing.engines.unfinished import program_hash
    from crossbearing.model.faults import Faults
    from crossbearing.report.listed import listing

    if not judge:
        judge_not_forgotten(store)
    pipeline = run.tools(packs, judge_of(judge))
    program, settings = program_hash(packs, pipeline.judge), replace(settings, judge=pipeline.judge)
    maker = maker_of(who, [(pack.id, pack.as_of) for pack in pipeline.packs.packs])
    return StoreWork(store, pipeline, program, maker, settings, Faults(settings.strict, settings.seconds), listing)
