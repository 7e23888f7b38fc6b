"""Two layers of the parser's model without what only training asks of them; what comes of them is the same to the bit.

The library's own keep which piece of a maxout was the largest, and reckon a row's mean twice.
"""

from __future__ import annotations

from typing import Any

import numpy


def read_only(model: Any) -> None:
    """Let a model that is never trained do less in its layers."""
    for layer in model.walk():
        if layer.name in _FORWARD:
            layer._func = _FORWARD[layer.name]


def _normalised(layer: Any, rows: Any, is_train: bool) -> tuple[Any, None]:
    width = rows.shape[1]
    centred = rows - _mean(rows, width)
    spread = _mean(numpy.multiply(centred, centred), width)
    spread += 1e-08
    centred *= spread**-0.5
    centred *= layer.get_param("G")
    centred += layer.get_param("b")
    return centred, None


def _mean(rows: Any, width: int) -> Any:
    means = numpy.add.reduce(rows, axis=1, keepdims=True)
    return numpy.true_divide(means, width, out=means, casting="unsafe")


def _largest(layer: Any, rows: Any, is_train: bool) -> tuple[Any, None]:
    outputs, pieces, inputs = (layer.get_dim(name) for name in ("nO", "nP", "nI"))
    made = layer.ops.gemm(rows, layer.get_param("W").reshape(outputs * pieces, inputs), trans2=True)
    made += layer.get_param("b").reshape(outputs * pieces)
    largest = made[:, 0::pieces].copy()
    for piece in range(1, pieces):
        numpy.maximum(largest, made[:, piece::pieces], out=largest)
    return largest, None


_FORWARD = {"layernorm": _normalised, "maxout": _largest}
