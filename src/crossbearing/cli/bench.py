"""``crossbearing bench``: how fast the pipeline is, beside the bare parser, and how reconciliation grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from crossbearing.cli import codes, gazetteer, output
from crossbearing.cli.run import read
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.readers.paths import Reading

SIDES = {"bare": "tagger, parser and lemmatizer", "parser": "tagger and parser alone", "everything": "claims of all"}


def bench(
    texts: list[str] = typer.Option(
        [], "--texts", metavar="PATH", help="Conflict news to measure on; else the samples, which are few."
    ),
    plain: list[str] = typer.Option(
        [], "--other", metavar="PATH", help="Other news, for mixed news; else the samples'."
    ),
    words: int = typer.Option(20_000, "--words", metavar="N", min=500, help="Words of each kind of news, at most."),
    claims: int | None = typer.Option(
        None, "--reconcile", metavar="N", min=1000, help="Reconcile N made-up claims, and fewer by tens, instead."
    ),
    days: int | None = typer.Option(
        None, "--days", metavar="N", min=1, help="With --reconcile: a war of N days, so that more claims are denser."
    ),
    soaked: float | None = typer.Option(
        None, "--soak", metavar="SECONDS", min=1, help="Read the texts over and over for so long, and watch the memory."
    ),
    copies: int | None = typer.Option(
        None, "--copies", metavar="N", min=1, help="A whole run over N varied copies of the texts, with two workers."
    ),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Measure reading against the bare parser, where the time goes, starts, a whole run, and memory."""
    if claims:
        return _reconciling(claims, days, json)
    if soaked is not None or copies is not None:
        return _at_length(texts, soaked, copies, json)
    from crossbearing.evaluate import bench as speed

    conflict, others = _read(texts), _read(plain)
    gazetteer.ensure()
    result = speed.bench(
        None if conflict is None else conflict.documents, None if others is None else others.documents, words
    )
    lost = any(reading.problems for reading in (conflict, others) if reading is not None)
    if json:
        output.write_json(result)
    else:
        _show(result)
    return codes.PARTLY if lost else codes.DONE


def _read(paths: list[str]) -> Reading | None:
    reading = read(paths) if paths else None
    if reading is not None and not reading.documents:
        raise CrossbearingError(f"no report could be read under {', '.join(paths)}")
    return reading


def _show(result: dict[str, Any]) -> None:
    table = Table("what", "value")
    for news in ("conflict", "mixed"):
        table.add_row(f"{news} news, words", f"{result[news]['words']:,}")
        for side, ratio in result[news]["ratios"].items():
            low, middle, high = ratio["quarters"]
            spread = f"{ratio['whole']} (chunks {low}, {middle}, {high})"
            table.add_row(f"{news} news, claims over {SIDES[side]}", spread)
    for stage, share in result["stages"].items():
        table.add_row(f"share of {stage}", f"{share:.1%}")
    one, run = result["one_report"], result["run"]
    table.add_row(f"one report of {one['words']} words, warm, seconds", str(one["seconds"]))
    table.add_row("list of commands, new process, seconds", str(result["start"]["help"]))
    table.add_row("run over one report, new process, seconds", str(result["start"]["first_report"]))
    table.add_row(f"run over {run['words']:,} words, new process, seconds", str(run["seconds"]))
    table.add_row("memory of that run, MB", str(run["memory_mb"]))
    output.show(table)


def _at_length(texts: list[str], seconds: float | None, copies: int | None, json: bool) -> int:
    from crossbearing.evaluate.soak import soak, whole_run_of_copies
    from crossbearing.readers.paths import read_paths
    from crossbearing.samples import folder

    reading = _read(texts) or read_paths([folder()])
    gazetteer.ensure()
    result = {}
    if seconds is not None:
        result["soak"] = soak(reading.documents, seconds)
    if copies is not None:
        result["copies"] = whole_run_of_copies(reading.documents, copies)
    if json:
        output.write_json(result)
        return codes.DONE
    table = Table("what", "value")
    for name, measured in result.items():
        for what, value in measured.items():
            table.add_row(f"{name}: {what}", str(value))
    output.show(table)
    return codes.DONE


def _reconciling(claims: int, days: int | None, json: bool) -> int:
    from crossbearing.evaluate.reconciling import bench_reconcile

    result = bench_reconcile(claims, days)
    if json:
        output.write_json(result)
        return codes.DONE
    table = Table("made-up claims", "events", "seconds", "memory, MB")
    for load in (*result["smaller"], result["tenth"], result["load"]):
        table.add_row(*(str(load[name]) for name in ("claims", "events", "seconds", "memory_mb")))
    output.show(table)
    output.write(f"ten times the claims cost {result['ratio']} times the seconds")
    return codes.DONE
