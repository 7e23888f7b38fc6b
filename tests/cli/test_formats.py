"""What a run says of files: exit codes, problems in ``documents.jsonl`` and ``unread.jsonl``, and what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.readers.paths import read_paths
from tests.readers import made

STORY = [
    f"The army said that its units had left the town of Harasta on Monday, day {n} of the fighting." for n in range(9)
]
TEXT = STORY[0]


def ran(folder: Path, out: Path, *more: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """Run over a folder; return the exit code and the lines of each file of JSON Lines."""
    code = run_command(["run", str(folder), "--out", str(out), *more])
    files = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in out.glob("*.jsonl")}
    return code, {name: [json.loads(line) for line in lines] for name, lines in files.items()}


@pytest.mark.parametrize(
    ("name", "raw", "code", "problems", "claims"),
    [
        ("a.txt", TEXT.encode(), codes.DONE, [], True),
        ("a.txt", made.html(STORY).encode(), codes.DONE, ["format_differs"], True),
        ("a.txt", f"<p>{TEXT}</p>\n<p>{TEXT}</p>".encode(), codes.PARTLY, ["markup"], False),
        ("a.txt", f"{TEXT} He said &quot;so&quot; &amp; left.".encode(), codes.DONE, ["character_references"], True),
        ("a.txt", f"{TEXT} The café is gone.".encode("cp1252"), codes.DONE, ["encoding_guessed"], True),
        ("a.txt", f"{TEXT} {'é' * 20}".encode() + b"\xff", codes.PARTLY, ["encoding_damaged"], True),
        (
            "a.txt",
            "قالت القوات إنها غادرت المدينة يوم الإثنين بعد أيام".encode(),
            codes.PARTLY,
            ["language_not_read"],
            False,
        ),
        ("a.md", f"{TEXT}\n\n<div>\nx\n</div>".encode(), codes.PARTLY, ["html_left_out"], True),
        ("a.csv", f'date,text\n05/03/2014,"{TEXT}"\n'.encode(), codes.DONE, ["ambiguous_day"], True),
        ("a.eml", f"From: A <a@b.example>\n\n{TEXT}\n\n> old\n".encode(), codes.DONE, ["quoted_mail"], True),
    ],
)
def test_problems_of_documents(
    tmp_path: Path, name: str, raw: bytes, code: int, problems: list[str], claims: bool
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(raw)
    ended, files = ran(tmp_path / "in", tmp_path / "out")
    [document] = files["documents"]
    assert [p["code"] for p in document["problems"] if p["code"] != "undated"] == problems
    assert ended == code
    assert bool(files["claims"]) == claims
    assert files["unread"] == []


@pytest.mark.parametrize(
    ("name", "raw", "code", "advice"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unknown_format", "save it as .docx"),
        ("a.odt", b"PK\x03\x04", "unknown_format", "save it as .docx or .txt"),
        ("a.rtf", b"{\\rtf1 War ended.}", "unknown_format", "save it as .docx or .txt"),
        ("a.epub", b"PK\x03\x04", "unknown_format", "save its chapters as .html"),
        ("a.mbox", b"From a@b.example\n", "unknown_format", "save its mails as .eml"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown_format", "save it as .eml"),
        ("a.mhtml", b"MIME-Version: 1.0\n", "unknown_format", "save it as .html"),
        ("a.webarchive", b"bplist00", "unknown_format", "save it as .html"),
        ("a.pages", b"PK\x03\x04", "unknown_format", "save it as .docx"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "unknown_format", "unpack it"),
        ("a.pdf", b"War ended.", "damaged", "give its words as .txt"),
        ("a.docx", b"", "empty", "save it again"),
        ("a.html", b"<html><body></body></html>", "no_text", "save its words alone"),
        ("a.csv", b"text,source\n", "empty", "nothing to read"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, raw: bytes, code: str, advice: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(raw)
    (tmp_path / "in" / "good.txt").write_text(TEXT, encoding="utf-8")
    reading = read_paths([tmp_path / "in"])
    [problem] = reading.problems
    assert (problem.code, [d.id for d in reading.documents]) == (code, ["good"])
    assert advice in problem.advice


def test_a_film_in_a_folder_is_left_alone_and_named_where_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"\x00\x00\x00\x20ftypisom")
    assert read_paths([tmp_path]).left_alone == (str(tmp_path / "a.mp4"),)
    [problem] = read_paths([tmp_path / "a.mp4"]).problems
    assert (problem.code, "write down what is said" in problem.advice) == ("unknown_format", True)


def test_unread_files_are_in_the_output_and_in_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.txt").write_text(TEXT, encoding="utf-8")
    made.pdf_scan(tmp_path / "in/scan.pdf")
    ended, files = ran(tmp_path / "in", tmp_path / "out")
    assert ended == codes.PARTLY
    assert [(Path(p["name"]).name, p["code"]) for p in files["unread"]] == [("scan.pdf", "no_text")]
    assert "ocrmypdf" in capsys.readouterr().err


def test_a_folder_of_nothing_readable_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    made.pdf_scan(tmp_path / "in/scan.pdf")
    assert run_command(["extract", str(tmp_path / "in")]) == codes.PARTLY
    (tmp_path / "in/scan.pdf").unlink()
    assert run_command(["extract", str(tmp_path / "in")]) == codes.FAILED


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("trafilatura", "a.html"),
        ("pypdf", "a.pdf"),
        ("docx", "a.docx"),
        ("openpyxl", "a.xlsx"),
        ("feedparser", "a.rss"),
        ("fastwarc.warc", "a.warc"),
        ("lxml.html", "a.eml"),
    ],
)
def test_without_the_extra_each_file_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    file = tmp_path / name
    made.word(tmp_path / "a.docx", [TEXT])
    made.excel(tmp_path / "a.xlsx", [["text"], [TEXT]])
    made.pdf(tmp_path / "a.pdf", [TEXT])
    (tmp_path / "a.html").write_text(made.html(STORY), encoding="utf-8")
    (tmp_path / "a.rss").write_text(made.rss([]), encoding="utf-8")
    (tmp_path / "a.warc").write_bytes(made.warc([("https://a.example", b"x", "text/plain")]))
    mail = made.mail("x")
    mail.set_content(f"<p>{TEXT}</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    monkeypatch.setitem(sys.modules, module, None)
    documents, [problem] = made.read(file)
    assert (documents, problem.code) == ([], "needs_extra")
    assert 'pip install "crossbearing[formats]"' in str(problem)


def test_a_map_of_columns_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "map.yml").write_text("text: [Was]\npublished: [Wann]\nday_first: true\n", encoding="utf-8")
    (tmp_path / "in/t.csv").write_text(f'Wann;Was\n05/03/2014;"{TEXT}"\n', encoding="utf-8")
    ended, files = ran(tmp_path / "in", tmp_path / "out", "--columns", str(tmp_path / "map.yml"))
    assert ended == codes.DONE
    assert [(d["id"], d["published"]) for d in files["documents"]] == [("t.csv-2", "2014-03-05")]
    assert json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["settings"]["columns"] == "map.yml"
    capsys.readouterr()
    assert run_command(["extract", str(tmp_path / "in"), "--columns", "no_such.yml"]) == codes.FAILED
    assert "no map that ships (acled, ucdp, plain)" in capsys.readouterr().err
