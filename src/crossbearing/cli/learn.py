"""``crossbearing learn``: a team's own work teaches its own judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.cli.run import JSON
from crossbearing.model.errors import JudgeError

if TYPE_CHECKING:
    from crossbearing.evaluate.gold import Annotated
    from crossbearing.evaluate.learning import Learned

_SHOWN = 8


def learn(
    claims: list[Path] = typer.Option(
        [], "--claims", metavar="DIR", help="Annotated documents, or a model's claims.jsonl beside the texts."
    ),
    db: list[str] = typer.Option(
        [], "--db", metavar="STORE", help="A store: the reports of which people decided on every claim."
    ),
    out: Path = typer.Option(..., "--out", metavar="MODEL", help="The folder for the judge, which --judge names."),
    anyway: bool = typer.Option(False, "--anyway", help="Write it even where it does not surely read better."),
    json: bool = JSON,
) -> int:
    """Teach the judge with a team's own claims, and say whether it reads better on documents left out."""
    from crossbearing.cli import gazetteer
    from crossbearing.evaluate.learning import fits
    from crossbearing.evaluate.learning import learn as learned
    from crossbearing.extract.judge.learned import write_learned

    documents = _documents(claims, db)
    gazetteer.ensure()
    with output.progress("learning", fits()) as step:
        found = learned(documents, step=step)
    writes = found.origin.wins or anyway
    fingerprint = write_learned(found.rows, found.origin, out).fingerprint if writes else ""
    if json:
        output.write_json(_json(found, fingerprint))
    else:
        _say(found, out, fingerprint)
    return codes.DONE if writes else codes.CHECK_FAILED


def _documents(claims: Sequence[Path], stores: Sequence[str]) -> list[Annotated]:
    """Return what there is to learn from; raises JudgeError where nothing is named or a folder is not there."""
    from crossbearing.evaluate.team_claims import together

    if not claims and not stores:
        raise JudgeError("nothing to learn from is named: --claims DIR or --db STORE")
    for folder in claims:
        if not folder.is_dir():
            raise JudgeError(f"{folder}: no such folder; --claims names a folder of annotated documents")
    return [*together(claims), *(one for store in stores for one in _judged(store))]


def _judged(store: str) -> list[Annotated]:
    """Return the reports of a store of which people decided on every claim, and say which are left out."""
    from crossbearing.cli.store_options import opened
    from crossbearing.evaluate.team_claims import claims_under
    from crossbearing.review.gold import gold

    made = gold(opened(store))
    for name, why in sorted(made.left_out.items()):
        output.say(f"left out: {output.one_line(f'{name}: {why}')}")
    if not made.files:
        raise JudgeError(f"{store}: no report of which people decided on every claim; review some first")
    with TemporaryDirectory() as folder:
        for name, raw in made.files.items():
            (Path(folder) / name).write_bytes(raw)
        return claims_under(Path(folder))


def _json(found: Learned, fingerprint: str) -> dict[str, Any]:
    origin = found.origin
    return {
        "documents": origin.documents,
        "claims": origin.claims,
        "strength": origin.strength,
        "wins": origin.wins,
        "figures": dict(origin.figures),
        "judge": fingerprint,
    }


def _say(found: Learned, out: Path, fingerprint: str) -> None:
    """Print the figures of documents left out, what moved most, and what was made of it."""
    from crossbearing.evaluate.adapting import moved, rows_of
    from crossbearing.extract.judge.weights import shipped_weights

    origin, difference = found.origin, found.origin.figures["difference"]
    title = f"{origin.documents} documents, {origin.claims} claims; each read by a judge that the others taught"
    table = Table("slot", "before p", "r", "f1", "after p", "r", "f1", title=title)
    for slot, before in found.before.items():
        told = (*before.values(), *found.after[slot].values())
        table.add_row(slot, *(f"{value:.3f}" for value in told))
    output.show(table)
    low, high = difference["interval"]
    output.write(f"all slots: {difference['by']:+.4f}, 95% interval {low:+.4f} to {high:+.4f}")
    changes = list(moved(rows_of(shipped_weights()), found.rows))
    output.write(f"weights moved: {len(changes)}, at strength {origin.strength:g}; most:")
    for answer, feature, before_, after in changes[:_SHOWN]:
        output.write(f"  {answer} {feature}: {before_:+.2f} to {after:+.2f}")
    if origin.wins:
        output.write("the learned judge reads better: the interval lies above zero")
    elif not origin.figures["chosen"]:
        output.write("the judge that ships reads these documents best: no strength of learning read them better")
    else:
        output.write("not surely better: the interval reaches down to zero or below")
    if fingerprint:
        output.write(f"made: {out} (judge {fingerprint[:12]}); read with it: --judge {out}")
    else:
        output.write("nothing is written; --anyway writes it nevertheless")
