"""``crossbearing doctor``: is everything here that a run needs, and is it what this version was built for?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version

import typer
from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.model.errors import CrossbearingError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what was seen or should be done."""

    what: str
    well: bool
    seen: str


def _python() -> Finding:
    return Finding("python", sys.version_info >= (3, 11), f"{platform.python_version()}; 3.11 or later is needed")


def _packages() -> Finding:
    """Look for every package that the installation says it needs, in a version that it allows; extras left out."""
    try:
        wanted = [Requirement(line) for line in requires("crossbearing") or []]
    except PackageNotFoundError:
        return Finding("packages", False, "crossbearing itself is not installed; install it with pip")
    here = sorted((w for w in wanted if w.marker is None or w.marker.evaluate({"extra": ""})), key=lambda w: w.name)
    faults = [fault for fault in map(_fault, here) if fault]
    seen = f"{'; '.join(faults)}; install the package again" if faults else f"{len(here)} found, all in range"
    return Finding("packages", not faults, seen)


def _fault(wanted: Requirement) -> str:
    """Return what is wrong with an installed package, "" where nothing is."""
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} is missing ({wanted.specifier} is needed)"
    try:
        well = wanted.specifier.contains(Version(found), prereleases=True)
    except InvalidVersion:
        well = False
    return "" if well else f"{wanted.name} {found} is out of range ({wanted.specifier} is needed)"


def _vocabulary() -> Finding:
    from crossbearing.report.wording import wordings
    from crossbearing.vocab.contract import CLASSES, crosswalks

    return Finding(
        "vocabulary", True, f"{len(CLASSES)} classes, {len(crosswalks())} crosswalks, {len(wordings())} wordings"
    )


def _parser() -> Finding:
    from crossbearing.text.weights import expected, find_weights, proven_folder

    package, _ = find_weights()
    folder = proven_folder()
    seen = f"all {len(expected(package))} files of the model are the ones this version was built for"
    return Finding("parser", True, f"{package} {version(package)}: {seen} ({folder})")


def _gazetteer() -> Finding:
    from crossbearing.resolve.gazetteer import verify
    from crossbearing.resolve.gazetteer_build import index_path
    from crossbearing.resolve.gazetteer_import import imported_files

    path = index_path()
    if not path.exists():
        return Finding("gazetteer", True, "not built yet; the first run builds it in about half a minute")
    imports = imported_files(path.parent)
    places = verify(path, deep=True)["places"]
    more = sum(verify(file, deep=True)["places"] for file in imports)
    seen = f"{path}: {places:,} places, sound"
    return Finding("gazetteer", True, f"{seen}; {len(imports)} imported files, {more:,} places" if imports else seen)


def _borders() -> Finding:
    from crossbearing.report.basemap import FILES, lacking

    missing = lacking()
    seen = f"missing: {', '.join(missing)}; `pip install .` in the source folder fetches them" if missing else ""
    return Finding("borders", not missing, seen or f"{len(FILES)} files of the map are here")


def _words() -> Finding:
    from crossbearing.vocab.nouns import TABLES, lacking

    missing = lacking()
    seen = f"missing: {', '.join(missing)}; `pip install .` in the source folder makes them" if missing else ""
    return Finding("words", not missing, seen or f"{len(TABLES)} tables made of WordNet are here")


def _samples() -> Finding:
    from crossbearing.readers.paths import read_paths
    from crossbearing.samples import folder

    reading = read_paths([folder()])
    return Finding("samples", not reading.problems, f"{len(reading.documents)} sample reports read")


def _looked_at(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except CrossbearingError as error:
        return Finding(what, False, str(error))


def doctor(json: bool = typer.Option(False, "--json", help="Print JSON and nothing else.")) -> int:
    """Look at everything a run needs and say what is missing; exit code 3 when something is."""
    looks = {
        "python": _python,
        "packages": _packages,
        "vocabulary": _vocabulary,
        "parser": _parser,
        "gazetteer": _gazetteer,
        "borders": _borders,
        "words": _words,
        "samples": _samples,
    }
    findings = [_looked_at(what, look) for what, look in looks.items()]
    well = all(finding.well for finding in findings)
    if json:
        output.write_json({"well": well, "findings": [asdict(finding) for finding in findings]})
    else:
        table = Table("what", "well", "seen")
        for finding in findings:
            table.add_row(finding.what, "yes" if finding.well else "NO", finding.seen)
        output.show(table)
    return codes.DONE if well else codes.CHECK_FAILED
