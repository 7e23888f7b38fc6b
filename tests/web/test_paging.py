"""What stands for a cursor in an address and is none: a list begins at its beginning, and nothing breaks."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from starlette.testclient import TestClient


def word(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


NONE = [
    "",
    "%%%",
    "é",
    "bm8",
    *map(word, ([10**30, "a"], [None, None], [1, None, None], ["\ud800", "a"], [True, "a"], {})),
]


@pytest.mark.parametrize("after", NONE, ids=range(len(NONE)))
@pytest.mark.parametrize("at", ["/events", "/documents", "/control", "/agreements"])
def test_what_is_no_cursor_begins_at_the_beginning(client: TestClient, at: str, after: str) -> None:
    answer = client.get(at, params={"after": after})
    assert answer.status_code == 200
    assert '<p class="empty">' not in answer.text
