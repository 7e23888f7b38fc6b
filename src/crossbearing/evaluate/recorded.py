"""Annotated claims as recorded replies: what a model would have to answer for the program to read these claims.

So the way from requests over replies to claims can be measured, and spoiled, without any model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crossbearing.evaluate.scoring import ClaimJson
from crossbearing.evaluate.spoiling import spoiled
from crossbearing.llm.passages import Piece, passages_of, pieces_of
from crossbearing.llm.quotes import HeldText, Quote
from crossbearing.llm.requests import custom_id
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention

MODEL = "recorded"
_MOST_NEIGHBOURS = 15


def reply_line(name: str, content: str, finish_reason: str = "stop") -> dict[str, Any]:
    """Return the line of the batch form that answers the request ``name`` with ``content``.

    >>> reply_line("a-1", "{}")["response"]["status_code"]
    200
    """
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    body = {"object": "chat.completion", "model": MODEL, "choices": [choice]}
    return {"custom_id": name, "response": {"status_code": 200, "body": body}, "error": None}


def recorded_replies(
    document: Document, claims: Sequence[ClaimJson], words: int, spoil: float = 0.0
) -> list[dict[str, Any]]:
    """Return a reply line to each request of the document that holds the annotated claims of its passages.

    ``words`` is the bound of a piece that the requests were cut by. Fields without words of the text cannot be said in
    a reply and are left out: names, inherited days, actors and sources that stand nowhere. ``spoil`` is the share of
    fields that are made wrong.

    >>> cut = recorded_replies(Document("d", "The army left. It was dark."), [], 900)
    >>> cut[0]["response"]["body"]["choices"][0]["message"]["content"]
    '{"claims":[]}'
    """
    text = HeldText(document.text, passages_of(document))
    lines = []
    for piece in pieces_of(document, words):
        name = custom_id(document, piece)
        said = reply_claims(text, [c for c in claims if _in_piece(text, piece, c)])
        content = {"claims": spoiled(said, name, spoil) if spoil else said}
        lines.append(reply_line(name, json.dumps(content, ensure_ascii=False, separators=(",", ":"))))
    return lines


def _in_piece(text: HeldText, piece: Piece, claim: ClaimJson) -> bool:
    passage = text.passage_at(claim["evidence"]["start"])
    return passage in piece.passages


def reply_claims(text: HeldText, claims: Sequence[ClaimJson]) -> list[dict[str, Any]]:
    """Return the claims in the form of a reply, each quote with the neighbours it needs to be found again."""
    counts = {
        count["id"]: f"{number}.{position}"
        for number, claim in enumerate(claims, 1)
        for position, count in enumerate(claim.get("counts") or [], 1)
    }
    return [_claim(text, claim, number, counts) for number, claim in enumerate(claims, 1)]


def _claim(text: HeldText, claim: ClaimJson, number: int, counts: Mapping[str, str]) -> dict[str, Any]:
    evidence = _mention(claim["evidence"])
    said = claim["attribution"]
    cue = _mention(said["cue"]) if said.get("cue") else None
    passage = text.passage_at(evidence.start)
    near = _near_of_evidence(text, evidence)
    time = claim.get("time") or {}
    return {
        "id": number,
        "p": None if passage is None else passage.number,
        "evidence": evidence.text,
        "near": near,
        **{key: claim[key] for key in ("class", "modality", "polarity", "extent")},
        "mode": said["mode"],
        "speech_act": said["speech_act"],
        "cue": None if cue is None else _quote(text, cue, evidence),
        "sources": [
            {"quote": _quote(text, _mention(s["mention"]), cue or evidence), "anonymous": bool(s.get("anonymous"))}
            for s in said["sources"]
            if s.get("mention")
        ],
        "actors": _roles(text, claim["actors"], evidence),
        "places": _roles(text, claim["places"], evidence),
        "time": {"quote": _quote(text, _mention(time["mention"]), evidence), "start": time["start"], "end": time["end"]}
        if time.get("mention")
        else None,
        "counts": [_count(text, count, evidence, counts) for count in claim.get("counts") or []],
        "weapons": _quotes(text, claim.get("weapons"), evidence),
        "labels": _quotes(text, claim.get("labels"), evidence),
    }


def _roles(text: HeldText, listed: Sequence[Mapping[str, Any]], evidence: Mention) -> list[dict[str, Any]]:
    return [
        {"role": one["role"], "quote": _quote(text, _mention(one["mention"]), evidence)}
        for one in listed
        if one.get("mention")
    ]


def _quotes(text: HeldText, listed: Sequence[Mapping[str, Any]] | None, evidence: Mention) -> list[Any]:
    return [_quote(text, _mention(one["mention"]), evidence) for one in listed or () if one.get("mention")]


def _count(text: HeldText, count: Mapping[str, Any], evidence: Mention, counts: Mapping[str, str]) -> dict[str, Any]:
    same = ("quantity", "category", "side", "scope", "bound", "low", "best", "high")
    parent = count.get("parent")
    return {
        "quote": _quote(text, _mention(count["mention"]), evidence),
        **{key: count.get(key) for key in same},
        "part_of": counts.get(parent) if parent else None,
    }


def _mention(value: Mapping[str, Any]) -> Mention:
    return Mention(value["start"], value["end"], value["text"])


def _quote(text: HeldText, mention: Mention, anchor: Mention) -> str | dict[str, Any]:
    """Return the shortest form of a quote that is placed where the annotation has it."""
    if text.place(Quote(mention.text), anchor) == mention:
        return mention.text
    passage = text.passage_at(mention.start)
    number = None if passage is None else passage.number
    near: str | None = None
    for neighbours in range(1, _MOST_NEIGHBOURS + 1):
        near = _stretch(text, mention, neighbours)
        if text.place(Quote(mention.text, number, near), anchor) == mention:
            break
    return {"q": mention.text, "p": number, "near": near}


def _near_of_evidence(text: HeldText, evidence: Mention) -> str | None:
    passage = text.passage_at(evidence.start)
    number = None if passage is None else passage.number
    near: str | None = None
    for neighbours in range(_MOST_NEIGHBOURS + 1):
        near = _stretch(text, evidence, neighbours) if neighbours else None
        if text.candidates(Quote(evidence.text, number, near)) == [evidence]:
            break
    return near


def _stretch(text: HeldText, mention: Mention, neighbours: int) -> str:
    """Return the mention with so many words before and behind it."""
    before = text.text[: mention.start].split(" ")
    behind = text.text[mention.end :].split(" ")
    start = len(" ".join(before[: -neighbours - 1])) if len(before) > neighbours + 1 else 0
    return text.text[start : mention.end + len(" ".join(behind[: neighbours + 1]))].strip()
