"""Parquet: rows as reports, days as days, and what is no table of reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyarrow import Table, parquet

from crossbearing.readers.paths import read_paths


def written(place: Path, rows: list[dict[str, object]], name: str = "news.parquet") -> Path:
    parquet.write_table(Table.from_pylist(rows), place / name)
    return place / name


def test_a_row_is_an_article_with_the_keys_of_json_lines(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "War ended.", "source": "Homs Courier", "published": date(2018, 4, 7), "desk": "foreign"},
        {"text": "", "source": None, "published": None, "desk": None},
    ]
    found = read_paths([written(tmp_path, rows)])
    [document] = found.documents
    assert (document.id, document.outlet, document.published) == ("news-1", "Homs Courier", "2018-04-07")
    assert dict(document.metadata)["desk"] == "foreign"
    assert document.provenance is not None
    assert (document.provenance.format, document.provenance.part) == ("parquet", "row 1")
    assert [str(p) for p in found.problems] == [f"{tmp_path}/news.parquet: row 2: is empty; there is nothing to read"]


def test_a_table_of_events_is_read_by_its_columns(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"event_id_cnty": "SYR1", "event_date": date(2018, 4, 7), "notes": "Shells fell on Douma.", "fatalities": 3}
    ]
    [document] = read_paths([written(tmp_path, rows)]).documents
    assert (document.text, document.published, document.outlet) == ("Shells fell on Douma.", "2018-04-07", "ACLED")


def test_a_table_without_text_in_a_folder_is_left_alone_and_a_broken_one_said(tmp_path: Path) -> None:
    written(tmp_path, [{"claim": "a:c01", "low": 3}], "claims.parquet")
    (tmp_path / "torn.parquet").write_bytes(written(tmp_path, [{"text": "War ended."}]).read_bytes()[:-30])
    found = read_paths([tmp_path])
    assert [document.text for document in found.documents] == ["War ended."]
    assert [Path(name).name for name in found.left_alone] == ["claims.parquet"]
    assert [(Path(p.name).name, p.code) for p in found.problems] == [("torn.parquet", "damaged")]
