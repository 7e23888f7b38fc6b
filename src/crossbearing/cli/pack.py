"""``crossbearing pack``: check packs, begin a new one."""

from __future__ import annotations

from pathlib import Path

import typer

from crossbearing.cli import codes, output
from crossbearing.model.errors import CrossbearingError, PackError

app = typer.Typer(help="Packs: the facts about one conflict.", rich_markup_mode=None)

_NEW = {
    "pack.yml": """\
# What the pack is about. `countries` are two-letter codes, the first the main one; `as_of` is the day up to which the
# facts hold; `opposed` lists pairs of side ids that fight each other.
id: {name}
title: {title}
countries: [{country}]
as_of: "{as_of}"
sides:
  - {{id: "{name}:government", name: Government}}
  - {{id: "{name}:opposition", name: Opposition}}
opposed:
  - ["{name}:government", "{name}:opposition"]
anchors: []
""",
    "actors.yml": """\
# One entry an actor: id, name, type, side, and where known aliases, labels, descriptions, parent, persons, source.
[]
""",
    "outlets.yml": """\
# One entry an outlet: id, name, and where known aliases, owner, side, agency (true when others reprint it).
[]
""",
    "places.csv": "id,name,kind,lat,lon,radius_km,parent,country,aliases,source\n",
}


@app.command("check")
def check(
    packs: list[str] = typer.Argument(
        None, metavar="[NAME|FOLDER]...", help="Shipped packs by name, others by folder."
    ),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """Check packs (all shipped ones when none is named): form, sides, parents, and ids that two packs disagree on."""
    from crossbearing.resolve.pack_files import read_pack, shipped_packs
    from crossbearing.resolve.packs import join_with_shipped, load_packs

    names = packs or shipped_packs()
    findings = []
    own = []
    for name in names:
        try:
            pack = read_pack(Path(name)) if Path(name).is_dir() else load_packs([name]).pack(name)
            if Path(name).is_dir():
                own.append(pack)
            counted = {"actors": len(pack.actors), "places": len(pack.places), "outlets": len(pack.outlets)}
            findings.append({"pack": name, "well": True, **counted})
        except (CrossbearingError, FileNotFoundError) as error:
            findings.append({"pack": name, "well": False, "message": str(error)})
    well = all(finding["well"] for finding in findings)
    if well:
        try:
            join_with_shipped(own)
        except PackError as error:
            findings.append({"pack": "the packs together", "well": False, "message": str(error)})
            well = False
    if json:
        output.write_json({"well": well, "findings": findings})
    else:
        for f in findings:
            seen = f"{f['actors']} actors, {f['places']} places, {f['outlets']} outlets" if f["well"] else f["message"]
            output.write(f"{'well' if f['well'] else 'NOT well'}: {f['pack']}: {output.one_line(str(seen))}")
    return codes.DONE if well else codes.CHECK_FAILED


@app.command("new")
def new(
    folder: Path = typer.Argument(help="The folder to make; its last part is the pack's id."),
    country: str = typer.Option(..., "--country", metavar="CODE", help="Two-letter code of the main country."),
    as_of: str = typer.Option(
        ..., "--as-of", metavar="DAY", help="The day up to which the facts will hold, such as 2024-06-01."
    ),
) -> int:
    """Begin a pack: the four files with their heads, sound but empty."""
    from crossbearing.readers.fields import iso_day

    name = folder.name
    if not name.isidentifier() or not name.islower():
        raise CrossbearingError(f"{name!r} is no pack id; use small letters, digits and underscores")
    if iso_day(as_of) is None or len(country) != 2:
        raise CrossbearingError("--as-of must be a day such as 2024-06-01 and --country a two-letter code")
    folder.mkdir(parents=True)
    values = {"name": name, "title": name.capitalize(), "country": country.upper(), "as_of": as_of}
    for file, text in _NEW.items():
        body = text if file.endswith(".csv") else text.format(**values)
        (folder / file).write_text(body, encoding="utf-8", newline="\n")
    output.write(f"made: {folder}; fill it and run: crossbearing pack check {folder}")
    return codes.DONE
