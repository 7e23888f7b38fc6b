"""``export`` and ``release``: the record in the formats of the field, out of a store or the folder of a run."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crossbearing.cli import care_options, codes, output
from crossbearing.cli.care_options import Care
from crossbearing.cli.store_options import MAYBE_DB, opened
from crossbearing.model.errors import ExportError

if TYPE_CHECKING:
    from crossbearing.export.facts import Facts
    from crossbearing.model.finished import Finished
    from crossbearing.store.store import Store

RUN = typer.Option(None, "--run", metavar="FOLDER", help="The folder that crossbearing run wrote.")
FORMATS = (
    *("acled", "claims_csv", "events_csv", "ftm", "geojson", "hxl", "label_studio", "native", "parquet", "tolls_csv"),
    *("ucdp", "web_annotation", "xlsx"),
)
"""The names of the formats, told without their modules; a test holds them against these."""
PACKS = typer.Option([], "--pack", metavar="FOLDER", help="Know a pack of your own too.")


def finished_of(db: str, run: Path | None, care: Care = Care(), packs: Sequence[Path] = ()) -> Finished:
    """Return what a store or the folder of a run holds, with care; a store whose ledgers lag behind is said."""
    found, first, store = _held(db, run)
    if not care.asked:
        return found
    from crossbearing.resolve.packs import load_packs

    return care.taken(found, load_packs(None, packs), first, store)


def _held(db: str, run: Path | None) -> tuple[Finished, dict[str, int] | None, Store | None]:
    if bool(db) == (run is not None):
        raise ExportError("give either --db STORE or --run FOLDER")
    if run is not None:
        from crossbearing.export.from_folder import from_folder

        return from_folder(run), None, None
    store = opened(db)
    if store.state() is None:
        raise ExportError(f"{store.shown} has no ledgers yet: crossbearing reconcile --db {store.shown}")
    if not store.is_current():
        output.say(f"{store.shown}: reports were kept that no ledger knows yet; crossbearing reconcile takes them in")
    first = {stored.document.id: stored.first for stored in store.snapshot().documents}
    return store.finished(), first, store


def facts(packs: list[Path]) -> Facts:
    """Return what the packs know of actors and places."""
    from crossbearing.engines.facts import facts_of
    from crossbearing.resolve.packs import load_packs

    return facts_of(load_packs(None, packs))


def put(files: Mapping[str, bytes], out: Path | None) -> list[str]:
    """Write one file to standard output or to ``out``, several into the folder ``out``; return their names."""
    if out is None:
        if len(files) > 1:
            raise ExportError(f"this format has several files ({', '.join(files)}); name a folder with --out")
        sys.stdout.flush()
        sys.stdout.buffer.write(next(iter(files.values())))
        sys.stdout.buffer.flush()
        return []
    one = len(files) == 1 and not out.is_dir()
    made = []
    for name, raw in files.items():
        path = out if one else out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside it and put in its place: a kill or a full disk leaves the former file.
        beside = path.with_name(f".{path.name}.crossbearing")
        try:
            beside.write_bytes(raw)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ExportError(f"{path}: {error.strerror or error}; what stood there is unchanged") from error
        made.append(str(path))
    return made


def export(
    form: str = typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}."),
    db: str = MAYBE_DB,
    run: Path = RUN,
    out: Path = typer.Option(
        None, "--out", metavar="PATH", help="The file to write, or the folder for a format of several files."
    ),
    pack: list[Path] = PACKS,
    redact: bool = care_options.REDACT,
    coarsen: float = care_options.COARSEN,
    embargo: int = care_options.EMBARGO,
    today: str = care_options.TODAY,
) -> int:
    """Write events, claims and ledgers in a format of the field."""
    from crossbearing.export.formats import formats, written

    if form not in formats():
        raise ExportError(f"no format {form!r}; known: {', '.join(formats())}")
    found = finished_of(db, run, Care(redact, coarsen, embargo, today), pack)
    for made in put(written(form, found, facts(pack)), out):
        output.write(f"made: {made}")
    return codes.DONE


def release(
    out: Path = typer.Option(
        ..., "--out", metavar="PATH", help="The folder of the package, or a file that ends in .zip."
    ),
    licence: str = typer.Option(
        ..., "--licence", metavar="NAME", help="The licence of the tables: CC-BY-4.0, CC0-1.0, ODbL-1.0 ..."
    ),
    db: str = MAYBE_DB,
    run: Path = RUN,
    name: str = typer.Option("record", "--name", metavar="NAME", help="The name of the package, in small letters."),
    title: str = typer.Option("A record of claims", "--title", metavar="TITLE", help="Its title."),
    by: list[str] = typer.Option([], "--by", metavar="NAME", help="Who made it; may be given several times."),
    quotes: bool = typer.Option(True, "--quotes/--no-quotes", help="Whether quotes of the reports are part of it."),
    pack: list[Path] = PACKS,
    redact: bool = care_options.REDACT,
    coarsen: float = care_options.COARSEN,
    embargo: int = care_options.EMBARGO,
    today: str = care_options.TODAY,
) -> int:
    """Write a Frictionless data package with checksums, licence and method; same record, same bytes."""
    from crossbearing.export.package import Release, package
    from crossbearing.export.xlsx import zipped

    care = Care(redact, coarsen, embargo, today)
    files = package(finished_of(db, run, care, pack), Release(name, title, licence, tuple(by), quotes, care.shown()))
    if out.suffix == ".zip":
        files = {out.name: zipped(files)}
    elif out.exists() and not out.is_dir():
        raise ExportError(f"{out}: is a file; give --out the name of a folder, or of a file that ends in .zip")
    else:
        out.mkdir(parents=True, exist_ok=True)
    for made in put(files, out):
        output.write(f"made: {made}")
    return codes.DONE
