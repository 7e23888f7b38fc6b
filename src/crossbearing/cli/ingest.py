"""``ingest``, ``reconcile`` and ``search``: reports into a store, and what is derived from all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crossbearing.cli import codes, output, run, written
from crossbearing.cli.judge_options import JUDGE
from crossbearing.cli.run_days import last_day
from crossbearing.cli.store_options import DB, WHO, maker_of, opened, work_on
from crossbearing.engines.collecting import seldom_collected

if TYPE_CHECKING:
    from crossbearing.engines.stored import StoreSettings, StoreWork
    from crossbearing.fetch.sources import Gathered
    from crossbearing.model.finished import Finished
    from crossbearing.store.store import Kept, Store

SOURCES = typer.Argument(metavar="SOURCE", help="Files, folders, and addresses (https://...) of pages and feeds.")


def settings_of(as_of: str, anchors: Sequence[str], strict: bool, seconds: float) -> StoreSettings:
    """Return the settings of a store from the options of a command."""
    from crossbearing.engines.stored import StoreSettings

    return StoreSettings(last_day(as_of), tuple(anchors), seconds, strict)


def _keep(store: Store, gathered: Gathered, who: str, listed: bool) -> list[Kept]:
    from crossbearing.engines.stored import keep_documents
    from crossbearing.fetch.sources import settle

    output.say_problems(gathered.problems)
    output.say_left_alone(gathered.left_alone)

    def told(kept: Kept) -> None:
        if listed:
            output.write(f"{kept.outcome}: {kept.id}")
        if kept.said:
            output.say(f"not kept: {output.one_line(f'{kept.id} {kept.said}')}")

    kept = keep_documents(store, gathered.given, maker_of(who), told)
    settle(store, gathered)
    return kept


def _read(work: StoreWork, workers: int = 1, packs: Sequence[Path] = ()) -> int:
    """Read what was not read yet, with a bar."""
    from crossbearing.engines.pool import WorkerPool

    missing = work.missing()
    # More processes than documents would only be started.
    several = min(workers, len(missing))
    settings = work.settings
    pool = (
        WorkerPool(several, packs, settings.strict, settings.seconds, judge=work.pipeline.weights)
        if several > 1
        else nullcontext()
    )
    with pool as reading, output.progress("reading claims", len(missing)) as step:
        work.read(missing, step, reading)
    return len(missing)


def _derive(work: StoreWork) -> Finished:
    with output.progress("deriving events", None), seldom_collected():
        return work.derive()


def ingest(
    sources: list[str] = SOURCES,
    db: str = DB,
    who: str = WHO,
    keep_raw: bool = typer.Option(False, "--keep-raw", help="Keep the bytes of each report too, not only their hash."),
    watch: float = typer.Option(
        0, "--watch", metavar="SECONDS", min=0, help="Look again every so often, until Ctrl-C."
    ),
    follow: bool = typer.Option(
        False, "--follow", help="Fetch the pages behind the entries of a feed that holds summaries alone."
    ),
    listed: bool = typer.Option(False, "--list", help="Print a line for each report once it is kept for good."),
    json: bool = run.JSON,
    as_of: str = run.AS_OF,
    anchors: list[str] = run.ANCHORS,
    pack: list[Path] = run.PACKS,
    strict: bool = run.STRICT,
    seconds: float = run.BUDGET,
    columns: str = run.COLUMNS,
    workers: int = run.WORKERS,
    judge: str = JUDGE,
) -> int:
    """Keep reports in a store, read what is new, and derive events and ledgers from all."""
    from crossbearing.engines.stored import judge_not_forgotten
    from crossbearing.fetch.sources import gather, rounds
    from crossbearing.readers.columns import columns_of

    tables = columns_of(columns) if columns else None
    settings = settings_of(as_of, anchors, strict, seconds)
    store = opened(db, create=True)
    if not judge:
        judge_not_forgotten(store)
    work: StoreWork | None = None
    code = codes.DONE
    for wanted in rounds(sources, store, watch):
        with output.progress("opening files", None) as step:
            gathered = gather(wanted, store, keep_raw, watch > 0, columns=tables, step=step, follow=follow)
        kept = _keep(store, gathered, who, listed and not json)
        if watch and work is not None and not any(one.outcome in ("new", "version") for one in kept):
            continue
        if store.is_empty():
            output.say("nothing could be read")
            code = codes.PARTLY if gathered.problems else codes.FAILED
            continue
        work = work or work_on(store, who, settings, tuple(pack), judge)
        read = _read(work, workers, tuple(pack))
        finished = _derive(work)
        code = _said(store, gathered, kept, read, finished, json)
    return code


def _said(store: Store, gathered: Gathered, kept: Sequence[Kept], read: int, finished: Finished, json: bool) -> int:
    """Say what came of it and return the exit code."""
    outcomes = Counter(one.outcome for one in kept)
    new = {one.id for one in kept if one.outcome in ("new", "version")}
    noted = [(name, problem) for name, problem in written.noted(finished.documents) if name in new]
    output.say_noted(noted, where="the store; export native writes them")
    refused = [{"id": one.id, "outcome": one.outcome, "message": one.said} for one in kept if one.said]
    found: dict[str, Any] = {
        "store": store.shown,
        "kept": {name: outcomes[name] for name in ("new", "same", "version", "forgotten", "refused")},
        "read": read,
        "not_kept": refused,
        "problems": [{"code": p.code, "name": p.name, "message": p.advice} for p in gathered.problems],
        **written.counts(finished),
    }
    if json:
        output.write_json(found)
    else:
        told = ", ".join(f"{number} {name}" for name, number in found["kept"].items() if number) or "no reports"
        counts = ", ".join(output.counted(found[n], n) for n in ("documents", "claims", "events", "tolls"))
        output.write(f"{store.shown}: {told}; {read} read; it holds {counts}")
    lost = gathered.problems or refused or any(written.is_costly(problem) for _, problem in noted)
    return codes.PARTLY if lost else codes.DONE


def rebuilt(store: Store, who: str, settings: StoreSettings, packs: Sequence[Path] = (), judge: str = "") -> Finished:
    """Derive the ledgers of a store anew."""
    work = work_on(store, who, settings, packs, judge)
    _read(work)
    return _derive(work)


def reconcile(
    db: str = DB,
    who: str = WHO,
    json: bool = run.JSON,
    as_of: str = run.AS_OF,
    anchors: list[str] = run.ANCHORS,
    pack: list[Path] = run.PACKS,
    strict: bool = run.STRICT,
    seconds: float = run.BUDGET,
    workers: int = run.WORKERS,
    judge: str = JUDGE,
) -> int:
    """Derive events and ledgers of a store anew; reports are read again only where program or pack changed."""
    store = opened(db)
    if store.is_empty():
        output.say(f"{store.shown} holds no report; crossbearing ingest PATH... --db {store.shown}")
        return codes.FAILED
    work = work_on(store, who, settings_of(as_of, anchors, strict, seconds), tuple(pack), judge)
    read = _read(work, workers, tuple(pack))
    counts = written.counts(_derive(work))
    if json:
        output.write_json({"store": store.shown, "read": read, **counts})
    else:
        shown = ", ".join(output.counted(counts[n], n) for n in ("documents", "claims", "events", "tolls"))
        output.write(f"{store.shown}: {read} read; it holds {shown}")
    return codes.DONE


def search(
    words: list[str] = typer.Argument(metavar="WORD", help="Words that all must stand in what is found."),
    db: str = DB,
    most: int = typer.Option(
        20, "--most", metavar="N", min=1, help="How many reports and how many claims to show at most."
    ),
    json: bool = run.JSON,
) -> int:
    """Find reports and claims of a store by words of their text."""
    from crossbearing.store.searching import search as find

    found = find(opened(db), " ".join(words), most)
    if json:
        output.write_json(found)
        return codes.DONE if found["documents"] or found["claims"] else codes.CHECK_FAILED
    for row in found["documents"]:
        where = f"{row['outlet'] or 'outlet not known'}, {row['published'] or 'undated'}"
        output.write(f"{row['id']} ({where}): {output.one_line(row['words'])}")
    for row in found["claims"]:
        output.write(f"  {row['id']} [{row['cls']}] {output.one_line(row['evidence'])}")
    if not found["documents"] and not found["claims"]:
        output.say("nothing found")
        return codes.CHECK_FAILED
    return codes.DONE
