"""``crossbearing relevance``: measures what passes over documents about no war, and fits it."""

from __future__ import annotations

from pathlib import Path

import typer

from crossbearing.cli import codes, output
from crossbearing.model.errors import CrossbearingError


def relevance(
    data: list[Path] = typer.Option(..., "--data", metavar="DIR", help="Annotated documents of many wars."),
    nothing_in: list[Path] = typer.Option(..., "--nothing-in", metavar="PATH", help="Texts about no war."),
    fit: Path = typer.Option(None, "--fit", metavar="DIR", help="Write the scorer into DIR; measure nothing."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Measure, on wars left out, what is kept of reports and passed over of other news, or fit what ships."""
    from crossbearing.evaluate import relevance_fit

    for path in [*data, *nothing_in]:
        if not path.exists():
            raise CrossbearingError(f"{path}: no such file or folder")
    if fit is not None:
        fit.mkdir(parents=True, exist_ok=True)
        output.write(f"made: {relevance_fit.fit(fit / 'relevance.json', data, nothing_in)}")
        return codes.DONE
    result = relevance_fit.measure(data, nothing_in)
    if json:
        output.write_json(result)
        return codes.DONE
    output.write(
        f"of wars left out {result['claims_kept']:.2%} of claims and {result['reports_kept']:.2%} of reports are kept; "
        f"of other news {result['passed_over']:.2%} is passed over"
    )
    for war, share in result["lost"].items():
        output.write(f"lost of {output.one_line(war)}: {share:.1%} of its claims")
    return codes.DONE
