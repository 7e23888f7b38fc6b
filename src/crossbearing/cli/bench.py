"""``crossbearing bench``: how fast the pipeline is, beside the bare parser over the same texts."""

from __future__ import annotations

import typer
from rich.table import Table

from crossbearing.cli import codes, gazetteer, output
from crossbearing.model.errors import CrossbearingError


def bench(
    texts: list[str] = typer.Option(
        [], "--texts", metavar="PATH", help="Conflict news to measure on; else the samples."
    ),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Measure words a second against the bare tagger, parser and lemmatizer, and memory."""
    from crossbearing.evaluate import bench as speed
    from crossbearing.readers.paths import read_paths

    documents = read_paths(texts).documents if texts else None
    if documents is not None and not documents:
        raise CrossbearingError(f"no report could be read under {', '.join(texts)}")
    gazetteer.ensure()
    result = speed.bench(documents)
    if json:
        output.write_json(result)
        return codes.DONE
    table = Table("what", "value")
    for group in ("ratios", "seconds", "words"):
        for name, value in result[group].items():
            table.add_row(f"{group}: {name.replace('_', ' ')}", str(value))
    table.add_row("memory, MB", str(result["memory_mb"]))
    output.show(table)
    return codes.DONE
