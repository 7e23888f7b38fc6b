"""The page about Python is run as it stands, and the names at the top are all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crossbearing as cb
from crossbearing.cli.app import run_command
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.paths import read_paths
from crossbearing.samples import folder

PAGE = Path(__file__).parents[1] / "docs/python.md"


def test_the_code_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 6
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    said = capsys.readouterr().out
    assert "<Run: 2 documents," in said
    assert "killed at least 7 civilians" in said
    assert "no/such/report.txt: no such file or folder" in said
    assert (tmp_path / "out/python/events.geojson").exists()


def test_every_name_is_there_and_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in cb.__all__:
        assert getattr(cb, name).__doc__, name
        assert f"`{name}`" in text, name
    assert len(cb.__all__) == 12
    assert set(cb.__all__) <= set(dir(cb))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = cb.nothing


def test_texts_paths_and_documents_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("The army shelled Douma.", encoding="utf-8")
    run = cb.read("Rebels seized Idlib.", str(file), cb.Document("c", "The army left Homs."), tmp_path / "gone.txt")
    assert [document.id for document in run.documents] == ["c", "report", "text-1"]
    assert [problem.code for problem in run.problems] == ["not_found"]
    for wrong in ("reports/", "report.txt", "a/b.jsonl"):
        with pytest.raises(UnreadableDocumentError, match="no such file or folder"):
            cb.read(wrong)
    with pytest.raises(UnreadableDocumentError):
        cb.read(tmp_path / "gone.txt", strict=True)
    with pytest.raises(cb.CrossbearingError, match="ids of their own"):
        cb.read(cb.Document("c", "One."), cb.Document("c", "Two."))


def test_tables_are_sequences_frames_and_pages() -> None:
    run = cb.read(folder())
    claims = run.claims
    assert (len(claims), list(claims)[0]) == (len(run.finished.claims), run.finished.claims[0])  # noqa: RUF015
    frame = run.tolls.to_frame()
    assert list(frame.index) == [toll.id for toll in run.tolls]
    assert frame.loc[run.tolls[0].id, "low"] == run.tolls[0].low
    shown = run.events._repr_html_()
    assert shown.count("<tr>") == min(20, len(run.events)) + 1
    evil = cb.read(cb.Document("<script>", "Shells killed 3 civilians in Douma.", outlet="<b>"))
    assert "<script>" not in evil.claims._repr_html_()
    assert "&lt;script&gt;" in evil.claims._repr_html_()
    assert len(read_paths([folder()]).documents) == len(run.documents)


def test_a_folder_of_a_run_and_a_store_load(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Shells killed 7 civilians in Douma on Tuesday, a monitor said.", encoding="utf-8")
    assert run_command(["run", str(file), "--out", str(tmp_path / "out")]) == 0
    assert run_command(["ingest", str(file), "--db", str(tmp_path / "r.db")]) == 0
    of_folder, of_store = cb.load(tmp_path / "out"), cb.load(tmp_path / "r.db")
    assert [c.id for c in of_folder.claims] == [c.id for c in of_store.claims] == ["a:c01"]
    assert of_store.documents[0].text
    assert of_folder.documents[0].text == ""
    with pytest.raises(cb.CrossbearingError, match="no such store"):
        cb.load(tmp_path / "none.db")
