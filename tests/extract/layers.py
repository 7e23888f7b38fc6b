"""Layers for tests that lean to answers by one feature alone, whatever else they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from crossbearing.extract.judge.layer import Layer, layer_of
from crossbearing.extract.judge.network import shipped_network
from crossbearing.model.document import Document
from tests.extract.corpus_reader import extractor


def leaning(
    features: Sequence[str],
    answers: Sequence[str],
    feature: str,
    scores: Mapping[str, Mapping[str, float]],
    rest: Mapping[str, float],
) -> Layer:
    """Return a layer by which a value of a feature gives answers these scores, any other value those of ``rest``."""
    values = ("", *sorted({"-", *scores} - {""}))
    width = len(values)
    reading = next(iter(extractor().extract([Document("one", "Troops shelled the town.")]))).readings[0]
    known = shipped_network().heard(reading.sentence).rows.shape[1]
    arrays: dict[str, Any] = {f"in.{name}": numpy.zeros((1, width)) for name in features}
    arrays[f"in.{feature}"] = numpy.eye(width) * 9
    arrays |= {name: numpy.zeros((known, width)) for name in ("own", "other")}
    arrays |= {"bias": numpy.zeros(width), "gain": numpy.ones(width), "shift": numpy.zeros(width)}
    arrays["out"] = numpy.zeros((width, len(answers)))
    for row, value in enumerate(values):
        for answer, score in scores.get(value, rest).items():
            arrays["out"][row, list(answers).index(answer)] = score
    arrays |= {"out.bias": numpy.zeros(len(answers)), "out.class": numpy.zeros((1, len(answers)))}
    lists = {name: values if name == feature else ("",) for name in features}
    return layer_of(lists, arrays, answers)
