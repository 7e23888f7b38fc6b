"""A language model server on loopback that plays every fault, for tests; it answers nothing that it was not told to.

``Stub.plays`` says what happens to a request by a word in its last message: a list of plays, one an attempt, the last
one again for all that follow. Without one the play is "ok", which answers with what ``answer`` returns for the request.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = Mapping[str, Any]
Answer = Callable[[Body], str]
NO_CLAIMS = '{"claims": []}'


def request(custom_id: str, text: str, model: str = "stub", max_tokens: int = 100) -> dict[str, Any]:
    """Return a request line over ``text``."""
    messages = [{"role": "system", "content": "Read the report."}, {"role": "user", "content": text}]
    body = {"model": model, "messages": messages, "temperature": 0, "seed": 0, "max_tokens": max_tokens}
    body["response_format"] = {"type": "json_schema", "json_schema": {"name": "claims", "schema": {}, "strict": True}}
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}


def completion(content: Any, finish: str = "stop", usage: Any = None) -> dict[str, Any]:
    """Return a chat completion the way servers send it, with an id and a clock that nobody may keep."""
    return {
        "id": f"chatcmpl-{time.time_ns()}",
        "created": time.time_ns(),
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}],
        "usage": usage or {"prompt_tokens": 50, "completion_tokens": 10, "total_tokens": 60},
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on standard error."""

    def do_GET(self) -> None:
        self.server.stub.strayed.append(self.path)
        self.send_error(404)

    def do_POST(self) -> None:
        stub = self.server.stub
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        play, argument = stub.begin(self.path, dict(self.headers), body).partition(":")[::2]
        self.on_its_way = True
        try:
            with suppress(ConnectionError):
                getattr(self, f"play_{play}")(body, argument)
        finally:
            self.ended()
            self.close_connection = True

    def ended(self) -> None:
        """Count the request as answered before its last byte is out: whoever reads that may send the next at once."""
        if self.on_its_way:
            self.on_its_way = False
            self.server.stub.end()

    def send(self, status: int, content: bytes, headers: Mapping[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.ended()
        self.wfile.write(content)

    def send_json(self, status: int, value: Any, **headers: str) -> None:
        self.send(status, json.dumps(value).encode(), {k.replace("_", "-"): v for k, v in headers.items()})

    def play_ok(self, body: Body, argument: str) -> None:
        self.send_json(200, completion(self.server.stub.answer(body)))

    def play_slow(self, body: Body, argument: str) -> None:
        self.server.stub.closing.wait(float(argument))
        self.play_ok(body, "")

    def play_drip(self, body: Body, argument: str) -> None:
        """Send a byte from time to time, so that no single wait is long: in the head of the answer, or its body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" if argument == "head" else b"HTTP/1.1 200 OK\r\n\r\n")
        while not self.server.stub.closing.wait(0.05):
            self.wfile.write(b"x")

    def play_hangup(self, body: Body, argument: str) -> None:
        """Close without a word."""

    def play_status(self, body: Body, argument: str) -> None:
        status, _, wait = argument.partition(",")
        headers = {"Retry_After": wait} if wait else {}
        self.send_json(int(status), {"error": {"message": f"stub says {status}", "type": "stub"}}, **headers)

    def play_invalid_json(self, body: Body, argument: str) -> None:
        self.send(200, b'{"choices": [{"message": ', {})

    def play_deep_json(self, body: Body, argument: str) -> None:
        self.send(200, b"[" * 200_000, {})

    def play_wrong_type(self, body: Body, argument: str) -> None:
        self.send(200, b"<html>log in first</html>", {"Content-Type": "text/html"})

    def play_packed(self, body: Body, argument: str) -> None:
        self.send(200, b"\x1f\x8b\x08", {"Content-Encoding": "gzip"})

    def play_cut(self, body: Body, argument: str) -> None:
        whole = json.dumps(completion(NO_CLAIMS)).encode()
        self.send(200, whole[: len(whole) // 2], {}, length=len(whole))

    def play_cut_chunk(self, body: Body, argument: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b'20\r\n{"choices": [')

    def play_endless(self, body: Body, argument: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if argument == "length":
            self.send_header("Content-Length", str(10**15))
        self.end_headers()
        while not self.server.stub.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def play_headers(self, body: Body, argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if argument == "long":
            self.wfile.write(b"X-Long: " + b"x" * 200_000 + b"\r\n")
        else:
            self.wfile.write(b"".join(b"X-%d: y\r\n" % i for i in range(5000)))

    def play_continue(self, body: Body, argument: str) -> None:
        """Promise an answer for ever."""
        while not self.server.stub.closing.is_set():
            self.wfile.write(b"HTTP/1.1 100 Continue\r\nX-Wait: " + b"x" * 60_000 + b"\r\n\r\n")

    def play_no_http(self, body: Body, argument: str) -> None:
        self.wfile.write(b"SSH-2.0-stub\r\n\r\n")

    def play_redirect(self, body: Body, argument: str) -> None:
        self.send(307, b"", {"Location": argument})

    def play_no_choices(self, body: Body, argument: str) -> None:
        self.send_json(200, {"choices": []})

    def play_refusal(self, body: Body, argument: str) -> None:
        self.send_json(200, {"choices": [{"message": {"content": None, "refusal": "I would rather not"}}]})

    def play_half_characters(self, body: Body, argument: str) -> None:
        self.send_json(200, completion("\ud800"))

    def play_length(self, body: Body, argument: str) -> None:
        self.send_json(200, completion('{"claims": [', "length"))

    def play_echo_key(self, body: Body, argument: str) -> None:
        """Give the key away: in an error where ``argument`` is a status, else in the answer."""
        key = self.headers["Authorization"]
        if argument:
            self.send_json(int(argument), {"error": {"message": f"wrong key: {key}"}})
        else:
            self.send_json(200, completion(json.dumps({"claims": [], "key": key})))

    def play_no_schema(self, body: Body, argument: str) -> None:
        """Refuse forms of answer: JSON schemas alone, or any where ``argument`` is "any"."""
        form = body.get("response_format", {}).get("type", "")
        if form == "json_schema" or (form and argument == "any"):
            self.send_json(400, {"error": {"message": f"response_format type {form} is not supported"}})
        else:
            self.play_ok(body, "")

    def play_newer(self, body: Body, argument: str) -> None:
        """Behave like providers whose newer models take neither max_tokens nor temperature."""
        if "max_tokens" in body:
            text = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            self.send_json(400, {"error": {"message": text}})
        elif "temperature" in body:
            self.send_json(400, {"error": {"message": "Unsupported value: 'temperature' does not support 0."}})
        else:
            self.play_ok(body, "")

    def play_says(self, body: Body, argument: str) -> None:
        """Answer with a content of the test's, sound or not: ``argument`` names it in ``Stub.contents``."""
        self.send_json(200, completion(self.server.stub.contents[argument]))

    def play_usage(self, body: Body, argument: str) -> None:
        """Report tokens: "in,out", or none where there is no argument."""
        given = [int(n) for n in argument.split(",")] if argument else []
        usage = {"prompt_tokens": given[0], "completion_tokens": given[1]} if given else {"prompt_tokens": "many"}
        self.send_json(200, completion(NO_CLAIMS, usage=usage))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    stub: Stub


class Stub:
    """What the server does and what it saw. ``calls`` are bodies in the order in which they came."""

    def __init__(self, plays: Mapping[str, Sequence[str]], answer: Answer) -> None:
        self.plays = dict(plays)
        self.answer = answer
        self.contents: dict[str, str] = {}
        self.calls: list[Body] = []
        self.headers: list[Mapping[str, str]] = []
        self.paths: list[str] = []
        self.strayed: list[str] = []
        self.most_in_flight = 0
        self.closing = threading.Event()
        self.url = ""
        self._in_flight = 0
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    def begin(self, path: str, headers: Mapping[str, str], body: Body) -> str:
        text = body["messages"][-1]["content"]
        with self._lock:
            self.calls.append(body)
            self.headers.append(headers)
            self.paths.append(path)
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
            key = next((k for k in self.plays if k in text), "")
            number = self._seen.get(key, 0)
            self._seen[key] = number + 1
        plays = self.plays.get(key, ["ok"])
        return plays[min(number, len(plays) - 1)]

    def end(self) -> None:
        with self._lock:
            self._in_flight -= 1


@contextmanager
def stub(plays: Mapping[str, Sequence[str]] | None = None, answer: Answer = lambda body: NO_CLAIMS) -> Iterator[Stub]:
    """Run a stub server on a free port of loopback while the block runs."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.stub = Stub(plays or {}, answer)
        server.stub.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.stub
        finally:
            server.stub.closing.set()
            server.shutdown()
            thread.join()
