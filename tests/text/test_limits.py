"""What is read in pieces, left out or not read, and that ordinary sentences never meet a limit."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from tests import hostile

from crossbearing.text import limits
from crossbearing.text.limits import LONGEST_RUN, LONGEST_SENTENCE, Limits, pieces, read_until


def units(text: str) -> int:
    return len(re.findall(r"\w+|[^\w\s]", text))


@pytest.mark.parametrize("kind", ["said_it_killed", "places", "bare_numbers", "brackets", "nested_quotes", "clauses"])
def test_no_piece_is_longer_than_the_limit_and_no_word_is_lost(kind: str) -> None:
    text = hostile.KINDS[kind](1200)
    spans = pieces(text, 0, len(text))
    assert len(spans) > 1
    assert all(units(text[a:b]) <= LONGEST_SENTENCE for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_sentence_of_the_greatest_length_is_read_as_one() -> None:
    text = "fled " * (LONGEST_SENTENCE - 1) + "."
    assert pieces(text, 0, len(text)) == [(0, len(text))]
    assert not Limits(text).problems()


def test_a_long_sentence_is_cut_behind_a_stop_before_it_is_cut_at_a_comma() -> None:
    text = ("the town fell, the men fled. " + "they left, " * 3) * 40
    assert all(text[a:b].endswith("fled.") for a, b in pieces(text, 0, len(text))[:-1])


def test_a_sentence_without_a_space_is_cut_all_the_same() -> None:
    text = "(" * 900
    assert [b - a for a, b in pieces(text, 0, len(text))] == [250, 250, 250, 150]


def test_each_kind_of_limit_is_said_once_with_its_first_place() -> None:
    killed, run = hostile.said_it_killed(600), "x" * (LONGEST_RUN + 1)
    text = f"{killed}\n{run} {killed}\n{run}"
    met = Limits(text)
    kept = list(met.cut([(0, len(killed)), (len(killed) + 1, len(text))]))
    assert not any(run in text[a:b] for a, b in kept)
    long, blank = met.problems()
    assert (long.code, long.start, long.end, long.stage) == ("long_sentence", 0, len(killed), "parse")
    assert long.message == "2 sentences of up to 601 words and signs read in pieces of at most 250"
    assert (blank.code, blank.start) == ("long_run", len(killed) + 1)
    assert blank.message == "2 runs of up to 1,001 characters without a space are no prose: left out"


def test_what_stands_behind_the_last_word_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_DOCUMENT", 10)
    text = "The army left. " * 5
    met = Limits(text)
    assert text[: read_until(text)] == "The army left. The army left. The army"
    assert [text[a:b] for a, b in met.cut([(0, 14), (15, 29), (30, 44), (45, 59)])][-1] == "The army"
    [problem] = met.problems()
    assert (problem.code, problem.start, problem.end) == ("long_document", 38, len(text))
