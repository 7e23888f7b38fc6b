"""What stands beside a report in ``NAME.meta.json``: who published it and when; it goes before what a page tells."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path

from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import BAD_DATE
from crossbearing.readers.decode import decode, parse_object, read_limited, shown
from crossbearing.readers.fields import Header, gathered, header
from crossbearing.readers.formats import formats
from crossbearing.readers.source import Source

SIDECAR = ".meta.json"
KEYS = ("id", "outlet", "published", "retrieved", "title", "url", "language")


def sidecars(path: Path) -> tuple[Path, ...]:
    """Return where the sidecar of a report may lie, the one that counts first, whether they exist or not.

    >>> [p.name for p in sidecars(Path("a/004.txt"))], [p.name for p in sidecars(Path("a/004.pdf"))]
    (['004.meta.json'], ['004.pdf.meta.json', '004.meta.json'])
    """
    plain = path.with_name(path.stem + SIDECAR)
    if path.suffix.lower() == ".txt":
        return (plain,)
    own = path.with_name(path.name + SIDECAR)
    return (own,) if os.path.lexists(path.with_suffix(".txt")) else (own, plain)


def is_sidecar(path: Path) -> bool:
    """Say whether a file stands beside a report of its name.

    >>> is_sidecar(Path("no/such.meta.json"))
    False
    """
    if not path.name.endswith(SIDECAR):
        return False
    stem = path.name.removesuffix(SIDECAR)
    names = (stem, *(stem + suffix for suffix in formats()))
    return any(path.with_name(name).is_file() for name in names if not name.endswith(SIDECAR))


def completed(head: Header, source: Source) -> Header:
    """Return the header of a report: what its sidecar says, else what it says itself, else what its container says.

    >>> source = Source("m", "a.html", "a", data=b"", known={"title": "-", "url": "u"})
    >>> completed(Header("a", title="Truce"), source).url
    'u'
    """
    if source.known:
        from_container = gathered(source.known, head.id)
        head = _joined(head, from_container)
    beside = _beside_it(source)
    return _joined(beside, head) if beside is not None else head


def _joined(first: Header, then: Header) -> Header:
    """Return the fields of the first header, those it leaves open from the second."""
    open_ = {
        each.name: getattr(then, each.name)
        for each in fields(Header)
        if each.name != "problems" and getattr(first, each.name) is None
    }
    answered = {key for key in ("published", "retrieved") if getattr(first, key) is not None}
    problems = tuple(
        p for p in then.problems if p.code != BAD_DATE or not any(p.message.startswith(repr(key)) for key in answered)
    )
    return replace(first, **open_, problems=(*first.problems, *problems))


def _beside_it(source: Source) -> Header | None:
    if source.path is None:
        return None
    # False too where the name would be too long for a file to have it; a broken link is there and cannot be read.
    beside = next((path for path in sidecars(source.path) if os.path.lexists(path)), None)
    if beside is None:
        return None
    name = shown(beside)
    told = parse_object(decode(read_limited(beside, name), name), name)
    unknown = sorted(set(told) - set(KEYS))
    if unknown:
        advice = f"unknown key {unknown[0]!r}; known: {', '.join(KEYS)}"
        raise UnreadableDocumentError("bad_field", name, advice)
    return header(told, source.identity, name)
