"""``run`` and ``extract``: reports in; claims, events, ledgers and the report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from crossbearing.cli import care_options, codes, engine_options, gazetteer, llm_options, output, written
from crossbearing.cli.care_options import Care
from crossbearing.cli.engine_options import Engine
from crossbearing.cli.judge_options import JUDGE, judge_of
from crossbearing.cli.reader_options import (
    CLAIMS,
    READERS,
    REPLIES,
    REQUESTS,
    ReaderOptions,
    Readers,
    readers_of,
    title_of,
)
from crossbearing.cli.run_days import last_day
from crossbearing.cli.run_settings import Settings, go_together
from crossbearing.model.budget import SECONDS
from crossbearing.model.document import Problem
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.engines.pool import WorkerPool
    from crossbearing.engines.unfinished import Unfinished
    from crossbearing.export.folder import RunFolder
    from crossbearing.export.manifest import Made
    from crossbearing.extract.judge.weights import Weights
    from crossbearing.model.finished import Finished
    from crossbearing.pipeline import Pipeline, Read
    from crossbearing.readers.paths import Reading
    from crossbearing.text.relevance import Relevance

PATHS = typer.Argument(
    metavar="PATH", help="Files and folders: text, pages, PDF, Word, mail, feeds, chats, tables, archives."
)
OUT = typer.Option(Path("out"), "--out", metavar="DIR", help="The folder to write into; made where it is missing.")
AS_OF = typer.Option("", "--as-of", metavar="DAY", help="Last day on which an undated report may be published.")
ANCHORS = typer.Option([], "--anchors", metavar="PACK", help="Date undated reports by this pack's dated facts too.")
PACKS = typer.Option(
    [], "--pack", metavar="FOLDER", help="Know a pack of your own too; one with a shipped pack's id replaces it."
)
STRICT = typer.Option(False, "--strict", help="Stop at the first file or document that cannot be worked on.")
BUDGET = typer.Option(
    SECONDS,
    "--document-seconds",
    metavar="S",
    min=1.0,
    help="Processor time a report may take; long ones may take more.",
)
WORKERS = typer.Option(1, "--workers", metavar="N", min=1, help="Read in N processes beside one another.")
ALL = typer.Option(False, "--all", help="Read every report, also those that seem to tell of no armed conflict.")
COLUMNS = typer.Option(
    "", "--columns", metavar="MAP", help="Which column of a table holds what: acled, ucdp, plain, or a YAML file."
)
JSON = typer.Option(False, "--json", help="Print JSON and nothing else on standard output.")


def tools(packs: Sequence[Path] = (), judge: Weights | None = None) -> Pipeline:
    """Return the pipeline, the gazetteer built first where it is missing; ``packs`` are folders of the user's own.

    ``judge`` is one that a team taught, None for the one that ships.
    """
    from crossbearing.pipeline import Pipeline, default_pipeline
    from crossbearing.resolve.packs import load_packs

    own = load_packs(None, packs) if packs else None
    gazetteer.ensure()
    return Pipeline(own, weights=judge) if own or judge else default_pipeline()


def read(paths: list[str], columns: str = "") -> Reading:
    """Return what can be read under the paths, and say what cannot; ``columns`` names a map for tables."""
    from crossbearing.readers.columns import columns_of
    from crossbearing.readers.paths import read_paths

    tables = columns_of(columns) if columns else None
    with output.progress("opening files", None) as step:
        reading = read_paths(paths, tables, step)
    output.say_problems(reading.problems)
    output.say_left_alone(reading.left_alone)
    return reading


def _pool(settings: Settings, documents: int) -> AbstractContextManager[WorkerPool | None]:
    """Return the workers asked for, no more than there are documents; None where one process reads."""
    if settings.workers == 1:
        return nullcontext()
    from crossbearing.engines.pool import WorkerPool

    several = max(1, min(settings.workers, documents))
    return WorkerPool(several, settings.packs, settings.strict, settings.seconds, judge=settings.judge)


def _relevance(settings: Settings, readers: Readers) -> Relevance | None:
    """Return what says which reports are read; None where all are, as asked for or since others than the rules read."""
    from crossbearing.text.relevance import shipped_relevance

    return None if settings.everything or readers.readers else shipped_relevance()


def _reading(reading: Reading) -> AbstractContextManager[output.Step]:
    return output.progress("reading claims", len(reading.documents))


def _finish(
    reading: Reading, settings: Settings, pipeline: Pipeline, readers: Readers, unfinished: Unfinished
) -> Finished:
    from crossbearing.engines.local import run_documents
    from crossbearing.model.faults import Faults

    last = last_day(settings.as_of)
    faults = Faults(settings.strict, settings.seconds)
    unfinished.open()
    if unfinished.taken_over:
        kept = output.counted(unfinished.taken_over, "reports")
        output.say(f"going on where the last run was stopped: {kept} need not be read again")
    with _pool(settings, len(reading.documents)) as pool, _reading(reading) as step:
        finished = run_documents(
            reading.documents, pipeline, step, last, settings.anchors, faults, unfinished, readers.readers, pool,
            _relevance(settings, readers),
        )  # fmt: skip
    if unfinished.failure:
        output.say(f"not kept for a later run: {output.one_line(unfinished.failure)}")
    readers.say_after()
    return finished


def _tables(finished: Finished) -> None:
    """Print what a person wants to see first: the documents, and who gives which number."""
    from crossbearing.report.figures import count_figure
    from crossbearing.report.marks import speaker
    from crossbearing.report.toll_rows import toll_rows

    claims = Counter(claim.document for claim in finished.claims)
    documents = Table("document", "outlet", "published", "claims", title="Documents", title_justify="left")
    for document in finished.documents:
        day = document.published or "not known"
        documents.add_row(document.id, document.outlet or "not known", day, str(claims[document.id]))
    output.show(documents)
    rows = [row for row in toll_rows(finished.claims).get("killed", ()) if row.depth == 0]
    if rows:
        outlets = {document.id: document.outlet or document.id for document in finished.documents}
        tolls = Table(
            *("killed", "of whom", "where", "who says so"),
            title="Tolls, and who says them",
            title_justify="left",
            caption="31+ is at least 31; A < B is what A says, as B tells it",
            caption_justify="left",
        )
        for row in rows[:25]:
            said = [speaker(source) for source in row.claim.attribution.sources]
            whom = row.count.category + (f" ({row.count.side})" if row.count.side else "")
            number = count_figure(row.count)
            tolls.add_row(number, whom, row.where, " < ".join([*said, outlets[row.claim.document]]))
        output.show(tolls)
        if len(rows) > 25:
            output.say(f"{len(rows) - 25} more tolls are in the report")


def _done(reading: Reading, problems: Sequence[Problem] = (), unplaced: Sequence[Problem] = ()) -> int:
    if not reading.documents:
        output.say("nothing could be read")
        return codes.PARTLY if reading.problems else codes.FAILED
    lost = bool(unplaced) or any(written.is_costly(problem) for problem in problems)
    return codes.PARTLY if reading.problems or lost else codes.DONE


def _stop_at_first(reading: Reading, strict: bool) -> None:
    if strict and reading.problems:
        raise CrossbearingError(f"{reading.problems[0]}; without --strict the run goes on")


def _made(program: str, settings: dict[str, Any], pipeline: Pipeline) -> Made:
    from crossbearing.export.manifest import Made

    return Made(program, settings, [(pack.id, pack.as_of) for pack in pipeline.packs.packs])


def whole_run(
    paths: list[str],
    out: Path,
    json: bool,
    title: str,
    settings: Settings,
    options: ReaderOptions = ReaderOptions(),
    care: Care = Care(),
) -> int:
    """Read the reports under ``paths`` with the readers asked for, write the run's folder, return the exit code."""
    from crossbearing.engines.collecting import seldom_collected
    from crossbearing.engines.unfinished import program_hash
    from crossbearing.export.folder import RunFolder

    go_together(settings, options)
    with seldom_collected(), RunFolder(out, written.known_files(), written.known_folders()) as folder:
        program = program_hash(settings.packs, settings.fingerprint)
        with _derived(paths, settings, options, folder, program) as (reading, finished, pipeline, readers):
            if finished is None:
                output.say(f"{out} is left as it was: nothing was read that could take its place")
                return _done(reading)
            finished = care.taken(finished, pipeline.packs)
            made = _made(program, {**settings.shown(), **readers.shown(), **care.shown()}, pipeline)
            title, compared = title_of(readers, title), len(readers.names) > 1
            files, failed = written.write(folder, reading, finished, title, made, compared)
    noted = [*written.noted(finished.documents), *(("report.html", problem) for problem in failed)]
    output.say_noted(noted)
    if json:
        output.write_json({**written.summary(reading, finished, out, files, noted), **readers.summary(noted)})
    else:
        _say_result(finished, out)
        _say_not_taken(readers, noted)
    return _done(reading, [problem for _, problem in noted], readers.unplaced)


@contextmanager
def _derived(
    paths: list[str], settings: Settings, options: ReaderOptions, folder: RunFolder, program: str
) -> Iterator[tuple[Reading, Finished | None, Pipeline, Readers]]:
    """Give what was read and derived, None where nothing was read and the folder holds something.

    What a killed run would go on with is removed once the block that writes the output is done.
    """
    from crossbearing.engines.unfinished import Unfinished
    from crossbearing.export.folder import holds_something

    if settings.engine.name == engine_options.RAY:
        pipeline = tools(settings.packs, settings.judge)
        with engine_options.on_cluster(paths, settings, pipeline, folder, program) as (reading, finished):
            kept = not reading.documents and holds_something(folder.shown)
            yield reading, None if kept else finished, pipeline, Readers()
        return
    reading = read(paths, settings.columns)
    _stop_at_first(reading, settings.strict)
    pipeline = tools(settings.packs, settings.judge)
    if not reading.documents and holds_something(folder.shown):
        yield reading, None, pipeline, Readers()
        return
    readers = readers_of(options, pipeline, reading.documents)
    unfinished = Unfinished(folder.workplace / "unfinished", readers.key(program))
    try:
        yield reading, _finish(reading, settings, pipeline, readers, unfinished), pipeline, readers
        unfinished.remove()
    finally:
        unfinished.close()


def _say_not_taken(readers: Readers, noted: Sequence[tuple[str, Problem]]) -> None:
    if readers.with_model:
        counted = ", ".join(f"{code} {number}" for code, number in readers.not_taken(noted).items()) or "nothing"
        output.write(f"not taken or mended: {counted}")


def _say_result(finished: Finished, out: Path) -> None:
    _tables(finished)
    counts = written.counts(finished)
    output.write(
        ", ".join(output.counted(counts[name], name) for name in ("claims", "events", "tolls", "agreements"))
        + f" from {output.counted(counts['documents'], 'documents')}"
    )
    output.write(f"report: {out / 'report.html'} (open it in a browser)")


def run(
    paths: list[str] = PATHS,
    out: Path = OUT,
    json: bool = JSON,
    as_of: str = AS_OF,
    anchors: list[str] = ANCHORS,
    pack: list[Path] = PACKS,
    strict: bool = STRICT,
    seconds: float = BUDGET,
    workers: int = WORKERS,
    everything: bool = ALL,
    columns: str = COLUMNS,
    judge: str = JUDGE,
    engine: str = engine_options.ENGINE,
    shards: str = engine_options.SHARDS,
    ray_address: str = engine_options.ADDRESS,
    readers: str = READERS,
    llm_url: str = llm_options.URL,
    llm_model: str = llm_options.MODEL,
    llm_parallel: int = llm_options.PARALLEL,
    llm_timeout: float = llm_options.SECONDS,
    llm_cache: Path = llm_options.CACHE,
    llm_prices: Path = llm_options.PRICES,
    llm_budget: str = llm_options.BUDGET,
    llm_yes: bool = llm_options.YES,
    llm_mask: bool = llm_options.MASK,
    llm_relevant: bool = llm_options.RELEVANT,
    llm_replies: Path = REPLIES,
    llm_requests: Path = REQUESTS,
    claims: Path = CLAIMS,
    redact: bool = care_options.REDACT,
    coarsen: float = care_options.COARSEN,
    embargo: int = care_options.EMBARGO,
    today: str = care_options.TODAY,
) -> int:
    """Read reports and write claims, events, ledgers and the report into a folder."""
    place = Engine(engine, shards, ray_address)
    settings = Settings(
        as_of, tuple(anchors), tuple(pack), strict, seconds, workers, everything, columns, place, judge_of(judge)
    )
    options = ReaderOptions(
        readers, llm_url, llm_model, llm_parallel, llm_timeout, llm_cache, llm_prices, llm_budget, llm_yes, llm_mask,
        llm_relevant, llm_replies, llm_requests, claims,
    )  # fmt: skip
    care = Care(redact, coarsen, embargo, today)
    return whole_run(paths, out, json, "Crossbearing report", settings, options, care)


def extract(
    paths: list[str] = PATHS,
    json: bool = JSON,
    as_of: str = AS_OF,
    anchors: list[str] = ANCHORS,
    pack: list[Path] = PACKS,
    strict: bool = STRICT,
    seconds: float = BUDGET,
    workers: int = WORKERS,
    everything: bool = ALL,
    columns: str = COLUMNS,
    judge: str = JUDGE,
    readers: str = READERS,
    llm_url: str = llm_options.URL,
    llm_model: str = llm_options.MODEL,
    llm_parallel: int = llm_options.PARALLEL,
    llm_timeout: float = llm_options.SECONDS,
    llm_cache: Path = llm_options.CACHE,
    llm_prices: Path = llm_options.PRICES,
    llm_budget: str = llm_options.BUDGET,
    llm_yes: bool = llm_options.YES,
    llm_mask: bool = llm_options.MASK,
    llm_relevant: bool = llm_options.RELEVANT,
    llm_replies: Path = REPLIES,
    llm_requests: Path = REQUESTS,
) -> int:
    """Read reports and print their claims, without comparing them."""
    options = ReaderOptions(
        readers, llm_url, llm_model, llm_parallel, llm_timeout, llm_cache, llm_prices, llm_budget, llm_yes, llm_mask,
        llm_relevant, llm_replies, llm_requests,
    )  # fmt: skip
    settings = Settings(
        as_of, tuple(anchors), tuple(pack), strict, seconds, workers, everything, columns, judge=judge_of(judge)
    )
    return _extracted(paths, json, settings, options)


def _extracted(paths: list[str], json: bool, settings: Settings, options: ReaderOptions) -> int:
    from crossbearing.engines.local import read_documents
    from crossbearing.export.claims import problem_to_json
    from crossbearing.model.claim import claim_to_json
    from crossbearing.model.faults import Faults

    go_together(settings, options)
    reading = read(paths, settings.columns)
    _stop_at_first(reading, settings.strict)
    last, pipeline = last_day(settings.as_of), tools(settings.packs, settings.judge)
    readers = readers_of(options, pipeline, reading.documents)
    faults = Faults(settings.strict, settings.seconds)
    with _pool(settings, len(reading.documents)) as pool, _reading(reading) as step:
        reads = read_documents(
            reading.documents, pipeline, step, last, settings.anchors, faults, readers=readers.readers, pool=pool,
            relevance=_relevance(settings, readers),
        )  # fmt: skip
    readers.say_after()
    noted = written.noted([one.document for one in reads])
    output.say_noted(noted)
    if json:
        found = [claim_to_json(claim) for one in reads for claim in sorted(one.claims, key=lambda c: c.id)]
        problems = [{"document": name, **problem_to_json(problem)} for name, problem in noted]
        said = {"claims": found, "problems": written.unread(reading), "document_problems": problems}
        output.write_json({**said, **readers.summary(noted)})
    else:
        for one in reads:
            _say_claims(one)
    return _done(reading, [problem for _, problem in noted], readers.unplaced)


def _say_claims(read: Read) -> None:
    from crossbearing.report.marks import speaker
    from crossbearing.report.wording import claim_sentence

    output.write(f"{read.document.id} ({read.document.outlet or 'outlet not known'})")
    for claim in sorted(read.claims, key=lambda c: (c.evidence.start, c.id)):
        said = " < ".join(speaker(source) for source in claim.attribution.sources) or "nobody named"
        output.write(f"  [{claim.cls}, {claim.modality}] {output.one_line(claim_sentence(claim))} | says: {said}")
