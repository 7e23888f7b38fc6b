"""``run.json``: what a run was made of, so that a set of files can be checked and made again. No clock, no path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from crossbearing.model.document import Document

NAME = "manifest"
MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Made:
    """What a run was made with: the hash of program and packs, its settings, and its packs by id and day."""

    program: str
    settings: Mapping[str, Any]
    packs: Sequence[tuple[str, str]]


def manifest(made: Made, documents: Iterable[Document], counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the manifest without its list of files, which is added when they have been written.

    ``raw_sha256`` hashes the bytes that a report was read from, ``sha256`` its text in UTF-8.

    >>> manifest(Made("ab", {}, [("syria", "2024-12-31")]), [Document("d", "War.")], {"claims": 0})["inputs"]
    [{'id': 'd', 'raw_sha256': '', 'sha256': ''}]
    """
    return {
        "version": version("crossbearing"),
        "program": made.program,
        "settings": dict(sorted(made.settings.items())),
        "packs": [{"id": identity, "as_of": day} for identity, day in sorted(made.packs)],
        "counts": dict(sorted(counts.items())),
        "inputs": [
            {"id": d.id, "raw_sha256": d.raw_sha256, "sha256": d.sha256} for d in sorted(documents, key=lambda d: d.id)
        ],
    }
