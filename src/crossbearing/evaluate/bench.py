"""How fast: claims out of news against the bare parser over the same texts, where the time goes, and a whole run.

Seconds are those of the processor, never of the clock: on a machine that is shared they are what a neighbour changes
least. The sides of a comparison read the same chunk of texts in turn, each first as often as the others, so that what
slows the machine for a while slows all; a ratio is told with its spread over the chunks. No side reads a text twice, so
that nothing kept from the first time helps, and loading is left out. docs/performance.md says how to read the figures.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from crossbearing.engines.collecting import seldom_collected
from crossbearing.evaluate.reconciling import peak_mb
from crossbearing.evaluate.stages import shares
from crossbearing.model.cache_place import cache_dir
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.pipeline import Pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder, other
from crossbearing.text.relevance import shipped_relevance
from crossbearing.text.spacy_core import spacy
from crossbearing.text.weights import proven_folder

MIXED = 20
"""Documents of mixed news for one that is relevant."""
CHUNK = 1000
"""Words that a side reads before it is the next one's turn; a chunk ends with the report that reaches them."""
_RELEVANT = 8
"""Relevant reports in mixed news at most: each comes with MIXED - 1 others."""
FEWEST = 5
"""Reports that are needed: some for each measure."""

Side = Callable[[Sequence[Document]], object]

# Loads what is loaded at first use: parser, lexicons, time grammar, gazetteer.
_WARM = Document(
    "warm",
    "Rebels seized Gao in northern Mali on Monday, killing at least 12 soldiers, a resident told Reuters.",
    published="2014-03-11",
)
OURS, BARE, PARSER, EVERYTHING = "claims", "bare", "parser", "everything"


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of some work in this process."""
    start = process_time()
    work()
    return process_time() - start


def sides() -> dict[str, Side]:
    """Return what is compared: claims as a run reads them, the bare tagger, parser and lemmatizer, tagger and parser
    alone, and claims where nothing is passed over as other news.
    """
    bare = spacy.load(proven_folder(), exclude=["ner", "senter"])
    parser = spacy.load(proven_folder(), exclude=["ner", "senter", "attribute_ruler", "lemmatizer"])
    pipeline, relevance = Pipeline(), shipped_relevance()
    made: dict[str, Side] = {
        OURS: lambda documents: list(pipeline.read([d for d in documents if relevance.is_read(d.text)])),
        BARE: lambda documents: list(bare.pipe([d.text for d in documents], batch_size=32)),
        PARSER: lambda documents: list(parser.pipe([d.text for d in documents], batch_size=32)),
        EVERYTHING: lambda documents: list(pipeline.read(documents)),
    }
    for read in made.values():
        read([_WARM])
    return made


def chunks(documents: Sequence[Document], words: int = CHUNK) -> list[list[Document]]:
    """Return the documents in order, in chunks of about so many words.

    >>> [len(chunk) for chunk in chunks([_WARM] * 5, 30)]
    [2, 2, 1]
    """
    found: list[list[Document]] = [[]]
    held = 0
    for document in documents:
        if held >= words:
            found.append([])
            held = 0
        found[-1].append(document)
        held += words_of([document])
    return [chunk for chunk in found if chunk]


def paired(documents: Sequence[Document], read_by: Mapping[str, Side], words: int = CHUNK) -> dict[str, Any]:
    """Return the seconds of every side over the documents, and how fast the first is beside each other one.

    ``ratios`` are words a second of the first over those of the other: ``whole`` over all the text, and ``quarters``
    of the chunks (a quarter of them lie below the first, half below the second, three quarters below the third).

    >>> measured = paired([_WARM] * 4, {"a": len, "b": len}, 20)
    >>> sorted(measured), sorted(measured["ratios"]["b"]), measured["words"]
    (['ratios', 'seconds', 'words'], ['quarters', 'whole'], 68)
    """
    names = list(read_by)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number, chunk in enumerate(chunks(documents, words)):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            taken[name].append(max(seconds(lambda read=read_by[name], part=chunk: read(part)), 1e-9))  # type: ignore[misc]
    first = taken[names[0]]
    ratios = {
        name: {
            "whole": round(sum(taken[name]) / sum(first), 3),
            "quarters": [round(q, 3) for q in _quarters([o / f for o, f in zip(taken[name], first, strict=True)])],
        }
        for name in names[1:]
    }
    total = {name: round(sum(part), 3) for name, part in taken.items()}
    return {"words": words_of(documents), "seconds": total, "ratios": ratios}


def _quarters(values: Sequence[float]) -> list[float]:
    return quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3


def mixed(conflict: Sequence[Document], plain: Sequence[Document]) -> list[Document]:
    """Return mixed news: each relevant document among MIXED - 1 others, no two of these alike.

    >>> len(mixed([_WARM], [Document("o", "One. Two. Three.")]))
    20
    """
    found = []
    sources = cycle(plain)
    for number, document in enumerate(conflict):
        found.append(document)
        for turn, source in enumerate(islice(sources, MIXED - 1)):
            sentences = source.text.split(". ")
            shift = (number + turn) % len(sentences)
            text = ". ".join(sentences[shift:] + sentences[:shift])
            found.append(Document(f"{source.id}-{number}-{turn}", text, published="2014-03-11"))
    return found


def words_of(documents: Sequence[Document]) -> int:
    """Return the number of words, as white space parts them."""
    return sum(len(document.text.split()) for document in documents)


def up_to(documents: Sequence[Document], words: int) -> list[Document]:
    """Return the first documents that hold so many words together, spread over the whole list.

    >>> [d.id for d in up_to([Document(str(n), "one two") for n in range(8)], 8)]
    ['0', '2', '4', '6']
    """
    step = max(1, words_of(documents) // max(1, words))
    found, held = [], 0
    for document in documents[::step]:
        if held >= words:
            break
        found.append(document)
        held += words_of([document])
    return found


def bench(
    conflict: Sequence[Document] | None = None, plain: Sequence[Document] | None = None, words: int = 20_000
) -> dict[str, Any]:
    """Return what ``crossbearing bench --json`` prints, over at most so many words of conflict news and of mixed news.

    The bundled samples by default, which are few: for figures to tell others give a few hundred reports. Raises
    EvaluationError where there are fewer than FEWEST.
    """
    given = up_to(conflict or read_paths([folder()]).documents, 5 * words // 3)
    if len(given) < FEWEST:
        raise EvaluationError(f"{len(given)} reports are too few to measure on; give at least {FEWEST}")
    # Three parts, so that no measure reads what another has read.
    compared, relevant, looked_at = [d for n, d in enumerate(given) if n % 5 < 3], given[3::5], given[4::5]
    news = mixed(relevant[:_RELEVANT], plain or read_paths([other()]).documents)
    # Before anything is loaded here: the system counts what a process holds when it begins another for that one too.
    longest = max(compared, key=lambda document: len(document.text))
    started, whole = start(longest), whole_run(given)
    with seldom_collected():
        read_by = sides()
        plainly = {name: read for name, read in read_by.items() if name != EVERYTHING}
        of_conflict, of_mixed = paired(compared, plainly), paired(up_to(news, words), read_by)
        stages = shares(lambda: read_by[OURS](looked_at))
        memory = peak_mb()
        again = min(seconds(lambda: read_by[OURS]([longest])) for _ in range(3))
    return {
        "conflict": of_conflict,
        "mixed": of_mixed,
        "stages": stages,
        "one_report": {"words": words_of([longest]), "seconds": round(again, 4)},
        "start": started,
        "run": whole,
        "memory_mb": memory,
    }


def start(document: Document) -> dict[str, float]:
    """Return the seconds of new processes: the list of commands, and a run over one report with its page.

    A run before them, which is not counted, leaves what an installation and its first run leave for all later ones.
    """
    whole_run([document])
    return {"help": _apart(["--help"])["seconds"], "first_report": whole_run([document])["seconds"]}


def whole_run(documents: Sequence[Document], *options: str) -> dict[str, float]:
    """Return words, seconds and peak memory of a run over the documents, with all that it writes, in a new process.

    Seconds are those of its workers too, memory that of the largest process.
    """
    with TemporaryDirectory() as place:
        texts = Path(place) / "texts"
        texts.mkdir()
        for number, document in enumerate(documents):
            (texts / f"d{number:05}.txt").write_text(document.text, encoding="utf-8")
        measured = _apart(["run", str(texts), "--out", str(Path(place) / "out"), "--json", *options])
    return {"words": words_of(documents), **measured}


def _apart(arguments: Sequence[str]) -> dict[str, float]:
    """Return processor seconds and peak memory of one command in a process of its own; it must not fail."""
    command = [sys.executable, "-c", "from crossbearing.cli import main; main()", *arguments]
    # Modules are compiled, as an installation leaves them, even where the bench itself must write none.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(cache_dir() / "bench")
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=silent, stderr=silent, env=environment)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": round(used.ru_utime + used.ru_stime, 3), "memory_mb": _megabytes(used)}


def _megabytes(used: resource.struct_rusage) -> float:
    return round(used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
