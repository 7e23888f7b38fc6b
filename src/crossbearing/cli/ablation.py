"""``crossbearing ablation --data DIR``: what each frame, rule, family and word list is worth."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.model.errors import CrossbearingError


def ablation(
    data: list[Path] = typer.Option(..., "--data", metavar="DIR", help="Annotated documents; several folders count."),
    kinds: list[str] = typer.Option(
        ["frame", "rule", "refine", "family"], "--kind", metavar="KIND", help="frame, rule, refine, family or list."
    ),
    most: float = typer.Option(1.0, "--most", metavar="F1", help="Show only parts worth at most so much."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Print what is lost without each part, the least first; 3 where one is worth less than nothing."""
    from crossbearing.evaluate.ablation import ablate

    for path in data:
        if not path.exists():
            raise CrossbearingError(f"{path}: no such file or folder")
    base, found = ablate(data, kinds)
    last = list(base)[-1]
    shown = [worth for worth in found if worth.lost[last] <= most]
    code = codes.CHECK_FAILED if any(worth.lost[last] < 0 for worth in found) else codes.DONE
    if json:
        rows = [
            {"kind": w.kind, "name": w.name, "tried": w.tried, **{k: round(v, 6) for k, v in w.lost.items()}}
            for w in shown
        ]
        output.write_json({"f1": {k: round(v, 6) for k, v in base.items()}, "parts": rows})
        return code
    table = Table("kind", "part", "documents", *(f"{name} ({value:.4f})" for name, value in base.items()))
    for worth in shown:
        table.add_row(worth.kind, worth.name, str(worth.tried), *(f"{100 * v:+.3f}" for v in worth.lost.values()))
    output.show(table)
    output.write("points of micro F1 over all slots that are lost without the part; negative ones are gained")
    return code
