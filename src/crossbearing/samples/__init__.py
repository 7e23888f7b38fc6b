"""Reports written for the demo; the outlets and the events are invented, and no line was taken from a real report."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from crossbearing.model.errors import CrossbearingError


def folder() -> Path:
    """Return the folder of the bundled sample reports.

    >>> len(sorted(folder().glob("*.txt")))
    8
    """
    return _folder("reports")


def pack() -> Path:
    """Return the folder of the pack that knows the invented outlets.

    >>> sorted(path.name for path in pack().iterdir())
    ['actors.yml', 'names.yml', 'outlets.yml', 'pack.yml', 'places.csv']
    """
    return _folder("pack") / "demo"


def languages() -> Path:
    """Return the folder of one happening told in four languages: ``reports``, and ``replies.jsonl`` recorded for them.

    >>> len(sorted((languages() / "reports").glob("*.txt")))
    4
    """
    return _folder("languages")


def other() -> Path:
    """Return the folder of texts about anything but war, for measuring speed on mixed news.

    >>> len(sorted(other().glob("*.txt")))
    6
    """
    return _folder("other")


def _folder(name: str) -> Path:
    with as_file(files("crossbearing.samples") / name) as path:
        if not path.is_dir():
            raise CrossbearingError("the bundled sample reports are missing; install the package again")
        return path
