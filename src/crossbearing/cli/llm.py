"""``crossbearing llm``: the prompt, requests written for any server, and claims made of the replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crossbearing.cli import codes, output, run, written
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.llm.replies import HeldReplies
    from crossbearing.model.document import Document, Problem
    from crossbearing.readers.paths import Reading

app = typer.Typer(help="A language model as a second reader, held to the text.", rich_markup_mode=None)

MODEL = typer.Option(..., "--model", help="The name of the model that the requests are for.")
# As in llm/passages.py; said here so that the command line starts without it.
WORDS = typer.Option(900, "--words", min=50, help="The most words of a report that one request holds.")


@app.command("prompt")
def prompt(json: bool = run.JSON) -> int:
    """Print the prompt that every report is read with, its version and its hash."""
    from crossbearing.llm.form import reply_schema
    from crossbearing.llm.prompt import estimate_tokens, system_prompt

    made = system_prompt()
    tokens = estimate_tokens(made.text)
    if json:
        about = {"version": made.version, "sha256": made.sha256, "tokens": tokens}
        output.write_json({**about, "prompt": made.text, "schema": reply_schema()})
    else:
        output.write(made.text)
        output.write(f"version {made.version}, sha256 {made.sha256}, at most some {tokens} tokens")
    return codes.DONE


@app.command("requests")
def requests(
    paths: list[str] = run.PATHS,
    out: Path = typer.Option(Path("requests.jsonl"), "--out", help="The file to write the requests to."),
    model: str = MODEL,
    words: int = WORDS,
    json: bool = run.JSON,
    as_of: str = run.AS_OF,
    anchors: list[str] = run.ANCHORS,
    pack: list[Path] = run.PACKS,
) -> int:
    """Write the requests for reports in the form of batch interfaces; nothing is sent."""
    from crossbearing.llm.lines import write_lines
    from crossbearing.llm.requests import request_lines

    reading = run.read(paths)
    documents = _dated(reading, as_of, anchors, pack)
    number = write_lines(request_lines(documents, model, words), out)
    if json:
        output.write_json({"documents": len(documents), "requests": number, "out": str(out)})
    else:
        output.write(f"{output.counted(number, 'requests')} for {output.counted(len(documents), 'documents')}: {out}")
    return _code(reading, ())


@app.command("replies")
def replies(
    replies: Path = typer.Argument(..., metavar="REPLIES", help="The file of replies, one a line."),
    paths: list[str] = run.PATHS,
    asked: Path = typer.Option(..., "--requests", help="The file of requests that the replies answer."),
    out: Path = run.OUT,
    json: bool = run.JSON,
    as_of: str = run.AS_OF,
    anchors: list[str] = run.ANCHORS,
    pack: list[Path] = run.PACKS,
) -> int:
    """Make claims of replies, held to the text of the same reports, and write what ``run`` writes."""
    from crossbearing.llm.lines import read_lines
    from crossbearing.llm.replies import claims_of_replies

    reading = run.read(paths)
    documents = _dated(reading, as_of, anchors, pack)
    request_lines, bad_requests = read_lines(asked)
    reply_lines, bad_replies = read_lines(replies)
    if not request_lines:
        raise CrossbearingError(f"{asked} holds no request; name the file that crossbearing llm requests wrote")
    held = claims_of_replies(request_lines, reply_lines, documents)
    unplaced = (*bad_requests, *bad_replies, *held.unplaced)
    for problem in unplaced:
        output.say(f"not read: {output.one_line(problem.message)}")
    summary = _write_run(reading, documents, held, out, pack)
    summary["not_taken"] = _not_taken(held, unplaced)
    if json:
        output.write_json(summary)
    else:
        counted = ", ".join(f"{code} {n}" for code, n in summary["not_taken"].items()) or "nothing"
        output.write(f"{output.counted(summary['claims'], 'claims')} stand in the text; not taken or mended: {counted}")
        output.write(f"report: {out / 'report.html'} (open it in a browser)")
    return _code(reading, unplaced)


@app.command("recorded")
def recorded(
    data: Path = typer.Argument(..., metavar="DIR", help="A folder of annotated documents (NAME.txt, NAME.gold.json)."),
    out: Path = typer.Option(Path("replies.jsonl"), "--out", help="The file to write the replies to."),
    words: int = WORDS,
    json: bool = run.JSON,
) -> int:
    """Write annotated claims as the replies of a model that had read just these: to measure the way without one."""
    from crossbearing.evaluate.gold import annotated
    from crossbearing.evaluate.recorded import recorded_replies
    from crossbearing.llm.lines import write_lines

    documents = annotated(data)
    number = write_lines((line for one in documents for line in recorded_replies(one.document, one.gold, words)), out)
    if json:
        output.write_json({"documents": len(documents), "replies": number, "out": str(out)})
    else:
        output.write(f"{number} replies for {output.counted(len(documents), 'documents')}: {out}")
    return codes.DONE


def _dated(reading: Reading, as_of: str, anchors: Sequence[str], packs: Sequence[Path]) -> tuple[Document, ...]:
    """Return the documents with their days, as ``run`` gives them: a request tells the model the day."""
    from crossbearing.engines.dated import anchors_of, date_documents
    from crossbearing.resolve.packs import load_packs

    loaded = load_packs(None, packs) if packs else load_packs(None)
    return date_documents(reading.documents, loaded, run.last_day(as_of), anchors_of(loaded, anchors))


def _write_run(
    reading: Reading, documents: Sequence[Document], held: HeldReplies, out: Path, packs: Sequence[Path]
) -> dict[str, Any]:
    """Resolve the claims of each document, derive the rest and write the run's folder; return its summary.

    The one place where replies meet the run: everything behind it is what ``run`` does with claims of the rules.
    """
    from dataclasses import replace

    from crossbearing.engines.local import finish, side_table
    from crossbearing.engines.unfinished import program_hash
    from crossbearing.export.folder import RunFolder
    from crossbearing.export.manifest import Made
    from crossbearing.model.faults import Faults

    pipeline = run.tools(packs)
    reads, faults = [], Faults()
    with output.progress("resolving claims", len(documents)) as step:
        for document in documents:
            known = replace(document, problems=(*document.problems, *held.problems.get(document.id, ())))
            reads.append(pipeline.resolve(known, held.claims.get(document.id, ()), faults))
            step()
    finished = finish(reads, side_table(pipeline.packs), faults)
    title = "Crossbearing report: read by a language model, held to the text"
    settings = {"reader": "llm", "own_packs": sorted(pack.resolve().name for pack in packs)}
    made = Made(program_hash(packs), settings, [(pack.id, pack.as_of) for pack in pipeline.packs.packs])
    with RunFolder(out, written.known_files()) as folder:
        files, failed = written.write(folder, reading, finished, title, made)
    noted = [*written.noted(finished.documents), *(("report.html", problem) for problem in failed)]
    return written.summary(reading, finished, out, files, noted)


def _not_taken(held: HeldReplies, unplaced: Sequence[Problem]) -> dict[str, int]:
    found = Counter(problem.code for problems in held.problems.values() for problem in problems)
    found.update(problem.code for problem in unplaced)
    return dict(sorted(found.items()))


def _code(reading: Reading, unplaced: Sequence[Problem]) -> int:
    if not reading.documents:
        output.say("nothing could be read")
        return codes.PARTLY if reading.problems else codes.FAILED
    return codes.PARTLY if reading.problems or unplaced else codes.DONE
