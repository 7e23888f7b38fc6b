"""PDF, Word, Excel and CSV: words in reading order, tables by a map of columns."""

from __future__ import annotations

import datetime
import subprocess
from itertools import pairwise
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from crossbearing.model.errors import VocabularyError
from crossbearing.readers.columns import columns_of
from crossbearing.readers.pdf_layout import paragraphs
from tests.readers import made
from tests.web.browser.running import chromium

FIRST = "The army said on Monday that its units had left the town of Orlo after nine days of fighting."
SECOND = "A resident said that 12 people were killed when a shell hit the bakery in the old quarter."
THIRD = "The governor said that families who fled to the hills would return within the week."
TOWNS = [f"{a}{b}" for a in ("Or", "Ma", "Se", "Ti", "Bel", "Kar") for b in ("lo", "ro", "dina", "vasse", "mut", "k")]
MANY = [
    f"In {town} the army said that its units had left {town} for {next_} after nine days. A resident of {next_} said"
    f" that 12 people were killed when a shell hit {town} bakery. In {next_} a nurse from {town} saw {n} hurt."
    for n, (town, next_) in enumerate(pairwise(TOWNS), 1)
]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_pdf_is_its_paragraphs_in_order(tmp_path: Path, columns: int) -> None:
    made.pdf(tmp_path / "b.pdf", MANY, columns, title="Bulletins of Orlo")
    document = made.only(tmp_path / "b.pdf")
    assert " ".join(document.text.split()) == " ".join(MANY)
    assert "Hill Post bulletin" not in document.text
    assert "Page" not in document.text
    assert (document.title, document.published) == ("Bulletins of Orlo", None)
    assert document.provenance is not None
    assert document.provenance.reader.startswith("pypdf ")
    pages = document.provenance.pages
    assert len(pages) >= 2
    assert pages[0] == 0
    assert list(pages) == sorted(pages)
    assert document.problems == ()


def test_a_paragraph_of_a_pdf_is_one_line(tmp_path: Path) -> None:
    made.pdf(tmp_path / "b.pdf", [FIRST * 3, SECOND, THIRD * 4])
    assert made.only(tmp_path / "b.pdf").text.split("\n\n")[1:] == [(FIRST * 3).strip(), SECOND, THIRD * 4]


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    lines = [
        "The army left the vil-",
        "lage of Orlo after cross-",
        "border shelling hit the bak-",
        "ery of Maro on Sunday.",
    ]
    made.pdf_lines(tmp_path / "b.pdf", [*lines, "", "More cross-border fire was told on Monday."])
    assert made.only(tmp_path / "b.pdf").text.split("\n\n") == [
        "The army left the village of Orlo after cross-border shelling hit the bakery of Maro on Sunday.",
        "More cross-border fire was told on Monday.",
    ]


def test_what_a_browser_prints_beside_a_page_is_no_part_of_it(tmp_path: Path) -> None:
    over, under = "11/29/26, 10:49 PM                 Hill Post", "https://hill.example/orlo                     1/1"
    made.pdf_lines(tmp_path / "a.pdf", [over, "", "The army left Orlo on Monday.", "", under])
    document = made.only(tmp_path / "a.pdf")
    assert (document.text, document.url) == ("The army left Orlo on Monday.", "https://hill.example/orlo")
    said = "The army left https://hill.example/orlo on 11/29/26, 10:49 PM, it said."
    made.pdf_lines(tmp_path / "b.pdf", ["Troops leave", "", said])
    document = made.only(tmp_path / "b.pdf")
    assert (document.text, document.url) == (f"Troops leave\n\n{said}", None)


@pytest.mark.slow
def test_a_page_that_a_browser_printed_has_its_letters_and_words_whole(tmp_path: Path) -> None:
    path = chromium()
    if path is None:
        pytest.skip("no chromium is installed; .ci/run installs it")
    said = [
        "Residents said that the ceasefire between the officials of both sides was difficult to find and to confirm.",
        "The army fired at five offices and a fish market in Orlo, and officers were wounded in the fifth.",
    ] * 4
    style = "<style>div{columns:2;text-align:justify;width:150mm;font-family:'DejaVu Sans',sans-serif}</style>"
    words = "".join(f"<p>{text}</p>" for text in said)
    (tmp_path / "a.html").write_text(f"<html>{style}<body><div>{words}</div></body></html>", encoding="utf-8")
    line = [path, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={tmp_path / 'a.pdf'}"]
    subprocess.run([*line, (tmp_path / "a.html").as_uri()], capture_output=True, check=True, timeout=120)
    document = made.only(tmp_path / "a.pdf")
    assert " ".join(document.text.split()) == " ".join(said)


def test_a_heading_and_a_byline_are_lines_of_their_own_and_short_paragraphs_no_double_spacing() -> None:
    page = (
        "Hill Post | World\nTroops leave Orlo\n\nBy a reporter, 18 March 2014\n\n"
        "Fighters attacked a checkpoint        north of Orlo on Monday, the army said in the morning, and\n"
        "Maro was quiet.\n\nThe army said that the attackers had fled into the hills behind the village.\n\n"
        '    "We heard the shells at dawn," a farmer said.\n\nTalks are to begin on Friday.\n\nIt rained in Orlo.'
    )
    text, _ = paragraphs([page])
    assert text.split("\n\n") == [
        "Hill Post | World",
        "Troops leave Orlo",
        "By a reporter, 18 March 2014",
        "Fighters attacked a checkpoint north of Orlo on Monday, the army said in the morning, and Maro was quiet.",
        "The army said that the attackers had fled into the hills behind the village.",
        '"We heard the shells at dawn," a farmer said.',
        "Talks are to begin on Friday.",
        "It rained in Orlo.",
    ]


def test_a_heading_over_two_columns_comes_first() -> None:
    left = [f"left {n} the army held the hill" for n in range(6)]
    right = [f"right {n} rebels held the road" for n in range(6)]
    page = "\n".join(
        ["Troops leave the town of Orlo after nine days of heavy fighting in the hills", ""]
        + [f"{a:<40}{b}" for a, b in zip(left, right, strict=True)]
    )
    text, _ = paragraphs([page])
    assert text.startswith("Troops leave the town of Orlo")
    assert text.index("left 5") < text.index("right 0")


def test_a_table_in_a_pdf_is_read_by_its_rows() -> None:
    page = "\n".join(
        ["town      killed   hurt", "Orlo      12       31", "Maro      4        9", "Sela      2        3"]
    )
    assert paragraphs([page])[0].split()[3:6] == ["Orlo", "12", "31"]


def test_a_scan_says_what_to_do(tmp_path: Path) -> None:
    made.pdf_scan(tmp_path / "b.pdf")
    documents, [problem] = made.read(tmp_path / "b.pdf")
    assert (documents, problem.code) == ([], "no_text")
    assert "2 pages" in problem.advice
    assert "ocrmypdf" in problem.advice


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    made.pdf(tmp_path / "open.pdf", [FIRST])
    writer = pypdf.PdfWriter(clone_from=tmp_path / "open.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    documents, [problem] = made.read(tmp_path / "b.pdf")
    assert (documents, problem.code) == ([], "encrypted")


def test_pages_without_words_are_named(tmp_path: Path) -> None:
    made.pdf(tmp_path / "words.pdf", [FIRST])
    made.pdf_scan(tmp_path / "scan.pdf", 2)
    writer = pypdf.PdfWriter()
    writer.append(tmp_path / "words.pdf")
    writer.append(tmp_path / "scan.pdf")
    writer.write(tmp_path / "b.pdf")
    document = made.only(tmp_path / "b.pdf")
    assert FIRST in document.text
    assert [p.code for p in document.problems] == ["pages_without_text"]
    assert document.problems[0].message.endswith("2, 3")


def test_a_word_file(tmp_path: Path) -> None:
    made.word(tmp_path / "a.docx", [FIRST, "", SECOND], "Orlo", [("town", "killed"), ("Orlo", "12")])
    document = made.only(tmp_path / "a.docx")
    assert document.text.split("\n\n") == [FIRST, SECOND, "town | killed", "Orlo | 12"]
    assert (document.title, document.published, document.id) == ("Orlo", None, "a.docx")


def test_tracked_changes_are_as_if_taken(tmp_path: Path) -> None:
    book = docx.Document()
    paragraph = book.add_paragraph("The army left ")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:del {space} w:id='1'><w:r><w:delText>Maro</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space} w:id='2'><w:r><w:t>Orlo</w:t></w:r></w:ins>"))
    paragraph.add_run(".")
    book.save(str(tmp_path / "a.docx"))
    assert made.only(tmp_path / "a.docx").text == "The army left Orlo."


ROWS = [
    ["event_id_cnty", "event_date", "year", "notes", "source", "fatalities"],
    ["ORL1", "18 March 2014", "2014", FIRST, "Hill Post; Vale Post", "0"],
    ["ORL2", "19 March 2014", "2014", f"{SECOND}\n{THIRD}", "Hill Post", "12"],
    ["ORL3", "20 March 2014", "2014", "", "Hill Post", "1"],
]


def csv_text(rows: list[list[str]], sign: str = ",") -> str:
    return "\r\n".join(sign.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\r\n"


@pytest.mark.parametrize(("sign", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_an_export_of_acled_is_known_by_its_columns(tmp_path: Path, sign: str, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(csv_text(ROWS, sign).encode(encoding))
    documents, [problem] = made.read(tmp_path / "a.csv")
    first, second = documents
    assert (first.id, first.text, first.published, first.outlet) == ("ORL1", FIRST, "2014-03-18", "ACLED")
    assert second.text == f"{SECOND}\n{THIRD}"
    assert dict(first.metadata) == {"fatalities": "0", "source": "Hill Post; Vale Post", "year": "2014"}
    assert first.provenance is not None
    assert first.provenance.part == "row 2"
    assert (problem.code, problem.advice) == ("empty", "has 1 row without text, the first is 4: passed over")


def test_an_excel_table(tmp_path: Path) -> None:
    day = datetime.datetime(2014, 3, 18)
    rows = [["Date", "Outlet", "Text", "Words"], [day, "Hill Post", FIRST, 19.0], [None, None, SECOND, None]]
    made.excel(tmp_path / "a.xlsx", rows, totals=[["town", "killed"], ["Orlo", 12]])
    documents, problems = made.read(tmp_path / "a.xlsx")
    assert problems == []
    first, second = documents
    assert (first.id, first.outlet, first.published, first.text) == ("a.xlsx-2", "Hill Post", "2014-03-18", FIRST)
    assert dict(first.metadata) == {"words": "19"}
    assert (second.outlet, second.published, second.text) == (None, None, SECOND)


@pytest.mark.parametrize(
    "head", ["Datum;Quelle;Titel;Text", "fecha;fuente;título;texto", "Дата;Источник;Заголовок;Текст"]
)
def test_usual_names_of_columns_in_other_languages(tmp_path: Path, head: str) -> None:
    row = "18.03.2014;Hill Post;Troops leave Orlo;The army left Orlo on Monday."
    (tmp_path / "a.csv").write_bytes(f"{head}\r\n{row}\r\n".encode("utf-8-sig"))
    document = made.only(tmp_path / "a.csv")
    assert (document.text, document.title) == ("The army left Orlo on Monday.", "Troops leave Orlo")
    assert (document.published, document.outlet) == ("2014-03-18", "Hill Post")


def test_a_map_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "map.yml").write_text(
        "text: [Lead, Rest]\npublished: [Tag]\nday_first: true\noutlet: {always: Hill Post}\nid: [Nr]\n",
        encoding="utf-8",
    )
    table = [["Nr", "Tag", "Lead", "Rest"], ["a1", "05/03/2014", FIRST, SECOND]]
    (tmp_path / "t.csv").write_text(csv_text(table, ";"), encoding="utf-8")
    document = made.only(tmp_path / "t.csv", columns_of(str(tmp_path / "map.yml")))
    assert (document.id, document.published, document.outlet) == ("a1", "2014-03-05", "Hill Post")
    assert document.text == f"{FIRST}\n\n{SECOND}"


def test_a_day_that_may_be_two_is_none_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(csv_text([["date", "text"], ["05/03/2014", FIRST]]), encoding="utf-8")
    document = made.only(tmp_path / "t.csv")
    assert (document.published, [p.code for p in document.problems]) == (None, ["ambiguous_day"])


def test_days_in_the_language_of_the_row(tmp_path: Path) -> None:
    rows = [["date", "language", "text"], ["mardi 6 mai 2014", "fr_FR", FIRST], ["le 6 mai 2014", "", SECOND]]
    (tmp_path / "t.csv").write_text(csv_text(rows), encoding="utf-8")
    documents, problems = made.read(tmp_path / "t.csv")
    assert problems == []
    assert [(d.language, d.published) for d in documents] == [("fr-FR", "2014-05-06"), ("en", None)]
    assert [[p.code for p in d.problems] for d in documents] == [[], ["bad_date"]]


def test_a_table_without_a_column_of_text_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(csv_text([["lat", "lon"], ["1", "2"]]), encoding="utf-8")
    documents, [problem] = made.read(tmp_path / "t.csv")
    assert (documents, problem.code) == ([], "no_column")
    assert "--columns" in problem.advice
    assert "'lat', 'lon'" in problem.advice


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("text: []\n", "names no column"),
        ("text: [a]\ncolour: [b]\n", "unknown key 'colour'"),
        ("text: [a]\noutlet: Hill Post\n", "'outlet' must be"),
        ("published: [a]\n", "'text' is missing"),
        ("text: [a]\nday_first: perhaps\n", "'day_first' must be"),
    ],
)
def test_a_map_with_a_mistake_is_refused(tmp_path: Path, words: str, told: str) -> None:
    (tmp_path / "map.yml").write_text(words, encoding="utf-8")
    with pytest.raises(VocabularyError, match=told):
        columns_of(str(tmp_path / "map.yml"))


def test_a_map_that_is_not_there_names_those_that_ship() -> None:
    with pytest.raises(VocabularyError, match="acled, ucdp, plain"):
        columns_of("nowhere.yml")
