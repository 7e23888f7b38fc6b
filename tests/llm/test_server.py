"""A server with a tiny model on loopback (`make test-llm`): whatever it says, what survives is true to the text."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from crossbearing.llm.costs import Report
from crossbearing.llm.live import ask
from crossbearing.llm.replies import claims_of_replies
from crossbearing.llm.requests import request_lines
from crossbearing.llm.settings import KEY_VARIABLE, Settings, address_of
from crossbearing.llm.wire import Limits, exchange
from crossbearing.model.document import Document

from .conftest import SERVER

pytestmark = pytest.mark.llm_server
MODEL = "gemma3-270m"
START_SECONDS = 180
REPORT = Document(
    "harbour-1",
    "Army units took the village of Amaris on Monday. An air strike killed twelve people near the mill, a nurse said. "
    "The Lake Front denied that its fighters had left.",
    "Harbour Post",
    "2021-03-09",
)
SHORT_PROMPT = "List up to two claims of the report as JSON. Copy the evidence word by word from the report."


def _environment(binary: Path) -> dict[str, str]:
    return {**os.environ, "LD_LIBRARY_PATH": str(binary.parent)}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary, model = Path(os.environ[SERVER]), os.environ["CROSSBEARING_TEST_LLM_MODEL"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    # One thread: the server's threads wait for one another by spinning, which starves them on a busy machine.
    command = f"-c 4096 -np 1 -t 1 --offline --no-webui --host 127.0.0.1 --port {port}".split()
    with log.open("wb") as out:
        server = subprocess.Popen(
            [str(binary), "-m", model, *command], stdout=out, stderr=subprocess.STDOUT, env=_environment(binary)
        )
        try:
            _wait(server, port, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended with {server.returncode}: {log.read_text()[-2000:]}"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.5)
    pytest.fail(f"the server is not up after {START_SECONDS} s: {log.read_text()[-2000:]}")


def _requests() -> list[dict[str, Any]]:
    """Return one request bound to the schema and one in words alone, small enough for a tiny model on one core."""
    line = next(request_lines([REPORT], MODEL))
    line["body"]["messages"][0]["content"] = SHORT_PROMPT
    line["body"]["max_tokens"] = 120
    free = {**line, "custom_id": "in-words", "body": {k: v for k, v in line["body"].items() if k != "response_format"}}
    return [line, free]


def test_what_survives_is_true_to_the_text(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    requests = _requests()
    report = Report()
    given = Settings(url, MODEL, parallel=1, request_seconds=600.0, cache=tmp_path)
    lines = list(ask(requests, given, report=report))
    assert [line["custom_id"] for line in lines] == [r["custom_id"] for r in requests]
    assert [line["error"] for line in lines] == [None, None]
    for line in lines:
        choice = line["response"]["body"]["choices"][0]
        assert choice["message"]["content"].strip()
        assert choice["finish_reason"] in ("stop", "length")
    assert report.unreported == 0
    assert 0 < report.tokens_out <= 240
    kept = sum(line["response"]["body"]["choices"][0]["finish_reason"] == "stop" for line in lines)
    assert len(list(tmp_path.rglob("*.json"))) <= kept
    _assert_true_to_the_text(requests, lines)


def _assert_true_to_the_text(requests: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    held = claims_of_replies(requests[:1], lines[:1], [REPORT])
    for claim in held.claims.get(REPORT.id, ()):
        mentions = [claim.evidence, *(actor.mention for actor in claim.actors), *(c.mention for c in claim.counts)]
        for mention in mentions:
            assert mention is None or REPORT.text[mention.start : mention.end] == mention.text


def test_server_that_does_not_know_the_path_refuses_and_is_not_asked_again(url: str) -> None:
    report = Report()
    lines = list(ask(_requests(), Settings(url + "/nowhere", MODEL, parallel=1), report=report, say=lambda line: None))
    assert [line["error"]["code"] for line in lines] == ["llm_refused", "llm_stopped"]
    assert report.calls == 1


def test_requests_that_are_no_json_do_not_hurt_the_server(url: str) -> None:
    answer = exchange(address_of(url), {"Content-Type": "application/json"}, b"{", Limits(5, 60, 1 << 20))
    assert answer.status >= 400
    assert "error" in json.loads(answer.content)
