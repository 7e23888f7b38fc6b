"""``crossbearing gazetteer``: build the index of places, look names up, see what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import typer
from rich.table import Table

from crossbearing.cli import codes, output

app = typer.Typer(help="The index of the world's places.", rich_markup_mode=None)
JSON = typer.Option(False, "--json", help="Print JSON and nothing else on standard output.")


def build_shown() -> Path:
    """Build the index with a progress bar and return its path."""
    from crossbearing.resolve import gazetteer

    output.say("building the index of the world's places, once for this version (about half a minute)")
    with output.progress("building the gazetteer", 100) as step:
        return gazetteer.build(_share(step))


def ensure() -> None:
    """Build the index where this version has none yet or it is damaged, so that the wait is seen and explained."""
    from crossbearing.model.errors import GazetteerError
    from crossbearing.resolve.gazetteer import verify
    from crossbearing.resolve.gazetteer_build import index_path

    try:
        verify(index_path())
    except GazetteerError:
        build_shown()


@app.command("build")
def build(json: bool = JSON) -> int:
    """Build the index into the cache folder (CROSSBEARING_CACHE names another); about half a minute, once."""
    path = build_shown()
    if json:
        output.write_json({"path": str(path)})
    else:
        output.write(f"built: {path}")
    return codes.DONE


@app.command("lookup")
def lookup(
    name: str = typer.Argument(help="A place name, in any spelling."),
    country: str = typer.Option("", "--country", help="Two-letter country code to keep to."),
    json: bool = JSON,
) -> int:
    """Print every place that bears the name, and how the name was found; exit code 3 when there is none."""
    from crossbearing.resolve import gazetteer

    found = gazetteer.lookup(name, country or None)
    tiers = ("name", "other name", "other spelling", "like spelling")
    if json:
        output.write_json([{**asdict(candidate.place), "found_by": tiers[candidate.tier]} for candidate in found])
    elif found:
        table = Table("id", "name", "kind", "country", "lat", "lon", "radius km", "people", "found by")
        for candidate in found:
            p = candidate.place
            position = (f"{p.lat:.4f}", f"{p.lon:.4f}", f"{p.radius_km:g}", f"{p.population:,}")
            table.add_row(p.id, p.name, p.kind, p.country, *position, tiers[candidate.tier])
        output.show(table)
    else:
        output.say(f"no place is called {output.one_line(name)!r}")
    return codes.DONE if found else codes.CHECK_FAILED


@app.command("import")
def import_(
    paths: list[Path] = typer.Argument(
        metavar="FILE", help="GeoNames country files (XX.txt, XX.zip) or CSV of places."
    ),
    json: bool = JSON,
) -> int:
    """Index files of places brought by hand; every later run uses them."""
    from crossbearing.resolve import gazetteer

    done = []
    for path in paths:
        with output.progress(f"importing {path.name}", 100) as step:
            done.append(str(gazetteer.import_file(path, _share(step))))
    _say_imported(done, json)
    return codes.DONE


@app.command("fetch")
def fetch(
    countries: list[str] = typer.Argument(metavar="CODE", help="Two-letter country codes, as SY UA SD."),
    json: bool = JSON,
) -> int:
    """Download GeoNames country files and index them; the only command that uses the network, and it says so."""
    from crossbearing.resolve import gazetteer

    output.say(f"downloading from download.geonames.org (CC BY 4.0): {', '.join(countries)}")
    with output.progress("fetching and importing", 100) as step:
        done = [str(path) for path in gazetteer.fetch(countries, _share(step))]
    _say_imported(done, json)
    return codes.DONE


def _share(step: output.Step) -> Callable[[str, float], None]:
    shown = 0

    def report(_stage: str, share: float) -> None:
        nonlocal shown
        step(max(0, int(share * 100) - shown))
        shown = max(shown, int(share * 100))

    return report


def _say_imported(done: list[str], json: bool) -> None:
    if json:
        output.write_json({"imported": done})
    else:
        for path in done:
            output.write(f"imported: {path}")


@app.command("status")
def status(json: bool = JSON) -> int:
    """Say which index files are there and whether they are sound."""
    from crossbearing.resolve import gazetteer

    found = gazetteer.status()
    if json:
        output.write_json(found)
    else:
        for file in found["files"]:
            output.write(f"{file['path']}: {file['places']:,} places, {file['megabytes']} MB, sound")
        output.write(f"places of packs: {found['pack_places']:,}")
    return codes.DONE
