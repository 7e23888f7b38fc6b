"""Reply lines to claims: each tied to its request and its document, parsed, held to the text, and given ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crossbearing.llm.faults import UNREAD, problem_of
from crossbearing.llm.fields import STAGE
from crossbearing.llm.held import HeldClaim, hold
from crossbearing.llm.marked import text_hash
from crossbearing.llm.parsing import parse_reply
from crossbearing.llm.passages import passages_of
from crossbearing.llm.quotes import HeldText
from crossbearing.llm.requests import Asked, read_custom_id, slug_of
from crossbearing.llm.shown import shown
from crossbearing.model.claim import Claim, Count, Label, Relation
from crossbearing.model.document import Document, Problem
from crossbearing.text.languages.detect import reading_language

READER = "llm"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request asked, the model it named, and the reply line that came back (None where there is none)."""

    asked: Asked
    model: str
    line: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class SortedReplies:
    """The replies to the requests of each document, by its id, and problems that concern no document given."""

    replies: Mapping[str, tuple[Reply, ...]]
    unplaced: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """What the replies to one document came to; ``unread`` are stretches of its text that no whole reply is about."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldReplies:
    """What the replies came to: claims and problems by document id, and problems that concern no document given.

    Every document that a request was made for has an entry in both, however empty.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    problems: Mapping[str, tuple[Problem, ...]]
    unplaced: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Read:
    """One document on its way: its text, and what its replies held."""

    document: Document
    text: HeldText
    held: list[tuple[int, HeldClaim]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Span] = field(default_factory=list)


def claims_of_replies(
    requests: Iterable[Mapping[str, Any]], replies: Iterable[Mapping[str, Any]], documents: Sequence[Document]
) -> HeldReplies:
    """Return the unresolved claims that the replies give and that stand in the texts, with why the rest does not.

    ``requests`` are the request lines that were written for ``documents``, ``replies`` the lines that came back, both
    as JSON objects in any order. A request whose document has another text now, or is not given, is refused.

    >>> claims_of_replies([], [], []).claims
    {}
    """
    found = sort_replies(requests, replies, documents)
    given = {document.id: document for document in documents}
    held = {id_: hold_replies(given[id_], lines) for id_, lines in found.replies.items()}
    claims, problems = ({id_: getattr(h, name) for id_, h in held.items()} for name in ("claims", "problems"))
    return HeldReplies(claims, problems, found.unplaced)


def sort_replies(
    requests: Iterable[Mapping[str, Any]], replies: Iterable[Mapping[str, Any]], documents: Sequence[Document]
) -> SortedReplies:
    """Tie replies to requests and these to documents, by id; arguments as of ``claims_of_replies``.

    >>> sort_replies([], [{"custom_id": "d-1"}], []).unplaced[0].code
    'unknown_request'
    """
    lost: list[Problem] = []
    answers = _by_custom_id(replies, lost)
    by_hash = {text_hash(document): document for document in documents}
    slugs = {slug_of(document.id): document.id for document in documents}
    found: dict[str, list[Reply]] = {}
    done: set[str] = set()
    for name, model in sorted(_wanted(requests, lost).items()):
        asked = read_custom_id(name)
        document = None if asked is None else by_hash.get(asked.text_hash)
        done.add(name)
        if asked is None or document is None:
            lost.append(_no_document(name, asked, slugs))
            continue
        found.setdefault(document.id, []).append(Reply(asked, model, answers.get(name)))
    for name in sorted(set(answers) - done):
        lost.append(Problem("unknown_request", f"reply {shown(name)} answers no request of the file", STAGE))
    return SortedReplies({id_: tuple(lines) for id_, lines in sorted(found.items())}, tuple(lost))


def hold_replies(document: Document, replies: Iterable[Reply]) -> HeldDocument:
    """Return the unresolved claims that the replies to one document give, with why the rest is not taken.

    >>> reply = Reply(Asked("d", text_hash(Document("d", "War ended.")), 1, 1), "small", None)
    >>> held = hold_replies(Document("d", "War ended."), [reply])
    >>> held.problems[0].code, held.unread
    ('no_reply', ((0, 10),))
    """
    read = _Read(document, held_text(document))
    for reply in replies:
        before = len(read.problems)
        _read_one(read, reply)
        if any(problem.code in UNREAD for problem in read.problems[before:]):
            read.unread.append(_stretch(read.text, reply.asked))
    claims = _claims(read)
    return HeldDocument(claims, tuple(read.problems), tuple(read.unread))


def _stretch(text: HeldText, asked: Asked) -> Span:
    shown = [p for number, p in text.passages.items() if asked.first <= number <= asked.last]
    return (min(p.start for p in shown), max(p.end for p in shown)) if shown else (0, len(text.text))


def held_text(document: Document) -> HeldText:
    """Return the text of a document, ready to hold replies in the language that it is in.

    >>> held_text(Document("d", "Les combats ont cessé.", language="fr")).language
    'fr'
    """
    return HeldText(document.text, passages_of(document), reading_language(document))


def _by_custom_id(replies: Iterable[Mapping[str, Any]], lost: list[Problem]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for number, line in enumerate(replies, 1):
        name = line.get("custom_id")
        if not isinstance(name, str):
            lost.append(Problem("no_custom_id", f"reply line {number} has no custom_id", STAGE))
        elif name in found:
            lost.append(Problem("second_reply", f"reply {shown(name)} stands twice; the first is read", STAGE))
        else:
            found[name] = line
    return found


def _wanted(requests: Iterable[Mapping[str, Any]], lost: list[Problem]) -> dict[str, str]:
    """Return the model that each request names, by custom id."""
    found: dict[str, str] = {}
    for number, line in enumerate(requests, 1):
        name, body = line.get("custom_id"), line.get("body")
        model = body.get("model") if isinstance(body, dict) else None
        if not isinstance(name, str) or not isinstance(model, str):
            lost.append(Problem("bad_request", f"request line {number} has no custom_id or no model", STAGE))
        else:
            found[name] = model
    return found


def _no_document(name: str, asked: Asked | None, slugs: Mapping[str, str]) -> Problem:
    if asked is not None and asked.slug in slugs:
        message = (
            f"request {shown(name)}: {shown(slugs[asked.slug])} has another text or id than when it was asked about"
        )
        return Problem("document_changed", message, STAGE)
    return Problem("unknown_document", f"request {shown(name)} is about no document that was given", STAGE)


def _read_one(read: _Read, reply: Reply) -> None:
    """Take in the reply to one request."""
    asked, line = reply.asked, reply.line
    where = f"passages {asked.first} to {asked.last}"
    if line is None:
        read.problems.append(Problem("no_reply", f"{where}: the file of replies has none", STAGE))
        return
    content = _content(line)
    if isinstance(content, Problem):
        read.problems.append(replace(content, message=f"{where}: {content.message}"))
        return
    answer = parse_reply(content)
    read.problems.extend(Problem(code, f"{where}: {reason}", STAGE) for code, reason in answer.repairs)
    for key in answer.other_keys:
        read.problems.append(Problem("unknown_key", f"{where}: key {shown(key)} is no part of a reply", STAGE))
    held, problems = hold(answer.claims, read.text, frozenset(range(asked.first, asked.last + 1)))
    read.problems.extend(problems)
    reason = f"read by {shown(reply.model)}, held to the text"
    read.held.extend((asked.first, replace(h, reasons=(reason, *h.reasons))) for h in held)


def _content(line: Mapping[str, Any]) -> str | Problem:
    """Return the text of a reply line, or why it has none."""
    problem = problem_of(line)
    if problem is not None:
        return problem
    try:
        content = line["response"]["body"]["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        content = None
    if not isinstance(content, str):
        return Problem("no_answer", "the server's answer holds no text", STAGE)
    return content


# -- ids and ties between claims --------------------------------------------------------------------------------------


def _claims(read: _Read) -> tuple[Claim, ...]:
    """Give the claims of a document their ids in text order; counts and repetitions are tied by these."""
    ordered = sorted(read.held, key=lambda x: (x[1].evidence.start, x[1].evidence.end, x[1].cls, x[0]))
    width = max(2, len(str(len(ordered))))
    names = [f"{read.document.id}:l{n:0{width}d}" for n in range(1, len(ordered) + 1)]
    counts = _CountIds(ordered, names)
    told: dict[tuple[str, str], str] = {}
    made = []
    for name, (piece, held) in zip(names, ordered, strict=True):
        made.append(
            Claim(
                id=name,
                document=read.document.id,
                cls=held.cls,
                evidence=held.evidence,
                modality=held.modality,
                polarity=held.polarity,
                extent=held.extent,
                attribution=held.attribution,
                actors=held.actors,
                places=held.places,
                time=held.time,
                counts=counts.of(name, piece, held, read.problems),
                weapons=held.weapons,
                labels=tuple(Label(m) for m in held.labels),
                relations=_repeats(name, held, told),
                rule="llm.reply",
                confidence=_confidence(held),
                reasons=held.reasons,
                reader=READER,
                gloss=held.gloss,
                name_glosses=held.name_glosses,
            )
        )
    return tuple(made)


class _CountIds:
    """Ids of the counts of a document, and the wholes that replies say they are parts of."""

    def __init__(self, ordered: Sequence[tuple[int, HeldClaim]], names: Sequence[str]) -> None:
        self._ids: dict[tuple[int, str], str] = {}
        self._parents: dict[str, str] = {}
        twice: set[tuple[int, str]] = set()
        for name, (piece, held) in zip(names, ordered, strict=True):
            for position, one in enumerate(held.counts if held.number is not None else (), 1):
                key = (piece, f"{held.number}.{one.number}")
                if key in self._ids:
                    twice.add(key)
                self._ids[key] = f"{name}n{position}"
        for key in twice:  # two claims of one number: nothing says which is meant
            del self._ids[key]

    def of(self, name: str, piece: int, held: HeldClaim, problems: list[Problem]) -> tuple[Count, ...]:
        """Return the counts of a claim; a whole that is not there, or is part of its own part, is left out and said."""
        found = []
        for position, one in enumerate(held.counts, 1):
            id_ = f"{name}n{position}"
            parent = None if one.part_of is None else self._ids.get((piece, one.part_of))
            if one.part_of is not None and (parent is None or self._is_part(parent, id_)):
                span = one.count.mention or held.evidence
                message = f"count {shown(span.text)}: its whole {shown(one.part_of)} is no count that was kept"
                problems.append(Problem("unknown_parent", message, STAGE, span.start, span.end))
                parent = None
            if parent is not None:
                self._parents[id_] = parent
            found.append(replace(one.count, id=id_, parent=parent))
        return tuple(found)

    def _is_part(self, count: str | None, of: str) -> bool:
        """Say whether a count is the other one or a part of it, at any depth."""
        while count is not None and count != of:
            count = self._parents.get(count)
        return count == of


def _repeats(name: str, held: HeldClaim, told: dict[tuple[str, str], str]) -> tuple[Relation, ...]:
    """A claim whose class and words stood in this document before repeats that claim, as it does for the rules."""
    words = re.sub(r"\W+", " ", held.evidence.text).lower().strip()
    first = told.setdefault((held.cls, words), name)
    return () if first == name else (Relation("repeats", first),)


def _confidence(held: HeldClaim) -> float:
    """The sum by which the rules order the review queue: 0.4, and 0.1 each for actors, places, time, counts, source."""
    score = 0.4 + 0.1 * min(2, len(held.actors)) + 0.1 * bool(held.places) + 0.1 * (held.time.mention is not None)
    score += 0.1 * bool(held.counts) + 0.1 * bool(held.attribution.sources)
    return round(min(score, 0.95), 2)
