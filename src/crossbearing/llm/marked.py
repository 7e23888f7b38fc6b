"""The report as a model is shown it: context, numbered passages, and a mark that no report can hold."""

from __future__ import annotations

import hashlib
from datetime import date

from crossbearing.llm.passages import Passage, Piece
from crossbearing.model.document import Document
from crossbearing.text.languages.detect import language_name, reading_language

_FOREIGN = (
    "language: {0}. Every quote stays in the report's own language and letters, marks included; nothing is translated "
    'or spelled another way. Give each claim one more key, "gloss": {{"sentence": the claim as one plain English '
    'sentence, "names": [{{"quote": the words of an actor, place or source as you quoted them, "english": the usual '
    "English name}}]}}."
)


def text_hash(document: Document) -> str:
    """Return the hash that ties a request to a document: over its id and its text, 16 hexadecimal digits.

    >>> text_hash(Document("d", "War ended.")) == text_hash(Document("d", "War ended!"))
    False
    """
    both = f"{document.id}\0{document.text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(both).hexdigest()[:16]


def is_foreign(document: Document) -> bool:
    """Say whether a report is in another language than English, so that an English gloss is asked for.

    >>> is_foreign(Document("d", "Les combats ont cessé.", language="fr")), is_foreign(Document("d", "War ended."))
    (True, False)
    """
    return reading_language(document) != "en"


def user_message(document: Document, piece: Piece) -> str:
    """Return the context and the marked passages of one piece.

    The mark is made of the text's hash: no text can hold its own, so nothing in a report can end it. White space is
    one blank, so that no line of a report can look like the number of a passage.

    >>> print(user_message(Document("d", "War ended.", "Post", "2018-04-28"), Piece((Passage(1, "paragraph", 0, 10),))))
    outlet: Post
    published: 2018-04-28, a Saturday
    title: not known
    <report f228af9a6999e454>
    [1] War ended.
    </report f228af9a6999e454>
    """
    mark = text_hash(document)
    lines = [
        f"outlet: {_line(document.outlet or 'not known')}",
        f"published: {_day(document.published)}",
        f"title: {_line(document.title or 'not known')}",
    ]
    if is_foreign(document):
        lines.append(_FOREIGN.format(language_name(reading_language(document))))
    if piece.before is not None:
        lines.append("This is a later part of the report. The sentence before it that last named a speaker:")
        lines += [f"<before {mark}>", _passage(document.text, piece.before), f"</before {mark}>"]
    lines.append(f"<report {mark}>")
    lines += [_passage(document.text, passage) for passage in piece.passages]
    lines.append(f"</report {mark}>")
    return "\n".join(lines)


def _passage(text: str, passage: Passage) -> str:
    kind = "" if passage.kind == "paragraph" else f" {passage.kind}"
    return f"[{passage.number}{kind}] {_line(text[passage.start : passage.end])}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(published: str | None) -> str:
    return f"{published}, a {_WEEKDAYS[date.fromisoformat(published).weekday()]}" if published else "not known"


# Not strftime, whose names follow the locale of the machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
