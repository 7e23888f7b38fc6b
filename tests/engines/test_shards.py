"""Pieces of a collection: the same however its files lie, named by all that a reading depends on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.engines.locations import ShardFile, files_at
from crossbearing.engines.shards import FEWEST_PIECES, Piece, Survey, cut, documents_of, survey
from crossbearing.model.errors import CrossbearingError


def collection(place: Path, number: int, **known: str) -> list[Survey]:
    lines = [
        json.dumps({"id": f"d{n:03}", "text": f"Report {n}: shells fell on Douma.", **known}) for n in range(number)
    ]
    (place / "a.jsonl").write_text("\n".join(lines[: number // 2]), encoding="utf-8")
    (place / "b.jsonl").write_text("\n".join(lines[number // 2 :]), encoding="utf-8")
    return [survey(file) for file in files_at([str(place)]).files]


def keys(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.key for piece in pieces]


def test_every_report_is_in_one_piece_and_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = cut(collection(tmp_path, 100, published="2014-03-01"), "x", "2014-03-01")
    found = [document.id for piece in whole.pieces for document in documents_of(piece, None)]
    assert found == [f"d{n:03}" for n in range(100)]
    assert len(whole.pieces) >= FEWEST_PIECES - 7
    assert max(piece.size for piece in whole.pieces) == 4


def test_a_piece_is_named_by_program_texts_and_for_undated_reports_the_last_day(tmp_path: Path) -> None:
    dated = collection(tmp_path, 10, published="2014-03-01")
    same = keys(cut(dated, "x", "2014-03-01").pieces)
    assert len(set(same)) == 10
    assert keys(cut(dated, "x", "2014-04-01").pieces) == same
    assert not set(keys(cut(dated, "y", "2014-03-01").pieces)) & set(same)
    undated = collection(tmp_path, 10)
    early = keys(cut(undated, "x", "2014-03-01").pieces)
    assert not set(early) & set(same)
    assert not set(keys(cut(undated, "x", "2014-04-01").pieces)) & set(early)


def test_a_survey_tells_the_newest_day_and_what_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"id": "a", "text": "War ended.", "published": "2014-03-01"}, {"id": "b", "text": ""}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = survey(ShardFile(str(file), True))
    assert found.newest == "2014-03-01"
    assert [held.id for held in found.documents] == ["a"]
    assert [trouble.code for trouble in found.troubles] == ["empty"]


def test_a_file_that_changed_meanwhile_is_said(tmp_path: Path) -> None:
    whole = cut(collection(tmp_path, 4), "x", "2014-03-01")
    (tmp_path / "b.jsonl").write_text("{}")
    with pytest.raises(CrossbearingError, match=r"b\.jsonl: changed while it was read"):
        documents_of(whole.pieces[-1], None)


def test_files_are_in_the_order_of_one_machine(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", ".hidden.jsonl"):
        (tmp_path / name).write_text("{}")
    wanted = files_at([str(tmp_path), str(tmp_path / "b.jsonl"), str(tmp_path / "no.jsonl")])
    assert [(Path(f.location).name, f.named) for f in wanted.files] == [("a.jsonl", False), ("b.jsonl", True)]
    assert [p.code for p in wanted.problems] == ["not_found"]
