"""What a server does not accept in a request is found out once a run: answers by schema, seed, temperature, names."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

_SCHEMA, _OBJECT, _NONE = range(3)
_SAID = {
    _OBJECT: "the server takes no JSON schema; it is asked for a JSON object",
    _NONE: "the server takes no form of answer; it is asked in words alone",
}
_REFUSALS = frozenset({400, 404, 415, 422, 501})
_FORM_WORDS = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured output")
_COMPLAINTS = ("unsupported", "not supported", "unknown", "unrecognized", "not permitted", "not allowed", "extra input")
_LEFT_OUT = ("seed", "temperature")


class Shape:
    """The form in which one server is asked, remembered for a run and shared by its threads.

    >>> shape = Shape()
    >>> body = {"seed": 0, "response_format": {"type": "json_schema", "json_schema": {}}}
    >>> shape.learns(shape.fit(body), 400, "response_format json_schema is unknown")
    True
    >>> shape.fit(body)["response_format"]
    {'type': 'json_object'}
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._form = _SCHEMA
        self._left_out: set[str] = set()
        self._newer_limit = False
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was found out, in sentences for people, sorted."""
        with self._lock:
            return tuple(sorted(self._notes))

    def fit(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body as this server takes it."""
        with self._lock:
            fitted = {key: value for key, value in body.items() if key not in self._left_out}
            if "response_format" in fitted and self._form != _SCHEMA:
                if self._form == _NONE or fitted["response_format"].get("type") == "text":
                    del fitted["response_format"]
                else:
                    fitted["response_format"] = {"type": "json_object"}
            if self._newer_limit and "max_tokens" in fitted:
                fitted["max_completion_tokens"] = fitted.pop("max_tokens")
            return fitted

    def learns(self, sent: Mapping[str, Any], status: int, message: str) -> bool:
        """Say whether a refusal shows another form to try; the form is then changed for all requests that follow.

        ``sent`` is the body that was refused: what another thread found out meanwhile is not found out twice.
        """
        if status not in _REFUSALS:
            return False
        said = message.lower()
        with self._lock:
            if "max_completion_tokens" in said and "max_tokens" in sent:
                if not self._newer_limit:
                    self._notes.append("the server takes max_completion_tokens in place of max_tokens")
                self._newer_limit = True
                return True
            for name in _LEFT_OUT:
                if name in sent and name in said and any(words in said for words in _COMPLAINTS):
                    if name not in self._left_out:
                        self._notes.append(f"the server takes no {name}; its answers may differ from run to run")
                    self._left_out.add(name)
                    return True
            return self._next_form(sent, said)

    def _next_form(self, sent: Mapping[str, Any], said: str) -> bool:
        asked = sent.get("response_format")
        if not asked or not any(words in said for words in _FORM_WORDS):
            return False
        after = _OBJECT if asked.get("type") == "json_schema" else _NONE
        if after > self._form:
            self._form = after
            self._notes.append(_SAID[after])
        return True
