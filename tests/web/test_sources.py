"""The page of sources: every outlet and source has letters of its own."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

_ROW = re.compile(r'<tr><td data-l="Who">.*?aria-hidden="true">([^<]+)</span>(?:<a [^>]*>)?<bdi>([^<]+)</bdi>')


def test_no_two_outlets_or_sources_have_the_same_letters(client: TestClient) -> None:
    rows = _ROW.findall(client.get("/sources").text)
    assert {"Coast Tribune", "Levant Wire", "Commander of the group"} <= {name for _, name in rows}
    assert len({letters for letters, _ in rows}) == len({name for _, name in rows}) == len(rows)
