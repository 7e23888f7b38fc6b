"""``run``, ``extract`` and ``demo``: reports in; claims, events, ledgers and the report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from crossbearing.cli import codes, gazetteer, output
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.engines.local import Finished
    from crossbearing.pipeline import Pipeline
    from crossbearing.readers.paths import Reading

PATHS = typer.Argument(metavar="PATH...", help="Files and folders of *.txt, or *.jsonl files of articles.")
OUT = typer.Option(Path("out"), "--out", help="The folder to write into; made where it is missing.")
AS_OF = typer.Option("", "--as-of", metavar="DAY", help="Last day on which an undated report may be published.")
ANCHORS = typer.Option([], "--anchors", metavar="PACK", help="Date undated reports by this pack's dated facts too.")
PACKS = typer.Option(
    [], "--pack", metavar="FOLDER", help="Know a pack of your own too; one with a shipped pack's id replaces it."
)
JSON = typer.Option(False, "--json", help="Print JSON and nothing else on standard output.")


def tools(packs: Sequence[Path] = ()) -> Pipeline:
    """Return the pipeline, the gazetteer built first where it is missing; ``packs`` are folders of the user's own."""
    from crossbearing.pipeline import Pipeline, default_pipeline
    from crossbearing.resolve.packs import load_packs

    own = load_packs(None, packs) if packs else None
    gazetteer.ensure()
    return Pipeline(own) if own else default_pipeline()


def read(paths: list[str]) -> Reading:
    """Return what can be read under the paths, and say what cannot."""
    from crossbearing.readers.paths import read_paths

    reading = read_paths(paths)
    output.say_problems(reading.problems)
    output.say_left_alone(reading.left_alone)
    return reading


def last_day(words: str) -> date | None:
    """Return the day of --as-of, None where it was not given."""
    from crossbearing.readers.fields import iso_day

    day = iso_day(words) if words else None
    if words and day is None:
        raise CrossbearingError(f"--as-of {words!r} is no day; write it as 2018-04-28")
    return date.fromisoformat(day) if day else None


def _finish(reading: Reading, as_of: str, anchors: list[str], packs: Sequence[Path]) -> Finished:
    from crossbearing.engines.local import run_documents

    last = last_day(as_of)
    pipeline = tools(packs)
    with output.progress("reading claims", len(reading.documents)) as step:
        return run_documents(reading.documents, pipeline, step, last, anchors)


def _write(reading: Reading, finished: Finished, out: Path, title: str) -> list[str]:
    """Write every file of the run; return their names."""
    from crossbearing.export import claims as claim_files
    from crossbearing.export import outputs
    from crossbearing.model.document import Problem
    from crossbearing.report.page import page, render

    paths = claim_files.write_folder(finished.documents, finished.claims, out)
    paths.extend(outputs.write(finished.ledgers, out))
    unread = out / "unread.jsonl"
    lines = [claim_files.json_line(problem) for problem in _problems(reading)]
    unread.write_text("".join(lines), encoding="utf-8", newline="\n")
    problems = [Problem(problem.code, output.one_line(str(problem))) for problem in reading.problems]
    shown = page(finished.documents, finished.claims, title, problems, reading.left_alone, finished.ledgers)
    report = out / "report.html"
    report.write_text(render(shown), encoding="utf-8", newline="\n")
    return sorted(path.name for path in (*paths, unread, report))


def _problems(reading: Reading) -> list[dict[str, Any]]:
    return [{"code": p.code, "name": p.name, "message": p.advice} for p in reading.problems]


def _summary(reading: Reading, finished: Finished, out: Path, files: list[str]) -> dict[str, Any]:
    ledgers = finished.ledgers
    return {
        "documents": len(finished.documents),
        "claims": len(finished.claims),
        "events": len(ledgers.events),
        "tolls": len(ledgers.tolls),
        "control": len(ledgers.control),
        "agreements": len(ledgers.agreements),
        "families": len(ledgers.families),
        "unplaced": len(ledgers.unplaced),
        "classes": dict(sorted(Counter(claim.cls for claim in finished.claims).items())),
        "problems": _problems(reading),
        "left_alone": list(reading.left_alone),
        "out": str(out),
        "files": files,
    }


def _tables(finished: Finished) -> None:
    """Print what a person wants to see first: the documents, and who gives which number."""
    from crossbearing.report.page import speaker
    from crossbearing.report.toll_rows import toll_rows
    from crossbearing.report.wording import figure

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
            number = figure(row.count.low, row.count.best, row.count.high)
            tolls.add_row(number, whom, row.where, " < ".join([*said, outlets[row.claim.document]]))
        output.show(tolls)
        if len(rows) > 25:
            output.say(f"{len(rows) - 25} more tolls are in the report")


def _done(reading: Reading) -> int:
    if not reading.documents:
        output.say("nothing could be read")
        return codes.PARTLY if reading.problems else codes.FAILED
    return codes.PARTLY if reading.problems else codes.DONE


def _whole_run(
    paths: list[str],
    out: Path,
    json: bool,
    title: str,
    as_of: str = "",
    anchors: Sequence[str] = (),
    packs: Sequence[Path] = (),
) -> int:
    reading = read(paths)
    finished = _finish(reading, as_of, list(anchors), packs)
    files = _write(reading, finished, out, title)
    summary = _summary(reading, finished, out, files)
    if json:
        output.write_json(summary)
    else:
        _tables(finished)
        ledgers = ("claims", "events", "tolls", "agreements")
        output.write(
            ", ".join(output.counted(summary[name], name) for name in ledgers)
            + f" from {output.counted(summary['documents'], 'documents')}"
        )
        output.write(f"report: {out / 'report.html'} (open it in a browser)")
    return _done(reading)


def run(
    paths: list[str] = PATHS,
    out: Path = OUT,
    json: bool = JSON,
    as_of: str = AS_OF,
    anchors: list[str] = ANCHORS,
    pack: list[Path] = PACKS,
) -> int:
    """Read reports and write claims, events, ledgers and the report into a folder."""
    return _whole_run(paths, out, json, "Crossbearing report", as_of, anchors, pack)


def demo(
    out: Path = typer.Option(Path("out/demo"), "--out", help="The folder to write into."), json: bool = JSON
) -> int:
    """Run over the bundled sample reports, which were written for this: outlets and events are invented."""
    from crossbearing.samples import folder, pack

    title = "Crossbearing demo: invented reports of one truce and its breach"
    return _whole_run([str(folder())], out, json, title, packs=[pack()])


def extract(
    paths: list[str] = PATHS,
    json: bool = JSON,
    as_of: str = AS_OF,
    anchors: list[str] = ANCHORS,
    pack: list[Path] = PACKS,
) -> int:
    """Read reports and print their claims, without comparing them."""
    from crossbearing.engines.local import read_documents
    from crossbearing.model.claim import claim_to_json
    from crossbearing.report.page import speaker
    from crossbearing.report.wording import claim_sentence

    reading = read(paths)
    last = last_day(as_of)
    pipeline = tools(pack)
    with output.progress("reading claims", len(reading.documents)) as step:
        reads = read_documents(reading.documents, pipeline, step, last, anchors)
    if json:
        found = [claim_to_json(claim) for one in reads for claim in sorted(one.claims, key=lambda c: c.id)]
        output.write_json({"claims": found, "problems": _problems(reading)})
        return _done(reading)
    for one in reads:
        output.write(f"{one.document.id} ({one.document.outlet or 'outlet not known'})")
        for claim in sorted(one.claims, key=lambda c: (c.evidence.start, c.id)):
            said = " < ".join(speaker(source) for source in claim.attribution.sources) or "nobody named"
            output.write(f"  [{claim.cls}, {claim.modality}] {output.one_line(claim_sentence(claim))} | says: {said}")
    return _done(reading)
