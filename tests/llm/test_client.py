"""The client against a server that plays every fault: the run goes on, says what happened, and ends in time."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any

import pytest

from crossbearing.llm import faults
from crossbearing.llm.client import Client
from crossbearing.llm.costs import Report
from crossbearing.llm.live import ask
from crossbearing.llm.settings import KEY_VARIABLE, Settings
from crossbearing.llm.wire import exchange
from crossbearing.model.errors import LanguageModelError

from .stub import NO_CLAIMS, Stub, request, stub


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def settings(server: Stub | str, **changes: Any) -> Settings:
    given = {"connect_seconds": 2.0, "request_seconds": 3.0, "first_wait": 0.01, "longest_wait": 0.2, **changes}
    return Settings(server if isinstance(server, str) else server.url, "stub", **given)


def run(server: Stub | str, texts: list[str], report: Report | None = None, **changes: Any) -> list[dict[str, Any]]:
    lines = [request(f"d{number}", text) for number, text in enumerate(texts)]
    return list(ask(lines, settings(server, **changes), report=report, say=lambda line: None))


def code(line: dict[str, Any]) -> str:
    return line["error"]["code"] if line["error"] else ""


# What is played, the code that comes of it, and how often it is asked before the run gives up.
FAULTS = [
    ("slow:30", faults.TIMEOUT, 2),
    ("drip:head", faults.TIMEOUT, 2),
    ("drip:body", faults.TIMEOUT, 2),
    ("hangup", faults.CUT_OFF, 4),
    ("status:429", faults.BUSY, 4),
    ("status:429,0", faults.BUSY, 4),
    ("status:429,3600", faults.BUSY, 1),
    ("status:503,Wed, 21 Oct 2093 07:28:00 GMT", faults.BUSY, 1),
    ("status:500", faults.SERVER_ERROR, 4),
    ("status:400", faults.REFUSED, 1),
    ("status:401", faults.REFUSED, 1),
    ("status:413", faults.REFUSED, 1),
    ("status:204", faults.SERVER_ERROR, 1),
    ("invalid_json", faults.NOT_JSON, 2),
    ("deep_json", faults.NOT_JSON, 2),
    ("half_characters", faults.NOT_JSON, 2),
    ("wrong_type", faults.WRONG_TYPE, 2),
    ("packed", faults.WRONG_TYPE, 1),
    ("cut", faults.CUT_OFF, 4),
    ("cut_chunk", faults.CUT_OFF, 4),
    ("endless", faults.ENDLESS, 1),
    ("endless:length", faults.ENDLESS, 1),
    ("headers:long", faults.BROKEN_HTTP, 2),
    ("headers:many", faults.BROKEN_HTTP, 2),
    ("continue", faults.ENDLESS, 1),
    ("no_http", faults.BROKEN_HTTP, 2),
    ("no_choices", faults.NO_ANSWER, 2),
    ("refusal", faults.NO_ANSWER, 2),
]


@pytest.mark.parametrize(("play", "expected", "calls"), FAULTS, ids=[play for play, _, _ in FAULTS])
def test_fault_is_said_and_not_tried_for_ever(play: str, expected: str, calls: int) -> None:
    began = time.monotonic()
    with stub({"faulty": [play]}) as server:
        [line] = run(server, ["faulty"], request_seconds=1.0, most_bytes=1 << 18)
    assert (code(line), len(server.calls)) == (expected, calls)
    assert line["error"]["message"]
    assert time.monotonic() - began < 10


def test_run_goes_on_beside_every_fault_that_is_not_shared() -> None:
    shared = {"status:401"}
    plays = [play for play, _, _ in FAULTS if play not in shared]
    texts = [text for number, _ in enumerate(plays) for text in (f"faulty{number:02}", f"sound{number:02}")]
    report = Report()
    with stub({f"faulty{number:02}": [play] for number, play in enumerate(plays)}) as server:
        lines = run(server, texts, report, request_seconds=1.0, most_bytes=1 << 18, parallel=4, longest_wait=0.02)
    expected = {play: wanted for play, wanted, _ in FAULTS}
    assert [code(line) for line in lines[0::2]] == [expected[play] for play in plays]
    assert [code(line) for line in lines[1::2]] == [""] * len(plays)
    assert [line["custom_id"] for line in lines] == [f"d{number}" for number in range(len(texts))]
    assert report.answered == len(plays)
    assert report.failed.total() == len(plays)
    assert report.calls == len(server.calls)


@pytest.mark.parametrize("play", ["status:429,0", "status:500", "cut", "hangup", "invalid_json", "no_choices"])
def test_fault_that_passes_costs_nothing_but_another_call(play: str) -> None:
    report = Report()
    with stub({"report": [play, "ok"]}) as server:
        [line] = run(server, ["report"], report)
    assert line["response"]["body"]["choices"][0]["message"]["content"] == NO_CLAIMS
    assert (report.calls, report.retried, report.answered) == (2, 1, 1)


def test_waits_double_without_chance_and_never_fall_below_what_the_server_asks() -> None:
    waits: list[float] = []
    with stub({"asked": ["status:429,1"], "plain": ["status:500"]}) as server:
        client = Client(settings(server, first_wait=0.5, longest_wait=1.5), Report())
        client._stopped = _Clock(waits)
        client.answer("d1", request("d1", "plain")["body"])
        assert [w for w in waits if w] == [0.5, 1.0, 1.5]
        waits.clear()
        client.answer("d2", request("d2", "asked")["body"])
    between = [w for w in waits if w >= 1.0]
    assert between[0] == 1.0
    assert 1.5 in between


class _Clock(threading.Event):
    """Notes how long is waited, without waiting."""

    def __init__(self, waits: list[float]) -> None:
        super().__init__()
        self._waits = waits

    def wait(self, timeout: float | None = None) -> bool:
        self._waits.append(timeout or 0.0)
        return False


def test_redirect_is_not_followed() -> None:
    with stub() as elsewhere, stub({"report": [f"redirect:{elsewhere.url}/chat/completions"]}) as server:
        lines = run(server, ["report"])
    assert code(lines[0]) == faults.REDIRECT
    assert elsewhere.calls == []
    assert elsewhere.strayed == []


def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with stub() as proxy, stub() as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        lines = run(server, ["report"])
    assert code(lines[0]) == ""
    assert (len(server.calls), len(proxy.calls)) == (1, 0)


def test_server_that_is_down_is_said_for_every_document() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        lines = run(url, [f"report {n}" for n in range(20)], attempts=2, breaker=3)
    codes = [code(line) for line in lines]
    assert set(codes) == {faults.UNREACHABLE, faults.STOPPED}
    assert codes[:3] == [faults.UNREACHABLE] * 3
    assert codes[-1] == faults.STOPPED
    assert "cannot be reached" in lines[-1]["error"]["message"]


def test_never_more_on_their_way_than_allowed_and_order_is_that_of_requests() -> None:
    # The first of each four is the slowest: what comes back first must not come out first.
    plays = {f"report {n:02}": [f"slow:{0.12 - 0.03 * (n % 4)}"] for n in range(24)}
    with stub(plays, answer=lambda body: json.dumps({"said": body["messages"][-1]["content"]})) as server:
        lines = run(server, list(plays), parallel=3)
    said = [json.loads(line["response"]["body"]["choices"][0]["message"]["content"])["said"] for line in lines]
    assert said == list(plays)
    assert server.most_in_flight == 3


def test_same_answers_give_the_same_lines_byte_for_byte() -> None:
    texts = [f"report {n}" for n in range(9)]
    with stub({"report 4": ["status:400"]}) as server:
        first, second = (json.dumps(run(server, texts, parallel=n), sort_keys=True) for n in (1, 4))
    assert first == second
    assert "chatcmpl" not in first
    assert "created" not in first


def test_breaker_stops_in_good_order_and_says_so() -> None:
    said: list[str] = []
    report = Report()
    lines_in = [request(f"d{n}", f"report {n:02}") for n in range(40)]
    with stub({"report": ["status:500"], "unused": []}) as server:
        given = settings(server, attempts=1, breaker=4, parallel=2)
        lines = list(ask(lines_in, given, report=report, say=said.append))
    codes = [code(line) for line in lines]
    assert codes[:4] == [faults.SERVER_ERROR] * 4
    assert codes[-1] == faults.STOPPED
    assert len(server.calls) <= 4 + 2 * 4
    assert report.not_asked[faults.STOPPED] + report.failed[faults.SERVER_ERROR] == 40
    assert len(said) == 1
    assert "4 failures in a row" in said[0]


def test_an_answer_between_failures_keeps_the_run_going() -> None:
    texts = [f"{'bad' if n % 3 else 'good'} {n}" for n in range(30)]
    with stub({"bad": ["status:400"]}) as server:
        codes = [code(line) for line in run(server, texts, breaker=3)]
    assert faults.STOPPED not in codes
    assert codes.count("") == 10


def test_wrong_key_stops_at_once() -> None:
    with stub({"report": ["status:401"]}) as server:
        lines = run(server, [f"report {n}" for n in range(50)], parallel=1)
    assert code(lines[0]) == faults.REFUSED
    assert {code(line) for line in lines[1:]} == {faults.STOPPED}
    assert len(server.calls) == 1


@pytest.mark.parametrize(("play", "form", "calls"), [("no_schema", "json_object", 2), ("no_schema:any", None, 3)])
def test_form_that_is_refused_is_found_out_once_a_run(play: str, form: str | None, calls: int) -> None:
    report = Report()
    with stub({"report": [play]}) as server:
        lines = run(server, [f"report {n}" for n in range(6)], report, parallel=1)
    assert [code(line) for line in lines] == [""] * 6
    assert len(server.calls) == calls + 5
    assert server.calls[-1].get("response_format", {}).get("type") == form
    assert any("JSON" in note or "words alone" in note for note in report.notes)


def test_newer_names_are_found_out() -> None:
    report = Report()
    with stub({"report": ["newer"]}) as server:
        lines = run(server, ["report 1", "report 2"], report, parallel=1)
    assert [code(line) for line in lines] == ["", ""]
    assert len(server.calls) == 4
    assert server.calls[-1]["max_completion_tokens"] == 100
    assert any("temperature" in note for note in report.notes)


KEY = "sk-very-secret-0123456789"


@pytest.mark.parametrize("play", ["echo_key", "echo_key:401", "echo_key:400", "echo_key:500"])
def test_key_is_sent_and_stands_nowhere(
    play: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    report = Report()
    with stub({"report": [play]}) as server:
        given = settings(server, cache=tmp_path, attempts=2)
        lines = list(ask([request("d", "report")], given, report=report))
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    caught = capsys.readouterr()
    cached = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    told = [json.dumps(lines), json.dumps(report.as_json()), repr(given), caught.out, caught.err, cached]
    assert not any(KEY in text for text in told)
    assert "[key]" in told[0]


def test_key_with_a_line_break_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "sk-secret\r\nX-Other: 1")
    with stub() as server, pytest.raises(LanguageModelError) as caught:
        run(server, ["report"])
    assert caught.value.code == "llm_bad_key"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://h/v1",
        "127.0.0.1:8080",
        "http://",
        "http://user:pass@h/v1",
        "http://h/v1?key=x",
        "http://h:99999/v1",
        "http://h/v1 x",
        "http://[::1/v1",
        "http://h\r\nX: y/v1",
    ],
)
def test_url_that_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(LanguageModelError) as caught:
        Settings(url, "stub")
    assert caught.value.code == "llm_bad_url"
    assert "pass" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"max_tokens": None}, "max_tokens"),
        ({"model": "other"}, "model"),
        ({"messages": "text"}, "messages"),
        ({"stream": True}, "stream"),
    ],
)
def test_request_line_that_is_none_is_refused_before_anything_is_sent(change: dict[str, Any], why: str) -> None:
    good, bad = request("d1", "a"), request("d2", "b")
    bad["body"] |= change
    with stub() as server:
        with pytest.raises(LanguageModelError, match=f"request 2: .*{why}"):
            ask([good, bad], settings(server))
        with pytest.raises(LanguageModelError, match="custom_id"):
            ask([good, good], settings(server))
        assert server.calls == []


def test_caller_that_leaves_ends_what_is_on_its_way() -> None:
    began = time.monotonic()
    with stub({"slow": ["slow:30"]}) as server:
        lines = ask(
            [request("d0", "quick"), *(request(f"d{n}", f"slow {n}") for n in range(1, 9))],
            settings(server, request_seconds=30),
        )
        assert code(next(lines)) == ""
        lines.close()  # type: ignore[attr-defined]
        assert time.monotonic() - began < 5
    assert len(server.calls) <= 3


def test_connection_that_opens_while_the_run_is_stopped_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with stub() as server:
        client = Client(settings(server), Report())

        def late(*given: Any) -> Any:
            client.stop()
            return exchange(*given)

        monkeypatch.setattr("crossbearing.llm.client.exchange", late)
        outcome = client.answer("d", request("d", "report")["body"])
        assert server.calls == []
    assert code(outcome.line) == faults.STOPPED


def test_address_that_claims_to_be_this_machine_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.getpeername
    monkeypatch.setattr("socket.socket.getpeername", lambda sock: ("192.0.2.7", real(sock)[1]))
    with stub() as server:
        [line] = run(server, ["report"])
    assert code(line) == faults.UNREACHABLE
    assert server.calls == []
