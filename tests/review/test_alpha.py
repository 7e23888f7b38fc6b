"""Alpha gives what Krippendorff worked out by hand."""

from __future__ import annotations

import pytest

from crossbearing.review.alpha import alpha

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": sections A to E.
BINARY = list(zip("0100000010", "1110010000", strict=True))
NOMINAL = list(zip("aabbdcccedda", "babbbccceddd", strict=True))


def test_two_coders_binary_values_nothing_missing() -> None:
    assert alpha(BINARY) == pytest.approx(0.095, abs=0.0005)


def test_two_coders_nominal_values_nothing_missing() -> None:
    assert alpha(NOMINAL) == pytest.approx(0.692, abs=0.0005)


# The reliability data of four observers and twelve units, with missing values, at each level.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("level", "wanted"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_any_number_of_observers_with_missing_values(level: str, wanted: float) -> None:
    units = list(zip(*OBSERVERS, strict=True))
    assert alpha(units, level) == pytest.approx(wanted, abs=0.0006)


def test_agreement_is_one_and_what_tells_nothing_is_none() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1.0
    assert alpha([("a", None), ("b", None)]) is None
    assert alpha([]) is None
