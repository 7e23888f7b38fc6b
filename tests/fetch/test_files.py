"""Files of every format into a store: each report with its own bytes, known again when its row or file moves on."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from crossbearing.fetch.sources import gather
from crossbearing.readers.columns import columns_of
from crossbearing.store.store import Store
from tests.readers import made
from tests.store.made import MAKER

TEXT = "The army left the town of Orlo on Monday, a resident said."


def test_every_report_is_kept_with_its_own_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    message = {"id": 9, "type": "message", "date": "2014-03-18T20:00:00", "text": TEXT}
    (tmp_path / "in/result.json").write_text(made.telegram([message]), encoding="utf-8")
    (tmp_path / "in/t.csv").write_text(f'id,text\nr1,"{TEXT}"\n', encoding="utf-8")
    made.zipped(tmp_path / "in/a.zip", {"x/a.txt": TEXT.encode()})
    made.pdf(tmp_path / "in/b.pdf", [TEXT])
    store = Store(str(tmp_path / "r.db"), create=True)
    found = gather([str(tmp_path / "in")], store, keep_raw=True)
    assert found.problems == ()
    assert {one.document.id: Path(one.origin).name for one in found.given} == {
        "b.pdf": "b.pdf", "r1": "t.csv", "telegram-77-9": "result.json", "x-a": "a.zip",
    }  # fmt: skip
    for one in found.given:
        assert one.raw is not None
        assert sha256(one.raw).hexdigest() == one.document.raw_sha256
    assert {one.raw for one in gather([str(tmp_path / "in")], store).given} == {None}


def test_a_message_that_was_edited_before_the_next_export_is_a_new_version(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "r.db"), create=True)
    outcomes = []
    for month, text in (("may", TEXT), ("june", f"{TEXT} It rained.")):
        (tmp_path / month).mkdir()
        message = {"id": 9, "type": "message", "date": "2014-03-18T20:00:00", "text": text}
        (tmp_path / month / "result.json").write_text(made.telegram([message]), encoding="utf-8")
        outcomes += store.keep(gather([str(tmp_path / month)], store).given, MAKER)
    assert [(one.id, one.outcome) for one in outcomes] == [("telegram-77-9", "new"), ("telegram-77-9", "version")]


def test_a_row_that_moved_and_changed_is_a_new_version(tmp_path: Path) -> None:
    table, columns = tmp_path / "t.csv", columns_of("plain")
    store = Store(str(tmp_path / "r.db"), create=True)
    outcomes = []
    for rows in (
        f'r1,"{TEXT}"\n',
        f'r0,"It rained."\nr1,"{TEXT}"\n',
        f'r0,"It rained."\nr2,"x y"\nr1,"{TEXT} It rained."\n',
    ):
        table.write_text(f"id,text\n{rows}", encoding="utf-8")
        kept = store.keep(gather([str(table)], store, columns=columns).given, MAKER)
        outcomes.append([(one.id, one.outcome) for one in kept])
    assert outcomes[0] == [("r1", "new")]
    assert outcomes[1] == [("r0", "new"), ("r1", "same")]
    assert outcomes[2] == [("r0", "same"), ("r1", "version"), ("r2", "new")]
