"""Event factuality: how certain the text makes an event, from -3 (certainly not) to 3 (certainly), by token.

Any folder of rows ``{text, targets: [{span1, label}]}`` with tokens parted by blanks: UW, MEANTIME, UDS-IH2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import fmean
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, class_f1
from crossbearing.evaluate.rows import rows_by_file
from crossbearing.extract.phrases.modality import Modality, modality_of
from crossbearing.model.errors import VocabularyError
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.tokens import Sentence
from crossbearing.vocab.loader import Form, load_entries

NAME = "factuality"
HEADLINE = "UW"
CLASSES = ("negative", "open", "positive")
Pair = tuple[float, float, float]
"""The annotated value, ours, and ours without the words of ``certainty.yml``."""


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score modality and polarity of every event token under ``data_dir`` on the scale of the annotators.

    ``mae`` is the mean absolute error, ``r`` Pearson's correlation, ``macro_f1`` the mean F1 of three classes: at most
    -1, at least 1, and between. Where several files are there the headline is that of the newswire set (UW) when it is
    among them, else that of all rows; ``by_corpus`` gives each file alone, ``engine_only`` the headline by modality and
    polarity alone, without the words of ``certainty.yml``. Raises EvaluationError where no row has text and targets.
    """
    corpora = {
        name: [list(pairs(row, sentence)) for row, sentence in _parsed(found)]
        for name, found in rows_by_file(data_dir, ("text", "targets"), NAME).items()
    }
    newswire = [name for name in corpora if HEADLINE in name.upper().replace("-", "_").split("_")]
    sentences = [sentence for name in newswire or corpora for sentence in corpora[name]]
    metrics: dict[str, Any] = dict(_of_sentences(sentences))
    metrics["engine_only"] = _metrics([(gold, bare, bare) for sentence in sentences for gold, _, bare in sentence])
    if len(corpora) > 1:
        metrics["by_corpus"] = {name: _of_sentences(found) for name, found in corpora.items()}
    interval = bootstrap(sentences, _of_sentences, 200)
    return {"benchmark": NAME, "documents": len(sentences), "metrics": metrics, "interval": interval}


def _of_sentences(sentences: Sequence[Sequence[Pair]]) -> dict[str, float]:
    return _metrics([pair for sentence in sentences for pair in sentence])


def _parsed(given: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Sentence]]:
    wanted = [row for row in given if row["text"].strip()]
    cuts = [Cut(row["text"], 0, len(row["text"]), "paragraph", 0) for row in wanted]
    yield from zip(wanted, Parser().parse(cuts), strict=True)


def pairs(row: dict[str, Any], sentence: Sentence) -> Iterator[Pair]:
    """Yield (gold, ours, ours without words) for every target of a row."""
    words = row["text"].split(" ")
    for target in row["targets"]:
        first = int(target["span1"][0])
        start = sum(len(w) + 1 for w in words[:first])
        token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
        found = Modality() if token is None else modality_of(sentence, token)
        ours = 3.0 if token is None else on_scale(found)
        yield float(target["label"]), ours, on_scale(replace(found, reasons=[]))


@cache
def scale() -> dict[tuple[str, str, str], float]:
    """Return the certainty of (modality, polarity, word); the word is empty for the modality as such.

    Raises VocabularyError where ``certainty.yml`` breaks its form.
    """
    form = Form({"modality": (str,), "polarity": (str,), "certainty": (int, float)}, {"words": (list,)})
    found = {}
    for place, entry in load_entries(files("crossbearing_bench") / "certainty.yml", form):
        if not -3 <= entry["certainty"] <= 3:
            raise VocabularyError(f"{place}: certainty lies between -3 and 3, not {entry['certainty']}")
        for word in entry.get("words", [""]):
            found[entry["modality"], entry["polarity"], word] = float(entry["certainty"])
    return found


def on_scale(found: Modality) -> float:
    """Return a modality on the annotators' scale, by the word it was read from where the table has that word.

    >>> on_scale(Modality()) > 2 > -1 >= on_scale(Modality("occurred", "negative"))
    True
    """
    told = (reason.partition(": ") for reason in found.reasons)
    word = next((word for modality, _, word in told if modality == found.modality), "")
    table, key = scale(), (found.modality, found.polarity)
    return table.get((*key, word), table.get((*key, ""), 0.0))


def _class(value: float) -> str:
    return "negative" if value <= -1 else "positive" if value >= 1 else "open"


def _metrics(scored: Sequence[Pair]) -> dict[str, float]:
    if not scored:
        return {"mae": 0.0, "r": 0.0, "macro_f1": 0.0}
    classes = [(_class(g), _class(o)) for g, o, _ in scored]
    found = {
        "mae": fmean(abs(g - o) for g, o, _ in scored),
        "r": _correlation(scored),
        "macro_f1": fmean(class_f1(classes, cls) for cls in CLASSES),
    }
    return {name: round(value, 4) for name, value in found.items()}


def _correlation(scored: Sequence[Pair]) -> float:
    """Return Pearson's r, 0 where one side does not vary."""
    x, y = _centred(g for g, *_ in scored), _centred(o for _, o, _ in scored)
    norm = (sum(a * a for a in x) * sum(b * b for b in y)) ** 0.5
    return sum(a * b for a, b in zip(x, y, strict=True)) / norm if norm else 0.0


def _centred(values: Iterable[float]) -> list[float]:
    listed = list(values)
    mean = fmean(listed)
    return [v - mean for v in listed]
