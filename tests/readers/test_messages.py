"""Chats, mails, Markdown and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crossbearing.readers.paths import read_paths
from tests.readers import made

WORDS = ("Войска оставили город Орло, и жители вернулись в свои дома.", "Двое погибли при обстреле рынка.")
TEXT = "The army left the town of Orlo on Monday, a resident said."


def test_a_channel(tmp_path: Path) -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2014-03-01T10:00:00", "action": "create_channel", "text": ""},
        {
            "id": 4,
            "type": "message",
            "date": "2014-03-18T01:30:00",
            "date_unixtime": "1395095400",
            "from": "Orlo Channel",
            "forwarded_from": "Maro Channel",
            "text": ["The army left ", {"type": "hashtag", "text": "#Orlo"}, " on Monday. 🚀"],
        },
        {"id": 5, "type": "message", "date": "2014-03-18T02:00:00", "photo": "p.jpg", "text": ""},
    ]
    (tmp_path / "result.json").write_text(made.telegram(messages), encoding="utf-8")
    document = made.only(tmp_path / "result.json")
    assert (document.id, document.outlet) == ("telegram-77-4", "Orlo Channel")
    assert document.text == "The army left #Orlo on Monday. 🚀"
    # half past ten in the evening of the 17th, in UTC: the export's own time is that of somebody's computer
    assert document.published == "2014-03-17"
    assert dict(document.metadata)["forwarded_from"] == "Maro Channel"
    assert document.provenance is not None
    assert (document.provenance.format, document.provenance.part) == ("telegram", "message 4")


def test_an_account_with_several_chats(tmp_path: Path) -> None:
    one = json.loads(made.telegram([{"id": 1, "type": "message", "date": "2014-03-18T10:00:00", "text": TEXT}], "A", 1))
    two = json.loads(made.telegram([{"id": 1, "type": "message", "date": "2014-03-19T10:00:00", "text": TEXT}], "B", 2))
    (tmp_path / "result.json").write_text(json.dumps({"chats": {"about": "", "list": [one, two]}}), encoding="utf-8")
    documents, problems = made.read(tmp_path / "result.json")
    assert problems == []
    assert [(d.id, d.outlet) for d in documents] == [("telegram-1-1", "A"), ("telegram-2-1", "B")]


def test_the_next_export_of_a_chat_repeats_the_last_without_a_problem(tmp_path: Path) -> None:
    said = [{"id": n, "type": "message", "date": f"2014-03-1{n}T10:00:00", "text": f"{TEXT} {n}"} for n in range(4)]
    for name, messages in (("may", said[:2]), ("june", [said[0], said[1] | {"text": "Edited."}, *said[2:]])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_text(made.telegram(messages), encoding="utf-8")
    reading = read_paths([tmp_path])
    june, may = tmp_path / "june/result.json", tmp_path / "may/result.json"
    assert [d.id for d in reading.documents] == [f"telegram-77-{n}" for n in range(4)]
    assert reading.left_alone == (f"{may}: message 0 (the same as {june}: message 0)",)
    assert [(p.code, p.name) for p in reading.problems] == [("duplicate_id", f"{may}: message 1")]


def test_a_chat_exported_as_pages(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
    <div class="page_wrap"><div class="page_header"><div class="content">
    <div class="text bold"> Orlo Channel </div></div></div><div class="page_body chat_page"><div class="history">
    <div class="message service" id="message-1"><div class="body details">18 March 2014</div></div>
    <div class="message default clearfix" id="message4"><div class="body"><div class="pull_right date details"
     title="18.03.2014 10:20:00 UTC+02:00">10:20</div><div class="from_name">Orlo Channel</div>
     <div class="text">The army left.<br>It <strong>rained</strong>.</div></div></div>
    <div class="message default clearfix joined" id="message5"><div class="body"><div class="pull_right date details"
     title="19.03.2014 10:20:00 UTC+02:00">10:20</div><div class="forwarded body"><div class="from_name">Maro Channel
     </div><div class="text">Talks began.</div></div></div></div></div></div></div></body></html>"""
    (tmp_path / "messages.html").write_text(page, encoding="utf-8")
    documents, problems = made.read(tmp_path / "messages.html")
    assert problems == []
    first, second = documents
    assert (first.id, first.text) == ("telegram-orlo-channel-4", "The army left.\n\nIt rained.")
    assert first.published == "2014-03-18"
    assert (second.outlet, second.published, second.text) == ("Orlo Channel", "2014-03-19", "Talks began.")
    assert dict(second.metadata)["forwarded_from"] == "Maro Channel"


def test_the_pages_of_several_chats_bear_one_file_name_and_collide_in_no_id(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_header">'
        '<div class="text bold">{}</div></div><div class="message default clearfix" id="message7"><div class="body">'
        '<div class="date details" title="15.05.2014 14:02:00"></div><div class="text">{}</div></div></div>'
    )
    chats = [("Orlo Watch!", "The army left."), ("Голос Орло", "Talks began."), ("", "It rained.")]
    for folder, told in zip(("one", "two", "three"), chats, strict=True):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "messages.html").write_text(page.format(*told), encoding="utf-8")
    reading = read_paths([tmp_path])
    assert reading.problems == ()
    assert {d.id: d.text for d in reading.documents} == {
        "telegram-orlo-watch-7": "The army left.",
        "telegram-голос-орло-7": "Talks began.",
        "messages.html-7": "It rained.",
    }


def test_a_mail_with_quotes_signature_and_an_attached_report(tmp_path: Path) -> None:
    mail = made.mail(f"{TEXT}\n\nOn Mon, 17 Mar 2014, A wrote:\n> Old words.\n> More.\n\n-- \nDesk of the Post\n")
    made.word(tmp_path / "r.docx", ["Talks began in Maro on Sunday."])
    mail.add_attachment((tmp_path / "r.docx").read_bytes(), "application", "octet-stream", filename="../../report.docx")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="logo.png")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    documents, problems = made.read(tmp_path / "a.eml")
    assert problems == []
    body, attached = documents
    assert (body.text, body.outlet, body.published) == (TEXT, "Hill Post", "2014-03-18")
    assert [p.code for p in body.problems] == ["quoted_mail"]
    assert body.problems[0].message.startswith("5 lines")
    assert (attached.id, attached.text, attached.published) == (
        "a.eml-1",
        "Talks began in Maro on Sunday.",
        "2014-03-18",
    )
    assert attached.provenance is not None
    assert (attached.provenance.format, attached.provenance.part) == ("docx", "attachment 1")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_a_mail_in_html_and_another_encoding(tmp_path: Path, charset: str) -> None:
    mail = made.mail("x", subject="Орло", **{"List-Id": "Hill wire <wire.hill.example>"})
    mail.clear_content()
    mail.set_content(f"<p>{WORDS[0]}<br>{WORDS[1]}</p><style>p {{}}</style>", subtype="html", charset=charset)
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    document = made.only(tmp_path / "a.eml")
    assert document.text == "\n\n".join(WORDS)
    assert (document.outlet, document.title) == ("Hill wire", "Орло")


def test_markdown(tmp_path: Path) -> None:
    words = (
        "---\ntitle: Troops leave Orlo\ndate: 18 March 2014\nsource: Hill Post\nauthor: A. Writer\n---\n"
        f"# Troops leave Orlo\n\n{TEXT.replace('Orlo', '[Orlo](https://x.example)')}\nIt *rained*.\n\n"
        "* one\n* two\n\n| town | killed |\n|---|---|\n| Orlo | 12 |\n"
    )
    (tmp_path / "a.md").write_text(words, encoding="utf-8")
    document = made.only(tmp_path / "a.md")
    assert document.text.split("\n\n") == [
        "Troops leave Orlo", f"{TEXT} It rained.", "one", "two", "town | killed", "Orlo | 12",
    ]  # fmt: skip
    assert (document.outlet, document.published, document.title) == ("Hill Post", "2014-03-18", "Troops leave Orlo")
    assert dict(document.metadata) == {"author": "A. Writer"}


def test_html_in_markdown_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{TEXT}\n\n<script>\nalert(1)\n</script>\n\n<div>Menu</div>\n", encoding="utf-8")
    document = made.only(tmp_path / "a.md")
    assert document.text == TEXT
    assert [p.code for p in document.problems] == ["html_left_out"]


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ({"text": TEXT, "outlet": "Hill Post"}, ["a"]),
        ([{"text": TEXT, "id": "x"}, {"body": "Talks began."}], ["a-2", "x"]),
        ({"status": "ok", "articles": [{"content": TEXT}]}, ["a-1"]),
    ],
)
def test_json(tmp_path: Path, value: object, ids: list[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    reading = read_paths([tmp_path])
    assert reading.problems == ()
    assert [d.id for d in reading.documents] == ids


def test_json_of_other_programs_is_left_alone_in_a_folder_and_refused_where_it_is_named(tmp_path: Path) -> None:
    for name, value in (("a.gold.json", '{"claims": []}'), ("b.jsonl", '{"id": "x"}')):
        (tmp_path / name).write_text(value, encoding="utf-8")
    reading = read_paths([tmp_path])
    assert (reading.documents, reading.problems) == ((), ())
    assert [Path(name).name for name in reading.left_alone] == ["a.gold.json", "b.jsonl"]
    named = read_paths(sorted(tmp_path.iterdir()))
    assert [p.code for p in named.problems] == ["bad_field", "bad_field"]


def test_what_a_run_wrote_is_no_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("run.json", "claims.jsonl", "documents.jsonl", "report.html", "tolls.csv"):
        (out / name).write_text('{"text": "x"}', encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    reading = read_paths([tmp_path])
    assert ([d.id for d in reading.documents], reading.problems) == (["a"], ())
    assert reading.left_alone == (str(out),)
