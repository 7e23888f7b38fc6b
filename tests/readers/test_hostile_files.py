"""Files made to break readers: each is a typed error or a safe result, in bounded time and memory."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from pypdf.actions import JavaScript

from crossbearing.readers.paths import read_paths
from tests.readers import made

GOOD = "The army said that it had left the town of Orlo on Monday after nine days of fighting."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
MEGABYTES = 1_000
"""Memory that reading the whole hostile corpus may take at its peak, the program itself included."""


def repacked(source: Path, target: Path, part: str, data: bytes) -> None:
    """Write the zip ``source`` to ``target`` with one part exchanged."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == part else old.read(info))


def bombs(folder: Path) -> dict[str, str]:
    """Write archives that unfold to more than may be held; return the code expected of each."""
    zeros = b"\x00" * 60_000_000
    made.zipped(folder / "bomb.zip", {f"{n}.txt": zeros for n in range(10)})
    made.zipped(folder / "many.zip", {f"{n}.txt": b"x" for n in range(10_001)})
    parts = {"in.zip": (folder / "many.zip").read_bytes()[:1000], "in.txt.gz": gzip.compress(b"x")}
    made.zipped(folder / "nested.zip", parts)
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(zeros * 4, 1))
    made.word(folder / "sound.docx", [GOOD])
    repacked(folder / "sound.docx", folder / "bomb.docx", "word/document.xml", b"<a>" + b" " * 210_000_000)
    made.excel(folder / "sound.xlsx", [["text"], [GOOD]])
    repacked(folder / "sound.xlsx", folder / "bomb.xlsx", "xl/worksheets/sheet1.xml", b"<a>" + b" " * 310_000_000)
    for name in ("sound.docx", "sound.xlsx"):
        (folder / name).unlink()
    made.pdf_of(folder / "bomb.pdf", b" " * 300_000_000)
    return {
        "bomb.zip": "too_large",
        "many.zip": "too_large",
        "nested.zip: in.txt.gz": "nested",
        "nested.zip: in.zip": "nested",
        "bomb.txt.gz": "too_large",
        "bomb.docx": "too_large",
        "bomb.xlsx": "too_large",
        "bomb.pdf": "damaged",
    }


def laughs(folder: Path) -> dict[str, str]:
    """Write XML that defines entities within entities."""
    items = "<channel><title>&j;</title><item><title>&j;</title></item></channel>"
    (folder / "laughs.rss").write_text(f"{LAUGHS}<rss version='2.0'>{items}</rss>", encoding="utf-8")
    made.word(folder / "sound.docx", [GOOD])
    body = f"{LAUGHS}<w:document xmlns:w='x'><w:body>&j;</w:body></w:document>".encode()
    repacked(folder / "sound.docx", folder / "laughs.docx", "word/document.xml", body)
    (folder / "sound.docx").unlink()
    made.excel(folder / "sound.xlsx", [["text"], [GOOD]])
    sheet = f"{LAUGHS}<worksheet>&j;</worksheet>".encode()
    repacked(folder / "sound.xlsx", folder / "laughs.xlsx", "xl/worksheets/sheet1.xml", sheet)
    (folder / "sound.xlsx").unlink()
    return {"laughs.rss": "bad_xml", "laughs.docx": "bad_xml", "laughs.xlsx": "bad_xml"}


def endless(folder: Path) -> dict[str, str]:
    """Write a hundred megabytes without a space in every format that has lines."""
    token = b"a" * 100_000_000
    expected = {}
    for name, head, code in (
        ("long.txt", b"", "too_large"),
        ("long.md", b"", "too_large"),
        ("long.html", b"<html><body><p>", "too_large"),
        ("long.csv", b"text\n", "bad_csv"),
        ("long.json", b'{"text": "', "too_large"),
        ("long.jsonl", b'{"text": "', "too_large"),
        ("long.eml", b"From: a@b.example\n\n", "too_large"),
        ("long.xml", b"<rss>", "too_large"),
        ("long.warc", b"WARC/1.0\r\n", "truncated"),
    ):
        (folder / name).write_bytes(head + token)
        expected["long.jsonl:1" if name == "long.jsonl" else name] = code
    return expected


def deep(folder: Path) -> dict[str, str]:
    """Write JSON of ten thousand levels, bare and inside an article."""
    (folder / "deep.json").write_text("[" * 10_000 + "]" * 10_000, encoding="utf-8")
    (folder / "deep.jsonl").write_text('{"text": "x", "a": ' + "[" * 10_000 + "]" * 10_000 + "}\n", encoding="utf-8")
    return {"deep.json": "bad_json", "deep.jsonl:1": "bad_json"}


def cut(folder: Path) -> dict[str, str]:
    """Write files that end too early."""
    made.pdf(folder / "whole.pdf", [GOOD] * 30)
    whole = (folder / "whole.pdf").read_bytes()
    (folder / "whole.pdf").unlink()
    (folder / "cut.pdf").write_bytes(whole[:400])
    page = made.html([GOOD] * 5).encode()
    archive = made.warc([(f"https://a.example/{n}", page, "text/html") for n in (1, 2)], packed=True)
    (folder / "cut.warc.gz").write_bytes(archive[: len(archive) - 200])
    (folder / "cut.txt.gz").write_bytes(gzip.compress(GOOD.encode() * 90)[:60])
    made.zipped(folder / "whole.zip", {"a.txt": GOOD.encode()})
    (folder / "cut.zip").write_bytes((folder / "whole.zip").read_bytes()[:60])
    (folder / "whole.zip").unlink()
    return {"cut.pdf": "damaged", "cut.warc.gz": "truncated", "cut.txt.gz": "truncated", "cut.zip": "damaged"}


def roaming(folder: Path) -> dict[str, str]:
    """Write an archive whose parts name places outside it."""
    names = ("../up.txt", "/etc/abs.txt", "a/../../b.txt", "C:\\win.txt", "..\\back.txt")
    made.zipped(folder / "roam.zip", {**{name: GOOD.encode() for name in names}, "ok/in.txt": GOOD.encode()})
    return {f"roam.zip: {name}": "bad_name" for name in names}


CORPUS = (bombs, laughs, endless, deep, cut, roaming)


@pytest.mark.parametrize("write", [laughs, deep, cut, roaming], ids=lambda write: write.__name__)
def test_each_is_a_typed_error_and_the_rest_is_read(tmp_path: Path, write: object) -> None:
    assert callable(write)
    expected = write(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    reading = read_paths([tmp_path])
    found = {problem.name.removeprefix(f"{tmp_path}/"): problem.code for problem in reading.problems}
    assert found == expected
    assert "good" in {document.id for document in reading.documents}
    assert all("\n" not in str(problem) for problem in reading.problems)
    assert not (tmp_path.parent / "up.txt").exists()


READ = """
import json, sys, time
from crossbearing.evaluate.reconciling import peak_mb
from crossbearing.readers.paths import read_paths
begun = time.process_time()
reading = read_paths(sys.argv[1:])
peak = peak_mb()
print(json.dumps({
    "problems": [[p.name, p.code] for p in reading.problems],
    "documents": [d.id for d in reading.documents],
    "megabytes": peak,
    "seconds": time.process_time() - begun,
}))
"""


@pytest.mark.slow
def test_the_whole_corpus_in_bounded_memory_and_time(tmp_path: Path) -> None:
    expected: dict[str, str] = {}
    for write in CORPUS:
        expected |= write(tmp_path)
    done = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert done.stderr == ""
    found = {name.removeprefix(f"{tmp_path}/"): code for name, code in told["problems"]}
    assert found == expected
    assert sorted(told["documents"]) == ["cut.warc.gz-1", "ok-in"]
    assert told["megabytes"] < MEGABYTES, told
    assert told["seconds"] < 60, told


def test_scripts_of_a_page_are_no_words_and_never_run(tmp_path: Path) -> None:
    scripts = "<script>document.title = 'owned'</script><img src=x onerror='alert(1)'><style>p {color: red}</style>"
    page = made.html([GOOD + scripts, GOOD, GOOD.replace("Orlo", "Maro")], head=scripts, before=scripts, after=scripts)
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = made.only(tmp_path / "a.html")
    assert GOOD in document.text
    for word in ("owned", "alert", "color", "<"):
        assert word not in document.text


@pytest.mark.parametrize(("depth", "code"), [(60_000, "too_large"), (40_000, "no_text")])
def test_a_page_nested_without_end(tmp_path: Path, depth: int, code: str) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * depth + f"<p>{GOOD}</p>", encoding="utf-8")
    documents, problems = made.read(tmp_path / "a.html")
    assert (documents, [p.code for p in problems]) == ([], [code])


def test_headers_of_a_mail_are_cut(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: " + b"(a" * 200_000 + b"\nSubject: " + b"x" * 90_000 + b"\n\n" + GOOD.encode()
    )
    documents, problems = made.read(tmp_path / "a.eml")
    assert {p.code for p in problems} <= {"damaged"}
    assert all(d.text == GOOD for d in documents)


def test_a_script_in_a_pdf_is_not_read(tmp_path: Path) -> None:
    made.pdf(tmp_path / "plain.pdf", [GOOD])
    writer = pypdf.PdfWriter(clone_from=tmp_path / "plain.pdf")
    writer.add_open_action(JavaScript("app.alert('owned');"))
    writer.add_attachment("evil.txt", b"owned")
    writer.write(tmp_path / "a.pdf")
    document = made.only(tmp_path / "a.pdf")
    assert GOOD in document.text
    assert "owned" not in document.text


def test_a_pdf_cut_short_is_mended_or_refused(tmp_path: Path) -> None:
    made.pdf(tmp_path / "a.pdf", [GOOD] * 60)
    whole = (tmp_path / "a.pdf").read_bytes()
    for part in range(1, 10):
        (tmp_path / "b.pdf").write_bytes(whole[: len(whole) * part // 10])
        documents, problems = made.read(tmp_path / "b.pdf")
        assert len(documents) + len(problems) == 1
        assert {p.code for p in problems} <= {"damaged", "no_text"}
        assert all(GOOD in d.text for d in documents)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.eml", "a.html", "a.json"])
def test_broken_utf8_is_marked_or_refused(tmp_path: Path, name: str) -> None:
    words = " ".join(f"Le général a été « tué » à Orlo, jour {n}." for n in range(30)).encode()
    broken = words[:200] + b"\xff" + words[200:]
    frame = {
        ".csv": (b'text\n"', b'"\n'),
        ".eml": (b"From: A <a@b.example>\nContent-Type: text/plain; charset=utf-8\n\n", b""),
        ".html": (b"<html><head><meta charset='utf-8'></head><body><article><p>", b"</p></article></body></html>"),
        ".json": (b'{"text": "', b'"}'),
    }.get(Path(name).suffix, (b"", b""))  # fmt: skip
    (tmp_path / name).write_bytes(frame[0] + broken + frame[1])
    document = made.only(tmp_path / name)
    assert document.text.count("\ufffd") == 1
    assert "général" in document.text
    assert "encoding_damaged" in {p.code for p in document.problems}


def test_endless_lines_cost_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"a" * 6_000_000 + b'"}\n' + json.dumps({"text": GOOD}).encode())
    documents, [problem] = made.read(tmp_path / "a.jsonl")
    assert ([d.text for d in documents], problem.code) == ([GOOD], "too_large")


def test_names_in_mails_lead_nowhere(tmp_path: Path) -> None:
    mail = made.mail(GOOD)
    mail.add_attachment(b"Talks began in Maro.", "text", "plain", filename="../../../tmp/evil.txt")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes().replace(b"evil.txt", b"ev\\il.txt"))
    documents, problems = made.read(tmp_path / "a.eml")
    assert problems == []
    assert [d.id for d in documents] == ["a.eml", "a.eml-1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.eml"]
