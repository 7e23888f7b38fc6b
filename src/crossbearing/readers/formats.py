"""Which reader a file is for: by what its bytes begin with, and by its ending; and what to do where none is for it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import ModuleType

from crossbearing import readers
from crossbearing.model.document import Problem
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import FORMAT_DIFFERS
from crossbearing.readers.source import Source
from crossbearing.vocab.loader import Form, load_entries

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*|<\?.{0,300}?\?>\s*)*<(?:rss|feed|rdf:rdf)\b", re.I | re.S
)
_MAIL = re.compile(
    rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:Received|MIME-Version|Message-ID):", re.I
)
_CHAT = re.compile(rb"<title>Exported Data</title>|class=\"page_body chat_page\"")
_PACKED = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# Endings of plain text: a page or an archive with such a name is told by its content.
_BINARY = frozenset({"pdf", "docx", "xlsx", "zip", "gz", "parquet"})


@dataclass(frozen=True, slots=True)
class _Unread:
    """A format that no reader is for: what it is, what to do, and whether reports come in it."""

    what: str
    advice: str
    report: bool


@cache
def formats() -> dict[str, ModuleType]:
    """Return the reader module of every file ending; a module with SUFFIXES in this folder is a reader.

    >>> formats()[".txt"].__name__
    'crossbearing.readers.text'
    """
    return {suffix: module for module in by_name().values() for suffix in module.SUFFIXES}


@cache
def by_name() -> dict[str, ModuleType]:
    """Return the readers by the name of their format.

    >>> by_name()["text"].SUFFIXES
    ('.txt',)
    """
    found = {}
    for info in pkgutil.iter_modules(readers.__path__, "crossbearing.readers."):
        module = importlib.import_module(info.name)
        if hasattr(module, "SUFFIXES"):
            found[str(module.NAME)] = module
    return dict(sorted(found.items()))


@cache
def _unread() -> tuple[dict[str, _Unread], tuple[tuple[bytes, _Unread], ...]]:
    form = Form({"what": (str,), "advice": (str,)}, {"endings": (list,), "begins": (list,), "report": (bool,)})
    endings: dict[str, _Unread] = {}
    begins: list[tuple[bytes, _Unread]] = []
    for _, entry in load_entries(files("crossbearing.readers") / "formats.yml", form):
        unread = _Unread(entry["what"], entry["advice"], entry.get("report", False))
        endings.update((f".{ending}", unread) for ending in entry.get("endings", ()))
        begins.extend((bytes.fromhex(begin), unread) for begin in entry.get("begins", ()))
    return endings, tuple(begins)


def content_of(source: Source) -> str | None:
    """Return the name of the format that the bytes themselves show, None where they show none; an error of the system
    is raised as UnreadableDocumentError.

    >>> content_of(Source("a.txt", "a.txt", "a", data=b"<!DOCTYPE html><html><p>War ended.")), content_of(
    ...     Source("a.txt", "a.txt", "a", data=b"War ended."))
    ('html', None)
    """
    head = source.head()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x1f\x8b"):
        return "warc" if source.file.lower().endswith(".warc.gz") else "gz"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(source)
    words = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = head.decode("utf-16", "ignore").encode()
    if _PAGE.match(words):
        return "telegram-page" if _CHAT.search(words) else "html"
    if _FEED.match(words):
        return "feed"
    return None


def _packed(source: Source) -> str | None:
    """Return what a file in the form of a zip is; None where it is a format that no reader is for."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return "zip"  # damaged, or of a later version of the form than the library knows (a kind of RuntimeError)
    found = next((kind for member, kind in _PACKED.items() if member in names), None)
    if found is not None:
        return found
    return None if "mimetype" in names or "[Content_Types].xml" in names else "zip"


def choose(source: Source, named: bool) -> tuple[ModuleType, Source] | UnreadableDocumentError | None:
    """Return the reader of a source and the source to give it, the error that says why there is none, or None.

    None stands for a file that is left alone: nobody ``named`` it and it is no report. What the bytes show goes before
    the ending; where they differ, the source bears a note of it.

    >>> choose(Source("a.txt", "a.txt", "a", data=b"War ended."), named=True)[0].NAME
    'text'
    >>> str(choose(Source("a.odt", "a.odt", "a", data=b"PK"), named=False))
    'a.odt: is an OpenDocument text, for which there is no reader; save it as .docx or .txt'
    """
    try:
        shown, head = content_of(source), source.head(16)
    except UnreadableDocumentError as error:
        return error if named or source.suffix in formats() else None
    by_ending = formats().get(source.suffix)
    if by_ending is not None and shown is not None and not _overrules(shown, by_ending.NAME):
        shown = None
    unread = _unread_of(source, head)
    if shown is not None and not (unread is not None and shown == "zip"):
        return by_name()[shown], _noted(source, shown, by_ending)
    if unread is not None and (by_ending is None or by_ending.NAME not in _BINARY or unread.report):
        return _no_reader(source, unread) if named or unread.report or by_ending is not None else None
    if by_ending is not None:
        if by_ending.NAME in _BINARY:
            advice = f"is named {source.suffix} and is none; save it again, or give its words as .txt"
            return UnreadableDocumentError("damaged" if head else "empty", source.name, advice)
        return by_ending, source
    if not named:
        return None
    return _by_content(source)


def _overrules(shown: str, ending: str) -> bool:
    """Say whether what the bytes show goes before the ending: a table or a mail may begin with a tag."""
    if shown in ("html", "telegram-page", "feed"):
        return ending in ("text", "markdown", "html", "feed", "telegram-page")
    return True


def _noted(source: Source, shown: str, by_ending: ModuleType | None) -> Source:
    own = by_name()[shown]
    if by_ending is None or by_ending is own or {by_ending.NAME, shown} <= {"html", "telegram-page"} or shown == "warc":
        return source
    message = f"is named {source.suffix} and holds {own.WHAT}: read as that; give it its right ending"
    return replace(source, notes=(*source.notes, Problem(FORMAT_DIFFERS, message, "read")))


def _unread_of(source: Source, head: bytes) -> _Unread | None:
    endings, begins = _unread()
    by_bytes = next((unread for begin, unread in begins if head.startswith(begin)), None)
    return endings.get(source.suffix) or by_bytes


def _no_reader(source: Source, unread: _Unread) -> UnreadableDocumentError:
    advice = f"is {unread.what}, for which there is no reader; {unread.advice}"
    return UnreadableDocumentError("unknown_format", source.name, advice)


def _by_content(source: Source) -> tuple[ModuleType, Source] | UnreadableDocumentError:
    """Return the reader of a file that somebody named and whose ending says nothing."""
    head = source.head()
    if _MAIL.match(head):
        return by_name()["mail"], source
    if source.suffix == "" and b"\x00" not in head:
        return by_name()["text"], source
    known = ", ".join(sorted(formats()))
    return UnreadableDocumentError("unknown_format", source.name, f"no reader for it; known: {known}")
