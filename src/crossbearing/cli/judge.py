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
    marks: Path = typer.Option(
        None,
        "--marks",
        metavar="DIR",
        help="Tables of marked words (bench/marks): with --fit, fit what reads sentences too.",
    ),
    texts: Path = typer.Option(None, "--texts", metavar="DIR", help="Where the texts of the marked words lie."),
    words_from: Path = typer.Option(
        None, "--words-from", metavar="DIR", help="A sentence model whose word pieces the network's words begin with."
    ),
    layers: Path = typer.Option(
        None,
        "--layers",
        metavar="DIR",
        help="What reads whole sentences, fitted on other documents, to judge by beside the weights.",
    ),
    fit: Path = typer.Option(None, "--fit", metavar="DIR", help="Write the weights into DIR; score nothing."),
    folds: int = typer.Option(5, "--folds", metavar="N", min=2, help="Into how many parts the documents are cut."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Score the reading of documents by a judge fitted on the others, or fit the judge that ships."""
    from crossbearing.evaluate import judging
    from crossbearing.extract.judge.layers import load_layers

    for path in [
        *data,
        *learn_from,
        *nothing_in,
        *(p for p in (marks, texts, words_from, layers) if p is not None),
    ]:
        if not path.exists():
            raise CrossbearingError(f"{path}: no such file or folder")
    if (marks is None) != (texts is None):
        raise CrossbearingError("--marks and --texts go together: tables of marked words, and the texts they are of")
    if marks is not None and fit is None:
        raise CrossbearingError(
            "--marks are learned from with --fit; to score with what they taught, name them by --layers"
        )
    if words_from is not None and marks is None:
        raise CrossbearingError("--words-from is for the network, which is fitted with --marks and --texts")
    if layers is not None and fit is not None:
        raise CrossbearingError("--layers are judged by when documents are scored; --fit scores nothing")
    if fit is not None:
        fit.mkdir(parents=True, exist_ok=True)
        told = None if marks is None else (marks, texts)
        for file in judging.fit(
            fit / "weights.tsv", [*data, *learn_from], nothing_in, marks=told, words_from=words_from
        ):
            output.write(f"made: {file}")
        return codes.DONE
    known = None if layers is None else load_layers(layers)
    result = judging.measure(data, learn_from, nothing_in, folds, layers=known)
    if json:
        output.write_json(result)
        return codes.DONE
    output.show(figures("judged by weights fitted on the other documents", result))
    for tenth, row in result["reliability"].items():
        output.write(f"confidence from {tenth}: {row['claims']} claims, {row['right']:.3f} borne out")
    return codes.DONE
