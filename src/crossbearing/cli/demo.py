"""``demo``: the bundled sample reports as a run, and as a store that can be served."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import typer

from crossbearing.cli import output
from crossbearing.cli.run import JSON, whole_run
from crossbearing.cli.run_settings import Settings
from crossbearing.cli.store_options import maker_of, opened, work_on


def demo(
    out: Path = typer.Option(Path("out/demo"), "--out", help="The folder to write into."), json: bool = JSON
) -> int:
    """Run over the bundled sample reports, which were written for this: outlets and events are invented."""
    from crossbearing.samples import folder, pack

    title = "Crossbearing demo: invented reports of one truce and its breach"
    code = whole_run([str(folder())], out, json, title, Settings(packs=(pack(),)))
    _keep(out / "record.db", [str(folder())], pack())
    if not json:
        output.write(f"in the browser, with map and review: {_own_name()} serve --db {out / 'record.db'}")
    return code


def _keep(db: Path, sources: list[str], pack: Path) -> None:
    """Put the sample reports into a store, which is made where it is not there yet."""
    from crossbearing.engines.stored import StoreSettings, keep_documents
    from crossbearing.fetch.sources import gather

    store = opened(str(db), create=True)
    keep_documents(store, gather(sources, store).given, maker_of("demo"))
    work = work_on(store, "demo", StoreSettings(), (pack,))
    work.read(work.missing())
    work.derive()


def _own_name() -> str:
    """Return how this program was called: by its name where that is found, else by its path."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    return called.name if found and Path(found).resolve() == called.resolve() else str(called)
