"""``crossbearing coverage --data DIR``: what texts say of a war that no frame knows."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.cli.run import read
from crossbearing.model.errors import CrossbearingError


def coverage(
    data: Path = typer.Option(..., "--data", metavar="PATH", help="Reports to read; they need no annotation."),
    least: int = typer.Option(2, "--least", metavar="N", min=1, help="Leave out words of fewer than N documents."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
) -> int:
    """List predicates and event nouns that no frame knows, in sentences about a war that yield no claim."""
    from crossbearing.evaluate import coverage as measure
    from crossbearing.extract.engine import Extractor
    from crossbearing.model.faults import Faults
    from crossbearing.resolve.packs import load_packs
    from crossbearing.text.names import NameMatcher

    reading = read([str(data)])
    if not reading.documents:
        raise CrossbearingError(f"no report could be read under {data}")
    faults = Faults()
    found = measure.coverage(Extractor(NameMatcher(load_packs(None).names())), reading.documents, faults)
    words = [word for word in found.words if word.documents >= least]
    lost = any(faults.of(document.id) for document in reading.documents)
    code = codes.PARTLY if reading.problems or lost else codes.DONE
    if json:
        whole = asdict(found) | {"share": round(found.share, 4), "words": [asdict(word) for word in words]}
        output.write_json(whole | {"left_out": len(found.words) - len(words)})
        return code
    table = Table("word", "part", "documents", "frames that know a synonym", "example")
    for word in words:
        part = "verb" if word.part == "v" else "noun"
        table.add_row(word.word, part, str(word.documents), ", ".join(word.proposals), word.example)
    output.show(table)
    output.write(
        f"{found.silent} of {found.sentences} sentences about a war yield no claim ({found.share:.1%}), in "
        f"{output.counted(found.documents, 'documents')}; {len(found.words) - len(words)} rarer words are left out"
    )
    return code
