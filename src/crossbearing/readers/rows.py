"""From the rows of a table to documents, by a map of columns; every other column is kept as metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crossbearing.model.document import Document, Problem, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import AMBIGUOUS_DAY
from crossbearing.readers.columns import SHIPPED, Columns, map_for
from crossbearing.readers.days import day_told, is_ambiguous
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.source import Found, Source


def no_map(names: Sequence[str], source: Source) -> UnreadableDocumentError:
    """Return the error of a table of which no column is known to hold text.

    >>> no_map(["a", "b"], Source("t.csv", "t.csv", "t")).code
    'no_column'
    """
    shown = ", ".join(repr(name) for name in names[:12]) + (" ..." if len(names) > 12 else "")
    given = source.columns
    if given is not None:
        advice = f"has none of the columns of text of {given.name} ({', '.join(given.text)}); its columns: {shown}"
    else:
        advice = f"has no column known to hold text; give --columns FILE or {' or '.join(SHIPPED)}; it has: {shown}"
    return UnreadableDocumentError("no_column", source.name, advice)


def documents(
    names: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], source: Source, made: Provenance, sheet: str = ""
) -> Iterator[Found]:
    """Yield a document for each row with text; ``rows`` are numbered as a spreadsheet numbers them.

    ``made`` is the provenance of the table; each row adds its number. Rows without text are counted in one problem.
    """
    columns = map_for(names, source.columns)
    if columns is None:
        yield source.name, no_map(names, source)
        return
    keys = [name.strip().lower() for name in names]
    empty: list[int] = []
    found = False
    for number, values in rows:
        row = {key: value for key, value in zip(keys, values, strict=False) if key}
        place = f"{sheet} row {number}".strip()
        name = f"{source.name}: {place}"
        if any(value.strip() for value in values[len(keys) :]):
            advice = f"has {len(values)} cells where the head has {len(keys)}: not read; put its text in quotes"
            yield name, UnreadableDocumentError("bad_csv", name, advice)
            continue
        text = "\n\n".join(value for key in columns.text if (value := row.get(key, "").strip()))
        if not text:
            empty.extend([number] if any(values) else [])
            continue
        found = True
        try:
            yield name, _document(row, text, columns, source, name, place, made)
        except UnreadableDocumentError as error:
            yield name, error
    if empty:
        many = f"{len(empty):,} row{'s' if len(empty) > 1 else ''} without text, the first is {empty[0]}"
        yield source.name, UnreadableDocumentError("empty", source.name, f"has {many}: passed over")
    elif not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "has no rows; there is nothing to read")


def _document(
    row: Mapping[str, str], text: str, columns: Columns, source: Source, name: str, place: str, made: Provenance
) -> Document:
    told: dict[str, str | None] = {**source.known, **columns.always}
    used = set(columns.text)
    for key, options in columns.fields.items():
        used.update(options)
        told[key] = next((row[option].strip() for option in options if row.get(option, "").strip()), None)
    problems: list[Problem] = list(source.notes)
    for key in ("published", "retrieved"):
        words = told.get(key)
        if words and columns.day_first is None and is_ambiguous(words):
            advice = "say which by day_first in a file for --columns"
            problems.append(Problem(AMBIGUOUS_DAY, f"{key!r} is {words!r}, which may be two days; {advice}", "read"))
            told[key] = None
        elif words:
            told[key] = _day(words, columns) or words
    head = gathered(told, f"{source.identity}-{place.replace(' row ', '-').removeprefix('row ')}")
    provenance = Provenance(made.format, made.reader, made.encoding, place)
    extra = extra_fields({key: value.strip() for key, value in row.items() if key not in used})
    raw = "\x1f".join(row.values()).encode("utf-8", "surrogatepass")
    return document(text, raw, head, name, extra, provenance, tuple(problems))


def _day(words: str, columns: Columns) -> str | None:
    """Return the day of a cell; where it names those of several sources, the one that all of them have."""
    days = {day_told(part, columns.day_first) for part in words.split(";")}
    return days.pop() if len(days) == 1 else None
