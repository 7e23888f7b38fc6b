"""Fingerprints of documents: what is needed to see that one text was copied from another, and nothing to read.

Word 5-shingles over paragraphs find abridged and restyled wire copy; sentences of eight words or more outside quotation
marks find single shared sentences; agency credits, also negative ones, say who wrote it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from crossbearing.model.derived import DocumentFingerprint
from crossbearing.model.document import Document
from crossbearing.model.marks import Marks
from crossbearing.text.agencies import agencies

SHINGLE_WORDS = 5
SENTENCE_WORDS = 8

_WORD = re.compile(r"\w+", re.UNICODE)
_QUOTED = re.compile('["\u201c\u201d\u00ab\u00bb][^"\u201c\u201d\u00ab\u00bb\n]*["\u201c\u201d\u00ab\u00bb]')
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_NAME_WORD = re.compile(r"[^\W\d_][\w'\u2019-]+", re.UNICODE)
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old|, (\d{1,2}),")
_EDGE_CHARACTERS = 400
_BODY = frozenset({"paragraph"})


# "(AFP) -" after a dateline, a credit alone on a line, "(c) AFP", "with inputs from AFP", "Source: AFP".
_CREDIT = tuple(
    (
        agency,
        re.compile(name),
        re.compile(
            rf"\((?:{name})\)\s*[-\u2013\u2014]|^\W*(?:{name})\W*$|(?:\u00a9|\([cC]\)|[Cc]opyright)\s*\d*\s*(?:{name})\b"
            rf"|(?:inputs?|reporting|agencies|[Ss]ource|[Cc]redit|[Vv]ia)(?:\s+(?:from|by))?\s*:?\s+(?:{name})\b"
            rf"|^[A-Z][\w .,'-]{{1,40}}[,/]\s*(?:{name})\s*[-\u2013\u2014]",
            re.MULTILINE,
        ),
    )
    for agency, name in agencies().items()
)
_DISCLAIMED = re.compile(
    r"[Nn]o\s+(?P<outlet>[A-Z][\w .&'-]{1,40}?)\s+(?:[Jj]ournalist|[Ss]taff|[Ee]ditor|[Rr]eporter)s?"
    r"\s+(?:was|were)\s+involved"
    r"|(?:has|was)\s+not\s+(?:been\s+)?edited\s+by\s+(?P<outlet2>[A-Z][\w .&'-]{1,40}?)(?:\s+staff)?\b"
)


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")


def shingles(text: str, width: int = SHINGLE_WORDS) -> Marks:
    """Return the hashes of all runs of ``width`` lower-cased words.

    >>> len(shingles("the town fell to the army at dawn"))
    4
    >>> shingles("The town fell, to the army") == shingles("the town fell to the army")
    True
    """
    words = [w.lower() for w in _WORD.findall(text)]
    return Marks(_hash(" ".join(words[i : i + width])) for i in range(len(words) - width + 1))


def plain_sentences(text: str) -> Marks:
    """Return the hashes of the sentences of eight words or more, quotations left out.

    An identical quotation proves a shared speaker, not a copy, so what stands in quotation marks does not count.

    >>> len(plain_sentences('Shells fell on the market of the old town at noon. "We saw it with our own eyes today."'))
    1
    """
    found = set()
    for sentence in _SENTENCE_END.split(_QUOTED.sub(" ", text)):
        words = [w.lower() for w in _WORD.findall(sentence)]
        if len(words) >= SENTENCE_WORDS:
            found.add(_hash(" ".join(words)))
    return Marks(found)


def terms(text: str, title: str | None = None) -> Marks:
    """Return hashes of what may tell one story from another: names inside sentences, pairs of names, ages, title words.

    >>> terms("Police named Ann Smith, 34.") & terms("The dead woman, Ann Smith, was a nurse.") != frozenset()
    True
    """
    found: set[str] = set()
    for sentence in _SENTENCE_END.split(f"{title or ''}\n{text}"):
        words = _NAME_WORD.findall(sentence)
        capital = [w[0].isupper() for w in words]
        for i, word in enumerate(words):
            if not capital[i]:
                continue
            # The first word of a sentence is capital whatever it is; it counts with the name that follows it.
            if i > 0 and not word.isupper():
                found.add(word.lower())
            if i + 1 < len(words) and capital[i + 1]:
                found.add(f"{word.lower()} {words[i + 1].lower()}")
        found.update("age " + (old or apposed) for old, apposed in _AGE.findall(sentence))
    found.update("title " + w.lower() for w in _NAME_WORD.findall(title or "") if len(w) > 3)
    return Marks(_hash(term) for term in found)


# "Story supplied by the Daily Post": at the edge of a text, who wrote it.
_SUPPLIED = re.compile(
    r"(?:\b(?:[Ss]tory|[Aa]rticle|[Rr]eport|[Tt]ext|[Cc]opy|[Dd]ispatch)\s+(?:was\s+|is\s+)?)?"
    r"\b(?:[Ss]upplied|[Ss]yndicated|[Ff]irst published|[Rr]epublished)\s+(?:by|from)\s+(?:the\s+)?"
    r"(?P<outlet>[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,3})"
)
# "Via Daily Post", "(Source: Daily Post)": a line of its own.
_CREDIT_LINE = re.compile(
    r"^[^\w\n]*(?:[Vv]ia|[Ss]ource)\b:?[ ]+(?:the[ ]+)?(?P<outlet>[A-Z][\w&'’-]*(?:[ ]+[A-Z][\w&'’-]*){0,3})[^\w\n]*$",
    re.MULTILINE,
)


def _body(document: Document) -> str:
    if not document.segments:
        return document.text
    return "\n".join(document.text[s.start : s.end] for s in document.segments if s.kind in _BODY)


def _credit_texts(document: Document) -> Iterator[str]:
    for segment in document.segments:
        if segment.kind not in _BODY and segment.kind != "heading":
            yield document.text[segment.start : segment.end]
    yield document.text[:_EDGE_CHARACTERS]
    yield document.text[-_EDGE_CHARACTERS:]


def credits(document: Document) -> tuple[str, ...]:
    """Return the agencies that the document credits, sorted, and disclaimers of authorship as ``not:outlet``.

    >>> credits(Document(id="d", text="BEIRUT (AFP) - Shells fell on the town."))
    ('afp',)
    >>> credits(Document(id="d", text="Shells fell. No Daily Post Journalist was involved in making this."))
    ('not:Daily Post',)
    >>> credits(Document(id="d", text="Shells fell on the town. Story supplied by the Coast Herald."))
    ('Coast Herald',)
    """
    found: set[str] = set()
    for text in _credit_texts(document):
        found.update(agency for agency, name, credit in _CREDIT if name.search(text) and credit.search(text))
        found.update(match["outlet"] for form in (_SUPPLIED, _CREDIT_LINE) for match in form.finditer(text))
        for match in _DISCLAIMED.finditer(text):
            found.add("not:" + (match["outlet"] or match["outlet2"]).strip())
    return tuple(sorted(found))


def fingerprint(document: Document) -> DocumentFingerprint:
    """Return the fingerprint of a document; without segments the whole text counts as its body.

    >>> fingerprint(Document(id="d", text="Shells fell on the town at noon.", outlet="Daily Post")).words
    7
    """
    body = _body(document)
    return DocumentFingerprint(
        id=document.id,
        outlet=document.outlet,
        published=document.published,
        shingles=shingles(body),
        sentences=plain_sentences(body),
        credits=credits(document),
        words=len(_WORD.findall(body)),
        title=document.title,
        terms=terms(body, document.title),
    )
