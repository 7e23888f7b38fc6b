"""Whatever stands in an address, no page and no route fails: any text under any name that is known, and others."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from crossbearing.web.api import routes as api
from crossbearing.web.pages import ROUTERS

LEFT_OUT = re.compile(r"^/(export/|events\.csv|compare/\{|ingest/\{)")
"""What writes the whole record, and what follows long work."""

PATHS = sorted(
    {
        path
        for router in (*ROUTERS, api.router)
        for route in router.routes
        if "GET" in (getattr(route, "methods", None) or ()) and (path := getattr(route, "path", ""))
        if not LEFT_OUT.match(path)
    }
)
NAMES = (
    "q text place kind voice side disputed killed killed_over since until days day order after cursor limit most zoom "
    "bbox west south east north status outlet at on start part one other with who queue cls family document event "
    "round coder claim lane v next"
).split()
HOSTILE = (
    "|0|-1|1e309|nan|999999999999999999999999999999|2014-03-11|2014-02-30|2014-03-11/2014-03-19|/|0001-01-01|9999-12-31|"
    "true|yes|-day|W10|bnVsbA|WyJkYXkiLDEsImEiXQ|%|_|'|\"|\\|\0|*|a OR b|NEAR(a|{{7*7}}|../../etc/passwd|"
    "sy:harasta|strike"
).split("|")
VALUES = st.text(max_size=30) | st.sampled_from(HOSTILE)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=12, derandomize=True, deadline=None, database=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUES), max_size=5), VALUES)
def test_no_address_makes_a_page_fail(client: TestClient, path: str, asked: list[tuple[str, str]], part: str) -> None:
    said = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in asked)
    at = re.sub(r"\{[^}]*\}", lambda _: quote(part, safe="") or "x", path)
    answer = client.get(f"{at}?{said}", follow_redirects=False)
    assert answer.status_code < 500, f"{at}?{said}"
