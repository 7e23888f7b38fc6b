"""``forget``, ``verify`` and ``backup``: the care of a store itself."""

from __future__ import annotations

from pathlib import Path

import typer

from crossbearing.cli import codes, output, run
from crossbearing.cli.judge_options import JUDGE
from crossbearing.cli.store_options import DB, WHO, maker_of, opened


def forget(
    document: str = typer.Argument(metavar="DOCUMENT", help="The id of the report."),
    db: str = DB,
    reason: str = typer.Option(..., "--reason", metavar="TEXT", help="Why it goes; this stands on its tombstone."),
    who: str = WHO,
    pack: list[Path] = run.PACKS,
    judge: str = JUDGE,
) -> int:
    """Remove a report, its claims, quotes and bytes from a store for good; a tombstone keeps hash and reason."""
    from crossbearing.cli.ingest import rebuilt
    from crossbearing.engines.stored import judge_not_forgotten, settings_of
    from crossbearing.store.forgetting import forget as forgotten

    store = opened(db)
    settings = settings_of(store.state())
    if not judge:
        judge_not_forgotten(store)
    versions = forgotten(store, document, reason, maker_of(who))
    output.write(f"{store.shown}: {document} is forgotten ({output.counted(versions, 'versions')})")
    if not store.is_empty():
        rebuilt(store, who, settings, tuple(pack), judge)
    return codes.DONE


def verify(db: str = DB, json: bool = run.JSON) -> int:
    """Check a store: hashes, quotes, claims against readings, and whether the ledgers know all that is kept."""
    from crossbearing.store.verifying import verify as findings

    store = opened(db)
    found = findings(store)
    if json:
        output.write_json(
            {"store": store.shown, "findings": [{"code": f.code, "what": f.what, "message": f.message} for f in found]}
        )
    else:
        for finding in found:
            output.write(f"{finding.code}: {output.one_line(finding.what)}: {output.one_line(finding.message)}")
        documents = output.counted(len(store.snapshot().documents), "documents")
        output.write(f"{store.shown}: {documents}, {output.counted(len(found), 'findings')}")
    return codes.CHECK_FAILED if found else codes.DONE


def backup(
    to: str = typer.Argument(metavar="TO", help="The new file, or an empty PostgreSQL database."), db: str = DB
) -> int:
    """Copy a store whole, while others work with it; the copy is a store like any other."""
    from crossbearing.store.backup import backup as copied
    from crossbearing.store.opening import shown_url

    documents = copied(opened(db), to)
    output.write(f"made: {shown_url(to)} ({output.counted(documents, 'documents')})")
    return codes.DONE
