"""``crossbearing judge``: measures the judge on documents it was not fitted on, and fits it."""

from __future__ import annotations

from pathlib import Path

import typer

from crossbearing.cli import codes, output
from crossbearing.cli.evaluate import figures
from crossbearing.model.errors import CrossbearingError


def judge(
    data: list[Path] = typer.Option(..., "--data", metavar="DIR", help="Annotated documents; several folders count."),
    learn_from: list[Path] = typer.Option(
        [], "--learn-from", metavar="DIR", help="Annotated documents to learn from that are not scored."
    ),
    nothing_in: list[Path] = typer.Option(
        [], "--nothing-in", metavar="PATH", help="Texts about no war: where no rule finds a claim there is none."
    ),
    fit: Path = typer.Option(None, "--fit", metavar="DIR", help="Write the weights into DIR; score nothing."),
    folds: int = typer.Option(5, "--folds", metavar="N", min=2, help="Into how many parts the documents are cut."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Score the reading of documents by a judge fitted on the others, or fit the judge that ships."""
    from crossbearing.evaluate import judging

    for path in [*data, *learn_from, *nothing_in]:
        if not path.exists():
            raise CrossbearingError(f"{path}: no such file or folder")
    if fit is not None:
        fit.mkdir(parents=True, exist_ok=True)
        output.write(f"made: {judging.fit(fit / 'weights.tsv', [*data, *learn_from], nothing_in)}")
        return codes.DONE
    result = judging.measure(data, learn_from, nothing_in, folds)
    if json:
        output.write_json(result)
        return codes.DONE
    output.show(figures("judged by weights fitted on the other documents", result))
    for tenth, row in result["reliability"].items():
        output.write(f"confidence from {tenth}: {row['claims']} claims, {row['right']:.3f} borne out")
    return codes.DONE
