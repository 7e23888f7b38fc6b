"""What can go wrong with one request, each with a stable code, and the reply lines that say so.

A reply line has the form of the batch interfaces: ``{"custom_id", "response": {"status_code", "body"}, "error"}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossbearing.llm.shown import shown
from crossbearing.model.document import Problem

_STAGE = "llm"

RequestLine = Mapping[str, Any]
ReplyLine = dict[str, Any]

UNREACHABLE = "llm_unreachable"
CERTIFICATE = "llm_certificate"
TIMEOUT = "llm_timeout"
BUSY = "llm_busy"
SERVER_ERROR = "llm_server_error"
REFUSED = "llm_refused"
REDIRECT = "llm_redirect"
ENDLESS = "llm_endless"
CUT_OFF = "llm_cut_off"
BROKEN_HTTP = "llm_broken_http"
WRONG_TYPE = "llm_wrong_type"
NOT_JSON = "llm_not_json"
NO_ANSWER = "llm_no_answer"
STOPPED = "llm_stopped"
OVER_BUDGET = "llm_over_budget"
CANNOT_MASK = "llm_cannot_mask"
NOT_RELEVANT = "llm_not_relevant"

# Nothing was sent for these: the report counts them apart from what failed.
NOT_ASKED = frozenset({STOPPED, OVER_BUDGET, CANNOT_MASK, NOT_RELEVANT})
# The server may have worked, and charge for it, though no answer came.
MAY_COST = frozenset({TIMEOUT, ENDLESS, CUT_OFF, BROKEN_HTTP, WRONG_TYPE, NOT_JSON, NO_ANSWER})

CODES = frozenset(
    {
        UNREACHABLE,
        CERTIFICATE,
        TIMEOUT,
        BUSY,
        SERVER_ERROR,
        REFUSED,
        REDIRECT,
        ENDLESS,
        CUT_OFF,
        BROKEN_HTTP,
        WRONG_TYPE,
        NOT_JSON,
        NO_ANSWER,
        *NOT_ASKED,
    }
)
UNREAD = (CODES - {NOT_RELEVANT}) | {
    "server_error",
    "no_answer",
    "no_reply",
    "no_request",
    "reply_cut",
    "reply_not_json",
    "wrong_schema",
}
"""Codes of problems by which a part of a report was not read by the model, though it should have been."""


class Fault(Exception):  # noqa: N818 - caught in this package and turned into a reply line, never shown as an error
    """One attempt that failed: ``tries`` is how often its kind is tried at most, ``wait`` what the server asked for.

    ``final`` says that every other request of the run would fail in the same way.
    """

    def __init__(
        self, code: str, message: str, tries: int = 1, wait: float | None = None, final: bool = False, status: int = 0
    ) -> None:
        self.code = code
        self.message = message
        self.tries = tries
        self.wait = wait
        self.final = final
        self.status = status
        super().__init__(f"{code}: {message}")


def answered(custom_id: str, body: Mapping[str, Any]) -> ReplyLine:
    """Return the reply line of a request that was answered.

    >>> answered("d-1", {"choices": []})["response"]["status_code"]
    200
    """
    return {"custom_id": custom_id, "response": {"status_code": 200, "body": dict(body)}, "error": None}


def failed(custom_id: str, code: str, message: str, status: int = 0) -> ReplyLine:
    """Return the reply line of a request without an answer; ``status`` is the server's, 0 where there was none.

    >>> failed("d-1", BUSY, "too many requests", 429)["error"]
    {'code': 'llm_busy', 'message': 'too many requests'}
    """
    response = {"status_code": status, "body": {}} if status else None
    return {"custom_id": custom_id, "response": response, "error": {"code": code, "message": message}}


def problem_of(line: Mapping[str, Any]) -> Problem | None:
    """Return why a reply line has no answer, in the form in which documents carry it; None where it has one.

    A code of ours stays as it is; what another program wrote into a file of replies is a ``server_error`` whose message
    holds its code and its words.

    >>> problem_of(failed("d-1", STOPPED, "not asked")).code
    'llm_stopped'
    >>> problem_of({"custom_id": "d-1", "error": {"code": "batch_expired", "message": "too late"}}).message
    "the server answered with error 'batch_expired': 'too late'"
    >>> problem_of(answered("d-1", {})) is None
    True
    """
    error = line.get("error")
    if error:
        code, words = (error.get("code"), error.get("message")) if isinstance(error, dict) else (error, None)
        if isinstance(code, str) and code in CODES and isinstance(words, str):
            return Problem(code, words, _STAGE)
        said = f": {shown(words)}" if words else ""
        return Problem("server_error", f"the server answered with error {shown(code)}{said}", _STAGE)
    response = line.get("response")
    status = response.get("status_code") if isinstance(response, dict) else None
    if status != 200:
        return Problem("server_error", f"the server answered with status {shown(status)}", _STAGE)
    return None
