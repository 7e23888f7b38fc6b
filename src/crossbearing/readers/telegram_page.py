"""A chat as Telegram Desktop exports it for people (``messages.html``): every message with words is a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crossbearing.model.document import Document, Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.encodings import Decoded, decode_any
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.fragments import words_of
from crossbearing.readers.source import Found, Source, library, made_by, reading

NAME, WHAT = "telegram-page", "a chat exported by Telegram"
SUFFIXES = ()

MAX_PAGE = 20_000_000
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"message-?(\d+)")


def read(source: Source) -> Iterator[Found]:
    """Yield the messages of a chat in order, or the error that says why there are none.

    Such a page names its chat by title alone, and the pages of all chats bear one file name: the id of a message is
    that of the title and the message, that of the file where there is no title.

    >>> page = b'<title>Exported Data</title><div class="page_header"><div class="text bold">Hill Post</div></div>' \\
    ...     b'<div class="message default clearfix" id="message3"><div class="body">' \\
    ...     b'<div class="pull_right date details" title="17.03.2014 09:00:00"></div>' \\
    ...     b'<div class="text">War ended.</div></div></div>'
    >>> [(d.id, d.outlet, d.published, d.text) for _, d in read(Source("a.html", "a.html", "a", data=page))]
    [('telegram-hill-post-3', 'Hill Post', '2014-03-17', 'War ended.')]
    """
    try:
        html = library("lxml.html", WHAT, source.name)
        told = decode_any(source.raw(MAX_PAGE), source.name)
        with reading(source.name, "chat"):
            page = html.fromstring(told.text.encode(), parser=html.HTMLParser(encoding="utf-8"))
            chat = _text(page, ".//div[@class='page_header']//div[contains(@class, 'bold')]")
            messages = page.xpath(
                "//div[contains(concat(' ', @class, ' '), ' message ') and contains(@class, 'default')]"
            )
    except UnreadableDocumentError as error:
        yield source.name, error
        return
    found = False
    sender = ""
    for message in messages:
        body = next(iter(message.xpath("./div[contains(concat(' ', @class, ' '), ' body ')]")), message)
        sender = _text(body, "./div[@class='from_name']") or sender  # joined messages do not name theirs again
        words = "\n\n".join(words_of(text) for text in body.xpath(".//div[@class='text']")).strip()
        if words:
            found = True
            yield _one(message, words, sender, chat, source, told)
    if not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "holds no message with words")


def _text(tree: Any, path: str) -> str:
    return next((" ".join(words_of(each).split()) for each in tree.xpath(path)), "")


def _one(message: Any, words: str, sender: str, chat: str, source: Source, told: Decoded) -> Found:
    number = match[1] if (match := _NUMBER.search(message.get("id") or "")) else "?"
    name = f"{source.name}: message {number}"
    when = next(iter(message.xpath(".//div[contains(@class, 'date')]/@title")), "")
    forwarded = _text(message, ".//div[contains(@class, 'forwarded')]//div[@class='from_name']")
    titled = "-".join(_WORD.findall(chat.lower()))
    of_chat = f"telegram-{titled}" if titled else source.identity
    head = gathered({"outlet": chat or sender, "published": str(when)}, f"{of_chat}-{number}")
    extra = {"from": sender, "forwarded_from": forwarded}
    provenance = Provenance(NAME, made_by("lxml"), told.encoding, f"message {number}")
    try:
        made: Document | UnreadableDocumentError = document(
            words, f"{when}\n{words}".encode(), head, name, extra_fields(extra), provenance,
            (*source.notes, *told.problems), plain=False,
        )  # fmt: skip
    except UnreadableDocumentError as error:
        made = error
    return name, made
