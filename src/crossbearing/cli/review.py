"""``crossbearing review``: what people decided on claims, as gold and in figures; double coding by command."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.cli.export import put
from crossbearing.cli.run import JSON
from crossbearing.cli.store_options import DB, WHO, maker_of, opened
from crossbearing.model.errors import ReviewError

app = typer.Typer(help="What people decided on claims: as gold, and how far they agree.", rich_markup_mode=None)
ROUND = typer.Argument(metavar="ROUND", help="The name of a round of double coding.")


@app.command("gold")
def gold(
    db: str = DB,
    out: Path = typer.Option(..., "--out", help="The folder for the annotated documents."),
    document: list[str] = typer.Option([], "--document", metavar="ID", help="Only this report; may be given often."),
    part: bool = typer.Option(False, "--part", help="Also reports of which some claims are not judged yet."),
    json: bool = JSON,
) -> int:
    """Write reports that people judged whole as annotated documents, which `evaluate gold --data` reads."""
    from crossbearing.review.gold import gold as made_of

    found = made_of(opened(db), document or None, part)
    out.mkdir(parents=True, exist_ok=True)
    for name, raw in found.files.items():
        put({name: raw}, out)
    number = len(found.files) // 3
    if json:
        output.write_json({"documents": number, "left_out": dict(found.left_out)})
    else:
        output.write(f"{out}: {output.counted(number, 'documents')}")
        for name, why in sorted(found.left_out.items()):
            output.say(f"left out: {output.one_line(f'{name}: {why}')}")
    return codes.DONE if number else codes.CHECK_FAILED


@app.command("agreement")
def agreement(round_: str = ROUND, db: str = DB, who: str = WHO, json: bool = JSON) -> int:
    """Print how far the coders of a round agree: Krippendorff's alpha by field, F1 by pair of coders."""
    from crossbearing.review.between import agreement as between
    from crossbearing.review.coding import all_codings

    store = opened(db)
    known = sorted({one.round for one in all_codings(store)})
    if round_ not in known:
        raise ReviewError(f"{store.shown}: no round {round_!r}; known: {', '.join(known) or 'none'}")
    found = between(store, round_, maker_of(who).who)
    if json:
        pairs = [{"coders": list(pair), "scores": scores} for pair, scores in found.pairs.items()]
        alphas = {slot: {"alpha": value, "claims": units} for slot, (value, units) in found.alphas.items()}
        told = {"round": round_, "documents": list(found.documents), "waiting": found.waiting, "alpha": alphas}
        output.write_json({**told, "f1": pairs, "machine": found.machine})
        return codes.DONE
    output.write(f"{round_}: {len(found.documents)} handed in by all coders, {found.waiting} not")
    table = Table("field", "alpha", "claims", box=None)
    for slot, (value, units) in found.alphas.items():
        table.add_row(slot, "-" if value is None else f"{value:.3f}", str(units))
    output.show(table)
    for pair, scores in found.pairs.items():
        output.write(f"F1 between {' and '.join(pair)}: {scores['ALL']['f1']:.3f}")
    if found.machine:
        output.write(f"F1 of the program against what was adjudicated: {found.machine['ALL']['f1']:.3f}")
    return codes.DONE


@app.command("progress")
def progress(db: str = DB, json: bool = JSON) -> int:
    """Print how many claims of the record people decided on."""
    from crossbearing.review.queues import progress as counted

    found = counted(opened(db))
    if json:
        families = [{"family": name, "claims": every, "decided": done} for name, every, done in found.families]
        output.write_json({**asdict(found), "families": families, "verdicts": dict(found.verdicts)})
        return codes.DONE
    output.write(f"{found.decided} of {found.claims} claims decided on")
    table = Table("kind", "claims", "decided", box=None)
    for name, every, done in found.families:
        table.add_row(name, str(every), str(done))
    output.show(table)
    return codes.DONE


@app.command("assign")
def assign(
    round_: str = ROUND,
    documents: list[str] = typer.Argument(metavar="DOCUMENT", help="Ids of reports."),
    db: str = DB,
    coder: list[str] = typer.Option(..., "--coder", metavar="NAME", help="Who codes them; two at least."),
    text: bool = typer.Option(False, "--text", help="They begin with the text alone, not with what the program read."),
    who: str = WHO,
) -> int:
    """Give reports to two or more coders, each of whom reads alone."""
    from crossbearing.review.coding import assign as given
    from crossbearing.review.lanes import MACHINE, TEXT

    store = opened(db)
    for document in documents:
        one = given(store, round_, document, coder, maker_of(who), TEXT if text else MACHINE)
        output.write(f"{round_}: {one.document}: {', '.join(one.coders)}")
    return codes.DONE
