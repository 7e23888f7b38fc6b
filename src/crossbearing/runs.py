"""The program from Python: read reports, look at claims, events and tolls as tables, export them, ask why.

A notebook shows a run and its tables by themselves. ``docs/python.md`` tells it with code that is run as a test.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from crossbearing.engines.facts import facts_of
from crossbearing.engines.local import run_documents
from crossbearing.export import outputs, tables
from crossbearing.export.figures import Index
from crossbearing.export.formats import written
from crossbearing.export.from_folder import from_folder
from crossbearing.extract.explain import Explanation
from crossbearing.extract.explain import explain as explanations
from crossbearing.model.claim import Claim
from crossbearing.model.derived import Event, Toll
from crossbearing.model.document import Document
from crossbearing.model.errors import CrossbearingError, StoreError, UnreadableDocumentError
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Pipeline, default_pipeline
from crossbearing.readers.decode import sha256
from crossbearing.readers.paths import formats, read_paths
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.store.opening import is_server
from crossbearing.store.store import Store

T = TypeVar("T")
_SHOWN = 20
"""Rows of a table that a notebook shows."""


class Table(Sequence[T], Generic[T]):
    """Values of one kind in their order, and the same as rows: a sequence that a notebook shows as a table."""

    def __init__(self, values: Sequence[T], fields: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        self._values, self._fields, self._rows = tuple(values), tuple(fields), tuple(rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._values[at]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self._fields)}>"

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as plain dicts, columns named as in the CSV of the format."""
        return [{field: row[field] for field in self._fields} for row in self._rows]

    def to_frame(self) -> Any:
        """Return a pandas DataFrame, indexed by id; raise CrossbearingError where pandas is not installed."""
        try:
            pandas = importlib.import_module("pandas")
        except ImportError as error:
            raise CrossbearingError("to_frame needs pandas: pip install 'crossbearing[pandas]'") from error
        frame = pandas.DataFrame(self.rows(), columns=list(self._fields))
        return frame.set_index("id") if "id" in self._fields else frame

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(field)}</th>" for field in self._fields)
        lines = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(row[field]))}</td>" for field in self._fields) + "</tr>"
            for row in self._rows[:_SHOWN]
        )
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


class Run:
    """What came of reading reports: documents, claims, events, tolls, and the ledgers behind them.

    ``problems`` are the files that could not be read; those of documents stand with each document.
    """

    def __init__(self, finished: Finished, problems: Sequence[UnreadableDocumentError] = ()) -> None:
        self.finished = finished
        self.problems = tuple(problems)
        self._index = Index(finished)

    def __repr__(self) -> str:
        found, ledgers = self.finished, self.finished.ledgers
        counts = f"{len(found.documents)} documents, {len(found.claims)} claims"
        return f"<Run: {counts}, {len(ledgers.events)} events, {len(ledgers.tolls)} tolls>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[1:-1])}</p>{self.events._repr_html_()}"

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents, sorted by id."""
        return self.finished.documents

    @property
    def claims(self) -> Table[Claim]:
        """Return the claims, sorted by id."""
        return Table(self.finished.claims, tables.CLAIM_FIELDS, list(tables.claim_rows(self._index)))

    @property
    def events(self) -> Table[Event]:
        """Return the events, sorted by id."""
        values = sorted(self.finished.ledgers.events, key=lambda e: e.id)
        return Table(values, tables.EVENT_FIELDS, list(tables.event_rows(self._index)))

    @property
    def tolls(self) -> Table[Toll]:
        """Return the tolls, sorted by id."""
        values = sorted(self.finished.ledgers.tolls, key=lambda t: t.id)
        rows = [outputs.toll_to_row(toll) for toll in values]
        return Table(values, outputs.TOLL_FIELDS, rows)

    def evidence(self, what: Event | Toll | Claim) -> list[tuple[str, str]]:
        """Return (document, words) behind an event, a toll or a claim: the way from every figure to its characters."""
        claims = [what] if isinstance(what, Claim) else [self._index.claims[claim] for claim in what.claims]
        return [(claim.document, claim.evidence.text) for claim in claims]

    def export(self, form: str, out: Path | str) -> list[Path]:
        """Write a format into the folder ``out`` and return its files; raise ExportError for one that is not known."""
        folder, made = Path(out), []
        files = written(form, self.finished, facts_of(default_pipeline().packs))
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
            made.append(folder / name)
        return made

    def report(self, title: str = "Crossbearing report") -> str:
        """Return the whole report as one page of HTML."""
        return render(page(self.finished.documents, self.finished.claims, title, (), (), self.finished.ledgers))


def read(
    *sources: str | Path | Document,
    pipeline: Pipeline | None = None,
    as_of: date | None = None,
    strict: bool = False,
) -> Run:
    """Read reports and derive all from them: texts, paths of files and folders, or documents, in any mixture.

    A string that names a file or folder is a path, any other is the text of a report. With ``strict`` the first file
    that cannot be read raises UnreadableDocumentError, else it is one of the run's problems.

    >>> run = read("Rebels seized the village of Maaret on Monday, a monitor said.")
    >>> [claim.cls for claim in run.claims]
    ['control.gain']
    """
    documents: list[Document] = []
    paths: list[Path] = []
    for number, source in enumerate(sources, 1):
        if isinstance(source, Document):
            documents.append(source)
        elif isinstance(source, Path) or _is_path(source):
            paths.append(Path(source))
        else:
            digest = sha256(source.encode())
            documents.append(Document(f"text-{number}", source, sha256=digest, raw_sha256=digest))
    reading = read_paths(paths)
    if strict and reading.problems:
        raise reading.problems[0]
    twice = {d.id for d in reading.documents} & {d.id for d in documents}
    if twice or len({d.id for d in documents}) < len(documents):
        raise CrossbearingError(
            f"documents need ids of their own; given twice: {', '.join(sorted(twice)) or 'one of them'}"
        )
    faults = Faults(strict)
    finished = run_documents(
        [*documents, *reading.documents], pipeline or default_pipeline(), as_of=as_of, faults=faults
    )
    return Run(finished, reading.problems)


def _is_path(source: str) -> bool:
    """Say whether a string is meant as a path; raise UnreadableDocumentError for what can only be one and is not there.

    >>> _is_path("War ended. The army left.")
    False
    """
    if len(source) > 1_000 or "\n" in source or not source.strip():
        return False
    if Path(source).exists():
        return True
    looks = " " not in source.strip() and ("/" in source or Path(source).suffix.lower() in formats())
    if looks:
        raise UnreadableDocumentError("not_found", source, "no such file or folder; the text of a report has spaces")
    return False


def load(source: str | Path) -> Run:
    """Return what a store (a file or ``postgresql://...``) or the folder of a run holds.

    Raises StoreError and ExportError, which say what is wrong with either.
    """
    if not is_server(str(source)) and Path(source).is_dir():
        return Run(from_folder(Path(source)))
    store = Store(str(source))
    if store.state() is None:
        raise StoreError(f"{store.shown} has no ledgers yet: crossbearing reconcile --db {store.shown}")
    return Run(store.finished())


def explain(text: str, pipeline: Pipeline | None = None) -> list[Explanation]:
    """Say what becomes of a sentence or a few: names, gate, parse, what fired, what nearly did and why not.

    >>> explain("The army shelled Douma.")[0].fired[0].cls
    'strike.shelling'
    """
    return explanations(text, (pipeline or default_pipeline()).extractor)
