"""Cache, budget, consent and masks of a run, over a server on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crossbearing.llm import faults
from crossbearing.llm.cache import Cache, key_of
from crossbearing.llm.consent import permit
from crossbearing.llm.costs import Estimate, Report, size_of
from crossbearing.llm.live import ask, plan
from crossbearing.llm.masking import Masker
from crossbearing.llm.prices import Price, budget_of
from crossbearing.llm.settings import KEY_VARIABLE, Address, Settings, address_of
from crossbearing.model.errors import LanguageModelError
from crossbearing.text.names import NameMatcher

from .stub import Stub, request, stub


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def settings(server: Stub, **changes: Any) -> Settings:
    given = {"request_seconds": 5.0, "first_wait": 0.01, "longest_wait": 0.1, **changes}
    return Settings(server.url, "stub", **given)


def codes(lines: list[dict[str, Any]]) -> list[str]:
    return [line["error"]["code"] if line["error"] else "" for line in lines]


REPORTS = [request(f"d{n}", f"report {n:02}") for n in range(12)]


# --- cache


def test_second_run_makes_no_call_and_gives_the_same(tmp_path: Path) -> None:
    first, second = Report(), Report()
    with stub() as server:
        one = list(ask(REPORTS, settings(server, cache=tmp_path), report=first))
        called = len(server.calls)
        two = list(ask(REPORTS, settings(server, cache=tmp_path), report=second))
        assert len(server.calls) == called == 12
    assert one == two
    assert (first.cached, second.cached, second.calls, second.tokens_in) == (0, 12, 0, 0)


def test_cache_needs_no_server_and_does_not_depend_on_the_url(tmp_path: Path) -> None:
    with stub() as server:
        one = list(ask(REPORTS, settings(server, cache=tmp_path)))
    dead = Settings("https://nobody.invalid/v1", "stub", cache=tmp_path)
    assert list(ask(REPORTS, dead)) == one


@pytest.mark.parametrize("change", [{"temperature": 1}, {"seed": 1}, {"max_tokens": 99}, {"response_format": {}}])
def test_another_request_is_another_reply(change: dict[str, Any]) -> None:
    body = request("d", "report")["body"]
    assert key_of(body) != key_of(body | change)


@pytest.mark.parametrize("play", ["length", "status:400", "no_choices", "says:words"])
def test_only_whole_good_replies_are_kept(play: str, tmp_path: Path) -> None:
    with stub({"report": [play]}) as server:
        server.contents["words"] = "I found no claims."
        list(ask(REPORTS[:1], settings(server, cache=tmp_path)))
        called = len(server.calls)
        list(ask(REPORTS[:1], settings(server, cache=tmp_path)))
        assert len(server.calls) == 2 * called
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"reply": {}}', b"\xff\xfe", b"[" * 100_000])
def test_damaged_reply_is_asked_again_and_said(damage: bytes, tmp_path: Path) -> None:
    said: list[str] = []
    with stub() as server:
        list(ask(REPORTS[:2], settings(server, cache=tmp_path)))
        hurt = tmp_path / key_of(REPORTS[0]["body"])[:2] / f"{key_of(REPORTS[0]['body'])}.json"
        hurt.write_bytes(damage)
        lines = list(ask(REPORTS[:2], settings(server, cache=tmp_path), say=said.append))
        assert len(server.calls) == 3
    assert codes(lines) == ["", ""]
    assert said == [f"the cached reply {hurt.name} is damaged; it is asked again"]


def test_changed_reply_of_the_cache_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1 << 20, lambda line: None)
    cache.put("ab" * 32, {"n": 1})
    path = tmp_path / "ab" / f"{'ab' * 32}.json"
    path.write_text(path.read_text().replace('"n":1', '"n":2'))
    assert cache.get("ab" * 32) is None


def test_cache_stays_within_its_bound_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10_000, lambda line: None)
    keys = [f"{n:02x}" * 32 for n in range(20)]
    for number, key in enumerate(keys):
        cache.put(key, {"text": "x" * 1000})
        path = tmp_path / key[:2] / f"{key}.json"
        os.utime(path, ns=(number * 10**9, number * 10**9))
    kept = [key for key in keys if (tmp_path / key[:2] / f"{key}.json").exists()]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.json")) <= 10_000
    assert kept == keys[-len(kept) :]
    assert len(kept) >= 5
    cache.put("ff" * 32, {"text": "x" * 20_000})
    assert cache.get("ff" * 32) is None


def test_cache_folder_that_cannot_be_is_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with stub() as server:
        with pytest.raises(LanguageModelError) as caught:
            ask(REPORTS, settings(server, cache=blocked / "llm"))
        assert server.calls == []
    assert caught.value.code == "llm_bad_cache"


def test_cache_that_can_no_longer_be_written_is_said_once(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, 1 << 20, said.append)
    for key in ("aa" * 32, "bb" * 32):
        (tmp_path / key[:2]).write_text("in the way")
        cache.put(key, {"n": 1})
    assert len(said) == 1
    assert "no longer cached" in said[0]


_KILLED = """
import json, sys
from pathlib import Path
from crossbearing.llm.live import ask
from crossbearing.llm.settings import Settings
lines = json.loads(Path(sys.argv[2]).read_text())
for line in ask(lines, Settings(sys.argv[1], "stub", cache=Path(sys.argv[3]))):
    print(line["custom_id"], flush=True)
"""


def test_killed_run_resumes_from_its_cache(tmp_path: Path) -> None:
    script, lines_file, cache = tmp_path / "killed.py", tmp_path / "lines.json", tmp_path / "cache"
    script.write_text(_KILLED)
    lines_file.write_text(json.dumps(REPORTS))
    with stub({"report": ["slow:0.1"]}) as server:
        run = subprocess.Popen(
            [sys.executable, str(script), server.url, str(lines_file), str(cache)], stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None
        for _ in range(4):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
        run.wait(10)
        run.stdout.close()
        before = len(server.calls)
        report = Report()
        lines = list(ask(REPORTS, settings(server, cache=cache), report=report))
    assert 4 <= before < 12
    assert codes(lines) == [""] * 12
    assert report.cached >= 4
    assert report.cached + report.calls == 12


# --- budget


def test_budget_in_tokens_is_never_passed_and_says_who_was_not_asked() -> None:
    report = Report()
    size = size_of(REPORTS[0]["body"])
    budget = 3 * (size.into + size.most)
    # Every answer uses all that its request allows.
    with stub({"report": [f"usage:{size.into},{size.most}"]}) as server:
        lines = list(ask(REPORTS, settings(server, budget=budget_of(str(budget))), report=report))
        assert len(server.calls) == 3
    assert codes(lines) == [""] * 3 + [faults.OVER_BUDGET] * 9
    assert report.tokens_in + report.tokens_out <= budget
    assert report.not_asked == {faults.OVER_BUDGET: 9}


@pytest.mark.parametrize("parallel", [1, 2, 5])
def test_whom_a_budget_leaves_out_does_not_depend_on_timing(parallel: int) -> None:
    plays = {f"report {n:02}": [f"usage:20,{3 * n}"] for n in range(12)}
    plays["report 03"] = ["slow:0.2", "ok"]
    with stub(plays) as server:
        lines = list(ask(REPORTS, settings(server, budget=budget_of("330"), parallel=parallel)))
    answered = codes(lines).index(faults.OVER_BUDGET)
    assert codes(lines) == [""] * answered + [faults.OVER_BUDGET] * (12 - answered)
    assert answered == 7


def test_money_is_held_against_the_price_table() -> None:
    report = Report()
    prices = {"stub": Price(Decimal(10_000), Decimal(20_000), "EUR")}
    with stub({"report": ["usage:10,10"]}) as server:  # 0.30 EUR each
        given = settings(server, budget=budget_of("3.00EUR"), prices=prices)
        lines = list(ask(REPORTS, given, report=report))
    asked = codes(lines).count("")
    assert 0 < asked < 12
    assert report.cost == Decimal("0.3") * asked
    assert report.cost <= Decimal(3)


def test_money_without_a_price_or_in_another_currency_is_refused() -> None:
    prices = {"stub": Price(Decimal(1), Decimal(1), "USD")}
    for table in (None, {}, prices):
        with stub() as server, pytest.raises(LanguageModelError) as caught:
            settings(server, budget=budget_of("1EUR"), prices=table)
        assert caught.value.code == "llm_no_price"


def test_cached_replies_cost_nothing_even_when_the_budget_is_used_up(tmp_path: Path) -> None:
    with stub() as server:
        list(ask(REPORTS[6:], settings(server, cache=tmp_path)))
        lines = list(ask(REPORTS, settings(server, cache=tmp_path, budget=budget_of("1"))))
    assert codes(lines) == [faults.OVER_BUDGET] * 6 + [""] * 6


def test_lost_attempts_and_servers_that_report_nothing_are_reckoned_at_the_most() -> None:
    size = size_of(REPORTS[0]["body"])
    for play, lost in (("cut", 4), ("invalid_json", 2), ("usage:", 1)):
        report = Report()
        with stub({"report": [play]}) as server:
            list(ask(REPORTS[:1], settings(server), report=report))
        assert (report.unreported, report.tokens_out) == (lost, lost * size.most)


def test_report_says_what_was_done_without_a_clock_where_asked() -> None:
    report = Report()
    with stub({"report 01": ["status:500", "ok"], "report 02": ["status:400"]}) as server:
        list(ask(REPORTS[:4], settings(server), report=report))
    assert report.as_json(timed=False) == {
        "answered": 3,
        "cached": 0,
        "calls": 5,
        "failed": {faults.REFUSED: 1},
        "not_asked": {},
        "notes": [],
        "retried": 1,
        "tokens_in": 150,
        "tokens_out": 30,
        "unreported": 0,
    }
    assert "seconds" in report.as_json()
    assert report.sentence().startswith("3 answered, 0 from the cache, 1 failed, 0 not asked; 5 calls (1 again)")


def test_estimate_counts_documents_requests_and_what_is_cached(tmp_path: Path) -> None:
    prices = {"stub": Price(Decimal(2), Decimal(4), "EUR")}
    owners = {f"d{n}": f"document {n // 3}" for n in range(12)}
    with stub() as server:
        list(ask(REPORTS[:3], settings(server, cache=tmp_path)))
        found = plan(REPORTS, settings(server, cache=tmp_path, prices=prices), owners).estimate
        assert len(server.calls) == 3
    size = size_of(REPORTS[0]["body"])
    assert (found.documents, found.requests, found.cached) == (3, 9, 3)
    assert (found.tokens_in, found.tokens_out_most) == (9 * size.into, 9 * size.most)
    assert found.price_most == Decimal(2 * 9 * size.into + 4 * 9 * size.most) / 1_000_000


# --- consent

_AWAY = address_of("https://llm.example.org/v1")
_SOME = Estimate(2, 3, 0, 900, 300, 600)


def test_another_host_is_named_before_it_gets_anything() -> None:
    said: list[str] = []
    permit(_AWAY, _SOME, False, True, said.append, lambda question: pytest.fail("nobody is asked with --llm-yes"))
    assert len(said) == 1
    assert said[0].startswith("llm.example.org gets the text of 2 reports over https: 3 requests")


def test_without_encryption_that_is_said() -> None:
    said: list[str] = []
    permit(address_of("http://10.0.0.7:8000/v1"), _SOME, True, True, said.append, lambda question: None)
    assert "10.0.0.7:8000" in said[0]
    assert "NOT encrypted" in said[0]
    assert "masked" in said[0]


@pytest.mark.parametrize("answer", [None, False])
def test_another_host_gets_nothing_without_a_yes(answer: bool | None) -> None:
    asked: list[str] = []

    def confirm(question: str) -> bool | None:
        asked.append(question)
        return answer

    away = Settings("https://nobody.invalid/v1", "stub")
    with pytest.raises(LanguageModelError) as caught:
        ask(REPORTS, away, say=lambda line: None, confirm=confirm)
    assert caught.value.code == "llm_not_permitted"
    assert asked == ["Send 12 reports to nobody.invalid?"]


def test_yes_of_a_person_is_enough() -> None:
    permit(_AWAY, _SOME, False, False, lambda line: None, lambda question: True)


def test_nobody_at_a_terminal_is_no_yes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(LanguageModelError) as caught:
        ask(REPORTS, Settings("https://nobody.invalid/v1", "stub"))
    assert "--llm-yes" in str(caught.value)
    assert "nobody.invalid gets the text of 12 reports" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "127.9.9.9"])
def test_this_machine_needs_no_word(host: str) -> None:
    address = address_of(f"http://{host}:8080/v1")
    assert isinstance(address, Address)
    permit(address, _SOME, False, False, pytest.fail, lambda question: pytest.fail("nobody is asked"))


@pytest.mark.parametrize("host", ["localhost.evil.org", "127.0.0.1.evil.org", "0.0.0.0", "[::]", "10.0.0.1"])
def test_what_only_looks_like_this_machine_is_another(host: str) -> None:
    assert not address_of(f"http://{host}:8080/v1").loopback


# --- masks

_TEXT = "Farmer Tarek Salloum, 41, was shot in the village. Salloum's brother said Tarek had no gun."


def test_names_are_hidden_before_sending_and_back_in_the_reply(tmp_path: Path) -> None:
    def answer(body: Any) -> str:
        said = body["messages"][-1]["content"]
        return json.dumps({"claims": [{"evidence": said}]})

    masker = Masker(NameMatcher([]))
    lines_in = [request("d-1", _TEXT), request("d-2", "Mr Salloum was buried."), request("e-1", "The army left.")]
    owners = {"d-1": "d", "d-2": "d", "e-1": "e"}
    with stub(answer=answer) as server:
        lines = list(ask(lines_in, settings(server, masker=masker, cache=tmp_path), documents=owners))
    sent = json.dumps(server.calls) + "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert not any(name in sent for name in ("Tarek", "Salloum"))
    assert "41" not in json.dumps(server.calls)
    contents = [line["response"]["body"]["choices"][0]["message"]["content"] for line in lines]
    quotes = [json.loads(content)["claims"][0]["evidence"] for content in contents]
    assert quotes == [_TEXT, "Mr Salloum was buried.", "The army left."]


def test_text_whose_names_cannot_be_found_is_not_sent() -> None:
    masker = Masker(NameMatcher([]))
    lines_in = [
        request("a", "قُتل المزارع طارق سلوم قرب القرية"),
        request("b", "TAREK SALLOUM WAS SHOT"),
        request("c", _TEXT),
    ]
    with stub() as server:
        lines = list(ask(lines_in, settings(server, masker=masker)))
        assert len(server.calls) == 1
    assert codes(lines) == [faults.CANNOT_MASK, faults.CANNOT_MASK, ""]


def test_a_run_over_many_requests_adds_little_to_what_the_server_takes() -> None:
    began = time.monotonic()
    with stub() as server:
        lines = list(ask([request(f"d{n}", f"report {n}") for n in range(200)], settings(server, parallel=4)))
    assert codes(lines) == [""] * 200
    assert time.monotonic() - began < 20
