"""``crossbearing doctor``: is everything here that a run needs, and is it what this version was built for?"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version

import typer
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
    """Look for every package that the installation says it needs, extras left out."""
    wanted = [line for line in requires("crossbearing") or [] if "extra ==" not in line]
    names = sorted(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in wanted)
    missing = []
    for name in names:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    seen = f"missing: {', '.join(missing)}; install the package again" if missing else f"{len(names)} found"
    return Finding("packages", not missing, seen)


def _vocabulary() -> Finding:
    from crossbearing.report.wording import wordings
    from crossbearing.vocab.contract import CLASSES, crosswalks

    return Finding(
        "vocabulary", True, f"{len(CLASSES)} classes, {len(crosswalks())} crosswalks, {len(wordings())} wordings"
    )


def _parser() -> Finding:
    from crossbearing.text.parser import check_weights, find_weights

    package, folder = find_weights()
    wrong = check_weights(folder)
    seen = (
        f"{', '.join(wrong)} are not the weights this version was built for" if wrong else "weights are the right ones"
    )
    return Finding("parser", not wrong, f"{package} {version(package)}: {seen}")


def _gazetteer() -> Finding:
    from crossbearing.resolve.gazetteer import verify
    from crossbearing.resolve.gazetteer_build import index_path

    path = index_path()
    if not path.exists():
        return Finding("gazetteer", True, "not built yet; the first run builds it in about half a minute")
    return Finding("gazetteer", True, f"{path}: {verify(path, deep=True)['places']:,} places, sound")


def _borders() -> Finding:
    from crossbearing.report.basemap import FILES, lacking

    missing = lacking()
    seen = f"missing: {', '.join(missing)}; `pip install .` in the source folder fetches them" if missing else ""
    return Finding("borders", not missing, seen or f"{len(FILES)} files of the map are here")


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
