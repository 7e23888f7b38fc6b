"""Rows that words begin with: means of the pieces of a sentence model, in the directions in which words differ most."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest

from crossbearing.evaluate.word_rows import rows_from
from crossbearing.model.errors import EvaluationError

PIECES = {"[UNK]": 0, "raid": 1, "##ed": 2, "attack": 3, "##s": 4, "bread": 5, "-": 6, "bus": 7}
NAME = "embeddings.word_embeddings.weight"


def _model(folder: Path, dtype: str = "F32") -> Path:
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": PIECES}}), encoding="utf-8")
    table = numpy.zeros((len(PIECES), 6), dtype="<f4")
    table[[1, 3]] = [4, 1, 0, 0, 0, 0], [4, -1, 0, 0, 0, 0]  # they mean something alike
    table[[5, 7]] = [-4, 0, 1, 0, 0, 0], [-4, 0, -1, 0, 0, 0]
    head = json.dumps({NAME: {"dtype": dtype, "shape": list(table.shape), "data_offsets": [0, table.nbytes]}}).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + table.tobytes())
    return folder


def test_words_alike_begin_near_each_other(tmp_path: Path) -> None:
    words = ("", "attack", "bread", "bus", "raid")
    rows = rows_from(_model(tmp_path / "model"), words, 2)
    assert rows.shape == (5, 2)
    assert not rows[0].any()  # stands for all that have no row

    def far(one: str, other: str) -> float:
        return float(numpy.linalg.norm(rows[words.index(one)] - rows[words.index(other)]))

    assert far("attack", "raid") < far("attack", "bread") / 2
    assert far("bread", "bus") < far("raid", "bus") / 2


def test_a_word_is_the_mean_of_its_pieces_and_one_of_none_is_unknown(tmp_path: Path) -> None:
    folder = _model(tmp_path / "model")
    words = ("", "attack", "bread", "raided", "zeppelin")
    rows = rows_from(folder, words, 3)
    again = rows_from(folder, words, 3)
    assert (rows == again).all()
    # Half of "raid": it lies between an attack and what is unknown.
    attack, raided, unknown = (rows[words.index(word)] for word in ("attack", "raided", "zeppelin"))
    assert numpy.linalg.norm(raided - attack) < numpy.linalg.norm(unknown - attack)


def test_a_folder_without_such_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no sentence model with its word pieces"):
        rows_from(tmp_path, ("", "raid"), 2)
    with pytest.raises(EvaluationError, match="F16, not F32"):
        rows_from(_model(tmp_path / "half", "F16"), ("", "raid"), 2)
