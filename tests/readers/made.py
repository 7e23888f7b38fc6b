"""Files of every format, made by the libraries that people's own programs use; texts and outlets are invented."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import openpyxl
from fastwarc.warc import WarcRecord, WarcRecordType
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.columns import Columns
from crossbearing.readers.paths import read_file


def html(
    paragraphs: Iterable[str], head: str = "", title: str = "Troops leave Orlo", before: str = "", after: str = ""
) -> str:
    """Return a page as sites serve them: menus and teasers around an article."""
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{before}"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{words}</article>"
        f"<aside><a href='/x'>Ten tips for your garden</a></aside><footer>Contact us</footer>{after}</body></html>"
    )


def pdf(
    path: Path,
    paragraphs: Sequence[str],
    columns: int = 1,
    head: str = "Hill Post bulletin",
    title: str = "",
    size: int = 10,
) -> None:
    """Write a PDF with a running head and page numbers; its columns are filled one after the other."""

    def furniture(canvas: Canvas, book: BaseDocTemplate) -> None:
        canvas.drawString(72, 805, head)
        canvas.drawString(290, 30, f"Page {book.page}")

    width = (595 - 120 - 20 * (columns - 1)) / columns
    frames = [Frame(60 + n * (width + 20), 60, width, 720, id=str(n)) for n in range(columns)]
    book = BaseDocTemplate(str(path), pagesize=A4, title=title or None, invariant=1)
    book.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    style = ParagraphStyle("body", fontName="Helvetica", fontSize=size, leading=size * 1.2, spaceAfter=size)
    book.build([Paragraph(paragraph, style) for paragraph in paragraphs])


def pdf_lines(path: Path, lines: Sequence[str]) -> None:
    """Write a PDF of one page whose lines are set as they are given."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    text = canvas.beginText(72, 760)
    text.textLines("\n".join(lines))
    canvas.drawText(text)
    canvas.save()


def pdf_scan(path: Path, pages: int = 2) -> None:
    """Write a PDF whose pages hold lines and boxes and no words."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()


def pdf_of(path: Path, content: bytes) -> None:
    """Write a PDF of one page with this content, whatever it is."""
    packed = zlib.compress(content)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % len(out)
    path.write_bytes(out + b"xref\n0 5\n0000000000 65535 f \n" + table + end)


def word(path: Path, paragraphs: Iterable[str], title: str = "", rows: Iterable[Sequence[str]] = ()) -> None:
    """Write a Word file with paragraphs, and a table where ``rows`` are given."""
    book = docx.Document()
    book.core_properties.title = title
    for paragraph in paragraphs:
        book.add_paragraph(paragraph)
    cells = list(rows)
    if cells:
        table = book.add_table(rows=0, cols=len(cells[0]))
        for row in cells:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    book.save(str(path))


def excel(path: Path, rows: Iterable[Sequence[Any]], sheet: str = "reports", **more: Iterable[Sequence[Any]]) -> None:
    """Write an Excel table with a sheet, and further ones by name."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    book.save(path)


def rss(entries: Iterable[dict[str, str]], title: str = "Hill Post", full: bool = True) -> str:
    """Return a feed; each entry has title, link, guid, published and text, the text whole or as a summary."""
    tag = "content:encoded" if full else "description"
    items = "".join(
        f"<item><title>{e['title']}</title><link>{e['link']}</link><guid>{e['guid']}</guid>"
        f"<pubDate>{e['published']}</pubDate><{tag}><![CDATA[{e['text']}]]></{tag}></item>"
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title><link>https://hill.example/</link>{items}</channel></rss>"
    )


def telegram(messages: Iterable[dict[str, Any]], name: str = "Orlo Channel", chat: int = 77) -> str:
    """Return the export of a public channel by Telegram Desktop."""
    return json.dumps({"name": name, "type": "public_channel", "id": chat, "messages": list(messages)})


def mail(
    text: str, sender: str = "Hill Post <desk@hill.example>", date: str = "Tue, 18 Mar 2014 09:30:00 +0200", **more: str
) -> EmailMessage:
    """Return a mail; ``more`` are further headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = sender, "team@desk.example", date
    message["Subject"] = more.pop("subject", "Troops leave Orlo")
    message["Message-ID"] = "<1@hill.example>"
    for key, value in more.items():
        message[key] = value
    message.set_content(text)
    return message


def warc(pages: Iterable[tuple[str, bytes, str]], packed: bool = False) -> bytes:
    """Return a web archive of pages: (address, body, media type)."""
    out = io.BytesIO()
    for url, body, kind in pages:
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = "2014-03-19T08:00:00Z"
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body)
        one = io.BytesIO()
        record.write(one)
        out.write(gzip.compress(one.getvalue(), mtime=0) if packed else one.getvalue())
    return out.getvalue()


def zipped(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    """Write a zip archive of parts by name, whatever the names are."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)


def read(path: Path, columns: Columns | None = None) -> tuple[list[Document], list[UnreadableDocumentError]]:
    """Return the documents of a file that was named, and what could not be read."""
    found = [result for _, result in read_file(path, True, columns)]
    documents = [each for each in found if isinstance(each, Document)]
    return documents, [each for each in found if isinstance(each, UnreadableDocumentError)]


def only(path: Path, columns: Columns | None = None) -> Document:
    """Return the only document of a file of which nothing else could not be read."""
    documents, problems = read(path, columns)
    assert [str(problem) for problem in problems] == []
    [document] = documents
    return document
