"""What a command line names as sources, made into documents: paths through the readers, addresses fetched before.

Of an address the store keeps what the server said of its version, so that only news is sent; where it fails, the next
try waits twice as long as the one before, up to a day.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crossbearing.fetch.addresses import Address, is_public
from crossbearing.fetch.following import pages_behind
from crossbearing.fetch.web import Answer, fetch
from crossbearing.model.errors import FetchError, UnreadableDocumentError
from crossbearing.readers.columns import Columns
from crossbearing.readers.fields import raw_kept
from crossbearing.readers.paths import Reading, formats, read_paths
from crossbearing.store.fetches import Fetched, fetched, put_fetched
from crossbearing.store.store import Given, Store

_ENDINGS = {
    "text/plain": ".txt", "text/html": ".html", "application/xhtml+xml": ".html", "application/rss+xml": ".rss",
    "application/atom+xml": ".atom", "application/xml": ".xml", "text/xml": ".xml", "application/pdf": ".pdf",
    "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl", "application/json": ".json", "text/csv": ".csv",
}  # fmt: skip
_FIRST_WAIT, _LONGEST_WAIT = 60, 86_400


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of a set of sources: documents by id, what could not be read, and what no reader is for.

    ``answered`` is what servers said of the version that they gave, to be kept once the documents are: ``settle``.
    """

    given: tuple[Given, ...]
    problems: tuple[UnreadableDocumentError, ...]
    left_alone: tuple[str, ...]
    answered: tuple[Fetched, ...] = ()


def is_address(source: str) -> bool:
    """Say whether a source is an address and no path; one of a kind that is not fetched is an address too.

    >>> is_address("https://example.org/feed"), is_address("ftp://example.org/a"), is_address("reports")
    (True, True, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source) is not None


def gather(
    sources: Sequence[str],
    store: Store,
    keep_raw: bool = False,
    again: bool = False,
    allowed: Callable[[Address], bool] = is_public,
    columns: Columns | None = None,
    step: Callable[[int, int], object] | None = None,
    follow: bool = False,
) -> Gathered:
    """Return the documents of all sources, sorted by id; with ``again`` addresses that failed are let alone a while.

    ``columns`` says which column of a table holds what, ``step`` is called as ``read_paths`` calls it.
    With ``follow`` the pages behind a feed of summaries are fetched too. What servers said of their versions is not
    kept here: a kill before the documents are kept would lose them, since next time only news are asked for.
    """
    paths = [source for source in sources if not is_address(source)]
    given, problems, left = _from_paths(paths, keep_raw, columns, step)
    asking = _Asking(store, keep_raw, again, allowed, columns)
    for url in sorted({source for source in sources if is_address(source)}):
        try:
            more, bad = asking.fetched(url)
        except FetchError as error:
            problems.append(UnreadableDocumentError(error.code, error.url, error.advice))
            continue
        if follow:
            more, of_pages = pages_behind(more, asking.fetched, store)
            bad = [*bad, *of_pages]
        given.extend(more)
        problems.extend(bad)
    given.sort(key=lambda one: (one.document.id, one.origin))
    return Gathered(tuple(given), tuple(problems), left, tuple(asking.answered))


def settle(store: Store, gathered: Gathered) -> None:
    """Keep what servers said of the versions that they gave, now that these are kept."""
    for answered in gathered.answered:
        put_fetched(store, answered)


def _from_paths(
    paths: Sequence[str], keep_raw: bool, columns: Columns | None, step: Callable[[int, int], object] | None
) -> tuple[list[Given], list[UnreadableDocumentError], tuple[str, ...]]:
    if not paths:
        return [], [], ()
    reading, raws = _reading(paths, keep_raw, columns, step)
    # The file, without the line or row: one that moves within its file is still of that file.
    given = [
        Given(document, str(reading.files[document.id].resolve()), document.retrieved, raws.get(document.raw_sha256))
        for document in reading.documents
    ]
    return given, list(reading.problems), reading.left_alone


def _reading(
    paths: Sequence[str | Path],
    keep_raw: bool,
    columns: Columns | None,
    step: Callable[[int, int], object] | None = None,
) -> tuple[Reading, Mapping[str, bytes]]:
    """Return what is read, and with ``keep_raw`` the bytes of each report by their hash."""
    if not keep_raw:
        return read_paths(paths, columns, step), {}
    with raw_kept() as raws:
        return read_paths(paths, columns, step), raws


@dataclass(frozen=True, slots=True)
class _Asking:
    """How addresses are asked, and what was ``answered`` so far."""

    store: Store
    keep_raw: bool
    again: bool
    allowed: Callable[[Address], bool]
    columns: Columns | None
    answered: list[Fetched] = field(default_factory=list)

    def fetched(self, url: str) -> tuple[list[Given], list[UnreadableDocumentError]]:
        """Return what is at an address, read; nothing where it has not changed or is let alone."""
        before = fetched(self.store, url)
        if self.again and before is not None and before.next_at is not None and before.next_at > _stamp(0):
            return [], []
        etag, modified = (before.etag, before.last_modified) if before else (None, None)
        try:
            answer = fetch(url, etag, modified, self.allowed)
            found = _read(answer, url, self.keep_raw, self.columns)
        except FetchError as error:
            failures = (before.failures if before else 0) + 1
            wait = min(_FIRST_WAIT * 2 ** (failures - 1), _LONGEST_WAIT)
            put_fetched(self.store, Fetched(url, etag, modified, failures, _stamp(wait), _stamp(0), error.advice))
            raise
        now = Fetched(url, etag, modified, 0, None, _stamp(0), str(answer.status))
        put_fetched(self.store, now)
        if answer.body is not None:
            self.answered.append(replace(now, etag=answer.etag, last_modified=answer.last_modified))
        return found


def _stamp(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ending(answer: Answer) -> str:
    by_name = Path(urlsplit(answer.url).path).suffix.lower()
    by_type = _ENDINGS.get(answer.media_type, "")
    for ending in (by_type, by_name):
        if ending in formats():
            return ending
    known = ", ".join(sorted(formats()))
    advice = f"is of type {answer.media_type or 'not said'}, which no reader is for; known endings: {known}"
    raise FetchError("unknown_format", answer.url, advice)


def _read(
    answer: Answer, url: str, keep_raw: bool, columns: Columns | None
) -> tuple[list[Given], list[UnreadableDocumentError]]:
    """Read the body by the reader of its type, as a file of that ending; the documents get the address as theirs."""
    if answer.body is None:
        return [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{_name_of(url)}{_ending(answer)}"
        file.write_bytes(answer.body)
        reading, raws = _reading([file], keep_raw, columns)
    moment = _stamp(0)
    alone = len(reading.documents) == 1
    given = [
        Given(
            replace(d, url=d.url or (answer.url if alone else None), retrieved=d.retrieved or moment[:10]),
            url,
            moment,
            raws.get(d.raw_sha256),
        )
        for d in reading.documents
    ]
    return given, [UnreadableDocumentError(p.code, url, p.advice) for p in reading.problems]


def _name_of(url: str) -> str:
    """Return a file name for an address, by which the document is called where it has no id of its own.

    >>> _name_of("https://www.example.org/2014/03/truce.html?page=2")
    'example.org-2014-03-truce-page-2'
    """
    parts = urlsplit(url)
    path = re.sub(r"\.\w{1,5}$", "", parts.path)
    words = re.findall(r"[\w.]+", f"{(parts.hostname or '').removeprefix('www.')} {path} {parts.query}")
    return "-".join(words)[:150].strip(".") or "page"


def rounds(
    sources: Sequence[str],
    store: Store,
    seconds: float,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Sequence[str]]:
    """Yield the sources once, or with ``seconds`` again and again: addresses each time, folders when files changed."""
    seen: dict[str, object] = {}
    while True:
        wanted = []
        for source in sources:
            files = None if is_address(source) else _files(Path(source))
            if files is None or source not in seen or seen[source] != files:
                wanted.append(source)
            seen[source] = files
        if wanted:
            yield wanted
        if not seconds:
            return
        wait(seconds)


def _files(path: Path) -> object:
    """Return what tells whether files under a path have changed: names, sizes and times."""
    found = []
    for file in sorted([path, *path.rglob("*")]):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_size, status.st_mtime_ns))
    return tuple(found)
