"""A folder as people have it, ten files in ten formats, becomes one record; a story told twice is one voice."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.readers.paths import read_paths
from tests.readers import made

STORY = (
    "Shelling killed 12 people and injured 30 others in a market in the town of Saraqib on Monday, medics said.",
    "The shells hit the vegetable market shortly after noon, when it was crowded, a resident told reporters by phone.",
    "Rescue workers said they were still looking for survivors beneath two houses that fell down beside the market.",
    "The army denied that its units had shelled the town and said it had hit a depot of the rebels outside it.",
)
FORMATS = {"csv", "docx", "feed", "html", "mail", "markdown", "pdf", "telegram", "text", "xlsx"}


def write(folder: Path) -> None:
    """Write ten reports on one shelling; the page of Hill Post and the Word file of Vale Post have the same story."""
    said = '<meta property="og:site_name" content="Hill Post"><meta name="date" content="2014-03-18">'
    (folder / "01.html").write_text(made.html(STORY, said, "Shells hit market"), encoding="utf-8")
    made.word(folder / "02.docx", STORY, "Shells hit market")
    (folder / "02.meta.json").write_text('{"outlet": "Vale Post", "published": "2014-03-18"}', encoding="utf-8")
    made.pdf(
        folder / "03.pdf",
        ["Published: 19 March 2014", "Shells killed 14 people in Saraqib on Monday, the Monitor of the Plain said."],
    )
    text = "Rebels seized the village of Maaret on Tuesday, a commander said."
    (folder / "04.txt").write_text(text, encoding="utf-8")
    (folder / "04.meta.json").write_text('{"outlet": "Plain Radio", "published": "2014-03-19"}', encoding="utf-8")
    head = "---\nsource: Coast Daily\ndate: 20 March 2014\n---\n# Talks\n\n"
    (folder / "05.md").write_text(f"{head}The *army* and rebels agreed a truce in Saraqib.", encoding="utf-8")
    mail = made.mail(
        "A shell wounded three nurses in Saraqib on Wednesday, the clinic said.", "Clinic <press@c.example>"
    )
    (folder / "06.eml").write_bytes(mail.as_bytes())
    message = {
        "id": 9,
        "type": "message",
        "date": "2014-03-18T20:00:00",
        "text": "The army shelled Saraqib on Tuesday.",
    }
    (folder / "result.json").write_text(made.telegram([message], "Saraqib Voice"), encoding="utf-8")
    table = (
        'event_id_cnty,event_date,notes\nORL1,17 March 2014,"On 17 March 2014, shells killed 12 people in Saraqib."\n'
    )
    (folder / "08.csv.gz").write_bytes(gzip.compress(table.encode(), mtime=0))
    rows = [
        ["date", "outlet", "text"],
        ["2014-03-20", "Town Sheet", "Rebels shelled the barracks in Idlib on Wednesday."],
    ]
    made.excel(folder / "09.xlsx", rows)
    entry = {
        "title": "Army enters Maaret", "link": "https://north.example/1", "guid": "n1",
        "published": "Fri, 21 Mar 2014 08:00:00 +0000", "text": "<p>The army entered Maaret on Thursday, it said.</p>",
    }  # fmt: skip
    made.zipped(folder / "10.zip", {"feeds/north.rss": made.rss([entry], "North Wire").encode()})


def test_ten_files_in_ten_formats_are_ten_documents(tmp_path: Path) -> None:
    write(tmp_path)
    reading = read_paths([tmp_path])
    assert [str(problem) for problem in reading.problems] == []
    assert reading.left_alone == ()
    assert {d.provenance.format for d in reading.documents if d.provenance} == FORMATS
    assert len(reading.documents) == len(FORMATS)
    assert [d.id for d in reading.documents if d.published is None] == [
        "03.pdf"
    ]  # its own words say it, and are read later
    assert read_paths(sorted(tmp_path.iterdir(), reverse=True)).documents == reading.documents


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("mixed")
    write(folder)
    out = tmp_path_factory.mktemp("record") / "out"
    assert run_command(["run", str(folder), "--out", str(out), "--json"]) == codes.DONE
    lines = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in out.glob("*.jsonl")}
    return {name: [json.loads(line) for line in found] for name, found in lines.items()}


def test_they_are_one_record(record: dict[str, Any]) -> None:
    documents = {d["id"]: d for d in record["documents"]}
    assert len(documents) == len(FORMATS)
    assert record["unread"] == []
    assert all(d["published"] for d in documents.values())
    assert (documents["03.pdf"]["published_basis"], documents["03.pdf"]["provenance"]["pages"]) == ("dateline", [0])
    assert {c["document"] for c in record["claims"]} == set(documents)


def test_a_story_that_two_outlets_print_is_one_voice(record: dict[str, Any]) -> None:
    family = {d["id"]: d["family"] for d in record["documents"]}
    assert family["01.html"] == family["02.docx"]
    others = [name for id_, name in family.items() if id_ not in ("01.html", "02.docx")]
    assert len(set(others)) == len(others)
    assert family["01.html"] not in others
