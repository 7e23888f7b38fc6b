"""``crossbearing bench``: how fast the pipeline is, beside the bare parser, and how reconciliation grows."""

from __future__ import annotations

import typer
from rich.table import Table

from crossbearing.cli import codes, gazetteer, output
from crossbearing.cli.run import read
from crossbearing.model.errors import CrossbearingError


def bench(
    texts: list[str] = typer.Option(
        [], "--texts", metavar="PATH", help="Conflict news to measure on; else the samples."
    ),
    claims: int | None = typer.Option(
        None, "--reconcile", metavar="N", min=1000, help="Reconcile N made-up claims and a tenth of them instead."
    ),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Measure words a second against the bare tagger, parser and lemmatizer, and memory."""
    if claims:
        return _reconciling(claims, json)
    from crossbearing.evaluate import bench as speed

    reading = read(texts) if texts else None
    if reading is not None and not reading.documents:
        raise CrossbearingError(f"no report could be read under {', '.join(texts)}")
    gazetteer.ensure()
    result = speed.bench(reading.documents if reading else None)
    code = codes.PARTLY if reading is not None and reading.problems else codes.DONE
    if json:
        output.write_json(result)
        return code
    table = Table("what", "value")
    for group in ("ratios", "seconds", "words"):
        for name, value in result[group].items():
            table.add_row(f"{group}: {name.replace('_', ' ')}", str(value))
    table.add_row("memory, MB", str(result["memory_mb"]))
    output.show(table)
    return code


def _reconciling(claims: int, json: bool) -> int:
    from crossbearing.evaluate.reconciling import bench_reconcile

    result = bench_reconcile(claims)
    if json:
        output.write_json(result)
        return codes.DONE
    table = Table("made-up claims", "events", "seconds", "memory, MB")
    for load in (result["tenth"], result["load"]):
        table.add_row(*(str(load[name]) for name in ("claims", "events", "seconds", "memory_mb")))
    output.show(table)
    output.write(f"ten times the claims cost {result['ratio']} times the seconds")
    return codes.DONE
