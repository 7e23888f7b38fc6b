"""``compare ucdp`` and ``compare acled``: our events beside those of a data set; ``import`` of judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from crossbearing.cli import codes, export, output, run
from crossbearing.cli.store_options import DB, MAYBE_DB, WHO, maker_of, opened
from crossbearing.model.errors import ExportError

app = typer.Typer(help="Our events beside those of another data set.", no_args_is_help=True)
FILE = typer.Argument(metavar="FILE", help="The csv of the data set.")
OUT = typer.Option(None, "--out", metavar="FILE", help="Write all pairs and what stands alone as a csv table.")


def _compared(file: Path, acled: bool, db: str, of_run: Path | None, out: Path | None, json: bool) -> int:
    from crossbearing.compare import listing
    from crossbearing.compare.matching import compare, our_events
    from crossbearing.compare.theirs import read_acled, read_ucdp
    from crossbearing.export.figures import Index
    from crossbearing.export.tables import csv_bytes

    theirs, refused = (read_acled if acled else read_ucdp)(file)
    for row in refused[:5]:
        output.say(f"{file}:{row.line}: not used: {output.one_line(row.message)}")
    if len(refused) > 5:
        output.say(f"{len(refused) - 5} more rows of {file} are not used")
    ours, left_out = our_events(Index(export.finished_of(db, of_run)), deadly_kinds=not acled)
    found = compare(ours, theirs, left_out)
    if out is not None:
        export.put({out.name: csv_bytes(listing.FIELDS, listing.rows(found))}, out)
    figures = {**listing.summary(found), "not_used": len(refused)}
    if json:
        rows = [row for row in listing.rows(found) if row["status"] == "matched"]
        output.write_json({"summary": figures, "matched": rows})
    else:
        _show(listing.rows(found), figures)
    return codes.PARTLY if refused else codes.DONE


def _show(rows: Any, figures: dict[str, Any]) -> None:
    table = Table("day", "place", "sides", "dead, ours", "dead, theirs", "differences", title="Matched")
    shown = [row for row in rows if row["status"] == "matched"]
    for row in shown[:40]:
        ours = (
            f"{row['our_low']}..{'' if row['our_high'] is None else row['our_high']}"
            if row["our_low"] is not None
            else "-"
        )
        theirs = f"{row['their_low']}..{row['their_high']}, best {row['their_best']}"
        sides = f"{row['our_sides']} | {row['their_sides']}"
        table.add_row(row["our_start"], row["our_place"], sides, ours, theirs, row["differences"] or "none")
    output.show(table)
    if len(shown) > 40:
        output.say(f"{len(shown) - 40} more pairs: --out FILE writes all")
    for name, value in figures.items():
        output.write(f"{name.replace('_', ' ')}: {value}")


@app.command("ucdp")
def ucdp(
    file: Path = FILE, db: str = MAYBE_DB, of_run: Path = export.RUN, out: Path = OUT, json: bool = run.JSON
) -> int:
    """Compare with a csv of UCDP GED: violent events with deaths, by day, place, sides and toll."""
    return _compared(file, False, db, of_run, out, json)


@app.command("acled")
def acled(
    file: Path = FILE, db: str = MAYBE_DB, of_run: Path = export.RUN, out: Path = OUT, json: bool = run.JSON
) -> int:
    """Compare with a csv of ACLED: all events that it has a type for, by day, place, actors and fatalities."""
    return _compared(file, True, db, of_run, out, json)


def take(
    form: str = typer.Argument(metavar="FORMAT", help="label_studio or web_annotation."),
    file: Path = typer.Argument(metavar="FILE", help="What the annotation tool gave."),
    db: str = DB,
    who: str = WHO,
    json: bool = run.JSON,
) -> int:
    """Take what people said of claims in an annotation tool into a store, as judgements beside the claims."""
    from crossbearing.export.formats import formats
    from crossbearing.review.taking import take as taken

    known = sorted(name for name, module in formats().items() if hasattr(module, "parse"))
    if form not in known:
        raise ExportError(f"no format {form!r} comes back; known: {', '.join(known)}")
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ExportError(f"{file}: cannot be read: {error.strerror or error}") from error
    try:
        found = formats()[form].parse(raw)
    except ExportError as error:
        raise ExportError(f"{file}: {error}") from error
    store = opened(db)
    stands, new, refused = taken(store, found, form, maker_of(who))
    for line in refused:
        output.say(f"not taken: {output.one_line(line)}")
    if json:
        output.write_json({"read": len(found), "judgements": stands, "new": new, "not_taken": refused})
    else:
        output.write(f"{store.shown}: {len(found)} claims read, {stands} judgements, {new} of them new")
    return codes.PARTLY if refused else codes.DONE
