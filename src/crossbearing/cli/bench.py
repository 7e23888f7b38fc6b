"""``crossbearing bench``: how fast the pipeline is, beside the bare parser over the same texts."""

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
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Measure words a second against the bare tagger, parser and lemmatizer, and memory."""
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
