"""The set of files that a run writes into its folder, from what was read and derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossbearing.cli import output
from crossbearing.export.folder import MANIFEST, RunFolder
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import FAULT, NO_MEMORY, NOT_READ, TOO_SLOW, problem_of

if TYPE_CHECKING:
    from crossbearing.export.manifest import Made
    from crossbearing.model.finished import Finished
    from crossbearing.readers.paths import Reading
    from crossbearing.report.page import Page

REPORT, UNREAD = "report.html", "unread.jsonl"


def is_costly(problem: Problem) -> bool:
    """Say whether something of a document was lost or not read: a run with such a problem ends with exit code 2.

    >>> is_costly(Problem("fault", "left out")), is_costly(Problem("undated", "no day"))
    (True, False)
    """
    from crossbearing.engines.pool import LOST as WORKER_LOST
    from crossbearing.llm.faults import UNREAD as UNREAD_BY_MODEL
    from crossbearing.readers.codes import LOST
    from crossbearing.text.limits import LONG_DOCUMENT, LONG_RUN
    from crossbearing.text.markup import MARKUP

    left_out = {FAULT, NO_MEMORY, TOO_SLOW, LONG_RUN, LONG_DOCUMENT, NOT_READ, MARKUP, WORKER_LOST}
    return problem.code in left_out | LOST | UNREAD_BY_MODEL


def known_files() -> frozenset[str]:
    """Return the names of all files that a run may write."""
    from crossbearing.export import outputs, review

    return frozenset({*outputs.FILES, "claims.jsonl", "documents.jsonl", review.FILE, REPORT, UNREAD, MANIFEST})


def known_folders() -> frozenset[str]:
    """Return the names of the folders in which a run may write further pages of its report."""
    from crossbearing.report.pages import FOLDER

    return frozenset({FOLDER})


def unread(reading: Reading) -> list[dict[str, Any]]:
    """Return what could not be read, one row a file or article."""
    return [{"code": p.code, "name": p.name, "message": p.advice} for p in reading.problems]


def noted(documents: Sequence[Document]) -> list[tuple[str, Problem]]:
    """Return the problems of documents that were read, by document; that a day is not known stands with its day."""
    return [(d.id, problem) for d in documents for problem in d.problems if problem.code != "undated"]


def counts(finished: Finished) -> dict[str, int]:
    """Return how many documents, claims and derived rows there are, and how many documents were passed over."""
    from crossbearing.text.relevance import PASSED_OVER

    ledgers = finished.ledgers
    return {
        "documents": len(finished.documents),
        "claims": len(finished.claims),
        "events": len(ledgers.events),
        "tolls": len(ledgers.tolls),
        "control": len(ledgers.control),
        "agreements": len(ledgers.agreements),
        "families": len(ledgers.families),
        "unplaced": len(ledgers.unplaced),
        "passed_over": sum(p.code == PASSED_OVER for d in finished.documents for p in d.problems),
    }


def summary(
    reading: Reading, finished: Finished, out: Path, files: Sequence[str], problems: Sequence[tuple[str, Problem]]
) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    from crossbearing.export.claims import problem_to_json

    return {
        **counts(finished),
        "classes": dict(sorted(Counter(claim.cls for claim in finished.claims).items())),
        "problems": unread(reading),
        "document_problems": [{"document": name, **problem_to_json(problem)} for name, problem in problems],
        "left_alone": list(reading.left_alone),
        "out": str(out),
        "files": list(files),
    }


def _write_report(folder: RunFolder, reading: Reading, finished: Finished, title: str) -> Problem | None:
    """Write the report; where it fails, without the ledgers, else without the documents, and return why."""
    from crossbearing.model.errors import OutputError
    from crossbearing.report.page import page

    problems = [Problem(p.code, output.one_line(str(p))) for p in reading.problems]
    problems += [Problem(p.code, f"{name}: {p.message}") for name, p in noted(finished.documents)]
    failed: Problem | None = None
    for what, documents, claims, ledgers in (
        ("", finished.documents, finished.claims, finished.ledgers),
        ("what was derived of the claims", finished.documents, finished.claims, None),
        ("all", (), (), None),
    ):
        said = [*problems, *([failed] if failed else [])]
        try:
            _write_pages(folder, page(documents, claims, title, said, reading.left_alone, ledgers))
        except OutputError:  # no defect of the report: there is no room for it
            raise
        except Exception as error:
            if not documents:
                raise
            missing = "all documents" if what else "what was derived of the claims"
            failed = problem_of(error, "report", what=f"{missing}, in the report alone,")
        else:
            return failed
    raise AssertionError("the last try returns or raises")


def _write_pages(folder: RunFolder, shown: Page) -> None:
    """Write the pages one by one, so that one alone is held; none of them is left where one fails."""
    from crossbearing.export.folder import lines_of
    from crossbearing.report.pages import pages

    done: list[str] = []
    try:
        for name, html in pages(shown):
            folder.write(name, lines_of(html))
            done.append(name)
    except Exception:
        for name in done:
            folder.take_out(name)
        raise


def write(
    folder: RunFolder, reading: Reading, finished: Finished, title: str, made: Made, compared: bool = False
) -> tuple[list[str], list[Problem]]:
    """Write every file of the run and put the set in its place; return their names, and what the report lacks.

    ``compared`` says that several readers read: then there is a file of what to look at first.
    """
    from crossbearing.export import claims as claim_files
    from crossbearing.export import outputs, review
    from crossbearing.export.manifest import manifest

    folder.write("claims.jsonl", claim_files.claim_lines(finished.claims))
    folder.write("documents.jsonl", claim_files.document_lines(finished.documents))
    for name in outputs.FILES:
        folder.write(name, outputs.lines(name, finished.ledgers))
    if compared:
        folder.write(review.FILE, review.review_lines(finished.claims))
    folder.write(UNREAD, _unread_lines(reading))
    failed = _write_report(folder, reading, finished, title)
    files = folder.publish(manifest(made, finished.documents, counts(finished)))
    return files, [failed] if failed else []


def _unread_lines(reading: Reading) -> Iterator[str]:
    from crossbearing.export.claims import json_line

    return map(json_line, unread(reading))
