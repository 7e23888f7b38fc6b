"""Files of every format with bytes changed, cut and doubled by chance, the same chance every time: nothing breaks.

``CROSSBEARING_SPOILED`` is how many spoiled files of each format are read (8 are, as long as nobody asks for more).
"""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest

from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.paths import read_file
from tests.readers import made

MANY = int(os.environ.get("CROSSBEARING_SPOILED", "8"))
STORY = [
    f"The army said that its units had left the town of Orlo on Monday, day {n} of the fighting." for n in range(9)
]
ENTRY = {"title": "Orlo", "link": "https://a.example/1", "guid": "1", "published": "Tue, 18 Mar 2014 09:30:00 +0200"}


def samples(folder: Path) -> dict[str, bytes]:
    """Return one sound file of every format by its name."""
    made.pdf(folder / "a.pdf", STORY * 9, 2)
    made.word(folder / "a.docx", STORY, "Orlo", [("town", "killed"), ("Orlo", "12")])
    made.excel(folder / "a.xlsx", [["date", "text"], *(["2014-03-18", text] for text in STORY)])
    made.zipped(folder / "a.zip", {"in/a.txt": STORY[0].encode(), "in/b.html": made.html(STORY).encode()})
    found = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    mail = made.mail(STORY[0])
    mail.add_attachment(found["a.docx"], "application", "octet-stream", filename="a.docx")
    message = {"id": 1, "type": "message", "date": "2014-03-18T10:00:00", "text": STORY[0]}
    pages = [(f"https://a.example/{n}", made.html(STORY).encode(), "text/html; charset=utf-8") for n in range(2)]
    return {
        **found,
        "a.html": made.html(STORY).encode(),
        "a.eml": mail.as_bytes(),
        "a.rss": made.rss([{**ENTRY, "text": f"<p>{STORY[0]}</p>"}]).encode(),
        "a.json": made.telegram([message]).encode(),
        "a.jsonl": b'{"text": "War ended."}\n{"text": "Talks began."}\n',
        "a.csv": ("date,text\n" + "".join(f'2014-03-18,"{text}"\n' for text in STORY)).encode(),
        "a.md": f"---\ntitle: Orlo\n---\n# Orlo\n\n{STORY[0]}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        "a.warc": made.warc(pages),
        "a.warc.gz": made.warc(pages, packed=True),
        "a.txt.gz": gzip.compress("\n".join(STORY).encode(), mtime=0),
    }


def spoiled(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to six spots changed, cut out, doubled or put in."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        to = min(len(found), at + chance.randint(1, 60))
        kind = chance.randrange(5)
        if kind == 0:
            found[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
        elif kind == 1:
            del found[at:to]
        elif kind == 2:
            found[at:at] = found[at:to] * chance.randint(1, 9)
        elif kind == 3:
            found[at:at] = chance.choice((b"<", b"\x00", b"\xff\xfe", b'"', b"{", b"%%EOF", b"&a;", b"\r\n\r\n"))
        elif len(found) > 100:
            del found[chance.randrange(100, len(found)) :]
    return bytes(found)


@pytest.mark.slow
def test_a_spoiled_file_is_documents_and_typed_errors(tmp_path: Path) -> None:
    (tmp_path / "sound").mkdir()
    kinds = {"documents": 0, "errors": 0}
    for name, raw in sorted(samples(tmp_path / "sound").items()):
        chance = random.Random(f"{name} {MANY}")
        for _ in range(MANY):
            file = tmp_path / name
            file.write_bytes(spoiled(raw, chance))
            for told, found in read_file(file):
                assert told.startswith(str(file))
                kinds["documents"] += isinstance(found, Document)
                kinds["errors"] += isinstance(found, UnreadableDocumentError)
                assert found is None or "\n" not in (
                    str(found) if isinstance(found, UnreadableDocumentError) else found.id
                )
    assert kinds["documents"] > MANY
    assert kinds["errors"] > MANY
