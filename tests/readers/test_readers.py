"""What the readers keep: text untouched, sidecar fields, hashes, and the files they leave alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from crossbearing.readers.paths import read_paths


def test_text_is_never_normalised(tmp_path: Path) -> None:
    text = "Line one\r\nline two é\u0301 🚀\n"
    raw = b"\xef\xbb\xbf" + text.encode()
    (tmp_path / "a.txt").write_bytes(raw)
    [document] = read_paths([tmp_path]).documents
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert (document.id, document.outlet, document.published, document.published_basis) == ("a", None, None, "none")


def test_sidecar_and_what_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("War ended.", encoding="utf-8")
    fields = {"id": "x1", "outlet": "Homs Courier", "published": "2018-04-08T09:00:00+03:00", "title": None, "url": ""}
    (tmp_path / "deep" / "a.meta.json").write_text(json.dumps(fields), encoding="utf-8")
    (tmp_path / "lonely.meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text("{}", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("x", encoding="utf-8")
    result = read_paths([tmp_path, tmp_path / "deep" / "a.txt"])
    assert result.problems == ()
    [document] = result.documents
    assert (document.id, document.outlet, document.published) == ("x1", "Homs Courier", "2018-04-08")
    assert (document.title, document.url, document.published_basis) == (None, None, "metadata")
    assert [Path(name).name for name in result.left_alone] == ["claims.jsonl", "lonely.meta.json"]


def test_articles(tmp_path: Path) -> None:
    lines = [
        {"id": 7, "text": "War ended.", "source": "Homs Courier", "lang": "en", "url": "https://example.org/7"},
        {"text": "Talks began.", "outlet": "Aleppo Post", "published": "2018-04-09", "section": "world", "tags": ["a"]},
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = read_paths([file]).documents
    assert (first.id, first.outlet, first.url, first.published) == ("7", "Homs Courier", "https://example.org/7", None)
    assert (second.id, second.published, second.metadata) == ("news-2", "2018-04-09", (("section", "world"),))
