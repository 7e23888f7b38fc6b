"""``crossbearing llm``: the prompt, requests written for any server, and claims made of the replies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crossbearing.cli import codes, output, run
from crossbearing.cli.reader_options import LLM, ReaderOptions
from crossbearing.cli.run_days import last_day
from crossbearing.cli.run_settings import Settings

if TYPE_CHECKING:
    from crossbearing.model.document import Document
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
    columns: str = run.COLUMNS,
) -> int:
    """Write the requests for reports in the form of batch interfaces; nothing is sent."""
    from crossbearing.llm.lines import write_lines
    from crossbearing.llm.requests import request_lines

    reading = run.read(paths, columns)
    documents = _dated(reading, as_of, anchors, pack)
    number = write_lines(request_lines(documents, model, words), out)
    if json:
        output.write_json({"documents": len(documents), "requests": number, "out": str(out)})
    else:
        output.write(f"{output.counted(number, 'requests')} for {output.counted(len(documents), 'documents')}: {out}")
    return _code(reading)


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
    columns: str = run.COLUMNS,
) -> int:
    """Make claims of replies, held to the text of the same reports, and write what ``run`` writes."""
    settings = Settings(as_of, tuple(anchors), tuple(pack), columns=columns)
    options = ReaderOptions(names=LLM, replies=replies, requests=asked)
    return run.whole_run(paths, out, json, "Crossbearing report", settings, options)


@app.command("recorded")
def recorded(
    data: Path = typer.Argument(..., metavar="DIR", help="A folder of annotated documents (NAME.txt, NAME.gold.json)."),
    out: Path = typer.Option(Path("replies.jsonl"), "--out", help="The file to write the replies to."),
    words: int = WORDS,
    spoil: int = typer.Option(
        0, "--spoil", metavar="PERCENT", min=0, max=100, help="Make so many in a hundred fields wrong, always the same."
    ),
    json: bool = run.JSON,
) -> int:
    """Write annotated claims as the replies of a model that had read just these: to measure the way without one."""
    from crossbearing.evaluate.gold import annotated
    from crossbearing.evaluate.recorded import recorded_replies
    from crossbearing.llm.lines import write_lines

    documents = annotated(data)
    lines = (line for one in documents for line in recorded_replies(one.document, one.gold, words, spoil / 100))
    number = write_lines(lines, out)
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
    return date_documents(reading.documents, loaded, last_day(as_of), anchors_of(loaded, anchors))


def _code(reading: Reading) -> int:
    if not reading.documents:
        output.say("nothing could be read")
        return codes.PARTLY if reading.problems else codes.FAILED
    return codes.PARTLY if reading.problems else codes.DONE
